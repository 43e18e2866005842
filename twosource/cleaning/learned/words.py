"""What is counted of a line by its own words, whatever the language.

Belongs here: one number per name. Does not: anything about the lines around it (see `surroundings`).
"""

from __future__ import annotations

import math
import re

from twosource.cleaning.neighbours import Line
from twosource.cleaning.scoring import BULLET, LEGAL_WORDS, WIDE, WITHIN_SENTENCE_END, ends_sentence, word_counts

NAMES = (
    "letters",
    "log_letters",
    "words",
    "letters_per_word",
    "ends_sentence",
    "sentences_within",
    "function_words",
    "capitalised_words",
    "capitals",
    "digits",
    "commas_per_word",
    "quotation_mark",
    "begins_small",
    "bullet",
    "clock",
    "year",
    "address",
    "bars",
    "reader_words",
    "promotion_words",
    "legal_words",
    "all_capitals",
    "ends_colon",
    "ends_question",
    "ends_comma",
    "ends_ellipsis",
    "wide_script",
    "glued_words",
    "short_date",
    "short_reply",
    "credit_end",
    "prose_score",
)
"""The names of the values of `counted`, in order."""

COUNTED = 200
"""Characters from the start of a line in which single characters are counted."""
SHORT = 60
DIGIT = re.compile(r"\d")
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ADDRESS = ("http:", "https:", "www.", "@", ".com")
BARS = "|•·»›"
GLUED = re.compile(r"[a-zà-ÿ][.!?]?[A-ZÀ-Þ][a-zà-ÿ]")
MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|de[cz]|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|janv|f[ée]vr|"
    r"avr|juin|juil|ao[uû]t|d[ée]c|m[äa]r)[a-zé]{0,7}\b",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"\b(?:reply|report|says?:|said:|says|likes?|upvote|antworten|responder|répondre|ago|vor \d+|permalink|svar)\b",
    re.IGNORECASE,
)
CREDIT_END = re.compile(r"(?:/|\(|\bvia\b|©|\|)[^/()|]{2,40}\)?$")


def counted(line: Line) -> tuple[float, ...]:
    """The values of `NAMES` for a line, whose text is not empty."""
    text = line.text
    head = text[:COUNTED]
    counts = word_counts(text)
    words = text.count(" ") + 1
    digits = len(DIGIT.findall(head))
    short = len(text) < SHORT
    year = bool(digits) and bool(YEAR.search(text))
    clock = bool(digits) and bool(CLOCK.search(text))
    return (
        min(len(text), 1500),
        math.log(len(text)),
        words,
        len(text) / words,
        ends_sentence(text),
        len(WITHIN_SENTENCE_END.findall(text[:1500])),
        counts.function / counts.words,
        counts.capitalised / counts.words,
        sum(map(str.isupper, head)) / len(head),
        digits / len(head),
        (text.count(",") + text.count(";") + text.count(":")) / words,
        any(mark in text for mark in '"“”„«»'),
        text[0].islower(),
        bool(BULLET.match(text)),
        clock,
        year,
        any(sign in text for sign in ADDRESS),
        sum(map(text.count, BARS)),
        counts.reader / counts.words,
        counts.promotion,
        0 if short else len(LEGAL_WORDS.findall(text[:600])),
        text.isupper(),
        text[-1] == ":",
        text[-1] in "?!",
        text[-1] == ",",
        text.endswith(("…", "...")),
        0.0 if text.isascii() else len(WIDE.findall(text[:400])) / len(text),
        len(GLUED.findall(text[:600])),
        short and bool(digits) and (clock or year or bool(MONTH.search(text))),
        short and bool(REPLY.search(text)),
        bool(CREDIT_END.search(text[-80:])),
        line.score,
    )
