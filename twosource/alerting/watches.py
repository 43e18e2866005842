"""What somebody wants to hear of, and how: `watches.yml` in the data folder.

Belongs here: reading that file. Does not: sending (sending).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twosource import reference

FILE_NAME = "watches.yml"
KINDS = ("failed_run", "failed_check", "source", "conflict")
KEYS = ("command", "webhook_from", "on", "stories", "entities")


class WatchesError(ValueError):
    """`watches.yml` cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watches:
    """A command with its arguments, which gets each alert as JSON on standard input; an address that gets it by POST;
    the kinds that are told; stories by id and entities by name in which conflicts are."""

    command: tuple[str, ...] = ()
    webhook: str | None = None
    on: tuple[str, ...] = KINDS
    stories: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()


def read(home: Path, environ: Mapping[str, str]) -> Watches | None:
    """What the file says, None when it is not there. The address of a webhook is a secret: the file names the variable
    of the environment that holds it. Raises WatchesError."""
    path = home / FILE_NAME
    if not os.path.lexists(path):
        return None
    try:
        content = reference.read_yaml(path)
    except reference.ReferenceTableError as error:
        raise WatchesError(f"{error}. Correct it.") from error
    if not isinstance(content, dict):
        raise WatchesError(f"{path} must be a mapping with some of the keys {', '.join(KEYS)}.")
    unknown = [key for key in content if key not in KEYS]
    if unknown:
        raise WatchesError(f"{path}: the key {unknown[0]!r} is not known. Known are: {', '.join(KEYS)}.")
    lists = {key: _texts(content.get(key, []), f"{path}, {key}") for key in ("command", "stories", "entities")}
    on = _texts(content.get("on", list(KINDS)), f"{path}, on")  # YAML 1.1 takes a bare `on` for true
    wrong = [kind for kind in on if kind not in KINDS]
    if wrong:
        raise WatchesError(f"{path}, on: {wrong[0]!r} is not known. Known are: {', '.join(KINDS)}.")
    webhook = _secret(content.get("webhook_from"), path, environ)
    if not lists["command"] and webhook is None:
        raise WatchesError(f"{path}: nobody would be told. Give the key command or webhook_from.")
    return Watches(webhook=webhook, on=on, **lists)


def _texts(value: Any, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) and one.strip() for one in values):
        raise WatchesError(f"{where}: must be a text or a list of them, but is {value!r}.")
    return tuple(values)


def _secret(variable: Any, path: Path, environ: Mapping[str, str]) -> str | None:
    if variable is None:
        return None
    if not isinstance(variable, str) or "://" in variable:
        raise WatchesError(f"{path}, webhook_from: must be the name of a variable that holds the address.")
    address = environ.get(variable, "")
    if not address.startswith(("http://", "https://")):
        raise WatchesError(f"{path}, webhook_from: {variable} is not set to an address. Set it, or leave the key out.")
    return address
