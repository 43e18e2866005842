"""The sources: what `sources.yml` declares, and what the arguments of `twosource run` mean.

Belongs here: reading and checking declarations, the user's before the bundled ones.
Does not: looking into folders (files), opening inputs (load). `seeds/sources.yml` explains each key.
"""

from __future__ import annotations

import difflib
import glob
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

import yaml

from twosource import paths, plain_yaml, reference
from twosource.loading import declaring
from twosource.loading.declaring import FIELDS as FIELDS
from twosource.loading.declaring import SourceError as SourceError
from twosource.loading.formats import format_of
from twosource.loading.identity import absolute, shown
from twosource.loading.left_out import Own
from twosource.loading.patterns import matches
from twosource.loading.picking import Picked

FILE_NAME = "sources.yml"
SAMPLES = "samples"
"""The bundled source of sample captures, which has no place among a user's own news."""
RATE = 2.0  # seconds between two requests to one host: what a patient reader does
ADDRESS = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?")
"""What looks like a web address without its beginning."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place inputs come from. `seeds/sources.yml` explains the keys it is declared with.

    A source of the kind `path` has `paths`, absolute: files, folders, patterns; `bases` are the folders that addresses
    are relative to, the first that holds a file counts; `fields` maps our names to dotted paths of a JSON record.
    `home` is the folder TWOSOURCE_HOME, of which only the inbox and what the user put there is read.
    One of the kind `pages` or `feed` has `urls`; `rate` is the least time between two requests to a host, in seconds;
    `entries` of one feed, `pages` and `minutes` are the most that one run takes, None what the settings say.
    """

    name: str
    paths: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()
    bases: tuple[Path, ...] = ()
    kind: str = "path"
    exclude: tuple[str, ...] = ()
    optional: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    outlet: str | None = None
    licence: str | None = None
    terms: str | None = None
    minimum: int | None = None
    rate: float = RATE
    entries: int | None = None
    pages: int | None = None
    minutes: float | None = None
    home: Path | None = None
    records: Picked = field(default_factory=Picked)


def declared(home: Path) -> dict[str, Source]:
    """All declared sources by name, sorted: the bundled ones, and in their place or beside them those of `home`.

    Raises SourceError when one of the two files cannot be read or declares something that cannot be used.
    """
    home = absolute(home)
    files = [paths.seeds(FILE_NAME)]
    if os.path.lexists(home / FILE_NAME):
        files.append(home / FILE_NAME)
    found: dict[str, Source] = {}
    for path in files:
        for name, entry in _entries(path).items():
            if entry is False:
                found.pop(name, None)
            else:
                found[name] = _source(name, entry, path, home)
    return dict(sorted(found.items()))


def resolve(arguments: Sequence[str], home: Path) -> list[Source]:
    """The sources that the arguments name, in that order, each once; no argument means all declared ones,
    without the sample captures where the home declares sources of its own.

    An argument is the name of a declared source, the address of a page, a file, a folder, or a pattern. A name goes
    before a file of that name (which is reached as `./name`). A source made from a path is called by its absolute
    path, one made from an address by that address.
    Raises SourceError for an argument that is none of these.
    """
    known = declared(home)
    if not arguments:
        own = (absolute(home) / FILE_NAME).is_file()
        return [source for name, source in known.items() if not (own and name == SAMPLES)]
    bases = (absolute(home), paths.app_folder())
    found: dict[str, Source] = {}
    for argument in arguments:
        source = known.get(argument) or _page_source(argument) or _path_source(argument, bases)
        if source is None:
            raise SourceError(_unknown(argument, known, home))
        found.setdefault(source.name, source)
    return list(found.values())


def _page_source(argument: str) -> Source | None:
    """A source for the address of a page; None for anything else. Raises SourceError for one that names no host."""
    if not declaring.is_web_address(argument):
        return None
    try:
        host = urlsplit(argument).hostname
    except ValueError:
        host = None
    if not host:
        raise SourceError(f"{shown(argument)} is no address that can be asked: it names no host. Correct it.")
    return Source(name=shown(argument), kind="pages", urls=(argument,))


def _path_source(argument: str, bases: tuple[Path, ...]) -> Source | None:
    """A source for a file, a folder or a pattern that matches something; None when there is nothing."""
    if not argument or not _is_path(argument):
        return None
    path = absolute(argument)
    if not os.path.lexists(path) and not _has_matches(path, bases[0]):
        return None
    return Source(name=shown(path.as_posix()), paths=(path,), bases=bases, home=bases[0])


def _is_path(text: str) -> bool:
    """Whether a text can be a path at all: no NUL, no surrogate but those that stand for undecodable bytes."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _has_matches(path: Path, home: Path) -> bool:
    """Whether the path is a pattern that at least one file or folder matches."""
    if not glob.has_magic(str(path)):
        return False
    found = matches(path, lambda below: not below.name.startswith("."), Own(home))
    return any(match.refused is None for match in found)


def _unknown(argument: str, known: Iterable[str], home: Path) -> str:
    """The sentence for an argument that is neither a source nor a path."""
    names = list(known)
    near = difflib.get_close_matches(argument, names, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    if ADDRESS.fullmatch(argument) and format_of(PurePath(argument.partition("/")[0])) is None:
        hint = f"If it is a web address, begin it with https://, as in https://{shown(argument)}. "
    return (
        f"'{shown(argument)}' is not a declared source ({', '.join(names) or 'there are none'}), and no file, folder "
        f"or pattern of that name is there. {hint}Give the path of something that exists, or declare the source "
        f"in {shown(absolute(home) / FILE_NAME)}."
    )


# ------------------------------------------------------------------ reading a declaration


def _entries(path: Path) -> Mapping[str, Any]:
    """The entries of one file by name; an empty file has none."""
    try:
        content = reference.read_yaml(path)
    except reference.ReferenceTableError as error:
        raise SourceError(f"{error}. Correct the file; the one that comes with the package shows the form.") from error
    if content is None:
        return {}
    repeated = _repeated(path)
    if repeated is not None:
        raise SourceError(f"{shown(path)}: {repeated} stands there twice. Keep one of the two, or rename one.")
    if not isinstance(content, dict):
        raise SourceError(f"{shown(path)} must map names to sources, but is a {type(content).__name__}.")
    for name in content:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise SourceError(
                f"{shown(path)}: {name!r} cannot name a source. Use letters, digits, '.', '_' and '-', and no path."
            )
    return content


def _repeated(path: Path) -> str | None:
    """The first key that a mapping of the file holds twice (YAML readers keep the last without a word), or None."""
    waiting: list[yaml.Node | None] = [plain_yaml.tree(path)]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:  # an alias, which may even stand inside what it names
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            twice = [key for key, times in Counter(keys).items() if times > 1]
            if twice:
                return str(twice[0])
            waiting.extend(value for _, value in node.value)
    return None


def _source(name: str, entry: Any, path: Path, home: Path) -> Source:
    """One declared source; every key is read or refused."""
    where = f"{shown(path)}, source {name}"
    if not isinstance(entry, dict):
        raise SourceError(
            f"{where}: must be a mapping with at least the key 'paths' or 'urls', or false to switch it off."
        )
    unknown = [key for key in entry if key not in _READERS]
    if unknown:
        raise SourceError(f"{where}: the key {unknown[0]!r} is not known. Known are: {', '.join(_READERS)}.")
    values = {key: _READERS[key](value, f"{where}, key {key}") for key, value in entry.items()}
    _require_keys(values, where)
    values["paths"] = tuple(_located(text, path.parent, home, where) for text in values.get("paths", ()))
    return Source(name=name, bases=(home, paths.app_folder()), home=home, **values)


def _require_keys(values: Mapping[str, Any], where: str) -> None:
    """Raises SourceError when the kind's own key is missing, or one stands there that another kind has."""
    kind = values.get("kind", "path")
    needed, foreign = ("paths", ON_WEB) if kind == "path" else ("urls", ON_DISK)
    if needed not in values:
        hint = "Give a file, a folder or a pattern." if kind == "path" else "Give one web address or a list of them."
        also = " For web addresses, add kind: pages, or kind: feed." if kind == "path" and "urls" in values else ""
        raise SourceError(f"{where}: the key {needed!r} is missing. {hint}{also}")
    wrong = [key for key in values if key in foreign]
    if wrong:
        raise SourceError(f"{where}: the key {wrong[0]!r} does not go with kind: {kind}. Take it out.")


def _located(text: str, folder: Path, home: Path, where: str) -> Path:
    """A declared path made absolute: `{home}` and `~` filled in, else relative to its declaration."""
    if not _is_path(text):
        raise SourceError(f"{where}: the path {text!r} holds a character that no file name can.")
    if text == "{home}" or text.startswith("{home}/"):
        return absolute(home / text.removeprefix("{home}").lstrip("/"))
    return absolute(folder / os.path.expanduser(text))


_READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "kind": declaring.kind,
    "paths": declaring.texts,
    "optional": declaring.flag,
    "exclude": declaring.patterns,
    "outlet": declaring.text,
    "licence": declaring.text,
    "terms": declaring.text,
    "minimum": declaring.count,
    "fields": declaring.mapping,
    "urls": declaring.web_addresses,
    "rate": declaring.seconds,
    "entries": declaring.limit,
    "pages": declaring.limit,
    "minutes": declaring.minutes,
}
"""Each key of a declaration with the function that reads its value."""
ON_DISK = ("paths", "exclude", "optional", "fields")
ON_WEB = ("urls", "rate", "entries", "pages", "minutes")
"""Keys that only sources of files, or only those of web addresses have."""
