"""What an amount measures, read off the verb over it. The table with their examples is in `measured`.

Belongs here: patterns whose verbs stand in `seeds/reference/amount_words.yml`. Does not: patterns by a noun
(`noun_patterns`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from twosource.extraction.language import phrases
from twosource.extraction.language.tree import NOUNS, SUBJECTS, lemma_of, noun_before, object_of, subject_of
from twosource.extraction.quantities.noun_patterns import share
from twosource.extraction.quantities.place import Measure, Place, nouns, tail_of, words

if TYPE_CHECKING:
    from spacy.tokens import Token

RESTATED = re.compile(r",? or (?:about |around |nearly |roughly )?")
OPEN = frozenset({"for", "in", "than", "as", "upward", "upwards", "over", "above", "under", "around", "about", "to"})
"""What may stand between a verb and the amount that is its object ("spend upwards of $5")."""
CAUSES_OF_GOING = frozenset({"to", "by", "at", "from", "for", "up", "down", "between", "than", "above", "below", "as"})


def sized_share(at: Place) -> Measure | None:
    """What is raised to, or comes to, a percentage of something else: "raise spending to 3% of GDP"."""
    whole = share(at)
    if whole is None or at.amount.kind != "percent" or not at.through:
        return None
    found = changed(at) or size(at)
    if found is None or found.core == whole.core or found.noun is None:
        return None
    return Measure(found.core, f"as share of {whole.core}", found.noun)


def exchange(at: Place) -> Measure | None:
    """A rate of exchange: a currency buys so much of another."""
    verb = at.head
    if verb is None or at.amount.kind != "money" or verb.pos_ != "VERB":
        return None
    thing = subject_of(verb)
    if thing is None or thing.lemma_.lower() not in words("currency_names"):
        return None
    return Measure("exchange rate", f"of {thing.lemma_.lower()}", thing)


def priced(at: Place) -> Measure | None:
    """The price of what is traded "for" the amount."""
    verb = at.head
    if verb is None or at.amount.kind != "money" or at.through[-1:] != ("for",):
        return None
    if verb.pos_ in NOUNS:  # "from buying the mill for $5": the parser may hang "for" on the mill
        verb = verb.head if verb.dep_ == "dobj" else verb
    if verb.pos_ != "VERB" or lemma_of(verb) not in words("trade_verbs"):
        return None
    thing = object_of(verb) or (subject_of(verb) if verb.tag_ == "VBN" else None)
    found = at.phrase(thing) if thing is not None else None
    return Measure("price", f"of {found.text}", thing) if found is not None else None


def valued(at: Place) -> Measure | None:
    """What is "priced at", "put at", "set at" the amount."""
    verb = at.head
    near = any(word in ("at", "to") for word in at.through) or (at.top.dep_ in ("oprd", "advmod") and at.through)
    if verb is None or verb.pos_ != "VERB" or lemma_of(verb) not in nouns("noun_of_valuing") or not near:
        return None
    thing = object_of(verb) or (noun_before(verb) if verb.tag_ in ("VBN", "VBD") else None)
    found = at.phrase(thing) if thing is not None and thing.i < at.span.start else None
    noun = nouns("noun_of_valuing")[lemma_of(verb)]
    if found is None or thing is None:
        return None
    named = not noun or thing.lemma_.lower() in words("sized_nouns")
    return found if named else Measure(noun, f"of {found.text}", thing)


def worth(at: Place) -> Measure | None:
    """The value of what is "worth" the amount."""
    if "worth" not in at.through or at.head is None:
        return None
    thing = at.head if at.head.pos_ in NOUNS else subject_of(at.head)
    if thing is None or thing.i < at.stop:
        thing = _before_worth(at)
    found = at.phrase(thing) if thing is not None and thing.i < at.span.start else None
    return Measure("value", f"of {found.text}", thing) if found is not None else None


def _before_worth(at: Place) -> Token | None:
    """The first noun of the phrase that "worth" ends, which the parse lost: "with freight the other way worth $9"."""
    doc, worth_at = at.span.doc, at.span.start - 1
    while worth_at > at.stop and doc[worth_at].lower_ != "worth":
        worth_at -= 1
    first = worth_at
    while first > at.stop and doc[first - 1].pos_ not in ("ADP", "VERB", "AUX", "CCONJ") and doc[first - 1].text != ",":
        first -= 1
    return next((token for token in doc[first:worth_at] if token.pos_ == "NOUN"), None)


def cost(at: Place) -> Measure | None:
    """The cost of the subject of "cost"."""
    verb = at.head
    if (
        verb is None
        or verb.lemma_.lower() != "cost"
        or at.through[-1:] == ("at",)
        or verb.pos_ != "VERB"
        or at.root.dep_ in SUBJECTS
    ):
        return None
    thing = subject_of(verb)
    if thing is None:
        doing = next((c for c in verb.children if c.tag_ == "VBG" and c.i < verb.i), None)
        text = phrases.words(doing.i, verb.i - 1, doing) if doing is not None and verb.i - doing.i < 9 else None
        return Measure("cost", f"of {text[0].lower()}{text[1:]}", doing) if text else None
    found = at.phrase(thing)
    return Measure("cost", f"of {found.text}", thing) if found is not None else None


def changed(at: Place) -> Measure | None:
    """The object whose size a verb changes "to" or "by" the amount."""
    verb = at.head
    if verb is None or verb.pos_ != "VERB" or not at.through or lemma_of(verb) not in words("change_verbs"):
        return None
    thing = object_of(verb) or (subject_of(verb) if verb.tag_ == "VBN" else None)
    return at.phrase(thing) if thing is not None and thing.i < at.span.start else None


def size(at: Place) -> Measure | None:
    """The subject of a verb of size or change."""
    verb = at.head
    if verb is None or verb.pos_ not in ("VERB", "AUX") or at.top.dep_ in SUBJECTS:
        return None
    lemma = verb.lemma_.lower()
    sized = lemma in words("size_verbs")
    if not sized or (lemma == "be" and at.through and not set(at.through) & CAUSES_OF_GOING and at.top.dep_ == "prep"):
        return None
    if at.amount.kind == "duration" and (lemma not in words("lasting_verbs") or at.every):
        return None
    thing = subject_of(verb) or _behind_year(verb)
    if lemma == "account" and thing is not None and (found := at.phrase(thing)) is not None:
        return Measure("share", f"of {found.text}", thing)
    if thing is None or thing.i > at.span.start or phrases.is_time(thing):
        return None
    return at.phrase(thing)


def _behind_year(verb: Token) -> Token | None:
    """The noun between a year and its verb, which the parse hangs on the year: "between 2015 and 2018 wages grew"."""
    noun = verb.nbor(-1) if verb.i > verb.sent.start + 1 else None
    dated = noun is not None and noun.pos_ == "NOUN" and len(noun.nbor(-1).text) == 4 and noun.nbor(-1).is_digit
    return noun if dated else None


def restated(at: Place) -> Measure | None:
    """The subject of the verb over two figures of one change: "lost 190 points, or 0.6%"."""
    if at.before is None or at.amount.kind != "percent" or at.before[0].kind not in ("count", "money", "measure"):
        return None
    if not RESTATED.fullmatch(at.text, at.before[0].end, at.amount.start):
        return None
    token = at.span.root
    while token.pos_ != "VERB" and token.head.i != token.i:
        token = token.head
    thing = subject_of(token) if token.lemma_.lower() in words("size_verbs") else None
    return at.phrase(thing) if thing is not None and thing.i < at.span.start else None


def spoken_object(at: Place) -> Measure | None:
    """The noun of a verb that has the amount for its object, with what it is for."""
    verb = at.head
    if verb is None or verb.pos_ != "VERB" or (at.through and at.through[-1] not in OPEN):
        return None
    lemma = lemma_of(verb)
    noun = nouns("noun_of_verb").get(lemma) if at.amount.kind == "money" else None
    if at.amount.kind == "measure" and lemma in words("dealing_verbs"):
        noun = nouns("noun_of_verb")[lemma]
    if noun is None or (at.through[-1:] == ("for",) and lemma not in ("ask", "seek", "call", "pay")):
        return None
    if at.top.dep_ == "nsubj":
        return None
    buyer = next((c for c in verb.children if c.dep_ == "dative" and c.pos_ in NOUNS), None)
    if buyer is not None and (given := at.phrase(buyer)) is not None:
        return Measure(noun, f"to {given.text}", verb)
    return Measure(noun, tail_of(at, at.root, at.span.root, verb), verb)


def lasting(at: Place) -> Measure | None:
    """What lasts so long."""
    if at.amount.kind != "duration" or at.head is None or at.head.pos_ != "VERB":
        return None
    if at.through and at.through[-1] not in ("for", "within"):
        return None
    noun = nouns("noun_of_lasting").get(at.head.lemma_.lower())
    return Measure(noun, noun=at.head) if noun else None
