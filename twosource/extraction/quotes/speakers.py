"""From a cue word to the words that name its speaker.

Belongs here: the grammar between a verb of speech and its subject. Does not: whose name a pronoun or role stands for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource import reference
from twosource.extraction.language import tree
from twosource.extraction.quotes import cues
from twosource.extraction.quotes.context import Attribution, Context, Page
from twosource.records import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

CLIMB = ("conj", "xcomp", "pcomp", "advcl", "prep", "ccomp", "dep", "acl", "aux")
MODIFIERS = frozenset(
    ["det", "compound", "amod", "poss", "nummod", "nmod", "quantmod", "predet", "case", "advmod", "npadvmod", "punct"]
)
COMPLEMENTS = ("of", "for", "at", "from", "with", "in", "on", "around", "near", "inside", "behind", "close")
LONGEST_COMPLEMENT = 10
PUBLISHING = frozenset(
    ["release", "issue", "publish", "write", "post", "send", "make", "share", "email", "e-mail", "sign"]
)
PERSONAL = frozenset(["he", "she", "they", "i", "we"])
EMPTY = frozenset(["there", "this", "that", "which", "what"])
TALKING = frozenset(["speak", "talk", "write", "post", "tweet"])
"""Participles before a cue that tell where the words were said ("Speaking to the BBC, Bloom said")."""
YEAR = re.compile(r"(?:19|20)\d\d$")


def subject_of(page: Page, cue: Token) -> Token | None:
    """The head of the subject of `cue`: its own, a coordinated or governing verb's, or the noun it modifies."""
    verb = cue
    for _ in range(6):
        own = nearest_subject(page, verb)
        if own is not None:
            return _speaking(page, verb, own, verb == cue)
        if verb == cue and tree.is_passive(cue):
            return tree.agent(verb)
        if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return _whole_phrase(verb.head) if page.outside(verb.head) else None
        if verb.dep_ not in CLIMB or verb.head == verb:
            return None
        verb = verb.head
    return None


def _whole_phrase(noun: Token) -> Token:
    """The noun that speaks when the parse hangs a participle on its complement: "a spokesman for the camp saying"."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun
    return above if above.pos_ in ("NOUN", "PROPN") else noun


def nearest_subject(page: Page, verb: Token) -> Token | None:
    """The verb's subject outside quotation marks; of two, which a confused parse gives, the one beside the verb."""
    own = [child for child in verb.children if child.dep_ in tree.SUBJECTS and page.outside(child)]
    return min(own, key=lambda child: abs(child.i - verb.i), default=None)


def _speaking(page: Page, verb: Token, subject: Token, is_cue: bool) -> Token | None:
    """Who speaks: the subject, the noun that a relative pronoun stands for, or the agent of a passive cue.

    A passive verb above the cue ("was quoted as saying") leaves its subject the speaker.
    """
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head if page.outside(verb.head) else None
    told = subject.dep_ == "nsubjpass" and is_cue and verb.lemma_ not in ("quote", "cite")
    return tree.agent(verb) if told else subject


def beside(page: Page, context: Context, cue: Token) -> Token | None:
    """A person or pronoun right beside the cue, for when the parse finds no subject: "... , said Smith"."""
    doc = page.paragraph.doc
    named = _before_aside(page, context, cue)
    if named is not None:
        return named
    for labels in (("PER",), ("ORG",)):
        for step in (1, -1):
            for at in range(cue.i + step, cue.i + step * 5, step):
                if not 0 <= at < len(doc) or not page.outside(doc[at]) or (doc[at].is_punct and labels != ("PER",)):
                    break
                mention = context.mention_at(page.paragraph.start + doc[at].idx)
                if doc[at].lower_ in PERSONAL or (mention is not None and mention.label in labels):
                    return doc[at]
                if doc[at].text in (",", ";", ":") and step == 1:
                    break
    return None


def _before_aside(page: Page, context: Context, cue: Token) -> Token | None:
    """The name in front of an aside right before the cue: "Bloom - in a letter - said", "Bloom (35) says"."""
    doc, start = page.paragraph.doc, cue.sent.start
    opening = {")": "(", "-": "-", "—": "—", "–": "–", ",": ","}.get(doc[cue.i - 1].text) if cue.i > start else None
    if opening is None:
        return None
    at = next((i for i in range(cue.i - 2, start, -1) if doc[i].text == opening), None)
    if at is None or at <= start or not page.outside(doc[at - 1]):
        return None
    mention = context.mention_at(page.paragraph.start + doc[at - 1].idx)
    return doc[at - 1] if mention is not None and mention.label in ("PER", "ORG") else None


def phrase(page: Page, context: Context, head: Token) -> tuple[Span, Mention | None]:
    """The words that name the speaker, and the mention when they are a name.

    A person's name stands for the whole noun phrase ("President X" is X), also in apposition ("the mayor, X");
    otherwise from the first modifier to the head, with a complement ("a spokesman for the ministry").
    """
    named, apposed = _named(page, context, head)
    doc = page.paragraph.doc
    first = head.i
    while first > 0 and page.outside(doc[first - 1]) and _modifies(doc[first - 1], head):
        first -= 1
    while first < head.i and (doc[first].is_punct or doc[first].dep_ == "advmod"):
        first += 1
    if named is not None:
        return (page.paragraph.start + doc[first].idx if apposed else named.start, named.end), named
    span = page.place(doc[first], doc[_last_of(page, head)])
    mention = context.mention_at(page.paragraph.start + head.idx)
    return span, mention if mention is not None and mention.label == "ORG" else None


def _last_of(page: Page, head: Token) -> int:
    """Last token of a noun phrase with a complement or participle right behind it ("people arrested in May")."""
    doc = page.paragraph.doc
    child = next((child for child in head.rights if child.i == head.i + 1), None)
    if child is None or doc[head.i + 1 : head.i + 3].text.lower() == "in particular":
        return int(head.i)
    passed_on = child.lemma_ in ("quote", "cite")  # that is the relay, which is kept beside the speaker
    participle = (
        child.dep_ == "acl"
        and not passed_on
        and (child.tag_ == "VBN" or (child.tag_ == "VBG" and not cues.is_verb(child)))
    )
    participle = participle or (child.dep_ == "amod" and child.pos_ == "ADJ")
    if not participle and (child.dep_ != "prep" or child.lower_ not in COMPLEMENTS):
        return int(head.i)
    end, limit = child.right_edge.i, head.i + LONGEST_COMPLEMENT
    for i in range(child.i + 1, min(end, limit) + 1):
        verb = doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") if participle else doc[i].pos_ in ("VERB", "AUX")
        if doc[i].is_punct or verb or not page.outside(doc[i]):
            return i - 1 if i - 1 > child.i or participle else int(head.i)
    return int(end) if end <= limit and (end > child.i or participle) else int(head.i)


def _named(page: Page, context: Context, head: Token) -> tuple[Mention | None, bool]:
    """Whom the noun phrase names, and whether in apposition ("the mayor, X", "the newspaper X")."""
    mention = context.mention_at(page.paragraph.start + head.idx)
    if mention is not None and mention.label == "PER":
        return mention, False
    for child in head.children:
        if child.dep_ == "appos" and page.outside(child):
            mention = context.mention_at(page.paragraph.start + child.idx)
            beside_it = mention is not None and mention.label == "ORG" and child.left_edge.i == head.i + 1
            if mention is not None and (mention.label == "PER" or beside_it) and head.pos_ in ("NOUN", "NUM"):
                return mention, True
    return None, False


def _modifies(token: Token, head: Token) -> bool:
    """Whether a token left of `head` belongs to its noun phrase."""
    step = token
    for _ in range(5):
        if step.head == head:
            return step.dep_ in MODIFIERS
        if step.head == step or step.dep_ not in MODIFIERS | {"pobj", "prep", "conj", "cc"}:
            return False
        step = step.head
    return False


def attribute(
    page: Page, context: Context, cue: Token, rule: str, confidence: float, head: Token | None = None
) -> Attribution | None:
    """The attribution that a cue verb gives; None when nobody can be found who says it. `head` overrules the parse."""
    head = head if head is not None else _main_subject(page, context, cue) or subject_of(page, cue)
    if head is not None and head.tag_ == "VBG" and head.lemma_.lower() in TALKING:
        head = _after_participle(page, context, head, cue)
    if head is None or not may_speak(head):
        head = beside(page, context, cue) if head is None and not tree.is_passive(cue) else None
    if head is None or cues.is_carrier(head):
        return None
    found = named_by(page, context, head, rule, confidence)
    found.cue, found.force = cue.text, cues.force(cue)
    found.relayed_from = relay(page, context, cue)
    relative = next((child for child in cue.lefts if child.lower_ in ("who", "which") and child.dep_ == "nsubj"), None)
    if relative is not None and cue.dep_ == "relcl" and page.outside(relative):
        found.owner, found.speaker = found.owner or found.speaker, page.place(relative, relative)
    return found


def _after_participle(page: Page, context: Context, participle: Token, cue: Token) -> Token | None:
    """The person between "Writing on X," and the cue, which the parse takes for a part of the participle's phrase."""
    for token in page.paragraph.doc[participle.i + 1 : cue.i]:
        mention = context.mention_at(page.paragraph.start + token.idx)
        if mention is not None and mention.label == "PER" and page.outside(token):
            return token
    return None


def _antecedent(page: Page, context: Context, pronoun: Token) -> Token | None:
    """The subject that "they" or "it" takes up: the last one before it in its sentence or the one before, in number
    and kind like it (several people or a body; a body or a document)."""
    doc, sentence = page.paragraph.doc, pronoun.sent
    start = doc[sentence.start - 1].sent.start if sentence.start else 0
    for token in reversed(doc[start : pronoun.i]):
        if token.dep_ not in tree.SUBJECTS or not page.outside(token):
            continue
        mention = context.mention_at(page.paragraph.start + token.idx)
        body = mention is not None and mention.label in ("ORG", "NORP")
        plural = token.tag_ in ("NNS", "NNPS") and (mention is None or body)
        document = cues.is_document(token) or token.lower_ in reference.table("roles")["bodies"]
        if (plural or body) if pronoun.lower_ == "they" else (token.tag_ != "NNS" and (body or document)):
            return token
    return None


def may_speak(head: Token) -> bool:
    """Whether a subject can be a speaker: no "there" or "this", no year, not "nobody" or "no official"."""
    return head.lower_ not in EMPTY and not YEAR.match(head.text) and not cues.is_nobody(head)


def named_by(page: Page, context: Context, head: Token, rule: str, confidence: float) -> Attribution:
    """The attribution to whom the noun phrase of `head` names, without a cue; a document's words are its owner's."""
    span, mention = phrase(page, context, head)
    owner = owner_of(page, head) if mention is None else None
    if head.lower_ in ("they", "it"):
        owner = _antecedent(page, context, head)
    owner_span, mention = phrase(page, context, owner) if owner is not None else (None, mention)
    name, role = (mention.entity, mention.role) if mention is not None else (None, None)
    if owner is not None and owner_span is not None and owner.dep_ in tree.SUBJECTS and head.pos_ == "NOUN":
        span = owner_span  # "the mayor released a statement saying": the mayor is whom the text names as speaking
    return Attribution(span, name, role, rule=rule, confidence=confidence, owner=owner_span)


def _main_subject(page: Page, context: Context, cue: Token) -> Token | None:
    """Who speaks in a participle behind a comma or a joined verb: the subject of the report or sentence above it.

    "Bloom said that the move hurt the town, noting that ..." and "... and said that ...": Bloom, not the move.
    """
    if any(child.dep_ in tree.SUBJECTS for child in cue.children):
        return None
    participle = cue.tag_ == "VBG" and cue.i > 0 and page.paragraph.doc[cue.i - 1].text == ","
    joined = cue.dep_ == "conj" and cue.tag_ in ("VBD", "VBZ", "VBP")
    if not participle and not joined:
        return None
    verb = cue.head
    while verb.dep_ in ("conj", "xcomp", "advcl") and verb.head != verb:
        verb = verb.head
    if verb.dep_ == "ccomp" and cues.is_core(verb.head) and page.outside(verb.head):
        return subject_of(page, verb.head)
    return _named_root(page, context, cue) if participle else None


def _named_root(page: Page, context: Context, cue: Token) -> Token | None:
    """The sentence's subject when it is a person's name or pronoun and the noun nearer to the participle is not."""
    near = subject_of(page, cue)
    if near is None or near.pos_ == "PRON" or context.mention_at(page.paragraph.start + near.idx) is not None:
        return None
    root = cue.sent.root
    subject = nearest_subject(page, root)
    mention = context.mention_at(page.paragraph.start + subject.idx) if subject is not None else None
    person = subject is not None and (subject.lower_ in PERSONAL or (mention is not None and mention.label == "PER"))
    return subject if person and subject is not None and root.i < cue.i else None


def source(page: Page, context: Context, head: Token, rule: str) -> Attribution:
    """The attribution of "according to", whose object is `head`."""
    found = named_by(page, context, head, rule, 0.8)
    found.cue, found.force = "according to", "says"
    found.relayed_from = outlet(page, context, head) if cues.is_document(head) else _quoted_in(page, context, head)
    return found


def _quoted_in(page: Page, context: Context, head: Token) -> str | None:
    """The outlet of "a source quoted in the X article"."""
    told = next((word for word in head.subtree if word.dep_ == "acl" and word.lemma_ in ("quote", "cite")), None)
    if told is None:
        return None
    teller = tree.agent(told)
    mention = context.mention_at(page.paragraph.start + teller.idx) if teller is not None else None
    return mention.entity if mention is not None and is_outlet(mention) else relay(page, context, told)


def owner_of(page: Page, head: Token) -> Token | None:
    """Whose words a document or statement holds: "her statement", "a letter from X", "a statement released by X"."""
    if not cues.is_noun(head) and not cues.is_document(head):
        return None
    for child in head.children:
        if not page.outside(child):
            continue
        if child.dep_ == "poss" or (child.dep_ == "compound" and child.pos_ == "PROPN"):
            return child
        held = child.children if child.dep_ == "prep" and child.lower_ in ("from", "by") else ()
        if child.dep_ == "acl" and child.lemma_ in PUBLISHING:
            held = [noun for by in child.children if by.lower_ == "by" for noun in by.children]
        found = next((noun for noun in held if noun.dep_ == "pobj"), None)
        if found is not None:
            return found
    if head.dep_ == "dobj" and head.head.lemma_ in PUBLISHING:
        return subject_of(page, head.head)
    return None


def relay(page: Page, context: Context, cue: Token) -> str | None:
    """The outlet or document that passes the words on: "told a X report", "was quoted as saying in the X story"."""
    heads = [cue, *(child for child in cue.children if child.dep_ == "advcl" and child.lemma_.lower() in TALKING)]
    heads += [
        noun for prep in cue.children if prep.lower_ == "in" for noun in prep.children if noun.lower_ == "interview"
    ]
    heads += [*(clause for prep in cue.children for clause in prep.children if clause.dep_ == "pcomp")]
    if cue.dep_ == "pcomp" and cue.head.dep_ == "prep":
        heads.append(cue.head.head)
    for verb in heads:
        for child in verb.children:
            held = child.children if child.dep_ == "prep" and child.lower_ in ("in", "by", "to", "with") else (child,)
            for noun in held:
                if noun.dep_ not in ("dobj", "dative", "pobj") or not page.outside(noun):
                    continue
                if cues.is_document(noun) and (told := outlet(page, context, noun)) is not None:
                    return told
                mention = context.mention_at(page.paragraph.start + noun.idx)
                if child.dep_ != "agent" and mention is not None and mention.text.split()[-1] in cues.mastheads():
                    return mention.entity
    return None


def outlet(page: Page, context: Context, noun: Token) -> str | None:
    """The organisation that a document belongs to ("the X report"), None when the words name none."""
    for child in noun.children:
        mention = context.mention_at(page.paragraph.start + child.idx)
        if child.dep_ in ("compound", "poss", "nmod", "amod") and mention is not None and is_outlet(mention):
            return mention.entity
    doc, first = page.paragraph.doc, noun.i
    while first > 0 and doc[first - 1].pos_ == "PROPN":
        first -= 1
    named = noun.i - first > 1 and doc[noun.i - 1].text in cues.mastheads()
    return doc[first : noun.i].text if named else None


def is_outlet(mention: Mention) -> bool:
    """Whether the name is an organisation's, or ends like a newspaper's ("the Harbour Ledger")."""
    return mention.label == "ORG" or mention.text.split()[-1] in cues.mastheads()
