"""Which of two people of one surname a bare surname names.

Belongs here: titles, the article's own habit, who has just spoken. Does not: pronouns and roles (see `coreference`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from twosource.records import Mention


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The people of an article who share a surname: full names by surname, in the order of their first naming.

    `settled` holds, by surname, who bore it alone when the article first used it bare.
    """

    bearers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)

    def shared(self, name: str) -> bool:
        """Whether the name is a bare surname that several people bear."""
        return len(self.bearers.get(name, ())) > 1


def namesakes_of(people: Sequence[Mention]) -> Namesakes:
    """Read the mentions of people, in the order of the text."""
    bearers: dict[str, list[str]] = {}
    settled: dict[str, str] = {}
    for mention in people:
        parts = mention.text.split()
        surname = parts[-1] if parts else ""
        known = bearers.setdefault(surname, [])
        if len(parts) > 1 and mention.entity.split()[-1] == surname and mention.entity not in known:
            known.append(mention.entity)
        elif len(parts) == 1 and len(known) == 1:
            settled.setdefault(surname, known[0])
    return Namesakes(bearers, settled)


def bearer(
    namesakes: Namesakes,
    surname: str,
    guess: str,
    title: str | None,
    gender_of: Callable[[str], str | None],
    last: str | None,
) -> str | None:
    """Whom a bare surname names that several people bear; `guess` is the bearer named last. None when that is open.

    A title's gender decides first (`title`: female, male or None). Without one it is the bearer who was called so
    before the other came into the article, or the guess when the same person spoke last.
    """
    known = namesakes.bearers.get(surname, ())
    if len(known) < 2 or guess not in known:
        return guess
    if title is not None:
        sure = [name for name in known if gender_of(name) == title]
        fitting = sure or [name for name in known if gender_of(name) is None]
        return fitting[0] if len(fitting) == 1 else None
    if last == guess:
        return guess
    return namesakes.settled.get(surname)
