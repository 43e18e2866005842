"""Whether two numbers measure the same thing, and the interval that each of them states.

Belongs here: units, bounds, what is counted, and likeness of context. Does not: what a difference means (`conflicts`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from twosource import reference
from twosource.comparison.tellings import Telling
from twosource.comparison.terms import stem, word_set
from twosource.comparison.wording import content_words, likeness
from twosource.records import Quantity

INFINITY = math.inf
UNITS: Mapping[str, tuple[str, float]] = {
    "m": ("length", 1.0), "km": ("length", 1000.0), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "[mi_i]": ("length", 1609.344), "[ft_i]": ("length", 0.3048), "[in_i]": ("length", 0.0254),
    "[yd_i]": ("length", 0.9144), "[nmi_i]": ("length", 1852.0),
    "m2": ("area", 1.0), "km2": ("area", 1e6), "har": ("area", 1e4), "[sft_i]": ("area", 0.09290304),
    "[ft_i]2": ("area", 0.09290304), "[acr_us]": ("area", 4046.87),
    "[mi_i]2": ("area", 2.59e6), "[smi_us]": ("area", 2.59e6),
    "g": ("mass", 1.0), "kg": ("mass", 1e3), "t": ("mass", 1e6),
    "[lb_av]": ("mass", 453.592), "[oz_av]": ("mass", 28.35),
    "km/h": ("speed", 1.0), "[mi_i]/h": ("speed", 1.609344), "m/s": ("speed", 3.6), "[kn_i]": ("speed", 1.852),
    "s": ("time", 1 / 86400), "min": ("time", 1 / 1440), "h": ("time", 1 / 24), "d": ("time", 1.0),
    "wk": ("time", 7.0), "mo": ("time", 30.4375), "a": ("time", 365.25),
}  # fmt: skip
"""UCUM code to dimension and factor. A converted figure is the same figure."""
CONVERTED_SLACK = 0.06
ROUNDED_SLACK = 0.12
"""Converted figures are rounded again; "about" and the like leave this much room on each side."""
PEOPLE = word_set(
    "person people man woman child victim civilian resident passenger worker soldier student", "patient body"
)
ROLES: Mapping[str, frozenset[str]] = {
    "dead": word_set("die died dead kill killed killing death deaths dying fatality fatalities toll lives slain"),
    "injured": word_set("injure injured injuring injuries injury wound wounded wounding hurt"),
    "missing": word_set("missing unaccounted"),
    "arrested": word_set("arrest arrested arrests detained custody apprehended"),
    "damaged": word_set("damage damaged damaging destroyed toppled collapsed ruined destroying"),
    "displaced": word_set("displaced homeless evacuated evacuees fled sheltering sheltered shelter"),
    "treated": word_set("hospitalised hospitalized treated hospital"),
}
"""What may be told of counted people and things. Numbers with different roles never measure the same."""
GROWING = word_set("dead injured missing arrested damaged displaced")
PEOPLE_ROLES = word_set("dead injured missing arrested displaced treated")
PLACES = word_set("country nation state province region district county city town village area place island")
"""Where something was told of people is not itself dead or missing: "killed people in 14 countries"."""
TRIVIAL = word_set("page side round step way thing part kind type reason question point case")
"""Counts of these are no facts of a story unless the text says of what they are."""
PARTS = word_set("man woman child soldier student worker patient passenger civilian")
"""A count of these is a part of a toll and not the toll."""
HOMES = word_set("home building")
KIN = word_set("child son daughter brother sister sibling grandchild")
PARENTS = word_set("mother father parent mom dad")
STRENGTH = word_set("magnitude richter measuring")
VAGUE = word_set("other one time day week month year hour minute thing place case part way member")
BOUND_WORDS = word_set("more than at least about around some over nearly up to as many almost another other only")
ALMOST = frozenset({"nearly", "almost", "to", "under", "below"})
"""Before a number these words put it just above what is meant ("nearly 300", "close to", "just under")."""
NEAR_WORDS = 5
BROKEN = re.compile(r"\d\.\s+\d")
BROKEN_REACH = 4
"""A decimal that a space has broken in two ("4. 6") is no number to compare."""
MODEL = re.compile(r"\b[A-Z]{1,5}\s?-\s?$")
"""Behind capitals and a hyphen a number is a name: "DC-3 planes" are no three planes."""
AROUND = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """A quantity of one article of a story, ready to be compared.

    `near`: content words next to it; `before`, `after`: the words around it in order; `head`: what is counted;
    `only_one`: the article gives one number alone for these things; `first_toll`: the first toll of its role.
    """

    telling: Telling
    quantity: Quantity
    near: frozenset[str]
    role: str | None
    low: float
    high: float
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    head: str = ""
    only_one: bool = False
    first_toll: bool = False

    @property
    def article(self) -> int:
        """The place of its article in the story."""
        return self.telling.article

    @property
    def is_toll(self) -> bool:
        """Whether it counts the people or the homes that an event struck: an article has one such figure that stands
        for all."""
        if self.role == "damaged":
            return self.head in HOMES
        return self.role in ("dead", "injured") and self.head not in PARTS and self.people

    @property
    def people(self) -> bool:
        """Whether people are counted: by a word for them, or by a name such as that of a nation."""
        words = self.quantity.text.split()
        last = words[-1] if words else ""
        named = last[:1].isupper() and last.endswith("s") and not last.isupper()
        return self.quantity.kind == "count" and (self.head in PEOPLE or named)

    @property
    def key(self) -> tuple[int, int, int]:
        """A fixed order among the quantities of a story."""
        return self.article, self.quantity.start, self.quantity.end


def measured(telling: Telling, quantity: Quantity) -> Measured | None:
    """The quantity with its context; None when it states no value, one that is only wished for or imagined, or a
    count of things of no interest."""
    if quantity.value is None or quantity.modality in ("hypothetical", "historical", "demanded") or quantity.negated:
        return None
    begin, end = quantity.start - telling.start, quantity.end - telling.start
    if BROKEN.search(telling.text[max(0, begin - BROKEN_REACH) : end]) or MODEL.search(telling.text[:begin]):
        return None
    before, after = telling.text[:begin].split(), telling.text[end:].split()
    near = " ".join([*before[-NEAR_WORDS:], quantity.text, *after[:NEAR_WORDS], quantity.measure or ""])
    told = role(before, after, quantity)
    counted = "magnitude" if _is_magnitude(before, after, quantity) else counted_noun(quantity, told)
    if _is_of_a_parent(before, quantity):
        told, counted = None, "child"
    if counted in TRIVIAL and not names_more(quantity):
        return None
    low, high = interval(quantity)
    if quantity.mod == "LESS_THAN" and ALMOST & set(map(_plain, before[-1:])):
        low = high * (1 - ROUNDED_SLACK)
    return Measured(
        telling,
        quantity,
        content_words(near),
        told,
        low,
        high,
        before=tuple(map(_plain, before[-AROUND:])),
        after=tuple(map(_plain, after[:AROUND])),
        head=counted,
    )


def _is_magnitude(before: Sequence[str], after: Sequence[str], quantity: Quantity) -> bool:
    """Whether a bare number is the strength of a quake: "magnitude 7.6", "measuring 7.6 on the Richter scale"."""
    near = {_plain(word) for word in (*before[-2:], *quantity.text.split(), *after[:5])}
    return quantity.kind == "count" and bool(near & STRENGTH) and (quantity.value or 0) < 10


def _is_of_a_parent(before: Sequence[str], quantity: Quantity) -> bool:
    """Whether a number counts the children of somebody: "a mother of 13"."""
    near = [_plain(word) for word in before[-2:]]
    return quantity.kind == "count" and len(near) == 2 and stem(near[0]) in PARENTS and near[1] == "of"


def ranked(numbers: Sequence[Measured]) -> list[Measured]:
    """The numbers of one article, each with its rank among those that count the same."""
    values: dict[str, set[float | None]] = {}
    for number in numbers:
        if number.quantity.kind == "count":
            values.setdefault(number.head, set()).add(number.quantity.value)
    seen: set[str | None] = set()
    found = []
    for number in sorted(numbers, key=lambda one: one.key):
        named = number.head
        alone = bool(named) and named not in PEOPLE | VAGUE and len(values.get(named, ())) == 1
        first = number.is_toll and number.role not in seen
        if first:
            seen.add(number.role)
        found.append(replace(number, only_one=alone, first_toll=first))
    return found


def interval(quantity: Quantity) -> tuple[float, float]:
    """The lowest and highest number that the quantity states, in the base unit of its dimension."""
    value = quantity.value or 0.0
    high = quantity.value_high if quantity.value_high is not None else value
    slack = ROUNDED_SLACK * abs(value) if quantity.mod == "APPROX" else half_step(quantity)
    low, high = value - slack, high + slack
    if quantity.mod in ("MORE_THAN", "EQUAL_OR_MORE"):
        low, high = value, INFINITY
    elif quantity.mod in ("LESS_THAN", "EQUAL_OR_LESS"):
        low, high = 0.0, high
    factor = UNITS.get(quantity.unit or "", ("", 1.0))[1]
    return low * factor, high * factor


def half_step(quantity: Quantity) -> float:
    """Half of the last place that a figure with a decimal point or a large scale word shows; 0 for whole counts."""
    value = abs(quantity.value or 0.0)
    if "decade" in quantity.text.lower():
        return 5.0
    if quantity.kind == "count" and value < 10_000:
        return 0.0
    digits = len(f"{value:.10g}".replace(".", "").strip("0")) or 1
    exponent = math.floor(math.log10(value)) if value else 0
    return 0.5 * 10.0 ** (exponent - digits + 1) if value >= 1000 or value != int(value) else 0.0


def role(before: list[str], after: list[str], quantity: Quantity) -> str | None:
    """What is told of the things counted: the role word nearest to the number, on a tie the one that follows."""
    if quantity.kind not in ("count", "measure"):
        return None
    inside = [*quantity.text.split(), *(quantity.measure or "").split()]
    nearest = [word for word in map(_plain, reversed(_reaching(before))) if word not in BOUND_WORDS]
    placed = [(word, 0.0) for word in map(_plain, inside)]
    placed += [(word, at + 1.0) for at, word in enumerate(map(_plain, after[:8]))]
    placed += [(word, at + 1.5) for at, word in enumerate(nearest)]
    barred = PEOPLE_ROLES if head(quantity) in PLACES else frozenset()
    found = [
        (distance, name)
        for word, distance in placed
        for name, forms in ROLES.items()
        if word in forms and name not in barred
    ]
    return min(found)[1] if found else None


def _reaching(before: list[str]) -> list[str]:
    """The words in front that may speak of the number: eight, or in one breath with it twelve ("the number of people
    killed by the storm in the north has risen to 40")."""
    clause = before[-12:]
    return before[-8:] if any(word.endswith((",", ";", ":")) for word in clause) else clause


def _plain(word: str) -> str:
    return word.strip(".,;:!?\"'“”()").lower()


def comparable(left: Measured, right: Measured) -> bool:
    """Whether unit, role and period allow that both measure the same thing."""
    one, two = left.quantity, right.quantity
    if one.kind != two.kind or not same_role(left, right):
        return False
    if one.period and two.period and not (one.period.startswith(two.period) or two.period.startswith(one.period)):
        return False
    return same_unit(left, right)


def same_role(left: Measured, right: Measured) -> bool:
    """Whether the same is told of what is counted. Of things, one article may leave it to the list that it gives."""
    if left.role == right.role:
        return True
    return None in (left.role, right.role) and bool(left.head) and left.head == right.head and not left.people


def same_unit(left: Measured, right: Measured) -> bool:
    """Whether two units can be told in one another: any two currencies, one dimension, one counted noun."""
    if left.quantity.kind == "money":
        return True
    first, second = left.quantity.unit or "", right.quantity.unit or ""
    if first in UNITS and second in UNITS:
        return UNITS[first][0] == UNITS[second][0]
    return left.head == right.head or (left.people and right.people)


def head(quantity: Quantity) -> str:
    """The last word of the unit in lower case; empty when there is none."""
    parts = (quantity.unit or "").lower().split()
    if not parts:
        return ""
    named = " ".join(map(stem, (quantity.measure or "").lower().split()[:2]))
    return _same_thing().get(named) or _same_thing().get(parts[-1], parts[-1])


@cache
def _same_thing() -> Mapping[str, str]:
    """A counted noun to the one that stands for all that count the same thing."""
    return {noun: row["noun"] for row in reference.table("counted")["counted"] for noun in row["also"]}


def counted_noun(quantity: Quantity, told: str | None) -> str:
    """What is counted: the unit's head; for a bare number the people of its measure ("number of people killed") or of
    its role ("270 were missing"); empty when nothing tells."""
    if quantity.kind != "count" or head(quantity):
        return head(quantity)
    named = [word for word in map(stem, (quantity.measure or "").lower().split()) if word in PEOPLE]
    return named[0] if named else "people" if told in PEOPLE_ROLES else ""


def names_more(quantity: Quantity) -> bool:
    """Whether the measure says more than the counted noun alone does."""
    said = {stem(word) for word in (quantity.measure or "").lower().split()}
    return bool(said - {stem(head(quantity)), *map(stem, quantity.text.lower().split())})


def converted(one: Quantity, two: Quantity) -> bool:
    """Whether the two figures are in different currencies or different units of one dimension."""
    return one.unit != two.unit and (one.kind == "money" or (one.unit in UNITS and two.unit in UNITS))


def values_meet(left: Measured, right: Measured) -> bool | None:
    """Whether both intervals share a number; None for two currencies, whose rate of that day is not known."""
    if left.quantity.kind == "money" and left.quantity.unit != right.quantity.unit:
        return None
    if crossed(left, right):
        return False
    slack = CONVERTED_SLACK if converted(left.quantity, right.quantity) else 1e-9
    low, high = max(left.low, right.low), min(left.high, right.high)
    return low <= high * (1 + slack) if math.isfinite(high) else True


def crossed(left: Measured, right: Measured) -> bool:
    """Whether one lies below the very figure that the other lies above: "nearly 300" and "more than 300"."""
    mods = {left.quantity.mod: left, right.quantity.mod: right}
    above, below = mods.get("MORE_THAN"), mods.get("LESS_THAN")
    return above is not None and below is not None and above.low == below.high


def context(left: Measured, right: Measured, weight: Mapping[str, float]) -> float:
    """How alike the words around both numbers are: the nearest words count as much as the whole sentence."""
    return 0.5 * likeness(left.telling.words, right.telling.words, weight) + 0.5 * likeness(
        left.near, right.near, weight
    )
