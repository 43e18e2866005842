"""The sample corpus of `seeds/captures/` with its gold, and what the product makes of it, each read once per session.

Belongs here: finding the samples, unpacking them, cleaning and extracting them through the public contract.
Does not: any judgement (see `checks`).
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import twosource
from twosource import paths, reference
from twosource.comparison import library
from twosource.comparison.known import Memory
from twosource.comparison.link import link
from twosource.records import Article, Comparison, Copy, Facts

GOLD = ".gold.yml"
MEDIA_TYPES = {".html": "text/html", ".txt": "text/plain", ".md": "text/markdown"}
NOT_EXTRACTED = ("ja", "es")
"""Languages of samples whose facts are not extracted; such articles are cleaned and grouped only."""


@dataclass(frozen=True)
class Sample:
    """One article of the corpus: its file's name (`file#id` for a record), its bytes for cleaning, its gold."""

    name: str
    data: bytes
    media_type: str
    gold: dict[str, Any]


@cache
def samples() -> dict[str, Sample]:
    """All samples by name, in the order of their names."""
    found: dict[str, Sample] = {}
    for path in sorted(paths.seeds("captures").iterdir()):
        if path.suffix == ".yml" or path.name == "README.md":
            continue
        gold = reference.read_yaml(path.with_name(path.name.split(".")[0] + GOLD))
        for sample in _records(path, gold) if path.suffix == ".jsonl" else [_file(path, gold)]:
            found[sample.name] = sample
    return found


def _file(path: Path, gold: dict[str, Any]) -> Sample:
    data, ending = path.read_bytes(), path.suffix
    if ending == ".gz":
        data, ending = gzip.decompress(data), Path(path.stem).suffix
    return Sample(path.name, data, MEDIA_TYPES[ending], gold)


def _records(path: Path, gold: dict[str, Any]) -> list[Sample]:
    lines = path.read_bytes().splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    return [
        Sample(f"{path.name}#{key}", line, "application/json", gold["records"][key])
        for key, line in zip(ids, lines, strict=True)
    ]


@cache
def corpus_gold() -> dict[str, Any]:
    """What needs several samples."""
    gold: dict[str, Any] = reference.read_yaml(paths.seeds("captures", "corpus" + GOLD))
    return gold


@cache
def article(name: str) -> Article:
    """The sample after cleaning."""
    sample = samples()[name]
    return twosource.clean(sample.data, media_type=sample.media_type)


@cache
def facts(name: str) -> Facts:
    """The sample's facts."""
    return twosource.extract(article(name))


def extracted(name: str) -> bool:
    """Whether the sample is an article in a language whose facts are extracted."""
    gold = samples()[name].gold
    return gold.get("rejected") is None and gold.get("language") not in NOT_EXTRACTED


@cache
def compared() -> tuple[str, ...]:
    """The samples that are handed to the functions over several articles, in the order in which they came out.

    An undated one stands with the dated one before it.
    """
    day, days = "", {}
    for name in samples():
        if extracted(name):
            published = article(name).published
            day = days[name] = published.value[:10] if published else day
    return tuple(sorted(days, key=lambda name: (days[name], name)))


@cache
def copies() -> list[Copy]:
    """The copies among the compared samples."""
    return twosource.find_copies([article(name) for name in compared()])


@cache
def stories() -> dict[str, str]:
    """The story of each compared sample."""
    return dict(zip(compared(), twosource.group_stories([article(name) for name in compared()]), strict=True))


@cache
def origins() -> dict[str, str]:
    """The origin type of each compared sample."""
    inputs = library.link_inputs([article(name) for name in compared()])
    names = {one.article_id: name for one, name in zip(inputs, compared(), strict=True)}
    return {names[row.article_id]: row.origin_type for row in link(inputs, Memory()).origins}


@cache
def comparisons() -> list[Comparison]:
    """The comparisons among the compared samples."""
    return twosource.compare([article(name) for name in compared()])
