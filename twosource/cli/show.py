"""The verb `show`: one article in the terminal, its facts highlighted, what was removed folded to a line.

Belongs here: the options, and what is shown in which order. Does not: how a piece looks (shown).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import looking
from twosource.cli.terminal import UNUSABLE, Failure, settings

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

ARTICLE = typer.Argument(help="An article_id or its beginning, or part of a path, URL or headline.")
FACTS = ("quotes", "quantities", "times", "events", "claims", "mentions")
KINDS = ("text", "removed", "arithmetic", *FACTS)
SET_ASIDE = "SELECT message FROM quarantine WHERE item = ? AND released_at IS NULL"
STORY = "SELECT story_id, headline, n_articles, n_outlets FROM stories WHERE story_id = ?"
Row = dict[str, Any]


def show(
    article: Annotated[str, ARTICLE],
    only: Annotated[
        list[str] | None, typer.Option(help=f"One kind alone: {', '.join(KINDS)}. May be given again.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as one JSON object.")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print at once, also in a terminal.")] = False,
) -> None:
    """Show one article: its text with its facts, what was removed, then the facts, its arithmetic and its story."""
    wanted = tuple(only or KINDS)
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        raise Failure(f"{unknown[0]!r} is not a kind that can be shown. Known are: {', '.join(KINDS)}.", UNUSABLE)
    with looking.copy(settings()) as con:
        found = _read(con, looking.article(con, article))
    if as_json:
        kept = {name: rows for name, rows in found.items() if name not in KINDS or name in wanted}
        typer.echo(json.dumps(kept, default=str))
        return
    _print(found, wanted, no_pager)


def _read(con: duckdb.DuckDBPyConnection, article: Row) -> Row:
    """The article with all that is shown of it, by kind."""
    own = [article["article_id"]]
    found: Row = {"article": {name: value for name, value in article.items() if name != "by"}}
    regions = looking.rows(con, "SELECT * FROM regions WHERE article_id = ? ORDER BY ordinal", own)
    found["regions"] = regions
    found["text"] = article["text"]
    found["removed"] = [row for row in regions if not row["kept"]]
    found["notes"] = [row["message"] for row in looking.rows(con, SET_ASIDE, own)]
    found["story"] = next(iter(looking.rows(con, STORY, [article["story_id"]])), None)
    for kind in FACTS:
        found[kind] = looking.rows(con, f"SELECT * FROM {kind} WHERE article_id = ? ORDER BY char_start, char_end", own)
    values = {row["quantity_id"]: row["value"] for row in found["quantities"]}
    found["arithmetic"] = [
        {**row, "values": [values[one] for one in row["operands"]], "stated_value": values[row["stated"]]}
        for row in looking.rows(con, "SELECT * FROM arithmetic WHERE article_id = ? ORDER BY char_start", own)
    ]
    return found


def _print(found: Row, wanted: tuple[str, ...], no_pager: bool) -> None:
    """Print, through a pager when that is a terminal and what there is does not fit on it."""
    from rich.console import Console

    console = Console()
    if no_pager or not console.is_terminal:
        _draw(console, found, wanted)
        return
    with console.capture() as captured:
        _draw(console, found, wanted)
    text = captured.get()
    if text.count("\n") < console.height:
        typer.echo(text, nl=False)
    else:
        with console.pager(styles=True):
            _draw(console, found, wanted)


def _draw(console: Console, found: Row, wanted: tuple[str, ...]) -> None:
    from twosource.cli import shown

    shown.head(console, found["article"], found["story"], found["notes"])
    if "text" in wanted:
        shown.text(console, found["regions"], found)
    elif "removed" in wanted:
        shown.removed(console, found["removed"])
    if "arithmetic" in wanted:
        shown.arithmetic(console, found["arithmetic"], found["quantities"])
    for kind in FACTS:
        if kind in wanted:
            shown.facts(console, kind, found[kind])
