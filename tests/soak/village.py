"""Small made-up articles without end, for runs that have to be many and quick.

Belongs here: writing them as JSON records with outlet and date. Does not: any test, any text of others.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

from pipelines.definitions import build_definitions
from twosource.settings import Settings

FIRST_DAY = date(2025, 3, 3)
OUTLETS = ("The Fjord Post", "Harbor Ledger", "Valley Courier", "Coast Herald", "Millbrook Echo")
PLACES = ("Northhaven", "Millbrook", "Serrat", "Eastfold", "Lindvik")
PEOPLE = ("Ada Lindqvist", "Tomas Reyes", "Ines Okafor", "Peter Halloran", "Mira Sandoval")
MATTERS = ("a new bridge", "the old harbour", "two electric ferries", "a longer tram line", "the town library")
HAPPENED = (
    "A fire broke out at the mill in {place} on {weekday} and killed at least {n} people, the police said.",
    "The council of {place} agreed on {weekday} to spend ${n} million on {matter}.",
    "A storm damaged {n} houses in {place} on {weekday}, according to the mayor's office.",
    "About {n} workers of the shipyard in {place} went on strike on {weekday} for higher wages.",
)
MORE = (
    "{person} said the decision had been overdue for {m} years.",
    '"Nobody here expected this," {person} told reporters on {weekday}. "We will rebuild {matter}."',
    "The cost rose by {m} percent, from ${n} million, {person} said.",
    "{person} denied that {matter} would be sold.",
    "Schools in {place} will stay closed until {weekday}.",
    "The inquiry is expected to end within {m} weeks, {person} added.",
)


def write(folder: Path, number: int) -> Path:
    """Article `number`: every third tells of the same thing as the one before it, often with another figure."""
    told = random.Random(number // 3)
    own = random.Random(1000 + number)
    day = FIRST_DAY + timedelta(days=number // 3, hours=0)
    words = {
        "place": told.choice(PLACES),
        "matter": told.choice(MATTERS),
        "person": told.choice(PEOPLE),
        "weekday": day.strftime("%A"),
        "n": told.choice((3, 12, 40, 300)) + own.choice((0, 0, 0, 7)),
        "m": told.choice((2, 5, 8)),
    }
    lead = told.choice(HAPPENED)
    rest = own.sample(MORE, 4)
    record = {
        "id": str(number),
        "outlet": OUTLETS[number % len(OUTLETS)],
        "published": (day + timedelta(days=number % 3)).isoformat(),
        "headline": f"{words['place']}: what happened on {words['weekday']}",
        "text": "\n\n".join(sentence.format(**words) for sentence in (lead, *rest)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number:04}.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def run(home: Path, source: Path) -> bool:
    """The main job in this process; whether it ended well."""
    job = build_definitions(lambda: Settings(home=home)).resolve_job_def("ingest")
    config = {
        "ops": {"captures": {"config": {"sources": [str(source)]}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    return job.execute_in_process(run_config=config, raise_on_error=False).success
