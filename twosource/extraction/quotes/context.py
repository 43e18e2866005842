"""An article as the rules of speech see it: paragraphs with their quoted stretches, and names by place.

Belongs here: look-ups that many rules share, and the draft of a quotation. Does not: any rule.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.quotes.marks import Quoted, segments
from twosource.newsroom.pictures import ends_with_credit
from twosource.records import Mention, Span

TEASER = re.compile(
    r"\s*(?:READ MORE|READ|WATCH(?: BELOW| LIVE)?|Watch|Read more|LISTEN|RELATED|MORE|SEE ALSO|ALSO):\s"
)

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Attribution:
    """Who is said to speak, and how it is told. `speaker` is the place of the words that name the speaker.

    `owner` is the place of whose document or statement it is, when the speaker is one ("her statement").
    """

    speaker: Span | None = None
    name: str | None = None
    role: str | None = None
    cue: str | None = None
    force: str | None = None
    rule: str = "unattributed"
    confidence: float = 0.5
    said_on: str | None = None
    relayed_from: str | None = None
    owner: Span | None = None


@dataclass(slots=True)
class Draft:
    """A quotation before its speaker is resolved; `fragments` are spans in the article, in order."""

    fragments: list[Span]
    attribution: Attribution

    @property
    def start(self) -> int:
        """Where the first fragment starts."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.fragments[-1][1]


@dataclass(slots=True)
class Page:
    """One paragraph: its parse, its quoted stretches, for each token the stretch it stands in (-1 outside)."""

    paragraph: Paragraph
    quoted: list[Quoted]
    inside: list[int]
    text: str

    def outside(self, token: Token) -> bool:
        """Whether the token stands outside all quotation marks."""
        return bool(self.inside[token.i] < 0)

    def place(self, first: Token, last: Token) -> Span:
        """The span in the article from one token to another, both included."""
        return self.paragraph.start + first.idx, self.paragraph.start + last.idx + len(last.text)

    @property
    def quote_only(self) -> bool:
        """Whether hardly a word of the paragraph stands outside the marks."""
        words = [token for token in self.paragraph.doc if token.is_alpha]
        return bool(self.quoted) and sum(self.outside(token) for token in words) <= 1

    @property
    def caption(self) -> bool:
        """Whether the paragraph ends with a picture credit in brackets, and so tells of a picture."""
        return ends_with_credit(self.text)

    @property
    def teaser(self) -> bool:
        """Whether the paragraph points to another piece or a video ("READ MORE: ...")."""
        return bool(TEASER.match(self.text))

    @property
    def heading(self) -> bool:
        """Whether the paragraph is short and ends without a full stop or a quotation."""
        text = self.text.rstrip()
        ends = text.endswith((".", "!", "?", ":", "…"))
        short = len(self.paragraph.doc) <= 12
        return bool(short and not self.quoted and not ends)


def page_of(paragraph: Paragraph, quoted: list[Quoted]) -> Page:
    """The paragraph with the stretch of each token; marks themselves count as inside."""
    if not quoted:
        return Page(paragraph, quoted, [-1] * len(paragraph.doc), paragraph.text)
    inside, at = [], 0
    for token in paragraph.doc:
        offset = paragraph.start + token.idx
        while at < len(quoted) and quoted[at].outer_end <= offset:
            at += 1
        inside.append(at if at < len(quoted) and quoted[at].outer_start <= offset else -1)
    return Page(paragraph, quoted, inside, paragraph.text)


@dataclass(slots=True)
class Context:
    """All pages of an article, and its mentions by place."""

    text: str
    pages: list[Page]
    mentions: Sequence[Mention]
    starts: list[int] = field(default_factory=list)

    def mention_at(self, offset: int) -> Mention | None:
        """The mention that covers the code point at `offset`."""
        at = bisect.bisect_right(self.starts, offset) - 1
        return self.mentions[at] if at >= 0 and self.mentions[at].end > offset else None


def context_of(parsed: Parsed, mentions: Sequence[Mention]) -> Context:
    """Deal the quoted stretches out to the paragraphs (a stretch that a cut paragraph splits is dealt in parts)."""
    found, at, pages = segments(parsed.text), 0, []
    for paragraph in parsed.walk():
        mine: list[Quoted] = []
        stop = paragraph.end
        while at < len(found) and found[at].outer_start < stop:
            if found[at].outer_end > stop:  # goes on in the rest of a paragraph that was cut for its length
                part = found[at]
                mine.append(Quoted(part.start, stop, part.outer_start, stop, part.opened, False))
                found[at] = Quoted(stop, part.end, stop, part.outer_end, False, part.closed)
                break
            mine.append(found[at])
            at += 1
        pages.append(page_of(paragraph, [q for q in mine if q.start < q.end]))
    return Context(parsed.text, pages, mentions, [mention.start for mention in mentions])
