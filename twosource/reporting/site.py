"""The report as a whole: which pages there are, which of them changed, and the order of work.

Belongs here: writing pages or keeping old ones. Does not: what stands on a page (`pages`), or the folder (`folder`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from twosource.reporting import (
    accuracy,
    checks,
    entities,
    find,
    folder,
    lists,
    outlets,
    overview,
    pages,
    quality,
    queries,
    units,
)
from twosource.reporting.folder import Manifest, ReportError
from twosource.reporting.queries import Row
from twosource.settings import Settings
from twosource.warehouse import connect, store

__all__ = ["Report", "ReportError", "write"]

PER_PAGE = 200
"""Stories or articles of a month on one page."""


@dataclass(frozen=True, slots=True)
class Report:
    """Where the report is, how many pages it has, and how many were written this time (0: it was up to date)."""

    index: Path
    pages: int
    written: int


@dataclass(slots=True)
class _Building:
    """A report in the making: a folder for what is written, the pages of the old one that may be kept, all pages of the
    new one with their digests, those that were written, in order, and the folders in which they stand."""

    new: Path
    old: Mapping[str, str]
    made: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    folders: set[str] = field(default_factory=set)

    def keeps(self, path: str, digest: str) -> bool:
        """Whether the old page shows the same; then it stays as it is."""
        if self.old.get(path) != digest:
            return False
        self.made[path] = digest
        return True

    def write(self, path: str, text: str, digest: str) -> None:
        """Write a page that the caller knows to be another."""
        folder, slash, _ = path.partition("/")
        if slash and folder not in self.folders:
            (self.new / folder).mkdir()
            self.folders.add(folder)
        with open(f"{self.new}/{path}", "wb") as file:
            file.write(text.encode())
        self.made[path] = digest
        self.written.append(path)

    def show(self, path: str, text: str) -> None:
        """Write a page that was drawn, unless it came out as it was."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if not self.keeps(path, digest):
            self.write(path, text, digest)


def write(settings: Settings) -> Report:
    """Bring the report up to the published copy; pages that show the same are kept, and not even asked for.

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
    folder.refuse_foreign(target, ["index.html"], old.pages if old else ())
    kept: Mapping[str, str] = {}
    if old and old.stamp.get("form") == stamp["form"]:  # pages that other templates made are not kept
        there = folder.there(target)
        kept = {page: digest for page, digest in old.pages.items() if page in there}
    with folder.new(target.parent) as made:
        building = _Building(made, kept)
        _build(con, building)
        folder.bring_up(made, target, old, Manifest(stamp, building.made), building.written)
    return Report(index, len(building.made), len(building.written))


def _build(con: duckdb.DuckDBPyConnection, building: _Building) -> None:
    """Everything, what is led to before what leads there, so that no reader meets a link to nowhere."""
    # in one state of the data, which a lake looks up once and not for each statement
    with connect.transaction(con):
        digests = units.read(con)
    building.show("style.css", pages.style())
    _each(
        building,
        "articles/{}.html",
        digests.articles,
        lambda ids: ((found.article["article_id"], pages.article(found)) for found in queries.articles(con, ids)),
    )
    _each(
        building,
        "stories/{}.html",
        digests.stories,
        lambda ids: ((found.story["story_id"], pages.story(found)) for found in queries.stories(con, ids)),
    )
    _each(
        building,
        "entities/{}.html",
        digests.entities,
        lambda ids: ((found.entity["entity_id"], pages.entity(found)) for found in entities.entities(con, ids)),
    )
    names = {pages.outlet_page(name): name for name in digests.outlets}
    _each(
        building,
        "outlets/{}.html",
        {place: digests.outlets[name] for place, name in names.items()},
        lambda places: (
            (pages.outlet_page(found.name), pages.outlet(found))
            for found in outlets.outlets(con, [names[place] for place in places])
        ),
    )
    with connect.transaction(con):
        _lists(con, building, digests)
        _whole(con, building)


def _each(
    building: _Building,
    place: str,
    digests: Mapping[str, str],
    draw: Callable[[Sequence[str]], Iterable[tuple[str, str]]],
) -> None:
    """One page for each: the old one where it shows the same, a new one elsewhere."""
    changed = [own for own, digest in digests.items() if not building.keeps(place.format(own), digest)]
    for own, text in draw(changed) if changed else ():
        building.write(place.format(own), text, digests[own])


def _lists(con: duckdb.DuckDBPyConnection, building: _Building, digests: units.Units) -> None:
    """The months of articles and of stories, each on as many pages as it needs, and what the search reads of them."""
    for name, months, of_month in (
        ("stories", digests.story_months, lists.stories_of),
        ("articles", digests.article_months, lists.articles_of),
    ):
        for month, digest in months.items():
            number = int(digest.rpartition("-")[2])
            paths = [pages.month_page(name, month, part) for part in range(1, -(-number // PER_PAGE) + 1)]
            data = find.place(name, month)
            if all(building.keeps(path, digest) for path in (*paths, data)):
                continue
            found = of_month(con, month)
            for part, (path, shown) in enumerate(zip(paths, _parts(found), strict=True), 1):
                building.write(path, pages.month(name, month, shown, part, len(paths)), digest)
            building.write(data, find.entries(name, found), digest)


def _parts(found: list[Row]) -> Iterator[list[Row]]:
    for begin in range(0, len(found), PER_PAGE):
        yield found[begin : begin + PER_PAGE]


def _whole(con: duckdb.DuckDBPyConnection, building: _Building) -> None:
    """The pages about everything: drawn each time, and written where they come out otherwise."""
    seen, tables, apart = overview.overview(con), checks.checks(con), lists.conflicts(con)
    for table in tables:
        building.show(f"checks/{table.table}.html", pages.table_checks(table))
    stories = lists.latest_stories(con)
    building.show("stories.html", pages.latest("stories", stories, lists.months(con, "story_units")))
    building.show("articles.html", pages.latest("articles", lists.latest_articles(con), lists.months(con, "units")))
    named = entities.table(con)
    building.show("outlets.html", pages.outlet_list(outlets.table(con)))
    building.show("entities.html", pages.entity_list(named, seen.counts["entities"]))
    building.show("conflicts.html", pages.conflicts(apart, seen))
    building.show("quarantine.html", pages.quarantine(lists.set_aside(con)))
    building.show("checks.html", pages.checks(tables, accuracy.figures(con), seen.as_of))
    building.show(find.place("names", "all"), find.names(con))
    building.show("find.html", pages.find(lists.months(con, "story_units"), lists.months(con, "units")))
    building.show("quality.json", quality.document(con, tables))
    building.show("index.html", pages.index(seen, stories, tables, apart))


def _stamp(settings: Settings) -> dict[str, str]:
    """What tells one state of the published copy, and of the code that draws it, from another."""
    form = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js"):
            form.update(path.read_bytes())
    return {"copy": store.stamp(settings), "form": form.hexdigest()}
