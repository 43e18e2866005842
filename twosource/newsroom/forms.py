"""A form: one way in which a newsroom signs, a row of a reference table with its own test.

Belongs here: the record, its reading from a table, and the shape of a name that forms share. Does not: any form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twosource import reference

CAPITAL = r"(?-i:[^\W\d_a-zß-öø-ÿ])"
NAME = rf"{CAPITAL}[\w.'’-]{{0,24}}(?: (?:de|van|von|der|den|al|bin|da|di|la|le|du|{CAPITAL}[\w.'’-]{{0,24}})){{0,4}}"
"""A person's, an agency's or an outlet's name: up to five words with capitals or particles."""
SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Form:
    """A row: what `pattern` matches is read as `reading` says; `example` is such words, `counter_example` is not.

    `role`: what a line is that the pattern matches as a whole (vocabulary `role`), None when it says nothing of lines.
    `credit`: of what kind the words in brackets have to be (see `datelines`), None when any will do.
    """

    name: str
    pattern: str
    reading: str
    example: str
    counter_example: str
    role: str | None = None
    credit: str | None = None

    def compiled(self, slots: Mapping[str, str], flags: int = 0) -> re.Pattern[str]:
        """The pattern with `{slot}` filled in; raises KeyError for a slot that is not given."""
        return re.compile(SLOT.sub(lambda slot: slots[slot[1]], self.pattern), flags)


def of_table(table: str, group: str) -> tuple[Form, ...]:
    """The forms of a group of a table, in its order."""
    return tuple(Form(**row) for row in reference.table(table)[group])


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first so that `AP` does not hide `AP News`."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"
