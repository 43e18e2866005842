"""The questions of analysts in `docs/questions`: one query a file, its answer on the sample captures beside it.

Belongs here: reading the questions, asking them, the page that shows them. Does not: the queries themselves.
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
from dataclasses import dataclass
from pathlib import Path

import duckdb

from twosource.settings import Settings
from twosource.warehouse import connect

FOLDER = Path(__file__).resolve().parent / "questions"
SHOWN = 8
"""Rows of an answer on the page; the rest stands in the file beside the query."""
WIDEST = 90
"""Characters of a cell on the page."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, why it is worth asking, and its query."""

    name: str
    asked: str
    why: str
    sql: str

    @property
    def expected(self) -> Path:
        """The file of its answer on the sample captures."""
        return FOLDER / f"{self.name}.csv"


def questions() -> list[Question]:
    """All questions, by name; raises ValueError for a file that does not open with `question` and `why`."""
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def _read(path: Path) -> Question:
    first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    if not (first.startswith("-- question: ") and second.startswith("-- why: ")):
        raise ValueError(f"{path.name} does not open with the lines `-- question: …` and `-- why: …`")
    return Question(
        path.stem, first.removeprefix("-- question: "), second.removeprefix("-- why: "), "\n".join(rest).strip()
    )


def answer(con: duckdb.DuckDBPyConnection, question: Question) -> str:
    """The answer as CSV with a header; NULL is an empty cell, a list its values with a bar between them."""
    cursor = con.execute(question.sql)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([column[0] for column in cursor.description or ()])
    writer.writerows([_cell(value) for value in row] for row in cursor.fetchall())
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
        'captures. Ask them with `twosource sql "$(cat docs/questions/NAME.sql)"`, with your own words in '
        "place of those in quotation marks, or take them into any tool that opens DuckDB.\n",
    ]
    for question in questions():
        header, *rows = csv.reader(io.StringIO(question.expected.read_text(encoding="utf-8")))
        parts += [
            f"## {question.asked}\n",
            f"{question.why} ([{question.name}.sql](questions/{question.name}.sql))\n",
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
            for question in questions():
                question.expected.write_text(answer(con, question), encoding="utf-8")


if __name__ == "__main__":
    main()
