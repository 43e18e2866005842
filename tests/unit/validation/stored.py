"""A small database of good rows, and how its rules are asked."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import duckdb

from twosource import declarations, expectations
from twosource.validation.results import CheckResult
from twosource.validation.run import validate
from twosource.warehouse import contents, versions
from twosource.warehouse.ledger import Run, note_write

START = datetime(2025, 2, 1, 6, tzinfo=UTC)
TEXT = "The ferry sank off Serrat in May."
VALUES: dict[str, Any] = {
    "VARCHAR": "x",
    "VARCHAR[]": [],
    "INTEGER": 1,
    "BIGINT": 0,
    "DOUBLE": 1.0,
    "BOOLEAN": False,
    "BLOB": b"x",
    "TIMESTAMPTZ": START,
    "MAP(VARCHAR, VARCHAR)": {},
    "STRUCT(char_start INTEGER, char_end INTEGER)[]": [],
}
GOOD: dict[str, dict[str, Any]] = {
    "raw.captures": {"capture_id": "c1", "source": "inbox", "sha256": sha256(b"x").hexdigest()},
    "clean.articles": {
        "capture_id": "c1",
        "article_id": "a1",
        "text": TEXT,
        "genre": "brief",
        "outlet": "The Fjord Post",
        "published_value": "2025-01-31",
        "published_precision": "day",
        "published_basis": "text",
        "published_confidence": 0.5,
    },
    "clean.regions": {
        "capture_id": "c1",
        "article_id": "a1",
        "ordinal": 0,
        "role": "body",
        "kept": True,
        "rule": "best_run",
        "text": TEXT,
        "char_start": 0,
        "char_end": len(TEXT),
    },
    "facts.mentions": {
        "mention_id": "m1",
        "article_id": "a1",
        "text": "Serrat",
        "char_start": 19,
        "char_end": 25,
        "rule": "names.gazetteer",
        "label": "LOC",
        "country": "ESP",
    },
    "quality.marks": {"stage": "articles", "unit": "c1", "outcome": "done"},
}


@dataclass
class Database:
    """A database with one good article, and runs one day apart."""

    con: duckdb.DuckDBPyConnection
    runs: list[Run] = field(default_factory=list)

    def begin(self) -> Run:
        number = len(self.runs) + 1
        # the clock goes backward: nothing may rest on it
        self.runs.append(Run(run_id=f"run-{number}", number=number, started_at=START - timedelta(days=number - 1)))
        run = self.runs[-1]
        self.add("quality.runs", run_id=run.run_id, number=run.number, started_at=run.started_at)
        return self.runs[-1]

    def add(self, name: str, **values: Any) -> None:
        """Insert a row: the good one with these changes, other required columns filled."""
        table = declarations.table(name)
        needed = {c.name: VALUES[c.type] for c in table.columns if c.required}
        row = needed | GOOD.get(name, {}) | values
        if "run_id" in needed and "run_id" not in values:
            row["run_id"] = self.runs[-1].run_id
        if "first_seen_at" in needed and "first_seen_at" not in values:
            row["first_seen_at"] = self.runs[-1].started_at
        if name == "raw.captures":
            row["first_run"] = self.runs[-1].number
        columns = ", ".join(f'"{c}"' for c in row)
        places = ", ".join("?" for _ in row)
        self.con.execute(f"INSERT INTO {name} ({columns}) VALUES ({places})", list(row.values()))
        if name == versions.ARTICLES:
            versions.note_captures(self.con, [row["capture_id"]])
        if name in expectations.counted():
            contents.add(self.con, {name: 1})
        if name not in ("quality.runs", "quality.coverage"):
            note_write(self.con, self.runs[-1])

    def add_article(self, number: int, **values: Any) -> None:
        """Another good article of a capture of its own."""
        capture = f"c{number}"
        self.add("raw.captures", capture_id=capture)
        self.add("clean.articles", capture_id=capture, article_id=f"a{number}", **values)
        self.add("quality.marks", unit=capture)

    def check(self, *names: str) -> dict[tuple[str, str], CheckResult]:
        found = validate(self.con, self.runs[-1], names)
        return {(r.table_name, r.expectation): r for r in found}

    def failed(self, name: str) -> dict[str, CheckResult]:
        return {rule: result for (_, rule), result in self.check(name).items() if not result.success}
