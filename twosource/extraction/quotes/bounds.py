"""Where a reported clause ends: what still belongs to the speaker, and where the reporter goes on.

Belongs here: the table of cuts, each with a name and an example. Does not: finding the clause (see `indirect`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language.tree import STATED
from twosource.extraction.quotes import cues
from twosource.extraction.quotes.context import Page

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

DASHES = ("—", "--", "–", "-")
STRONG = frozenset([";", "(", "—", "--"])
GOES_WITH = frozenset(
    ["so", "unless", "because", "if", "when", "before", "until", "since", "though", "although", "while"]
)
"""Conjunctions whose clause behind a report belongs to what is reported, though the parse hangs it on the cue."""
CONTRASTS = frozenset(["while", "though", "although", "whereas", "but"])
SHORTEST = 3
"""Words that a report keeps at the least."""


def with_adverbial(page: Page, cue: Token, start: int) -> int:
    """The clause's start, moved before an adverb that a comma sets off: "says too often, nobody comes"."""
    doc = page.paragraph.doc
    if start >= len(doc):
        return start
    front = doc[cue.i + 1 : start + 1 if doc[start].text == "," else start]
    if len(front) > 1 and front[-1].text == "," and front[0].pos_ == "ADV" and all(t.pos_ == "ADV" for t in front[:-1]):
        return int(front[0].i)
    return start


def stretched(page: Page, sentence: Sentence, cue: Token, clause: Token, last: int) -> int:
    """The end of a clause, moved to the sentence's end unless the cue's own sentence goes on behind it."""
    end = sentence.end - 1
    doc = page.paragraph.doc
    if last >= end or any(above.i > last for above in cue.ancestors):
        return last  # a main clause follows: "Although she says the bridge is old, she crosses it"
    for token in doc[last + 1 : end + 1]:
        of_cue = token.head.i <= cue.i and token.dep_ in ("conj", "parataxis")
        shares_subject = of_cue and not any(child.dep_ in STATED for child in token.lefts)
        aside = token.head == cue and token.dep_ == "advcl" and not any(c.lower_ in GOES_WITH for c in token.lefts)
        if shares_subject or aside or cues.is_indirect(token) or token.lower_ == "according" or token.text in STRONG:
            return last
    return end if clause.dep_ == "ccomp" else last


def cut_back(page: Page, first: int, last: int) -> int:
    """The last token of the report first..last, after all cuts."""
    for cut in CUTS:
        last = cut.apply(page, first, last)
    return last


def before_next_cue(page: Page, first: int, last: int) -> int:
    """The end of a clause, moved before another report in it: ", saying ...", "but X says ...", "and said ..."."""
    doc = page.paragraph.doc
    for token in doc[first + 1 : last + 1]:
        if not cues.is_indirect(token) or not page.outside(token):
            continue
        subject = next((child for child in token.lefts if child.dep_ in STATED), None)
        edge = subject.left_edge.i if subject is not None else token.i
        while edge - 1 > first and doc[edge - 1].dep_ in ("aux", "advmod", "neg") and doc[edge - 1].head == token:
            edge -= 1
        before = doc[edge - 1]
        if token.tag_ == "VBG" and before.text == ",":
            return int(edge - 2)
        joins = before.dep_ == "cc" and before.lower_ in ("but", "and")
        contrast = subject is not None and before.dep_ == "mark" and before.lower_ in CONTRASTS
        if edge - 2 > first and (contrast or (joins and token.tag_ in ("VBD", "VBZ", "VBP"))):
            return int(edge - 2)
    return last


def _dashed_aside(page: Page, first: int, last: int) -> int:
    """Before the reporter's aside behind quoted words: "... — a reference to X"."""
    doc = page.paragraph.doc
    quoted = next((j for j in range(first, last) if page.inside[j] >= 0), last)
    for i in range(last - 2, max(first + SHORTEST, quoted), -1):
        token = doc[i]
        if token.text in DASHES and doc[i - 1].whitespace_ and page.outside(token):
            return i - 1 if not any(later.text in ("—", "--", "–") for later in doc[first:i]) else last
    return last


def _summing_noun(page: Page, first: int, last: int) -> int:
    """Before a noun phrase that sums up what was said: ", a swipe at the council", "— a claim that"."""
    doc = page.paragraph.doc
    for i in range(first + SHORTEST, last):
        if doc[i].text != "," and not (doc[i].text in DASHES and doc[i - 1].whitespace_):
            continue
        if doc[i + 1].dep_ not in ("det", "advmod", "predet", "amod") or not page.outside(doc[i + 1]):
            continue
        noun = next((token for token in doc[i + 1 : min(i + 6, last + 1)] if token.pos_ in ("NOUN", "PROPN")), None)
        if noun is not None and noun.lemma_.lower() in cues.listed("summing"):
            return i - 1
    return last


def _reaction(page: Page, first: int, last: int) -> int:
    """Before what the words brought about: ", drawing a sharp reply from the council"."""
    doc = page.paragraph.doc
    for token in doc[first + SHORTEST : last + 1]:
        if token.tag_ != "VBG" or doc[token.i - 1].text != "," or not page.outside(token):
            continue
        caused = cues.lemma(token) in cues.listed("causing") and any(
            child.dep_ == "dobj" and child.lemma_.lower() in cues.listed("reactions") for child in token.children
        )
        if caused or cues.lemma(token) in cues.listed("glossing"):
            return int(token.i - 2)
    return last


def _comparison(page: Page, first: int, last: int) -> int:
    """Before a poll's other figure: ", compared with 33 percent last month"."""
    doc = page.paragraph.doc
    for i in range(first + SHORTEST, last - 2):
        if doc[i].text == "," and doc[i + 1].lower_ == "compared" and doc[i + 2].lower_ in ("with", "to"):
            return i - 1 if any(token.like_num for token in doc[i + 3 : last + 1]) else last
    return last


def _withheld(page: Page, first: int, last: int) -> int:
    """Before a verb that shares the cue's subject: "but offered no details", "but did not say", "has ... and cited"."""
    doc = page.paragraph.doc
    for token in doc[first + SHORTEST : last + 1]:
        if token.dep_ != "conj" or not page.outside(token) or any(c.dep_ in STATED for c in token.lefts):
            continue
        edge = token.left_edge.i
        joint = next((i for i in range(edge, edge - 3, -1) if i > first and doc[i - 1].dep_ == "cc"), None)
        if joint is None:
            continue
        word = doc[joint - 1].lower_
        own = word == "but" and (_gives_nothing(token) or _unlike_tense(token))
        if own or (word in ("and", "but") and _unlike_tense(token) and cues.is_verb(token)):
            return int(joint - 2 - (doc[joint - 2].text == ","))
    return last


def _gives_nothing(verb: Token) -> bool:
    """Whether the verb tells that no more was said: "offered no further details", "did not elaborate"."""
    denied = any(child.dep_ == "neg" for child in verb.children) and cues.is_verb(verb)
    nothing = any(
        child.dep_ == "dobj" and any(left.lower_ in ("no", "few") for left in child.lefts) for child in verb.children
    )
    return denied or (nothing and cues.lemma(verb) in cues.listed("giving"))


def _unlike_tense(verb: Token) -> bool:
    """Whether a past tense is joined to a verb with an auxiliary of another tense: "would be hard but downplayed"."""
    past = verb.tag_ == "VBD" or any(child.dep_ == "aux" and child.lower_ == "did" for child in verb.children)
    above = verb.head
    while above.dep_ in ("xcomp", "conj") and above.head != above:
        above = above.head
    tenses = [child for child in above.children if child.dep_ in ("aux", "auxpass")]
    return past and any(child.tag_ in ("MD", "VBZ", "VBP") for child in tenses)


def _reporters_voice(page: Page, first: int, last: int) -> int:
    """Before a clause in the reporter's own voice: ", and it seems that", "though it is unclear"."""
    doc = page.paragraph.doc
    for token in doc[first + SHORTEST : last]:
        if token.lower_ != "it" or token.dep_ not in STATED or doc[token.i - 1].lower_ not in ("and", "though"):
            continue
        verb = token.head
        unclear = any(child.lower_ in ("unclear", "uncertain") for child in verb.children)
        if verb.lemma_ in ("seem", "appear") or unclear:
            return int(token.i - 2 - (doc[token.i - 2].text in (",", "-", "—", "–")))
    return last


def _described_again(page: Page, first: int, last: int) -> int:
    """Before a relative clause that reports another naming or a silence: ", which he described as “old”"."""
    doc = page.paragraph.doc
    for token in doc[first + SHORTEST : last + 1]:
        if token.dep_ != "relcl" or not cues.is_verb(token) or not page.outside(token):
            continue
        kept_back = any(child.dep_ == "neg" for child in token.children)
        again = cues.is_core(token) and any(
            (child.dep_ == "nsubj" and child.pos_ != "PRON") or child.lower_ in ("he", "she", "they")
            for child in token.lefts
        )
        edge = token.left_edge.i
        if (
            (kept_back or again or cues.is_naming(token))
            and doc[edge].tag_ in ("WDT", "WP", "WP$")
            and doc[edge - 1].text == ","
        ):
            return int(edge - 2)
    return last


def _own_account(page: Page, first: int, last: int) -> int:
    """Before a second main clause of the cue's own subject: ", and as expected, he voiced dissatisfaction"."""
    doc = page.paragraph.doc
    for token in doc[first + SHORTEST : last + 1]:
        if token.dep_ != "conj" or token.tag_ != "VBD" or not cues.is_verb(token) or not page.outside(token):
            continue
        subject = next((child for child in token.lefts if child.dep_ == "nsubj"), None)
        if subject is None or subject.lower_ not in ("he", "she"):
            continue
        joint = token.left_edge.i
        while joint > first and doc[joint].dep_ != "cc" and doc[joint].i > token.left_edge.i - 3:
            joint -= 1
        if doc[joint].dep_ == "cc" and doc[joint - 1].text == ",":
            return int(joint - 2)
    return last


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a report ends: name, meaning, and an example whose report is `kept` (a test checks it)."""

    name: str
    apply: Callable[[Page, int, int], int]
    example: str
    kept: str


CUTS = (
    Cut(
        "next_cue", before_next_cue,
        "Ann Bloom said the bridge was old, adding that nobody liked it.",
        "the bridge was old",
    ),
    Cut(
        "dashed_aside", _dashed_aside,
        'Ann Bloom said that the bridge was "wrongly closed" in May — a dig at the council of the next town.',
        'that the bridge was "wrongly closed" in May',
    ),
    Cut(
        "summing_noun", _summing_noun,
        "Ann Bloom said the old bridge would be closed in May, a swipe at the council of the next town.",
        "the old bridge would be closed in May",
    ),
    Cut(
        "reaction", _reaction,
        "Ann Bloom said that the old bridge would be closed in May, causing anxiety in the harbour.",
        "that the old bridge would be closed in May",
    ),
    Cut(
        "comparison", _comparison,
        "Half of the voters said they liked the bridge, compared with 33 percent last month.",
        "they liked the bridge",
    ),
    Cut(
        "withheld", _withheld,
        "Ann Bloom said the bridge was almost finished but offered no further details.",
        "the bridge was almost finished",
    ),
    Cut(
        "reporters_voice", _reporters_voice,
        "Ann Bloom stressed that the bridge was almost finished, and it seems that the road was discussed.",
        "that the bridge was almost finished",
    ),
    Cut(
        "described_again", _described_again,
        "Ann Bloom said that she had walked over the old bridge, which she described as “a very long plank.”",
        "that she had walked over the old bridge",
    ),
    Cut(
        "own_account", _own_account,
        "Ann Bloom said that the town's share was too small, and as expected, she expressed her regret over the talks.",
        "that the town's share was too small",
    ),
)  # fmt: skip
"""All are tried, in this order; each moves the end back or leaves it."""
