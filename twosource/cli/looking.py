"""Finding in the copy for analysts what a person names: one article, one fact of it, one item by its id.

Belongs here: the open copy, and refusing what is not there or not sure. Does not: showing anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from twosource.cli.terminal import UNUSABLE, Failure, harmless, tell_behind

if TYPE_CHECKING:
    import duckdb

    from twosource.settings import Settings

Row = dict[str, Any]
SHOWN = 10
"""Of many things that fit, so many are named."""


@contextmanager
def copy(chosen: Settings, *, whole: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy for analysts, open: what hinders reading it, or answering of it, ends the command with a sentence. With
    `whole`, so does a view that it lacks, because another version wrote it."""
    from twosource.warehouse import connect, export, store

    tell_behind(chosen)
    try:
        with store.reading(chosen, whole=whole) as con, store.using(chosen, connect.ANEW):
            yield con
    except export.QueryError as error:
        if connect.DAMAGE in str(error):
            raise Failure(f"{chosen.published} cannot be used: {error}. {connect.ANEW}") from error
        raise Failure(str(error), UNUSABLE) from error
    except connect.WarehouseError as error:
        raise Failure(str(error)) from error


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> list[Row]:
    """The rows of an answer by the names of their columns."""
    from twosource.warehouse.connect import asked, rows_of

    return rows_of(con.execute(sql, [asked(value) for value in values]))


def article(con: duckdb.DuckDBPyConnection, wanted: str) -> Row:
    """The one article that a person means; ends the command with status 2 when none fits, or several do."""
    found = rows(
        con,
        "SELECT * FROM articles WHERE starts_with(article_id, $1) OR document_id = $1 OR contains(source_path, $1) "
        "OR contains(coalesce(url, ''), $1) OR contains(lower(coalesce(headline, '')), lower($1)) ORDER BY source_path",
        [wanted],
    )
    found = [row for row in found if wanted in (row["article_id"], row["source_path"], row["url"])] or found
    if not found:
        raise Failure(
            f"No article has an id, path, URL or headline with {wanted!r} in it. List them with: "
            'twosource sql "SELECT article_id, outlet, headline FROM articles"',
            UNUSABLE,
        )
    if len(found) > 1:
        some = "\n".join(f"  {r['article_id'][:12]}  {r['source_path']}  {r['headline'] or ''}" for r in found[:SHOWN])
        raise Failure(f"{len(found)} articles fit {wanted!r}; name one of them:\n{harmless(some)}", UNUSABLE)
    return found[0]


def named(row: Row) -> str:
    """How a correction names an article: by its address, which outlives its versions."""
    return str(row["url"] or row["source_path"])


def fact(con: duckdb.DuckDBPyConnection, view: str, of: Row, words: str, within: str | None) -> dict[str, str]:
    """The evidence of the one fact of an article that has these words in it: its `text`, and `in` where it was needed.

    Ends the command with status 2 when none has them, or several do.
    """
    wanted = " ".join(words.split()).casefold()
    facts = rows(
        con,
        f"SELECT text, char_start, char_end FROM {view} WHERE article_id = ? ORDER BY char_start",
        [of["article_id"]],
    )
    fits = [one for one in facts if wanted in " ".join(one["text"].split()).casefold()]
    exact = [one for one in fits if wanted == " ".join(one["text"].split()).casefold()]
    fits = exact or fits
    if within is not None:
        fits = [one for one in fits if _stands_in(of["text"], one, within)]
    kind = view.removesuffix("s") if view == "quotes" else "quantity"
    if not fits:
        some = "".join(f"\n  {harmless(one['text'])}" for one in facts[:SHOWN])
        raise Failure(f"No {kind} of {named(of)} has {words!r} in it. It has:{some or ' none.'}", UNUSABLE)
    if len(fits) > 1:
        some = "".join(f"\n  … {harmless(_around(of['text'], one))} …" for one in fits[:SHOWN])
        raise Failure(f'{len(fits)} facts have {words!r}; say which by --in "words around it":{some}', UNUSABLE)
    (one,) = fits
    alike = [other for other in facts if other["text"].split() == one["text"].split()]
    return {"text": one["text"], **({"in": within} if within is not None and len(alike) > 1 else {})}


def _stands_in(text: str, one: Row, within: str) -> bool:
    from twosource.corrections.matching import spans

    return any(a <= one["char_start"] and one["char_end"] <= b for a, b in spans(text, within))


def _around(text: str, one: Row) -> str:
    return " ".join(text[max(0, one["char_start"] - 40) : one["char_end"] + 40].split())
