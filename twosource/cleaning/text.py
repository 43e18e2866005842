"""Captures without markup: an article as text, or a page's whole visible text with the article in the middle.

Belongs here: lines, the stretch that is the article, the role of each line. Does not: HTML (see `html`).
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from twosource.cleaning import dates
from twosource.cleaning.neighbours import Line, assign
from twosource.cleaning.regions import Draft, fold
from twosource.cleaning.rules.lines import line_rule
from twosource.cleaning.scoring import RUN_PENALTY, best_run, ends_sentence, prose_score
from twosource.records import Published

MOST_LINES = 50_000
"""Lines that are judged; what stands after them is one region of its own."""
TRAILER = re.compile(r"^(.{20,}?[.!?][\"”’)]?)((?:[A-Z][\w-]{1,30}\.)(?:com|net|org|info|jp|news))$")
MOST_LOOSE = 4
"""Lines outside the run that are neither sentences nor known furniture, up to which a capture is the article alone."""
MARKUP = re.compile(r"^(#{1,6}|[*•·▪◦>])\s+(?=\S)")
EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.{1,600}?)\1$")
PICTURE = re.compile(r"!\[[^\[\]]{0,600}\]\([^()\s]{1,600}\)")


@dataclass(frozen=True, slots=True)
class TextPage:
    """What was read of a plain capture: its drafts in order, the headline and the date lines among them."""

    drafts: list[Draft]
    headline: str | None
    published: Published | None
    modified: Published | None


def read_text(text: str) -> TextPage:
    """The lines of a plain capture with a role each; every character that is no white space is in exactly one draft."""
    raw = list(_lines(text))
    judged, rest = raw[:MOST_LINES], raw[MOST_LINES:]
    zone = dates.zone_of(text)
    lines = [_judge(words, gap) for words, gap in judged]
    start, end = best_run(_smoothed([line.score for line in lines]))
    start, end = _widened(lines, start, end)
    headline_at = find_headline(lines, start, end)
    roles = assign(lines, start, end, headline_at)
    drafts = [piece for line, (role, rule) in zip(lines, roles, strict=True) for piece in _draft(line, role, rule)]
    drafts += [Draft(words, "other", "beyond_limit", 1.0) for words, _ in rest]
    published, modified = _date_lines(lines, start, end, headline_at, zone)
    headline = MARKUP.sub("", lines[headline_at].text) if headline_at is not None else None
    return TextPage(drafts, headline, published, modified)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Lines with words, white space folded, each with whether a blank line stands before it; wrapped lines joined."""
    blocks = [
        [fold(line) for line in re.split(r"\n", block) if line.strip()] for block in re.split(r"\n[^\S\n]*\n", text)
    ]
    wrapped = _hard_wrapped(blocks)
    for block in blocks:
        joined = [" ".join(block)] if wrapped and block else block
        for index, line in enumerate(joined):
            trailer = TRAILER.match(line)
            if trailer:
                yield trailer[1], index == 0
                yield trailer[2], False
            else:
                yield line, index == 0


def _hard_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether lines were broken at a fixed width: most that another follows are full and end within a sentence."""
    followed = [line for block in blocks for line in block[:-1]]
    if len(followed) < 6:
        return False
    width = max(len(line) for line in followed)
    full = sum(len(line) > 0.8 * width for line in followed)
    within = sum(not ends_sentence(line) for line in followed)
    return 45 <= width <= 100 and full > 0.8 * len(followed) and within > 0.6 * len(followed)


def _judge(words: str, gap: bool) -> Line:
    if PICTURE.fullmatch(words):
        return Line(words, gap, -RUN_PENALTY, "caption", "picture_mark", False)
    rule = line_rule(without_emphasis(words))
    if rule is None and dates.from_line(words) is not None:
        return Line(words, gap, -RUN_PENALTY, "published", "date_line", False)
    if rule is None:
        return Line(words, gap, prose_score(words), None, "", False)
    score = 1.0 if rule.role == "speaker_turn" else -2 * RUN_PENALTY if not rule.opens else -1.2
    return Line(words, gap, score, rule.role, rule.name, rule.opens)


def without_emphasis(words: str) -> str:
    """A line that is set in Markdown's emphasis as a whole, without the marks."""
    match = EMPHASIS.fullmatch(words)
    return match[2] if match else words


def _smoothed(scores: Sequence[float]) -> list[float]:
    """A sentence among menu entries counts less than one among sentences, and the other way round."""
    out = []
    for index, score in enumerate(scores):
        around = [*scores[max(0, index - 2) : index], *scores[index + 1 : index + 3]]
        out.append(0.7 * score + 0.3 * statistics.fmean(around) if around else score)
    return out


def _widened(lines: Sequence[Line], start: int, end: int) -> tuple[int, int]:
    """In a capture that holds little besides the article, every sentence is the article's, up to a list's heading."""
    if start == end:
        return 0, len(lines)
    loose = sum(line.role is None and not ends_sentence(line.text) for line in (*lines[:start], *lines[end:]))
    if loose > MOST_LOOSE:
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
    body = {word for line in lines[start:end] for word in _content_words(line.text)}
    first = max(0, start - 25)
    candidates = [index for index in range(first, min(start + 2, end)) if _title_like(lines[index])]
    candidates = [
        i for i in candidates if i < start or all(_title_like(lines[j]) or lines[j].role for j in range(start, i))
    ]
    shared = {i: len(_content_words(lines[i].text) & body) for i in candidates if i < start or len(lines) > i + 1}
    alone = start <= 4 and len(shared) == 1
    good = [i for i, n in shared.items() if alone or n >= max(2, 0.4 * len(_content_words(lines[i].text)))]
    return max(good, key=lambda i: (shared[i], -i), default=None)


def _title_like(line: Line) -> bool:
    words = line.text.split()
    if line.role is not None or len(line.text) > 180 or (line.text[0] in "*+•-o" and line.text[1:2] == " "):
        return False
    if len(words) < 3 and len(line.text) < 20:
        return False
    return not re.search(r"[.;:,…。][\"”’»)]*$", line.text)


def _content_words(line: str) -> set[str]:
    return set(re.findall(r"\w{4,}|[\u3040-\u9fff]{2}", line.lower()))


def _draft(line: Line, role: str, rule: str) -> Iterator[Draft]:
    """One draft; a list or heading mark at its head is a piece of its own, so that it does not stand in the text."""
    score = round(min(1.0, max(0.0, 0.5 + abs(line.score) / 6)), 3)
    mark = MARKUP.match(line.text) if role in ("body", "subheading", "headline") else None
    if mark:
        yield Draft(mark[1], "other", "list_mark", 1.0)
        if mark[1].startswith("#") and role == "body" and not ends_sentence(line.text):
            role, rule = "subheading", "heading_mark"
    yield Draft(line.text[mark.end() :] if mark else line.text, role, rule, score)


def _date_lines(
    lines: Sequence[Line], start: int, end: int, headline_at: int | None, zone: tzinfo | None
) -> tuple[Published | None, Published | None]:
    """Dates of publication and change from date lines near the article's head or after its end; no captions."""
    head = min(start, headline_at) if headline_at is not None else start
    near = [*range(max(0, head - 6), min(start + 4, len(lines))), *range(end, min(end + 3, len(lines)))]
    published: Published | None = None
    modified: Published | None = None
    for index in near:
        line = lines[index]
        if line.role != "published":
            continue
        words = line.text
        found = dates.from_line(words, zone=zone)
        if found is None and line.rule == "station_date":
            found = dates.from_metadata(words.split()[1], "dateline", 0.9)
        if found is None:
            continue
        if dates.is_change(words):
            modified = modified or found
        else:
            published = published or found
    return published, modified
