"""The grammatical parse: one spaCy document per paragraph, with offsets into the article's text.

Belongs here: loading the model once, splitting into paragraphs, sentence numbers.
Does not: reading any fact out of the parse.
"""

from __future__ import annotations

import bisect
import gc
import math
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from twosource import reference
from twosource.extraction import attributes, products, recogniser, vectors
from twosource.extraction.clock import Clock
from twosource.newsroom.datelines import Dateline, dateline_in_text
from twosource.records import Span
from twosource.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Key = TypeVar("Key")
PARAGRAPH = re.compile(r"[^\n]+")
LONGEST = 5_000
"""Code points given to the parser in one piece; a longer paragraph is cut at a sentence end or a blank, so that
the parser's memory stays flat."""
BATCH = 128
NUMERALS = ("mil.", "bil.", "tril.")


class ModelMissing(RuntimeError):
    """The language model is not installed; the message names it and the setting."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the article: where it starts, its parse, and its text, which a parse would put together anew each
    time it is asked. `start + token.idx` is a place in the article.

    A dateline is a paragraph of its own, and here alone it is cut off: neither the parser nor a finder takes its town
    for the subject of the first sentence.
    """

    start: int
    doc: Doc
    text: str
    dateline: Dateline | None = None

    @property
    def end(self) -> int:
        """Exclusive end in the article's text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article's text with its paragraphs in order, the spans of all sentences in order, and the article's clock."""

    text: str
    paragraphs: list[Paragraph]
    sentences: list[Span]
    clock: Clock = field(default_factory=Clock, compare=False)

    def walk(self) -> Iterator[Paragraph]:
        """The paragraphs in order, as long as there is time: raises OutOfTime when it is up."""
        for paragraph in self.paragraphs:
            self.clock.check()
            yield paragraph

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
    attributes.put_in(loaded)
    vectors.put_in(loaded)
    products.put_in(loaded)
    recogniser.put_in(loaded)
    return loaded


def forget() -> None:
    """Let go of the models and of what they kept, 65 MB and more; a model is loaded anew when it is asked for."""
    model.cache_clear()
    gc.collect()  # a model holds itself in circles


def _abbreviations() -> list[str]:
    """Titles, offices and numerals written short ("Cpl."): one token each with the full stop, so that no sentence ends
    in it."""
    roles = reference.table("roles")
    written = [word for word in (*roles["titles"], *roles["abbreviated"]) if word.endswith(".") and " " not in word]
    return [*written, *NUMERALS]


def pieces(text: str) -> Iterator[tuple[int, int, Dateline | None]]:
    """Start and end of the paragraphs of `text`, long ones cut; blank ones are left out. A dateline comes alone."""
    is_first = True
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        if dateline := dateline_in_text(match[0], is_first):
            yield start, start + dateline.end, dateline
            start += dateline.end
        is_first = is_first and not match[0].strip()
        while end - start > LONGEST:
            cut = max(text.rfind(mark, start, start + LONGEST) for mark in (". ", "” ", '" ', " "))
            cut = cut + 1 if cut > start else start + LONGEST
            yield start, cut, None
            start = cut
        if text[start:end].strip():
            yield start, end, None


STRAY = re.compile(r"(?<=[A-Za-z])[‘`´](?=[a-z])")
"""A mark of another kind that stands for an apostrophe ("shouldn‘t"); the parser gets one, the text keeps its own."""


@dataclass(slots=True)
class _Reading(Generic[Key]):
    """A text on its way through the parser, with the key that its caller knows it by."""

    text: str
    key: Key
    clock: Clock
    paragraphs: list[Paragraph] = field(default_factory=list)

    def done(self) -> Parsed:
        sentences = [(p.start + s.start_char, p.start + s.end_char) for p in self.paragraphs for s in p.doc.sents]
        return Parsed(self.text, self.paragraphs, sentences, self.clock)


Piece = tuple[str, tuple[_Reading[Key], int, Dateline | None, bool]]
"""A piece of a text, with the text's reading, where the piece starts, what dateline it is, whether it is the last."""


def _pieces_of_all(texts: Iterable[tuple[str, Key]], seconds: float) -> Iterator[Piece[Key]]:
    """The pieces of texts one after another; a text whose time is up ends early, with an empty piece."""
    for text, key in texts:
        reading = _Reading(text, key, Clock(seconds))
        spans = list(pieces(text)) or [(0, 0, None)]
        for number, (start, end, dateline) in enumerate(spans, 1):
            is_up = reading.clock.is_up
            yield (
                ("" if is_up else STRAY.sub("’", text[start:end])),
                (reading, start, dateline, is_up or number == len(spans)),
            )
            if is_up:
                break


def parse_many(
    texts: Iterable[tuple[str, Key]], name: str = DEFAULT_MODEL, seconds: float = math.inf
) -> Iterator[tuple[Parsed, Key]]:
    """Parse texts in order, each with a key that comes back beside it, in batches over paragraphs, holding one batch in
    memory. A text that takes more than `seconds` of CPU comes back unfinished: its clock is up."""
    docs = model(name).pipe(_pieces_of_all(texts, seconds), as_tuples=True, batch_size=BATCH)
    since = time.thread_time()
    for doc, (reading, start, dateline, is_last) in docs:
        reading.clock.count_from(since)
        if len(doc):
            text = reading.text[start : start + len(doc.text)]
            reading.paragraphs.append(Paragraph(start, doc, text, dateline))
        if is_last:
            yield reading.done(), reading.key
        since = time.thread_time()


def parse(text: str, name: str = DEFAULT_MODEL) -> Parsed:
    """Parse one text."""
    return next(parse_many([(text, None)], name))[0]
