"""Declared once: a table's file is the only place, and each derivation agrees with what the engine makes of it."""

from dataclasses import fields
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.context import columns as dagster_columns
from docs import build
from twosource import analyst_views, declarations, expectations, records, reference
from twosource.validation import suites
from twosource.warehouse import migrate, tables

NAMES = list(declarations.tables())


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    tables.create(con)
    tables.create_views(con)
    return con


@pytest.mark.parametrize("name", NAMES)
def test_ddl_makes_the_declared_columns_with_their_comments(con: duckdb.DuckDBPyConnection, name: str) -> None:
    schema, table = name.split(".")
    made = con.execute(
        "SELECT column_name, comment FROM duckdb_columns() "
        "WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
        [schema, table],
    ).fetchall()
    assert made == [(c.name, declarations.describe(c)) for c in declarations.table(name).columns]


@pytest.mark.parametrize("name", list(analyst_views.views()))
def test_a_view_has_the_declared_columns_each_with_its_comment(con: duckdb.DuckDBPyConnection, name: str) -> None:
    view = analyst_views.views()[name]
    made = con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    plain = [
        (c, kind.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace('"', ""), said) for c, kind, said in made
    ]
    assert plain == [(c.name, c.type, declarations.describe(c)) for c in view.columns], "see schemas/views/columns.yml"
    assert all(said.strip() for _, _, said in plain)
    told = con.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [name]).fetchone()
    assert told == (view.description,)
    assert view.description.strip()


def test_a_new_database_has_the_declared_shape(con: duckdb.DuckDBPyConnection) -> None:
    assert migrate.shape_differences(con) == []


@pytest.mark.parametrize("name", NAMES)
def test_polars_schema_goes_in_and_comes_out_as_the_engine_has_it(con: duckdb.DuckDBPyConnection, name: str) -> None:
    table = declarations.table(name)
    empty = tables.frame(table, [])
    con.register("empty", empty)
    con.execute(f"INSERT INTO {name} SELECT {tables.insert_list(table)} FROM empty")
    back = con.execute(f"SELECT * FROM {name}").pl()
    plain = {c.name for c in table.columns if not c.type.startswith("MAP")}
    assert {k: v for k, v in back.schema.items() if k in plain} == {
        k: v for k, v in tables.polars_schema(table).items() if k in plain
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_suite_has_one_expectation_per_rule_with_its_severity(name: str) -> None:
    table = declarations.table(name)
    row_rules, table_rules = expectations.row_rules(name), expectations.table_rules(name)
    made = suites.of_table(table).expectations
    assert [(e.meta["rule"], e.severity.value) for e in made] == [(r.name, r.severity) for r in row_rules + table_rules]


@pytest.mark.parametrize("name", NAMES)
def test_dagster_shows_the_declared_columns(name: str) -> None:
    shown = dagster_columns(declarations.table(name)).columns
    assert [(c.name, c.type, not c.constraints.nullable) for c in shown] == [
        (c.name, c.type, c.required) for c in declarations.table(name).columns
    ]


@pytest.mark.parametrize("name", [n for n in NAMES if hasattr(records, declarations.table(n).record or "")])
def test_every_field_of_a_record_has_its_column(name: str) -> None:
    table = declarations.table(name)
    kind = getattr(records, table.record or "")
    have = {(c.source or c.name) for c in table.columns}
    elsewhere = {
        "regions",
        "rejected",
        "quantities",
        "times",
        "entities",
        "outlet",
        "operands",
        "stated",
        "head",
        "attributed_by",
        "rests_on",
        "arguments",
        "statement",
        "passed",
    }  # given as ids, or elsewhere
    missing = {f.name for f in fields(kind)} - have - elsewhere
    assert {m for m in missing if not any(h.startswith(f"{m}.") for h in have)} == set()


def test_vocabularies_named_by_columns_exist() -> None:
    named = {c.vocabulary for t in declarations.tables().values() for c in t.columns if c.vocabulary}
    assert named <= set(reference.vocabularies())


def test_a_word_list_names_its_source() -> None:
    assert [name for name, entry in reference.vocabularies().items() if not entry.get("source")] == []


def test_the_types_of_closed_words_are_those_of_the_vocabularies() -> None:
    assert build.WORDS.read_text(encoding="utf-8") == build.words_module(), "run `make docs`"


def test_the_form_of_sources_for_editors_is_up_to_date() -> None:
    assert build.SOURCES.read_text(encoding="utf-8") == build.sources_schema(), "run `make docs`"


@pytest.mark.parametrize("page", build.PAGES)
def test_generated_docs_are_up_to_date(page: str) -> None:
    assert (build.FOLDER / page).read_text(encoding="utf-8") == build.PAGES[page](), "run `make docs`"


def test_an_unknown_key_of_a_declaration_is_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.yml"
    path.write_text("table: facts.odd\nunit: a\nkey: [a]\ndescription: d\ncolums: {}\n")
    with pytest.raises(declarations.DeclarationError, match="colums"):
        declarations._read_table(path)


def test_a_view_that_names_what_is_not_there_is_refused() -> None:
    for entry in (
        {"key": ["a"], "columns": [{"facts.nothing": "rest"}]},
        {"key": ["a"], "columns": [{"clean.articles": ["nothing"]}]},
        {"key": ["a"], "columns": [{"a": {"type": "VARCHAR"}}]},
        {"key": ["b"], "columns": [{"a": {"type": "VARCHAR", "description": "d"}}]},
    ):
        with pytest.raises(declarations.DeclarationError, match=r"columns\.yml, odd"):
            analyst_views._read_view("odd", "SELECT 1", entry, {})


def test_every_rule_is_valid_sql(con: duckdb.DuckDBPyConnection) -> None:
    for name in NAMES:
        for rule in expectations.row_rules(name):
            con.execute(f"SELECT count(*) FROM {expectations.with_reads([rule], name)} WHERE NOT ({rule.sql})")
        for rule in expectations.table_rules(name):
            con.execute(rule.sql if rule.type == "violations" else f"SELECT {rule.sql} FROM {name}")


def test_column_types_are_ones_that_polars_has() -> None:
    with pytest.raises(declarations.DeclarationError, match="HUGEINT"):
        tables.polars_type("HUGEINT")
    assert tables.polars_type("STRUCT(a INTEGER, b VARCHAR)[]") == pl.List(
        pl.Struct({"a": pl.Int32(), "b": pl.String()})
    )


def test_no_table_may_hold_a_key_twice() -> None:
    """A lake has no unique keys, so that the rule is all there is."""
    rules = {name: {rule.name: rule for rule in expectations.table_rules(name)} for name in declarations.tables()}
    assert [name for name, found in rules.items() if found["key_is_unique"].severity != "critical"] == []


def test_a_table_is_parted_by_a_day_of_its_own() -> None:
    parted = {name: table.column(table.by_month) for name, table in declarations.tables().items() if table.by_month}
    assert {name: (column.type, column.required) for name, column in parted.items()} == dict.fromkeys(
        ("links.signatures", "links.bands", "links.story_members"), ("DATE", True)
    )


def test_no_column_has_a_name_that_a_lake_keeps_for_itself() -> None:
    kept = {"row_id", "begin_snapshot", "end_snapshot"}
    assert [name for name, table in declarations.tables().items() if kept & {c.name for c in table.columns}] == []
