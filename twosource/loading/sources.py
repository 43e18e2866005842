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

import yaml

from twosource import paths, reference
from twosource.loading.identity import absolute, shown

FILE_NAME = "sources.yml"
KINDS = ("path",)
FIELDS = ("id", "url", "headline", "text", "html", "published", "modified", "outlet", "by", "language")
"""Our names for the parts of a JSON record."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class SourceError(ValueError):
    """A source cannot be used. The message is a sentence: what was asked or declared, what is wrong, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place inputs come from. `seeds/sources.yml` explains the keys it is declared with.

    `paths` are absolute: files, folders, patterns. `bases` are the folders that addresses are relative to, the first
    that holds a file counts. `fields` maps our names to dotted paths of a JSON record.
    """

    name: str
    paths: tuple[Path, ...]
    bases: tuple[Path, ...] = ()
    kind: str = "path"
    exclude: tuple[str, ...] = ()
    optional: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    outlet: str | None = None
    licence: str | None = None
    terms: str | None = None
    minimum: int | None = None


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
    """The sources that the arguments name, in that order, each once; no argument means all declared ones.

    An argument is the name of a declared source, a file, a folder, or a pattern. A name goes before a file of that
    name (which is reached as `./name`). A source made from a path is called by its absolute path.
    Raises SourceError for an argument that is none of these.
    """
    known = declared(home)
    if not arguments:
        return list(known.values())
    bases = (absolute(home), paths.app_folder())
    found: dict[str, Source] = {}
    for argument in arguments:
        source = known.get(argument) or _path_source(argument, bases)
        if source is None:
            raise SourceError(_unknown(argument, known, home))
        found.setdefault(source.name, source)
    return list(found.values())


def _path_source(argument: str, bases: tuple[Path, ...]) -> Source | None:
    """A source for a file, a folder or a pattern that matches something; None when there is nothing."""
    if not argument or not _is_path(argument):
        return None
    path = absolute(argument)
    if not os.path.lexists(path) and not _has_matches(path):
        return None
    return Source(name=shown(path.as_posix()), paths=(path,), bases=bases)


def _is_path(text: str) -> bool:
    """Whether a text can be a path at all: no NUL, no surrogate but those that stand for undecodable bytes."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _has_matches(path: Path) -> bool:
    """Whether the path is a pattern that at least one file or folder matches."""
    return glob.has_magic(str(path)) and next(glob.iglob(str(path), recursive=True), None) is not None


def _unknown(argument: str, known: Iterable[str], home: Path) -> str:
    """The sentence for an argument that is neither a source nor a path."""
    names = list(known)
    near = difflib.get_close_matches(argument, names, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
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
    waiting: list[yaml.Node | None] = [yaml.compose(path.read_text(encoding="utf-8"))]
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
        raise SourceError(f"{where}: must be a mapping with at least the key 'paths', or false to switch it off.")
    unknown = [key for key in entry if key not in _READERS]
    if unknown:
        raise SourceError(f"{where}: the key {unknown[0]!r} is not known. Known are: {', '.join(_READERS)}.")
    if "paths" not in entry:
        raise SourceError(f"{where}: the key 'paths' is missing. Give a file, a folder or a pattern.")
    values = {key: _READERS[key](value, f"{where}, key {key}") for key, value in entry.items()}
    values["paths"] = tuple(_located(text, path.parent, home, where) for text in values["paths"])
    return Source(name=name, bases=(home, paths.app_folder()), **values)


def _located(text: str, folder: Path, home: Path, where: str) -> Path:
    """A declared path made absolute: `{home}` and `~` filled in, else relative to its declaration."""
    if not _is_path(text):
        raise SourceError(f"{where}: the path {text!r} holds a character that no file name can.")
    if text == "{home}" or text.startswith("{home}/"):
        return absolute(home / text.removeprefix("{home}").lstrip("/"))
    return absolute(folder / os.path.expanduser(text))


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SourceError(
            f"{where}: must be a text, but is {value!r}. Put it in quotes if it looks like something else."
        )
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise SourceError(f"{where}: the list is empty. Name at least one, or leave the key out.")
    return tuple(_text(one, where) for one in values)


def _patterns(value: Any, where: str) -> tuple[str, ...]:
    patterns = _texts(value, where)
    for pattern in patterns:
        if not PurePath(pattern).parts:
            raise SourceError(f"{where}: {pattern!r} names no file or folder. Write a pattern such as '*.gold.yml'.")
    return patterns


def _kind(value: Any, where: str) -> str:
    if value not in KINDS:
        raise SourceError(f"{where}: {value!r} is not a kind of source. Known are: {', '.join(KINDS)}.")
    return str(value)


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise SourceError(f"{where}: must be true or false, but is {value!r}.")
    return value


def _count(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise SourceError(f"{where}: must be a whole number of inputs from 0 up, but is {value!r}.")
    return value


def _mapping(value: Any, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise SourceError(f"{where}: must map our names to the record's, but is {value!r}.")
    unknown = [name for name in value if name not in FIELDS]
    if unknown:
        raise SourceError(f"{where}: {unknown[0]!r} is not one of our names. These are: {', '.join(FIELDS)}.")
    return {name: _text(path, f"{where}, {name}") for name, path in value.items()}


_READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "kind": _kind,
    "paths": _texts,
    "optional": _flag,
    "exclude": _patterns,
    "outlet": _text,
    "licence": _text,
    "terms": _text,
    "minimum": _count,
    "fields": _mapping,
}
"""Each key of a declaration with the function that reads its value."""
