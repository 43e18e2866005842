"""JSON as pages bear it: whole, or damaged in ways that leave no doubt of what was meant.

Belongs here: a brace too many or too few, a comma before a bracket, text behind the value, values that stand alone in
what cannot be read as a whole. Does not: what the values mean (see `structured`).
"""

from __future__ import annotations

import json
import re
from typing import Any

COMMA = re.compile(r",(?=\s*[}\]])")
OPENING = re.compile(r"[\[{]")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
LONGEST_MENDED = 200_000
LONE = re.compile(
    r'"(datePublished|dateModified|dateCreated|headline|@type|articleBody)"\s*:\s*("(?:[^"\\\n]|\\.){1,20000}")'
)
LONE_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,400}?"name"\s*:\s*("(?:[^"\\\n]|\\.){1,200}")')


def loaded(text: str) -> Any:
    """The value of a text, None when it is no JSON at all. Nothing behind the value counts."""
    for candidate in (text, COMMA.sub("", text), _closed(text)):
        opening = OPENING.search(candidate)
        if opening is None or (len(candidate) > LONGEST_MENDED and candidate is not text):
            continue
        try:
            return json.JSONDecoder(strict=False).raw_decode(candidate, opening.start())[0]
        except (ValueError, RecursionError):
            continue
    return _lone_values(text[:LONGEST_MENDED])


def _closed(text: str) -> str:
    """The text with the brackets that it leaves open closed, and no comma before one."""
    if len(text) > LONGEST_MENDED:
        return text
    left: list[str] = []
    for mark in STRING.sub("", text):
        if mark in "{[":
            left.append("}" if mark == "{" else "]")
        elif left and mark == left[-1]:
            left.pop()
    return COMMA.sub("", text + "".join(reversed(left)))


def _lone_values(text: str) -> dict[str, Any] | None:
    """The values of an article that can be read one by one in what cannot be read as a whole; None without any."""
    found: dict[str, Any] = {}
    for match in LONE.finditer(text):
        found.setdefault(match[1], _string(match[2]))
    if author := LONE_AUTHOR.search(text):
        found["author"] = {"@type": "Person", "name": _string(author[1])}
    return found if found.keys() - {"@type"} else None


def _string(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted.strip('"')
