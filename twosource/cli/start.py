"""Where the command begins: signals are answered first, then everything else is loaded.

Belongs here: that order. Does not: any verb, or what an error says (`twosource/cli/main`).
"""

from __future__ import annotations

from twosource.cli import signals


def start() -> None:
    """The command `twosource`: a signal ends it with 130 or 143 and a sentence, even while the rest is being loaded."""
    signals.answer()
    try:
        from twosource.cli.main import main

        main()
    except signals.Stopped as stopped:
        signals.end(stopped.number)
