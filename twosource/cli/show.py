"""The verb `show`: one article in the terminal, its facts highlighted, what was removed struck through.

Belongs here: drawing. Does not: queries beyond fetching rows of the views.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings, tell_behind

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console
    from rich.text import Text

STYLES = {
    "quotes": "green",
    "quantities": "bold yellow",
    "times": "bold cyan",
    "events": "bold magenta",
    "mentions": "bold",
}
"""The style of each kind in the text; a later kind is drawn over an earlier one."""
SET_ASIDE = "SELECT message FROM quarantine WHERE item = ? AND released_at IS NULL"
WIDE = 120
FOR_WIDE_TERMINALS = {"rule", "confidence", "cue", "mod", "value_high", "begins_on", "ends_on", "about", "negated"}
"""Columns that a terminal of less than `WIDE` characters does without."""
COLUMNS = {
    "quotes": ("kind", "speaker", "cue", "force", "text", "rule", "confidence"),
    "quantities": ("kind", "value", "value_high", "unit", "mod", "measure", "about", "text", "rule"),
    "times": ("type", "value", "begins_on", "ends_on", "text", "rule"),
    "events": ("type", "mode", "actors", "recipients", "negated", "modality", "text", "rule"),
    "mentions": ("label", "entity", "country", "role", "text", "rule"),
}
"""The columns of each kind's table, in reading order."""


def show(
    article: Annotated[str, typer.Argument(help="An article_id or its beginning, or part of a path, URL or headline.")],
) -> None:
    """Show one article: kept text with its facts, removed text with role and rule, then the facts as tables."""
    from rich.console import Console

    from twosource.warehouse import connect, store

    chosen = settings()
    tell_behind(chosen)
    try:
        with store.reading(chosen, whole=True) as con, store.using(chosen, connect.ANEW):
            found = _find(con, article)
            console = Console()
            _head(console, found)
            _text(console, con, found)
            for (message,) in con.execute(SET_ASIDE, [found["article_id"]]).fetchall():
                console.print(harmless(message), style="yellow", markup=False)
            for kind, columns in COLUMNS.items():
                _facts(console, kind, columns, _rows(con, kind, found["article_id"]))
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error


def _find(con: duckdb.DuckDBPyConnection, wanted: str) -> dict[str, Any]:
    cursor = con.execute(
        "SELECT * FROM articles WHERE starts_with(article_id, $1) OR contains(source_path, $1) "
        "OR contains(coalesce(url, ''), $1) OR contains(lower(coalesce(headline, '')), lower($1)) ORDER BY source_path",
        [wanted],
    )
    rows = _dicts(cursor)
    if not rows:
        raise Failure(
            f"No article has an id, path, URL or headline with {wanted!r} in it. List them with: "
            'twosource sql "SELECT article_id, outlet, headline FROM articles"',
            UNUSABLE,
        )
    if len(rows) > 1:
        some = "\n".join(f"  {r['article_id'][:12]}  {r['source_path']}  {r['headline'] or ''}" for r in rows[:10])
        raise Failure(f"{len(rows)} articles fit {wanted!r}; name one of them:\n{some}", UNUSABLE)
    return rows[0]


def _head(console: Console, article: dict[str, Any]) -> None:
    from rich.text import Text

    console.print(Text(harmless(article["headline"] or "(no headline)"), style="bold underline"))
    date = article["published_on"] or "no date"
    parts = [
        article["outlet"] or "outlet unknown",
        str(date),
        f"basis {article['published_basis']}",
        article["genre"],
        ", ".join(article["by"]),
        article["agency"],
        article["source_path"],
        article["article_id"],
    ]
    console.print(Text(harmless(" · ".join(p for p in parts if p)), style="dim"))
    console.print()


def _text(console: Console, con: duckdb.DuckDBPyConnection, article: dict[str, Any]) -> None:
    """The regions in order: kept ones with their facts drawn in, removed ones struck through with role and rule."""
    from rich.text import Text

    facts = {kind: _rows(con, kind, article["article_id"]) for kind in STYLES}
    for region in _dicts(
        con.execute("SELECT * FROM regions WHERE article_id = ? ORDER BY ordinal", [article["article_id"]])
    ):
        if region["kept"]:
            console.print(_highlighted(region, facts))
        else:
            line = Text(harmless(region["text"]), style="dim strike")
            line.append(f"  [{region['role']}, {region['rule']} {region['score']:.2f}]", style="dim not strike")
            console.print(line)
        console.print()


def _highlighted(region: dict[str, Any], facts: dict[str, list[dict[str, Any]]]) -> Text:
    from rich.text import Text

    text = Text(harmless(region["text"]))
    for kind, style in STYLES.items():
        for fact in facts[kind]:
            start, end = fact["char_start"] - region["char_start"], fact["char_end"] - region["char_start"]
            if end > 0 and start < len(text):
                text.stylize(style, max(0, start), end)
    return text


def _facts(console: Console, kind: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    if not rows:
        console.print(f"no {kind}", style="dim")
        return
    table = Table(title=f"{kind} ({len(rows)})", title_justify="left", box=SIMPLE_HEAD, pad_edge=False, expand=True)
    columns = tuple(c for c in columns if console.width >= WIDE or c not in FOR_WIDE_TERMINALS)
    for column in columns:
        # the words that prove a fact take what room there is; the rest is cut rather than folded letter by letter
        table.add_column(
            column,
            ratio=3 if column == "text" else None,
            no_wrap=column != "text",
            min_width=20 if column == "text" else None,
        )
    for row in rows:
        table.add_row(*(Text(harmless(_cell(row[column]))) for column in columns))
    console.print(table)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}"
    return "" if value is None else str(value)


def _rows(con: duckdb.DuckDBPyConnection, view: str, article_id: str) -> list[dict[str, Any]]:
    return _dicts(con.execute(f"SELECT * FROM {view} WHERE article_id = ? ORDER BY char_start, char_end", [article_id]))


def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
