"""The rows of the events tables: which words tell an act, and where its parties stand.

Belongs here: reading `seeds/reference/events_*.yml` into records. Does not: matching them to a sentence (`matching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource import reference
from twosource.extraction.language.words import listed

TABLES = ("events_cooperation", "events_conflict")
FORMS = ("verbs", "nouns", "adjectives")


@dataclass(frozen=True, slots=True)
class Row:
    """One construction: its words, what it needs around it, and where actor and recipient stand.

    `needs` and `never` name a class of nouns by place. `when` restricts a governing row: the clause below must be in
    the `future` (or `maybe` so), an `obligation` of another, the subject's `own` act or that of an `other`; `content`
    says of which kind the act in it must be. `actor_is` asks for an `official` or a `crowd`.
    """

    name: str
    type: str
    form: str
    words: tuple[str, ...]
    example: str
    gives: str
    mode: str | None = None
    needs: tuple[tuple[str, str], ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    when: str | None = None
    actor_is: str | None = None
    governs: bool = False
    symmetric: bool = False
    domestic: bool = False
    needs_clause: bool = False
    needs_actor: bool = False


def _row(entry: Mapping[str, Any]) -> Row:
    form = next(form for form in FORMS if form in entry)
    plain = {key: value for key, value in entry.items() if key not in FORMS}
    for key in ("needs", "never"):
        plain[key] = tuple(plain.get(key, {}).items())
    for key in ("actor", "recipient", "content"):
        plain[key] = tuple(plain.get(key, ()))
    return Row(form=form, words=tuple(entry[form]), **plain)


@cache
def rows() -> tuple[Row, ...]:
    """All rows in the order of the tables; of several that fit a word, the first is taken."""
    return tuple(_row(entry) for table in TABLES for entry in reference.table(table)["acts"])


@cache
def by_word(form: str) -> Mapping[str, tuple[Row, ...]]:
    """The rows of a form by their words: those that need something first, for they say more, then the tables' order."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows(), key=lambda row: not (row.needs or row.content or row.when)):
        for word in row.words if row.form == form else ():
            found.setdefault(word, []).append(row)
    return {word: tuple(some) for word, some in found.items()}


@cache
def noun_class(name: str) -> frozenset[str]:
    """The nouns of a class that a row needs."""
    return frozenset(str(word) for word in reference.table("events_words")["classes"][name])


def word_list(name: str) -> frozenset[str]:
    """A list of words that stands by itself in `events_words.yml`."""
    return listed("events_words", name)


@cache
def people() -> frozenset[str]:
    """Nouns that stand for people or bodies who act."""
    return word_list("people") | word_list("officials") | word_list("crowds")


@cache
def contexts() -> Mapping[str, frozenset[str]]:
    """PLOVER context to the words that show it."""
    return {name: frozenset(words) for name, words in reference.table("events_words")["contexts"].items()}
