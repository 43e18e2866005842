"""Faults put into stored rows behind the pipeline's back: each is found when all rows are looked at, and mended."""

import shutil
import uuid
from pathlib import Path

import duckdb
import pytest

from tests.integration.command import content
from tests.soak import village
from twosource import declarations
from twosource.settings import Settings
from twosource.validation.run import validate
from twosource.warehouse import contents
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.session import Session

ARTICLES = 36

pytestmark = pytest.mark.slow

FAULTS = {
    "quote span shifted by one": "UPDATE facts.quotes SET char_start = char_start + 1, char_end = char_end + 1",
    "article text changed by a character": "UPDATE clean.articles SET text = 'x' || text[2:] WHERE {one article}",
    "region text changed": "UPDATE clean.regions SET text = 'x' || text[2:] WHERE {one article} AND kept",
    "capture bytes changed": "UPDATE raw.captures SET data = data || 'x'::BLOB WHERE {one capture}",
    "row of quantities doubled": "INSERT INTO facts.quantities FROM facts.quantities LIMIT 1",
    "row of articles doubled": "INSERT INTO clean.articles FROM clean.articles WHERE {one capture}",
    "orphan mention": "INSERT INTO facts.mentions SELECT * REPLACE ('x' AS mention_id, 'nowhere' AS article_id) "
    "FROM facts.mentions LIMIT 1",
    "capture deleted": "DELETE FROM raw.captures WHERE {one capture}",
    "mark deleted": "DELETE FROM quality.marks WHERE stage = 'facts' AND unit IN "
    "(SELECT min(article_id) FROM clean.articles)",
    "70 % of dates gone": "UPDATE clean.articles SET published_value = NULL, published_precision = NULL, "
    "published_basis = NULL, published_confidence = NULL WHERE hash(capture_id) % 10 < 7",
    "all outlets gone": "UPDATE clean.articles SET outlet = NULL",
    "speaker swapped": "UPDATE facts.quotes SET speaker = 'Peter Halloran' WHERE quote_id = "
    "(SELECT min(quote_id) FROM facts.quotes WHERE speaker <> 'Peter Halloran')",
    "all speakers one name": "UPDATE facts.quotes SET speaker = 'Nobody Atall'",
    "value times 1,000": "UPDATE facts.quantities SET value = value * 1000",
    "value not a number": "UPDATE facts.quantities SET value = 'nan'",
    "value infinite": "UPDATE facts.quantities SET value = 'infinity'",
    "all money to USD": "UPDATE facts.quantities SET unit = 'EUR' WHERE kind = 'money'",
    "begins_on in year 1": "UPDATE facts.times SET begins_on = DATE '0001-01-01'",
    "events emptied": "DELETE FROM facts.events",
    "quotes emptied": "DELETE FROM facts.quotes",
    "stances emptied": "DELETE FROM links.stances",
    "comparison status flipped": "UPDATE links.comparisons SET status = 'not_comparable'",
    "entity rewired": "UPDATE links.entity_links SET entity_id = (SELECT max(entity_id) FROM links.entity_links)",
    "article in another story": "UPDATE links.story_members SET story_id = (SELECT max(story_id) FROM "
    "links.story_members) WHERE article_id = (SELECT min(article_id) FROM links.story_members WHERE story_id <> "
    "(SELECT max(story_id) FROM links.story_members))",
    "all outlets one": "UPDATE clean.articles SET outlet = 'The Fjord Post'",
    "coverage deleted": "DELETE FROM quality.coverage",
}
"""The 26 faults of the review that put rows wrong ("all money to USD" is to EUR here, since all of it is USD)."""
NOT_MADE_ANEW = ("capture bytes changed", "capture deleted", "coverage deleted")
"""What no stage makes: mending can only tell of it."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some stories in it, told by two to three articles each."""
    made = tmp_path_factory.mktemp("whole")
    for number in range(ARTICLES):
        village.write(made / "source", number)
    assert village.run(made / "home", made / "source")
    return made


def look_at_all(home: Path) -> list[str]:
    """The critical rules and warnings that fail when all rows are looked at."""
    with Session(Settings(home=home)) as session:
        run = session.begin(str(uuid.uuid4()))
        results = validate(session.con, run, whole=True)
    return [f"{r.severity}: {r.table_name}.{r.expectation}" for r in results if not r.success and r.severity != "info"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_and_mended(whole: Path, tmp_path: Path, fault: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "home", home)
    before = content(home)
    one = "capture_id = (SELECT min(capture_id) FROM clean.articles)"
    sql = FAULTS[fault].replace("{one article}", one).replace("{one capture}", one)
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        done = con.execute(sql).fetchone()
        assert done, "the fault changes nothing"
        assert done[0] > 0, "the fault changes nothing"
    assert content(home) != before or fault == "coverage deleted", "the fault changes nothing"
    found = look_at_all(home)
    print(f"| {fault} | {', '.join(found)} |")
    assert found
    assert any(rule.startswith("critical") for rule in found)
    if fault in NOT_MADE_ANEW:
        return
    with Session(Settings(home=home)) as session:
        session.begin(str(uuid.uuid4()))
        contents.mend(session.con)
    assert village.run(home, whole / "source")
    assert content(home) == before


def test_a_copy_with_more_captures_than_the_database_is_not_given_up(whole: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "home", home)
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        con.execute("DELETE FROM raw.captures")
    with Session(Settings(home=home)) as session:
        session.begin(str(uuid.uuid4()))
        contents.mend(session.con)
    (tmp_path / "empty").mkdir()
    assert not village.run(home, tmp_path / "empty")
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (ARTICLES,)


@pytest.mark.parametrize("table", [name for name, t in declarations.tables().items() if not t.ledger])
def test_a_table_that_is_dropped_is_refused(whole: Path, tmp_path: Path, table: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(whole / "home", home)
    with duckdb.connect(str(home / "live" / "warehouse.duckdb")) as con:
        con.execute(f"DROP TABLE {table}")
    with Session(Settings(home=home)) as session, pytest.raises(WarehouseError, match="are gone"):
        session.begin(str(uuid.uuid4()))
