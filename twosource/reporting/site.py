"""The report as a folder: which pages there are, which of them changed, and putting the new folder in place whole.

Belongs here: files, the manifest, the order of work. Does not: what stands on a page (`pages`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from twosource.reporting import overview, pages, queries
from twosource.reporting.queries import Row
from twosource.settings import Settings
from twosource.warehouse import connect

FOLDER = "report"
MANIFEST = "manifest.json"
PER_PAGE = 100
"""Stories or articles on one page of a list."""


class ReportError(RuntimeError):
    """The report cannot be written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Report:
    """Where the report is, how many pages it has, and how many were written this time (0: it was up to date)."""

    index: Path
    pages: int
    written: int


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What a report was made from, and its pages: path to digest of what a page shows."""

    stamp: dict[str, str]
    pages: dict[str, str]


@dataclass(slots=True)
class _Building:
    """A report in the making: the new folder, the old one, and what the old one's manifest says."""

    new: Path
    old: Path
    digests: dict[str, str]  # the old pages that may be kept
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

    Raises ReportError when it cannot be written, WarehouseError when there is no copy to read.
    """
    target = settings.home / FOLDER
    # taken before the copy is opened: if it is replaced meanwhile, the next call sees that and writes anew
    stamp, manifest = _stamp(settings.published), _manifest(target)
    if manifest.stamp == stamp and (target / "index.html").is_file():
        return Report(target / "index.html", len(manifest.pages), 0)
    with connect.open_copy(settings.published, whole=True) as con:
        try:
            # pages that other templates made are not kept
            same_form = manifest.stamp.get("form") == stamp["form"]
            building = _Building(_new_folder(settings), target, manifest.pages if same_form else {}, {})
            try:
                _build(con, building)
                _write_manifest(building, stamp)
                _replace(building.new, target)
            finally:
                shutil.rmtree(building.new, ignore_errors=True)
        except OSError as error:
            raise ReportError(
                f"The report cannot be written to {error.filename or target}: {error.strerror}. "
                "Free that place, or set TWOSOURCE_HOME to another folder."
            ) from error
    return Report(target / "index.html", len(building.made), building.written)


def _new_folder(settings: Settings) -> Path:
    """An empty folder beside the report. What a killed run left there, from before the copy that is read, goes."""
    published = settings.published.stat().st_mtime_ns
    for left in settings.home.glob(f".{FOLDER}.*"):
        with contextlib.suppress(FileNotFoundError):
            if left.stat().st_mtime_ns < published:
                shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f".{FOLDER}.", dir=settings.home))


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
    folder: str,
    digests: dict[str, str],
    draw: Callable[[Sequence[str]], Iterable[tuple[str, str]]],
) -> None:
    """One page for each article or story: the old one where it shows the same, a new one elsewhere."""
    changed = [own for own, digest in digests.items() if not building.keep(f"{folder}/{own}.html", digest)]
    for own, text in draw(changed):
        building.write(f"{folder}/{own}.html", text, digests[own])


def _parts(found: list[Row]) -> Iterator[list[Row]]:
    for begin in range(0, max(len(found), 1), PER_PAGE):
        yield found[begin : begin + PER_PAGE]


def _stamp(published: Path) -> dict[str, str]:
    """What tells one state of the published copy, and of the code that draws it, from another."""
    form = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".html", ".css"):
            form.update(path.read_bytes())
    copy = published.stat() if published.is_file() else None
    return {"copy": f"{copy.st_size} {copy.st_mtime_ns}" if copy else "none", "form": form.hexdigest()}


def _manifest(target: Path) -> _Manifest:
    """What the report that is there was made from; nothing when there is none, or it cannot be understood."""
    try:
        found = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        return _Manifest(dict(found["stamp"]), dict(found["pages"]))
    except (OSError, ValueError, TypeError, KeyError):
        return _Manifest({}, {})


def _write_manifest(building: _Building, stamp: dict[str, str]) -> None:
    found = json.dumps({"stamp": stamp, "pages": building.made}, indent=0, sort_keys=True)
    (building.new / MANIFEST).write_text(found, encoding="utf-8")
    building.new.chmod(0o755)


def _replace(new: Path, target: Path) -> None:
    """Put the new folder in place of the old one: two renames, so no reader sees half a report."""
    old = new.with_name(f"{new.name}.old")
    with contextlib.suppress(FileNotFoundError):
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
