"""Words quoted inside what a verb of speech governs: called the plan a “sham”, spoke of the “old days” in the town.

Belongs here: where that phrase begins and ends. Does not: reported clauses (see `indirect`), sentences in marks
(see `direct`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twosource.extraction.language import tree
from twosource.extraction.quotes import bounds, cues, speakers
from twosource.extraction.quotes.context import Context, Draft, Page

if TYPE_CHECKING:
    from spacy.tokens import Token

OBJECTS = ("dobj", "oprd", "xcomp", "ccomp", "attr", "acomp")
TOPICS = ("about", "of", "as", "against")
"""Prepositions that lead to what is spoken of."""
LONGEST = 40
"""Tokens that such a phrase may have."""


def find(context: Context, page: Page) -> list[Draft]:
    """The phrases of a paragraph that hold quoted words beside words of their own, in order."""
    drafts: list[Draft] = []
    for token in page.paragraph.doc:
        if not page.outside(token) or not cues.takes_object(token) or not cues.tells(token):
            continue
        bounds_of = _phrase(page, token)
        if bounds_of is None or (drafts and page.paragraph.start + token.idx < drafts[-1].end):
            continue
        found = speakers.attribute(page, context, token, "quotes.complement", 0.7)
        place = page.place(*bounds_of)
        if found is not None and not (found.speaker and found.speaker[0] < place[1] and place[0] < found.speaker[1]):
            drafts.append(Draft([place], found))
    return drafts


def _phrase(page: Page, cue: Token) -> tuple[Token, Token] | None:
    """First and last token of what the verb governs, when quoted words stand in it beside its own words."""
    doc = page.paragraph.doc
    held = [child for child in cue.rights if child.dep_ in OBJECTS or _topic(cue, child)]
    if not held or tree.is_passive(cue):
        return None
    first = held[0].i + 1 if _topic(cue, held[0]) and held[0].lower_ != "as" else held[0].left_edge.i
    last = min(max(child.right_edge.i for child in held), first + LONGEST, len(doc) - 1)
    last = bounds.cut_back(page, first, last)
    while last > first and (doc[last].is_punct or doc[last].is_space) and page.outside(doc[last]):
        last -= 1
    quoted = [i for i in range(first, last + 1) if page.inside[i] >= 0]
    if not quoted or first <= cue.i:
        return None
    last = _before_circumstance(page, quoted[-1], last)
    before = [token for token in doc[first : quoted[0]] if token.is_alpha and token.dep_ != "det"]
    behind = [token for token in doc[quoted[-1] + 1 : last + 1] if token.is_alpha]
    whole = page.inside[first] >= 0 and doc[min(first + 1, last)].text[:1].isupper()
    if any(cues.is_work(token) for token in doc[max(first, quoted[0] - 2) : quoted[0]]):
        return None
    if (not before and not behind) or whole or any(token.text == ":" for token in doc[first : quoted[0]]):
        return None
    return doc[first], doc[last]


def _before_circumstance(page: Page, quoted: int, last: int) -> int:
    """The phrase's end, moved before when or at what occasion it was said: "a “sham” on Monday", "during a visit"."""
    doc = page.paragraph.doc
    following = doc[quoted + 1] if quoted + 1 <= last else None
    if following is None or following.dep_ != "prep":
        return last
    dated = any(child.ent_type_ in ("DATE", "TIME") for child in following.children)
    return quoted if dated or following.lower_ == "during" else last


def _topic(cue: Token, child: Token) -> bool:
    """Whether a preposition leads to what is spoken of: "talked about", "referred to him as", "praised them for"."""
    own = {"to": ("refer", "point"), "for": ("call", "praise", "criticize", "criticise", "blame", "mock")}
    fits = child.lower_ in TOPICS or cues.lemma(cue) in own.get(child.lower_, ())
    return bool(child.dep_ in ("prep", "dative") and fits and child.i + 1 < len(child.doc))
