"""The verb `quarantine`: what was set aside, why, what it looks like, and what becomes of it.

Belongs here: listing, showing, and decisions as entries of `corrections.yml`. Does not: setting aside (the stages).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import correct, looking
from twosource.cli.terminal import UNUSABLE, Failure, complain, harmless, settings

if TYPE_CHECKING:
    import duckdb

app = typer.Typer(
    help="What was set aside: list it, look at it, send it through, or leave it out.", no_args_is_help=True
)
ITEM = typer.Argument(metavar="ID", help="An item_id or its beginning, or part of the path or address.")
NOT_AN_ARTICLE = "if it is no article, say `twosource correct not-an-article`."
HEAD_LINES = 25
HEAD_WIDTH = 160
HEAD_BYTES = 20_000

Item = Annotated[str, ITEM]
Row = dict[str, Any]


@app.command("list")
def show_all(
    released: Annotated[bool, typer.Option("--released", help="What has gone through since.")] = False,
    dropped: Annotated[bool, typer.Option("--dropped", help="What a person left out.")] = False,
    skipped: Annotated[
        bool, typer.Option("--skipped", help="Also what is not for us, though nothing is wrong.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """List what is set aside and open, the newest first."""
    where = "released_at IS NOT NULL" if released else f"released_at IS NULL AND (dropped_by IS NOT NULL) = {dropped}"
    if not skipped and not dropped:
        where += " AND disposition = 'quarantined'"
    with looking.copy(settings()) as con:
        found = looking.rows(con, f"SELECT * FROM quarantine WHERE {where} ORDER BY first_seen_at DESC, source_path")
        rest = looking.rows(
            con,
            "SELECT count(*) AS n FROM quarantine WHERE released_at IS NULL AND dropped_by IS NULL "
            "AND disposition = 'skipped'",
        )[0]["n"]
    for row in found:
        if as_json:
            typer.echo(json.dumps(row, default=str))
        else:
            typer.echo(
                harmless(f"{row['item_id'][:12]}  {row['stage']}, {row['reason'].replace('_', ' ')}: {row['message']}")
            )
    if as_json:
        return
    if not found:
        typer.echo(_none(released, dropped, rest))
    else:
        complain("`twosource quarantine show ID` shows one, `release ID` sends it through, `drop ID` leaves it out.")
    if rest and not (skipped or released or dropped):
        complain(f"{rest} {'more ' if found else ''}skipped, with nothing wrong; --skipped lists what was.")


def _none(released: bool, dropped: bool, skipped: int) -> str:
    """That a listing is empty."""
    if released or dropped:
        return f"Nothing {'has gone through since' if released else 'was dropped'}."
    return "Nothing is open." if skipped else "Nothing is set aside."


@app.command()
def show(item: Item) -> None:
    """Show one: the rule that set it aside, in words, and the beginning of the raw input."""
    from twosource import reference

    with looking.copy(settings()) as con:
        row = _find(con, item)
        capture = _capture(con, row)
    meaning = reference.vocabulary("set_aside_reason").get(row["reason"]) or row["reason"]
    lines = [
        f"{row['item_id']}",
        f"{row['source_path'] or row['item']}",
        "",
        f"why     {row['message']}",
        f"rule    {row['reason'].replace('_', ' ')}: {meaning}",
        f"stage   {row['stage']} ({row['disposition']}), source {row['source'] or 'unknown'}",
        f"since   {row['first_seen_at']:%Y-%m-%d %H:%M} UTC",
        *([f"through {row['released_at']:%Y-%m-%d %H:%M} UTC"] if row["released_at"] else []),
        *([f"dropped by the correction {row['dropped_by'][:12]}"] if row["dropped_by"] else []),
        f"then    {_advice(row)}",
    ]
    typer.echo(harmless("\n".join(lines)))
    typer.echo("")
    typer.echo(harmless(_head(capture) if capture else "Nothing of it is stored: it was never taken in."))


@app.command()
def release(
    item: Item,
    encoding: Annotated[str | None, typer.Option(help="Read its bytes in this encoding.", show_default=False)] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.", show_default=False)] = None,
    published: Annotated[str | None, typer.Option(help="When: 2025-04-17.", show_default=False)] = None,
    headline: Annotated[str | None, typer.Option(help="Its headline.", show_default=False)] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as en.", show_default=False)] = None,
    note: correct.Note = None,
    signed: correct.Signed = None,
) -> None:
    """Send one through: as an article after all, in another encoding, with what is stated of it, or for another try.

    What fails again says why, in `twosource quarantine list`.
    """
    chosen = settings()
    with looking.copy(chosen) as con:
        row = _find(con, item)
        capture = _capture(con, row)
    if row["released_at"]:
        raise Failure(f"{row['source_path'] or row['item']} has gone through; there is nothing to release.", UNUSABLE)
    if row["dropped_by"]:
        raise Failure(f"A person dropped it. {_taken_back(row)}", UNUSABLE)
    said = {"encoding": encoding, "outlet": outlet, "published": published, "headline": headline, "language": language}
    told = {name: value for name, value in said.items() if value is not None}
    if capture is None:
        raise Failure(f"{row['item']} was never taken in, so there is nothing to release. {_advice(row)}", UNUSABLE)
    correct.add(chosen, _entry(row, capture, told), note, signed)


@app.command()
def drop(item: Item, note: correct.Note = None, signed: correct.Signed = None) -> None:
    """Leave one out for good: it is no longer listed as open. `twosource correct undo` takes that back."""
    chosen = settings()
    with looking.copy(chosen) as con:
        row = _find(con, item)
    if row["released_at"]:
        raise Failure(f"{row['source_path'] or row['item']} has gone through; {NOT_AN_ARTICLE}", UNUSABLE)
    if row["dropped_by"]:
        raise Failure(f"It was dropped already. {_taken_back(row)}", UNUSABLE)
    correct.add(chosen, {"set_aside": row["item_id"], "drop": True}, note, signed)


# ------------------------------------------------------------------ one item


def _find(con: duckdb.DuckDBPyConnection, wanted: str) -> Row:
    found = looking.rows(
        con,
        "SELECT * FROM quarantine WHERE starts_with(item_id, $1) OR contains(coalesce(source_path, item), $1) "
        "ORDER BY released_at IS NOT NULL, item_id",
        [wanted],
    )
    still = [row for row in found if row["released_at"] is None] or found
    still = [row for row in still if row["disposition"] == "quarantined"] or still
    if not still:
        raise Failure(f"Nothing that was set aside fits {wanted!r}. `twosource quarantine list` shows all.", UNUSABLE)
    if len(still) > 1:
        some = "\n".join(f"  {row['item_id'][:12]}  {row['message']}" for row in still[: looking.SHOWN])
        raise Failure(f"{len(still)} items fit {wanted!r}; name one of them:\n{harmless(some)}", UNUSABLE)
    return still[0]


def _capture(con: duckdb.DuckDBPyConnection, row: Row) -> Row | None:
    """The raw input behind an item, None when it never came so far."""
    of_article = (
        "SELECT c.* FROM raw.captures c JOIN clean.articles a USING (capture_id) WHERE a.article_id = ? LIMIT 1"
    )
    sql = {"articles": "SELECT * FROM raw.captures WHERE capture_id = ?", "facts": of_article, "links": of_article}
    found = looking.rows(con, sql[row["stage"]], [row["item"]]) if row["stage"] in sql else []
    return found[0] if found else None


def _entry(row: Row, capture: Row, told: dict[str, str]) -> Row:
    """What is to be done about an item, as an entry of the file."""
    article = str(capture["address"])
    if row["reason"] == "by_hand":
        raise Failure(
            "A person said that it is no article. `twosource correct list` shows that; take it back with "
            "`twosource correct undo`.",
            UNUSABLE,
        )
    if row["stage"] == "articles" and row["reason"] not in ("error", "time_limit", "ended_worker", "failed_rule"):
        # another encoding is another text, which the rules may judge otherwise
        return {"article": article, **({} if "encoding" in told else {"an_article": True}), **told}
    if told:
        return {"article": article, **told}
    if row["reason"] == "language":
        raise Failure("Facts are read from English only. If it is in English, say --language en.", UNUSABLE)
    return {"set_aside": row["item_id"], "again": datetime.now(UTC).isoformat(timespec="seconds")}


def _taken_back(row: Row) -> str:
    return f"`twosource correct undo {row['dropped_by'][:12]}` takes that back."


def _advice(row: Row) -> str:
    """What a person can do about it."""
    short = row["item_id"][:12]
    if row["released_at"]:
        return f"nothing: it has gone through. {NOT_AN_ARTICLE[0].upper()}{NOT_AN_ARTICLE[1:]}"
    if row["dropped_by"]:
        return _taken_back(row)
    if row["stage"] == "captures":
        return f"Mend the input or the source, and run `twosource run {row['source'] or ''}`".rstrip() + "."
    if row["reason"] == "language":
        return f"If it is in English: `twosource quarantine release {short} --language en`."
    if row["stage"] == "articles":
        return f"If it is an article: `twosource quarantine release {short}`; with --encoding, if it is garbled."
    return f"`twosource quarantine release {short}` tries it once more."


def _head(capture: Row) -> str:
    """The beginning of the raw input as text, each line cut to a width."""
    data = bytes(capture["data"])
    about = f"{capture['media_type']}, {len(data):,} bytes, sha256 {capture['sha256'][:12]}…"
    text = data[:HEAD_BYTES].decode("utf-8", "replace")
    lines = [line.rstrip()[:HEAD_WIDTH] for line in text.splitlines() if line.strip()]
    more = ["…"] if len(lines) > HEAD_LINES or len(data) > HEAD_BYTES else []
    return "\n".join([f"--- {about}", *lines[:HEAD_LINES], *more])
