"""The questions of analysts in `docs/questions`: one query a file, its answer on the sample captures beside it.

Belongs here: their answers, and the page that shows them. Does not: reading or asking them (`twosource/asking`).
`python -m docs.analysts` runs the samples and writes the answers anew; read the difference before you keep it.
"""

from __future__ import annotations

import csv
import html
import io
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from twosource.asking import questions
from twosource.asking.questions import Question
from twosource.settings import Settings
from twosource.warehouse import connect, export

SHOWN = 8
"""Rows of an answer on the page; the rest stands in the file beside the query."""
WIDEST = 90
"""Characters of a cell on the page."""


def expected(question: Question) -> Path:
    """The file of a question's answer on the sample captures."""
    return questions.FOLDER / f"{question.name}.csv"


def answer(con: duckdb.DuckDBPyConnection, question: Question) -> str:
    """The answer as CSV with a header; NULL is an empty cell, a list its values with a bar between them."""
    found = export.ask(con, question.sql, question.values({}))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(found.columns)
    writer.writerows([_cell(value) for value in row] for row in found.fetchall())
    return target.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def page() -> str:
    """All questions with their queries and the beginning of their answers, as Markdown."""
    parts = [
        "<!-- Written by `make docs` from docs/questions/. Do not edit. -->\n",
        "# Questions\n",
        "What analysts ask, each in one query over the [views](data-dictionary.md), with its answer on the sample "
        "captures. Ask them with `twosource ask NAME`, and with your own words for what stands behind `$`: "
        "`twosource ask NAME word=value`. In any tool that opens DuckDB, give these values to the query.\n",
    ]
    for question in questions.questions().values():
        header, *rows = csv.reader(io.StringIO(expected(question).read_text(encoding="utf-8")))
        parts += [
            f"## {question.asked}\n",
            f"{question.why} ([{question.name}.sql](questions/{question.name}.sql))\n",
            *(f"- `{p.name}={p.default}`: {p.meaning}" for p in question.parameters),
            *([""] if question.parameters else []),
            f"```sql\n{question.sql}\n```\n",
            _table(header, rows),
        ]
    return "\n".join(parts)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "No rows on the sample captures.\n"
    lines = [header, ["---"] * len(header), *([_shown(cell) for cell in row] for row in rows[:SHOWN])]
    more = f"\n… {len(rows) - SHOWN} more rows\n" if len(rows) > SHOWN else ""
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n" + more


def _shown(cell: str) -> str:
    """A cell of the page: one line, cut, and nothing in it taken for markup."""
    text = " ".join(cell.split())
    text = html.escape(text if len(text) <= WIDEST else text[: WIDEST - 1] + "…", quote=False)
    return "".join("\\" + letter if letter in "\\|`*_[]" else letter for letter in text)


def main() -> None:
    """Run the samples in a home that is thrown away, and write every answer."""
    command = Path(sys.executable).with_name("twosource")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment({"TWOSOURCE_HOME": folder})
        subprocess.run(["env", f"TWOSOURCE_HOME={folder}", command, "run", "samples"], check=True)
        with connect.open_copy(settings.published) as con:
            for question in questions.questions().values():
                expected(question).write_text(answer(con, question), encoding="utf-8")


if __name__ == "__main__":
    main()
