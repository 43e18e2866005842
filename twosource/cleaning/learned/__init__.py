"""The learned votes on lines: what is counted of a line, trees that weigh the counts, the command that trains them.

Belongs here: features, trees, training, the trained files and their card. Does not: what a vote changes (see `text` and
`body`).
"""

import hashlib
from functools import cache
from pathlib import Path

MODELS = Path(__file__).with_name("models")
"""The folder of the trained files and of their card."""


@cache
def digest() -> str:
    """Twelve hexadecimal digits of the trained files together: articles are cleaned anew when they change."""
    together = hashlib.sha256()
    for path in sorted(MODELS.glob("*.txt")):
        together.update(path.read_bytes())
    return together.hexdigest()[:12]
