"""The generated pages of `docs/`: the data dictionary, from the declarations, and the analysts' questions.

Belongs here: pages that follow from declarations. Does not: prose that a person writes.
`python -m docs.build` writes them; a test fails when they are not up to date.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from docs import analysts
from twosource import declarations, expectations, reference
from twosource.declarations import Table
from twosource.validation.suites import description
from twosource.warehouse import tables

FOLDER = Path(__file__).resolve().parent
HEAD = "<!-- Written by `make docs` from schemas/. Do not edit. -->\n"


def data_dictionary() -> str:
    """Views, tables and word lists, as Markdown."""
    parts = [
        HEAD,
        "# Data dictionary\n",
        "Analysts query the views; the base tables behind them live in the schemas `raw`, `clean`, `facts`, `links` "
        "and `quality`. Offsets are Unicode code points, `char_end` is exclusive.\n",
        "## Views\n",
        *_views(),
        "## Base tables\n",
        *(_table(table) for table in declarations.tables().values()),
        "## Word lists\n",
        *_vocabularies(),
    ]
    return "\n".join(parts)


def _views() -> list[str]:
    con = duckdb.connect()
    tables.create(con)
    tables.create_views(con)
    parts = []
    for name, sql in declarations.views().items():
        about = " ".join(line.removeprefix("--").strip() for line in sql.splitlines() if line.startswith("--"))
        columns = con.execute(f"DESCRIBE main.{name}").fetchall()
        listed = ", ".join(f"`{column}` {kind}" for column, kind, *_ in columns)
        parts.append(f"### `{name}`\n\n{about}\n\n{listed}\n")
    con.close()
    return parts


def _table(table: Table) -> str:
    lines = [
        f"### `{table.full_name}`\n",
        f"{table.description}\n",
        f"Key: {', '.join(f'`{k}`' for k in table.key)}.\n",
    ]
    lines += ["| column | type | required | meaning |", "|---|---|---|---|"]
    for column in table.columns:
        required = "yes" if column.required else ""
        lines.append(f"| `{column.name}` | {column.type} | {required} | {_cell(declarations.describe(column))} |")
    rules = [
        *table.expectations,
        *(r for r in expectations.table_rules(table.full_name) if r not in table.expectations),
    ]
    lines += ["", "| expectation | severity | in words |", "|---|---|---|"]
    lines += [f"| `{rule.name}` | {rule.severity} | {_cell(description(rule))} |" for rule in rules]
    return "\n".join(lines) + "\n"


def _vocabularies() -> list[str]:
    parts = []
    for name, entry in reference.vocabularies().items():
        words = "\n".join(f"- `{w}`{': ' + m if m else ''}" for w, m in reference.vocabulary(name).items())
        parts.append(f"### `{name}`\n\nSource: {entry['source']}.\n\n{words}\n")
    return parts


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"data-dictionary.md": data_dictionary, "questions.md": analysts.page}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
