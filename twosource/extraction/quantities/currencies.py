"""How money is written: symbols, codes and names of currencies, as patterns that stand before or after a number.

Belongs here: from `seeds/reference/currencies.yml`, Babel and ISO 4217 to patterns and codes. Does not: numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from twosource import reference

PREFIX_REACH = 14
"""Code points before a number in which a currency can stand."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Currency:
    """One way to write a currency: its code, the codes it has in some countries, and its share of the unit (cents).

    `home` is the country that the text must speak of where the way is also a name's letter ("R40", "R2").
    """

    code: str
    by_country: Mapping[str, str] = field(default_factory=dict)
    least: float = 0.0
    share: float = 1.0
    home: str | None = None

    def code_in(self, countries: Mapping[str, int]) -> str:
        """The code, given how often the text speaks of each country (alpha-3); the default when undecided."""
        counts = sorted(((countries.get(country, 0), country) for country in self.by_country), reverse=True)
        if counts and counts[0][0] and (len(counts) == 1 or counts[0][0] > counts[1][0]):
            return self.by_country[counts[0][1]]
        return self.code


@dataclass(frozen=True, slots=True)
class Notation:
    """All ways to write money: `before` and `after` find one next to a number, `read` tells which it is."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    ways: Mapping[str, Currency]
    exact: Mapping[str, Currency]

    def read(self, written: str) -> Currency:
        """The currency that a match of `before` or `after` names."""
        name = re.sub(r"[\s-]+", " ", written.strip())
        return self.exact.get(name) or self.ways[name.lower()]


@cache
def codes() -> frozenset[str]:
    """ISO 4217 codes that are in use and not also words written in capitals."""
    import pycountry  # here and below: reading a time expression must not cost the loading of both tables

    banned = set(reference.table("currencies")["not_codes"])
    return frozenset(c.alpha_3 for c in pycountry.currencies) - banned - {"XXX", "XTS"}


@cache
def notation() -> Notation:
    """The patterns and tables, made once a process from the reference table and Babel."""
    table = reference.table("currencies")
    exact: dict[str, Currency] = {code: Currency(code) for code in codes()}
    exact |= {sign: _currency(row) for sign, row in table["symbols"].items()}
    before = [*table["symbols"], *table["letters"]["before"]]
    after = [sign for sign in table["symbols"] if (len(sign) == 1 and not sign.isalpha()) or sign in "円元"] + [
        *table["letters"]["after"]
    ]
    exact |= {sign: Currency(code) for side in ("before", "after") for sign, code in table["letters"][side].items()}
    ways = dict(_names())
    joined = {form for row in table["fractions"].values() if row.get("joined") for form in row["forms"]}
    for group in ("words", "ambiguous", "fractions"):
        for row in table[group].values():
            ways |= {form: _currency(row) for form in row["forms"]}
    for sign in [s for s in table["symbols"] if s.endswith("$")]:
        ways.setdefault(sign.lower(), exact[sign])
    ways |= {f"{code.lower()}$": Currency(code) for code in codes()} | {"c $": Currency("CAD"), "us $": Currency("USD")}
    ways |= {"a $": Currency("AUD")}
    return Notation(_before(before), _after(ways, after, joined), ways, exact)


def _currency(row: Mapping[str, object]) -> Currency:
    by_country = row.get("by_country", {})
    if not isinstance(by_country, dict):
        raise reference.ReferenceTableError("seeds/reference/currencies.yml: by_country must be a mapping.")
    least, share, home = float(str(row.get("least", 0))), float(str(row.get("share", 1))), row.get("home")
    return Currency(str(row["code"]), by_country, least, share, str(home) if home else None)


def _names() -> Iterable[tuple[str, Currency]]:
    """CLDR's English names of the currencies in use, in the singular and the plural, lower case."""
    from babel import Locale
    from babel.numbers import get_currency_name

    locale = Locale("en")
    for code in sorted(codes()):
        for count in (1, 2):
            name = get_currency_name(code, count, locale=locale).lower()
            if " " in name and "(" not in name:
                yield name, Currency(code)


def alternation(words: Iterable[str]) -> str:
    """A pattern's part that matches any of `words`, the longest first; a blank in a word matches a hyphen too."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[ \-]") for word in ordered)


def _before(signs: Iterable[str]) -> re.Pattern[str]:
    signs = list(signs)
    lettered = alternation(s for s in signs if s[0].isalpha())
    symbols = alternation(s for s in signs if not s[0].isalpha())
    coded = "|".join(sorted(codes()))
    return re.compile(
        rf"(?:(?<![A-Za-z])(?:{lettered}|(?:{coded})\$?|(?i:(?:{coded})\$|[cC] \$|[uU][sS] \$|a \$(?= ?$)))|{symbols})"
        r"(?P<gap>[ \u00a0]?)-?$"
    )


def _after(ways: Iterable[str], signs: Iterable[str], joined: set[str]) -> re.Pattern[str]:
    signs = list(signs)
    names = alternation(way for way in ways if way not in joined and way[0].isalpha() and not way.endswith("$"))
    lettered = alternation(s for s in signs if s[0].isalpha())
    symbols = "".join(re.escape(s) for s in [*signs, "¢"] if not s[0].isalpha() or CHINESE.match(s))
    coded = "|".join(sorted(codes()))
    return re.compile(
        rf"(?:[ \-\u00a0]?(?P<way>(?i:{names})(?![A-Za-z])|(?:{coded}|{lettered})(?![A-Za-z])|[{symbols}](?! ?\d))"
        rf"|(?P<joined>(?:{alternation(joined)})(?![\w.]|[’']s)))"
    )
