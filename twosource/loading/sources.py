"""The sources: what `sources.yml` declares, and what the arguments of `twosource run` mean.

Belongs here: reading and checking declarations, the user's before the bundled ones.
Does not: looking into folders (files), opening inputs (load). `seeds/sources.yml` explains each key.
"""

from __future__ import annotations

import difflib
import glob
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from twosource import paths
from twosource.loading import declaration, declaring
from twosource.loading.declaring import FIELDS as FIELDS
from twosource.loading.declaring import SourceError as SourceError
from twosource.loading.formats import format_of
from twosource.loading.identity import absolute, shown
from twosource.loading.left_out import Own
from twosource.loading.patterns import matches
from twosource.loading.source import RATE as RATE
from twosource.loading.source import Source as Source

FILE_NAME = "sources.yml"
SAMPLES = "samples"
"""The bundled source of sample captures, which has no place among a user's own news."""
ADDRESS = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?")
"""What looks like a web address without its beginning."""


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
        for name, entry in declaration.entries(path).items():
            if entry is False:
                found.pop(name, None)
            else:
                found[name] = declaration.source(name, entry, path, home)
    return dict(sorted(found.items()))


def resolve(
    arguments: Sequence[str],
    home: Path,
    lists: Mapping[str, Sequence[str]] | None = None,
    stated: Mapping[str, Any] | None = None,
) -> list[Source]:
    """The sources that the arguments name, in that order, each once; no argument means all declared ones,
    without the sample captures where the home declares sources of its own.

    An argument is the name of a declared source, the address of a page, a file, a folder, or a pattern. A name goes
    before a file of that name (which is reached as `./name`). A source made from a path is called by its absolute
    path, one made from an address by that address. `lists` are addresses by the name of the list they stand in, each of
    which is a source of its own. `stated` is what is said by hand of the one argument, in our names.
    Raises SourceError for an argument that is none of these.
    """
    known = declared(home)
    found = {name: Source(name=name, kind="list", urls=tuple(urls)) for name, urls in (lists or {}).items()}
    if not arguments and not found:
        own = (absolute(home) / FILE_NAME).is_file()
        return [source for name, source in known.items() if not (own and name == SAMPLES)]
    bases = (absolute(home), paths.app_folder())
    for argument in arguments:
        source = known.get(argument) or _page_source(argument) or _path_source(argument, bases)
        if source is None:
            raise SourceError(_unknown(argument, known, home))
        found.setdefault(source.name, replace(source, stated=dict(stated)) if stated else source)
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
    if not argument or not declaration.is_path(argument):
        return None
    path = absolute(argument)
    if not os.path.lexists(path) and not _has_matches(path, bases[0]):
        return None
    return Source(name=shown(path.as_posix()), paths=(path,), bases=bases, home=bases[0])


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
