"""The report as a whole: which pages there are, which of them changed, and the order of work.

Belongs here: writing pages or keeping old ones. Does not: what stands on a page (`pages`), or the folder (`folder`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from twosource.reporting import folder, overview, pages, queries
from twosource.reporting.folder import Manifest, ReportError
from twosource.reporting.queries import Row
from twosource.settings import Settings
from twosource.warehouse import connect, store

__all__ = ["Report", "ReportError", "write"]

PER_PAGE = 100
"""Stories or articles on one page of a list."""


@dataclass(frozen=True, slots=True)
class Report:
    """Where the report is, how many pages it has, and how many were written this time (0: it was up to date)."""

    index: Path
    pages: int
    written: int


@dataclass(slots=True)
class _Building:
    """A report in the making: the new folder, the old one, and what the old one's manifest says."""

    new: Path
    old: Path
    digests: Mapping[str, str]  # the old pages that may be kept
    made: dict[str, str]
    written: int = 0

    def write(self, path: str, text: str, digest: str = "") -> None:
        target = self.new / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        self.made[path] = digest
        self.written += 1

    def keep(self, path: str, digest: str) -> bool:
        """Take the old page over when it shows the same; a link costs nothing, a copy is for where links cannot be."""
        if self.digests.get(path) != digest or not (self.old / path).is_file():
            return False
        target = self.new / path
        target.parent.mkdir(exist_ok=True)
        try:
            os.link(self.old / path, target)
        except OSError:
            shutil.copyfile(self.old / path, target)
        self.made[path] = digest
        return True


def write(settings: Settings) -> Report:
    """Bring the report up to the published copy; pages of articles and stories that show the same are kept.

    Raises ReportError when it cannot be written or what stands in its place is not ours to replace, WarehouseError when
    there is no copy, or it cannot be read.
    """
    target = settings.home / folder.FOLDER
    # taken before the copy is opened: if it is replaced meanwhile, the next call sees that and writes anew
    stamp = _stamp(settings)
    with store.reading(settings, whole=True) as con, store.using(settings, connect.ANEW):
        try:
            with folder.held(settings.home):
                folder.clear_left(settings.home)
                return _brought_up(con, target, stamp)
        except OSError as error:
            raise ReportError(
                f"The report cannot be written to {error.filename or target}: {error.strerror}. "
                "Free that place, or set TWOSOURCE_HOME to another folder."
            ) from error


def _brought_up(con: duckdb.DuckDBPyConnection, target: Path, stamp: dict[str, str]) -> Report:
    index, old = target / "index.html", Manifest.read(target)
    if old and old.stamp == stamp and index.is_file():
        return Report(index, len(old.pages), 0)
    folder.refuse_foreign(target)
    with folder.new(target.parent) as made:
        # pages that other templates made are not kept
        kept = old.pages if old and old.stamp.get("form") == stamp["form"] else {}
        building = _Building(made, target, kept, {})
        _build(con, building)
        Manifest(stamp, building.made).write(made)
        folder.replace(made, target)
    return Report(index, len(building.made), building.written)


def _build(con: duckdb.DuckDBPyConnection, building: _Building) -> None:
    seen, tables, stories = overview.overview(con), overview.checks(con), queries.story_list(con)
    building.write("index.html", pages.index(seen, stories, tables))
    building.write("checks.html", pages.checks(tables, seen.as_of))
    building.write("quarantine.html", pages.quarantine(overview.set_aside(con), seen.as_of))
    for name, found in (("stories", stories), ("articles", queries.article_list(con))):
        parts = list(_parts(found))
        for number, part in enumerate(parts, 1):
            path = f"{name}.html" if number == 1 else f"{name}-{number}.html"
            building.write(path, pages.listing(name, part, number, len(parts), seen.as_of))
    _details(
        building,
        "articles",
        queries.digests(con, queries.ARTICLE_DIGESTS),
        lambda ids: ((found.article["article_id"], pages.article(found)) for found in queries.articles(con, ids)),
    )
    _details(
        building,
        "stories",
        queries.digests(con, queries.STORY_DIGESTS),
        lambda ids: ((found.story["story_id"], pages.story(found)) for found in queries.stories(con, ids)),
    )


def _details(
    building: _Building,
    kind: str,
    digests: dict[str, str],
    draw: Callable[[Sequence[str]], Iterable[tuple[str, str]]],
) -> None:
    """One page for each article or story: the old one where it shows the same, a new one elsewhere."""
    changed = [own for own, digest in digests.items() if not building.keep(f"{kind}/{own}.html", digest)]
    for own, text in draw(changed):
        building.write(f"{kind}/{own}.html", text, digests[own])


def _parts(found: list[Row]) -> Iterator[list[Row]]:
    for begin in range(0, max(len(found), 1), PER_PAGE):
        yield found[begin : begin + PER_PAGE]


def _stamp(settings: Settings) -> dict[str, str]:
    """What tells one state of the published copy, and of the code that draws it, from another."""
    form = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css"):
            form.update(path.read_bytes())
    return {"copy": store.stamp(settings), "form": form.hexdigest()}
