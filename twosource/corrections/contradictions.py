"""Corrections that cannot hold together: which two, and what they say that the other denies.

Belongs here: finding them. Does not: the lines that they stand in, refusing the file (reading).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from twosource.corrections.entries import OF_ARTICLE
from twosource.corrections.matching import folded
from twosource.records import Correction

KeyOf = Callable[[str, str], str]
"""What tells one name of a kind from another."""

TWO = {
    "headline": "two headlines",
    "outlet": "two outlets",
    "published": "two dates",
    "by": "two lists of authors",
    "language": "two languages",
    "encoding": "two encodings",
    "speaker": "two speakers",
    "value": "two values",
    "unit": "two units",
    "measure": "two measures",
}
"""What two corrections of a kind say of one thing."""
SHOWN = 5
"""Of many names in a circle, so many are told."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two corrections of which one can hold, in the order in which they were given, and why, as words of a sentence."""

    first: Correction
    second: Correction
    why: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """That a correction says something of a subject, of which but one thing can be true; `why` when another differs."""

    subject: tuple[Hashable, ...]
    says: Hashable
    told: Correction
    why: str


def by_words(_: str, name: str) -> str:
    """Names are the same when their words are."""
    return folded(name).casefold()


def contradictions(told: Sequence[Correction], key_of: KeyOf = by_words) -> list[Contradiction]:
    """The pairs that contradict one another: for each subject the first two that differ.

    Articles are told apart by their documents, where these are known, else by what the person calls them.
    """
    first: dict[tuple[Hashable, ...], list[_Claim]] = {}
    found: dict[tuple[Hashable, ...], Contradiction] = {}
    for claim in (claim for one in told for claim in _claims(one, key_of)):
        if claim.subject in found:
            continue
        known = first.setdefault(claim.subject, [])
        for other in known:
            if other.says != claim.says and _of_one_place(other.told, claim.told):
                found.setdefault(claim.subject, Contradiction(other.told, claim.told, claim.why))
        if all(other.says != claim.says or other.told.within != claim.told.within for other in known):
            known.append(claim)
    return [*found.values(), *_circles(told, key_of), *_stories(told)]


def _of_one_place(one: Correction, other: Correction) -> bool:
    """Whether two that speak of the same words mean the same place: not when each names other words around them."""
    return one.within == other.within or None in (one.within, other.within)


# ------------------------------------------------------------------ what each says of what


def _claims(one: Correction, key_of: KeyOf) -> Iterator[_Claim]:
    articles = one.documents or one.articles
    if one.kind in OF_ARTICLE:
        none = f"{one.articles[0]} is no article, and is one"
        yield _Claim(("article", articles[0]), one.kind != "not_an_article", one, none)
    if one.kind in ("one_name", "name_is", "not_a_name"):
        yield from _of_names(one, articles, key_of)
    elif one.kind in ("speaker", "value", "unit", "measure", "not_a_quotation"):
        (article,), words = articles, folded(one.evidence[0])
        of = f"“{words}” in {one.articles[0]}"
        if one.kind in ("speaker", "not_a_quotation"):
            none = f"{of} is no quotation, and has a speaker"
            yield _Claim(("quotation", article, words), one.kind == "speaker", one, none)
        if one.kind in TWO:
            yield _Claim((one.kind, article, words), one.value, one, f"{TWO[one.kind]} of {of}")
    elif one.kind in TWO:
        yield _Claim((one.kind, articles[0]), one.value, one, f"{TWO[one.kind]} of {one.articles[0]}")


def _of_names(one: Correction, articles: Sequence[str], key_of: KeyOf) -> Iterator[_Claim]:
    """What each name is, in one article or in all; and that the one name of several is a name."""
    label = one.label or "PER"
    article = articles[0] if articles else None
    now = None if one.kind == "not_a_name" else key_of(label, json.loads(one.value))
    for name in one.evidence:
        two = f"“{name}” is two names" if now is not None else f"“{name}” is a name and is none"
        yield _Claim(("name", article, label, key_of(label, name)), now, one, two)
        if one.kind == "not_a_name" and article is None:
            yield _Claim(("is a name", label, key_of(label, name)), False, one, f"“{name}” is a name and is none")
    if one.kind == "one_name":
        name = json.loads(one.value)
        yield _Claim(("is a name", label, key_of(label, name)), True, one, f"“{name}” is a name and is none")


# ------------------------------------------------------------------ what several say together


def _circles(told: Sequence[Correction], key_of: KeyOf) -> Iterator[Contradiction]:
    """Names of which each is said to be the next, and the last to be the first."""
    leads: dict[tuple[str, str], tuple[tuple[str, str], Correction]] = {}
    for one in told:
        if one.kind == "one_name":
            label = one.label or "PER"
            to = label, key_of(label, json.loads(one.value))
            for name in one.evidence:
                if (at := (label, key_of(label, name))) != to:
                    leads.setdefault(at, (to, one))
    done: set[tuple[str, str]] = set()
    order = {one.correction_id: n for n, one in enumerate(told)}
    for start in leads:
        path: dict[tuple[str, str], Correction] = {}
        at = start
        while at in leads and at not in done and at not in path:
            path[at] = leads[at][1]
            at = leads[at][0]
        if at in path:
            steps = list(path)
            circle = sorted((path[name] for name in steps[steps.index(at) :]), key=lambda one: order[one.correction_id])
            named = list(dict.fromkeys(f"“{json.loads(one.value)}”" for one in circle))
            names = ", ".join(named[:SHOWN] + ["…"] * (len(named) > SHOWN))
            yield Contradiction(circle[0], circle[-1], f"each of {names} is said to be another of them")
        done.update(path)


def _stories(told: Sequence[Correction]) -> Iterator[Contradiction]:
    """Articles that are a story of their own, and of another's."""
    alone: dict[str, Correction] = {}
    order = {one.correction_id: n for n, one in enumerate(told)}
    for one in told:
        for article in (one.documents or one.articles) if one.kind == "own_story" else ():
            if (other := alone.setdefault(article, one)) is not one:
                yield Contradiction(other, one, f"{_called(one, article)} is in two stories of their own")
    for one in told:
        first, *others = (one.documents or one.articles) if one.kind == "same_story" else ("",)
        for article in others:
            own = alone.get(article)
            if own is not None and first not in (own.documents or own.articles):
                earlier, later = sorted((own, one), key=lambda one: order[one.correction_id])
                yield Contradiction(earlier, later, f"{_called(one, article)} is a story of its own, and of another's")


def _called(one: Correction, article: str) -> str:
    """What the person calls a document."""
    return dict(zip(one.documents or one.articles, one.articles, strict=True))[article]
