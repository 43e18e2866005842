"""The grammatical parse: one spaCy document per paragraph, with offsets into the article's text.

Belongs here: loading the model once, splitting into paragraphs, sentence numbers.
Does not: reading any fact out of the parse.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import tee
from typing import TYPE_CHECKING

from twosource import reference
from twosource.records import Span
from twosource.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARAGRAPH = re.compile(r"[^\n]+")
LONGEST = 5_000
"""Code points given to the parser in one piece; a longer paragraph is cut at a sentence end or a blank, so that
the parser's memory stays flat."""
BATCH = 32
NUMERALS = ("mil.", "bil.", "tril.")


class ModelMissing(RuntimeError):
    """The language model is not installed; the message names it and the setting."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article: where it starts, and its parse. `start + token.idx` is a place in the article."""

    start: int
    doc: Doc

    @property
    def end(self) -> int:
        """Exclusive end in the article's text."""
        return self.start + len(self.doc.text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article's text with its paragraphs in order and the spans of all sentences in order."""

    text: str
    paragraphs: list[Paragraph]
    sentences: list[Span]

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence that holds `offset` (the nearest before it when it stands between two)."""
        return max(0, bisect.bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1)


@cache
def model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy model, loaded once a process; raises ModelMissing when it is not installed."""
    import spacy

    try:
        loaded = spacy.load(name)
    except OSError as error:
        raise ModelMissing(
            f"The language model {name} is not installed. Install it with pip, or set TWOSOURCE_MODEL to one that is."
        ) from error
    for word in _abbreviations():
        loaded.tokenizer.add_special_case(word, [{"ORTH": word}])
    return loaded


def _abbreviations() -> list[str]:
    """Titles, offices and numerals written short ("Cpl."): one token each with the full stop, so that no sentence ends
    in it."""
    roles = reference.table("roles")
    written = [word for word in (*roles["titles"], *roles["abbreviated"]) if word.endswith(".") and " " not in word]
    return [*written, *NUMERALS]


def pieces(text: str) -> Iterator[Span]:
    """Spans of the paragraphs of `text`, long ones cut; blank ones are left out."""
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > LONGEST:
            cut = max(text.rfind(mark, start, start + LONGEST) for mark in (". ", "” ", '" ', " "))
            cut = cut + 1 if cut > start else start + LONGEST
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def parse_many(texts: Iterable[str], name: str = DEFAULT_MODEL) -> Iterator[Parsed]:
    """Parse texts in order, in batches over paragraphs, holding one batch in memory."""
    texts, again = tee(texts)
    flat = ((text[a:b], None) for text in texts for a, b in pieces(text))
    docs = model(name).pipe(flat, as_tuples=True, batch_size=BATCH)
    for text in again:
        paragraphs = [Paragraph(start, next(docs)[0]) for start, _ in pieces(text)]
        sentences = [(p.start + s.start_char, p.start + s.end_char) for p in paragraphs for s in p.doc.sents]
        yield Parsed(text, paragraphs, sentences)


def parse(text: str, name: str = DEFAULT_MODEL) -> Parsed:
    """Parse one text."""
    return next(parse_many([text], name))
