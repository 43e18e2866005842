"""From a cue word to the words that name its speaker.

Belongs here: the grammar between a verb of speech and its subject. Does not: whose name a pronoun or role stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twosource.extraction.quotes import cues
from twosource.extraction.quotes.context import Attribution, Context, Page
from twosource.records import Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
CLIMB = ("conj", "xcomp", "pcomp", "advcl", "prep", "ccomp", "dep", "acl", "aux")
MODIFIERS = (
    "det",
    "compound",
    "amod",
    "poss",
    "nummod",
    "nmod",
    "quantmod",
    "predet",
    "case",
    "advmod",
    "npadvmod",
    "punct",
)
COMPLEMENTS = ("of", "for", "at", "from", "with", "in")
LONGEST_COMPLEMENT = 10
PUBLISHING = frozenset(["release", "issue", "publish", "write", "post", "send", "make", "share"])
PERSONAL = frozenset(["he", "she", "they", "i", "we"])
EMPTY = frozenset(["it", "there", "this", "that", "which", "what"])
DOCUMENTS = frozenset(
    [
        "report",
        "article",
        "story",
        "newspaper",
        "magazine",
        "broadcast",
        "programme",
        "program",
        "dispatch",
        "study",
        "survey",
        "poll",
        "review",
        "paper",
        "document",
        "analysis",
        "list",
        "database",
    ]
)


def subject_of(page: Page, cue: Token) -> Token | None:
    """The head of the subject of `cue`: its own, a coordinated or governing verb's, or the noun it modifies."""
    verb = cue
    for _ in range(6):
        own = nearest_subject(page, verb)
        if own is not None:
            return _speaking(page, verb, own, verb == cue)
        if verb == cue and is_passive(cue):
            return _agent(verb)
        if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return verb.head if page.outside(verb.head) else None
        if verb.dep_ not in CLIMB or verb.head == verb:
            return None
        verb = verb.head
    return None


def nearest_subject(page: Page, verb: Token) -> Token | None:
    """The verb's subject outside quotation marks; of two, which a confused parse gives, the one beside the verb."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS and page.outside(child)]
    return min(own, key=lambda child: abs(child.i - verb.i), default=None)


def is_passive(cue: Token) -> bool:
    """Whether the cue is a participle without "have": its subject is spoken to, or of ("when told ...")."""
    if cue.tag_ != "VBN":
        return False
    return not any(child.dep_ == "aux" and child.lemma_ == "have" for child in cue.children)


def _agent(verb: Token) -> Token | None:
    """Who does it, of a passive verb: "described by X as"."""
    return next((o for a in verb.children if a.dep_ == "agent" for o in a.children if o.dep_ == "pobj"), None)


def _speaking(page: Page, verb: Token, subject: Token, is_cue: bool) -> Token | None:
    """Who speaks: the subject, the noun that a relative pronoun stands for, or the agent of a passive cue.

    A passive verb above the cue ("was quoted as saying") leaves its subject the speaker.
    """
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head if page.outside(verb.head) else None
    told = subject.dep_ == "nsubjpass" and is_cue and verb.lemma_ not in ("quote", "cite")
    return _agent(verb) if told else subject


def beside(page: Page, context: Context, cue: Token) -> Token | None:
    """A person or pronoun right beside the cue, for when the parse finds no subject: "... , said Smith"."""
    doc = page.paragraph.doc
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


def phrase(page: Page, context: Context, head: Token) -> tuple[Span, Mention | None]:
    """The words that name the speaker, and the mention when they are a name.

    A person's name stands for the whole noun phrase ("President X" is X), also in apposition ("the mayor, X");
    otherwise from the first modifier to the head, with a complement ("a spokesman for the ministry").
    """
    named = _named(page, context, head)
    if named is not None:
        return (named.start, named.end), named
    doc = page.paragraph.doc
    first = head.i
    while first > 0 and page.outside(doc[first - 1]) and _modifies(doc[first - 1], head):
        first -= 1
    while first < head.i and (doc[first].is_punct or doc[first].dep_ == "advmod"):
        first += 1
    last = head.i
    complement = next((child for child in head.rights if child.dep_ == "prep" and child.i == head.i + 1), None)
    if complement is not None and complement.lower_ in COMPLEMENTS:
        end = complement.right_edge.i
        inner = range(head.i + 1, min(end, head.i + LONGEST_COMPLEMENT) + 1)
        stop = next(
            (i for i in inner if doc[i].is_punct or doc[i].pos_ in ("VERB", "AUX") or not page.outside(doc[i])), None
        )
        last = end if stop is None and end <= head.i + LONGEST_COMPLEMENT else (stop or head.i + 1) - 1
        if last == complement.i:
            last = head.i
    span = page.place(doc[first], doc[last])
    mention = context.mention_at(page.paragraph.start + head.idx)
    return span, mention if mention is not None and mention.label == "ORG" else None


def _named(page: Page, context: Context, head: Token) -> Mention | None:
    """The person whom the noun phrase names, in it or in apposition."""
    mention = context.mention_at(page.paragraph.start + head.idx)
    if mention is not None and mention.label == "PER":
        return mention
    for child in head.children:
        if child.dep_ == "appos" and page.outside(child):
            mention = context.mention_at(page.paragraph.start + child.idx)
            if mention is not None and mention.label == "PER" and head.pos_ == "NOUN":
                return mention
    return None


def _modifies(token: Token, head: Token) -> bool:
    """Whether a token left of `head` belongs to its noun phrase."""
    step = token
    for _ in range(5):
        if step.head == head:
            return step.dep_ in MODIFIERS
        if step.head == step or step.dep_ not in (*MODIFIERS, "pobj", "prep", "conj", "cc"):
            return False
        step = step.head
    return False


def attribute(
    page: Page, context: Context, cue: Token, rule: str, confidence: float, head: Token | None = None
) -> Attribution | None:
    """The attribution that a cue verb gives; None when nobody can be found who says it. `head` overrules the parse."""
    head = head if head is not None else subject_of(page, cue)
    if head is None or head.lower_ in EMPTY or head.pos_ == "NUM":
        head = beside(page, context, cue) if head is None and not is_passive(cue) else None
    if head is None:
        return None
    span, mention = phrase(page, context, head)
    owner = owner_of(page, head) if mention is None else None
    owner_span, mention = phrase(page, context, owner) if owner is not None else (None, mention)
    return Attribution(
        speaker=span,
        owner=owner_span,
        name=mention.entity if mention else None,
        role=mention.role if mention else None,
        cue=cue.text,
        force=cues.force(cue),
        rule=rule,
        confidence=confidence,
        relayed_from=relay(page, context, cue),
    )


def source(page: Page, context: Context, head: Token, rule: str) -> Attribution:
    """The attribution of "according to", whose object is `head`."""
    span, mention = phrase(page, context, head)
    owner = owner_of(page, head) if mention is None else None
    owner_span, mention = phrase(page, context, owner) if owner is not None else (None, mention)
    return Attribution(
        speaker=span,
        owner=owner_span,
        name=mention.entity if mention else None,
        role=mention.role if mention else None,
        cue="according to",
        force="says",
        rule=rule,
        confidence=0.8,
        relayed_from=outlet(page, context, head) if cues.is_document(head) else _quoted_in(page, context, head),
    )


def _quoted_in(page: Page, context: Context, head: Token) -> str | None:
    """The outlet of "a source quoted in the X article"."""
    told = next((word for word in head.subtree if word.dep_ == "acl" and word.lemma_ in ("quote", "cite")), None)
    if told is None:
        return None
    agent = _agent(told)
    mention = context.mention_at(page.paragraph.start + agent.idx) if agent is not None else None
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
    heads = [cue, *(clause for prep in cue.children for clause in prep.children if clause.dep_ == "pcomp")]
    if cue.dep_ == "pcomp" and cue.head.dep_ == "prep":
        heads.append(cue.head.head)
    for verb in heads:
        for child in verb.children:
            held = child.children if child.dep_ == "prep" and child.lower_ in ("in", "by", "to") else (child,)
            for noun in held:
                if noun.dep_ not in ("dobj", "dative", "pobj") or not page.outside(noun):
                    continue
                if cues.is_document(noun):
                    return outlet(page, context, noun)
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
