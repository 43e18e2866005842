"""Five thousand spoilt files through loading, cleaning and extraction: each ends as facts that spans prove, or with a
reason."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.soak import mutations
from tests.soak.soundness import sound
from twosource import reference
from twosource.cleaning import pipeline
from twosource.contract import extract
from twosource.loading.load import load
from twosource.loading.sources import Source
from twosource.records import Article, Capture, Reached, SetAside

STARTS = mutations.pages()
NAMED = ("html", "htm", "xhtml", "txt", "text", "md", "json", "jsonl")
SEEN = datetime(2025, 4, 19, 6, 0, tzinfo=UTC)
LIMIT = 1_000_000
SMALLEST, LARGEST = 200, 4_000
"""Characters of a start: extraction takes a second for each 10,000, and a short page spoils as well as a long one."""
LONGEST = 30.0
"""Seconds of CPU for one file; none takes 5."""
BATCH = 50


def spoilt(number: int) -> tuple[str, bytes]:
    """The name and the bytes of a file: one of the samples, shortened to a stretch of it, then mutated."""
    chance = random.Random(number)
    start = chance.choice(STARTS)
    size = chance.randrange(SMALLEST, LARGEST)
    at = chance.randrange(max(1, len(start) - size))
    page = start[at : at + size]
    for _ in range(chance.randrange(1, 5)):
        page = chance.choice(mutations.MUTATIONS)(page, chance)
    return f"{number:05}.{chance.choice(NAMED)}", page[: 4 * LARGEST]


def loaded(folder: Path, numbers: range) -> Iterator[Capture | SetAside]:
    """What loading makes of the spoilt files of these numbers."""
    for number in numbers:
        name, data = spoilt(number)
        (folder / name).write_bytes(data)
    source = Source(name="desk", paths=(folder,), bases=(folder,), home=folder.parent)
    yield from (one for one in load(source, SEEN, LIMIT) if not isinstance(one, Reached))
    for path in folder.iterdir():
        path.unlink()


def proved(article: Article) -> int:
    """How many facts the article gives; each stands where its span says."""
    found = extract(article)
    spans = [
        (fact.start, fact.end)
        for facts in (found.mentions, found.quotes, found.quantities, found.times, found.events, found.claims)
        for fact in facts
    ]
    assert all(0 <= start < end <= len(article.text) for start, end in spans)
    assert all(article.text[quote.start : quote.end] == quote.text for quote in found.quotes)
    return len(spans)


def holds(one: Capture | SetAside) -> str:
    """What became of an input, in a word."""
    if isinstance(one, SetAside):
        assert one.reason in reference.vocabulary("set_aside_reason")
        one.message.encode("utf-8")
        return "not loaded"
    article = pipeline.clean(one.data, one.url, one.media_type, one.fields)
    sound(article)
    if article.rejected is not None:
        return "rejected"
    return "with facts" if proved(article) else "without facts"


def go_through(folder: Path, numbers: range) -> Counter[str]:
    """Every file of these numbers, and how they ended."""
    ends: Counter[str] = Counter()
    for first in range(numbers.start, numbers.stop, BATCH):
        for one in loaded(folder, range(first, min(first + BATCH, numbers.stop))):
            began = time.process_time()
            try:
                ends[holds(one)] += 1
            except Exception as error:
                error.add_note(f"file {one.address}")
                raise
            assert time.process_time() - began < LONGEST, one.address
    return ends


def test_some_spoilt_files(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    assert sum(go_through(folder, range(20)).values()) >= 20


@pytest.mark.slow
def test_five_thousand_spoilt_files(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    ends = go_through(folder, range(20, 5_020))
    print(dict(ends))
    assert sum(ends.values()) >= 5_000
    assert min(ends[end] for end in ("not loaded", "rejected", "with facts")) > 100
