"""The generated pages of `docs/`: the data dictionary, the rules, and the analysts' questions; the list of rules, too.

Belongs here: pages that follow from declarations. Does not: prose that a person writes.
`python -m docs.build` writes them; a test fails when they are not up to date.
"""

from __future__ import annotations

import html
import json
from pathlib import Path

from docs import analysts
from twosource import analyst_views, declarations, expectations, paths, reference, rules
from twosource.analyst_views import View
from twosource.declarations import Table
from twosource.loading import keys
from twosource.rulebook import book
from twosource.validation.suites import description

FOLDER = Path(__file__).resolve().parent
SOURCES = paths.schemas("sources.schema.json")
MARKUP = "\\|`*_[]"
"""Letters that Markdown reads as markup."""
HEAD = "<!-- Written by `make docs` from schemas/. Do not edit. -->\n"


def data_dictionary() -> str:
    """Views, tables and word lists, as Markdown."""
    parts = [
        HEAD,
        "# Data dictionary\n",
        "Analysts query the views; the base tables behind them live in the schemas `raw`, `clean`, `facts`, `links`, "
        "`quality` and `search`. Offsets are Unicode code points, `char_end` is exclusive.\n",
        "## Views\n",
        *map(_view, analyst_views.views().values()),
        "## Search\n",
        *(f"### `{m.name}({m.parameters})`\n\n{m.description}\n" for m in analyst_views.macros().values()),
        "## Base tables\n",
        *(_table(table) for table in {**declarations.tables(), **declarations.index_tables()}.values()),
        "## Word lists\n",
        *_vocabularies(),
    ]
    return "\n".join(parts)


def _view(view: View) -> str:
    lines = [
        f"### `{view.name}`\n",
        f"{view.description}\n",
        f"A row is named by {', '.join(f'`{k}`' for k in view.key)}.\n",
    ]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{c.name}` | {c.type} | {_cell(declarations.describe(c))} |" for c in view.columns]
    return "\n".join(lines) + "\n"


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
    if table.full_name in declarations.index_tables():
        return "\n".join(lines) + "\n"
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


def rules_page() -> str:
    """Every rule by room, as Markdown."""
    parts = [
        HEAD.replace("schemas/", "the registers of rules (`twosource/rulebook/`)"),
        "# Rules\n",
        "What stands as `rule` beside a region, a fact or an origin. Each rule has a text in which it finds something "
        "and one close by in which it finds nothing; both are tests. Where a rule needs a whole page, another article "
        "or a name joined from others, no short text shows it. In SQL: `SELECT * FROM rules`.\n",
    ]
    for room, about in reference.vocabulary("room").items():
        parts += [f"## {room.capitalize()}: {about}\n", "| rule | meaning | finds something in | but not in |"]
        parts += ["|---|---|---|---|"]
        parts += [
            f"| `{rule.name}` | {_cell(rule.meaning)} | {_shown(rule.example)} | {_shown(rule.counter_example)} |"
            for rule in book()
            if rule.room == room
        ]
        parts.append("")
    return "\n".join(parts)


WORDS_HEAD = '''"""The closed words of `schemas/vocabularies/` as types for mypy. Written by `make docs`.

Belongs here: one alias per word list. Does not: what the words mean (`docs/data-dictionary.md`), or anything by hand.
"""

from typing import Literal
'''


def words_module() -> str:
    """`twosource/words.py`: each word list as a `Literal`."""
    aliases = []
    for name in reference.vocabularies():
        alias = "".join(part.capitalize() for part in name.split("_"))
        listed = "".join(f'    "{word}",\n' for word in reference.vocabulary(name))
        aliases.append(f"{alias} = Literal[\n{listed}]\n")
    return WORDS_HEAD + "\n" + "".join(aliases)


def _shown(text: str | None) -> str:
    """A text in a cell of a table, with its line breaks as ⏎, and nothing in it taken for markup."""
    if not text:
        return ""
    plain = html.escape(text, quote=False).replace("\n\n", " ⏎ ").replace("\n", " ⏎ ")
    return "".join("\\" + letter if letter in MARKUP else letter for letter in plain)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


PAGES = {"data-dictionary.md": data_dictionary, "questions.md": analysts.page, "rules.md": rules_page}
RULES, WORDS = paths.schemas("rules.csv"), paths.PACKAGE / "words.py"


def sources_schema() -> str:
    """The form of `sources.yml` for editors, as JSON Schema."""
    return json.dumps(keys.schema(), indent=1) + "\n"


def main() -> None:
    """Write every generated page, the list of rules that databases are filled from, the closed words as types, and the
    form of `sources.yml`."""
    WORDS.write_text(words_module(), encoding="utf-8")
    SOURCES.write_text(sources_schema(), encoding="utf-8")
    RULES.write_text(rules.as_csv(book()), encoding="utf-8")
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
