"""Which records of a web archive are wanted: by host, language, time and media type, asked before anything is parsed.

Belongs here: the choice, and counting what it leaves. Does not: reading archives (kinds).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The wanted records; what is empty or None leaves nothing out.

    `hosts` are names of hosts, each with all below it; `languages` two-letter codes, held against what the record
    states, if it states any; `since` and `until` are days (both included) of the record's own time of fetching.
    """

    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def why_not(self, url: str, fetched: datetime | None, languages: str) -> str | None:
        """In a word or two why a record is not wanted, None when it is. `languages` is the record's own header."""
        if self.hosts and not _is_of(url, self.hosts):
            return "of other hosts"
        if (self.since or self.until) and not self._is_in_time(fetched):
            return "of another time"
        if self.languages and languages and not _speaks(languages, self.languages):
            return "in other languages"
        return None

    def _is_in_time(self, fetched: datetime | None) -> bool:
        if fetched is None:
            return False
        day = fetched.date()
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def _is_of(url: str, hosts: tuple[str, ...]) -> bool:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    return any(host == wanted or host.endswith(f".{wanted}") for wanted in hosts)


THREE_LETTERS: Mapping[str, str] = {
    "eng": "en",
    "deu": "de",
    "fra": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "nld": "nl",
    "zho": "zh",
    "rus": "ru",
    "ara": "ar",
    "jpn": "ja",
}
"""What Common Crawl writes for a language (ISO 639-3), and the code of two letters."""


def _speaks(stated: str, wanted: tuple[str, ...]) -> bool:
    """Whether one of the languages that a header states ("eng,deu", "en-GB") is wanted."""
    for part in stated.lower().replace(";", ",").split(","):
        code = part.strip().partition("-")[0]
        if THREE_LETTERS.get(code, code) in wanted:
            return True
    return False
