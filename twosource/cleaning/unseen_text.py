"""A body that a page holds for its scripts and does not show: in structured data, or in the state of a framework.

Belongs here: finding it and making lines of it. Does not: when it is used (see `pipeline`).
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from twosource.cleaning import html
from twosource.cleaning.decoding import tidy
from twosource.cleaning.regions import fold
from twosource.cleaning.scoring import ends_sentence, word_count

MOST_ESCAPED = 3
"""Times that entities are resolved; a page is escaped twice by a system that escapes what is escaped."""
TAGGED = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|blockquote|span|a|em|strong|figure|table)\b[^<>]{0,300}>", re.I)
STATE_TYPES = frozenset({"application/json", ""})
ASSIGNED = re.compile(r"(?:window\.|self\.|var |let |const )[\w$.\[\]\"']{2,60}\s{0,3}=\s{0,3}(?=[{\[])")
OF_BODY = re.compile(r"body|content|text|paragraph|html|value|story|article|children|blocks", re.IGNORECASE)
NOT_OF_BODY = re.compile(
    r"summary|descr|teaser|excerpt|abstract|title|headline|caption|related|recommend|comment|legal|consent|seo|meta|i18n|"
    r"translation|messages|locale|promo|footer",
    re.IGNORECASE,
)
"""Keys on the way to a body, and those that lead to other things."""
FEWEST_LETTERS, FEWEST_WORDS = 200, 8
"""Code points of a body in a state, and words of a paragraph of it."""
MOST_NODES, LONGEST_SCRIPT = 60_000, 5_000_000


def plain_lines(text: str) -> list[str]:
    """The lines of a stated body: entities resolved as often as it takes, tags out, blank lines out."""
    for _ in range(MOST_ESCAPED):
        resolved = entities.unescape(text)
        if resolved == text or TAGGED.search(text):
            break
        text = resolved
    if TAGGED.search(text):
        text = html.without_tags(text)
    return [line for part in re.split(r"\n+", tidy(text)) if (line := fold(part))]


def state_lines(tree: HtmlElement) -> list[str]:
    """The paragraphs of the article in a page's script state, none when no script holds enough of them.

    The largest group of sentences at one place of the state is believed: the items of one list, or one long value.
    """
    groups: dict[str, list[str]] = {}
    for state in _states(tree):
        for path, value in _texts(state):
            if NOT_OF_BODY.search(path) or not OF_BODY.search(path):
                continue
            lines = plain_lines(value)
            if any(ends_sentence(line) and word_count(line) >= FEWEST_WORDS for line in lines):
                groups.setdefault(path, []).extend(lines)
    best = max(groups.values(), key=lambda lines: sum(map(len, lines)), default=[])
    return list(dict.fromkeys(best)) if sum(map(len, best)) >= FEWEST_LETTERS else []


def _states(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if (kind not in STATE_TYPES and "javascript" not in kind) or not FEWEST_LETTERS < len(text) < LONGEST_SCRIPT:
            continue
        starts = [0] if kind == "application/json" else [found.end() for found in ASSIGNED.finditer(text)][:20]
        for start in starts:
            try:
                yield json.JSONDecoder(strict=False).raw_decode(text[start:].lstrip())[0]
            except (ValueError, RecursionError):
                continue


def _texts(state: Any) -> Iterator[tuple[str, str]]:
    """The texts of a state, each with its path; all items of a list have one path."""
    waiting: list[tuple[str, Any]] = [("", state)]
    seen = 0
    while waiting and seen < MOST_NODES:
        seen += 1
        path, node = waiting.pop()
        if isinstance(node, str) and len(node) > 3 * FEWEST_WORDS and len(path) < 400:
            yield path, node
        elif isinstance(node, dict):
            waiting.extend((f"{path}.{key}", child) for key, child in reversed(node.items()))
        elif isinstance(node, list):
            waiting.extend((f"{path}[]", child) for child in reversed(node))
