"""Records go into the database and come out as they were, whatever they hold."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from twosource import declarations, records
from twosource.comparison.inputs import ComparisonRow, StanceRow, StoryRows
from twosource.records import (
    Alert,
    Article,
    Capture,
    Claim,
    Correction,
    Event,
    Mention,
    Published,
    Quantity,
    Quote,
    Reached,
    Region,
    SetAside,
    TimeExpression,
)
from twosource.stages.comparisons import rows_of
from twosource.warehouse import mapping, tables

# What UTF-8 can hold; NUL and other controls are among it.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
numbers = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(0, 2**31 - 1)
spans = st.lists(st.tuples(counts, counts), max_size=3)
names = st.lists(words, max_size=3)
days = st.none() | st.dates().map(str)
instants = st.datetimes(timezones=st.just(UTC)).filter(lambda when: 1700 < when.year < 2200)
published = st.none() | st.builds(Published, value=words, precision=words, basis=words, confidence=numbers)

fact: dict[str, SearchStrategy[Any]] = {
    "text": words,
    "start": counts,
    "end": counts,
    "sentence": counts,
    "rule": words,
    "confidence": numbers,
}
said: dict[str, SearchStrategy[Any]] = {"attributed_to": maybe, "negated": st.booleans(), "modality": words}

KINDS: dict[type, tuple[str, dict[str, SearchStrategy[Any]]]] = {
    Capture: (
        "raw.captures",
        {
            **dict.fromkeys(("capture_id", "source", "address", "media_type", "sha256"), words),
            "data": st.binary(max_size=20),
            "first_seen_at": instants,
            **dict.fromkeys(("url", "outlet"), maybe),
            **dict.fromkeys(("headers", "fields"), st.dictionaries(words, words, max_size=3)),
        },
    ),
    SetAside: (
        "quality.set_aside",
        {
            **dict.fromkeys(("item", "stage", "disposition", "reason", "message"), words),
            **dict.fromkeys(("source", "address"), maybe),
        },
    ),
    Alert: ("quality.alerts", dict.fromkeys(("kind", "key", "message"), words)),
    Reached: (
        "quality.reached",
        {
            **dict.fromkeys(("source", "address", "mark", "not_wanted"), words),
            **dict.fromkeys(("position", "taken"), counts),
            "finished": st.booleans(),
            "passed": st.just(False),
        },
    ),
    Article: (
        "clean.articles",
        {
            **dict.fromkeys(("text", "language", "genre"), words),
            **dict.fromkeys(("headline", "agency", "located", "outlet", "url"), maybe),
            "by": names,
            **dict.fromkeys(("published", "modified"), published),
        },
    ),
    Region: (
        "clean.regions",
        {
            **dict.fromkeys(("role", "text", "rule"), words),
            "kept": st.booleans(),
            "score": numbers,
            **dict.fromkeys(("start", "end"), st.none() | counts),
        },
    ),
    Mention: (
        "facts.mentions",
        {**fact, **dict.fromkeys(("label", "entity"), words), **dict.fromkeys(("country", "role"), maybe)},
    ),
    Quote: (
        "facts.quotes",
        {
            **fact,
            "kind": words,
            **dict.fromkeys(
                ("speaker", "speaker_text", "speaker_role", "cue", "force", "said_on", "relayed_from"), maybe
            ),
            "fragments": spans,
        },
    ),
    Quantity: (
        "facts.quantities",
        {
            **fact,
            **said,
            "kind": words,
            **dict.fromkeys(("value", "value_high"), st.none() | numbers),
            **dict.fromkeys(("unit", "mod", "measure", "about", "period"), maybe),
        },
    ),
    TimeExpression: (
        "facts.times",
        {
            **fact,
            **dict.fromkeys(("type", "value"), words),
            "mod": maybe,
            **dict.fromkeys(("begins_on", "ends_on"), days),
        },
    ),
    Event: (
        "facts.events",
        {
            **fact,
            **said,
            "type": words,
            **dict.fromkeys(("mode", "date_value", "place"), maybe),
            **dict.fromkeys(("context", "actors", "recipients", "actor_countries", "recipient_countries"), names),
            "also_at": spans,
        },
    ),
    Correction: (
        "quality.corrections",
        {
            **dict.fromkeys(("correction_id", "kind", "value"), words),
            **dict.fromkeys(("articles", "documents", "evidence"), st.lists(words, max_size=3).map(tuple)),
            **dict.fromkeys(("within", "label", "note", "signed"), maybe),
        },
    ),
    Claim: ("facts.claims", {**fact, **said, **dict.fromkeys(("relayed_from", "hedge"), maybe)}),
}
"""Record kind to its table and a strategy for each field that a column holds."""

ELSEWHERE = {"Arithmetic", "Statement"}
"""Records whose indexes become ids of other rows: they go in and are read by SQL alone."""

FILLERS: dict[str, Any] = {
    "VARCHAR": "x",
    "INTEGER": 1,
    "TIMESTAMPTZ": datetime(2025, 2, 1, tzinfo=UTC),
    "VARCHAR[]": [],
    "BOOLEAN": True,
}


@cache
def database() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    tables.create(con)
    return con


def as_row(name: str, record: object, **given: Any) -> dict[str, Any]:
    """The record as a row, with something in the columns that the stage gives."""
    table, mapper = declarations.table(name), mapping.of(name, type(record))
    fillers = {c: FILLERS[table.column(c).type] if table.column(c).required else None for c in mapper.given}
    fillers |= {c: getattr(record, c) for c in mapper.given if hasattr(record, c)}
    return mapper.row(record, **{**fillers, **given})


def through_the_database(table: declarations.Table, row: dict[str, Any]) -> dict[str, Any]:
    con = database()
    con.execute(f"DELETE FROM {table.full_name}")
    con.register("new_rows", tables.frame(table, [row]))
    con.execute(f"INSERT INTO {table.full_name} BY NAME SELECT {tables.insert_list(table)} FROM new_rows")
    cursor = con.execute(f"SELECT * FROM {table.full_name}")
    columns = [d[0] for d in cursor.description or ()]
    (values,) = cursor.fetchall()
    return dict(zip(columns, values, strict=True))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_record_comes_back_as_it_went_in(kind: type, data: st.DataObject) -> None:
    name, strategies = KINDS[kind]
    table = declarations.table(name)
    record = data.draw(st.builds(kind, **strategies))
    back = through_the_database(table, as_row(name, record))
    assert mapping.of(name, kind).record(back) == record


def test_every_record_kind_with_a_table_is_tried() -> None:
    declared = {t.record for t in declarations.tables().values() if t.record and hasattr(records, t.record)}
    assert declared == {kind.__name__ for kind in KINDS} | ELSEWHERE


def test_a_nested_record_lies_flat_and_its_absence_is_null() -> None:
    article = Article(
        text="Snow fell.",
        published=Published(value="2025-02", precision="month", basis="text", confidence=0.5),
    )
    row = as_row("clean.articles", article)
    assert (row["published_value"], row["published_precision"], row["published_basis"]) == ("2025-02", "month", "text")
    assert (row["published_confidence"], row["modified_value"]) == (0.5, None)


def test_what_the_stage_gives_is_what_is_stored() -> None:
    row = as_row("clean.articles", Article(text="Snow fell.", outlet="The Fjord Post"), outlet="Other", word_count=2)
    assert (row["outlet"], row["word_count"]) == ("Other", 2)


def test_a_column_that_the_stage_forgets_is_an_error_and_no_null() -> None:
    with pytest.raises(TypeError, match="word_count"):
        mapping.of("clean.articles", Article).row(Article(text="Snow fell."), outlet=None)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A record that lacks most columns of any table."""

    item: str


def test_a_column_without_a_source_is_an_error_at_once() -> None:
    with pytest.raises(declarations.DeclarationError, match="has no source: Stamp has no field"):
        mapping.of("quality.set_aside", Stamp)


def test_every_declared_record_has_a_mapper() -> None:
    mapping.check()


def test_maps_are_maps_in_the_database() -> None:
    capture = Capture(
        capture_id="c",
        source="s",
        address="a",
        media_type="text/plain",
        data=b"\x00\xff",
        sha256="0",
        first_seen_at=datetime(2025, 2, 1, tzinfo=UTC),
        headers={"Content-Type": "text/plain", "X": ""},
    )
    table = declarations.table("raw.captures")
    through_the_database(table, as_row(table.full_name, capture))
    found = database().execute("SELECT headers['Content-Type'], headers['X'], cardinality(fields) FROM raw.captures")
    assert found.fetchall() == [("text/plain", "", 0)]


def test_days_of_facts_are_dates_in_the_database() -> None:
    table = declarations.table("facts.times")
    time = TimeExpression(
        text="May", start=0, end=3, sentence=0, rule="r", confidence=1.0, type="DATE", value="2025-05"
    )
    time = replace(time, begins_on="2025-05-01", ends_on="2025-05-31")
    through_the_database(table, as_row(table.full_name, time))
    assert database().execute("SELECT ends_on - begins_on, typeof(ends_on) FROM facts.times").fetchall() == [
        (30, "DATE")
    ]


def test_an_arithmetic_record_is_stored_with_the_ids_of_its_quantities() -> None:
    table = declarations.table("facts.arithmetic")
    made = records.Arithmetic(
        relation="sum", operands=[0, 1], stated=2, computed=5.0, holds=True, text="2 + 3", start=1, end=6, rule="r"
    )
    ids = {"arithmetic_id": "i", "article_id": "a", "stage_version": "1", "operands": ["q0", "q1"], "stated": "q2"}
    back = through_the_database(table, as_row(table.full_name, made, **ids))
    assert (back["operands"], back["stated"], back["computed"]) == (["q0", "q1"], "q2", 5.0)
    assert (back["char_start"], back["char_end"], back["holds"]) == (1, 6, True)


def test_rows_of_the_comparison_room_fit_their_tables() -> None:
    stance = StanceRow(
        article_id="a",
        outlet=None,
        speaker=None,
        stance="asserts",
        side=1,
        value="3",
        statement_id="s",
        text="three",
        char_start=4,
        char_end=9,
        origin_group="a",
        taken=None,
        taken_from=None,
    )
    comparison = ComparisonRow(
        comparison_id="k",
        kind="quantity",
        slot="number",
        subject="How many boats?",
        status="single_origin",
        reason="same_value",
        n_outlets=1,
        n_origins=1,
        n_unnamed=0,
        severity=0.0,
        first_reported_at=datetime(2025, 2, 1, tzinfo=UTC).date(),
        first_outlet=None,
        stances=(stance,),
    )
    rows = rows_of(StoryRows(comparisons=[comparison]), "s")
    back = {name: through_the_database(declarations.table(name), dict(*found)) for name, found in rows.items() if found}
    assert back["links.stances"] == {
        "comparison_id": "k",
        "story_id": "s",
        "article_id": "a",
        "outlet": None,
        "speaker": None,
        "stance": "asserts",
        "value": "3",
        "side": 1,
        "statement_id": "s",
        "text": "three",
        "char_start": 4,
        "char_end": 9,
        "origin_group": "a",
        "taken": None,
        "taken_from": None,
    }
    assert str(back["links.comparisons"]["first_reported_at"]) == "2025-02-01"


def test_a_value_of_another_type_is_refused() -> None:
    table = declarations.table("quality.schema_versions")
    with pytest.raises(TypeError):
        tables.frame(table, [{"version": "one", "name": "n", "applied_at": FILLERS["TIMESTAMPTZ"]}])
