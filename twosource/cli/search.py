"""The verb `search`: passages that have the words, or articles that share text with one.

Belongs here: its options, and drawing hits. Does not: searching (`asking/search`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from twosource.cli import answers, looking
from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings

if TYPE_CHECKING:
    import duckdb

    from twosource.asking.search import Alike, Hit


WORDS = (
    "Words that all must be there, in any of their forms. A phrase in quotation marks ('\"steel tariffs\"', kept from "
    "your shell) is found as it is written, ferry OR boat either way, and -china must not be there."
)


class Kind(StrEnum):
    """What is looked for."""

    article = "article"
    quote = "quote"
    claim = "claim"
    quantity = "quantity"


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help=WORDS),
    ] = None,
    kind: Annotated[Kind, typer.Option(help="What to look for.")] = Kind.article,
    outlet: Annotated[str | None, typer.Option(help="Only outlets with this in their name.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was published on this day or later.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most hits to show.")] = 20,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="ARTICLE", help="Instead of words: an article_id, or its beginning, whose text others share."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the hits as JSON, with offsets.")] = False,
    timeout: answers.TimeoutOption = answers.TIMEOUT,
) -> None:
    """Find articles, quotations, claims or quantities by their words, the best first.

    Ends with status 0 also when nothing is found; what cannot be looked for ends with status 2.
    """
    from twosource.asking import search as asking
    from twosource.warehouse import export

    asked = " ".join(words or ())
    if option := next((word for word in words or () if word[2:] and word.startswith("--")), None):
        raise Failure(f"There is no option {option}. `twosource search --help` lists them.", UNUSABLE)
    if bool(asked) == (like is not None):
        raise Failure("Give words to look for, or --like ARTICLE.", UNUSABLE)
    with looking.copy(settings(), whole=False) as con, export.limited(con, timeout or None):
        if like is not None:
            found: Sequence[Alike | Hit] = asking.alike(con, looking.article(con, like)["article_id"], limit)
        else:
            day = since.date() if since else None
            try:
                found = asking.search(con, asked, kind.value, outlet=outlet, since=day, most=limit)
            except ValueError as error:
                raise Failure(str(error), UNUSABLE) from error
        if as_json:
            typer.echo(json.dumps([asdict(one) for one in found], default=date.isoformat, ensure_ascii=False, indent=1))
        elif found:
            _show(found)
        else:
            typer.echo(_nothing(con, asked) if like is None else "No other article shares text with it.")


def _nothing(con: duckdb.DuckDBPyConnection, asked: str) -> str:
    from twosource.asking import search as asking

    told = [
        f"{word} stands in no article" + (f" ({', '.join(near)} {'does' if len(near) == 1 else 'do'})" if near else "")
        for word, near in asking.unknown(con, asked).items()
    ]
    return harmless("; ".join(told) + "." if told else "Nothing has what is asked for.")


def _show(found: Sequence[Alike | Hit]) -> None:
    """Who, when and where, then the passage with the words marked."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from twosource.asking.search import Hit

    terminal = sys.stdout.isatty()
    console = Console(width=None if terminal else 10_000, soft_wrap=not terminal)
    for one in found:
        measure = f"{one.score:.2f}" if isinstance(one, Hit) else f"{one.share:.0%}"
        head = Text(f"{measure}  ")
        who = f"{one.outlet or 'outlet unknown'}, {one.published_on or 'no date'}: {one.headline or '(no headline)'}"
        head.append(harmless(who), style="bold")
        console.print(head)
        passage = Text()
        for text, marked in one.pieces() if isinstance(one, Hit) else [(one.text, False)]:
            words = harmless(" ".join(f"x{text}x".split())[1:-1])
            passage.append(words if terminal or not marked else f"«{words}»", style="bold yellow" if marked else "")
        console.print(Padding(passage, (0, 0, 0, 6), expand=False))
        where = f"{one.url or 'no address'}  {one.article_id[:12]} [{one.char_start}:{one.char_end}]"
        console.print(Padding(Text(harmless(where), style="dim"), (0, 0, 0, 6), expand=False))
        console.print()
