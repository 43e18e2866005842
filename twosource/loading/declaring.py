"""Reading the values of a source's declaration: each key has one function, which reads its value or refuses it.

Belongs here: the form of a single value. Does not: which keys go together, and what a source is (sources).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any, get_args

from twosource import words
from twosource.loading.picking import Picked

KINDS = ("path", "pages", "feed", "sitemap", "list")
PICKED = ("hosts", "languages", "since", "until")
SEVERITIES = get_args(words.Severity)
CADENCE = re.compile(r"(\d{1,5}) ?([mhd])")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
MINUTES: Mapping[str, int] = {"m": 1, "h": 60, "d": 24 * 60}
FIELDS = ("id", "url", "headline", "text", "html", "published", "modified", "outlet", "by", "language")
"""Our names for the parts of a JSON record."""
WEB = ("http://", "https://")


class SourceError(ValueError):
    """A source cannot be used. The message is a sentence: what was asked or declared, what is wrong, what to do."""


def text(value: Any, where: str) -> str:
    """A text that is not blank. Raises SourceError otherwise."""
    if not isinstance(value, str) or not value.strip():
        raise SourceError(
            f"{where}: must be a text, but is {value!r}. Put it in quotes if it looks like something else."
        )
    return value


def texts(value: Any, where: str) -> tuple[str, ...]:
    """One text or a list of them, at least one. Raises SourceError otherwise."""
    values = value if isinstance(value, list) else [value]
    if not values:
        raise SourceError(f"{where}: the list is empty. Name at least one, or leave the key out.")
    return tuple(text(one, where) for one in values)


def patterns(value: Any, where: str) -> tuple[str, ...]:
    """One pattern of file names or a list of them. Raises SourceError otherwise."""
    found = texts(value, where)
    for pattern in found:
        if not PurePath(pattern).parts:
            raise SourceError(f"{where}: {pattern!r} names no file or folder. Write a pattern such as '*.gold.yml'.")
    return found


def kind(value: Any, where: str) -> str:
    """A kind of source. Raises SourceError otherwise."""
    if value not in KINDS:
        raise SourceError(f"{where}: {value!r} is not a kind of source. Known are: {', '.join(KINDS)}.")
    return str(value)


def flag(value: Any, where: str) -> bool:
    """True or false. Raises SourceError otherwise."""
    if not isinstance(value, bool):
        raise SourceError(f"{where}: must be true or false, but is {value!r}.")
    return value


def count(value: Any, where: str) -> int:
    """A whole number from 0 up. Raises SourceError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SourceError(f"{where}: must be a whole number of inputs from 0 up, but is {value!r}.")
    return value


def mapping(value: Any, where: str) -> Mapping[str, str]:
    """Our names for parts of a record, each with its path there. Raises SourceError otherwise."""
    if not isinstance(value, dict):
        raise SourceError(f"{where}: must map our names to the record's, but is {value!r}.")
    unknown = [name for name in value if name not in FIELDS]
    if unknown:
        raise SourceError(f"{where}: {unknown[0]!r} is not one of our names. These are: {', '.join(FIELDS)}.")
    return {name: text(path, f"{where}, {name}") for name, path in value.items()}


def seconds(value: Any, where: str) -> float:
    """A number of seconds from 0 up. Raises SourceError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise SourceError(f"{where}: must be a number of seconds from 0 up, but is {value!r}.")
    return float(value)


def limit(value: Any, where: str) -> int:
    """A whole number from 1 up. Raises SourceError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise SourceError(f"{where}: must be a whole number from 1 up, but is {value!r}.")
    return value


def minutes(value: Any, where: str) -> float:
    """A number of minutes above 0. Raises SourceError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise SourceError(f"{where}: must be a number of minutes above 0, but is {value!r}.")
    return float(value)


def web_addresses(value: Any, where: str) -> tuple[str, ...]:
    """One web address or a list of them. Raises SourceError otherwise."""
    found = tuple(address.strip() for address in texts(value, where))
    for address in found:
        if not is_web_address(address):
            raise SourceError(f"{where}: {address!r} is not a web address. It must begin with http:// or https://.")
    return found


def is_web_address(value: str) -> bool:
    """Whether a text is meant as a web address; whether it may be asked for is judged when it is."""
    return value.lower().startswith(WEB)


def span(value: Any, where: str) -> timedelta:
    """A length of time: a number with m, h or d behind it. Raises SourceError otherwise."""
    found = CADENCE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or not int(found[1]):
        raise SourceError(f"{where}: must be a length of time such as 15m, 1h or 2d, but is {value!r}.")
    return timedelta(minutes=int(found[1]) * MINUTES[found[2]])


def severity(value: Any, where: str) -> words.Severity:
    """How much a failure matters. Raises SourceError otherwise."""
    if value not in SEVERITIES:
        raise SourceError(f"{where}: must be one of {', '.join(SEVERITIES)}, but is {value!r}.")
    found: words.Severity = value
    return found


def country(value: Any, where: str) -> str:
    """A country's two letters. Raises SourceError otherwise."""
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value):
        # YAML 1.1 reads the bare word NO as false
        hint = ' Norway is "NO", in quotes.' if value is False else ""
        raise SourceError(f"{where}: must be two letters of ISO 3166, such as GB, but is {value!r}.{hint}")
    return value.upper()


def language(value: Any, where: str) -> str:
    """A language by its code. Raises SourceError otherwise."""
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        hint = ' Norwegian is "no", in quotes.' if value is False else ""
        raise SourceError(f"{where}: must be a code of BCP 47, such as en or en-GB, but is {value!r}.{hint}")
    return value


def picked(value: Any, where: str) -> Picked:
    """The choice of records of a web archive. Raises SourceError otherwise."""
    if not isinstance(value, dict):
        raise SourceError(f"{where}: must be a mapping with the keys {', '.join(PICKED)}, but is {value!r}.")
    unknown = [name for name in value if name not in PICKED]
    if unknown:
        raise SourceError(f"{where}: the key {unknown[0]!r} is not known. Known are: {', '.join(PICKED)}.")
    hosts = texts(value["hosts"], f"{where}, hosts") if "hosts" in value else ()
    codes = texts(value["languages"], f"{where}, languages") if "languages" in value else ()
    return Picked(
        hosts=tuple(host.lower().removeprefix("www.") for host in hosts),
        languages=tuple(code.lower().partition("-")[0] for code in codes),
        since=_day(value.get("since"), f"{where}, since"),
        until=_day(value.get("until"), f"{where}, until"),
    )


def _day(value: Any, where: str) -> date | None:
    """A day, None for none. Raises SourceError otherwise."""
    if value is None or (isinstance(value, date) and type(value) is date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise SourceError(f"{where}: must be a day such as 2025-04-17, but is {value!r}.") from None
