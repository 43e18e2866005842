"""A small database in which everything happens that happens to a large one, at random.

Belongs here: the events, and rows of every stage. Does not: any test.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.warehouse.rows import RUN, article, region
from twosource import declarations
from twosource.declarations import Stage
from twosource.warehouse import connect, contents, ledger, migrate, outbox, settled, stages, versions
from twosource.warehouse.connect import transaction

STAGES = declarations.stages()
VERSION = "1"
Rows = dict[str, list[dict[str, Any]]]


class House:
    """A small database in which captures come and change, stages run to their end or are killed, units are reopened."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.chance = path, random.Random(seed)
        self.con = connect.open_live(path)
        migrate.prepare(self.con)
        ledger.begin(self.con, RUN.run_id)

    def column(self, sql: str) -> list[str]:
        return [value for (value,) in self.con.execute(sql).fetchall()]

    def event(self) -> str:
        """Something happens; returns what."""
        event = self.chance.choice(
            [self.capture, self.capture, self.come_back, *[self.run] * 8, self.reopen, self.restart]
        )
        event()
        return event.__name__

    # ---------------------------------------------------------- what may happen

    def capture(self) -> None:
        """A capture comes, or is told of anew."""
        name = f"c{self.chance.randrange(8)}"
        with transaction(self.con):
            known = self.column(f"SELECT capture_id FROM raw.captures WHERE capture_id = '{name}'")
            if known:
                sql = "UPDATE raw.captures SET outlet = ? WHERE capture_id = ?"
                self.con.execute(sql, [f"outlet {self.chance.random()}", name])
            else:
                self.con.execute(
                    "INSERT INTO raw.captures BY NAME SELECT $1 AS capture_id, 's' AS source, $1 AS address, "
                    "'text/plain' AS media_type, 'x'::BLOB AS data, sha256('x') AS sha256, MAP {} AS headers, "
                    "MAP {} AS fields, $2::TIMESTAMPTZ AS first_seen_at, $3 AS first_run",
                    [name, RUN.started_at, self.chance.randrange(9)],
                )
                contents.add(self.con, {"raw.captures": 1})
            self.note([name])

    def come_back(self) -> None:
        """A capture stands again at its address."""
        for name in self.some(self.column("SELECT capture_id FROM raw.captures ORDER BY ALL"), 1):
            with transaction(self.con):
                self.con.execute("DELETE FROM raw.returns WHERE capture_id = ?", [name])
                self.con.execute("INSERT INTO raw.returns VALUES (?, ?)", [name, self.chance.randrange(20)])
                versions.note_captures(self.con, [name])
                self.note([name])

    def note(self, captures: list[str]) -> None:
        for stage, units in outbox.later(self.con, outbox.TAKEN_IN, captures).items():
            outbox.touch(self.con, stage, units)

    def run(self) -> None:
        """A stage does what is pending: all of it, or some until it is killed."""
        stage = self.stage()
        known = settled.is_settled(self.con, stage, VERSION)
        todo = stages.pending(self.con, stage, VERSION, RUN, touched=known)
        for units in todo.batches(2):
            if not self.chance.randrange(6):
                return
            stages.write(self.con, RUN, stage, todo, units, getattr(self, stage.name)(units))
        lost = stages.gone(self.con, stage, touched=known)
        if lost:
            others = self.column(f"SELECT unit FROM quality.marks WHERE stage = '{stage.name}' ORDER BY ALL")
            stages.forget(self.con, RUN, stage, lost, set(self.some(others, 2)) - set(lost))
        else:
            settled.settle(self.con, stage, VERSION)

    def reopen(self) -> None:
        """Somebody has units made anew."""
        stage = self.stage()
        units = self.column(f"SELECT unit FROM quality.marks WHERE stage = '{stage.name}' ORDER BY ALL")
        with transaction(self.con):
            stages.reopen(self.con, stage, self.some(units, 2))

    def restart(self) -> None:
        """The process ends and another one opens the file."""
        self.con.close()
        self.con = connect.open_live(self.path)
        migrate.prepare(self.con)

    def stage(self) -> Stage:
        return self.chance.choice(list(STAGES.values()))

    def some(self, units: list[str], most: int) -> list[str]:
        return self.chance.sample(units, min(len(units), self.chance.randint(1, most)))

    # ---------------------------------------------------------- what the stages make

    def articles(self, units: list[str]) -> Rows:
        made = {unit: f"a{self.chance.randrange(10)}" for unit in units if self.chance.randrange(8)}
        more = {
            unit: {"article_id": one, "document_id": f"d{int(one[1:]) // 2}", "headline": f"Of {one}"}
            for unit, one in made.items()
        }
        rows = [article(unit, outlet=f"o{self.chance.randrange(3)}", **more[unit]) for unit in made]
        notes = [region(unit) | {"article_id": one, "role": "syndication_note"} for unit, one in made.items()]
        return {"clean.articles": rows, "clean.regions": [note for note in notes if self.chance.randrange(2)]}

    def facts(self, _: list[str]) -> Rows:
        return {}

    def links(self, units: list[str]) -> Rows:
        known = self.column("SELECT article_id FROM links.signatures ORDER BY ALL")
        pairs = [(one, other) for one in units for other in self.some(known, 2) if known and one != other]
        merged = [unit for unit in units if not self.chance.randrange(6)]
        return {
            "links.signatures": [self.signed(unit) for unit in units],
            "links.copies": [self.copy(*sorted(pair)) for pair in {tuple(sorted(pair)) for pair in pairs}],
            "links.origins": [
                {"article_id": one, "origin_type": "original", "reason": str(self.chance.random())}
                for one in {*units, *(other for _, other in pairs)}
            ],
            "links.story_members": [self.member(unit) for unit in units],
            "links.story_terms": [
                {"article_id": unit, "term": f"t{n}", "day": date(2025, 1, 1), "weight": 1}
                for unit in units
                for n in self.chance.sample(range(9), 3)
            ],
            "links.story_aliases": [
                {"article_id": unit, "story_id": f"s{unit}", "same_as": f"s{self.chance.randrange(3)}"}
                for unit in merged
            ],
        }

    def comparisons(self, _: list[str]) -> Rows:
        return {}

    def signed(self, unit: str) -> dict[str, Any]:
        named = {"article_id": unit, "document_id": f"d{int(unit[1:]) // 2}", "day": date(2025, 1, 1), "dated": True}
        return named | {"word_count": 2, "hashes": [1], "bands": [1], "note": self.chance.choice([None, "Reprint"])}

    def member(self, unit: str) -> dict[str, Any]:
        story = self.chance.choice([f"s{self.chance.randrange(3)}", f"s{unit}"])
        return {key: value for key, value in self.signed(unit).items() if key in MEMBER} | {"story_id": story}

    def copy(self, earlier: str, later: str) -> dict[str, Any]:
        shares = {"containment": round(self.chance.uniform(0.2, 1), 2), "jaccard": 0.5, "share_of_later": 0.5}
        return {"earlier_id": earlier, "later_id": later, **shares}


MEMBER = {"article_id", "document_id", "day", "dated"}
