"""Outlets by domain, name and mark, and the families under which they count as one voice.

Belongs here: the one index of `seeds/reference/outlets.yml`. Does not: how a page shows its outlet
(`cleaning/outlets`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from twosource import reference
from twosource.newsroom.agencies import agencies

IN_BRACKETS_BEHIND = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class _Index:
    """Outlet by domain, by name or alias in lower case, by mark; family by outlet's name or alias in lower case.

    `in_sentences`: outlet by the forms that mean it in running text; `owners`: families of more than one word.
    """

    by_domain: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    by_mark: dict[str, str] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    in_sentences: dict[str, str] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)


@cache
def _index() -> _Index:
    index = _Index()
    for outlet in reference.table("outlets")["outlets"]:
        name, family = outlet["name"], outlet.get("family")
        names = (name, *outlet.get("aliases", ()))
        index.by_domain.update(dict.fromkeys(outlet["domains"], name))
        index.by_name.update((alias.casefold(), name) for alias in names)
        index.by_mark.update(dict.fromkeys(outlet.get("marks", ()), name))
        if family:
            index.families.update((alias.casefold(), family) for alias in names)
            index.owners.update([family] if " " in family else ())
        if not outlet.get("ordinary_word"):
            index.in_sentences.update((alias.removeprefix("The "), name) for alias in names)
    return index


def host_of(url: str | None) -> str | None:
    """The address's host without `www.`, None when there is none or the address cannot be read."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp|edition)\.", "", host) if host and "." in host else None


def outlet_of_url(url: str | None) -> str | None:
    """The known outlet whose domain the address is at or below; None for others."""
    labels = (host_of(url) or "").split(".")
    domains = (".".join(labels[i:]) for i in range(len(labels) - 1))
    return next((found for domain in domains if (found := _index().by_domain.get(domain))), None)


def outlet_named(name: str | None) -> str | None:
    """The known outlet of a name or alias, None for others."""
    return _index().by_name.get((name or "").strip().casefold())


def outlet_marked(lines: Iterable[str]) -> str | None:
    """The outlet that alone prints one of these lines."""
    return next((found for line in lines if (found := _index().by_mark.get(line))), None)


def owners() -> frozenset[str]:
    """Publisher families of more than one word: a page sometimes names its owner as the author."""
    return frozenset(_index().owners)


@cache
def named_in_sentences() -> Mapping[str, str]:
    """Form under which running text names an outlet or agency to the outlet it means; no ordinary word is one."""
    return {**agencies(), **_index().in_sentences}


def publisher_family(outlet: str | None) -> str | None:
    """The owner under whom outlets count as one voice, None when the outlet is unknown."""
    return _index().families.get(outlet.casefold()) if outlet else None


def family_of(outlet: str | None, declared: str | None = None) -> str | None:
    """The family under which an outlet speaks: the declared one, the known one, or the outlet itself."""
    if declared or not outlet:
        return declared
    name = IN_BRACKETS_BEHIND.sub("", outlet).casefold().strip()
    return publisher_family(name) or publisher_family("the " + name) or name.removeprefix("the ")


def own_forms(outlet: str | None) -> tuple[str, ...]:
    """How an outlet speaks of itself: by its name, or as "the Ledger"; empty for an unknown one."""
    name = IN_BRACKETS_BEHIND.sub("", outlet or "").strip().removeprefix("The ")
    return (name, f"the {name.split()[-1]}", f"The {name.split()[-1]}") if name else ()
