"""A source: where inputs come from, who answers for them, and what may be expected of it.

Belongs here: the record. Does not: reading declarations (declaration), looking into folders (files), fetching (pages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from twosource import words
from twosource.loading.picking import Picked

RATE = 2.0  # seconds between two requests to one host: what a patient reader does
EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place inputs come from. `seeds/sources.yml` explains the keys it is declared with.

    A source of the kind `path` has `paths`, absolute: files, folders, patterns; `bases` are the folders that addresses
    are relative to, the first that holds a file counts; `fields` maps our names to dotted paths of a JSON record;
    `records` chooses from web archives. `home` is the folder TWOSOURCE_HOME, of which only the inbox and what the user
    put there is read. One of the kind `list` has `paths` of files that hold web addresses.
    One of the kind `pages`, `feed` or `sitemap` has `urls`; `rate` is the least time between two requests to a host, in
    seconds; `entries` of one feed, `pages` and `minutes` are the most that one run takes, None what the settings say;
    entries older than `oldest` are not fetched. With `aggregator`, entries name their own publishers.
    `stated` are our names with values that go before what an input says of itself.
    `minimum` and `maximum` bound the inputs of a pass, `silence` the time without anything new; `severity` is that of
    the check that fails when they are passed, or nothing could be read. `every` is the least time between two passes.
    """

    name: str
    paths: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()
    bases: tuple[Path, ...] = ()
    kind: str = "path"
    exclude: tuple[str, ...] = ()
    optional: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    records: Picked = field(default_factory=Picked)
    outlet: str | None = None
    family: str | None = None
    country: str | None = None
    language: str | None = None
    licence: str | None = None
    terms: str | None = None
    aggregator: bool = False
    stated: Mapping[str, str] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    silence: timedelta | None = None
    severity: words.Severity = "warning"
    every: timedelta = EVERY
    rate: float = RATE
    entries: int | None = None
    pages: int | None = None
    minutes: float | None = None
    oldest: timedelta | None = None
    home: Path | None = None

    def tells(self) -> dict[str, str]:
        """What is stated of every input of the source: language and family, and what was said by hand."""
        own = {"language": self.language, "family": self.family}
        return {**{name: value for name, value in own.items() if value}, **self.stated}
