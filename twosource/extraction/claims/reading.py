"""From a parse, quotations and the other facts to the claims of an article.

Belongs here: which clauses are claims, on whose word, negated or hedged, and what stands in them. Does not: where a
clause begins and ends (`clauses`).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from twosource import reference
from twosource.extraction.claims import clauses
from twosource.extraction.claims.clauses import Clause
from twosource.extraction.events import telling
from twosource.extraction.language import denial, tree
from twosource.extraction.parse import Paragraph, Parsed
from twosource.records import Claim, Event, Mention, Quantity, Quote, Span, TimeExpression

LONGEST = 80
"""Words of a clause; a longer one is a list."""
QUOTED = 0.85
TOLD = 0.6


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(reference.table("claims")[name])


@cache
def _modality_of_force() -> Mapping[str, str]:
    found: Mapping[str, str] = reference.table("claims")["modality_of_force"]
    return found


def find(
    parsed: Parsed,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    events: Sequence[Event],
) -> list[Claim]:
    """The claims of the article in order: what somebody is reported to have said, and what the article itself tells of
    matters that articles differ about (an event, an amount, a denial, what was or was not spoken of).

    `quantities`, `times` and `entities` of a claim are indexes into the lists given here.
    """
    facts = _Facts(mentions, quantities, times, events)
    found: dict[Span, Claim] = {}
    said: list[Span] = []
    spoken = [(place, quote) for quote in quotes for place in quote.fragments or [(quote.start, quote.end)]]
    for paragraph, place, quote in _by_paragraph(parsed, spoken):
        for clause in _clauses_in(parsed.text, paragraph, place):
            if not _is_question(parsed.text, clause):
                found[clause.start, clause.end] = _claim(parsed, clause, quote, facts)
                said.append((clause.start, clause.end))
    said.sort()
    for paragraph in parsed.walk():
        for clause in _told(parsed.text, paragraph, said):
            matter = _is_matter(clause, facts)
            if matter and not _is_question(parsed.text, clause) and (clause.start, clause.end) not in found:
                found[clause.start, clause.end] = _claim(parsed, clause, None, facts)
    return _innermost(sorted(found.values(), key=lambda claim: (claim.start, claim.end)))


# ------------------------------------------------------------------ clauses


def _by_paragraph(parsed: Parsed, spoken: Sequence[tuple[Span, Quote]]) -> Iterator[tuple[Paragraph, Span, Quote]]:
    """Each quoted place with the paragraphs that it meets."""
    starts = [paragraph.start for paragraph in parsed.paragraphs]
    for (start, end), quote in spoken:
        at = max(0, bisect.bisect_right(starts, start) - 1)
        while at < len(starts) and starts[at] < end:
            paragraph = parsed.paragraphs[at]
            last = _end(paragraph)
            if last > start:
                yield paragraph, (max(start, paragraph.start), min(end, last)), quote
            at += 1


def _end(paragraph: Paragraph) -> int:
    """Where a paragraph ends, told by its last word: its whole text is costly to put together."""
    last = paragraph.doc[-1]
    return int(paragraph.start + last.idx + len(last))


def _clauses_in(text: str, paragraph: Paragraph, place: Span) -> Iterator[Clause]:
    """The clauses of a quoted place, one sentence at a time."""
    doc = paragraph.doc
    span = doc.char_span(place[0] - paragraph.start, place[1] - paragraph.start, alignment_mode="contract")
    if span is None or not len(span):
        return
    for sentence in doc.sents:
        first, stop = max(sentence.start, span.start), min(sentence.end, span.end)
        if first < stop and stop - first <= LONGEST:
            yield from clauses.of_tokens(text, paragraph, doc[first:stop])


def _told(text: str, paragraph: Paragraph, spoken: Sequence[Span]) -> Iterator[Clause]:
    """The clauses that the article tells on its own word: those that meet no reported one (`spoken`, in order)."""
    first, stop = paragraph.start, _end(paragraph)
    quoted = spoken[bisect.bisect_left(spoken, (first, 0)) : bisect.bisect_left(spoken, (stop, 0))]
    for sentence in paragraph.doc.sents:
        if len(sentence) > LONGEST:
            continue
        for clause in clauses.of_tokens(text, paragraph, sentence):
            if not any(start < clause.end and clause.start < end for start, end in quoted):
                yield clause


def _is_question(text: str, clause: Clause) -> bool:
    return "?" in text[clause.end - 1 : clause.end + 1]


def _is_matter(clause: Clause, facts: _Facts) -> bool:
    """Whether a clause of the article's own is about something that articles may differ about."""
    verb = clause.verb
    if not any(child.dep_ in tree.STATED for child in verb.children):
        return False
    verbs = (verb, *(child for child in verb.children if child.dep_ == "xcomp"))
    if any(denial.clause_is_negative(one) or one.lemma_.lower() in _words("matters") for one in verbs):
        return True
    if verb.lemma_.lower() == "be" and any(token.lemma_.lower() in _words("topics") for token in verb.subtree):
        return True
    return bool(facts.within("quantities", clause) or facts.within("events", clause))


def _innermost(claims: Sequence[Claim]) -> list[Claim]:
    """Without claims that mostly consist of another claim: the words within are nearer to their source."""
    return [
        claim
        for number, claim in enumerate(claims)
        if not any(
            claim.start <= other.start and other.end <= claim.end and (other.end - other.start) > 0.5 * len(claim.text)
            for place, other in enumerate(claims[max(0, number - 8) : number + 8], max(0, number - 8))
            if place != number
        )
    ]


# ------------------------------------------------------------------ the record


class _Facts:
    """The facts of the article by place."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        quantities: Sequence[Quantity],
        times: Sequence[TimeExpression],
        events: Sequence[Event],
    ) -> None:
        self._places: dict[str, list[tuple[int, int, int]]] = {
            name: sorted((fact.start, fact.end, number) for number, fact in enumerate(some))
            for name, some in (("mentions", mentions), ("quantities", quantities), ("times", times), ("events", events))
        }

    def within(self, kind: str, clause: Clause) -> list[int]:
        """Indexes of the facts of a kind that lie inside the clause, in the order of their places."""
        places = self._places[kind]
        first = bisect.bisect_left(places, (clause.start, 0, 0))
        last = bisect.bisect_left(places, (clause.end, 0, 0))
        return [number for _, end, number in places[first:last] if end <= clause.end]


def _claim(parsed: Parsed, clause: Clause, quote: Quote | None, facts: _Facts) -> Claim:
    told = telling.modality_of_clause(clause.verb)
    force = quote.force if quote is not None else None
    if quote is not None and told == "historical":
        told = "asserted"  # "had" only follows the verb of saying
    if told == "asserted" and force is not None:
        told = _modality_of_force().get(force, told)
    return Claim(
        text=parsed.text[clause.start : clause.end],
        start=clause.start,
        end=clause.end,
        sentence=parsed.sentence_at(clause.start),
        rule="claims.told" if quote is None else f"claims.{quote.kind}",
        confidence=TOLD if quote is None else min(QUOTED, quote.confidence),
        attributed_to=quote.speaker if quote is not None else None,
        relayed_from=quote.relayed_from if quote is not None else None,
        negated=denial.clause_is_negative(clause.verb) != (force == "denies"),
        modality=told,
        hedge=_hedge(clause),
        quantities=facts.within("quantities", clause),
        times=facts.within("times", clause),
        entities=facts.within("mentions", clause),
    )


def _hedge(clause: Clause) -> str | None:
    """The first word of the clause that makes it less certain."""
    verb = clause.verb
    near = [verb, *verb.children, *(below for child in verb.children for below in child.children)]
    for token in sorted(near, key=lambda token: token.i):
        word = token.lemma_.lower()
        passive = word in _words("hedges_when_passive") and any(c.dep_ == "auxpass" for c in token.children)
        if (word in _words("hedges") or passive) and token.pos_ not in ("NOUN", "PROPN"):
            return str(token.text)
    return None
