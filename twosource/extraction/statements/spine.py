"""The statements of an article by place, so that every other room can ask for the one that a fact stands in.

Belongs here: from words and offsets to statements. Does not: reading a clause (`reading`).
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from twosource.extraction.parse import Paragraph
from twosource.extraction.statements.clauses import Clause
from twosource.extraction.statements.scene import Scene
from twosource.records import Mention, Quote, Statement, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

AnyStated = TypeVar("AnyStated", Mention, Quote, TimeExpression)


@dataclass(slots=True)
class Page:
    """A paragraph: where its words begin, the statement around each word (-1 for none), and the statements of verbs."""

    paragraph: Paragraph
    starts: list[int]
    owners: list[int]
    of_verb: dict[int, int] = field(default_factory=dict)

    def word_at(self, offset: int) -> int:
        """Number of the word at a place of the article."""
        return max(0, bisect.bisect_right(self.starts, offset - self.paragraph.start) - 1)

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """First and stop of the words that lie wholly inside a place of the article."""
        first = bisect.bisect_left(self.starts, start - self.paragraph.start)
        stop = bisect.bisect_left(self.starts, end - self.paragraph.start)
        if stop > first and self.paragraph.start + self.starts[stop - 1] + len(self.paragraph.doc[stop - 1]) > end:
            stop -= 1
        return first, stop


@dataclass(slots=True)
class Statements:
    """What was read of each clause, with the clause itself and the statement around it."""

    scene: Scene
    found: list[Statement] = field(default_factory=list)
    clauses: list[Clause | None] = field(default_factory=list)
    """The clause of each statement; None of a nominal act."""
    parents: list[int] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)

    def page_at(self, offset: int) -> Page | None:
        """The paragraph that holds a place of the article."""
        at = bisect.bisect_right(self.page_starts, offset) - 1
        return self.pages[at] if at >= 0 else None

    def of_word(self, paragraph: Paragraph, token: Token) -> int | None:
        """The statement that a word stands in; of a verb that heads or tells a clause its own."""
        page = self.page_at(paragraph.start)
        if page is None:
            return None
        number = page.of_verb.get(token.i, page.owners[token.i])
        return number if number >= 0 else None

    def around(self, start: int, end: int) -> int | None:
        """The innermost statement that holds a place of the article; None outside every clause."""
        page = self.page_at(start)
        number = page.owners[page.word_at(start)] if page is not None and page.starts else -1
        while number >= 0 and not (self.found[number].start <= start and end <= self.found[number].end):
            number = self.parents[number]
        return number if number >= 0 else None

    def first_in(self, start: int, end: int) -> int | None:
        """The statement of something said: the one around it, or of several inside it the first."""
        page = self.page_at(start)
        if page is None:
            return None
        owners = page.owners[page.word_at(start) : page.word_at(end - 1) + 1]
        inside = (n for n in owners if n >= 0 and self.found[n].start < end and start < self.found[n].end)
        number = self.around(start, end)
        first = next(inside, None)
        return first if first is not None else number

    def get(self, number: int | None) -> Statement | None:
        """The statement of a number; None for None."""
        return self.found[number] if number is not None else None

    def verbs_of(self, numbers: Sequence[int]) -> list[Token]:
        """The verbs that tell the clauses of these statements."""
        return [clause.verb for number in numbers if (clause := self.clauses[number]) is not None]
