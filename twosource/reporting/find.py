"""The search of the report: what the script of `find.html` reads, month by month.

Belongs here: entries as a script that hands them over, which a page may load from a folder too. Does not: the script
itself (`templates/find.js`), words of the texts (`twosource search`).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence

import duckdb

from twosource.reporting import words
from twosource.reporting.queries import Row, rows
from twosource.reporting.story import standing

FOLDER = "find"


def place(name: str, part: str) -> str:
    """The file with the entries of a kind (articles, stories, names) of one month."""
    return f"{FOLDER}/{name}-{part}.js"


def policy(script: str) -> str:
    """What the page may run: this script by its digest, and what it loads."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"script-src 'sha256-{digest}' 'strict-dynamic'"


def entries(name: str, found: Sequence[Row]) -> str:
    """The entries of articles or stories."""
    return _handed(name, [_article(row) if name == "articles" else _story(row) for row in found])


def names(con: duckdb.DuckDBPyConnection) -> str:
    """The entries of all entities that have a page."""
    found = rows(
        con, "SELECT entity_id, name, label, aliases, n_articles FROM named ORDER BY n_articles DESC, entity_id"
    )
    return _handed(
        "names",
        [
            [
                f"entities/{row['entity_id']}.html",
                row["name"] or "",
                "",
                "",
                f"{row['n_articles']} articles",
                "; ".join(row["aliases"] or ()),
                0,
            ]
            for row in found
        ],
    )


def _article(row: Row) -> list[object]:
    return [
        f"articles/{row['article_id']}.html",
        row["headline"] or "(no headline)",
        row["outlet"] or "",
        str(row["published_on"] or ""),
        f"{row['n_facts']} facts",
        "; ".join(row["names"] or ()),
        0,
    ]


def _story(row: Row) -> list[object]:
    return [
        f"stories/{row['story_id']}.html",
        row["headline"] or "(no headline)",
        "; ".join(row["outlets"] or ()),
        str(row["last_published"] or ""),
        f"{row['n_articles']} articles",
        "; ".join(row["subjects"] or ()),
        int(any(status in standing.apart() for status in row["statuses"])),
    ]


def _handed(name: str, found: Sequence[Sequence[object]]) -> str:
    """A call that hands them over: path, title, outlets, day, size, further words, whether sides stand apart."""
    shown = [[words.visible(value) if isinstance(value, str) else value for value in entry] for entry in found]
    return f"found({json.dumps(name)}, {json.dumps(shown, separators=(',', ':'))});\n"
