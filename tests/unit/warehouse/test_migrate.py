"""Older files are brought to today's shape with all their rows; files that cannot be are refused with a sentence."""

import duckdb
import pytest

from twosource import analyst_views, declarations
from twosource.declarations import Table
from twosource.warehouse import migrate, tables
from twosource.warehouse.connect import WarehouseError


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return con.execute(sql).fetchall()


def versions(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return rows(con, "SELECT version, name, applied_at FROM quality.schema_versions ORDER BY version")


def test_the_migrations_are_numbered_without_gaps() -> None:
    assert list(migrate.migrations()) == list(range(1, len(migrate.migrations()) + 1))


def test_the_old_file_is_older_than_today(old: duckdb.DuckDBPyConnection) -> None:
    assert any("quality.runs.sources" in difference for difference in migrate.shape_differences(old))


def test_the_old_shape_and_all_migrations_make_the_declared_shape(old: duckdb.DuckDBPyConnection) -> None:
    # Fails when a declaration was changed without a migration that brings older files along.
    migrate.prepare(old)
    assert migrate.shape_differences(old) == []


def test_rows_are_kept(old: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    assert rows(old, "SELECT capture_id, data, fields, first_seen_at::VARCHAR FROM raw.captures") == [
        ("c1", b"The ferry sank.", {"headline": "title"}, "2025-02-01 06:00:00+00")
    ]
    assert rows(old, 'SELECT article_id, "by", text FROM clean.articles') == [("a1", ["Ann Doe"], "The ferry sank.")]
    assert rows(old, "SELECT run_id, n_units, sources FROM quality.runs") == [("run-1", 1, None)]
    assert rows(old, "SELECT stage, unit, outcome FROM quality.marks") == [("articles", "c1", "done")]


def test_an_older_file_gets_todays_views_and_comments(old: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    there = {name for (name,) in rows(old, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert there == set(analyst_views.views())
    assert rows(old, "SELECT article_id, text FROM articles") == [("a1", "The ferry sank.")]
    comment = "SELECT comment FROM duckdb_columns() WHERE table_name = 'runs' AND column_name = 'sources'"
    assert rows(old, comment) == [("what it was asked to take in",)]


def test_the_migrations_done_are_noted(old: duckdb.DuckDBPyConnection, con: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    expected = [(number, name) for number, (name, _) in migrate.migrations().items()]
    assert [(number, name) for number, name, _ in versions(old)] == expected
    assert [(number, name) for number, name, _ in versions(con)] == expected, "a new file has been through none to do"


def test_preparing_twice_changes_nothing(old: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    before = versions(old), rows(old, "SELECT * FROM raw.captures"), rows(old, "SELECT * FROM quality.runs")
    migrate.prepare(old)
    assert (versions(old), rows(old, "SELECT * FROM raw.captures"), rows(old, "SELECT * FROM quality.runs")) == before


def test_a_table_that_is_new_needs_no_migration(con: duckdb.DuckDBPyConnection) -> None:
    # As if a version without the table had written the file.
    for view in reversed(list(analyst_views.views())):
        con.execute(f"DROP VIEW main.{view}")
    con.execute("DROP TABLE links.story_aliases")
    con.execute("DELETE FROM quality.row_counts WHERE table_name = 'links.story_aliases'")
    migrate.prepare(con)
    assert migrate.shape_differences(con) == []


def test_a_file_of_a_newer_version_is_refused_and_left_alone(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("INSERT INTO quality.schema_versions VALUES (9000, 'from the future', now())")
    before = versions(con)
    with pytest.raises(WarehouseError, match=r"newer twosource wrote this database \(schema 9000.*Upgrade"):
        migrate.prepare(con)
    assert versions(con) == before


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE quality.checks ADD COLUMN mood VARCHAR", "quality.checks.mood"),
        ("ALTER TABLE quality.checks DROP COLUMN sample", "quality.checks.sample"),
        ("ALTER TABLE quality.checks ALTER n_failed TYPE VARCHAR", "quality.checks.n_failed"),
        ("ALTER TABLE quality.checks ALTER run_id DROP NOT NULL", "quality.checks.run_id"),
        ("CREATE TABLE quality.moods (mood VARCHAR)", "quality.moods is not declared"),
    ],
)
def test_a_shape_that_no_migration_explains_is_refused(con: duckdb.DuckDBPyConnection, change: str, named: str) -> None:
    for view in reversed(list(analyst_views.views())):
        con.execute(f"DROP VIEW main.{view}")
    con.execute(change)
    with pytest.raises(WarehouseError, match="Move the file away") as caught:
        migrate.prepare(con)
    assert named in str(caught.value)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = dict(migrate.migrations())
    broken = {**known, max(known) + 1: ("broken", "DELETE FROM raw.captures; SELECT * FROM nowhere")}
    monkeypatch.setattr(migrate, "migrations", lambda: broken)
    with pytest.raises(duckdb.Error, match="nowhere"):
        migrate.prepare(old)
    assert rows(old, "SELECT capture_id FROM raw.captures") == [("c1",)]
    assert versions(old) == []


def test_a_declaration_that_changes_without_a_migration_is_noticed(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = dict(declarations.tables())
    runs = declared["quality.runs"]
    changed = Table(**{name: getattr(runs, name) for name in Table.__slots__} | {"columns": runs.columns[:-1]})
    monkeypatch.setattr(declarations, "tables", lambda: declared | {"quality.runs": changed})
    assert [d.split(" is ")[0] for d in migrate.shape_differences(con)] == [f"quality.runs.{runs.columns[-1].name}"]


def test_creating_tables_that_are_there_changes_no_row(old: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    tables.create(old)
    assert rows(old, "SELECT count(*) FROM raw.captures") == [(1,)]


# ------------------------------------------------------------------ tables that are gone


def drop(con: duckdb.DuckDBPyConnection, name: str) -> None:
    for view in reversed(list(analyst_views.views())):
        con.execute(f"DROP VIEW IF EXISTS main.{view}")
    con.execute(f"DROP TABLE {name}")


@pytest.mark.parametrize("name", ["facts.events", "links.stances", "raw.captures", "quality.coverage", "quality.marks"])
def test_a_table_that_was_there_is_not_made_again_empty(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute("UPDATE quality.row_counts SET n_rows = 28 WHERE table_name = ?", [name])
    drop(con, name)
    with pytest.raises(WarehouseError, match=rf"are gone: {name} \(28 rows\).*twosource restore"):
        migrate.prepare(con)
    assert name not in {n for (n,) in rows(con, "SELECT schema_name || '.' || table_name FROM duckdb_tables()")}


@pytest.mark.parametrize("name", ["quality.runs", "quality.checks", "quality.set_aside", "quality.schema_versions"])
def test_a_ledger_that_was_there_is_missed_too(con: duckdb.DuckDBPyConnection, name: str) -> None:
    drop(con, name)
    with pytest.raises(WarehouseError, match=rf"are gone: {name}\..*twosource restore"):
        migrate.prepare(con)


@pytest.mark.parametrize("change", ["DROP TABLE quality.row_counts", "DELETE FROM quality.row_counts"])
def test_the_numbers_themselves_cannot_be_lost_unseen(con: duckdb.DuckDBPyConnection, change: str) -> None:
    con.execute(change)
    with pytest.raises(WarehouseError, match=r"are gone: quality.row_counts"):
        migrate.prepare(con)


def test_an_older_file_begins_to_count_and_is_held_to_no_digest(old: duckdb.DuckDBPyConnection) -> None:
    migrate.prepare(old)
    assert rows(old, "SELECT n_rows FROM quality.row_counts WHERE table_name = 'clean.articles'") == [(1,)]
    assert rows(old, "SELECT DISTINCT n_rows, digest FROM quality.marks") == [(None, None)]
    assert rows(old, "SELECT run_id, number, n_writes FROM quality.runs") == [("run-1", 1, 1)]
