"""One utterance in the wordings of several articles, under one another.

Belongs here: which wordings there are, and which of their words stand in quotation marks. Does not: finding that two
wordings are of one utterance (comparison).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twosource.reporting.story.cards import who

Row = dict[str, Any]

QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
SLOT = "wording"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording in pieces, each with whether it stands in quotation marks, and who has it."""

    pieces: list[tuple[str, bool]]
    who: list[str]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said, in two wordings or more."""

    comparison: Row
    speaker: str | None
    wordings: list[Wording]


def utterances(
    comparisons: Sequence[Row], stances: Mapping[str, Sequence[Row]], texts: Mapping[str, str]
) -> list[Utterance]:
    """The utterances that are told in more than one wording. `stances` by comparison; `texts` by article."""
    found = []
    for comparison in comparisons:
        if comparison["slot"] != SLOT:
            continue
        wordings: dict[str, Wording] = {}
        rows = [row for row in stances.get(comparison["comparison_id"], ()) if row["text"] is not None]
        for row in rows:
            words = " ".join(_whole(row, texts).split())
            key = re.sub(r"\W+", " ", words.lower()).strip()
            wordings.setdefault(key, Wording(in_marks(words), [])).who.append(row["outlet"] or who(row))
        if len(wordings) > 1:
            speaker = next((row["speaker"] for row in rows if row["speaker"]), None)
            found.append(Utterance(comparison, speaker, list(wordings.values())))
    return found


def in_marks(words: str) -> list[tuple[str, bool]]:
    """The words in pieces: those in quotation marks, without the marks, and the others."""
    found: list[tuple[str, bool]] = []
    last = 0
    for hit in QUOTED.finditer(words):
        if words[last : hit.start()].strip():
            found.append((words[last : hit.start()].strip(), False))
        found.append((hit.group()[1:-1], True))
        last = hit.end()
    if words[last:].strip():
        found.append((words[last:].strip(), False))
    return found


def _whole(row: Row, texts: Mapping[str, str]) -> str:
    """The words, in quotation marks where these stand directly around them, or before words that are cut off."""
    text, start, end = texts.get(row["article_id"], ""), row["char_start"], row["char_end"]
    marked = text[start - 1 : start] in tuple('“"‘') and (
        text[end : end + 1] in tuple('”"’') or text[:end].endswith("...")
    )
    return f"“{row['text']}”" if marked else str(row["text"])
