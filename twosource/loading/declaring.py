"""Reading the values of a source's declaration: each key has one function, which reads its value or refuses it.

Belongs here: the form of a single value. Does not: which keys go together, and what a source is (sources).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

KINDS = ("path", "pages", "feed")
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
