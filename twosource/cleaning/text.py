"""Captures without markup: an article as text, or a page's whole visible text with the article in the middle.

Belongs here: lines, the stretch that is the article, the role of each line. Does not: HTML (see `html`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twosource.cleaning import dates
from twosource.cleaning.dates import Habit
from twosource.cleaning.learned import votes
from twosource.cleaning.learned.votes import Votes
from twosource.cleaning.neighbours import Line
from twosource.cleaning.regions import KEPT_ROLES, Draft, fold
from twosource.cleaning.scoring import ends_sentence
from twosource.cleaning.stretch import Page, judged
from twosource.records import Published

TRAILER = re.compile(r"^(.{20,}?[.!?][\"”’)]?)((?:[A-Z][\w-]{1,30}\.)(?:com|net|org|info|jp|news))$")
KEPT = 0.55
"""A vote above which a line is the article's."""
WEAK = frozenset({"outside_run", "no_sentence", "short_list_entry"})
"""Rules that say no more than that a line does not look like the article's: votes may bring it in."""
TREES = "line_trees"
LONGEST_SUBHEADING, SHORTEST_SENTENCE = 110, 40
MARKUP = re.compile(r"^(#{1,6}|[*•·▪◦>])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class TextPage:
    """What was read of a plain capture: its drafts in order, the headline and the date lines among them."""

    drafts: list[Draft]
    headline: str | None
    published: Published | None
    modified: Published | None


def read_text(text: str) -> TextPage:
    """The lines of a plain capture with a role each; every character that is no white space is in exactly one draft."""
    habit = Habit(dates.zone_of(text))
    page = Page.of([judged(words, gap) for words, gap in lines_of(text)])
    roles = decided(page, votes.on_lines(page))
    drafts = [piece for line, role in zip(page.lines, roles, strict=True) for piece in _draft(line, *role)]
    published, modified = _date_lines(page, habit)
    headline = MARKUP.sub("", page.lines[page.headline_at].text) if page.headline_at is not None else None
    return TextPage(drafts, headline, published, modified)


Decision = tuple[str, str, float]
"""A role, the rule that decided, how sure it is."""


def decided(page: Page, on_lines: Votes) -> list[Decision]:
    """What becomes of each line: the trees' votes say whether it is the article's, the rules which role it has.

    No vote brings in a line of which a rule knows what it is: the headline, a credit and the caption beside it, an
    entry of a list. No vote drops a line of a capture that holds little besides the article: there the rules are sure,
    and the trees have grown on whole pages. Where the trees keep nothing at all, the rules decide.
    """
    if not any(vote > KEPT for vote in on_lines):
        return [(role, rule, 0.5) for role, rule in page.roles]
    return [_decision(page, at, float(vote)) for at, vote in enumerate(on_lines)]


def _decision(page: Page, at: int, vote: float) -> Decision:
    line, (role, rule) = page.lines[at], page.roles[at]
    by_rules = role in KEPT_ROLES
    keep = (by_rules and page.alone) or (vote > KEPT and (by_rules or rule in WEAK))
    sure = round(vote if keep else 1 - vote, 3)
    if at == page.headline_at or keep == by_rules:
        return role, rule, sure
    if keep:
        prose = ends_sentence(line.text) or len(line.text) > LONGEST_SUBHEADING
        return "body" if prose else "subheading", TREES, sure
    if line.role == "speaker_turn":
        return role, rule, sure
    return ("other" if ends_sentence(line.text) or len(line.text) >= SHORTEST_SENTENCE else "navigation"), TREES, sure


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
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


def _draft(line: Line, role: str, rule: str, score: float) -> Iterator[Draft]:
    """One draft; a list or heading mark at its head is a piece of its own, so that it does not stand in the text."""
    mark = MARKUP.match(line.text) if role in ("body", "subheading", "headline") else None
    if mark:
        yield Draft(mark[1], "other", "list_mark", 1.0)
        if mark[1].startswith("#") and role == "body" and not ends_sentence(line.text):
            role, rule = "subheading", "heading_mark"
    yield Draft(line.text[mark.end() :] if mark else line.text, role, rule, score)


def _date_lines(page: Page, habit: Habit) -> tuple[Published | None, Published | None]:
    """Dates of publication and change from date lines near the article's head or after its end; no captions."""
    lines, (start, end) = page.lines, page.stretch
    head = min(start, page.headline_at) if page.headline_at is not None else start
    near = [*range(max(0, head - 6), min(start + 4, len(lines))), *range(end, min(end + 3, len(lines)))]
    published: Published | None = None
    modified: Published | None = None
    for index in near:
        line = lines[index]
        if line.role != "published":
            continue
        words = line.text
        found = dates.from_line(words, habit=habit)
        if found is None and line.rule == "station_date":
            found = dates.from_metadata(words.split()[1], "dateline", 0.9)
        if found is None:
            continue
        if dates.is_change(words):
            modified = modified or found
        else:
            published = published or found
            modified = modified or dates.change_in(words, habit=habit)
    return published, modified
