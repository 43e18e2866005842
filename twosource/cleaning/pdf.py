"""PDF documents: the text layer in paragraphs, and the title.

Belongs here: reading with pypdf, and joining the lines of the layout. Does not: pictures of text, which hold none.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from twosource.cleaning.own_forms import Opened
from twosource.faults import Fault, attempt

MOST_PAGES = 300
MOST_LETTERS = 1_000_000  # code points: an article's most
FILE_NAME = re.compile(r"\.\w{2,5}$|^microsoft word|^untitled", re.IGNORECASE)
"""A title that a program made up."""
SENTENCE_END = (".", "!", "?", "”", '"', "…", ":")
SHORT = 0.75  # of the usual width: a line that ends there ends a paragraph


def opened(data: bytes) -> Opened:
    """The document's text; one that is damaged, locked or only pictures has a problem instead."""
    found = attempt(_read, data)
    if isinstance(found, Fault):
        return Opened(problem="unreadable_record")
    title, lines = found
    text = "\n\n".join(paragraphs(lines))
    if not text.strip():
        return Opened(problem="no_text")
    return Opened(data=text, stated={"headline": title} if title else {})


def _read(data: bytes) -> tuple[str | None, list[str]]:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of a file
    reader = pypdf.PdfReader(io.BytesIO(data))
    lines: list[str] = []
    letters = 0
    for page in reader.pages[:MOST_PAGES]:
        text = page.extract_text()
        letters += len(text)
        lines += [*text.splitlines(), ""]
        if letters > MOST_LETTERS:
            break
    title = (reader.metadata.title if reader.metadata else None) or ""
    title = " ".join(str(title).split())
    return (None if not title or FILE_NAME.search(title) else title), lines


def paragraphs(lines: list[str]) -> Iterator[str]:
    """The lines of a layout joined: a paragraph ends at an empty line, or at a short one that ends a sentence."""
    widths = sorted(len(line) for line in lines if line.strip())
    usual = widths[len(widths) * 3 // 4] if widths else 0
    held = ""
    for line in (line.strip() for line in lines):
        held = _joined(held, line)
        if held and (not line or (len(line) < SHORT * usual and line.endswith(SENTENCE_END))):
            yield held
            held = ""
    if held:
        yield held


def _joined(held: str, line: str) -> str:
    """A line behind those before it; a word that was cut at the end of a line is made whole."""
    if not line or not held:
        return held or line
    is_cut = held.endswith("-") and held[-2:-1].isalpha() and line[:1].islower()
    return held[:-1] + line if is_cut else f"{held} {line}"
