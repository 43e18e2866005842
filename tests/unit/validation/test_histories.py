"""Rules that hold what is new against what was there before: they tell a change, and cry no wolf at chance."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import duckdb
import pytest

from tests.unit.validation.stored import START, Database
from twosource import declarations
from twosource.validation import profiles
from twosource.warehouse.ledger import note_write

PROFILES = {rule.name: rule.sql for rule in declarations.table("quality.profiles").expectations}
PASSES = {rule.name: rule.sql for rule in declarations.table("quality.coverage").expectations if rule.history}


@pytest.fixture(scope="module")
def ledgers() -> Iterator[duckdb.DuckDBPyConnection]:
    """The three ledgers that these rules read, empty, in memory."""
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    for name in ("quality.runs", "quality.profiles", "quality.coverage"):
        for statement in declarations.ddl(declarations.table(name)):
            con.execute(statement)
    yield con
    con.close()


@pytest.fixture(autouse=True)
def cleared(ledgers: duckdb.DuckDBPyConnection) -> None:
    for name in ("quality.runs", "quality.profiles", "quality.coverage"):
        ledgers.execute(f"DELETE FROM {name}")


Series = list[tuple[str, str, str, int, int]]
"""About, name, measure, rows and rows having it, of one run."""


def told(con: duckdb.DuckDBPyConnection, history: list[Series]) -> set[tuple[str, str]]:
    """The rules that fail after any of the runs, each with what its first row begins with."""
    found = set()
    for number, rows in enumerate(history, 1):
        con.execute(
            "INSERT INTO quality.runs (run_id, number, started_at, n_writes) VALUES (?, ?, ?, 1)",
            [f"r{number}", number, START],
        )
        con.executemany("INSERT INTO quality.profiles VALUES (?, ?, ?, ?, ?, ?)", [[f"r{number}", *r] for r in rows])
        for name, sql in PROFILES.items():
            found |= {(name, row[0]) for row in con.execute(sql).fetchall()}
    return found


def outlet(n: int, having: int, measure: str = "date", name: str = "The Fjord Post") -> tuple[str, str, str, int, int]:
    return ("outlet", name, measure, n, having)


FORM_CHANGED = ("fill_rate_as_before", "The Fjord Post")


@pytest.mark.parametrize(
    ("history", "alarms"),
    [
        ([[outlet(100, 98)], [outlet(120, 98)]], {FORM_CHANGED}),
        ([[outlet(100, 98)], *[[outlet(100 + n, 98)] for n in range(1, 25)]], {FORM_CHANGED}),
        ([[outlet(19, 19)], [outlet(60, 19)]], set()),
        ([[outlet(100, 98)], [outlet(119, 98)]], set()),
        ([[outlet(100, 2)], [outlet(140, 2)]], set()),
        ([[outlet(100, 98)], [outlet(100, 0)]], {("no_fields_lost", "The Fjord Post")}),
        ([[outlet(100, 98)], [outlet(100, 90)]], set()),
        ([[outlet(5, 5)], [outlet(5, 0)]], set()),
        ([[outlet(100, 98)], [outlet(60, 58)]], set()),
        (
            [[("facts", "all", "events", 2000, 200)], [("facts", "all", "events", 3500, 200)]],
            {("mix_of_facts_as_before", "events")},
        ),
        (
            [[("facts", "all", "events", 2000, 200)], [("facts", "all", "events", 3500, 900)]],
            {("mix_of_facts_as_before", "events")},
        ),
        ([[("facts", "all", "events", 900, 90)], [("facts", "all", "events", 3500, 90)]], set()),
        ([[("facts", "all", "events", 2000, 20)], [("facts", "all", "events", 3500, 20)]], set()),
    ],
    ids=[
        "a page that changed its form",
        "one article a run",
        "too few before",
        "too few new",
        "never had it",
        "dates dropped from the rows",
        "a stricter rule",
        "too few to lose",
        "articles let go",
        "a kind that is no longer found",
        "a kind that is found everywhere",
        "too few facts before",
        "a rare kind",
    ],
)
def test_a_change_is_told_and_too_little_history_is_not(
    ledgers: duckdb.DuckDBPyConnection, history: list[Series], alarms: set[tuple[str, str]]
) -> None:
    assert told(ledgers, history) == alarms


def chance_history(seed: int) -> list[Series]:
    """Fifty runs of four outlets and six kinds whose shares stay what they are, in batches of any size."""
    chance = random.Random(seed)
    shares = {(f"Outlet {n}", m): chance.choice((0, 0.1, 0.5, 0.9, 1)) for n in range(4) for m in ("date", "author")}
    mix = {kind: chance.choice((0.02, 0.1, 0.3)) for kind in profiles.KINDS}
    counts = dict.fromkeys(shares, (0, 0))
    facts, kinds = 0, dict.fromkeys(mix, 0)
    history = []
    for _ in range(50):
        for key, share in shares.items():
            batch = chance.choice((0, 1, 3, 20, 60))
            n, having = counts[key]
            counts[key] = (n + batch, having + sum(chance.random() < share for _ in range(batch)))
        batch = chance.choice((40, 300, 1500))
        facts += batch
        for (
            kind,
            share,
        ) in mix.items():  # kinds come in bursts, as one article is full of quotations and the next of sums
            kinds[kind] += round(batch * share * chance.uniform(0.5, 1.6))
        history.append(
            [("outlet", name, measure, n, having) for (name, measure), (n, having) in counts.items() if n]
            + [("facts", "all", kind, facts, n) for kind, n in kinds.items()]
        )
    return history


@pytest.mark.parametrize("seed", range(50))
def test_fifty_growing_histories_of_chance_raise_no_alarm(ledgers: duckdb.DuckDBPyConnection, seed: int) -> None:
    history = chance_history(seed)
    for number, rows in enumerate(history, 1):
        ledgers.execute(
            "INSERT INTO quality.runs (run_id, number, started_at, n_writes) VALUES (?, ?, ?, 1)",
            [f"r{number}", number, START],
        )
        columns = list(zip(*rows, strict=True))
        ledgers.execute(
            "INSERT INTO quality.profiles SELECT ?, " + ", ".join(["unnest(?)"] * 5),
            [f"r{number}", *map(list, columns)],
        )
        if number % 5 == 0:
            alarms = [(name, row) for name, sql in PROFILES.items() for row in ledgers.execute(sql).fetchall()]
            assert alarms == [], number


# ------------------------------------------------------------------ passes over sources


def passes(con: duckdb.DuckDBPyConnection, found: list[tuple[int, int]], at: Callable[[int], datetime]) -> set[str]:
    """The rules that fail after these passes of one source: inputs found, and new ones among them."""
    for number, (n, new) in enumerate(found, 1):
        con.execute(
            "INSERT INTO quality.runs (run_id, number, started_at, n_writes) VALUES (?, ?, ?, 1)",
            [f"p{number}", number, at(number)],
        )
        con.execute(
            "INSERT INTO quality.coverage BY NAME SELECT ? AS run_id, 'feed' AS source, ? AS started_at, "
            "? AS finished_at, 'ok' AS status, ? AS n_found, ? AS n_new, ? AS n_unchanged, 0 AS n_quarantined, "
            "0 AS n_skipped",
            [f"p{number}", at(number), at(number), n, new, n - new],
        )
    return {name for name, sql in PASSES.items() if con.execute(sql).fetchall()}


def hourly(number: int) -> datetime:
    return START + timedelta(hours=number)


@pytest.mark.parametrize(
    ("found", "alarms"),
    [
        ([(30, 2)] * 14 + [(12, 2)], {"volume_as_before"}),
        ([(30, 2)] * 14 + [(16, 2)], set()),
        ([(30, 2)] * 11 + [(3, 2)], set()),
        ([(5, 2)] * 20 + [(1, 1)], set()),
        ([*([(30, 2)] * 5 + [(10, 2)] * 2) * 3, (6, 2)], set()),
        ([*([(30, 2)] * 5 + [(10, 2)] * 2) * 3, (4, 2)], {"volume_as_before"}),
        ([(30, 2)] * 12 + [(30, 0)] * 30, {"news_as_often_as_before"}),
        ([(30, 2)] * 12 + [(30, 0)] * 20, set()),
        ([(30, 2)] * 9 + [(30, 0)] * 90, set()),
        ([(n + 1, 1) for n in range(50)], set()),
    ],
    ids=[
        "half as many",
        "a little more than half",
        "too few passes before",
        "a small source",
        "a lean weekend",
        "leaner than weekends",
        "silent for longer than ever",
        "silent for less than a day",
        "too few intervals before",
        "a folder that grows",
    ],
)
def test_a_source_is_held_against_its_own_passes(
    ledgers: duckdb.DuckDBPyConnection, found: list[tuple[int, int]], alarms: set[str]
) -> None:
    assert passes(ledgers, found, hourly) == alarms


# ------------------------------------------------------------------ noting


def noted(database: Database) -> list[tuple[str, str, int, int]]:
    return database.con.execute(
        "SELECT run_id, measure, n_rows, n_having FROM quality.profiles WHERE about = 'outlet' ORDER BY ALL"
    ).fetchall()


def test_what_a_run_left_is_noted_where_it_differs(database: Database) -> None:
    database.check("clean.articles")
    first = [("run-1", "author", 1, 0), ("run-1", "date", 1, 1), ("run-1", "headline", 1, 0)]
    assert noted(database) == first
    database.begin()
    database.check("clean.articles")
    assert noted(database) == first, "a run that wrote nothing leaves nothing else"
    database.add_article(2)
    note_write(database.con, database.runs[-1])
    database.check("clean.articles")
    assert noted(database) == sorted(
        [*first, ("run-2", "author", 2, 0), ("run-2", "date", 2, 2), ("run-2", "headline", 2, 0)]
    )


def test_the_newest_sixty_of_a_series_are_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiles, "KEPT", 2)
    for number in range(2, 6):
        database.begin()
        database.add_article(number)
        profiles.note(database.con, database.runs[-1])
    assert [row[:3] for row in noted(database) if row[1] == "date"] == [("run-4", "date", 4), ("run-5", "date", 5)]


def test_an_outlet_whose_dates_are_dropped_is_told_in_a_run(database: Database) -> None:
    for number in range(2, 9):
        database.add_article(number)
    database.check("quality.profiles")
    database.begin()
    database.add_article(9)
    database.con.execute(
        "UPDATE clean.articles SET published_value = NULL, published_basis = NULL, published_precision = NULL"
    )
    failed = database.failed("quality.profiles")
    assert {name: (r.severity, r.sample) for name, r in failed.items()} == {
        "no_fields_lost": ("warning", "The Fjord Post, date, 8, 0")
    }
