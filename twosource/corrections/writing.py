"""Changing `corrections.yml`: an entry more at its end, or one thing less. What a person wrote around it stays.

Belongs here: the file's text. Does not: what an entry may say (entries), reading it (reading).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from twosource.corrections import reading
from twosource.corrections.contradictions import contradictions
from twosource.corrections.entries import ABOUT, FILE_NAME, CorrectionsError, of_entry
from twosource.records import Correction

OPENING = "# What people put right. `twosource correct` writes here; so may you: docs/corrections.md says how.\n"
WIDTH = 100


def add(home: Path, entry: Mapping[str, Any]) -> list[Correction]:
    """Append an entry; its corrections. Raises CorrectionsError when it says nothing, what stands there already, or
    what contradicts that."""
    path = home / FILE_NAME
    made = list(of_entry(dict(entry), lambda key: f"the correction{f', {key}' if key else ''}").values())
    known = reading.given(home)
    new = [one for one in made if one.correction_id not in known.lines]
    if not new:
        raise CorrectionsError(f"{path} says so already; `twosource correct list` shows it.")
    for found in contradictions([*known.told, *new]):
        line, own = known.lines[found.first.correction_id], found.first.correction_id[:12]
        raise CorrectionsError(
            f"{path}, line {line}, says otherwise: {found.why}. Take that back first: twosource correct undo {own}"
        )
    before = path.read_text(encoding="utf-8") if path.is_file() else OPENING
    _replace(path, f"{before.rstrip()}\n\n{_as_text(entry)}")
    return made


def take_back(home: Path, wanted: str) -> Correction:
    """Take out the correction whose id begins with `wanted`. Raises CorrectionsError when that is not one."""
    path = home / FILE_NAME
    found = [
        (entry, key, made)
        for entry in reading.entries(path)
        for key, made in entry.corrections.items()
        if made.correction_id.startswith(wanted)
    ]
    if len(found) != 1:
        what = f"{len(found)} corrections have ids that begin" if found else "no correction has an id that begins"
        raise CorrectionsError(f"In {path}, {what} with {wanted!r}. `twosource correct list` shows them.")
    entry, key, made = found[0]
    if entry.end <= entry.first:
        raise CorrectionsError(
            f"{path}, line {entry.first + 1}: other entries stand in this line. Take it out by hand."
        )
    rest = {name: value for name, value in entry.content.items() if name != key}
    keep = len(entry.corrections) > 1
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # remarks before the next entry are that entry's
    end = entry.end
    while end > entry.first + 1 and lines[end - 1].strip()[:1] in ("", "#"):
        end -= 1
    lines[entry.first : end] = [_as_text(rest)] if keep else []
    _replace(path, "".join(lines).rstrip() + "\n")
    return made


def _as_text(entry: Mapping[str, Any]) -> str:
    ordered = {key: value for key, value in entry.items() if key not in ABOUT}
    ordered |= {key: entry[key] for key in ABOUT if key in entry}
    return yaml.safe_dump([ordered], sort_keys=False, allow_unicode=True, width=WIDTH)


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all, once it is sure that it can be read again."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text, encoding="utf-8")
        reading.entries(unfinished)
        os.replace(unfinished, path)
    except OSError as error:
        raise CorrectionsError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
