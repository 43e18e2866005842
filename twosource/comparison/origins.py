"""Where an article's reporting comes from, and which articles of a story count as one origin.

Belongs here: credits and relays in the text, the origin of an article, groups of articles with one origin.
Does not: finding shared text (`copies`). The names stand in `seeds/reference/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from twosource import reference
from twosource.comparison.inputs import OriginRow, StoryArticle
from twosource.linked import CopyRow, Signed

PARTIAL = 0.2
WHOLE = 0.5
FEWEST_WORDS = 40
"""Below as many words an article without a sign of another origin may be anything: `unknown`."""
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


@cache
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


def relayed_outlet(text: str, own_outlet: str | None) -> str | None:
    """The outlet that the text names most often as the source of what it tells; None when it names none but itself."""
    counted: dict[str, int] = {}
    for sign in RELAYS:
        for hit in compiled(sign, tuple(outlets())).finditer(text):
            name = outlets()[hit["name"]]
            if family_of(name) != family_of(own_outlet):
                counted[name] = counted.get(name, 0) + 1
    return min(counted, key=lambda name: (-counted[name], name), default=None)


def family_of(outlet: str | None, declared: str | None = None) -> str | None:
    """The family under which an outlet speaks: the declared one, the known one, or the outlet itself."""
    if declared:
        return declared
    if not outlet:
        return None
    name = re.sub(r"\s*\([^()]*\)\s*$", "", outlet).casefold().strip()
    family = reference.publisher_family(name) or reference.publisher_family("the " + name)
    return family or name.removeprefix("the ")


def origin_of(article: Signed, pairs: Iterable[CopyRow]) -> OriginRow:
    """The article's origin from its pairs with earlier articles and its own words; the strongest sign wins."""
    earlier = [pair for pair in pairs if pair.later_id == article.article_id]
    best = max(earlier, key=lambda pair: (pair.share_of_later, pair.containment, pair.earlier_id), default=None)
    share = best.share_of_later if best else 0.0
    parent = best.earlier_id if best and share >= PARTIAL else None
    percent = f"{share:.0%} of its 5-word shingles stand in an earlier article"
    if share >= WHOLE:
        kind, reason = "copy", percent
    elif article.credit:
        kind, reason = "agency", f"credits {article.credit}"
    elif share >= PARTIAL:
        kind, reason = "partial_copy", percent
    elif article.relay:
        kind, reason = "rewrite", f"names {article.relay} as its source"
    elif article.word_count < FEWEST_WORDS:
        kind, reason = "unknown", f"has {article.word_count} words, too few to tell"
    else:
        kind, reason = "own_reporting", "shares no text with an earlier article and names no other outlet as its source"
    return OriginRow(
        article_id=article.article_id,
        origin_type=kind,
        parent_article_id=parent,
        containment=share if parent else None,
        reason=reason,
    )


def origin_groups(articles: Sequence[StoryArticle]) -> dict[str, str]:
    """Article to its group: one origin are copies of one another, one family, one credited agency, and whoever relays
    an outlet with that outlet. A group is named by the first of its article_ids in the given order.
    """
    leader = {article.article_id: article.article_id for article in articles}

    def root(one: str) -> str:
        while leader[one] != one:
            one = leader[one]
        return one

    voices: dict[str, str] = {}
    for article in articles:
        for voice in sorted(_voices(article)):
            leader[root(article.article_id)] = root(voices.setdefault(voice, article.article_id))
        for other in article.copies:
            if other in leader:
                leader[root(other)] = root(article.article_id)
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(root(article.article_id), article.article_id)
    return {article.article_id: first[root(article.article_id)] for article in articles}


def _voices(article: StoryArticle) -> set[str]:
    """The newsrooms that speak through an article."""
    credit = credited_agency(article.agency, article.text)
    named = (
        family_of(article.outlet, article.publisher_family),
        family_of(credit),
        family_of(relayed_outlet(article.text, article.outlet)),
    )
    return {voice for voice in named if voice}
