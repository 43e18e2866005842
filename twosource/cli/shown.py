"""How an article looks in a terminal: wide or narrow, the words that prove a fact first.

Belongs here: drawing. Does not: what is shown (show).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from twosource.cli.terminal import harmless
from twosource.reporting import sums

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Row = Mapping[str, Any]
STYLES = {
    "quotes": "green",
    "quantities": "bold yellow",
    "times": "bold cyan",
    "events": "bold magenta",
    "mentions": "bold",
}
"""The style of each kind in the text; a later kind is drawn over an earlier one."""
WIDE = 110
"""From so many characters on, facts are a table; below, a block each."""
WORDS = 48
"""Characters that the words of a fact have in a table, at least."""


def head(console: Console, article: Row, story: Row | None, notes: Sequence[str]) -> None:
    """Headline, what is known of the article, its story, what people put right, why a stage did not do it."""
    from rich.text import Text

    console.print(Text(harmless(article["headline"] or "(no headline)"), style="bold underline"))
    date = article["published_value"] or "no date"
    parts = [
        article["outlet"] or "outlet unknown",
        f"{date} ({article['published_basis']})" if article["published_basis"] else date,
        article["genre"],
        ", ".join(article["authors"]),
        article["agency"],
        article["source_path"],
        article["article_id"],
    ]
    console.print(Text(harmless(" · ".join(part for part in parts if part)), style="dim"))
    if story is not None and story["n_articles"] > 1:
        told = f"story: {story['headline']}, {story['n_articles']} articles of {story['n_outlets']} outlets"
        console.print(Text(harmless(f"{told} (twosource story {story['story_id'][:12]})"), style="dim"))
    if article["corrected_by"]:
        ids = ", ".join(one[:12] for one in article["corrected_by"])
        console.print(Text(f"corrected by {ids} (twosource correct list)", style="yellow"))
    for note in notes:
        console.print(Text(harmless(note), style="yellow"))
    console.print()


def text(console: Console, regions: Sequence[Row], facts: Mapping[str, Any]) -> None:
    """The kept pieces with their facts drawn in; each run of removed pieces is one line."""
    for kept, run in groupby(regions, key=lambda region: bool(region["kept"])):
        pieces = list(run)
        if not kept:
            _fold(console, pieces)
            continue
        for region in pieces:
            console.print(_highlighted(region, facts))
            console.print()


def _fold(console: Console, pieces: Sequence[Row]) -> None:
    from rich.text import Text

    counted = Counter(str(piece["role"]).replace("_", " ") for piece in pieces)
    roles = ", ".join(role if n == 1 else f"{role} ({n})" for role, n in counted.items())
    line = Text(harmless(f"[removed: {roles}] "), style="dim")
    words = (" ".join(str(piece["text"]).split()) for piece in pieces)
    line.append(harmless(" / ".join(filter(_says_something, words))), style="dim strike")
    console.print(line, no_wrap=True, overflow="ellipsis")
    console.print()


def _says_something(words: str) -> bool:
    """Whether there is more than a dash or a dot in them."""
    return any(letter.isalnum() for letter in words)


def removed(console: Console, pieces: Sequence[Row]) -> None:
    """What was removed, piece by piece, each with its role and rule."""
    from rich.text import Text

    for piece in pieces:
        line = Text(f"{piece['role'].replace('_', ' ')}, {piece['rule']} {piece['score']:.2f}: ", style="dim")
        console.print(line.append(harmless(piece["text"]), style="strike"))


def _highlighted(region: Row, facts: Mapping[str, Any]) -> Text:
    from rich.text import Text

    made = Text(harmless(region["text"]))
    for kind, style in STYLES.items():
        for fact in facts[kind]:
            start, end = fact["char_start"] - region["char_start"], fact["char_end"] - region["char_start"]
            if end > 0 and start < len(made):
                made.stylize(style, max(0, start), end)
    return made


def arithmetic(console: Console, found: Sequence[Row], quantities: Sequence[Row]) -> None:
    """Each relation as one reads it, those that do not hold first."""
    from rich.text import Text

    if not found:
        return
    units = {row["quantity_id"]: row["unit"] for row in quantities}
    console.print(Text(f"arithmetic ({len(found)})", style="italic"))
    for row in sorted(found, key=lambda row: (row["holds"], row["char_start"])):
        unit = units.get(row["stated"])
        told = sums.told(row["relation"], row["values"], row["stated_value"], row["computed"], row["holds"], unit)
        style = "" if row["holds"] else "bold red"
        console.print(Text(harmless(f"  {told}"), style=style), soft_wrap=True)
    console.print()


# ------------------------------------------------------------------ facts


def facts(console: Console, kind: str, rows: Sequence[Row]) -> None:
    """The facts of a kind: a table where there is room, else a block each. Names are counted, each once."""
    from rich.text import Text

    if not rows:
        console.print(Text(f"no {kind}", style="dim"))
        return
    if kind == "mentions":
        rows = list(_names(rows))
    console.print(Text(f"{kind} ({len(rows)})", style="italic"))
    if console.width >= WIDE:
        _table(console, kind, rows)
    else:
        for row in rows:
            console.print(Text(f"  {harmless(_words(row))}"), soft_wrap=False)
            console.print(Text(f"    {harmless(_line(kind, row))}", style="dim"))
    console.print()


def _names(rows: Sequence[Row]) -> Iterator[Row]:
    """Each entity of the article once, with the number of its mentions."""
    known: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        known.setdefault((row["label"], row["entity"]), []).append(row)
    for (_, entity), same in known.items():
        yield {
            **same[0],
            "text": entity,
            "times": len(same),
            "role": next((r["role"] for r in same if r["role"]), None),
        }


def _table(console: Console, kind: str, rows: Sequence[Row]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=True)
    table.add_column("text", ratio=2, min_width=WORDS)
    table.add_column("", ratio=1, style="dim")
    for row in rows:
        table.add_row(Text(harmless(_words(row))), Text(harmless(_line(kind, row))))
    console.print(table)


def _words(row: Row) -> str:
    return " ".join(str(row["text"]).split())


def _line(kind: str, row: Row) -> str:
    """All else of a fact in one line: what it says, who says it, the rule, what people put right in it."""
    parts = [part for part in _TOLD[kind](row) if part]
    if row.get("negated"):
        parts.append("denied")
    if row.get("modality") not in (None, "asserted"):
        parts.append(str(row["modality"]))
    parts.append(f"{row['rule']} {row['confidence']:.2f}")
    if row.get("corrected_by"):
        parts.append("corrected by " + ", ".join(one[:12] for one in row["corrected_by"]))
    return " · ".join(parts)


def _amount(row: Row) -> str:
    ends = [f"{value:,.10g}" for value in (row["value"], row["value_high"]) if value is not None]
    return " ".join(part for part in (row["mod"], "–".join(ends), row["unit"]) if part)


def _interval(row: Row) -> str:
    days = list(dict.fromkeys(str(day) for day in (row["begins_on"], row["ends_on"]) if day))
    return " to ".join(days)


def _parties(row: Row) -> str:
    return " → ".join(", ".join(names) for names in (row["actors"], row["recipients"]) if names)


_TOLD: Mapping[str, Callable[[Row], tuple[str | None, ...]]] = {
    "quotes": lambda row: (row["speaker"] or "nobody named", row["kind"], row["force"], row["said_on"]),
    "quantities": lambda row: (_amount(row), row["measure"], row["about"], row["period"]),
    "times": lambda row: (row["value"], _interval(row)),
    "events": lambda row: (" ".join(part for part in (row["type"], row["mode"]) if part), _parties(row)),
    "claims": lambda row: (row["attributed_to"] or "the outlet", row["hedge"]),
    "mentions": lambda row: (row["label"], row["country"], row["role"], f"{row['times']}×"),
}
"""What is told of a fact of each kind beside its words."""
