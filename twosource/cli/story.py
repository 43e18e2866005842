"""The verbs `conflicts` and `story`: what outlets say against one another, and one story with all its comparisons.

Belongs here: drawing. Does not: what stands in a card or in the first sentence (`reporting/story`), or any verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twosource.cli import looking
from twosource.cli.terminal import UNUSABLE, Failure, harmless, settings

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console
    from rich.text import Text

    from twosource.reporting.story.cards import Card, Said, Side

Row = dict[str, Any]
STYLES = {"bad": "bold red", "changed": "yellow", "good": "green", "one": "blue", "open": "dim"}
"""How a tone of a status looks in a terminal."""
SHOWN = 3
"""Passages of one side that are shown; the others are counted."""
WORDING = "wording"


def conflicts(
    story: Annotated[str | None, typer.Option(help="A story_id or its beginning, or part of its headline.")] = None,
) -> None:
    """Show what outlets say against one another: both sides with who says it, on which origins, and what was ruled out.

    Ends with status 0 also when there are none; a story that is not there ends with status 2.
    """
    from rich.console import Console

    from twosource.reporting.story import standing

    console = Console()
    with looking.copy(settings()) as con:
        wanted = _find(con, story)["story_id"] if story is not None else None
        sql = (
            "SELECT DISTINCT story_id FROM comparisons WHERE list_contains(?, status) AND coalesce(story_id = ?, true)"
        )
        found = [row[0] for row in con.execute(sql, [standing.apart(), wanted]).fetchall()]
        cards = [(headline, card) for headline, told, _ in _cards(con, found) for card in told if card.standing.apart]
        if not cards:
            console.print("No conflict is published. What differs without being sure: twosource story STORY --all")
        for headline, card in sorted(
            cards, key=lambda one: (-one[1].comparison["severity"], one[1].comparison["subject"])
        ):
            _draw(console, card, headline if wanted is None else None)


def story(
    wanted: Annotated[str, typer.Argument(metavar="STORY", help="A story_id or its beginning, or part of a headline.")],
    everything: Annotated[bool, typer.Option("--all", help="Also what cannot be compared, with the reason.")] = False,
) -> None:
    """Show one story: how its facts stand, its articles by time of publication, who had what first, then each fact."""
    from rich.console import Console
    from rich.text import Text

    from twosource.reporting.story import sentence, standing

    console = Console()
    with looking.copy(settings()) as con:
        found = _find(con, wanted)
        ((headline, cards, members),) = _cards(con, [found["story_id"]])
        console.print(Text(harmless(headline), style="bold underline"))
        console.print(
            f"{found['n_articles']} articles · {found['n_outlets']} outlets · story {found['story_id']}", style="dim"
        )
        console.print(sentence.sentence(card.comparison["status"] for card in cards))
        _articles(console, members, cards)
        shown = [card for card in cards if everything or card.standing.tone != standing.OPEN]
        folded: dict[str, list[Card]] = {}
        for card in shown:
            if (text := card.of_one_text) is not None and not everything:
                folded.setdefault(text, []).append(card)
            else:
                _draw(console, card, None)
        for text, told in folded.items():
            _fold(console, text, told)


def _find(con: duckdb.DuckDBPyConnection, wanted: str) -> Row:
    from twosource.reporting.queries import rows
    from twosource.warehouse.connect import asked

    found = rows(
        con,
        "SELECT * FROM stories WHERE starts_with(story_id, $1) "
        "OR contains(lower(coalesce(headline, '')), lower($1)) ORDER BY first_published, story_id",
        [asked(wanted)],
    )
    if not found:
        raise Failure(
            f"No story has an id or headline with {wanted!r} in it. List them with: "
            'twosource sql "SELECT story_id, headline, n_articles FROM stories"',
            UNUSABLE,
        )
    if len(found) > 1:
        some = "\n".join(f"  {row['story_id'][:12]}  {row['headline'] or '(no headline)'}" for row in found[:10])
        raise Failure(f"{len(found)} stories fit {wanted!r}; name one of them:\n{some}", UNUSABLE)
    return found[0]


def _cards(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> Iterator[tuple[str, list[Card], list[Row]]]:
    """Of each story its headline, its comparisons as cards in a reader's order, and its articles."""
    from twosource.reporting import queries
    from twosource.reporting.story import cards

    for found in queries.stories(con, ids):
        members = {member["article_id"]: member for member in found.articles}
        made = [
            cards.card(row, [r for rows in found.stances.get(row["comparison_id"], {}).values() for r in rows], members)
            for row in found.comparisons
        ]
        yield found.story["headline"] or "(no headline)", made, found.articles


def _articles(console: Console, members: Sequence[Row], cards: Sequence[Card]) -> None:
    """Who had it when: one line an article, with how many facts it told first, and what it was taken from."""
    firsts = _firsts(cards)
    for row in members:
        day, outlet = row["published_on"] or "no date   ", row["outlet"] or "outlet unknown"
        kind = (row["origin_type"] or "unknown").replace("_", " ")
        kind += f", after {row['parent_outlet'] or 'an earlier article'}" if row["origin_of"] else ""
        first = f", first with {firsts[row['article_id']]}" if row["article_id"] in firsts else ""
        line = f"  {day}  {outlet}: {row['headline'] or '(no headline)'}  [{kind}{first}]"
        console.print(harmless(line), markup=False)


def _firsts(cards: Sequence[Card]) -> Mapping[str, int]:
    """By article the number of facts that it told on the first day, and before the others; undated ones have none."""
    from twosource.reporting.story.lanes import moment

    counts: dict[str, int] = {}
    for card in cards:
        told = {one.member["article_id"]: moment(one.member) for side in card.sides for one in side.said}
        dated = {own: at for own, at in told.items() if at is not None}
        for own, at in dated.items():
            if at == min(dated.values()):
                counts[own] = counts.get(own, 0) + 1
    return counts


def _draw(console: Console, card: Card, headline: str | None) -> None:
    """The question, the verdict with its reason, each side with its origins and words, and what was ruled out."""
    from rich.text import Text

    console.print()
    title = Text(harmless(card.comparison["subject"]), style="bold")
    title.append(f"  {card.standing.one}", style=STYLES[card.standing.tone])
    title.append(f": {card.reason}", style="dim")
    console.print(title)
    if headline:
        console.print(Text(harmless(f"  in: {headline}"), style="dim"))
    if card.first:
        console.print(Text(harmless(f"  first told {card.first}"), style="dim"))
    for number, side in enumerate(card.sides):
        _side(console, number, side, wording=card.comparison["slot"] == WORDING)
    told = [
        ("not counted by itself", card.taken),
        ("one speaker, whom all quote", [card.speaker] if card.speaker else []),
        ("looked for, and not found", card.ruled_out),
        ("not ruled out", card.left_open),
    ]
    for label, reasons in told:
        if reasons:
            console.print(Text(harmless(f"  {label}: {'; '.join(reasons)}"), style="dim"))


def _fold(console: Console, origin: str, cards: Sequence[Card]) -> None:
    """The questions that one text alone answers, under its name."""
    from rich.text import Text

    console.print()
    console.print(Text(harmless(f"Told by {origin} alone (--all shows the words)"), style="bold"))
    for card in cards:
        values = [] if card.comparison["slot"] == WORDING else [v for side in card.sides for v in side.values[:1]]
        console.print(Text(harmless(f"  {card.comparison['subject']}  {' / '.join(values)}")))


def _side(console: Console, number: int, side: Side, *, wording: bool) -> None:
    from rich.text import Text

    value = " / ".join(side.values[:3])
    line = Text(f"  [{number}] ")
    line.append(harmless("in the words" if wording else value), style="bold yellow")
    line.append(harmless(f"  {side.behind}"), style="dim")
    console.print(line)
    for said in side.said[:SHOWN]:
        console.print(_said(said))
    if len(side.said) > SHOWN:
        console.print(Text(f"      and {len(side.said) - SHOWN} more", style="dim"))


def _said(said: Said) -> Text:
    from rich.text import Text

    day = said.member["published_on"] or "no date"
    line = Text(f"      {harmless(said.who)}, {day}: ")
    for piece in said.pieces:
        words = harmless(" ".join(piece.text.split()) if piece.text.strip() else " ")
        lead, tail = " " * piece.text[:1].isspace(), " " * piece.text[-1:].isspace()
        line.append(f"{lead}{words}{tail}" if piece.text.strip() else " ", style=_style(piece.proof, piece.differs))
    return line


def _style(proof: bool, differs: bool) -> str:
    return "bold underline" if differs else "underline" if proof else ""
