"""The rows that break a rule, for `twosource check --rows RULE`.

Belongs here: finding the rule by its name, drawing the rows. Does not: any rule, asking in general (`sql`).
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import typer

from twosource.cli.terminal import UNUSABLE, Failure, harmless

if TYPE_CHECKING:
    import duckdb

    from twosource.settings import Settings

LIST = 'twosource sql "SELECT DISTINCT table_name, expectation, sentence FROM checks"'


def list_rows(chosen: Settings, wanted: str) -> None:
    """Say the rule and draw the rows that break it now, in the database of runs. Raises WarehouseError, Failure."""
    import duckdb

    from twosource.warehouse import connect

    with connect.open_copy(chosen.live) as con:
        table, name, sentence, query = _rule(con, wanted)
        try:
            cursor = con.execute(query)
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise Failure(f"The rule {table}.{name} cannot be asked: {str(error).splitlines()[0]}") from error
    typer.echo(harmless(f"{table}: {sentence}"))
    if rows:
        _draw(names, rows)
    typer.echo(f"{len(rows)} {'row breaks' if len(rows) == 1 else 'rows break'} it.")


def _rule(con: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str, str, str]:
    """Table, name, sentence and query of the one rule of that name, with or without its table before it."""
    rules = con.execute("SELECT table_name, expectation, sentence, query FROM quality.expectations").fetchall()
    found = [rule for rule in rules if wanted in (rule[1], f"{rule[0]}.{rule[1]}")]
    if len(found) == 1:
        table, name, sentence, query = found[0]
        return table, name, sentence, query
    if found:
        names = ", ".join(f"{table}.{name}" for table, name, *_ in found)
        raise Failure(f"{len(found)} tables have a rule {wanted}; name one of them: {names}.", UNUSABLE)
    near = difflib.get_close_matches(wanted, [n for t, e, *_ in rules for n in (e, f"{t}.{e}")], n=1)
    meant = f" Do you mean {near[0]}?" if near else ""
    raise Failure(f"There is no rule {wanted}.{meant} They are listed by: {LIST}", UNUSABLE)


def _draw(names: list[str], rows: list[tuple[object, ...]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in names:
        table.add_column(Text(harmless(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(" ".join(str(value).split()))) for value in row))
    Console().print(table)
