"""Which row of the tables a word and what stands around it fit.

Belongs here: from a sentence to hits (a word and its row). Does not: parties, modality (`reading`, `telling`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.events.lexicon import Row, by_word, noun_class, people, word_list
from twosource.extraction.events.parties import DEEPEST, Reader
from twosource.extraction.language import tree

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FUTURE = frozenset({"will", "shall", "wo", "'ll", "’ll", "would", "'d"})
MAYBE = FUTURE | {"may", "might", "could"}
OBLIGATION = frozenset({"must", "should", "ought"})
PREDICATES = frozenset({"oprd", "acomp", "xcomp", "ccomp", "amod", "advmod"})
ASKING = frozenset({"mark", "advmod", "dobj", "nsubj", "attr"})
UNTENSED = frozenset({"VB", "VBG", "NN", "NNS"})
TARGETS = ("at", "on", "into", "in")


@dataclass(slots=True)
class Hit:
    """A word that tells an act by a row. `below` are the hits in the clause that the row governs."""

    token: Token
    row: Row
    below: list[Hit]
    consumed: bool = False


def hits(reader: Reader, sentence: Span) -> list[Hit]:
    """The acts told in a sentence, in order, those governed by another marked as consumed."""
    found: list[Hit] = []
    waiting: list[tuple[Token, Sequence[Row]]] = []
    for token in sentence:
        rows = _rows(token)
        if not rows:
            continue
        if any(row.governs for row in rows):
            waiting.append((token, rows))
        else:
            _take(reader, token, rows, found)
    for token, rows in reversed(waiting):  # what is vowed or demanded is known before the vow
        _take(reader, token, rows, found)
    found.sort(key=lambda hit: hit.token.i)
    _settle(found)
    return found


def _rows(token: Token) -> Sequence[Row]:
    if token.pos_ in ("NOUN", "PROPN"):
        return by_word("nouns").get(tree.lemma(token), ())
    if token.pos_ == "ADJ" and token.dep_ == "acomp":
        return by_word("adjectives").get(tree.lemma(token), ())
    if not tree.is_verb(token):
        return ()
    table = by_word("verbs")
    phrase = tree.phrase(token)
    return table.get(phrase) or (table.get(tree.lemma(token), ()) if _same_without(phrase) else ())


def _same_without(phrase: str) -> bool:
    """Whether a verb keeps its sense without the particle: "sent out" does, "took off" does not."""
    return " " not in phrase or phrase.split()[1] in ("out", "in", "back", "over", "up", "down", "forward")


def _take(reader: Reader, token: Token, rows: Sequence[Row], found: list[Hit]) -> None:
    for row in rows:
        if _fits(reader, token, row, found):
            found.append(Hit(token, row, _below(token, found) if row.governs else []))
            return


def _below(token: Token, found: list[Hit]) -> list[Hit]:
    """The hits in the clauses under a governing word, the nearest in the tree first."""
    inside: list[tuple[int, int, Hit]] = []
    for clause in (*tree.clauses(token), *tree.objects(token)):
        last = clause.right_edge.i
        for hit in found:
            if clause.left_edge.i <= hit.token.i <= last and hit.token.i != token.i and clause.is_ancestor(hit.token):
                inside.append((_distance(hit.token, clause), hit.token.i, hit))
            elif hit.token.i == clause.i:
                inside.append((0, hit.token.i, hit))
    return [hit for _, _, hit in sorted(inside, key=lambda one: one[:2])]


def _distance(token: Token, top: Token) -> int:
    steps = 0
    while token.i != top.i and token.head.i != token.i:
        token, steps = token.head, steps + 1
    return steps


def _fits(reader: Reader, token: Token, row: Row, found: list[Hit]) -> bool:
    if not all(_stands(reader, token, place, name) for place, name in row.needs):
        return False
    if any(_stands(reader, token, place, name) for place, name in row.never):
        return False
    if row.needs_clause and not any(tree.clauses(token)) and not any(True for _ in tree.prepositions(token)):
        return False
    if row.actor_is is not None and not _actor_is(reader, token, row.actor_is):
        return False
    if row.when is not None and not _when(reader, token, row.when):
        return False
    if row.content:
        below = [hit for hit in _below(token, found) if row.when is None or hit.token.tag_ in UNTENSED]
        kind = _kind(below[0]) if below else "unknown"
        if any(_not_to_be(clause) for clause in tree.clauses(token)):
            kind = "cooperative" if kind == "hostile" else "refusal"  # not to attack is an offer, not to talk a refusal
        return kind in row.content
    return True


def _kind(hit: Hit) -> str:
    """What an act below is: harm, a meeting, or else cooperation. A vow to refuse is one to harm."""
    if hit.row.type == "CONSULT":
        return "meeting"
    return "hostile" if hit.row.type in word_list("hostile") else "cooperative"


def _tokens(token: Token, place: str) -> list[Token]:
    """The words that stand at a place around the act."""
    if place == "object":
        return tree.objects(token) + tree.datives(token)
    if place == "subject":
        subject = tree.subject(token)
        return [subject] if subject is not None and not tree.is_passive(token) else []
    if place == "clause":
        return [below for clause in tree.clauses(token) for below in (clause, *tree.objects(clause))]
    if place == "clause_word":
        return [word for clause in tree.clauses(token) for word in clause.lefts if word.dep_ in ASKING]
    if place == "aim":
        return [clause for clause in tree.clauses(token) if tree.is_infinitive(clause)]
    if place == "self":
        return [token]
    if place == "predicate":
        return [child for child in token.children if child.dep_ in PREDICATES]
    if place == "any":
        found = tree.objects(token) + [n for prep in tree.prepositions(token) for n in prep.children]
        found += [own for clause in tree.clauses(token) if (own := tree.own_subject(clause)) is not None]
        inner = (prep for noun in found for prep in noun.children if prep.dep_ == "prep")
        return found + [below for prep in inner for below in prep.children]
    if place == "target":
        return tree.objects(token) + [noun for word in TARGETS for noun in tree.governed(token, word)]
    if place == "with" and (subject := tree.subject(token)) is not None:
        return tree.governed(token, place) + tree.governed(subject, place)
    return tree.governed(token, place)


def _not_to_be(clause: Token) -> bool:
    """Whether the clause says what will not be done: "will not meet", "not to meet"."""
    words = {child.lower_ for child in clause.children if child.dep_ == "aux"}
    return any(child.dep_ == "neg" for child in clause.children) and bool(words & (FUTURE | {"to"}))


def _stands(reader: Reader, token: Token, place: str, name: str) -> bool:
    """Whether a noun of the class stands at the place; `anyone` is a party, `belonging` also a thing of one,
    `anything` whatever stands there, `doing` what somebody does or did."""
    there = _tokens(token, place)
    if name == "anything":
        return bool(there)
    if name == "doing":
        return any(noun.tag_ == "VBG" for noun in there)
    if name == "anyone":
        return any(_is_anyone(reader, noun) for noun in there)
    if name == "belonging":
        return any(_is_anyone(reader, noun) or reader.parties(noun) for noun in there)
    return any(not noun_class(name).isdisjoint(tree.object_words(noun)) for noun in there)


def _is_anyone(reader: Reader, noun: Token, depth: int = DEEPEST) -> bool:
    if noun.pos_ == "PRON":
        return noun.lower_ not in ("it", "this", "that", "which", "what", "itself", "themselves", "himself")
    if noun.like_num or tree.lemma(noun) in people():
        return True
    mention = reader.scene.mention_over(reader.paragraph, noun)
    if mention is not None and mention.label != "OTHER":
        return True
    counts = depth > 0 and tree.lemma(noun) in word_list("quantifiers")
    return counts and any(_is_anyone(reader, below, depth - 1) for below in tree.governed(noun, "of"))


def _actor_is(reader: Reader, token: Token, kind: str) -> bool:
    """Whether the subject can be an official who acts for a country, or people who demonstrate."""
    subject = tree.subject(token)
    if subject is None or tree.is_passive(token):
        return False
    heads = (subject, *subject.conjuncts)
    words = {word for head in heads for word in tree.object_words(head)}
    if kind == "crowd":
        return not word_list("crowds").isdisjoint(words) or any(
            mention is not None and mention.label == "NORP"
            for mention in (reader.scene.mention_over(reader.paragraph, head) for head in heads)
        )
    mention = reader.scene.mention_over(reader.paragraph, subject)
    if mention is not None and mention.label in ("PER", "LOC", "NORP"):
        return mention.country is not None or mention.role is not None
    return not word_list("officials").isdisjoint(words) or subject.lower_ in ("he", "she", "who")


def _when(reader: Reader, token: Token, when: str) -> bool:
    """Whether the clause below is as the row wants it: in the future, an obligation, one's own act, another's."""
    for clause in tree.clauses(token):
        if clause.dep_ not in tree.CLAUSES and clause.dep_ != "advcl":
            continue
        own = tree.own_subject(clause)
        auxiliaries = {child.lower_ for child in clause.children if child.dep_ == "aux"}
        if when == "future" and auxiliaries & FUTURE and _same_subject(token, own):
            return True
        if when == "maybe" and auxiliaries & MAYBE and _same_subject(token, own):
            return True
        bound = auxiliaries & OBLIGATION or (tree.lemma(clause) in ("have", "need") and _has_infinitive(clause))
        if when == "obligation" and bound and _is_other(reader, token, own):
            return True
        if when == "own" and (own is None or _same_subject(token, own)):
            return True
        if when == "other" and _is_other(reader, token, own):
            return True
    return False


def _has_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "xcomp" and tree.is_infinitive(child) for child in verb.children)


def _is_other(reader: Reader, token: Token, own: Token | None) -> bool:
    """Whether the clause below is about somebody else, who is named."""
    if own is None or own.pos_ == "PRON" or _same_subject(token, own):
        return False
    return _is_anyone(reader, own)


def _same_subject(token: Token, own: Token | None) -> bool:
    """Whether the subject of the clause below is the speaker: "they", "he", or the same word."""
    if own is None:
        return True
    above = tree.subject(token)
    if own.lower_ in ("he", "she", "it", "they", "we", "i"):
        return True
    if above is None:
        return False
    return bool(own.lower_ == above.lower_ or (own.lower_ in ("government",) and own.i > above.i))


def _settle(found: list[Hit]) -> None:
    """Mark what another hit holds: the clause that a row governs, the noun that a verb's row needs, aims and names."""
    for hit in found:
        for inner in hit.below:
            if hit.token.i != inner.token.i:
                inner.consumed = True
        if hit.row.form == "verbs":
            needed = {noun.i for place, _ in hit.row.needs if place != "with" for noun in _tokens(hit.token, place)}
            for other in found:
                if other.row.form == "nouns" and other.token.i in needed:
                    other.consumed = True
        if hit.row.form == "verbs" and _is_no_act(hit.token, found):
            hit.consumed = True


def _is_no_act(verb: Token, found: list[Hit]) -> bool:
    """Whether a verb only names an act: an aim ("to protest"), a subject ("lifting the ban is ..."), or what a noun is
    about ("a proposal for signing", "a request to question him")."""
    if verb.dep_ == "csubj":
        return True
    first = verb
    while first.dep_ == "conj" and tree.is_verb(first.head):
        first = first.head
    if first.dep_ == "pcomp":
        return first.head.lower_ not in ("after", "before", "by", "following", "since", "without")
    if not tree.is_infinitive(verb):
        return False
    if verb.dep_ == "acl" or (verb.dep_ == "relcl" and tree.own_subject(verb) is None):
        return any(hit.token.i in (verb.head.i, verb.head.head.i) for hit in found)
    return verb.dep_ == "advcl" and any(hit.token.i == verb.head.i for hit in found)
