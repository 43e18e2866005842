"""twosource: raw news in, facts out that one can query and trust.

Belongs here: the names of the public contract, and `open` for what was published, imported on first use so that
`import twosource` costs nothing.
Does not: any logic (see `twosource/contract.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from twosource.asking.opened import Opened, open  # noqa: A004
    from twosource.contract import article, clean, compare, extract, extract_many, find_copies, group_stories
    from twosource.faults import ExtractionError
    from twosource.records import (
        Argument,
        Article,
        Claim,
        Comparison,
        Copy,
        Event,
        Facts,
        Mention,
        Published,
        Quantity,
        Quote,
        Region,
        Stance,
        Statement,
        TimeExpression,
    )

__all__ = [
    "Argument",
    "Article",
    "Claim",
    "Comparison",
    "Copy",
    "Event",
    "ExtractionError",
    "Facts",
    "Mention",
    "Opened",
    "Published",
    "Quantity",
    "Quote",
    "Region",
    "Stance",
    "Statement",
    "TimeExpression",
    "article",
    "clean",
    "compare",
    "extract",
    "extract_many",
    "find_copies",
    "group_stories",
    "open",
]
OPENED = ("Opened", "open")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'twosource' has no attribute {name!r}")
    from importlib import import_module

    home = (
        "asking.opened"
        if name in OPENED
        else "contract"
        if name[0].islower()
        else "faults"
        if name.endswith("Error")
        else "records"
    )
    return getattr(import_module(f"twosource.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
