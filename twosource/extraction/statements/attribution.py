"""Who says what a clause tells: the quotation around it, who is said to have said it there, who follows "according to".

Belongs here: speakers of clauses. Does not: finding quotations (`quotes`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.extraction.language import phrases, tree
from twosource.extraction.language.words import listed
from twosource.extraction.statements.clauses import Clause
from twosource.extraction.statements.scene import Scene
from twosource.extraction.statements.spine import Page
from twosource.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ACCORDING = re.compile(r"\b(?:according to|citing) ", re.IGNORECASE)
REACH = 40
"""Code points behind "according to" within which a name is who follows it."""


@dataclass(frozen=True, slots=True)
class Said:
    """On whose word a clause is told: the speaker, the quotation's index, and the chain when it has several links."""

    speaker: str | None
    quote: int | None
    chain: list[str] = field(default_factory=list)


def said_in(scene: Scene, page: Page) -> list[Span]:
    """The places of the paragraph that somebody is told to have said, in order."""
    paragraph = page.paragraph
    last = paragraph.start + (page.starts[-1] + len(paragraph.doc[-1]) if page.starts else 0)
    at = max(0, bisect.bisect_left(scene.fragments, (paragraph.start, 0, 0)) - 1)
    found = []
    while at < len(scene.fragments) and scene.fragments[at][0] < last:
        start, end, _ = scene.fragments[at]
        if end > paragraph.start:
            found.append((max(start, paragraph.start), min(end, last)))
        at += 1
    return found


def of_clause(scene: Scene, page: Page, clause: Clause) -> Said:
    """On whose word a clause is told."""
    quote = scene.quote_at(page.paragraph.start + clause.head.idx)
    if quote is None:
        return Said(_source(scene, page, clause), None)
    speaker = scene.quotes[quote].speaker or _source(scene, page, clause)
    links = [*_between(scene, page, clause)] if clause.stretch is not None else []
    if not links or speaker is None:
        return Said(speaker, quote)
    return Said(links[0], quote, [*links, speaker])


def _between(scene: Scene, page: Page, clause: Clause) -> Iterator[str]:
    """Who, inside what somebody says, is said to have said the clause: "Bloom said that Wu had told him that"."""
    first, stop = clause.stretch or (0, 0)
    verb = clause.head
    for _ in range(tree.HIGHEST):
        above = tree.verb_over(verb.head) if verb.dep_ in ("ccomp", "conj") and verb.head.i != verb.i else None
        if above is None or not first <= above.i < stop:
            return
        teller = tree.subject(above) if verb.dep_ == "ccomp" else None
        if teller is not None and tree.lemma(above) in listed("modality", "telling") and teller.pos_ in tree.NOUNS:
            mention = scene.mention_over(page.paragraph, teller)
            yield mention.entity if mention is not None else phrases.around(teller) or str(teller.text)
        verb = above


def _source(scene: Scene, page: Page, clause: Clause) -> str | None:
    """Who follows "according to" in the sentence of a clause: a name, or else the phrase."""
    paragraph = page.paragraph
    sentence = clause.head.sent
    start, end = paragraph.start + sentence.start_char, paragraph.start + sentence.end_char
    match = ACCORDING.search(scene.parsed.text, start, end)
    if match is None:
        return None
    place = bisect.bisect_left(scene.starts, match.end())
    if place < len(scene.starts) and scene.starts[place] < match.end() + REACH:
        return scene.mentions[place].entity
    word: Token | None = paragraph.doc[page.word_at(match.end())]
    while word is not None and word.dep_ in ("det", "compound", "amod", "poss") and word.head.i != word.i:
        word = word.head
    return phrases.around(word) if word is not None and word.pos_ in tree.NOUNS else None
