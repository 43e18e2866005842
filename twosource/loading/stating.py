"""What is stated of an input from outside of it: by its source, by a file beside it, or by the person who gives it.

Belongs here: the names that may be stated, and the header in which they travel. Does not: what becomes of them
(cleaning takes them before what the input says of itself).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from twosource import reference
from twosource.loading import declaring
from twosource.loading.declaring import SourceError
from twosource.loading.identity import shown
from twosource.loading.source import Source

HEADER = "stated"


def header(stated: Mapping[str, Any]) -> dict[str, str]:
    """The header of a capture, in a form that is the same for the same statement; none when nothing is stated."""
    if not stated:
        return {}
    return {HEADER: json.dumps(dict(stated), ensure_ascii=True, sort_keys=True, separators=(",", ":"))}


NAMES = ("headline", "published", "outlet", "language", "by", "url", "family", "country", "licence", "terms")
"""What may be stated of an input."""
BESIDE = ".yml"
"""What a file is called that states something of the one beside it: its whole name with this behind it."""
OF_FOLDER = "_source.yml"
"""The file that states something of all inputs in its folder and those inside."""


def is_statement(name: str, beside: Collection[str]) -> bool:
    """Whether a file states something of others, and is no input itself; `beside` are the names in its folder."""
    return name == OF_FOLDER or (name.endswith(BESIDE) and name.removesuffix(BESIDE) in beside)


def checked(given: Any, where: str) -> dict[str, Any]:
    """Stated values by our names: texts, for `by` a list of them too, a day or instant for `published`.

    Raises SourceError for a name that is not ours or a value of another kind.
    """
    if not isinstance(given, Mapping):
        raise SourceError(f"{where} must map names to values. Known are: {', '.join(NAMES)}.")
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in NAMES:
            raise SourceError(f"{where}: the name {name!r} is not known. Known are: {', '.join(NAMES)}.")
        if isinstance(value, date | datetime) and name == "published":
            value = value.isoformat()
        if name == "by" and isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            found[name] = value
            continue
        found[str(name)] = declaring.text(value, f"{where}, {name}").strip()
    if "published" in found:
        _require_date(found["published"], where)
    if "url" in found and not declaring.is_web_address(found["url"]):
        raise SourceError(f"{where}, url: {found['url']!r} is not a web address. It begins with http:// or https://.")
    return found


def _require_date(value: Any, where: str) -> None:
    try:
        datetime.fromisoformat(value)
    except (ValueError, TypeError):
        what = f"{where}, published: {value!r} is no date. Write 2025-04-17, or 2025-04-17T06:30:00+02:00."
        raise SourceError(what) from None


class Beside:
    """What files state of others, each read once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._of_folder: dict[Path, dict[str, Any]] = {}

    def of(self, path: Path) -> dict[str, Any]:
        """What is stated of a file: by the source, the folders around it as far as the source reaches, its own file.

        What is nearer goes before what is farther. Raises SourceError for a statement that cannot be read.
        """
        stated: dict[str, Any] = dict(self._source.tells())
        for folder in self._folders(path):
            stated |= self._folder(folder)
        return {**stated, **_read(path.with_name(path.name + BESIDE)), **self._source.stated}

    def _folders(self, path: Path) -> list[Path]:
        """The folders around a file, outermost first: those that a path of the source names, and inside."""
        above = list(path.parents)
        roots = [root for root in self._source.paths if root in above]
        outermost = min(roots, key=lambda root: len(root.parts), default=path.parent)
        return [folder for folder in reversed(above) if folder == outermost or outermost in folder.parents]

    def _folder(self, folder: Path) -> dict[str, Any]:
        if folder not in self._of_folder:
            self._of_folder[folder] = _read(folder / OF_FOLDER)
        return self._of_folder[folder]


def _read(path: Path) -> dict[str, Any]:
    """What a file states, nothing when it is not there."""
    if not path.is_file() or path.is_symlink():
        return {}
    try:
        content = reference.read_yaml(path)
    except reference.ReferenceTableError as error:
        raise SourceError(f"{error}. Correct it: it states something of an input.") from error
    return checked(content if content is not None else {}, shown(path))
