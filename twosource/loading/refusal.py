"""Why an input is not taken: a reason from the vocabulary `set_aside_reason`, and a sentence for people.

Belongs here: turning failures of reading into `SetAside` records. Does not: detecting them.
"""

from __future__ import annotations

import gzip
import zlib

from twosource.records import SetAside

STAGE = "captures"


class Refused(Exception):
    """An input is not taken. `reason` is a word of the vocabulary `set_aside_reason`.

    `what` happened and `advice` are sentences; `what` goes on after the address ("is empty."). `disposition` is
    `quarantined`, or `skipped` when nothing is wrong.
    """

    def __init__(self, reason: str, what: str, advice: str, disposition: str = "quarantined") -> None:
        super().__init__(reason, what, advice, disposition)
        self.reason = reason
        self.what = what
        self.advice = advice
        self.disposition = disposition


def set_aside(refused: Refused, source: str, address: str, item: str | None = None) -> SetAside:
    """The record of a refusal; its message says what happened, to what, and what to do. `item` is the address unless
    it is given."""
    return SetAside(
        item=item or address,
        source=source,
        address=address,
        stage=STAGE,
        disposition=refused.disposition,
        reason=refused.reason,
        message=f"{address} {refused.what} {refused.advice}",
    )


READING_FAILURES = (OSError, EOFError, zlib.error)
"""What opening, reading and unpacking a file can raise."""


def reading_failure(error: OSError | EOFError | zlib.error) -> Refused:
    """The refusal for a failure of opening, reading or unpacking."""
    if isinstance(error, EOFError):
        return Refused(
            "truncated", "ends before its gzip packing does: it was cut off.", "Copy or fetch it again, whole."
        )
    if isinstance(error, gzip.BadGzipFile | zlib.error):
        what = "cannot be unpacked: it is not packed with gzip, or its packing is damaged."
        return Refused("unreadable", what, "Fetch it again, or take .gz off its name if it is not packed.")
    # the error's own text would repeat the path, perhaps with bytes that are not Unicode
    why = error.strerror or type(error).__name__
    return Refused("unreadable", f"cannot be read: {why}.", "Check that it is there and may be read, then run again.")


def too_large(what: str, max_bytes: int) -> Refused:
    """The refusal for something above the size limit, in bytes; `what` says which part ("is", "line 3 is")."""
    return Refused(
        "too_large",
        f"{what} larger than the limit of {max_bytes:,} bytes.",
        "Raise TWOSOURCE_MAX_BYTES if it is meant to be read.",
    )
