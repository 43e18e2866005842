"""Seeded articles and warehouses of any size, so that no benchmark waits for hours of language processing.

Belongs here: making input. Does not: measuring.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from twosource import declarations
from twosource.records import Capture
from twosource.settings import Settings
from twosource.stages import articles as articles_stage
from twosource.stages import comparisons, facts, links
from twosource.warehouse import contents, ledger, mapping, publish, stages, tables
from twosource.warehouse.session import Session

PEOPLE = ["Ann Bloom", "Jonas Weber", "Mirela Stahl", "Kenji Okabe", "Lucia Moreno", "Peter Hallam", "Sunita Rao"]
BODIES = ["harbour board", "city council", "water authority", "rail operator", "steel maker", "school district"]
THINGS = ["a new quay", "the old bridge", "flood walls", "night trains", "a second kiln", "repairs to roofs"]
SYLLABLES = ["ba", "dor", "fen", "gal", "hul", "kir", "lom", "mar"]
PER_TOPIC = 5
"""Articles that tell of the same place on the same day."""
SAID = ["said", "told reporters", "added", "warned", "confirmed"]


def articles(n: int, seed: int = 1, paragraphs: int = 6) -> Iterator[dict[str, str]]:
    """`n` short articles as JSON records, the same for the same seed; no two have the same text."""
    chance = random.Random(seed)
    for number in range(n):
        day = date(2025, 1, 1) + timedelta(days=number // PER_TOPIC % 300)
        body, person = f"{_place(number // PER_TOPIC)} {chance.choice(BODIES)}", chance.choice(PEOPLE)
        yield {
            "id": f"generated-{seed}-{number}",
            "headline": f"The {body} settles case {number}",
            "datePublished": day.isoformat(),
            "publisher": f"Outlet {number % 40}",
            "articleBody": "\n\n".join(_paragraph(chance, body, person, number) for _ in range(paragraphs)),
        }


def _place(topic: int) -> str:
    """A made-up place of its own for each topic, so that stories hold a few articles and not the whole corpus."""
    spread = topic * 7919 % len(SYLLABLES) ** 5
    syllables = [SYLLABLES[spread // len(SYLLABLES) ** power % len(SYLLABLES)] for power in range(5)]
    return "".join(syllables).capitalize()


def _paragraph(chance: random.Random, body: str, person: str, number: int) -> str:
    thing, other, cost, share = (
        chance.choice(THINGS),
        chance.choice(PEOPLE),
        chance.randint(2, 900),
        chance.randint(2, 60),
    )
    day = chance.choice(["Monday", "Tuesday", "Thursday", "Friday"])
    return (
        f"The {body} met on {day} and voted to spend ${cost} million on {thing} "
        f"under file {number}-{chance.random():.9f}. "
        f"“We have waited {chance.randint(2, 20)} years for this,” {person} {chance.choice(SAID)}. "
        f"The plan covers {share}% of what {other} had asked for, and work is to begin in {chance.randint(2026, 2030)}."
    )


def page(record: dict[str, str]) -> str:
    """The record as an HTML page with the usual furniture around it."""
    story = "".join(f"<p>{p}</p>" for p in record["articleBody"].split("\n\n"))
    links = "".join(f'<li><a href="/{n}">Another headline of the day, number {n}</a></li>' for n in range(12))
    return (
        f"<html><head><title>{record['headline']} | {record['publisher']}</title></head><body>"
        f"<nav><ul>{links}</ul></nav><main><article><h1>{record['headline']}</h1>"
        f'<time datetime="{record["datePublished"]}">{record["datePublished"]}</time>{story}</article></main>'
        f"<aside><h2>Most read</h2><ul>{links}</ul></aside><footer>© 2025 {record['publisher']}</footer></body></html>"
    )


def capture(record: dict[str, str]) -> str:
    """The same page as a plain capture of all that is visible."""
    menu = [f"* Another headline of the day, number {n}" for n in range(12)]
    head = [record["headline"], record["datePublished"]]
    foot = ["Most read", *menu, f"© 2025 {record['publisher']}"]
    return "\n".join([*menu, *head, *record["articleBody"].split("\n\n"), *foot])


def write_records(path: Path, n: int, seed: int = 1) -> Path:
    """A packed file of JSON lines with `n` articles of two paragraphs, some 110 words."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in articles(n, seed, 2))
    return path


# ------------------------------------------------------------------ a warehouse without language processing


def warehouse(settings: Settings, n: int) -> None:
    """A live database and its published copy with `n` articles, all stages marked as done, facts made up.

    The rows go through the stages' own `write`, so that marks and fingerprints are those of a real run.
    """
    with Session(settings) as session:
        run = session.begin("generated")
        for start in range(0, n, 5_000):
            _add_captures(session, start, min(n, start + 5_000))
        for name, version in _versions(settings).items():
            stage = declarations.stages()[name]
            todo = stages.pending(session.con, stage, version)
            for units in todo.batches(2_000):
                stages.write(session.con, run, stage, todo, units, _rows(name, units))
        ledger.finish(session.con, run)
        seconds = publish.publish(session.con, settings.published)
        ledger.note_publishing(session.con, run, seconds, publish.file_stamp(settings.published))


def _versions(settings: Settings) -> dict[str, str]:
    return {
        articles_stage.STAGE: articles_stage.version(),
        facts.STAGE: facts.version(settings.model),
        links.STAGE: links.version(),
        comparisons.STAGE: comparisons.version(),
    }


def _add_captures(session: Session, start: int, end: int) -> None:
    table = declarations.table("raw.captures")
    seen = datetime(2025, 12, 1, tzinfo=UTC)
    made = []
    for number in range(start, end):
        data = f"capture {number}".encode()
        made.append(
            Capture(
                capture_id=f"{number:032d}",
                source="generated",
                address=f"generated/{number}",
                media_type="text/plain",
                data=data,
                sha256=hashlib.sha256(data).hexdigest(),
                first_seen_at=seen,
            )
        )
    as_row = mapping.of(table.full_name, Capture).row
    rows = (as_row(capture, first_run=session.run.number) for capture in made)
    session.con.register("generated", tables.frame(table, rows))
    session.con.execute(f"INSERT INTO raw.captures BY NAME SELECT {tables.insert_list(table)} FROM generated")
    session.con.unregister("generated")
    contents.add(session.con, {table.full_name: end - start})


def _rows(stage: str, units: list[str]) -> dict[str, list[dict[str, Any]]]:
    if stage == "articles":
        return {"clean.articles": [_article(unit) for unit in units]}
    if stage == "facts":
        return {"facts.quantities": [_quantity(unit, n) for unit in units for n in range(5)]}
    if stage == "links":
        return {"links.story_members": [_member(unit) for unit in units]}
    return {}


TEXT = "The board met and voted to spend $5 million on a new quay this year. " * 20


def _article(unit: str) -> dict[str, Any]:
    number = int(unit)
    return {
        "capture_id": unit,
        "article_id": f"a{number:031d}",
        "document_id": f"d{number:031d}",
        "source": "generated",
        "source_path": f"generated/{number}",
        "outlet": f"Outlet {number % 40}",
        "headline": f"Case {number}",
        "by": [],
        "language": "en",
        "genre": "article",
        "published_value": (date(2020, 1, 1) + timedelta(days=number % 2_000)).isoformat(),
        "published_precision": "day",
        "published_basis": "metadata",
        "published_confidence": 1.0,
        "text": f"{number}. {TEXT}",
        "word_count": 300,
        "first_seen_at": datetime(2025, 12, 1, tzinfo=UTC),
        "stage_version": "1",
    }


def _quantity(unit: str, n: int) -> dict[str, Any]:
    start = len(str(int(unit[1:]))) + 2 + TEXT.index("$5 million") + n * (len(TEXT) // 20)
    return {
        "article_id": unit,
        "quantity_id": f"{unit}-{n}",
        "kind": "money",
        "value": 5e6,
        "unit": "USD",
        "text": "$5 million",
        "char_start": start,
        "char_end": start + len("$5 million"),
        "sentence": n,
        "rule": "generated",
        "confidence": 1.0,
        "negated": False,
        "modality": "asserted",
        "stage_version": "1",
    }


def _member(unit: str) -> dict[str, Any]:
    number = int(unit[1:])
    return {
        "article_id": unit,
        "document_id": f"d{number:031d}",
        "story_id": f"s{number // 5:031d}",
        "day": date(2020, 1, 1) + timedelta(days=number % 2_000),
        "dated": True,
        "similarity": None,
    }
