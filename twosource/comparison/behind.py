"""Whose reporting stands behind one fact, article by article: a sentence may be taken from elsewhere where the article
is not.

Belongs here: copied sentences, and what was told to another newsroom. Does not: the origins of articles (`origins`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twosource.comparison import origins
from twosource.comparison.inputs import StoryArticle
from twosource.comparison.signs import named_outlet, told_outlet
from twosource.comparison.slots import Said
from twosource.comparison.wording import COPIED, copied_from
from twosource.newsroom.outlets import family_of

AROUND = 0.4
"""Of two sentences that quote the same words less has to be shared around these: how a witness is introduced."""


class Why(StrEnum):
    """Why the origin of a fact is not that of its article: the vocabulary `taken`, which a test holds against this."""

    SENTENCE = "sentence"
    TOLD_TO = "told_to"


@dataclass(frozen=True, slots=True)
class Behind:
    """The origin of what an article says to one fact: its id, why it is not that of the article (None where it is), and
    the outlet whose sentence it is, or that was told."""

    group: str
    why: Why | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of one fact by article, and those of which somebody can tell whose they are."""

    of: Mapping[int, Behind]
    named: frozenset[str]


def behind(articles: Sequence[StoryArticle], members: Sequence[Said], groups: origins.Groups, apart: bool) -> Origins:
    """The origins of what the members say. Where these stand `apart` they go by shared text alone, figures included:
    an outlet that passes a figure on otherwise than its source has it contradicts that source. Else they go by who was
    told as well, and a converted figure hides no copy: what two outlets have from one agency is told once."""
    found: dict[int, Behind] = {}
    for item, source in zip(members, _taken(members, figures=apart), strict=True):
        article = articles[item.article]
        own = Behind(groups.of[article.article_id])
        if source is not None and (first := found[members[source].article]).group != own.group:
            own = Behind(first.group, Why.SENTENCE, articles[members[source].article].outlet)
        told = None if apart else _told(article, item)
        voice = groups.voices.get(family_of(told) or "", f"outlet:{told}") if told else own.group
        found[item.article] = own if voice == own.group else Behind(voice, Why.TOLD_TO, told)
    spoken = {one.group for one in found.values() if one.why is Why.TOLD_TO}
    return Origins(found, groups.named | spoken)


def _told(article: StoryArticle, item: Said) -> str | None:
    """The outlet, other than the article's own, that was told what stands in the sentence. A name that somebody in the
    article bears is no outlet there: Michael Bloomberg speaks for himself."""
    quotes = [one for one in item.telling.quotes if one.start <= item.start and item.end <= one.end]
    relayed = [one.relayed_from for one in quotes]
    relayed += [item.clause.statement.relayed_from] if item.clause is not None else []
    named = [named_outlet(name) for name in relayed]
    told = [*named, told_outlet(item.telling.text, article.outlet)]
    return next(
        (outlet for outlet in told if outlet and not _is_own(article, outlet) and not _is_person(article, outlet)), None
    )


def _is_own(article: StoryArticle, outlet: str) -> bool:
    return family_of(outlet) == family_of(article.outlet, article.publisher_family)


def _is_person(article: StoryArticle, name: str) -> bool:
    people = (one.entity for one in article.facts.mentions if one.label == "PER")
    return any(name in person.split() for person in people)


def _taken(members: Sequence[Said], figures: bool) -> list[int | None]:
    """For each thing said the place of the earlier one from whose sentence it was taken. What both quote does not
    count: two reporters in one room write down the same words. What one quotes and the other tells as its own does."""
    quoted = [_is_quoted(item) for item in members]
    around = copied_from([_around_quotes(item) for item in members], AROUND if all(quoted) else COPIED, figures)
    whole = copied_from([item.telling.text for item in members], COPIED, figures)
    return [
        own if own is not None or other is None or (quoted[place] and quoted[other]) else other
        for place, (own, other) in enumerate(zip(around, whole, strict=True))
    ]


def _is_quoted(item: Said) -> bool:
    return item.slot == "wording" or any(
        one.kind == "direct" and one.start < item.end and item.start < one.end for one in item.telling.quotes
    )


def _around_quotes(item: Said) -> str:
    """The sentence without what it quotes."""
    telling = item.telling
    quoted = [(one.start, one.end) for one in telling.quotes if one.kind == "direct"]
    quoted += [(item.start, item.end)] if item.slot == "wording" else []
    pieces, at = [], telling.start
    for start, end in sorted(quoted):
        pieces.append(telling.text[at - telling.start : max(at, start) - telling.start])
        at = max(at, end)
    return " ".join([*pieces, telling.text[at - telling.start :]])
