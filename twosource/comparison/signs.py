"""How a text says whose reporting it is: relays, own reporting, notes of syndication.

Belongs here: one article's words to the names behind it. Does not: shared text, what an origin is called (`origins`),
or credits, which cleaning has read (`Article.agency`). Names and forms are the newsroom's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from twosource.comparison.inputs import LinkInput
from twosource.newsroom.forms import any_of, of_table
from twosource.newsroom.outlets import family_of, named_in_sentences, outlet_of_url, own_forms

FIRST_THERE = re.compile(r"\b(?:appeared|published)\b.*\b(?:on|in|at|by)\b", re.IGNORECASE)
"""A note that tells where an article stood first; of the outlet itself it is its own signature."""

HYPHEN = re.compile(r"\s*[-‐–]\s*")
DOMAIN = re.compile(r"(?<![\w@/.-])(?:https?://)?((?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12})\b", re.IGNORECASE)
"""A host in a note, alone or with the address that begins with it."""


@lru_cache(maxsize=256)
def patterns(group: str, names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The patterns of a group of `relays` (`relays`, `notes`, `own`) over all names."""
    slots = {"name": f"(?P<name>{any_of(names)})"}
    return tuple(form.compiled(slots) for form in of_table("relays", group))


def relayed_outlet(text: str, own_outlet: str | None, notes: Sequence[str] = ()) -> str | None:
    """The outlet that the text names most often as the source of what it tells, or a note of syndication names; None
    when they name none but itself."""
    outlets = named_in_sentences()
    read = [("relays", text), *(("notes", note) for note in notes)]
    named = [
        outlets[hit["name"]]
        for group, words in read
        for pattern in patterns(group, tuple(outlets))
        for hit in pattern.finditer(words)
    ]
    addressed = (outlet_of_url(f"https://{host}") for note in notes for host in DOMAIN.findall(note))
    counted = Counter(
        name for name in (*named, *addressed) if name is not None and family_of(name) != family_of(own_outlet)
    )
    return min(counted, key=lambda name: (-counted[name], name), default=None)


@lru_cache(maxsize=4096)
def told_outlet(text: str, own_outlet: str | None) -> str | None:
    """The outlet that a sentence names as the one that was told what stands in it ("told Reuters"), by `told` or any of
    `relays`; None when it names none but its own."""
    outlets = _named_loosely()
    words = HYPHEN.sub(" ", text)
    for group in ("told", "relays"):
        for pattern in patterns(group, tuple(outlets)):
            for hit in pattern.finditer(words):
                if family_of(outlets[hit["name"]]) != family_of(own_outlet):
                    return outlets[hit["name"]]
    return None


@lru_cache(maxsize=1024)
def named_outlet(name: str | None) -> str | None:
    """The outlet that a name such as "a report in The New York Times" holds; None for others."""
    words = HYPHEN.sub(" ", name or "")
    hit = _any_name().search(words) if words else None
    return _named_loosely()[hit[0]] if hit else None


@cache
def _named_loosely() -> Mapping[str, str]:
    """The outlets by their names in running text, with spaces for hyphens."""
    return {HYPHEN.sub(" ", name): outlet for name, outlet in named_in_sentences().items()}


@cache
def _any_name() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_named_loosely())}\b")


def own_sign(article: LinkInput) -> str | None:
    """What shows that the article is its outlet's own reporting, in words; None when nothing does."""
    if article.by and article.located:
        return f"signed by {article.by[0]} from {article.located}"
    names = own_forms(article.outlet)
    for pattern in patterns("own", names) if names else ():
        if hit := pattern.search(article.text):
            return f"says “{hit[0]}”"
    return None


def syndicated(notes: Sequence[str], outlet: str | None) -> str | None:
    """The note by which an article says that it was taken from elsewhere; None when there is none, or when the outlet
    only names itself as the place where it appeared first, or the note leads to the outlet's own address."""
    names = [form.casefold() for form in own_forms(outlet)[:1]]
    for note in notes:
        is_signature = FIRST_THERE.search(note) and any(name in note.casefold() for name in names)
        if not is_signature and not _leads_to(note, outlet):
            return note
    return None


def _leads_to(note: str, outlet: str | None) -> bool:
    """Whether all addresses in a note are those of the known outlet: an aggregator's page names its publisher."""
    reached = {outlet_of_url(f"https://{host}") for host in DOMAIN.findall(note)}
    return bool(reached) and None not in reached and {family_of(one) for one in reached} == {family_of(outlet)}
