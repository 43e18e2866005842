"""Cutting sentences into clauses that say one thing each.

Belongs here: which verbs head a clause, and where it begins and ends. Does not: what a clause says (`reading`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language import modality, tree
from twosource.extraction.language.words import grouped, listed
from twosource.extraction.parse import Paragraph

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

TRIM = " \t\n\r,;:.\"'“”‘’()[]{}–—-"
PAIRS = (("(", ")"), ("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"))
NO_CLAUSE = frozenset({"prep", "case", "mark", "advmod", "cc", "punct", "det", "nummod", "intj"})
"""Labels under which a word tagged as a verb only joins or describes: "including", "according"."""
LONGEST = 250
"""Words; a longer sentence is a list or a table, and its parse tells nothing."""
KINDS = {
    "conj": "coordinated", "ccomp": "complement", "csubj": "complement", "pcomp": "complement", "xcomp": "infinitive",
    "relcl": "relative", "acl": "relative", "advcl": "adverbial", "parataxis": "inserted",
}  # fmt: skip
"""How a clause hangs on another, by the label of its verb."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: the verb at its head, the verb that tells its act ("plans to raise": `raise`), and its words.

    `first` and `stop` number its words in the paragraph. `stretch` is the place in words of what somebody said that the
    clause stands in, `is_top` whether it stands there (or in its sentence) by itself, in no other clause.
    """

    head: Token
    verb: Token
    first: int
    stop: int
    kind: str
    is_top: bool
    stretch: tuple[int, int] | None = None


def of_sentence(sentence: Span, said: Sequence[tuple[int, int]]) -> list[Clause]:
    """The clauses of a sentence, those around others first; `said` are the places, in words, of what somebody said."""
    if len(sentence) > LONGEST:
        return []
    heads = _heads(sentence)
    tops: dict[int, tuple[int, int, tuple[int, int] | None]] = {
        verb.i: (first, stop, None) for verb, first, stop in _tops(sentence)
    }
    for place in said:
        inside = sentence.doc[max(sentence.start, place[0]) : min(sentence.end, place[1])]
        tops |= {verb.i: (first, stop, place) for verb, first, stop in _tops(inside)} if len(inside) else {}
    found = []
    for head, verb in heads:
        within = next((place for place in said if place[0] <= head.i < place[1]), None)
        top = tops.get(head.i)
        first, stop = top[:2] if top is not None else _extent(head, within)
        kind = "main" if top is not None and top[2] is None else KINDS.get(head.dep_, "main")
        found.append(Clause(head, verb, first, stop, kind, top is not None, within))
    return sorted(found, key=lambda clause: (clause.first - clause.stop, clause.head.i))


# ------------------------------------------------------------------ heads


def _heads(sentence: Span) -> list[tuple[Token, Token]]:
    """The verbs that head a clause, in order, each with the verb that tells its act."""
    telling: dict[int, tuple[int, Token, Token]] = {}
    for token in sentence:
        if token.pos_ not in tree.VERBS or not tree.is_verb(token) or token.dep_ in NO_CLAUSE:
            continue
        top, steps = token, 0
        while steps < tree.HIGHEST and (above := carrier_of(top)) is not None:
            top, steps = above, steps + 1
        known = telling.get(top.i)
        if known is None or known[0] < steps:
            telling[top.i] = steps, top, token
    return [(top, verb) for _, top, verb in sorted(telling.values(), key=lambda one: one[1].i)]


def carrier_of(verb: Token) -> Token | None:
    """The verb that tells one act together with the infinitive or gerund under it; None when it stands by itself."""
    above = verb.head
    if verb.dep_ != "xcomp" or above.i == verb.i:
        return None
    if above.pos_ in tree.VERBS:
        return above if tree.is_verb(above) and modality.carries(above, verb) else None
    word = tree.lemma(above)
    doubt = word in modality.of_verbs() or word in grouped("denial", "modality_of_doubt")
    carried = above.dep_ == "acomp" and (doubt or word in listed("modality", "carrying_adjectives"))
    return above.head if carried and tree.is_verb(above.head) else None


def _tops(tokens: Span) -> Iterator[tuple[Token, int, int]]:
    """The clauses of a stretch of one sentence that stand in no other: verb, first and stop, cut where a coordinated
    clause has a subject of its own."""
    heads = [token for token in tokens if _is_top(token, tokens)]
    cuts = sorted({tokens.start, *(_begin(head, tokens.start) for head in heads[1:])})
    for first, stop in zip(cuts, [*cuts[1:], tokens.end], strict=True):
        inside = [head for head in heads if first <= head.i < stop]
        if inside:
            yield min(inside, key=lambda head: sum(1 for _ in head.ancestors)), first, stop


def _is_top(token: Token, tokens: Span) -> bool:
    """Whether the word is the verb of a clause of its own: the highest of the stretch, or coordinated with it."""
    while token.pos_ in tree.VERBS and token.dep_ not in tree.HELPERS and tree.is_finite(token):
        if not tokens.start <= token.head.i < tokens.end or token.head.i == token.i:
            return True
        if token.dep_ != "conj" or not _has_subject(token):
            return False
        token = token.head
    return False


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in tree.STATED for child in verb.children)


def _begin(head: Token, lowest: int) -> int:
    """Where a coordinated clause begins: behind the conjunction or the comma before it."""
    at = max(head.left_edge.i, lowest)
    while at > lowest and head.doc[at - 1].dep_ == "cc":
        at -= 1
    return int(at)


def _extent(head: Token, within: tuple[int, int] | None) -> tuple[int, int]:
    """First and stop of a clause inside another: the words under its verb, without what is coordinated and has a
    subject of its own, and no farther than what is said."""
    first, stop = head.left_edge.i, head.right_edge.i + 1
    for child in head.rights:
        if child.dep_ == "conj" and _has_subject(child):
            stop = min(stop, max(head.i + 1, _begin(child, first)))
    if within is not None:
        first, stop = max(first, within[0]), min(stop, within[1])
    return first, stop


# ------------------------------------------------------------------ places in the text


def place_of(text: str, paragraph: Paragraph, first: int, stop: int) -> tuple[int, int] | None:
    """The place of words in the article without conjunction and outer punctuation; None when nothing is left."""
    doc = paragraph.doc
    while first < stop and (_leads_in(doc[first]) or not doc[first].text.strip(TRIM)):
        first += 1
    if first >= stop:
        return None
    kept = doc[first:stop]
    begin, end = paragraph.start + kept.start_char, paragraph.start + kept.end_char
    words = text[begin:end]
    lead, tail = len(words) - len(words.lstrip(TRIM)), len(words) - len(words.rstrip(TRIM))
    last = kept[-2] if kept[-1].text == "." and len(kept) > 1 else kept[-1]
    if tail and words[-tail:].startswith(".") and "." in last.text.rstrip("."):
        tail -= 1  # the full stop of "U.S."
    return _balanced(text, begin + lead, end - tail)


def _leads_in(token: Token) -> bool:
    """Whether the word only joins the clause to what stands before it: "and", "that"."""
    return bool(token.dep_ == "cc" or (token.dep_ == "mark" and token.lower_ == "that"))


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the bracket or quotation mark beside it whose partner it holds."""
    for opening, closing in PAIRS:
        inside = text[start:end]
        odd = opening == closing and inside.count(opening) % 2 == 1
        behind = text[end : end + 2].lstrip(".,!")[:1]
        if (odd or inside.count(opening) > inside.count(closing)) and behind == closing:
            end = text.index(closing, end) + 1
        elif (odd or inside.count(closing) > inside.count(opening)) and start and text[start - 1] == opening:
            start -= 1
    return start, end
