"""What an amount measures, read off the noun or the amount beside it. The table with their examples is in `measured`.

Belongs here: patterns that need no table of verbs. Does not: patterns by the verb (`verb_patterns`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource.extraction.language import phrases
from twosource.extraction.language.tree import NOUNS, SUBJECTS, lemma_of, object_of, subject_of
from twosource.extraction.quantities import casualties
from twosource.extraction.quantities.place import Measure, Place, nouns, tail_of, words

if TYPE_CHECKING:
    from spacy.tokens import Token

RIGHT_OF_AMOUNT = frozenset({"nmod", "compound", "nummod", "amod", "npadvmod", "quantmod"})

SIZE_PREPOSITIONS = frozenset({"of", "for", "at", "worth", "by", "between"})

LABEL = re.compile(r"(?:^|\n)[\s•*-]*([A-Z][A-Za-z ]{2,40}):\s*(?:about |around |up to |more than )?$")

COMPARED = re.compile(
    r"[^.;]{0,60}(?:,|\bup|\bdown|compared|\bincluding) ?"
    r"(?:from|with|to|against|versus|of which|including|down from|up from|compared with|compared to)?"
    r" (?:(?:about|around|some|just|only|over|up to|nearly|at least) )?"
)
"""Between two amounts of the same thing."""

RESTATED = re.compile(
    r",? (?:or|that is,|equal to|equivalent to|about) (?:about |around |roughly )?|,? or |\s?\((?:about )?"
)
CONVERTED = re.compile(r" ?[(\[](?:about |around |or )?")
TOTAL = re.compile(r"\btotal|\bsum\b|\bcombined")

IN_ALL = re.compile(r" (?:in all|in total|altogether|overall|combined)\b")

RELATIVE = re.compile(r" (?:less|more|higher|lower|fewer|up|down)\b")

COORDINATED = re.compile(
    r"(?:,| and| or|, and|;)\s(?:(?:the|a further|another|about|up to|around|some|over|more than|at least|nearly"
    r"|a total of|for a total of) )*$"
)


def told(at: Place) -> Measure | None:
    """What the reading of the number itself tells of the people that it counts."""
    return Measure(at.amount.told) if at.amount.told else None


def counted(at: Place) -> Measure | None:
    """The counted noun, with what a passive verb tells of it."""
    if at.amount.kind not in ("count", None) or at.amount.unit is None:
        return None
    noun = next((t for t in reversed(list(at.span)) if t.pos_ in NOUNS), None)
    if noun is None:
        return None
    if noun.head.pos_ in NOUNS and noun.head.i == noun.i + 1 and noun.dep_ == "compound" and "-" in at.span.text:
        noun = noun.head
    found = at.phrase(noun)
    told = _told(at, noun) if found is not None else ""
    return Measure(found.core, told, noun) if found is not None else None


def _told(at: Place, noun: Token) -> str:
    """What is told of the counted: by words right beside ("killed 12 soldiers", "12 people dead"), passive, "died"."""
    striking = noun.dep_ in SUBJECTS and object_of(noun.head) is not None  # "two bombs killed 12"
    beside = None if striking else casualties.befallen(at.text, at.amount.end)
    if noun.tag_ in ("NNS", "NNPS") and (state := beside or casualties.struck(at.text, at.amount.start)):
        return state
    subject = noun
    while subject.dep_ in ("pobj", "prep") and at.span.start <= subject.head.i < at.span.end:
        subject = subject.head
    if subject.dep_ == "nsubjpass" and subject.head.tag_ == "VBN":
        return str(subject.head.lower_)
    if subject.dep_ == "nsubj" and subject.head.i > at.span.start:
        return nouns("noun_of_state").get(lemma_of(subject.head), "")
    return ""


def bare_subject(at: Place) -> Measure | None:
    """A bare count as a subject, by what is told of it."""
    if at.amount.kind != "count" or at.amount.unit is not None or at.root.dep_ not in ("nsubj", "nsubjpass"):
        return None
    verb = at.root.head
    told = next((c for c in verb.children if c.dep_ == "acomp"), None)
    if verb.tag_ == "VBN":
        told = verb
    state = nouns("noun_of_state").get(lemma_of(verb))
    word = told.lower_ if told is not None else state
    return Measure(f"number {word}", noun=told) if word else None


def modified(at: Place) -> Measure | None:
    """The noun after the amount, which the amount modifies."""
    head = at.root.head
    if head.i < at.span.end or head.pos_ not in NOUNS or at.root.dep_ not in RIGHT_OF_AMOUNT or head.i >= at.barrier:
        return None
    if head.lower_ in words("verbs_like_nouns") and head.nbor(-1).pos_ in NOUNS and head.i - 1 >= at.span.end:
        head = head.nbor(-1)
    elif head.lower_ in words("verbs_like_nouns"):
        return None
    if any(token.pos_ == "ADP" for token in head.doc[at.span.end : head.i]):
        return None
    if at.amount.kind in ("percent", "money") and head.ent_type_ in ("ORG", "GPE", "PERSON") and head.pos_ == "PROPN":
        return None
    return at.phrase(head)


def share(at: Place) -> Measure | None:
    """The whole that a percentage is a share of."""
    if at.amount.kind not in ("percent", "ratio"):
        return None
    of = next((c for c in at.span.root.children if c.lower_ == "of" and c.i >= at.span.root.i), None)
    whole = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return at.phrase(whole) if whole is not None and whole.pos_ in NOUNS else None


def restated_share(at: Place) -> Measure | None:
    """A sum given once more as a share: "$7 million or 4% of its income"."""
    whole = share(at)
    if whole is None or at.before is None or at.before[1] is None or at.before[0].kind != "money":
        return None
    if not RESTATED.fullmatch(at.text, at.before[0].end, at.amount.start):
        return None
    return Measure(at.before[1].core, f"as share of {whole.core}", at.before[1].noun)


def coordinated(at: Place) -> Measure | None:
    """What the amount before measures, when "and" or a comma joins the two."""
    if at.before is None or at.before[1] is None:
        return None
    amount, earlier = at.before[0], at.before[1]
    between, after = at.text[amount.end : at.amount.start], at.text[at.amount.end : at.amount.end + 12]
    relative = at.amount.kind == "percent" and RELATIVE.match(after) is not None
    if (amount.kind != at.amount.kind and not relative) or "." in between:
        return None
    head = at.span.root.head
    gapped = head.i == at.span.start - 1 and head.dep_ == "conj" and head.pos_ in NOUNS
    if not gapped and not COORDINATED.search(between):
        return None
    if IN_ALL.match(after) or TOTAL.search(between):
        return Measure(earlier.core, noun=earlier.noun)
    tail = tail_of(at, at.root) or tail_of(at, at.span.root)
    return Measure(earlier.core, tail or earlier.tail, earlier.noun)


def compared(at: Place) -> Measure | None:
    """What the amount before measures, when the two are compared ("up from")."""
    if at.before is None or at.before[1] is None or at.before[0].kind != at.amount.kind:
        return None
    between = at.text[at.before[0].end : at.amount.start]
    if not COMPARED.fullmatch(between):
        return None
    earlier = at.before[1]
    tail = tail_of(at, at.root) if "including" in between else ""
    return Measure(earlier.core, tail or earlier.tail, earlier.noun)


def converted(at: Place) -> Measure | None:
    """What the amount before measures, when brackets give it in another unit."""
    if at.before is None or at.before[0].kind != at.amount.kind or at.amount.kind not in ("money", "measure"):
        return None
    return at.before[1] if CONVERTED.fullmatch(at.text, at.before[0].end, at.amount.start) else None


def gapped(at: Place) -> Measure | None:
    """A second subject that shares the verb of the first."""
    if at.before is None or at.before[0].kind != at.amount.kind:
        return None
    for token in at.span.doc[at.stop : at.span.start]:
        if token.dep_ == "conj" and token.pos_ == "NOUN" and (token.head.dep_ in SUBJECTS or token.head.pos_ == "VERB"):
            return at.phrase(token)
    return None


def multiplied(at: Place) -> Measure | None:
    """What is doubled: the object of the verb, or its subject."""
    verb = at.span.root
    if at.amount.kind != "ratio" or verb.pos_ != "VERB":
        return None
    thing = object_of(verb) or subject_of(verb)
    return at.phrase(thing) if thing is not None else None


def made_of(at: Place) -> Measure | None:
    """The goods in "$5 of steel", "$5 in taxes"."""
    if at.amount.kind not in ("money", "measure"):
        return None
    for child in at.root.children:
        if child.lower_ not in ("in", "of") or child.dep_ != "prep" or child.i < at.span.end or child.i >= at.barrier:
            continue
        thing = next((c for c in child.children if c.dep_ == "pobj"), None)
        bare = thing is not None and not any(c.dep_ in ("det", "poss") for c in thing.children)
        if thing is not None and bare and thing.pos_ == "NOUN" and not phrases.is_time(thing):
            found, verb = at.phrase(thing), at.head
            if verb is not None and verb.lemma_.lower() == "invest":
                return None
            dealt = verb is not None and verb.pos_ == "VERB" and lemma_of(verb) in words("dealing_verbs")
            if found is not None and verb is not None and dealt:
                return Measure(nouns("noun_of_verb")[lemma_of(verb)], f"of {found.text}", verb)
            return found
    return None


def labelled(at: Place) -> Measure | None:
    """The label before a colon at the start of a line."""
    match = LABEL.search(at.text[: at.amount.start][-70:])
    return Measure(match[1]) if match else None


def noun_of(at: Place) -> Measure | None:
    """The noun before "of", "for", "at" and the amount."""
    head = at.head
    if head is None or head.pos_ not in NOUNS or head.i >= at.span.start or not at.through:
        return None
    if at.through[-1] not in SIZE_PREPOSITIONS or phrases.is_time(head) or head.i < at.stop:
        return None
    sized = head
    while sized.lemma_.lower() not in words("sized_nouns") and sized.dep_ == "pobj" and sized.head.head.pos_ in NOUNS:
        sized = sized.head.head
    if sized.lemma_.lower() in words("sized_nouns"):
        return at.phrase(sized)
    return at.phrase(head) if at.through[-1] != "for" or head.pos_ == "NOUN" else None


def meant_for(at: Place) -> Measure | None:
    """Money "for" something, when no verb or noun names it otherwise."""
    tail = tail_of(at, at.span.root) if at.amount.kind == "money" else ""
    return Measure("money", tail) if tail.startswith("for ") else None


def amount_is(at: Place) -> Measure | None:
    """What the amount is said to be."""
    if at.root.dep_ != "nsubj" or at.root.head.lemma_ != "be":
        return None
    attribute = next((c for c in at.root.head.children if c.dep_ == "attr" and c.pos_ == "NOUN"), None)
    return at.phrase(attribute) if attribute is not None else None
