"""What is counted of a line by where it stands: before and after which lines, in which stretch, how often.

Belongs here: the whole table of features of a page's lines. Does not: what trees make of it (see `forest`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from twosource.cleaning.learned import words
from twosource.cleaning.regions import KEPT_ROLES
from twosource.cleaning.scoring import ends_sentence
from twosource.cleaning.stretch import Page, smoothed

Column = npt.NDArray[np.float64]
Columns = Iterator[tuple[str, Any]]
Table = npt.NDArray[np.float64]
"""Lines by features."""

# fmt: off
ROLES = (
    "byline", "published", "caption", "credit", "navigation", "legal", "paywall", "promo", "related", "ranking",
    "comment", "editor_note", "syndication_note", "sign_off", "transcript_marker", "speaker_turn", "other",
)
# fmt: on
"""Roles that a line's own words may give, in the order of the numbers that stand for them; no role is -1."""
PROSE, LONG_PROSE = 80, 140
"""Characters from which a sentence counts as prose, and as long prose."""
FAR = 60
MOST_COMPARED = 200_000
"""Letters of a page up to which lines are looked for within one another."""
BESIDE = ("letters", "ends_sentence", "function_words", "bullet", "role", "begins_small")
CONTENT = re.compile(r"\w{4,}")


def table(page: Page) -> tuple[list[str], Table]:
    """Names and values of all features, one row per line; a page without lines has no rows."""
    columns: dict[str, Any] = {}
    own = np.array([words.counted(line) for line in page.lines], dtype=np.float64).reshape(-1, len(words.NAMES))
    for at, name in enumerate(words.NAMES):
        columns[name] = own[:, at]
    columns["role"] = np.array([ROLES.index(line.role) if line.role in ROLES else -1 for line in page.lines], float)
    for part in (_place, _repeats, _lists, _prose_near, _beside, _runs_of_kind):
        columns.update(part(page, columns))
    return list(columns), np.column_stack([np.asarray(column, dtype=np.float64) for column in columns.values()])


def _place(page: Page, have: dict[str, Any]) -> Columns:
    """Where the line stands, on the page and in the stretch that the rules take for the article."""
    n = len(page.lines)
    at = np.arange(n)
    letters = have["letters"]
    prose = _prose(have)
    so_far = np.concatenate([[0], np.cumsum(letters * prose)])
    yield "smoothed_score", smoothed([line.score for line in page.lines])
    yield "kept_by_rules", _kept(page)
    for name, (start, end) in (("run", page.run), ("stretch", page.stretch)):
        yield f"in_{name}", (at >= start) & (at < end)
    yield "after_run_start", np.clip(at - page.run[0], -FAR, FAR)
    yield "before_run_end", np.clip(page.run[1] - 1 - at, -FAR, FAR)
    yield "place", at / max(1, n)
    yield "lines_before", np.minimum(at, 300)
    yield "lines_after", np.minimum(n - at, 300)
    yield "prose_before", so_far[:-1] / max(1, so_far[-1])
    yield "page_lines", np.full(n, min(n, 1000))
    yield "page_prose", np.full(n, min(so_far[-1], 20_000))
    yield "page_prose_share", np.full(n, prose.mean() if n else 0)
    yield "run_lines", np.full(n, page.run[1] - page.run[0])
    yield "after_headline", np.clip(at - (-99 if page.headline_at is None else page.headline_at), -FAR, FAR)


def _repeats(page: Page, _have: dict[str, Any]) -> Columns:
    """Lines that come twice, that stand within another, that begin as another does, that share the body's words."""
    texts = [line.text for line in page.lines]
    times = Counter(texts)
    yield "copies", [times[text] for text in texts]
    bones = ["".join(filter(str.isalnum, text.casefold())) for text in texts]
    whole = "\n".join(bones)
    alike = Counter(bones)
    small = len(whole) < MOST_COMPARED
    yield "within_other", [small and 25 <= len(b) <= 500 and whole.count(b) > alike[b] for b in bones]
    openings = Counter(b[:20] for b in bones if len(b) >= 25)
    yield "same_opening", [openings[b[:20]] - 1 if len(b) >= 25 else 0 for b in bones]
    sets = [set(CONTENT.findall(text.lower())) for text in texts]
    keeps = _kept(page)
    body = Counter(word for found, kept in zip(sets, keeps, strict=True) if kept for word in found)
    yield (
        "body_words",
        [
            sum(body[word] > kept for word in found) / len(found) if found else 0
            for found, kept in zip(sets, keeps, strict=True)
        ],
    )
    first = ["", *(text.split()[0].lower() for text in texts), ""]
    neighbours = zip(first, first[1:-1], first[2:], strict=False)
    yield "same_first_word", [(above == word) + (word == below) for above, word, below in neighbours]


def _lists(page: Page, have: dict[str, Any]) -> Columns:
    """The last heading of a list above the line, and how far."""
    opens = np.array([line.opens for line in page.lines], bool)
    roles = have["role"]
    last = np.maximum.accumulate(np.where(opens, np.arange(len(opens)), -1)) if len(opens) else opens
    yield "opens", opens
    yield "since_list", _since(opens)
    yield "list_role", np.where(last < 0, -1, roles[np.maximum(last, 0)])


def _prose_near(page: Page, have: dict[str, Any]) -> Columns:
    """How much prose stands around the line, and how far the nearest is."""
    letters, score = have["letters"], have["prose_score"]
    prose = _prose(have)
    long = prose.astype(bool) & (letters >= LONG_PROSE)
    ended = np.array([len(line.text) > FAR and ends_sentence(line.text) for line in page.lines], float)
    for name, mask in (("long_prose", long), ("prose", prose > 0)):
        yield f"since_{name}", _since(mask)
        yield f"until_{name}", _since(mask[::-1])[::-1]
    for width in (2, 5, 12):
        yield f"score_around_{width}", around(score, width) / _width(len(score), width)
    for width in (1, 3, 8):
        yield f"score_before_{width}", before(score, width)
        yield f"score_after_{width}", after(score, width)
        yield f"prose_before_{width}", before(letters * prose, width)
        yield f"prose_after_{width}", after(letters * prose, width)
    for width in (4, 20):
        yield f"sentences_around_{width}", around(ended, width)
    counted = np.cumsum(ended)
    yield "sentences_before", np.minimum(counted, 80)
    yield "sentences_after", np.minimum((counted[-1] if len(counted) else 0) - counted, 80)


def _beside(page: Page, have: dict[str, Any]) -> Columns:
    """What stands one and two lines above and below."""
    gap = np.array([line.gap_before for line in page.lines], float)
    yield "gap_before", gap
    for distance in (1, 2):
        for name in (*BESIDE, "gap_before"):
            values = gap if name == "gap_before" else have[name]
            yield f"{name}_above_{distance}", shifted(values, distance)
            yield f"{name}_below_{distance}", shifted(values, -distance)


def _runs_of_kind(_page: Page, have: dict[str, Any]) -> Columns:
    """How many lines of a kind stand around: dates, replies, bullets, credits, short and long ones."""
    for name, width in (("short_date", 3), ("short_date", 10), ("short_reply", 3), ("short_reply", 10), ("bullet", 3),
                        ("bullet", 10), ("credit_end", 1), ("glued_words", 3)):  # fmt: skip
        yield f"{name}_around_{width}", around(have[name], width)
    yield "short_around_4", around(have["letters"] < FAR, 4)
    yield "long_around_10", around(have["letters"] > 200, 10)
    logs = have["log_letters"]
    square = around(logs**2, 2) / _width(len(logs), 2) - (around(logs, 2) / _width(len(logs), 2)) ** 2
    yield "unevenness", np.sqrt(np.maximum(0, square))


def _kept(page: Page) -> list[bool]:
    return [role in KEPT_ROLES for role, _ in page.roles]


def _prose(have: dict[str, Any]) -> Column:
    found: Column = ((have["ends_sentence"] > 0) & (have["letters"] >= PROSE) & (have["role"] < 0)).astype(float)
    return found


# ------------------------------------------------------------------ columns from columns


def shifted(values: Column, distance: int, beyond: float = -2.0) -> Column:
    """The values `distance` lines above (below when negative); `beyond` where the page has none."""
    out = np.full(len(values), beyond)
    if 0 < distance < len(values):
        out[distance:] = values[:-distance]
    elif 0 < -distance < len(values):
        out[:distance] = values[-distance:]
    return out


def _sums(values: Any) -> tuple[Column, npt.NDArray[np.int64]]:
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)]), np.arange(len(values))


def before(values: Any, width: int) -> Column:
    total, at = _sums(values)
    found: Column = total[at] - total[np.maximum(0, at - width)]
    return found


def after(values: Any, width: int) -> Column:
    total, at = _sums(values)
    found: Column = total[np.minimum(len(at), at + width + 1)] - total[at + 1]
    return found


def around(values: Any, width: int) -> Column:
    total, at = _sums(values)
    found: Column = total[np.minimum(len(at), at + width + 1)] - total[np.maximum(0, at - width)]
    return found


def _width(n: int, width: int) -> Column:
    """How many lines `around` sums at each line."""
    return around(np.ones(n), width)


def _since(mask: npt.NDArray[np.bool_]) -> Column:
    """Lines since the last one of the mask, at most `FAR`."""
    at = np.arange(len(mask))
    last = np.maximum.accumulate(np.where(mask, at, -1)) if len(mask) else at
    found: Column = np.where(last < 0, FAR, np.minimum(FAR, at - last)).astype(float)
    return found


def context_of_votes(votes: Column) -> tuple[list[str], Table]:
    """What a second forest hears of the first: the votes on the line, on those around it, on the whole page."""
    columns: dict[str, Column] = {"vote": votes}
    for distance in (1, 2, 3):
        columns[f"vote_above_{distance}"] = shifted(votes, distance, 0.0)
        columns[f"vote_below_{distance}"] = shifted(votes, -distance, 0.0)
    for width in (5, 15):
        columns[f"votes_before_{width}"] = before(votes, width)
        columns[f"votes_after_{width}"] = after(votes, width)
    total = np.cumsum(votes)
    columns["votes_before"] = total - votes
    columns["votes_after"] = (total[-1] if len(total) else 0) - total
    columns["votes"] = np.full(len(votes), votes.sum())
    columns["highest_vote"] = np.full(len(votes), votes.max() if len(votes) else 0)
    return list(columns), np.column_stack(list(columns.values()))
