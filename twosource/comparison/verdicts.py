"""The verdict on two things said in one slot of one occurrence, and the status of all of them together.

Belongs here: the words of a verdict, how statuses follow from verdicts, severity. Does not: how a pair is judged, which
each kind of slot does for itself. The reasons are the vocabulary `reason`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """What a pair gives."""

    AGREE = "agree"
    UPDATED = "updated"
    CONFLICTING = "conflicting"
    NOT_COMPARABLE = "not_comparable"


class Reason(StrEnum):
    """Why a verdict is what it is: the vocabulary `reason`, which a test holds against this list."""

    SAME_VALUE = "same_value"
    ROUNDED = "rounded"
    CONVERTED = "converted"
    FINER = "finer"
    SAME_WORDS = "same_words"
    TOLD_ALIKE = "told_alike"
    GREW = "grew"
    STATE_WENT_ON = "state_went_on"
    VALUES_APART = "values_apart"
    DENIED = "denied"
    DEGREES_APART = "degrees_apart"
    SPEAKERS_APART = "speakers_apart"
    ALTERED_IN_COPY = "altered_in_copy"
    OTHER_OCCASION = "other_occasion"
    OTHER_SCOPE = "other_scope"
    PART_OF_WHOLE = "part_of_whole"
    PLANNED_AND_DONE = "planned_and_done"
    OTHER_HOLDER = "other_holder"
    ONE_ORIGIN = "one_origin"
    TIME_ZONES = "time_zones"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair says and why, and how surely the two belong together (0 to 1)."""

    word: Word
    reason: Reason
    strength: float

    @property
    def rank(self) -> float:
        """The order in which pairs form groups: those that agree first, those that cannot be compared last."""
        return self.strength + {Word.AGREE: 2, Word.NOT_COMPARABLE: 0}.get(self.word, 1)


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a comparison with its reason."""

    word: str
    reason: Reason


def status(verdicts: Sequence[Verdict], agreeing: Collection[str], behind: Collection[str], copied: bool) -> Status:
    """The status from the verdicts on all pairs of a comparison, the named origins of the largest side that is
    `agreeing`, all origins `behind` it, and whether the sides that differ stand in a text that one has from the other.

    A conflict needs two independent origins. What two named origins say stays so where a third cannot be compared.
    """
    words = {one.word for one in verdicts}
    if Word.CONFLICTING in words and copied:
        return Status("altered_copy", Reason.ALTERED_IN_COPY)
    if Word.CONFLICTING in words and len(behind) > 1:
        return Status("conflicting", _why(verdicts, Word.CONFLICTING))
    if Word.UPDATED in words:
        return Status("updated", _why(verdicts, Word.UPDATED))
    if len(agreeing) > 1:
        return Status("multi_origin", _why(verdicts, Word.AGREE))
    if Word.CONFLICTING in words:
        return Status("not_comparable", Reason.ONE_ORIGIN)
    if Word.NOT_COMPARABLE in words:
        return Status("not_comparable", _why(verdicts, Word.NOT_COMPARABLE))
    return Status("single_origin", _why(verdicts, Word.AGREE))


def _why(verdicts: Sequence[Verdict], word: Word) -> Reason:
    """The reason of the surest verdict of this word."""
    return max((one for one in verdicts if one.word is word), key=lambda one: (one.strength, one.reason)).reason


def severity(apart: float, weaker_origins: int) -> float:
    """0 to 1: how far the sides are apart, times how many independent origins stand behind the weaker side (one
    counts half, two two thirds, and so on)."""
    return round(min(1.0, apart) * weaker_origins / (weaker_origins + 1), 4)
