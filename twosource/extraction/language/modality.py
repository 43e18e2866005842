"""How an act is told: as so, as a plan, a wish, a guess or a mere possibility, or as not so.

Belongs here: auxiliaries, the verbs above an act, conditions, tense; one reading for every room. Does not: dates, whose
words these are (`statements`), negation inside one clause (`denial`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.language import denial, tree
from twosource.extraction.language.words import grouped, listed

if TYPE_CHECKING:
    from spacy.tokens import Token

CONDITIONS = frozenset({"if", "unless", "whether"})
UNTIL_THEN = frozenset({"when", "once", "before", "after", "until"})
"""A clause with such a word is as far ahead as what it dates: "will speak when the envoys arrive"."""
FOLLOWED = frozenset({"xcomp", "ccomp", "conj", "pcomp"})
REAL = frozenset({"planned", "hypothetical", "demanded", "estimated"})
"""What a verb makes of the noun of an act that is its subject, too."""


@cache
def of_verbs() -> Mapping[str, str]:
    """Verb to what it makes of what stands in a clause or infinitive below it."""
    return {row["verb"]: row["tells"] for row in reference.table("modality")["verbs"]}


@cache
def of_objects() -> Mapping[str, str]:
    """Verb to what it makes of an amount that is its object, of those that do so."""
    return {row["verb"]: row["tells"] for row in reference.table("modality")["verbs"] if "of_object" in row}


@cache
def of_auxiliaries() -> Mapping[str, str]:
    """Auxiliary to what it makes of its clause."""
    return {row["word"]: row["tells"] for row in reference.table("modality")["auxiliaries"]}


def of_force(force: str | None) -> str | None:
    """What the force of a verb of saying makes of the clause that it reports; None when it leaves that open."""
    told: str | None = reference.table("modality")["of_force"].get(force)
    return told


# ------------------------------------------------------------------ the verbs that decide


def chain(verb: Token, dated: bool = True) -> Iterator[Token]:
    """The verbs that decide how an act is told: its own, then those whose clause or infinitive it is, and with `dated`
    those that it dates ("will speak when the envoys arrive")."""
    for _ in range(tree.HIGHEST):
        yield verb
        ahead = dated and verb.dep_ == "advcl" and any(child.lower_ in UNTIL_THEN for child in verb.lefts)
        if (verb.dep_ not in FOLLOWED and not ahead) or verb.head.i == verb.i:
            return
        above = tree.verb_over(verb.head)
        if above is None or (verb.dep_ == "conj" and (_stands_alone(verb) or _is_past(verb) != _is_past(above))):
            return
        verb = above


def _is_past(verb: Token) -> bool:
    return bool(verb.tag_ == "VBD")


def _stands_alone(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in verb.children)


def carries(above: Token, verb: Token) -> bool:
    """Whether a verb and the infinitive or gerund under it tell one act of one subject: "plans to raise", "is expected
    to fall", "began talking"; not "asked Chile to raise", which tells two."""
    if verb.dep_ != "xcomp" or verb.pos_ not in tree.VERBS or tree.own_subject(verb) is not None:
        return False
    if any(child.dep_ in ("dobj", "dative") and child.i < verb.i for child in above.children):
        return False
    word = tree.lemma(above)
    if word in ("go", "be"):
        return tree.is_infinitive(verb) and verb.left_edge.i == above.i + 1
    if word in listed("modality", "hedges_when_passive") and tree.is_passive(above):
        return True
    if word in listed("modality", "acts_of_their_own") and (above.tag_ in ("VBD", "VBN") or tree.is_finite(above)):
        return False
    denying = listed("denial", "denying")
    denied = (word in denying or tree.phrase(above) in denying) and word not in listed("denial", "ending")
    return denied or word in of_verbs() or word in listed("modality", "carrying")


# ------------------------------------------------------------------ what they say


def told(token: Token, happens: bool = False) -> str:
    """The modality of an act at `token`. `happens` is whether a noun is told as having happened."""
    verb = tree.verb_over(token)
    steps = list(chain(verb)) if verb is not None else []
    if (doubted := _doubted(token, steps)) is not None:
        return doubted
    if token.pos_ in tree.NOUNS:
        return _of_noun(token, happens)
    if verb is None:
        return "asserted"
    for number, at in enumerate(steps):
        if number and denial.only_tells(at, verb):
            break  # "I think", "I can only tell you": no part of what is told
        reports = number > 0 and tree.lemma(at) in listed("modality", "telling")
        by_verb = of_verbs().get(tree.lemma(at)) if reports else of_verb(at, number > 0)
        if by_verb is not None:
            return _in_its_condition(verb, at, by_verb)
        if reports:
            break
    if tree.is_infinitive(verb) and verb.head.dep_ != "attr" and verb.dep_ in ("advcl", "acl", "relcl"):
        return "planned"
    if is_conditional(verb):
        return "hypothetical"
    pluperfect = any(child.dep_ == "aux" and child.lower_ in ("had", "'d") for child in verb.children)
    return "historical" if pluperfect and not _reported(verb) else "asserted"


def _in_its_condition(verb: Token, decided: Token, modality: str) -> str:
    """What is planned under a condition is hypothetical; a pledge that was not made is told as so."""
    if modality == "planned" and (is_conditional(verb) or is_conditional(decided)):
        return "hypothetical"
    undone = decided.i != verb.i and tree.lemma(decided) in listed("modality", "done_in_saying")
    if undone and denial.says_not(decided) and not _has_modal(decided):
        return "asserted"
    return modality


def _of_noun(noun: Token, happens: bool) -> str:
    if any(word.lower_ in listed("modality", "ahead") for word in tree.below(noun)):
        return "planned"
    verb = tree.verb_over(noun) if happens else None
    by_verb = told(verb) if verb is not None else "asserted"
    return by_verb if by_verb in REAL else "asserted"


def happens(noun: Token) -> bool:
    """Whether a noun of an act is the subject of a verb such as "took place", or stands behind "after", "during"."""
    if noun.dep_ in ("nsubj", "nsubjpass"):
        return True
    return bool(noun.dep_ == "pobj" and noun.head.lower_ in listed("modality", "behind"))


def of_verb(verb: Token, above: bool) -> str | None:
    """What one verb of the chain says; `above` is whether the act stands in a clause or infinitive below it."""
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONS and not _concedes(child):
            return "hypothetical"
    if above and (by_verb := of_verbs().get(_word(verb))):
        return by_verb
    if any(child.dep_ == "aux" and child.lower_ in ("will", "would") for child in verb.children) and any(
        child.lower_ in ("likely", "probably") for child in verb.children
    ):
        return "estimated"
    if tree.lemma(verb) in ("like", "love") and any(child.lower_ in ("would", "'d") for child in verb.children):
        return "demanded"
    for child in verb.children:
        if child.dep_ == "aux":
            word = str(child.lower_)
            if word == "would" and _reported(verb):
                return of_verbs().get(tree.lemma(verb.head), "planned")
            if word in of_auxiliaries():
                return of_auxiliaries()[word]
        if child.dep_ == "acomp" and above and tree.lemma(child) in of_verbs():
            return of_verbs()[tree.lemma(child)]
    going = above and tree.lemma(verb) == "go" and verb.tag_ == "VBG"
    return "planned" if going else None


def _concedes(mark: Token) -> bool:
    """Whether "if" is part of "even if", which tells a fact."""
    return bool(mark.i > 0 and mark.nbor(-1).lower_ == "even")


def _word(verb: Token) -> str:
    """The verb with a particle that changes its sense: "called off" is no call, "called on" is."""
    return tree.phrase(verb).removesuffix(" on").removesuffix(" for")


def _reported(verb: Token) -> bool:
    """Whether the verb stands in a clause that somebody is said to have said."""
    while verb.dep_ == "conj" and tree.is_verb(verb.head):
        verb = verb.head
    return bool(verb.dep_ == "ccomp" and tree.is_verb(verb.head)) or denial.report_over(verb) is not None


def _has_modal(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in of_auxiliaries() for child in verb.children)


def is_ultimatum(verb: Token) -> bool:
    """Whether an act is announced for the case that somebody does something or does it not: "will ... unless"."""
    marks = (child for below in verb.children if below.dep_ == "advcl" for child in below.children)
    if not any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "until") for child in marks):
        return False
    return next((found for n, at in enumerate(chain(verb)) if (found := of_verb(at, n > 0))), None) == "planned"


def is_conditional(token: Token) -> bool:
    """Whether what a verb tells holds only if something else does; "even if" is no condition, nor is "until"."""
    return any(
        below.dep_ == "advcl"
        and any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in below.children)
        and not any(child.lower_ == "even" for child in below.children)
        for below in token.children
    )


# ------------------------------------------------------------------ doubt and denial along the chain


def _doubted(token: Token, steps: Sequence[Token]) -> str | None:
    """The modality of an act that is doubted: by a verb above ("doubts that"), or by what is said of a report of it."""
    for number, at in enumerate(steps):
        if number and (doubt := denial.doubts(at)) is not None:
            return doubt
        if denial.leaves_open(at):
            return "hypothetical"
        if (guess := _impersonal(at)) is not None:
            return guess
    return "hypothetical" if denial.DOUBTED in _verdicts(token, steps) else None


def _impersonal(verb: Token) -> str | None:
    """What "it is likely that", "it seems that" makes of itself and of what stands below it."""
    it = any(child.dep_ in ("nsubj", "expl") and child.lower_ == "it" for child in verb.children)
    holders = (verb, *(child for child in verb.children if child.dep_ == "acomp"))
    if not it or not any(below.dep_ in ("ccomp", "csubj") for holder in holders for below in holder.children):
        return None
    words = {tree.lemma(verb), *(tree.lemma(child) for child in verb.children if child.dep_ == "acomp")}
    if denial.says_not(verb):
        return None
    return "estimated" if words & listed("modality", "impersonal") else None


def _verdicts(token: Token, steps: Sequence[Token]) -> Iterator[str | None]:
    """What is said of the reports in which an act is told."""
    tellers = steps if steps and steps[0].i == token.i else (token, *steps)
    yield from (denial.verdict(noun) for at in tellers if (noun := denial.report_over(at)) is not None)


def is_negated(token: Token) -> bool:
    """Whether the act is said not to have happened: "not", "no meeting", "denied that", "claims that ... are false"."""
    if token.pos_ in tree.NOUNS and denial.is_none(token):
        return True
    if (
        token.pos_ in tree.NOUNS
        and token.dep_ == "pobj"
        and token.head.lower_ in ("during", "after", "at", "following")
    ):
        return False  # "said nothing during the talks": the talks took place
    verb = tree.verb_over(token)
    steps = list(chain(verb, dated=False)) if verb is not None else []
    if denial.DENIED in _verdicts(token, steps):
        return True
    negated = False
    for number, at in enumerate(steps):
        over = number > 0 and at.i < steps[number - 1].i and denial.denies(at)
        over = over and tree.lemma(at) not in listed("denial", "ending")
        over = over and steps[number - 1].dep_ != "conj"  # "refused a test and left": that stands beside it, not below
        if denial.leaves_open(at):
            return False
        negated ^= denial.says_not(at) != over  # "did not deny" denies nothing, "denied that ... not" neither
        if (number and at.dep_ == "ccomp") or tree.lemma(at) in listed("modality", "telling"):
            break
    return negated


def decided_outside(verb: Token, first: int, stop: int) -> bool:
    """Whether a verb outside the tokens from `first` to `stop` is among those that decide about a verb inside."""
    return any(not first <= at.i < stop for at in chain(verb))


def degree(verb: Token) -> str | None:
    """How far an act went, in the words that say so: "not deeply", "fully", "partly", "nearly"; None when none do."""
    for child in verb.children:
        if child.dep_ != "advmod" or child.lower_ not in grouped("modality", "degrees"):
            continue
        return f"not {child.lower_}" if denial.says_not(verb) else str(child.lower_)
    return None
