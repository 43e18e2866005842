"""The verbs `correct`, `quarantine` and `show`, over a small published copy; no process is started, nothing run."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from tests.unit.stages.desk import Desk
from twosource.cli.main import app
from twosource.cli.terminal import Failure

WORDS = "look for everybody"
DROPPED = (
    "INSERT INTO quality.corrections BY NAME SELECT 'c0ffee' AS correction_id, 'drop' AS kind, [] AS articles, "
    "[] AS documents, [item_id] AS evidence, [] AS evidence_hashes, 'true' AS value, now() AS given_at "
    "FROM quality.set_aside WHERE stage = 'articles'"
)
"""That a person dropped the page that was set aside."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("home"))
    desk.publish()
    desk.session.close()
    return desk.home


@pytest.fixture
def home(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TWOSOURCE_HOME", str(published))
    yield published
    (published / "corrections.yml").unlink(missing_ok=True)


def say(*arguments: str) -> str:
    """What the command prints; a refusal is raised."""
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def stands(home: Path) -> list[dict[str, object]]:
    """The entries of the file, without who wrote them."""
    found = yaml.safe_load((home / "corrections.yml").read_text(encoding="utf-8")) or []
    return [{key: value for key, value in entry.items() if key != "signed"} for entry in found]


def test_a_fact_is_named_by_a_few_of_its_words_and_noted_by_all_of_them(home: Path) -> None:
    say("correct", "speaker", "Ferry sinks", WORDS, "Ivar Holt")
    say("correct", "value", "ferry.md", "340", "304", "--note", "misprint")
    assert stands(home) == [
        {"article": "inbox/ferry.md", "quote": "We will look for everybody who is missing,", "speaker": "Ivar Holt"},
        {"article": "inbox/ferry.md", "quantity": "340 passengers", "value": 304.0, "note": "misprint"},
    ]


def test_a_conflict_is_noted_by_its_passages(home: Path) -> None:
    (comparison,) = json.loads(say("sql", "SELECT comparison_id FROM conflicts", "--format", "json"))
    say("correct", "no-conflict", comparison["comparison_id"][:8])
    ((entry),) = stands(home)
    assert {one["words"] for one in entry["no_conflict"]} == {"340 passengers", "210 passengers"}  # type: ignore[attr-defined]


def test_listing_and_taking_back(home: Path) -> None:
    say("correct", "headline", "Ferry sinks", "Ferry lost")
    (row,) = map(json.loads, say("correct", "list", "--json").splitlines())
    assert (row["kind"], row["value"], row["state"]) == (
        "headline",
        "Ferry lost",
        "not applied yet: the next run does it",
    )
    assert "Ferry lost" in say("correct", "list")
    say("correct", "undo", row["correction_id"][:10])
    assert stands(home) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("correct", "headline", "no such", "x"), "No article has"),
        (("correct", "headline", "ferry", "x"), "2 articles fit"),
        (("correct", "speaker", "Ferry sinks", "no such words", "x"), "No quote of inbox/ferry.md has"),
        (("correct", "speaker", "Ferry sinks", WORDS), "Name the speaker, or say --nobody"),
        (("correct", "published", "Ferry sinks", "yesterday"), "is no date"),
        (("correct", "no-conflict", "zzz"), "No single conflict"),
        (("correct", "undo", "abc"), "no correction has an id"),
        (("quarantine", "show", "no such"), "Nothing that was set aside fits"),
        (("show", "Ferry sinks", "--only", "nothing"), "is not a kind"),
    ],
)
def test_what_is_not_there_or_not_sure_is_refused_and_nothing_written(
    home: Path, arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(Failure, match=told):
        CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert not (home / "corrections.yml").exists()


@pytest.mark.slow
def test_apply_makes_anew_checks_and_publishes(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "home"
    shutil.copytree(home, own)
    monkeypatch.setenv("TWOSOURCE_HOME", str(own))
    say("correct", "one-name", "Mara Lind", "Mara Lindqvist")
    assert say("correct", "apply").strip() == "made anew: links 1"
    assert "applied to 1 row" in say("correct", "list")
    (row,) = json.loads(say("sql", "SELECT count(*) AS n FROM entities WHERE label = 'PER'", "--format", "json"))
    assert row["n"] == 1
    say("correct", "headline", "Ferry sinks", "Zeppelin sinks")
    say("correct", "apply")
    assert "Zeppelin sinks" in say("search", "zeppelin"), "the copy's index is brought up, too"


@pytest.mark.usefixtures("home")
def test_quarantine_tells_the_rule_in_words_and_shows_the_raw_input() -> None:
    assert "error page" in say("quarantine", "list")
    shown = say("quarantine", "show", "lost.md")
    assert "an error page (404 and the like)" in shown
    assert "# 404 Not Found" in shown
    assert "quarantine release" in shown


def test_release_and_drop_are_corrections(home: Path) -> None:
    say("quarantine", "release", "lost.md", "--outlet", "Valley Post")
    say("quarantine", "release", "lost.md", "--encoding", "cp1252")
    say("quarantine", "drop", "lost.md")
    first, second, third = stands(home)
    assert first == {"article": "inbox/lost.md", "an_article": True, "outlet": "Valley Post"}
    assert second == {"article": "inbox/lost.md", "encoding": "cp1252"}
    assert third["drop"] is True


@pytest.mark.parametrize(
    ("change", "verb", "told"),
    [
        (
            "UPDATE quality.set_aside SET released_at = now()",
            "release",
            "has gone through; there is nothing to release",
        ),
        ("UPDATE quality.set_aside SET released_at = now()", "drop", "has gone through; if it is no article, say"),
        (DROPPED, "release", "A person dropped it. `twosource correct undo c0ffee` takes that back"),
        (DROPPED, "drop", "It was dropped already. `twosource correct undo c0ffee`"),
    ],
)
def test_what_has_gone_through_or_was_dropped_is_told_so(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, verb: str, told: str
) -> None:
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path / "home"))
    with duckdb.connect(str(tmp_path / "home" / "twosource.duckdb")) as con:
        con.execute(change)
        con.execute("UPDATE quality.set_aside SET disposition = 'skipped'")
    with pytest.raises(Failure, match=told):
        CliRunner().invoke(app, ("quarantine", verb, "lost.md"), catch_exceptions=False)
    say("quarantine", "show", "lost.md")
    open_ones = CliRunner().invoke(app, ("quarantine", "list"), catch_exceptions=False).stdout
    assert open_ones.startswith("Nothing is set aside.")


@pytest.mark.usefixtures("home")
def test_show_puts_words_first_and_holds_what_one_asks_for() -> None:
    shown = say("show", "Ferry sinks")
    assert "  We will look for everybody who is missing,\n    Mara Lind · direct" in shown
    assert "story: " in shown
    assert "claims" in shown
    only = say("show", "Ferry sinks", "--only", "quotes")
    assert "quantities" not in only
    found = json.loads(say("show", "Ferry sinks", "--json", "--only", "quotes"))
    assert found["quotes"][0]["speaker"]
    assert "quantities" not in found
