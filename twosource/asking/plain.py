"""Text from outside, without what steers a terminal or hides from a reader.

Belongs here: taking such characters out. Does not: markup of any one form.
"""

from __future__ import annotations

import unicodedata


def harmless(text: str) -> str:
    """Text without control, format and unassigned characters, each replaced by one sign, so that offsets hold; line
    breaks and tabs stay."""
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)
