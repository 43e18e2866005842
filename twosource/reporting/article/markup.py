"""Values as HTML, for the parts of a page that hold hundreds of them and are not drawn by a template.

Belongs here: escaping, as the templates do it. Does not: how a value is worded (`words`).
"""

from __future__ import annotations

import re

from markupsafe import escape

from twosource.reporting import words

SPECIAL = re.compile("[&<>\"']")
"""What `escape` replaces."""


def escaped(value: object) -> str:
    """A value as a page shows it, made visible and escaped."""
    told = words.cell(value)
    if told.isalnum():
        return told  # letters and digits alone: most values, and nothing to escape
    seen = words.visible(told)
    return str(escape(seen)) if SPECIAL.search(seen) else seen
