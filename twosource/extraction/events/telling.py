"""How an act is told: as so, as a plan, a wish, a guess or a condition, or as not so; when and where.

Belongs here: auxiliaries, verbs above, conditions, times, places. Does not: the act itself (`matching`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from twosource.extraction.events.lexicon import contexts, word_list
from twosource.extraction.events.parties import Reader
from twosource.extraction.language import denial, tree
from twosource.extraction.language.words import grouped
from twosource.records import TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Token

CONDITIONS = frozenset({"if", "unless", "whether"})
PLACES = frozenset({"in", "at", "near", "outside"})
DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d|-Q\d)?")
BEHIND = frozenset({"after", "during", "following", "amid", "in", "since", "at"})
AHEAD = frozenset({"future", "next", "upcoming", "planned", "possible", "pending", "proposed"})
UNTIL_THEN = frozenset({"when", "once", "before", "after", "until"})
"""A clause with such a word is as far ahead as what it dates: "will speak when the envoys arrive"."""
LONG_AGO = 365
"""Days before publication from which on an act is background."""
SPEECH = frozenset(
    {"say", "tell", "announce", "report", "confirm", "state", "add", "note", "explain", "insist", "claim"}
)


def _chain(verb: Token) -> Iterator[Token]:
    """The verbs that decide how an act is told: its own, then those whose clause or infinitive it is."""
    for _ in range(tree.HIGHEST):
        yield verb
        ahead = verb.dep_ == "advcl" and any(child.lower_ in UNTIL_THEN for child in verb.lefts)
        if (verb.dep_ not in ("xcomp", "ccomp", "conj", "pcomp") and not ahead) or verb.head.i == verb.i:
            return
        above = tree.verb_over(verb.head)
        if above is None or (verb.dep_ == "conj" and (_has_auxiliary(verb) or _is_past(verb) != _is_past(above))):
            return
        verb = above


def _is_past(verb: Token) -> bool:
    return bool(verb.tag_ == "VBD")


def _has_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in verb.children)


def modality(token: Token, happens: bool) -> str:
    """The modality of an act at `token`. `happens` is whether a noun is told as having happened."""
    if (doubted := _doubted(token)) is not None:
        return doubted
    if token.pos_ in ("NOUN", "PROPN"):
        if any(child.lower_ in AHEAD for child in token.subtree):
            return "planned"
        if happens and (verb := tree.verb_over(token)) is not None:
            told = modality(verb, True)
            return told if told in ("planned", "hypothetical", "demanded", "estimated") else "asserted"
        return "asserted"
    verb = tree.verb_over(token)
    if verb is None:
        return "asserted"
    for number, at in enumerate(_chain(verb)):
        if (by_verb := _of_verb(at, number > 0)) is not None:
            return by_verb
    if tree.is_infinitive(verb) and verb.head.dep_ != "attr" and verb.dep_ in ("advcl", "acl", "relcl"):
        return "planned"
    pluperfect = any(child.dep_ == "aux" and child.lower_ in ("had", "'d") for child in verb.children)
    return "historical" if pluperfect and not _reported(verb) else "asserted"


def _doubted(token: Token) -> str | None:
    """The modality of an act that is doubted: by a verb above ("doubts that"), or by what is said of a report of it."""
    verb = tree.verb_over(token)
    for number, at in enumerate(_chain(verb) if verb is not None else ()):
        if number and (told := denial.doubts(at)) is not None:
            return told
    return "hypothetical" if denial.DOUBTED in _verdicts(token) else None


def _verdicts(token: Token) -> Iterator[str | None]:
    """What is said of the reports in which an act is told."""
    verb = tree.verb_over(token)
    clauses = _chain(verb) if verb is not None else iter(())
    yield from (denial.verdict(noun) for at in (token, *clauses) if (noun := denial.report_over(at)) is not None)


def modality_of_clause(verb: Token) -> str:
    """The modality of what a clause says, by its verb alone: whoever reports the clause does not count."""
    doubted = denial.doubts(verb)
    if doubted is not None and any(child.dep_ in ("acomp", "ccomp") for child in verb.children):
        return doubted
    tops = (verb, *(child for child in verb.children if child.dep_ == "acomp"))
    below = any(child.dep_ == "xcomp" for top in tops for child in top.children)
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    told = _of_verb(verb, below or passive)
    if told in (None, "planned") and is_conditional(verb):
        return "hypothetical"
    if told is not None:
        undone = tree.lemma(verb) in word_list("done_in_saying") and denial.says_not(verb)
        return "asserted" if undone and not _has_modal(verb) else told
    pluperfect = any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children)
    return "historical" if pluperfect and not _reported(verb) else "asserted"


def _of_verb(verb: Token, above: bool) -> str | None:
    """What one verb of the chain says; `above` is whether the act stands in a clause or infinitive below it."""
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITIONS:
            return "hypothetical"
    if above and (told := grouped("events_words", "modality_of_verb").get(_word(verb))):
        return told
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
                return "planned"
            if word in grouped("events_words", "modality_of_auxiliary"):
                return grouped("events_words", "modality_of_auxiliary")[word]
        if child.dep_ == "acomp" and above and tree.lemma(child) in grouped("events_words", "modality_of_verb"):
            return grouped("events_words", "modality_of_verb")[tree.lemma(child)]
    going = above and tree.lemma(verb) == "go" and verb.tag_ == "VBG"
    return "planned" if going else None


def _reported(verb: Token) -> bool:
    """Whether the verb stands in a clause that somebody is said to have said."""
    while verb.dep_ == "conj" and tree.is_verb(verb.head):
        verb = verb.head
    return bool(verb.dep_ == "ccomp" and tree.is_verb(verb.head))


def _word(verb: Token) -> str:
    """The verb with a particle that changes its sense: "called off" is no call, "called on" is."""
    phrase = tree.phrase(verb)
    return phrase.removesuffix(" on").removesuffix(" for")


def _has_modal(verb: Token) -> bool:
    return any(
        child.dep_ == "aux" and child.lower_ in grouped("events_words", "modality_of_auxiliary")
        for child in verb.children
    )


def negated(token: Token) -> bool:
    """Whether the act is said not to have happened: "not", "no meeting", "denied that", "claims that ... are false"."""
    if token.pos_ in ("NOUN", "PROPN") and denial.is_none(token):
        return True
    if denial.DENIED in _verdicts(token):
        return True
    verb = tree.verb_over(token)
    for number, at in enumerate(_chain(verb) if verb is not None else ()):
        if denial.says_not(at) != (number > 0 and denial.denies(at)):  # "did not deny" denies nothing
            return True
        if (number and at.dep_ == "ccomp") or tree.lemma(at) in SPEECH:
            break
    return False


def is_fiction(token: Token) -> bool:
    """Whether the act is told of a work: "in the film", "the novel tells how"."""
    verb = tree.verb_over(token)
    for number, at in enumerate(_chain(verb) if verb is not None else ()):
        works = [noun for prep in at.children if prep.dep_ == "prep" and prep.lower_ == "in" for noun in prep.children]
        teller = tree.own_subject(at) if number else None
        if any(tree.lemma(work) in word_list("fiction") for work in (*works, *([teller] if teller else []))):
            return True
    return False


def happens(token: Token) -> bool:
    """Whether a noun of an act is the subject of a verb such as "took place", or stands behind "after", "during"."""
    if token.dep_ in ("nsubj", "nsubjpass"):
        return True
    return bool(token.dep_ == "pobj" and token.head.lower_ in BEHIND)


def when(
    reader: Reader, token: Token, times: Sequence[tuple[TimeExpression, Token | None]], published: str | None
) -> tuple[str | None, str | None]:
    """(TIMEX3 value of the act's day, modality that it implies): the nearest time of its own clause."""
    verb = tree.verb_over(token)
    own = [time for time, over in times if over is not None and verb is not None and over.i == verb.i]
    found = own or [time for time, over in times if over is not None and over.i == token.i]
    if not found:
        return None, None
    start = reader.paragraph.start + token.idx
    nearest = min(found, key=lambda time: abs(time.start - start))
    match = DAY.match(nearest.value)
    if match is None or "X" in nearest.value:
        return None, None
    return match.group(), _implied(nearest, published)


def _implied(time: TimeExpression, published: str | None) -> str | None:
    """What is dated after publication is planned, what is dated long before it is background."""
    if time.begins_on is None or time.ends_on is None or published is None:
        return None
    if time.begins_on > published:
        return "planned"
    past = (date.fromisoformat(published) - date.fromisoformat(time.ends_on)).days
    return "historical" if past > LONG_AGO else None


def place(reader: Reader, token: Token) -> str | None:
    """Where the act happens: a place name behind "in" or "at" of its own clause."""
    verb = tree.verb_over(token)
    for head in (token, verb):
        for prep in tree.prepositions(head) if head is not None else ():
            for noun in prep.children if prep.lower_ in PLACES else ():
                mention = reader.scene.mention_over(reader.paragraph, noun)
                if mention is not None and mention.label == "LOC":
                    return mention.entity
    return None


def has_condition(token: Token) -> bool:
    """Whether an "if" or "unless" clause hangs on the act."""
    marks = (child for below in token.children if below.dep_ == "advcl" for child in below.children)
    return any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "until") for child in marks)


def is_conditional(token: Token) -> bool:
    """Whether what a verb tells holds only if something else does; "even if" is no condition, nor is "until"."""
    return any(
        below.dep_ == "advcl"
        and any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in below.children)
        and not any(child.lower_ == "even" for child in below.children)
        for below in token.children
    )


def context(token: Token) -> list[str]:
    """PLOVER's contexts that the words under the act show."""
    words = {tree.lemma(below) for below in token.subtree}
    return [name for name, shown in contexts().items() if not shown.isdisjoint(words)]
