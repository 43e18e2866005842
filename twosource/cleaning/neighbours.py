"""Roles that a line gets from its neighbours: captions beside credits, lists under their headings, subheadings.

Belongs here: the steps over judged lines, each small and named. Does not: patterns of single lines (see `rules/lines`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.cleaning.scoring import BULLET, ends_sentence

LONG_PROSE = 140
Role = tuple[str, str]
"""A role and the name of the rule that gave it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its own words say: prose score, the role and rule of the pattern it matches, if any."""

    text: str
    gap_before: bool
    score: float
    role: str | None
    rule: str
    opens: bool


def assign(lines: Sequence[Line], start: int, end: int, headline_at: int | None) -> list[Role]:
    """The role of every line, given the article's stretch `start:end` and where its headline stands."""
    roles: list[Role] = [_alone(line, start <= index < end) for index, line in enumerate(lines)]
    if headline_at is not None:
        roles[headline_at] = ("headline", "first_title")
    _sections(lines, roles, start, end)
    _captions(lines, roles)
    _before_date(lines, roles, headline_at)
    _repeated(lines, roles, headline_at)
    _short_lines(lines, roles, start, end)
    return roles


def _alone(line: Line, inside: bool) -> Role:
    if line.role is not None:
        return line.role, line.rule
    if inside:
        return "body", "best_run"
    if BULLET.match(line.text) or len(line.text) < 40:
        return "navigation", "outside_run"
    return "other", "outside_run"


def _sections(lines: Sequence[Line], roles: list[Role], start: int, end: int) -> None:
    """Lines under the heading of a list belong to it, until prose comes back within the run or another list opens."""
    current: Role | None = None
    for index, line in enumerate(lines):
        if line.opens:
            current = (line.role or "other", line.rule)
            continue
        if current is None or line.role is not None:
            continue
        if start <= index < end and _prose_resumes(lines, index, end):
            current = None
        else:
            roles[index] = (current[0], f"under_{current[1]}")


def _prose_resumes(lines: Sequence[Line], index: int, end: int) -> bool:
    """A long ended line, or two ended lines in a row."""
    line = lines[index]
    if BULLET.match(line.text) or not ends_sentence(line.text):
        return False
    following = lines[index + 1] if index + 1 < end else None
    paired = following is not None and following.role is None and ends_sentence(following.text)
    return len(line.text) >= LONG_PROSE or (len(line.text) >= 60 and paired)


def _captions(lines: Sequence[Line], roles: list[Role]) -> None:
    """Lines of a picture: those before its credit that repeat one another or stand in the credit's own block."""
    for index, line in enumerate(lines):
        if line.role != "credit":
            continue
        first = index
        while first > 0 and index - first < 4 and not lines[first].gap_before:
            first -= 1
        own_block = lines[first].gap_before and index - first <= 4 and _closed_after(lines, index)
        for at in range(index - 1, max(-1, index - 5), -1):
            if roles[at][0] not in ("body", "other", "navigation"):
                break
            if (own_block and at >= first) or _echo(lines, at):
                roles[at] = ("caption", "beside_credit")
            else:
                break
    for at in range(len(lines) - 1):
        if lines[at].text == lines[at + 1].text and len(lines[at].text) >= 20 and roles[at][0] == "body":
            roles[at] = roles[at + 1] = ("caption", "doubled_line")


def _closed_after(lines: Sequence[Line], index: int) -> bool:
    return index + 1 == len(lines) or lines[index + 1].gap_before


def _echo(lines: Sequence[Line], at: int) -> bool:
    """Whether a neighbour begins with this line or this line with a neighbour: a caption and its alternative text."""
    text = lines[at].text
    around = [lines[i].text for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return any(
        len(min(text, other, key=len)) > 12 and (text.startswith(other) or other.startswith(text)) for other in around
    )


def _before_date(lines: Sequence[Line], roles: list[Role], headline_at: int | None) -> None:
    """A line that is no sentence between headline and date line belongs to the picture or the head, not to the body."""
    if headline_at is None:
        return
    for index in range(headline_at + 1, min(headline_at + 5, len(lines))):
        if roles[index][0] in ("published", "byline"):
            for at in range(headline_at + 1, index):
                if roles[at][0] == "body" and not ends_sentence(lines[at].text):
                    roles[at] = ("other", "between_headline_and_date")
            return


def _repeated(lines: Sequence[Line], roles: list[Role], headline_at: int | None) -> None:
    """A second copy of a line within the body, or of the headline, is not the article's prose."""
    title = lines[headline_at].text.casefold() if headline_at is not None else None
    times = Counter(line.text for line, role in zip(lines, roles, strict=True) if role[0] == "body")
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if roles[index][0] != "body":
            continue
        if line.text.casefold() == title:
            roles[index] = ("headline", "repeated_headline")
        elif (times[line.text] > 1 and len(line.text) < 60 and not ends_sentence(line.text)) or (
            line.text in seen and len(line.text) >= 60
        ):
            roles[index] = ("other", "repeated_line")
        seen.add(line.text)


def _entry_of_kept_list(lines: Sequence[Line], roles: Sequence[Role], index: int) -> bool:
    """Whether a line beside it is an entry of the same list, long enough to be the article's."""
    return any(
        lines[at].text[0] == lines[index].text[0] and len(lines[at].text) >= 40 and roles[at][0] == "body"
        for at in (index - 1, index + 1)
        if 0 <= at < len(lines)
    )


def _short_lines(lines: Sequence[Line], roles: list[Role], start: int, end: int) -> None:
    """Lines within the run that are no sentences: a subheading before prose, otherwise not the article's."""
    inside = [index for index in range(start, end) if roles[index][0] in ("body", "speaker_turn")]
    for place, index in enumerate(inside):
        line = lines[index]
        if roles[index][0] != "body" or line.score > 0 or ends_sentence(line.text):
            continue
        following = lines[inside[place + 1]] if place + 1 < len(inside) else None
        single = following is not None and (following.score > 0.3 or ends_sentence(following.text))
        if BULLET.match(line.text):
            if len(line.text) < 40 and not _entry_of_kept_list(lines, roles, index):
                roles[index] = ("other", "short_list_entry")
        elif single and 3 <= len(line.text) <= 110 and any(character.isalpha() for character in line.text):
            roles[index] = ("subheading", "short_before_prose")
        else:
            roles[index] = ("other", "no_sentence")
