"""Walking the parse around a verb or noun: its subject, objects and prepositional phrases, the clauses below and above.

Belongs here: what the dependency labels and tags say. Does not: names, word lists, what anything means.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
STATED = SUBJECTS | {"expl"}
"""What stands in a subject's place, the empty "there" and "it" among them."""
VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
NOMINALS = NOUNS | {"PRON"}
HELPERS = frozenset({"aux", "auxpass"})
PARTICIPLES = frozenset({"acl", "advcl", "relcl"})
"""Where a participle without an auxiliary stands as one; elsewhere it is a past tense that the tagger missed."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
OBJECT_CONTROL = frozenset(
    {"ask", "order", "urge", "force", "allow", "permit", "help", "tell", "call", "press", "invite"}
)
CLAUSES = frozenset({"ccomp", "xcomp", "pcomp"})
AWAY = frozenset({"relcl", "advcl", "npadvmod", "conj", "parataxis", "cc", "punct", "appos"})
MISREAD = {
    "staged": "stage", "staging": "stage", "retook": "retake", "overran": "overrun", "overthrew": "overthrow",
    "raided": "raid", "banned": "ban", "besieged": "besiege", "met": "meet", "vetoed": "veto", "rebuffed": "rebuff",
    "accused": "accuse", "seized": "seize", "imposed": "impose", "slain": "slay", "slew": "slay", "swore": "swear",
    "sworn": "swear", "withdrew": "withdraw", "strove": "strive", "shelled": "shell", "wounded": "wound",
    "hoped": "hope", "hoping": "hope",
}  # fmt: skip
HIGHEST = 6


def is_verb(token: Token) -> bool:
    """Whether the word is a verb of its own, no auxiliary and no participle used as an adjective."""
    return bool(token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass", "amod", "compound"))


def lemma(token: Token) -> str:
    """The word's lemma in small letters, mended where the model is known to miss it ("staged" as "stag")."""
    found = str(token.lemma_.lower())
    return MISREAD.get(str(token.lower_), found) if token.pos_ == "VERB" else found


def phrase(token: Token) -> str:
    """A verb with its particle: "call off"."""
    particle = next((child.lower_ for child in token.children if child.dep_ == "prt"), None)
    return f"{lemma(token)} {particle}" if particle else lemma(token)


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject undergoes the act, or the participle tells what is done to its noun."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    if verb.tag_ != "VBN" or verb.dep_ not in PARTICIPLES or any(child.dep_ == "aux" for child in verb.children):
        return False
    # a participle with an object of its own is an active verb that the parser took for one
    return not any(child.dep_ == "dobj" for child in verb.children)


def own_subject(verb: Token) -> Token | None:
    """The subject that stands in the verb's own clause; of a relative clause the noun that it tells of."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVE and verb.dep_ == "relcl":
                return verb.head
            return child
    return None


def subject(verb: Token, steps: int = HIGHEST, undergoing: bool = False) -> Token | None:
    """Who is the subject of the verb, also when it stands with a verb above ("agreed to send", "came and saw").

    With `undergoing` also the noun that a passive participle tells of ("the mill sold last year").
    """
    found = own_subject(verb)
    if found is not None or steps == 0 or verb.head.i == verb.i:
        return found
    head = verb.head
    if verb.dep_ in ("acl", "relcl"):
        if head.dep_ == "attr" and is_infinitive(verb):  # "was the first to visit"
            return subject(head.head, steps - 1, undergoing)
        return head if undergoing or not is_passive(verb) else None
    if verb.dep_ == "conj" and verb.i > 0 and verb.nbor(-1).pos_ in NOUNS:
        return verb.nbor(-1)  # "and Broadcom gained": the parser took the subject for one more thing
    if verb.dep_ == "xcomp" and lemma(head) in OBJECT_CONTROL:
        return next(
            (child for child in head.children if child.dep_ in ("dobj", "dative")), subject(head, steps - 1, undergoing)
        )
    if verb.dep_ in ("xcomp", "conj", "advcl", "pcomp", "prep", "acomp", "pobj", "ccomp", "dep"):
        while head.pos_ not in VERBS and head.head.i != head.i:
            head = head.head
        if head.pos_ not in VERBS:  # the parser took the verb for another word, but the subject is its root
            return head if head.pos_ in NOMINALS and head.i < verb.i else None
        return subject(head, steps - 1, undergoing) if head.i != verb.i else None
    return None


def objects(token: Token) -> list[Token]:
    """What the verb acts on: its object, or the subject of a passive."""
    found = [child for child in token.children if child.dep_ == "dobj"]
    if found:
        return found
    if is_passive(token):
        own = own_subject(token)
        if own is not None:
            return [own]
        if token.dep_ == "acl":
            return [token.head]
        above = subject(token) if token.dep_ in ("conj", "xcomp") else None
        return [above] if above is not None else []
    if token.dep_ == "relcl":  # "the tariffs that he imposed"
        mine = own_subject(token)
        if mine is not None and mine.i != token.head.i:
            return [token.head]
    return []


def datives(verb: Token) -> list[Token]:
    """To whom something is given, where no preposition says so: "gave Chad food"."""
    return [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]


def prepositions(token: Token) -> Iterator[Token]:
    """The prepositions below a word, and below its object and the prepositions right under it."""
    for child in token.children:
        if child.lower_ == "according":
            continue
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            yield child
            yield from (below for below in child.children if below.dep_ == "prep")
    for thing in objects(token):
        if thing.i > token.i:
            yield from (child for child in thing.children if child.dep_ in ("prep", "agent"))
            for child in thing.children:
                if child.dep_ == "acl" and child.tag_ == "VBN":
                    yield from (below for below in child.children if below.dep_ in ("prep", "agent"))


def governed(token: Token, word: str) -> list[Token]:
    """The nouns that the preposition `word` governs below the token."""
    return [
        child
        for prep in prepositions(token)
        if prep.lower_ == word
        for child in prep.children
        if child.dep_ in ("pobj", "pcomp")
    ]


def agents(token: Token) -> list[Token]:
    """Who does a passive act or what a noun names: behind "by", also in "imposed by" after the noun."""
    found = governed(token, "by")
    if found or token.pos_ not in ("NOUN", "PROPN"):
        return found
    return [noun for child in token.children if child.dep_ == "acl" for noun in governed(child, "by")]


def clauses(token: Token) -> list[Token]:
    """Heads of what is agreed, demanded, said: clauses, infinitives, or the noun behind "to" and "for"."""
    found = [child for child in token.children if child.dep_ in ("ccomp", "xcomp")]
    found += [child for child in token.children if child.dep_ == "advcl" and is_infinitive(child)]
    for noun in (*objects(token), *([token] if token.pos_ == "NOUN" else [])):
        found += [child for child in noun.children if child.dep_ in ("acl", "ccomp", "relcl") and child.i > token.i]
    for prep in prepositions(token):
        if prep.lower_ in ("to", "for", "on", "of", "with", "about"):
            found += [child for child in prep.children if child.dep_ in ("pobj", "pcomp", "ccomp")]
            found += [below for child in prep.children for below in child.children if below.dep_ in ("acl", "relcl")]
    return found


def subject_of(verb: Token) -> Token | None:
    """The noun of which a verb is told, as its subject or as what a participle stands with; None when it is no noun."""
    found = subject(verb, undergoing=True)
    return found if found is not None and found.pos_ in NOUNS else None


def noun_before(verb: Token) -> Token | None:
    """The noun that a participle stands after ("the project, priced at"), or else the verb's subject."""
    if any(child.dep_ in SUBJECTS for child in verb.children) or verb.i == 0:
        return subject_of(verb)
    near = verb.nbor(-2) if verb.nbor(-1).text == "," and verb.i > 1 else verb.nbor(-1)
    if near.pos_ not in NOUNS:
        return subject_of(verb)
    while near.dep_ == "pobj" and near.head.head.pos_ in NOUNS and near.head.i == near.left_edge.i - 1:
        near = near.head.head
    return near


def object_of(verb: Token) -> Token | None:
    """The noun that is the verb's object, None when there is none."""
    return next((c for c in verb.children if c.dep_ == "dobj" and c.pos_ in NOUNS), None)


def lemma_of(verb: Token) -> str:
    """The verb's lemma, with its particle where the tables list it so ("set aside")."""
    lemma = str(verb.lemma_.lower())
    particle = next((c.lower_ for c in verb.children if c.lower_ in ("aside",)), None)
    return f"{lemma} {particle}" if particle else lemma


def agent(verb: Token) -> Token | None:
    """Who does it, of a passive verb: "described by X as"."""
    return next((o for a in verb.children if a.dep_ == "agent" for o in a.children if o.dep_ == "pobj"), None)


def is_finite(verb: Token) -> bool:
    """Whether the verb or an auxiliary of it has a tense."""
    helpers = (child for child in verb.children if child.dep_ in HELPERS)
    return verb.tag_ in FINITE or any(helper.tag_ in FINITE for helper in helpers)


def is_infinitive(verb: Token) -> bool:
    """Whether the verb stands with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def object_words(noun: Token, depth: int = 2) -> set[str]:
    """Lemmas that say what a noun phrase is: its head, its modifiers, and what stands behind "of"."""
    found = {lemma(noun), str(noun.lower_)}
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod", "conj", "nummod", "quantmod", "appos"):
            found |= {lemma(child), str(child.lower_)}
            found |= {lemma(below) for below in child.children if below.dep_ in ("compound", "amod", "conj")}
        elif child.dep_ == "prep" and child.lower_ in ("of", "as") and depth:
            for below in child.children:
                if below.dep_ == "pobj":
                    found |= object_words(below, depth - 1)
    return found


def outward(token: Token) -> Iterator[Token]:
    """Words right of the token in its own clause, the nearest in the tree first."""
    queue = deque(child for child in token.rights if child.dep_ not in AWAY)
    while queue:
        at = queue.popleft()
        yield at
        away = AWAY - {"conj"} if at.pos_ in NOMINALS else AWAY
        queue.extend(child for child in at.children if child.dep_ not in away)


def below(token: Token) -> Sequence[Token]:
    """The words of the phrase around a token, from its first to its last."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]  # type: ignore[no-any-return]


def verbs_over(token: Token) -> Iterator[Token]:
    """The verbs above a token, itself among them, the nearest first."""
    for _ in range(2 * HIGHEST):
        if token.pos_ in VERBS and token.dep_ not in HELPERS:
            yield token
        if token.head.i == token.i:
            return
        token = token.head


def verb_over(token: Token) -> Token | None:
    """The nearest verb above a word; the word itself when it is one."""
    for _ in range(2 * HIGHEST):
        if is_verb(token):
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None
