"""Cleaning side by side with bare trafilatura: pages a CPU-second, regions that give the input back, peak memory.

Belongs here: measuring on pages that are given or generated. Does not: the quality of what is kept.
`python -m benchmarks.cleaning [PAGES.jsonl.gz]`: packed JSON lines with `html`, `text` and `url`; generated without.
"""

from __future__ import annotations

import gzip
import json
import resource
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import trafilatura

from benchmarks import generate
from benchmarks.measure import cpu
from tests.soak.soundness import canonical, covered, visible_in_tree
from twosource.cleaning.decoding import decode
from twosource.cleaning.pipeline import clean

ROUNDS = 3
MANY = 5_000


def pages(given: str | None) -> list[dict[str, Any]]:
    """The pages of a file, or 200 generated ones."""
    if given is None:
        records = generate.articles(200)
        return [{"html": generate.page(r), "text": generate.capture(r), "url": None} for r in records]
    with gzip.open(Path(given), "rt", encoding="utf-8") as lines:
        return list(map(json.loads, lines))


def speed(records: Sequence[dict[str, Any]]) -> None:
    """CPU seconds of trafilatura and of our cleaning on the same pages, the best of some rounds by turns."""
    marked = [record for record in records if record.get("html")]
    plain = [record for record in records if record.get("text")]
    work: dict[str, Callable[[], object]] = {
        "trafilatura": lambda: [
            trafilatura.bare_extraction(r["html"], url=r["url"], include_comments=False, with_metadata=True)
            for r in marked
        ],
        "clean, pages": lambda: [clean(r["html"], url=r["url"], media_type="text/html") for r in marked],
        "clean, plain": lambda: [clean(r["text"], media_type="text/plain") for r in plain],
    }
    for call in work.values():
        call()
    seconds = {name: min(cpu(call) for _ in range(ROUNDS)) for name, call in work.items()}
    bare = len(marked) / seconds["trafilatura"]
    for name, n in (("trafilatura", len(marked)), ("clean, pages", len(marked)), ("clean, plain", len(plain))):
        rate = n / seconds[name]
        print(f"cleaning  {name:<13} {rate:7.1f} pages a CPU-second, {rate / bare:4.2f} times bare trafilatura")


def coverage(records: Sequence[dict[str, Any]]) -> None:
    """On how many inputs the regions together are the visible input."""
    whole = {"html": 0, "text": 0}
    given = {"html": 0, "text": 0}
    for record in records:
        for kind in given:
            if record.get(kind):
                given[kind] += 1
                seen = decode(record[kind]).text
                expected = canonical(visible_in_tree(seen) if kind == "html" else seen)
                media_type = "text/html" if kind == "html" else "text/plain"
                whole[kind] += covered(clean(record[kind], media_type=media_type)) == expected
    for kind, n in given.items():
        print(f"cleaning  regions are the whole input of {whole[kind]} of {n} ({kind})")


def memory(records: Sequence[dict[str, Any]]) -> None:
    """Peak memory of this process after the first hundred pages and after many."""
    for n in (100, MANY):
        for at in range(n):
            record = records[at % len(records)]
            clean(record.get("html") or record["text"], url=record["url"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"cleaning  peak memory after {n:>5} pages {peak:6.0f} MB")


def main() -> None:
    """Measure on the pages of the file named, or on generated ones."""
    records = pages(sys.argv[1] if len(sys.argv) > 1 else None)
    speed(records)
    coverage(records)
    memory(records)


if __name__ == "__main__":
    main()
