"""Quotations whose speaker stands beside them as a label, without a verb: "Name, role: “…”", "“…” — Name", "From X:".

Belongs here: labels before and behind the marks and on the line above, and what in marks is only a name. Does not: cues
(`direct`), turns of a transcript (`turns`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twosource.extraction.quotes import cues
from twosource.extraction.quotes.context import Attribution, Context, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

DASHES = ("-", "–", "—", "―", "--")
LONGEST = 24
"""Tokens that a label may have."""
FROM = re.compile(r"\s*(?:From|A (?:message|word|note) from)\b", re.IGNORECASE)
SPEAKERS = re.compile(
    r"(?:spokes\w+|official|minister|president|mayor|governor|officer|analyst|economist|resident|farmer|worker|teacher"
    r"|owner|director|manager|captain|chief|lawyer|doctor|student|witness|neighbou?r|editor|expert|professor|secretary"
    r"|chair\w*|leader|statement|ministry|department|office|company|union)s?$",
    re.IGNORECASE,
)


def before(page: Page, context: Context, lead: Sequence[Token]) -> Attribution | None:
    """A label with a colon right before the marks that begins its line; `lead` are the tokens before, nearest first."""
    if not lead or lead[0].text != ":" or len(lead) > LONGEST:
        return None
    return _label(page, context, list(lead[:0:-1]), "quotes.label")


def above(page: Page, context: Context) -> Attribution | None:
    """A label on the line above, of a paragraph that is all quotation."""
    start = page.paragraph.start
    if not context.text[max(0, start - 4) : start].rstrip().endswith(":"):
        return None
    number = next((n for n, other in enumerate(context.pages) if other is page), 0)
    line = context.pages[number - 1] if number else None
    if line is None or not line.text.rstrip().endswith(":") or not FROM.match(line.text) or line.quoted:
        return None
    tokens = [token for token in line.paragraph.doc if not token.is_space]
    return _label(line, context, tokens[:-1], "quotes.label_above") if len(tokens) <= LONGEST else None


def behind(page: Page, context: Context, tail: Sequence[Token]) -> Attribution | None:
    """A signature behind a dash: "“…” — Ann Bloom, mayor"."""
    if not tail or not tail[0].text.startswith(DASHES) or len(tail) > LONGEST:
        return None
    last = next((token for token in reversed(tail) if not token.is_space), tail[0])
    doc = page.paragraph.doc
    if any(token.is_alpha for token in doc[last.i + 1 : last.i + 3]):
        return None
    tokens = list(tail) if len(tail[0].text) > 2 else list(tail[1:])
    return _label(page, context, tokens, "quotes.signature", named=True)


def _label(page: Page, context: Context, tokens: Sequence[Token], rule: str, named: bool = False) -> Attribution | None:
    """The person named in a label, or else the office it gives; None when it holds a verb or names nobody."""
    if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.pos_ in ("VERB", "AUX") for token in tokens):
        return None
    for token in tokens:
        at = page.paragraph.start + token.idx
        mention = context.mention_at(at) or context.mention_at(at + len(token.text) - 1)
        if mention is not None and mention.label == "PER":
            place = (mention.start, mention.end)
            return Attribution(place, mention.entity, mention.role, None, "says", rule, 0.8)
    words = [token for token in tokens if token.is_alpha or token.text == "’s"]
    office = next((token for token in reversed(words) if SPEAKERS.fullmatch(token.lower_)), None)
    if named or office is None or not words:
        return None
    span = page.place(words[0], office)
    return Attribution(span, context.text[slice(*span)], None, None, "says", rule, 0.7)


def is_nickname(lead: Sequence[Token], tail: Sequence[Token], count: int) -> bool:
    """Whether the words in marks stand between the parts of a name: Darnell “Tiny” Brooks."""
    if count > 3 or not lead or not tail:
        return False
    name = lead[0].text[:1].isupper() and lead[0].pos_ == "PROPN"
    return bool(name and tail[0].text[:1].isupper() and tail[0].is_alpha)


def is_name_of_work(inner: str, lead: Sequence[Token]) -> bool:
    """Whether nearly all words in the marks have a capital and no mark of a spoken sentence ends them: a title.

    Behind a verb that gives a name ("called it “The Wall”") they are somebody's words all the same.
    """
    if inner.endswith((",", "!", "?", ".", "—")) or any(cues.is_naming(token) for token in lead[:6]):
        return False
    words = [word for word in re.findall(r"[\w’'-]+", inner) if word[0].isalpha()]
    long = [word for word in words if len(word) > 3 or word[0].isupper()]
    return (
        len(words) > 1 and words[0][0].isupper() and all(word[0].isupper() for word in long) and words[-1][0].isupper()
    )
