"""How much a line looks like an article's prose, and the stretch of a page where the prose stands.

Belongs here: numbers for lines and the best contiguous run. Does not: roles (see `text` and `neighbours`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

STOPS = "।॥۔؟؛։՞།።፧។။"
"""What ends a sentence in Devanagari, Arabic, Armenian, Tibetan, Ethiopic, Khmer and Myanmar script."""
SENTENCE_END = re.compile(rf"[.!?…:;。！？」』{STOPS}][\"”’'»“)\]]*$")
WITHIN_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’'»)\]]*\s?(?=[A-ZÀ-Þ\"“„«'‘]|[\u3040-\u9fff])|[।॥۔؟։።፧។။]\s?(?=\w)")
BULLET = re.compile(r"^(?:[*+•·#◦▪►»>]|o|-|\d{1,2}\.)\s|^[*+#]+$")
WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
CLUSTERED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17d3]")
"""Letters of scripts that part no words: Japanese and Chinese; Thai, Lao, Myanmar and Khmer."""
NO_FUNCTION_WORDS = re.compile(r"[\u0530-\u058f\u0590-\u06ff\u0900-\u109f\u1200-\u137f\u1780-\u17ff]")
"""Scripts of whose languages we know no function words: Armenian, Hebrew, Arabic, of India and South East Asia."""
UNSPACED_LETTERS, CLUSTERED_LETTERS = 2, 5
"""How many of them count as a word."""
_FUNCTION_WORDS = (
    "the a an of to in and that for on with as was were is are has have had it its he she his her they their but by "
    "from at this be been not would will who which said about after what we you i or if when there than more out so "
    "der die das den dem des ein eine einen einem einer und oder nicht mit von zu zum zur im auf für ist sind war "
    "waren hat haben wird werden sich auch als bei nach aus dass es er sie wir ich aber wie noch über um vor "
    "le la les du un une et en dans que qui pour sur pas est sont avec au aux ce il elle el los las del y por con "
    "no se su lo una al como más para di che e della per non è sono gli det som på av til med å har ikke de "
    "het een van dat niet te zijn met voor op och att är var inte"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
MARKS = "\"“”'’.,;:()"
"""What stands at a word without being of it."""
_READER = "you your our us we sie ihr ihre uns wir votre vous nous tu su"
_PROMOTION = (
    "subscribe subscribers subscription subscribed sign log newsletter newsletters follow read click download app "
    "email e-mail free offer offers join support donate donation donations advertisement advertising advertise share "
    "comment comments print abonnieren abonnement abo anmelden registrieren inbox update updates alert alerts podcast "
    "podcasts watch video videos photo photos gallery image images getty credit copyright reserved contributed editing "
    "reporting editor correspondent author writer twitter facebook instagram"
)
READER, PROMOTION = frozenset(_READER.split()), frozenset(_PROMOTION.split())
"""Words that speak to the reader; words of offers, tools and credits."""
FEWEST_COMMON = 0.12
"""A line of many words with a smaller share of function words is a list of names or tags."""
LEGAL_WORDS = re.compile(
    r"\b(?:cookies?|consent|personal (?:data|information)|privacy|terms of (?:use|service)|user account|third[- ]party|"
    r"newsletters?|opt[- ]out|our (?:web)?sites?|data protection|datenschutz\w*|einwilligung|nutzungsbedingungen|"
    r"moderat(?:ion|ors?)|e-?mail address|browser)\b",
    re.IGNORECASE,
)
ADDRESSES_READER = re.compile(
    r"\b(?:we|our|us|you|your|users?|this (?:web)?site|sie|ihre?|wir|unsere?)\b", re.IGNORECASE
)
RUN_PENALTY = 0.35
"""What a line that is not prose costs a run, so that a menu ends it and one advertisement within it does not."""


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return bool(SENTENCE_END.search(line))


def word_count(text: str) -> int:
    """Words of a text: what blanks part; of scripts that part no words, about as many as their letters make."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(UNSPACED.findall(text)) // UNSPACED_LETTERS + len(CLUSTERED.findall(text)) // CLUSTERED_LETTERS


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Of the first eighty words of a line: how many, and how many are of a kind."""

    words: int
    function: int
    capitalised: int
    reader: int
    promotion: int


@lru_cache(maxsize=2_048)
def word_counts(line: str) -> WordCounts:
    """The counts of a line; one pass over its words for all who ask."""
    words = line.split()[:80]
    function = capitalised = reader = promotion = 0
    for word in words:
        capitalised += word[0].isupper()
        plain = word.strip(MARKS).lower()
        if plain in FUNCTION_WORDS:
            function += 1
        if plain in READER:
            reader += 1
        elif plain in PROMOTION:
            promotion += 1
    return WordCounts(len(words), function, capitalised, reader, promotion)


@lru_cache(maxsize=2_048)
def prose_score(line: str) -> float:
    """About -1 (a menu entry) to 4 (a long paragraph of full sentences), from the words of one line."""
    words = line.split()
    wide = 0 if line.isascii() else len(WIDE.findall(line[:400]))
    length = min(len(line) + 1.5 * wide, 600)
    ended = ends_sentence(line)
    counts = word_counts(line)
    unknown = 0 if line.isascii() else len(NO_FUNCTION_WORDS.findall(line[:400]))
    neutral = wide * 3 > len(line) or unknown * 3 > min(len(line), 400)
    share = 0.35 if neutral else counts.function / max(1, counts.words)
    score = length / 110 - 0.75
    score += 0.5 if ended else -0.55
    inner = bool(WITHIN_SENTENCE_END.search(line[:600]))
    score += 0.5 if inner else 0.0
    score += 2.2 * (share - 0.28)
    if BULLET.match(line):
        score -= 0.6
    if share < FEWEST_COMMON and len(words) > 12 and not ended and not inner:
        score = min(score, -0.4)
    if len(line) > 40 and ADDRESSES_READER.search(line[:600]) and len(LEGAL_WORDS.findall(line[:600])) >= 2:
        score = min(score, -0.9)
    if word_count(line) < 5 and wide < 8:
        score = min(score, -0.2)
    return max(-1.2, min(4.0, score))


def best_run(scores: Sequence[float]) -> tuple[int, int]:
    """Start and exclusive end of the contiguous run with the largest sum; (0, 0) when nothing is above zero."""
    best, best_span = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, index
        total += score
        if total > best:
            best, best_span = total, (start, index + 1)
    return best_span
