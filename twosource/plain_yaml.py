"""A YAML file as plain values, or a sentence that says what is wrong with it and where.

Belongs here: size, depth and faults of the file. Does not: what its values mean (see `reference`, and who reads them).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_CHARACTERS = 5_000_000
DEEPEST = 50
"""Levels within one another; the reader in C calls itself for each, and 100,000 of them end the process."""

PLAIN = {
    "found unhashable key": "a list or a mapping stands where a name should",
    "found undefined alias": "a `*` begins a name that nothing above defines; put the text in quotes",
    "mapping values are not allowed in this context": "a second `: ` stands in one line; put the text in quotes",
    "did not find expected key": "the line begins at another column than the lines it belongs to, or something "
    "is missing before it",
    "did not find expected '-' indicator": "a line of a list does not begin with `- ` at the column of the others",
    "did not find expected node content": "a bracket is opened and not closed",
    "did not find expected ',' or ']'": "a `[` is not closed by a `]`, or a comma is missing",
    "did not find expected ',' or '}'": "a `{` is not closed by a `}`, or a comma is missing",
    "found unexpected end of stream": "a quotation mark is opened and not closed",
    "but found another document": "a second document begins; keep one",
}
"""What the reader says, and what it means to the person who wrote the file."""


class PlainYamlError(Exception):
    """The file cannot be read; the message goes on after its path and says what is wrong, and in which line."""


def read(path: Path) -> Any:
    """The values of a file, None for an empty one. Raises PlainYamlError."""
    text = _text(path)
    try:
        _require_flat(text)
        return yaml.load(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise PlainYamlError(_told(error, text)) from error
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # what the reader's own conversions raise
        what = "holds a value that is not what it looks like, such as a date without that day or a far too long number"
        raise PlainYamlError(f"{what}. Put it in quotes") from error


def tree(path: Path) -> yaml.Node | None:
    """The nodes of a file that `read` has taken, which tell more than its values do: keys that stand there twice."""
    return yaml.compose(_text(path), Loader=LOADER)


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PlainYamlError(f"cannot be read: its byte {error.start + 1} is not UTF-8. Save it as UTF-8") from error
    except OSError as error:
        raise PlainYamlError(f"cannot be read: {error.strerror}") from error
    if len(text) > MOST_CHARACTERS:
        raise PlainYamlError(f"cannot be read: it has more than {MOST_CHARACTERS:,} characters")
    return text


def _require_flat(text: str) -> None:
    """Raises PlainYamlError when values stand deeper within one another than anybody writes."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            line = f"line {event.start_mark.line + 1}" if event.start_mark is not None else "something"
            raise PlainYamlError(f"cannot be read: {line} lies more than {DEEPEST} levels deep")


def _told(error: yaml.YAMLError, text: str) -> str:
    """The reader's fault in plain words, with the line."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        place = f"line {min(mark.line + 1, max(1, len(lines)))}, column {mark.column + 1}"
        return (
            f"cannot be read: {place}: {_meaning(error.problem or 'is no YAML', line[mark.column : mark.column + 1])}"
        )
    if isinstance(error, yaml.reader.ReaderError):
        line_number = text.count("\n", 0, error.position) + 1
        return f"cannot be read: line {line_number} holds a character that no text has (U+{error.character:04X})"
    return f"cannot be read: {error}"


def _meaning(problem: str, letter: str) -> str:
    if letter == "\t":
        return "a tab stands where YAML takes blanks only. Indent with blanks"
    if problem == "found character that cannot start any token":
        return f"a text begins with {letter!r}; put it in quotes"
    return PLAIN.get(problem, problem)
