"""Regions: drafts of pieces with their roles become an article's text and the regions that cover the input.

Belongs here: offsets, order, coverage. Does not: deciding which role a piece has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from twosource.records import Region

KEPT_ROLES = frozenset({"body", "subheading", "speaker_turn", "table"})
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece of the input before it has offsets: its words (white space folded), its role, the rule and its score.

    `joint`: what stands before it in the article's text; None for a paragraph of its own. What goes on after a remark
    within a paragraph has a blank, or nothing.
    """

    text: str
    role: str
    rule: str
    score: float = 0.5
    joint: str | None = None

    @property
    def kept(self) -> bool:
        """Whether it belongs in the article's text."""
        return self.role in KEPT_ROLES

    def as_role(self, role: str, rule: str, score: float = 0.8) -> Draft:
        """The same words in another role."""
        return replace(self, role=role, rule=rule, score=score)


def fold(text: str) -> str:
    """White space folded to single blanks, none at the ends."""
    return " ".join(text.split())


def build(drafts: Iterable[Draft]) -> tuple[str, list[Region]]:
    """The article's text (kept pieces as paragraphs) and the regions in order of the input, without blank ones."""
    written: list[str] = []
    regions: list[Region] = []
    at = 0
    for draft in drafts:
        text = fold(draft.text)
        if not text:
            continue
        if not draft.kept:
            regions.append(Region(role=draft.role, text=text, kept=False, rule=draft.rule, score=draft.score))
            continue
        joint = "" if not written else PARAGRAPH if draft.joint is None else draft.joint
        start = at + len(joint)
        at = start + len(text)
        written += (joint, text)
        regions.append(
            Region(role=draft.role, text=text, kept=True, rule=draft.rule, score=draft.score, start=start, end=at)
        )
    return "".join(written), regions


def paragraphs_of(text: str) -> list[Region]:
    """Regions of a text that is clean already: one per line that is not blank, the text untouched."""
    regions: list[Region] = []
    at = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            regions.append(
                Region(role="body", text=words, kept=True, rule="given", score=1.0, start=start, end=start + len(words))
            )
        at += len(line) + 1
    return regions
