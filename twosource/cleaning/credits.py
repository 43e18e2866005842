"""Names of the trade: outlets and agencies (from `seeds/reference`), authors as written, dateline and sign-off.

Belongs here: reading these names from short strings. Does not: people and places within the text.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from twosource import reference
from twosource.cleaning.rules.lines import NAME

HANDLES = re.compile(r"\S+@\S+|https?://\S+|@\w+")
LEAD_WORDS = re.compile(
    r"^(?:(?:written|reported|story|posted|published) by|by|von|par|por|door|av|text|author|autor)\b[: ]+",
    re.IGNORECASE,
)
BETWEEN_NAMES = re.compile(r"\s*(?:[,;|•·]|\s(?:and|und|et|y|e|og|en|&|with)\s)\s*", re.IGNORECASE)
NO_PERSON = re.compile(
    r"\b(?:staff|newsroom|editors?|editorial|desk|redaktion|team|agenc(?:y|ies)|correspondents?|reporters?|writers?|"
    r"admin|contributors?|news|online|press|service|board|wire|wires|red|media|redacción|rédaction)\b|\d|\.(?:com|de|at|ch|net|org)\b",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|chief|producer|analyst|columnist|fellow|director)\b", re.I
)
PLACE = r"[^\W\d_](?:[\w.'’-]| (?=[^\W\d_]|\())"
DATELINES = (
    re.compile(rf"^({PLACE}{{1,40}}(?:, {PLACE}{{1,30}}){{0,2}}?)(?:, [A-Z][a-z]{{2,8}}\.? \d{{1,2}})? ?\(([^()]{{2,40}})\) ?(?:--?|[–—:])"),
    re.compile(r"^((?-i:[A-Z][A-Z.'’-]{2,25}(?: [A-Z][A-Z.'’-]{1,20}){0,3}))(?:, (?:[A-Z][\w.]{1,14} ?){1,3})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? ?(?:--|[–—]|:)() ?\S"),
    re.compile(r"^((?-i:[A-Z][A-Z.'’-]{2,25}(?: [A-Z][A-Z.'’-]{1,20}){0,3})), [A-Z][a-z]{2,8}\.? \d{1,2},? ?() ?-? ?\S"),
)  # fmt: skip
CREDIT_FIRST = re.compile(r"^\(([^()]{2,40})\) ?(?:--?|[–—:])")
SIGN_OFF_OUTLET = re.compile(rf"\b(?:reporting (?:live )?)?(?:for|with|of) ({NAME})(?:,? (?:in|from|at) {NAME})?[.!]?$")


@cache
def _outlets() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """Three lookups to an outlet's name: by domain, by name or alias in lower case, by mark."""
    by_domain: dict[str, str] = {}
    by_name: dict[str, str] = {}
    by_mark: dict[str, str] = {}
    for outlet in reference.table("outlets")["outlets"]:
        name = outlet["name"]
        by_domain.update((domain, name) for domain in outlet["domains"])
        by_name.update((alias.casefold(), name) for alias in (name, *outlet["aliases"]))
        by_mark.update((mark, name) for mark in outlet.get("marks", ()))
    return by_domain, by_name, by_mark


@cache
def _agencies() -> Mapping[str, str]:
    """Agency by name or alias as written (case counts: `AP` is one, `ap` is not)."""
    rows: Iterable[Mapping[str, Any]] = reference.table("agencies")["agencies"]
    return {alias: agency["name"] for agency in rows for alias in (agency["name"], *agency["aliases"])}


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
    return next((_outlets()[0][domain] for domain in domains if domain in _outlets()[0]), None)


def outlet_named(name: str | None) -> str | None:
    """The known outlet of a name or alias, None for others."""
    return _outlets()[1].get((name or "").strip().casefold())


def outlet_marked(lines: Iterable[str]) -> str | None:
    """The outlet that alone prints one of these lines."""
    marks = _outlets()[2]
    return next((marks[line] for line in lines if line in marks), None)


def agency_named(name: str | None) -> str | None:
    """The agency of a credit such as `Reuters` or `dpa/APA` (the first known of several); None for others."""
    for part in re.split(r"\s*[/,;|&+]\s*|\s+(?:and|und)\s+", (name or "").strip().strip("().")):
        if part in _agencies():
            return _agencies()[part]
    return None


def sign_off_outlet(line: str) -> str | None:
    """The outlet that a sign-off names: the known one, else the name as written; None when it names none."""
    match = SIGN_OFF_OUTLET.search(line)
    return (outlet_named(match[1]) or match[1]) if match else None


def dateline(paragraph: str) -> tuple[str | None, str | None]:
    """Place and agency of a dateline at the head of a first paragraph; None for what it does not say."""
    head = paragraph[:140]
    if match := CREDIT_FIRST.match(head):
        return None, agency_named(match[1])
    for pattern in DATELINES:
        match = pattern.match(head)
        if match and (match[2] == "" or agency_named(match[2])) and _place_like(match[1]):
            return re.sub(r",? \w+\.? \d+$", "", match[1]).strip().title().replace("’S", "’s"), agency_named(match[2])
    return None, None


def _place_like(words: str) -> bool:
    """Not an agency, not a label such as `BREAKING` or `WATCH`."""
    return agency_named(words) is None and words not in {"BREAKING", "WATCH", "UPDATE", "LIVE", "READ", "NEWS", "EXCLUSIVE", "OPINION", "US", "UK", "EU", "BOTTOM LINE"}  # fmt: skip


def authors(values: Iterable[str], outlet: str | None = None) -> tuple[list[str], str | None]:
    """Author names as written, in order and once each, and the agency among them.

    An agency, an outlet, a staff label, an address or a role is no author.
    """
    names: list[str] = []
    agency: str | None = None
    for value in values:
        for name in BETWEEN_NAMES.split(LEAD_WORDS.sub("", HANDLES.sub(" ", value).strip())):
            name = re.sub(r"^[\W_]+|[^\w.)]+$", "", LEAD_WORDS.sub("", " ".join(name.split())))
            name = re.sub(r"\s*\([^()]*\)$", "", name)
            agency = agency or agency_named(name)
            if _person_like(name, outlet) and name.casefold() not in {known.casefold() for known in names}:
                names.append(name)
    return names, agency


def _person_like(name: str, outlet: str | None) -> bool:
    if not 2 < len(name) <= 60 or agency_named(name) or outlet_named(name) or ROLE.search(name):
        return False
    if outlet and name.casefold() in outlet.casefold():
        return False
    return len(name.split()) <= 6 and not NO_PERSON.search(name)
