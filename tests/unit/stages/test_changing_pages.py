"""An address whose content changes: versions are kept, their facts compared, and what comes back is shown again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twosource.settings import Settings
from twosource.stages import articles, captures, facts
from twosource.warehouse import ledger
from twosource.warehouse.session import Session

FIRST = (
    "---\nheadline: Ferry sinks\npublished: 2025-04-17\noutlet: Harbor Ledger\n---\n\n"
    "A ferry sank off the coast on Thursday, and the storm killed 12 people, the port authority said in a statement. "
    "The captain left the ship before the passengers.\n\n"
    "“We will look for everybody who is missing,” said Mara Lind, head of the port authority, on Thursday evening.\n"
)
SECOND = FIRST.replace("killed 12 people", "killed 15 people").replace(
    "The captain left the ship", "The captain reportedly left the ship"
)
SECOND = SECOND[: SECOND.index("“We will")] + "Ships of the coast guard searched the bay through the night, it said.\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Three runs over one page: as it was, changed, and as it was at first."""
    home = tmp_path_factory.mktemp("home")
    page = home / "inbox" / "ferry.md"
    page.parent.mkdir()
    with Session(Settings(home=home)) as made:
        for number, text in enumerate((FIRST, SECOND, FIRST, FIRST)):
            take_in(made, page, f"run-{number}", text)
        yield made


def take_in(session: Session, page: Path, run: str, text: str) -> None:
    page.write_text(text, encoding="utf-8")
    session.begin(run)
    captures.run(session, captures.Request(names=["inbox"]))
    articles.run(session)
    facts.run(session)
    ledger.finish(session.con, session.run)


def rows(session: Session, sql: str) -> list[tuple[Any, ...]]:
    return session.con.execute(sql).fetchall()


def test_what_came_back_is_the_newest_version(session: Session) -> None:
    assert rows(session, "SELECT text LIKE '%12 people%' FROM articles") == [(True,)]
    assert len(rows(session, "FROM article_versions")) == 2


def test_a_return_is_noted_once_and_a_run_without_it_writes_nothing(session: Session) -> None:
    assert rows(session, "SELECT run FROM raw.returns") == [(3,)]
    assert rows(session, "SELECT n_writes FROM quality.runs WHERE number = 4") == [(0,)]


def test_changes_are_told_at_the_level_of_facts(session: Session) -> None:
    # the page went back: the first version is the second's successor
    found = rows(session, "SELECT change, before, after FROM version_changes ORDER BY change, before, after")
    changes = {change for change, _, _ in found}
    assert {"value_changed", "quotation_added"} <= changes
    (value,) = [(before, after) for change, before, after in found if change == "value_changed"]
    assert ("15" in value[0], "12" in value[1]) == (True, True)
    (words,) = [after for change, _, after in found if change == "quotation_added"]
    assert "everybody who is missing" in words
    assert {"hedge_removed"} <= changes


def test_offsets_of_changes_lie_in_the_text(session: Session) -> None:
    wrong = """
        SELECT c.* FROM version_changes c
        JOIN article_versions v
        ON v.article_id = CASE WHEN c.after IS NULL THEN c.from_article_id ELSE c.to_article_id END
        WHERE substring(v.text, c.char_start + 1, c.char_end - c.char_start) <> coalesce(c.after, c.before)
    """
    assert rows(session, wrong) == []
