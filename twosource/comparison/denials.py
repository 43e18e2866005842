"""Who denies what another article tells: "the army denied that it carried out the strike", against the strike.

Belongs here: clauses that deny, dispute or reject, and the clauses of other articles that they speak of. Does not:
clauses that are negated themselves (`polarity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twosource.comparison.classes import EMPTY, classes_of
from twosource.comparison.clauses import Clause, SpokenOf
from twosource.comparison.occurrences import Met
from twosource.comparison.polarity import said_of, same_person
from twosource.comparison.shingles import words
from twosource.comparison.slots import Said
from twosource.comparison.tellings import Telling
from twosource.comparison.terms import stem, word_set
from twosource.comparison.verdicts import Reason, Verdict, Word
from twosource.comparison.wording import content_words

DENY = frozenset({"deny", "dispute", "refute", "contradict"})
REJECT = frozenset({"reject", "dismiss"})
"""These deny only what is put forward: a claim, and no plan or offer."""
CLAIMS = word_set("claim allegation accusation assertion suggestion")
REFUSED = word_set("right access entry permission bail visa request appeal motion service admission application parole")
"""What is denied to somebody is refused, and nobody says that it is not so."""
TELLING = EMPTY | DENY | REJECT | {"announce", "confirm", "accuse", "charge", "report", "ask", "agree"}
"""Classes that a denial shares with what it denies without being of one thing."""
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Denial:
    """A clause that denies, with who does, the classes of what is denied and the names in it."""

    clause: Clause
    holder: str
    classes: frozenset[str]
    names: frozenset[str]


def denials_of(telling: Telling, spoken: Sequence[Clause]) -> list[Denial]:
    """The denials among the clauses of a sentence."""
    found = []
    for clause in spoken:
        statement = clause.statement
        nouns = {stem(word) for one in statement.arguments for word in one.text.lower().split()}
        denies = statement.predicate in DENY or (statement.predicate in REJECT and bool(nouns & CLAIMS))
        holder = next((one.text for one in statement.arguments if one.role == "subject"), None)
        is_so = statement.modality == "asserted" and not statement.negated and " " not in statement.verb
        if holder and denies and is_so and not nouns & REFUSED:
            denied = telling.text[statement.start - telling.start :]
            classes = classes_of(words(denied), []) - TELLING
            found.append(Denial(clause, holder, classes, telling.names & content_words(denied)))
    return found


def denial_pairs(met: Sequence[Met], spoken_of: SpokenOf) -> Iterator[tuple[Said, Said, Verdict]]:
    """Denials beside clauses of other articles that tell as a fact, of the same people, what is denied."""
    for pair in met:
        if pair.likely < LIKELY:
            continue
        for one, two in ((pair.one, pair.two), (pair.two, pair.one)):
            for denial in denials_of(one, spoken_of[one.key]):
                told = _denied_in(two, spoken_of[two.key], denial)
                if told is not None:
                    yield _denying(denial), said_of(told), Verdict(Word.CONFLICTING, Reason.SPEAKERS_APART, pair.likely)


def _denied_in(telling: Telling, spoken: Sequence[Clause], denial: Denial) -> Clause | None:
    """The clause of a sentence that tells what is denied; None where the sentence denies it, too, or hedges it."""
    if denials_of(telling, spoken) or any(one.negated for one in telling.statements):
        return None
    for clause in spoken:
        statement = clause.statement
        if statement.modality != "asserted" or statement.negated or statement.hedge:
            continue
        kinds = classes_of(words(statement.text), [statement])
        if statement.attributed_to and same_person(statement.attributed_to, denial.holder):
            continue
        if kinds & denial.classes and _takes_part(clause) & denial.names:
            return clause
    return None


def _takes_part(clause: Clause) -> frozenset[str]:
    """The names among the words of those who take part in a clause, and of who says it."""
    said_by = content_words(clause.statement.attributed_to or "")
    return (clause.parts | said_by) & clause.telling.names


def _denying(denial: Denial) -> Said:
    said = said_of(denial.clause)
    return Said(
        slot=said.slot,
        kind=said.kind,
        telling=said.telling,
        start=said.start,
        end=said.end,
        text=said.text,
        stance="denies",
        speaker=said.speaker or denial.holder,
        clause=said.clause,
    )
