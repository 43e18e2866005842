"""Where the command begins: signals are answered first, then everything else is loaded.

Belongs here: that order. Does not: any verb, or what an error says (`twosource/cli/main`).
"""

from __future__ import annotations

import gc

from twosource.cli import signals

GARBAGE = 100_000
"""Objects made before Python looks for garbage that refers to itself. Its own 700 have it look at every class of every
library again and again while they are loaded, a quarter of the time of some."""


def start() -> None:
    """The command `twosource`: a signal ends it with 130 or 143 and a sentence, even while the rest is being loaded."""
    signals.answer()
    gc.set_threshold(GARBAGE)
    try:
        from twosource.cli.main import main

        main()
    except signals.Stopped as stopped:
        signals.end(stopped.number)
