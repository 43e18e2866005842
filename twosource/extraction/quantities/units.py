"""Units that stand after a number: percentages, durations, physical measures, from `seeds/reference/units.yml`.

Belongs here: patterns for what may follow a number, with the UCUM code. Does not: money, counted nouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twosource import reference
from twosource.extraction.quantities.currencies import alternation


@dataclass(frozen=True, slots=True)
class PercentRule:
    """A way to write a percentage: what stands after the number, the unit, an example and its value."""

    name: str
    pattern: re.Pattern[str]
    unit: str
    example: str
    value: float


PERCENT_RULES = (
    PercentRule(
        "percent.points",
        re.compile(r"[ -]?(?:%|percent|percentage|per[ -]cent)[ -]p(?:oin)?ts?\b", re.I),
        "percentage point",
        "The rate rose 1.5 percentage points.",
        1.5,
    ),
    PercentRule(
        "percent.pp",
        re.compile(r"[ \u00a0]?(?:pp|ppts?|p\.p\.)(?![A-Za-z])"),
        "percentage point",
        "Turnout fell 3.5 pp on the day.",
        3.5,
    ),
    PercentRule("percent.sign", re.compile(r"[ \u00a0-]?[%％]"), "%", "Duties of 31% apply.", 31.0),
    PercentRule(
        "percent.word",
        re.compile(r"[ -](?:percent|per[ -]cent|pct\.?|percents|percentage)(?![A-Za-z])", re.I),
        "%",
        "Sales fell twelve per cent.",
        12.0,
    ),
    PercentRule("percent.joined", re.compile(r"pc\b|pct\b"), "%", "The yield is 1.38pc.", 1.38),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its kind (`duration`, `measure`), UCUM code and the factor for the number."""

    kind: str
    code: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Units:
    """All units: `pattern` finds one right after a number, `read` tells which it is."""

    pattern: re.Pattern[str]
    names: Mapping[str, Unit]
    signs: Mapping[str, Unit]

    def read(self, match: re.Match[str]) -> Unit:
        """The unit that a match of `pattern` names."""
        if name := match["name"]:
            return self.names[re.sub(r"[\s-]+", " ", name.lower())]
        return self.signs[match["sign"] or match["joined"]]


@cache
def units() -> Units:
    """The units, read once a process. A code's part after `#` only keeps keys apart."""
    names: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    joined: list[str] = []
    for kind in ("duration", "measure"):
        rows: Mapping[str, Mapping[str, Any]] = reference.table("units")[kind]
        for key, row in rows.items():
            unit = Unit(kind, key.split("#")[0], float(row.get("scale", 1)))
            names |= {name.replace("-", " "): unit for name in row.get("names", ())}
            signs |= dict.fromkeys((*row.get("signs", ()), *row.get("joined", ())), unit)
            joined += row.get("joined", ())
    spaced = [sign for sign in signs if sign not in joined]
    pattern = re.compile(
        rf"(?:[ \u00a0-]|-to-|[ ]more[ ]|[ ]full[ ])?(?P<name>(?i:{alternation(names)}))(?![A-Za-z])"
        rf"|[ \u00a0-]?(?P<sign>{alternation(spaced)})(?![A-Za-z])|(?P<joined>{alternation(joined)})(?![A-Za-z])"
    )
    return Units(pattern, names, signs)


LETTERS: Mapping[str, tuple[float | None, Unit | None]] = {
    "k": (1e3, None),
    "K": (1e3, None),
    "m": (1e6, Unit("measure", "m")),
    "M": (1e6, None),
    "MM": (1e6, None),
    "b": (1e9, None),
    "B": (1e9, None),
    "t": (1e12, Unit("measure", "t")),
    "T": (1e12, None),
}
"""A single letter after digits: as a magnitude, and as a unit."""
AS_LENGTH = re.compile(
    r"\s?(?:wide|high|tall|long|deep|away|above|below|from|apart|relay|race|final|freestyle|hurdles|"
    r"dash|sprint|[.,;)]|$)"
)
"""After "5m": then metres are meant, not millions."""
