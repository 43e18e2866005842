"""The verbs `conflicts` and `story`: what outlets say against one another, and one story with all its comparisons.

Belongs here: drawing. Does not: queries beyond fetching rows of the views, or any verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings, tell_behind

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console

Row = dict[str, Any]
ORDER = ("conflicting", "altered_copy", "updated", "multi_origin", "single_origin", "not_comparable")
STYLES = {"conflicting": "bold red", "altered_copy": "bold red", "updated": "yellow", "multi_origin": "green"}
TOLD = {
    "conflicting": "differ",
    "altered_copy": "altered in a copy",
    "updated": "updated",
    "multi_origin": "agree",
    "single_origin": "rest on one origin",
    "not_comparable": "not comparable",
}
"""How many comparisons of each status there are, in the words of the first line."""
STANCES = (
    "SELECT s.*, a.published_on, a.origin_type, a.origin_of FROM stances s JOIN articles a USING (article_id) "
    "WHERE s.comparison_id = ? AND s.text IS NOT NULL ORDER BY s.side, a.published_on NULLS LAST, s.article_id"
)


def conflicts(
    story: Annotated[str | None, typer.Option(help="A story_id or its beginning, or part of its headline.")] = None,
) -> None:
    """Show what outlets say against one another: both sides with who says it, their words, and what speaks for each.

    Ends with status 0 also when there are none; a story that is not there ends with status 2.
    """
    with _copy() as (con, console):
        wanted = _find(con, story)["story_id"] if story is not None else None
        rows = _dicts(
            con.execute(
                "SELECT c.* FROM comparisons c WHERE c.status IN ('conflicting', 'altered_copy') "
                "AND ($1 IS NULL OR c.story_id = $1) ORDER BY c.severity DESC, c.comparison_id",
                [wanted],
            )
        )
        if not rows:
            console.print("No conflict is published. What differs without being sure: twosource story STORY --all")
        for row in rows:
            _comparison(console, con, row)


def story(
    wanted: Annotated[str, typer.Argument(metavar="STORY", help="A story_id or its beginning, or part of a headline.")],
    everything: Annotated[bool, typer.Option("--all", help="Also what cannot be compared, with the reason.")] = False,
) -> None:
    """Show one story: its articles in the order of publication, then each fact with what every outlet says to it."""
    with _copy() as (con, console):
        found = _find(con, wanted)
        rows = _dicts(con.execute("SELECT * FROM comparisons WHERE story_id = ?", [found["story_id"]]))
        _head(console, found, rows)
        _articles(console, con, found["story_id"])
        rows.sort(key=lambda row: (ORDER.index(row["status"]), -row["severity"], row["subject"]))
        for row in rows:
            if everything or row["status"] != "not_comparable":
                _comparison(console, con, row)


@contextmanager
def _copy() -> Iterator[tuple[duckdb.DuckDBPyConnection, Console]]:
    """The published copy and a console; a copy that cannot be read ends the command with a sentence."""
    from rich.console import Console

    from twosource.warehouse import connect

    chosen = settings()
    tell_behind(chosen)
    try:
        with connect.open_copy(chosen.published, whole=True) as con:
            yield con, Console()
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error


def _find(con: duckdb.DuckDBPyConnection, wanted: str) -> Row:
    rows = _dicts(
        con.execute(
            "SELECT * FROM stories WHERE starts_with(story_id, $1) "
            "OR contains(lower(coalesce(headline, '')), lower($1)) ORDER BY first_published, story_id",
            [wanted],
        )
    )
    if not rows:
        raise Failure(
            f"No story has an id or headline with {wanted!r} in it. List them with: "
            'twosource sql "SELECT story_id, headline, n_articles FROM stories"',
            UNUSABLE,
        )
    if len(rows) > 1:
        some = "\n".join(f"  {row['story_id'][:12]}  {row['headline'] or '(no headline)'}" for row in rows[:10])
        raise Failure(f"{len(rows)} stories fit {wanted!r}; name one of them:\n{some}", UNUSABLE)
    return rows[0]


def _head(console: Console, found: Row, rows: Iterable[Row]) -> None:
    from rich.text import Text

    counts: dict[str, int] = {}
    for row in rows:
        counts[row["status"]] = counts.get(row["status"], 0) + 1
    told = [f"{counts[status]} {TOLD[status]}" for status in ORDER if status in counts]
    console.print(Text(harmless(found["headline"] or "(no headline)"), style="bold underline"))
    console.print(
        f"{found['n_articles']} articles · {found['n_outlets']} outlets · story {found['story_id']}", style="dim"
    )
    console.print("Of the facts " + ", ".join(told) + "." if told else "No fact is told by two of its articles.")


def _articles(console: Console, con: duckdb.DuckDBPyConnection, story_id: str) -> None:
    """Who had it when: one line an article, copies with what they were taken from."""
    cursor = con.execute(
        "SELECT outlet, published_on, headline, origin_type, origin_of FROM articles WHERE story_id = ? "
        "ORDER BY published_on NULLS LAST, article_id",
        [story_id],
    )
    for row in _dicts(cursor):
        day, outlet = row["published_on"] or "no date   ", row["outlet"] or "outlet unknown"
        kind = (row["origin_type"] or "unknown").replace("_", " ")
        console.print(harmless(f"  {day}  {outlet}: {row['headline'] or '(no headline)'}  [{kind}]"), markup=False)


def _comparison(console: Console, con: duckdb.DuckDBPyConnection, row: Row) -> None:
    """The question, the verdict with its reason, and each article's words by side."""
    from rich.text import Text

    console.print()
    title = Text(harmless(row["subject"]), style="bold")
    title.append(f"  {row['status'].replace('_', ' ')}", style=STYLES.get(row["status"], "dim"))
    title.append(f" ({(row['reason'] or 'no reason').replace('_', ' ')})", style="dim")
    console.print(title)
    unnamed = f" and {row['n_unnamed']} unnamed" if row["n_unnamed"] else ""
    first = f"; first {row['first_reported_at']}" if row["first_reported_at"] else ""
    console.print(f"  {row['n_origins']} named origins{unnamed}{first}", style="dim")
    for stance in _dicts(con.execute(STANCES, [row["comparison_id"]])):
        console.print(_stance(stance))


def _stance(stance: Row) -> Any:
    from rich.text import Text

    who = stance["outlet"] or "outlet unknown"
    if stance["speaker"]:
        who += f", quoting {stance['speaker']}"
    line = Text(f"  [{stance['side']}] {harmless(who)} {stance['stance']}")
    if stance["value"]:
        line.append(f" {harmless(stance['value'])}", style="bold yellow")
    line.append(f": {harmless(' '.join(stance['text'].split()))}")
    return line


def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
