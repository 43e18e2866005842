"""What all verbs share: settings, escaping of text from outside, failures with an exit status.

Belongs here: how the command speaks. Does not: any one verb.
"""

from __future__ import annotations

import os
import sys

from twosource.asking.plain import harmless
from twosource.settings import Settings, SettingsError

__all__ = ["FAILED", "NOTHING", "UNUSABLE", "Failure", "complain", "drop_output", "harmless", "settings", "tell_behind"]
FAILED = 1
"""A critical check or a named input failed, or the command cannot go on."""
UNUSABLE = 2
"""An argument or a setting cannot be used."""
NOTHING = 3
"""Nothing was taken in that should have been."""


class Failure(Exception):
    """The command cannot go on: a sentence for the person, and the exit status."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


def settings() -> Settings:
    """The settings; a value that cannot be used ends the command with status 2."""
    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise Failure(str(error), UNUSABLE) from error


def drop_output() -> None:
    """Let go of standard output, which takes no more; Python would complain of it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """A sentence on standard error."""
    print(f"twosource: {harmless(message)}", file=sys.stderr)


def tell_behind(chosen: Settings) -> None:
    """Whoever reads the copy for analysts hears since when and why it is behind, if it is."""
    from twosource.warehouse import publish

    if told := publish.behind(chosen.published):
        complain(told)
