"""Which statements of an article are claims: what somebody is reported to have said, and what outlets may differ about.

Belongs here: the choice, and the facts inside a claim. Does not: what a statement says of itself (`statements`).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

from twosource.extraction.language import denial, tree
from twosource.extraction.language.words import listed
from twosource.extraction.parse import Parsed
from twosource.extraction.statements import Statements
from twosource.extraction.statements.clauses import Clause
from twosource.records import Claim, Event, Mention, Quantity, Statement, TimeExpression

LONGEST = 80
"""Words of a claim; a longer one is a list."""
SHORTEST = 3
"""Words of the shortest claim."""
QUOTED = 0.85
TOLD = 0.6


def find(
    parsed: Parsed,
    statements: Statements,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    events: Sequence[Event],
) -> list[Claim]:
    """The claims of the article in order: what somebody is reported to have said, and what the article itself tells of
    matters that articles differ about (an event, an amount, a denial, what was or was not spoken of).

    `quantities`, `times` and `entities` of a claim are indexes into the lists given here.
    """
    facts = _Facts(mentions, quantities, times, events)
    tops = [number for number in _tops(statements) if _is_proposition(parsed.text, statements, number)]
    said = {number for number in tops if statements.found[number].attributed_by is not None}
    spans = sorted((statements.found[n].start, statements.found[n].end) for n in said)
    chosen = [
        number
        for number in tops
        if number in said or (not _meets(spans, statements.found[number]) and _is_matter(statements, number, facts))
    ]
    found = {(made.start, made.end): made for made in (_claim(statements, number, facts) for number in chosen)}
    return _innermost(sorted(found.values(), key=lambda claim: (claim.start, claim.end)))


# ------------------------------------------------------------------ which statements


def _tops(statements: Statements) -> Iterator[int]:
    """The clauses that stand in no other; in the place of one that only passes a verdict on another, that other."""
    inside: dict[int, list[int]] = {}
    for number, parent in enumerate(statements.parents):
        inside.setdefault(parent, []).append(number)
    for number, clause in enumerate(statements.clauses):
        if clause is not None and clause.is_top:
            yield _wrapped(statements, inside, number)


def _wrapped(statements: Statements, inside: dict[int, list[int]], number: int) -> int:
    """The statement that a clause only wraps: "I can only tell you that", "doubts that", "claims that ... are false";
    the clause's own when it wraps none."""
    clause = statements.clauses[number]
    if clause is None:
        return number
    for below in inside.get(number, ()):
        inner = statements.clauses[below]
        if inner is None:
            continue
        report = denial.report_over(inner.head)
        judged = report is not None and denial.verdict(report) is not None
        content = inner.head.dep_ in ("ccomp", "csubj") and inner.head.head.i in (clause.verb.i, clause.head.i)
        content = content and inner.head.i > clause.head.i
        verdict = denial.denies(clause.verb) or denial.doubts(clause.verb) is not None
        if judged or (content and (verdict or denial.only_tells(clause.verb, inner.head))):
            return below
    return number


def _is_proposition(text: str, statements: Statements, number: int) -> bool:
    """Whether a clause is neither a question nor a list nor a scrap."""
    clause, told = statements.clauses[number], statements.found[number]
    if clause is None or clause.stop - clause.first > LONGEST or "?" in text[told.end - 1 : told.end + 1]:
        return False
    words = sum(bool(word.is_alpha) for word in clause.head.doc[clause.first : clause.stop])
    return words >= SHORTEST


def _meets(spans: Sequence[tuple[int, int]], told: Statement) -> bool:
    """Whether a clause of the article's own meets a reported one."""
    at = bisect.bisect_left(spans, (told.end, 0))
    return any(start < told.end and told.start < end for start, end in spans[max(0, at - 8) : at])


def _is_matter(statements: Statements, number: int, facts: _Facts) -> bool:
    """Whether a clause of the article's own tells something: a sentence with a subject and a finite verb, or what is
    about something that articles may differ about."""
    clause, told = statements.clauses[number], statements.found[number]
    if clause is None or not any(child.dep_ in tree.STATED for child in clause.head.children):
        return False
    plain = "?" not in told.text
    if plain and tree.is_finite(clause.head) and not _is_heading(clause):
        return True
    verbs = (clause.head, clause.verb, *(child for child in clause.verb.children if child.dep_ == "xcomp"))
    if told.negated or any(tree.lemma(verb) in listed("claims", "matters") for verb in verbs):
        return True
    words = clause.head.doc[clause.first : clause.stop]
    if tree.lemma(clause.verb) == "be" and any(tree.lemma(word) in listed("claims", "topics") for word in words):
        return True
    return bool(facts.within("quantities", told) or facts.within("events", told))


def _is_heading(clause: Clause) -> bool:
    """Whether a clause is a line without an end mark: a headline or an item of a list."""
    sentence = clause.head.sent
    last = next((word for word in reversed(list(sentence)) if not word.is_space), clause.head)
    return bool(not last.is_punct)


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

    def within(self, kind: str, told: Statement) -> list[int]:
        """Indexes of the facts of a kind that lie inside the clause, in the order of their places."""
        places = self._places[kind]
        first = bisect.bisect_left(places, (told.start, 0, 0))
        last = bisect.bisect_left(places, (told.end, 0, 0))
        return [number for _, end, number in places[first:last] if end <= told.end]


def _claim(statements: Statements, number: int, facts: _Facts) -> Claim:
    told = statements.found[number]
    quote = statements.scene.quotes[told.attributed_by] if told.attributed_by is not None else None
    return Claim(
        text=told.text,
        start=told.start,
        end=told.end,
        sentence=told.sentence,
        statement=number,
        rule="claims.told" if quote is None else f"claims.{quote.kind}",
        confidence=TOLD if quote is None else min(QUOTED, quote.confidence),
        attributed_to=told.attributed_to,
        relayed_from=told.relayed_from,
        negated=told.negated,
        modality=told.modality,
        hedge=told.hedge,
        quantities=facts.within("quantities", told),
        times=facts.within("times", told),
        entities=facts.within("mentions", told),
    )
