"""Reading `sources.yml`: each entry as a source, or a sentence that says what is wrong with it, and in which line.

Belongs here: the file's entries, and which keys go together. Does not: the keys themselves (keys), arguments (sources).
"""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from twosource import paths, plain_yaml, reference
from twosource.loading.declaring import SourceError
from twosource.loading.identity import absolute, shown
from twosource.loading.keys import KEYS, NAMED
from twosource.loading.source import Source

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def entries(path: Path) -> Mapping[str, Any]:
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


def source(name: str, entry: Any, path: Path, home: Path) -> Source:
    """One declared source; every key is read or refused, with the line that it stands in."""
    at = _lines(path)

    def where(key: str | None = None) -> str:
        line = at.get((name, key)) or at.get((name, None))
        told = f"{shown(path)}, line {line}, source {name}" if line else f"{shown(path)}, source {name}"
        return told if key is None else f"{told}, key {key}"

    if not isinstance(entry, dict):
        raise SourceError(
            f"{where()}: must be a mapping with at least the key 'paths' or 'urls', or false to switch it off."
        )
    unknown = [key for key in entry if key not in KEYS]
    if unknown:
        near = difflib.get_close_matches(str(unknown[0]), list(KEYS), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        line = at.get((name, str(unknown[0])))
        told = f"{shown(path)}, line {line}, source {name}" if line else where()
        raise SourceError(f"{told}: the key {unknown[0]!r} is not known.{hint} Known are: {', '.join(KEYS)}.")
    values = {key: KEYS[key].read(value, where(key)) for key, value in entry.items()}
    _require_keys(values, where())
    values["paths"] = tuple(_located(text, path.parent, home, where("paths")) for text in values.get("paths", ()))
    return Source(name=name, bases=(home, paths.app_folder()), home=home, **values)


def _lines(path: Path) -> dict[tuple[str, str | None], int]:
    """The lines, from 1, in which sources and their keys stand."""
    found: dict[tuple[str, str | None], int] = {}
    root = plain_yaml.tree(path)
    for name, entry in root.value if isinstance(root, yaml.MappingNode) else ():
        found[str(name.value), None] = name.start_mark.line + 1
        for key, _ in entry.value if isinstance(entry, yaml.MappingNode) else ():
            found[str(name.value), str(key.value)] = key.start_mark.line + 1
    return found


def _require_keys(values: Mapping[str, Any], where: str) -> None:
    """Raises SourceError when the kind's own key is missing, or one stands there that another kind has."""
    kind = values.get("kind", "path")
    needed = "urls" if kind in NAMED else "paths"
    if needed not in values:
        hint = "Give one web address or a list of them." if kind in NAMED else "Give a file, a folder or a pattern."
        also = " For web addresses, add kind: pages, feed or sitemap." if kind == "path" and "urls" in values else ""
        raise SourceError(f"{where}: the key {needed!r} is missing. {hint}{also}")
    wrong = [key for key in values if kind not in KEYS[key].kinds]
    if wrong:
        raise SourceError(f"{where}: the key {wrong[0]!r} does not go with kind: {kind}. Take it out.")
    low, high = values.get("minimum"), values.get("maximum")
    if low is not None and high is not None and low > high:
        raise SourceError(f"{where}: minimum ({low}) is above maximum ({high}). Correct one of the two.")


def _located(text: str, folder: Path, home: Path, where: str) -> Path:
    """A declared path made absolute: `{home}` and `~` filled in, else relative to its declaration."""
    if not is_path(text):
        raise SourceError(f"{where}: the path {text!r} holds a character that no file name can.")
    if text == "{home}" or text.startswith("{home}/"):
        return absolute(home / text.removeprefix("{home}").lstrip("/"))
    return absolute(folder / os.path.expanduser(text))


def is_path(text: str) -> bool:
    """Whether a text can be a path at all: no NUL, no surrogate but those that stand for undecodable bytes."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False
