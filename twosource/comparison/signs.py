"""How a text says whose reporting it is: credits, relays, own reporting, notes of syndication.

Belongs here: one article's words to the names behind it. Does not: shared text, or what an origin is called
(`origins`). The names stand in `seeds/reference/`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from twosource import reference
from twosource.comparison.inputs import LinkInput

HEAD, TAIL = 250, 350
"""A credit stands in the dateline or at the end; elsewhere "(AP)" may belong to a picture or a quotation."""


class Sign(NamedTuple):
    """A way in which a text names its source; `{name}` stands for a name of the list, `example` shows it."""

    name: str
    pattern: str
    example: str


CREDITS = (
    Sign("dateline", r"\({name}\)", "PARIS (Reuters) - Farmers returned to the streets."),
    Sign("dash", r"\A[^\n]{{0,60}}?\b{name}\s*[-–—]{{1,2}}\s", "LIMA, AFP — The vote was put off."),
    Sign(
        "contributed",
        r"\b{name} contributed to this (?:report|story|article)",
        "The Associated Press contributed to this report.",
    ),
    Sign(
        "with_reporting",
        r"\b[Ww]ith (?:reporting|material|files|inputs?) (?:by|from) (?:the )?{name}\b",
        "With files from The Canadian Press",
    ),
    Sign("last_line", r"\n\s*[-–—(]*\s*{name}\s*\)?\.?\s*\Z", "The bridge stays closed.\n— Kyodo"),
)
RELAYS = (
    Sign(
        "a_report",
        r"\b(?:[Aa]ccording to|[Tt]old|[Ii]n|[Cc]iting) (?:an?|the) {name}(?:'s|’s)? "
        r"(?:report|story|article|investigation|interview)\b",
        "according to a CNN report",
    ),
    Sign(
        "according_to",
        r"\b[Aa]ccording to (?:the )?{name}\b",
        "The plan was dropped, according to the Washington Post.",
    ),
    Sign(
        "reported",
        r"\b{name} (?:first )?(?:reported|reports|has reported|revealed)\b",
        "Axios first reported the resignation.",
    ),
    Sign(
        "reported_by",
        r"\b(?:reported|published|obtained|seen) by (?:the )?{name}\b",
        "The memo was first reported by Politico.",
    ),
)


NAMED = Sign("named", r"\b{name}\b", "Source: Axios")
"""In a note of syndication any outlet that it names is where the article comes from."""
OWN = (
    Sign(
        "told_us",
        r"\b(?:told|showed|wrote|confirmed) (?:to )?(?:this (?:newspaper|newsroom|station|outlet|website|reporter)|"
        r"our (?:newsroom|reporters?|correspondents?)|(?:the )?{name})\b",
        "“We were never asked”, Brandt told the Ledger.",
    ),
    Sign(
        "seen_by_us",
        r"\b(?:(?:obtained|reviewed|seen) by|shared with) "
        r"(?:this (?:newspaper|newsroom|station|outlet|website|reporter)|(?:the )?{name})\b",
        "in a letter seen by the Harbor Ledger",
    ),
)
"""Ways in which a text says that its own outlet asked; `{name}` is a form under which that outlet speaks of itself."""
FIRST_THERE = re.compile(r"\b(?:appeared|published)\b.*\b(?:on|in|at|by)\b", re.IGNORECASE)
"""A note that tells where an article stood first; of the outlet itself it is its own signature."""


@cache
def agencies() -> dict[str, str]:
    """Form of a credit to the agency it means."""
    return {
        form: row["name"] for row in reference.table("agencies")["agencies"] for form in (row["name"], *row["aliases"])
    }


@cache
def outlets() -> dict[str, str]:
    """Form under which an outlet or agency is named to the outlet it means."""
    named = {
        form.removeprefix("The "): outlet["name"]
        for outlet in reference.table("outlets")["outlets"]
        for form in (outlet["name"], *outlet["aliases"])
        if not outlet.get("ordinary_word")
    }
    return {**agencies(), **named}


@lru_cache(maxsize=256)
def compiled(sign: Sign, names: tuple[str, ...]) -> re.Pattern[str]:
    """The sign as a pattern over all names, the longest first so that "AP" does not hide "AP News"."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(sign.pattern.format(name="(?P<name>" + "|".join(map(re.escape, ordered)) + ")"))


def credited_agency(agency: str | None, text: str) -> str | None:
    """The agency that cleaning or the first or last lines of the text credit, under its usual name; None if none."""
    if agency:
        return agencies().get(agency.strip(), agency.strip())
    for part in (text[:HEAD], text[-TAIL:]):
        for sign in CREDITS:
            hit = compiled(sign, tuple(agencies())).search(part)
            if hit:
                return agencies()[hit["name"]]
    return None


def relayed_outlet(text: str, own_outlet: str | None, notes: Sequence[str] = ()) -> str | None:
    """The outlet that the text names most often as the source of what it tells, or a note of syndication names; None
    when they name none but itself."""
    counted: dict[str, int] = {}
    signed = [(sign, text) for sign in RELAYS] + [(NAMED, note) for note in notes]
    for sign, words in signed:
        for hit in compiled(sign, tuple(outlets())).finditer(words):
            name = outlets()[hit["name"]]
            if family_of(name) != family_of(own_outlet):
                counted[name] = counted.get(name, 0) + 1
    return min(counted, key=lambda name: (-counted[name], name), default=None)


def own_sign(article: LinkInput) -> str | None:
    """What shows that the article is its outlet's own reporting, in words; None when nothing does."""
    if article.by and article.located:
        return f"signed by {article.by[0]} from {article.located}"
    names = outlet_forms(article.outlet)
    for sign in OWN:
        if names and (hit := compiled(sign, names).search(article.text)):
            return f"says “{hit[0]}”"
    return None


def outlet_forms(outlet: str | None) -> tuple[str, ...]:
    """How an outlet speaks of itself: by its name, or as "the Ledger"; empty for an unknown one."""
    name = re.sub(r"\s*\([^()]*\)\s*$", "", outlet or "").strip().removeprefix("The ")
    return (name, f"the {name.split()[-1]}", f"The {name.split()[-1]}") if name else ()


def syndicated(notes: Sequence[str], outlet: str | None) -> str | None:
    """The note by which an article says that it was taken from elsewhere; None when there is none, or when the outlet
    only names itself as the place where it appeared first."""
    names = [form.casefold() for form in outlet_forms(outlet)[:1]]
    for note in notes:
        if not (FIRST_THERE.search(note) and any(name in note.casefold() for name in names)):
            return note
    return None


def family_of(outlet: str | None, declared: str | None = None) -> str | None:
    """The family under which an outlet speaks: the declared one, the known one, or the outlet itself."""
    if declared:
        return declared
    if not outlet:
        return None
    name = re.sub(r"\s*\([^()]*\)\s*$", "", outlet).casefold().strip()
    family = reference.publisher_family(name) or reference.publisher_family("the " + name)
    return family or name.removeprefix("the ")
