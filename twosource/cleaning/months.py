"""Names of months: in the languages that most pages of news are written in, and in those that babel knows.

Belongs here: a name's number. Does not: dates (see `dates`).
"""

# ruff: noqa: E501  (rows of tables stay on one line)
from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from twosource import reference

MONTH_NAMES = (
    "january jan jänner januar janvier enero gennaio januari janeiro",
    "february feb februar februari février febrero febbraio fevereiro",
    "march mar märz mars marzo maart mär março",
    "april apr avril abril aprile",
    "may mai mayo maggio mei maj maio",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août agosto augustus augusti",
    "september sep sept septembre septiembre settembre setembro",
    "october oct oktober okt octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre diciembre dicembre desember dezembro",
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()}
OTHER_LANGUAGES = (
    "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "el", "et", "eu", "fa", "fi", "ga", "gl", "he", "hi", "hr", "hu", "hy",
    "id", "is", "ka", "kk", "lt", "lv", "mk", "ms", "nb", "pl", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th",
    "tr", "uk",
)  # fmt: skip


def month_named(name: str) -> int:
    """The month of a name in any language we know, 0 for other words."""
    name = name.lower().rstrip(".")
    if not name:
        return 0
    return MONTHS.get(name) or _months_elsewhere().get(name, 0)


@cache
def _months_elsewhere() -> Mapping[str, int]:
    """Month names in the languages that `MONTH_NAMES` leaves out, and those of our own table; one that two languages
    give to different months is left out (Polish and Croatian `listopad`).
    """
    # Read when a word that is no known month stands where one would: the tables take a third of a second to load.
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for language in OTHER_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    found.setdefault(str(name).lower().rstrip("."), set()).add(number)
    for names in reference.table("date_words")["months"].values():
        for number, name in enumerate(names, 1):
            found.setdefault(str(name).lower().rstrip("."), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and name not in MONTHS}
