"""What a number counts: the noun of the parse to its right, and fractions and multiples of something.

Belongs here: from a number's place to the counted noun. Does not: units that are listed in a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twosource.extraction.language.calendar import MONTHS
from twosource.extraction.language.tree import NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BETWEEN_POS = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "ADV", "PUNCT", "PART", "NUM", "SYM", "X"})
WHICH = frozenset({"last", "next", "this"})
SPANS = frozenset({"week", "month", "year", "quarter", "summer", "winter", "spring", "autumn", "fall"})
FARTHEST = 6
OF_THE = re.compile(r" (?:of (?:the |its |their |his |her |our |these |those |all |which )?)?", re.IGNORECASE)
NO_COUNT = frozenset(
    [
        "a.m.",
        "p.m.",
        "am",
        "pm",
        "o'clock",
        "percent",
        "per",
        "gmt",
        "est",
        "jst",
        "utc",
        "another",
        "other",
        "time",
        "times",
        "way",
        "thing",
        "lot",
        "fold",
        "et",
        "al",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "now",
    ]
) | frozenset(MONTHS)


@dataclass(frozen=True, slots=True)
class Noun:
    """The counted noun: its lemma in lower case and where it ends in the paragraph, and whether it is a plural."""

    lemma: str
    end: int
    plural: bool


def token_at(doc: Doc, start: int, end: int) -> Token | None:
    """The last token that `[start, end)` of the paragraph touches."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span[-1] if span is not None and len(span) else None


def noun_after(doc: Doc, start: int, end: int, partitive: bool) -> Noun | None:
    """The noun that the number at `[start, end)` counts, None when there is none within five words.

    `partitive` allows "of" and "of the" between them ("dozens of people", "one of the students").
    """
    last = token_at(doc, start, end)
    if last is None:
        return None
    position = last.i + 1
    if partitive:
        position = _after_partitive(doc, position)
    noun = _head_noun(doc, last, position)
    if noun is None or noun.lower_ in NO_COUNT or not noun.is_alpha:
        return None
    return Noun(_lemma(noun), noun.idx + len(noun), noun.tag_ in ("NNS", "NNPS"))


def is_object(doc: Doc, start: int, end: int) -> bool:
    """Whether the number at `[start, end)` is a verb's whole object: "the firm cut 120"."""
    last = token_at(doc, start, end)
    return last is not None and last.dep_ == "dobj" and last.head.pos_ == "VERB" and last.head.i < last.i


def _lemma(noun: Token) -> str:
    """The lemma in lower case; capitalised plurals ("Foreign Workers"), which the model leaves as they are, are cut."""
    lemma = str(noun.lemma_.lower())
    if noun.pos_ != "PROPN" or not lemma.endswith("s") or lemma.endswith("ss"):
        return lemma
    return f"{lemma[:-3]}y" if lemma.endswith("ies") else lemma[:-1]


def _after_partitive(doc: Doc, position: int) -> int:
    if position < len(doc) and doc[position].lower_ == "of":
        position += 1
        while position < len(doc) and doc[position].pos_ in ("DET", "PRON"):
            position += 1
    return position


def _head_noun(doc: Doc, last: Token, position: int) -> Token | None:
    """The head of the noun group that begins at `position`: the parse's when it says so, the group's last noun else."""
    ahead = [token.lower_ for token in doc[position : position + 2]]
    if len(ahead) > 1 and ahead[0] in WHICH and ahead[1] in SPANS:
        return None  # "473,000 last week" counts no weeks
    best: Token | None = None
    for token in doc[position : position + FARTHEST]:
        if token.like_num and best is None and token.i == position:
            return None
        if token.text == "-" and token.whitespace_ and token.nbor(-1).whitespace_:
            break  # a dash
        if best is not None and _goes_on(token):
            best = None
            continue
        if token.pos_ in NOUNS:
            if best is not None and best.i != token.i - 1 and doc[token.i - 1].text != "-":
                break
            best = token
            hyphen = token.i + 1 < len(doc) and doc[token.i + 1].text == "-"
            if last.dep_ == "nummod" and last.head.i == token.i and not hyphen:
                break
        elif (
            (best is not None and token.text != "-")
            or token.pos_ not in BETWEEN_POS
            or (token.pos_ == "PUNCT" and token.text not in ("-", '"', "“", "”"))
            or (token.pos_ == "VERB" and token.tag_ not in ("VBN", "VBG"))
        ):
            break
    return best


def _goes_on(token: Token) -> bool:
    """Whether the noun before this token only describes another: "Dutch-owned plants", "MiG 29 fighters"."""
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor(1)
    if token.text == "-":
        return str(after.tag_) in ("VBN", "VBG", "JJ")
    return bool(token.pos_ == "NUM" and token.nbor(-1).pos_ == "PROPN" and after.pos_ == "NOUN")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A way to write a share or a multiple: its pattern, its value when fixed, an example and the example's value."""

    name: str
    pattern: re.Pattern[str]
    value: float | None
    example: str
    expected: float


_DENOMINATORS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
DENOMINATORS = _DENOMINATORS | {f"{word}s": value for word, value in _DENOMINATORS.items()} | {"halves": 2}
_parts = "|".join(sorted(DENOMINATORS, key=len, reverse=True))
_some = "one|two|three|four|five|six|seven|eight|nine|ten"
RATIOS = (
    Ratio(
        "ratio.fraction",
        re.compile(rf"\b(?P<top>an?|{_some})[ -](?P<part>{_parts})(?= of\b| the\b| as\b|[.,;])", re.I),
        None,
        "Two-thirds of the town voted.",
        2 / 3,
    ),
    Ratio(
        "ratio.half",
        re.compile(r"\bhalf(?= of\b| the\b| its\b| their\b| his\b| her\b| our\b)", re.I),
        0.5,
        "Half of them stayed.",
        0.5,
    ),
    Ratio(
        "ratio.one_in",
        re.compile(
            rf"(?<![\d,.])\b(?P<top>{_some}|\d{{1,3}}) (?:in|out of)(?: every)?"
            rf" (?P<of>{_some}|(?!(?:19|20)\d\d\b)\d+)(?= [a-z])",
            re.I,
        ),
        None,
        "One in five homes is empty.",
        0.2,
    ),
    Ratio(
        "ratio.double",
        re.compile(
            r"\b(?:doubl(?:e|ed|es|ing)|twice|twofold|two-fold)(?= (?!standards?|digits?|agents?|play|cross)"
            r"[a-z$¥€£]|[.,;])",
            re.I,
        ),
        2.0,
        "They will double the budget.",
        2.0,
    ),
    Ratio(
        "ratio.triple",
        re.compile(r"\b(?:tripl(?:e|ed|es|ing)|trebl(?:e|ed|es|ing)|threefold|three-fold)\b", re.I),
        3.0,
        "Output tripled.",
        3.0,
    ),
    Ratio(
        "ratio.quadruple",
        re.compile(r"\b(?:quadrupl(?:e|ed|es|ing)|fourfold|four-fold)\b", re.I),
        4.0,
        "Prices quadrupled.",
        4.0,
    ),
    Ratio(
        "ratio.fold",
        re.compile(r"\b(?P<top>five|six|seven|eight|nine|ten|\d+(?:\.\d+)?)[- ]?fold\b", re.I),
        None,
        "The number rose ten-fold.",
        10.0,
    ),
    Ratio(
        "ratio.times",
        re.compile(
            rf"\b(?P<top>{_some}|\d+(?:\.\d+)?) times(?= (?:the|as|more|higher|larger|bigger|greater|that|its|"
            rf"their|what)\b)",
            re.I,
        ),
        None,
        "It is four times the old figure.",
        4.0,
    ),
)
RATIO_HINT = re.compile(
    r"hal[fv]|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|doubl|twice|fold|tripl|"
    r"trebl|quadru| times | in | out of ",
    re.I,
)
