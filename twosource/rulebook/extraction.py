"""The register of extraction: what a fact may bear as the rule that found it.

Belongs here: the rows of extraction's tables as rules. Does not: the tables, or their words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from twosource.extraction import arithmetic_rules
from twosource.extraction.events import lexicon
from twosource.extraction.quantities import counted, lengths
from twosource.extraction.quantities.units import PERCENT_RULES
from twosource.extraction.times import reading
from twosource.rulebook import with_neighbours
from twosource.rules import Rule, described

JOINED = {
    "range": "a range, of which the second number was read by {rule}: {meaning}",
    "cents": "a sum of a whole amount and its hundredths, the whole read by {rule}: {meaning}",
    "range.cents": "a range whose second end goes on with hundredths, read by {rule}: {meaning}",
}
"""What joining two amounts adds to the name of a rule."""
MONEY = "money."
JOINABLE = frozenset({"count.bare", "money.before", "money.after", "duration.unit", "measure.unit", "measure.letter"})
"""The rules of numbers, beside percentages, that may stand on either side of "to"."""


def register() -> list[Rule]:
    """The rules of extraction."""
    own = described("extraction")
    numbers = [*(rule for rule in own if rule.name in JOINABLE), *_percentages()]
    told = {rule.name for rule in own}
    return [
        *own,
        *with_neighbours(list(_percentages())),
        *(joined for rule in numbers for joined in _joined(rule) if joined.name not in told),
        *with_neighbours(list(_ratios())),
        *with_neighbours(list(_lengths())),
        *with_neighbours(list(_times())),
        *with_neighbours(list(_events())),
        *with_neighbours(list(_arithmetic())),
    ]


def _joined(rule: Rule) -> Iterator[Rule]:
    """The rules of ranges and sums whose parts `rule` read; which texts show them is not said for each."""
    for suffix, told in JOINED.items():
        if suffix == "range" or rule.name.startswith(MONEY):
            meaning = told.format(rule=rule.name, meaning=rule.meaning)
            yield replace(rule, name=f"{rule.name}.{suffix}", meaning=meaning, example=None, counter_example=None)


def _percentages() -> Iterator[Rule]:
    for row in PERCENT_RULES:
        meaning = f"a number with what stands for “{row.unit}” behind it"
        yield Rule(name=row.name, room="extraction", meaning=meaning, example=row.example)


def _ratios() -> Iterator[Rule]:
    for row in counted.RATIOS:
        meaning = "a share or a multiple in words" + (f": {row.value:g}" if row.value is not None else "")
        yield Rule(name=row.name, room="extraction", meaning=meaning, example=row.example)


def _lengths() -> Iterator[Rule]:
    for row in lengths.RULES:
        meaning = f"a duration whose number is the article, as in “{row.text}”"
        yield Rule(name=row.name, room="extraction", meaning=meaning, example=row.example)


def _times() -> Iterator[Rule]:
    for row in reading.RULES:
        meaning = " ".join((row.read.__doc__ or "").split("\n\n")[0].split()).rstrip(".")
        meaning = f"{meaning[:1].lower()}{meaning[1:]}; here “{row.expected}”"
        yield Rule(name=row.name, room="extraction", meaning=meaning, example=row.example)


def _events() -> Iterator[Rule]:
    for row in lexicon.rows():
        mode = f" ({row.mode})" if row.mode else ""
        words = ", ".join(row.words[:6]) + (" …" if len(row.words) > 6 else "")
        meaning = f"{row.type}{mode}: {row.name}, told by the {row.form} {words}"
        yield Rule(name=f"events.{row.name.replace(' ', '_')}", room="extraction", meaning=meaning, example=row.example)


def _arithmetic() -> Iterator[Rule]:
    for row in arithmetic_rules.RULES:
        meaning = f"a {row.relation} among an article's own numbers, announced by its words"
        yield Rule(name=row.name, room="extraction", meaning=meaning, example=row.example)
