"""Lines judged one by one, the stretch of them that is the article, and the line that titles it.

Belongs here: what a plain line says of itself, the best run and its headline. Does not: the role of each line (see
`neighbours`), reading a capture (see `text`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from twosource.cleaning import dates
from twosource.cleaning.neighbours import Line, Role, assign
from twosource.cleaning.rules.lines import line_rule
from twosource.cleaning.scoring import RUN_PENALTY, best_run, ends_sentence, prose_score

MOST_LOOSE = 4
"""Lines outside the run that are neither sentences nor known furniture, up to which a capture is the article alone."""
EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.{1,600}?)\1$")
PICTURE = re.compile(r"!\[[^\[\]]{0,600}\]\([^()\s]{1,600}\)")
DIGIT = re.compile(r"\d")
WIDE_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
"""Scripts whose words have two or three characters, mostly without white space between."""
LABEL = re.compile(r"([^\W\d_](?:[\w.’'-]| (?=\w)){0,30}): ?\S")
QUESTION_LABELS = frozenset(
    ("frage", "antwort", "question", "answer", "q", "a", "f", "interviewer", "pregunta", "respuesta", "domanda",
     "risposta", "réponse", "вопрос", "ответ")
)  # fmt: skip
"""Words that open a turn of an interview; another label does where it opens several lines of the run."""
FEWEST_TURNS = 3
CLOSED = re.compile(r"[.…。!?][\"”’»“)」』]+$")
STOPPED = re.compile(r"[.。]$")
SHORTEST, SHORTEST_WIDE = 20, 8
"""Characters of a title of one or two words."""
LONGEST_CLOSED, MOST_WORDS_CLOSED = 120, 18


@dataclass(frozen=True, slots=True)
class Page:
    """Lines as the rules read them: the run of prose, the stretch that is the article, its headline, every role.

    `alone`: there is little besides the article.
    """

    lines: Sequence[Line]
    run: tuple[int, int]
    stretch: tuple[int, int]
    alone: bool
    headline_at: int | None
    roles: Sequence[Role]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Page:
        """Read the lines by the rules alone."""
        run = best_run(smoothed([line.score for line in lines]))
        alone = stands_alone(lines, *run)
        stretch = widened(lines, *run, alone)
        headline_at = find_headline(lines, *stretch)
        return cls(lines, run, stretch, alone, headline_at, assign(lines, *stretch, headline_at))


def judged(words: str, gap: bool) -> Line:
    """A line with the rule that matches it as a whole, if any, and its prose score."""
    if PICTURE.fullmatch(words):
        return Line(words, gap, -RUN_PENALTY, "caption", "picture_mark", False)
    rule = line_rule(without_emphasis(words))
    if rule is None and DIGIT.search(words) and dates.from_line(words) is not None:
        return Line(words, gap, -RUN_PENALTY, "published", "date_line", False)
    if rule is None:
        return Line(words, gap, prose_score(words), None, "", False)
    score = 1.0 if rule.role == "speaker_turn" else -2 * RUN_PENALTY if not rule.opens else -1.2
    return Line(words, gap, score, rule.role, rule.name, rule.opens)


def without_emphasis(words: str) -> str:
    """A line that is set in Markdown's emphasis as a whole, without the marks."""
    match = EMPHASIS.fullmatch(words)
    return match[2] if match else words


def smoothed(scores: Sequence[float]) -> list[float]:
    """A sentence among menu entries counts less than one among sentences, and the other way round."""
    out = []
    for index, score in enumerate(scores):
        around = [*scores[max(0, index - 2) : index], *scores[index + 1 : index + 3]]
        out.append(0.7 * score + 0.3 * sum(around) / len(around) if around else score)
    return out


def stands_alone(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether a capture holds little besides the article: hardly a line outside the run is unknown and no sentence."""
    outside = (*lines[:start], *lines[end:])
    return sum(line.role is None and not ends_sentence(line.text) for line in outside) <= MOST_LOOSE


def widened(lines: Sequence[Line], start: int, end: int, alone: bool) -> tuple[int, int]:
    """In a capture that holds little besides the article, every sentence is the article's, up to a list's heading."""
    if start == end:
        return 0, len(lines)
    if not alone:
        return start, end
    stop = next((index for index in range(end, len(lines)) if lines[index].opens), len(lines))
    prose = [index for index in (*range(start), *range(end, stop)) if _is_prose(lines[index])]
    return min([start, *prose]), max([end, *(index + 1 for index in prose)])


def _is_prose(line: Line) -> bool:
    return line.role == "speaker_turn" or (line.role is None and ends_sentence(line.text))


def find_headline(lines: Sequence[Line], start: int, end: int) -> int | None:
    """The line that titles the run: a title-like one at its head or before it that shares most words with it."""
    if start == end:
        return None
    closed = _closed_title(lines)
    body = {word for line in lines[max(start, int(closed)) : end] for word in _content_words(line.text)}
    turns = _turn_labels(lines[start:end])
    first = max(0, start - 25)
    candidates = [
        index
        for index in range(first, min(start + 2, end))
        if (_title_like(lines[index]) or (closed and index == 0))
        and not _is_turn(lines[index], turns if index >= start else frozenset())
    ]
    candidates = [i for i in candidates if i < start or all(j in candidates or lines[j].role for j in range(start, i))]
    shared = {i: len(_content_words(lines[i].text) & body) for i in candidates if i < start or len(lines) > i + 1}
    alone = start <= 4 and len(shared) == 1 and not any(STOPPED.search(lines[i].text) for i in shared)
    good = [i for i, n in shared.items() if alone or n >= max(2, 0.4 * len(_content_words(lines[i].text)))]
    return max(good, key=lambda i: (shared[i], -i), default=None)


def _title_like(line: Line) -> bool:
    words = line.text.split()
    if line.role is not None or len(line.text) > 180 or (line.text[0] in "*+•-o" and line.text[1:2] == " "):
        return False
    if len(words) < 3 and len(line.text) < (SHORTEST_WIDE if WIDE_RUN.search(line.text) else SHORTEST):
        return False
    return not re.search(r"[.;:,…。][\"”’»)]*$", line.text)


def _closed_title(lines: Sequence[Line]) -> bool:
    """Whether a capture's first line is a title that ends as a sentence does: short, and a gap before the prose."""
    if len(lines) < 2 or lines[0].role is not None or not lines[1].gap_before:
        return False
    words, following = lines[0].text, lines[1].text
    if not (CLOSED.search(words) or STOPPED.search(words)) or len(words) > LONGEST_CLOSED:
        return False
    return (
        3 <= len(words.split()) <= MOST_WORDS_CLOSED and 2 * len(words) <= len(following) and ends_sentence(following)
    )


def _turn_labels(lines: Sequence[Line]) -> frozenset[str]:
    """Labels with which several lines open: the speakers of an interview."""
    found = Counter(match[1] for line in lines if (match := LABEL.match(line.text)))
    return frozenset(label for label, times in found.items() if times >= FEWEST_TURNS)


def _is_turn(line: Line, turns: Collection[str]) -> bool:
    match = LABEL.match(line.text)
    return match is not None and (match[1].casefold() in QUESTION_LABELS or match[1] in turns)


def _content_words(line: str) -> set[str]:
    """Words of four letters and more; in scripts whose words are shorter every two characters that stand together."""
    pairs = {run[at : at + 2] for run in WIDE_RUN.findall(line) for at in range(len(run) - 1)}
    return pairs | set(re.findall(r"\w{4,}", WIDE_RUN.sub(" ", line.lower())))
