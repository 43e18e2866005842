"""Offices and titles beside a person's name: "Prime Minister", "the economic revitalization minister".

Belongs here: reading a role out of the words before or after a name. Does not: who the person is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.names import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST_OFFICE = 4
LONGEST_ROLE = 12


@cache
def offices() -> frozenset[str]:
    """Head words and fixed phrases of offices, in lower case."""
    return frozenset(reference.table("roles")["offices"])


@cache
def titles() -> frozenset[str]:
    """Forms of address such as "Mr."."""
    return frozenset(reference.table("roles")["titles"])


@cache
def abbreviated() -> Mapping[str, str]:
    """Offices written short, and what they stand for."""
    found: Mapping[str, str] = reference.table("roles")["abbreviated"]
    return found


@cache
def company_words() -> frozenset[str]:
    """Last words of the names of companies ("Castings")."""
    return frozenset(reference.table("roles")["companies"])


def is_office(token: Token) -> bool:
    """Whether the word, in singular or plural, is the head of an office."""
    return token.lower_ in offices() or token.lemma_.lower() in offices()


def _office_ending_at(doc: Doc, last: int) -> int | None:
    """Index of the first token of the longest office phrase whose last token is `last`; None when there is none."""
    for length in range(LONGEST_OFFICE, 0, -1):
        first = last - length + 1
        if first >= 0 and doc[first : last + 1].text.lower() in offices():
            return first
    return None


def _belongs(token: Token) -> bool:
    """Whether a word before an office is part of the role."""
    if token.text in titles() or gazetteer.look_up(token.text) is not None:
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.text in ("-", "&") or token.lower_ in ("chief", "former")


def _country_ending_at(doc: Doc, last: int) -> str | None:
    """The country whose name or people ends at token `last` (a possessive is stepped over)."""
    if last >= 0 and doc[last].text in ("'s", "’s", "’", "'"):
        last -= 1
    for length in (3, 2, 1):
        first = last - length + 1
        if first >= 0:
            entry = gazetteer.look_up(doc[first : last + 1].text)
            if entry is not None and entry.kind in ("country", "people") and entry.countries:
                return entry.countries[0]
    return None


def before(doc: Doc, first: int) -> tuple[str, str | None] | None:
    """Role and country in front of a name whose first token is `first`: ("Prime Minister", "JPN")."""
    last = first - 1
    while last >= 0 and doc[last].text in titles():
        last -= 1
    if last < 0:
        return None
    if doc[last].text == ",":
        return _set_off(doc, first)
    if doc[last].text in abbreviated():
        return abbreviated()[doc[last].text], _country_ending_at(doc, last - 1)
    start = _office_ending_at(doc, last)
    if start is None:
        return None
    while start > 0 and last - start < LONGEST_ROLE and _belongs(doc[start - 1]):
        start -= 1
    while start < last and doc[start].text in ("-", "&"):
        start += 1
    return doc[start : last + 1].text, _country_ending_at(doc, start - 1)


def country_behind(doc: Doc, start: int) -> str | None:
    """The country of "X of Denmark", of a name behind which token `start` stands."""
    if start + 1 >= len(doc) or doc[start].lower_ != "of":
        return None
    for length in (4, 3, 2, 1):
        entry = gazetteer.look_up(doc[start + 1 : start + 1 + length].text)
        if entry is not None and entry.kind == "country" and entry.countries:
            return entry.countries[0]
    return None


def _set_off(doc: Doc, first: int) -> tuple[str, str | None] | None:
    """Role and country of an office that a comma parts from the name: "the minister in charge, X"."""
    name = next((token for token in doc[first : first + 4] if token.dep_ == "appos"), None)
    if name is None or not is_office(name.head) or not first - LONGEST_ROLE < name.head.i < first:
        return None
    start = last = name.head.i
    while start > 0 and last - start < LONGEST_ROLE and _belongs(doc[start - 1]):
        start -= 1
    return doc[start : last + 1].text, _country_ending_at(doc, start - 1)


def after(doc: Doc, last: int) -> tuple[str, str | None] | None:
    """Role and country in apposition behind a name whose last token is `last`: "X, the chief negotiator of Japan,"."""
    start = last + 2
    if start >= len(doc) or doc[last + 1].text != ",":
        return None
    if doc[start].pos_ == "DET" and start + 1 < len(doc):
        start += 1
    end, country, office_seen, in_head = start, None, False, True
    while end < len(doc) and end - start < LONGEST_ROLE and _goes_on(doc[end]):
        in_head = in_head and doc[end].pos_ != "ADP"
        office_seen = office_seen or (in_head and is_office(doc[end]))
        country = country or _country_ending_at(doc, end)
        end += 1
    if not office_seen or any(token.ent_type_ == "PERSON" for token in doc[start:end]):
        return None
    while end > start and doc[end - 1].pos_ in ("ADP", "DET", "CCONJ", "PART"):
        end -= 1
    return doc[start:end].text, country


def _goes_on(token: Token) -> bool:
    return (
        not (token.is_punct and token.text not in ("-", "'", "’"))
        and token.pos_ not in ("VERB", "AUX", "SCONJ")
        and (token.tag_ not in ("WDT", "WP", "WRB"))
    )
