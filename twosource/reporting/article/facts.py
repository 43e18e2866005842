"""The facts of an article as cards: the words, what they say, the rule that read them.

Belongs here: facts of one kind to markup, escaped value by value. Does not: which columns there are (`queries`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from twosource.reporting import words
from twosource.reporting.article.markup import escaped
from twosource.reporting.queries import COLUMNS, KINDS

Row = dict[str, Any]

NAMED = {"quotes": "speaker", "mentions": "entity"}
"""The column that leads to the page of a name, by kind."""


def cards(kind: str, facts: Sequence[Row], pages: frozenset[str]) -> Markup:
    """A list of cards. `pages` are the entities that have a page of their own."""
    return Markup(f'<ul class="cards {kind}">{"".join(_card(kind, fact, pages) for fact in facts)}</ul>')


def _card(kind: str, fact: Row, pages: frozenset[str]) -> str:
    key = escaped(fact[KINDS[kind]])
    told = escaped(fact["text"])
    if kind != "claims":  # whole sentences, which are not marked in the text
        told = f'<a href="#at-{key}">{told}</a>'
    return (
        f'<li id="row-{key}"><p>{told}</p><dl>{"".join(_values(kind, fact, pages))}</dl>'
        f"<small>{escaped(fact['rule'])} {fact['confidence']:.2f}</small></li>"
    )


def _values(kind: str, fact: Row, pages: frozenset[str]) -> Iterator[str]:
    for name in COLUMNS[kind]:
        value = fact[name]
        if value is None or value == [] or value is False:
            continue
        told = escaped(value)
        if name == NAMED.get(kind) and fact["entity_id"] in pages:
            told = f'<a href="../entities/{escaped(fact["entity_id"])}.html">{told}</a>'
        yield f"<dt>{words.plain(name)}<dd>{told}"
    if fact.get("corrected_by"):
        yield f"<dt>put right by<dd>{escaped(fact['corrected_by'])}"
