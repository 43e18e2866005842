"""Ways to spoil a page, each a small function of its bytes and a source of chance.

Belongs here: mutations and the pages they start from. Does not: what must hold of the result (see `soundness`).
"""

# ruff: noqa: E501  (rows of tables stay on one line)
from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

Mutation = Callable[[bytes, random.Random], bytes]
ROOT = Path(__file__).resolve().parents[2]
KINDS = (".html", ".txt", ".md", ".jsonl")
TAG = re.compile(rb"<[^<>]{1,400}>")
ENTITIES = (b"&amp;", b"&#0;", b"&#xD800;", b"&#x110000;", b"&#769;", b"&nbsp;", b"&shy;", b"&#8203;", b"&unknown;", b"&#x1F;", b"&lt;p&gt;", b"&amp;amp;")  # fmt: skip
ODD = (
    "\x00",
    "\u202e",
    "\u200f",
    "\ufeff",
    "\u0301" * 40,
    "\ud83d\ude00",
    "\u2028",
    "\x85",
    "\x0b",
    "\ufffe",
    "\U0001fffe",
    "<",
    ">",
    '"',
    "'",
)
INSERTED = (
    b"<div>", b"</div>", b"<table><tr><td>", b"</table>", b"<p", b"<!--", b"-->", b"<script>", b"</script>", b"<style>", b"<![CDATA[",
    b"<?xml version='1.0' encoding='utf-16'?>", b"<meta charset='idna'>", b"<meta charset='shift_jis'>", b"<title>", b"<svg><title>",
    b"<article><h2>Another title of it</h2>", b"<div hidden>", b"<p style='display:none'>", b"<template>", b"<plaintext>", b"<base href='x'>",
    b"<script type='application/ld+json'>[{\"@type\":\"NewsArticle\",\"articleBody\":3,\"author\":[[{}]]}]</script>",
    b"<script type='application/ld+json'>{\"@graph\":{\"@type\":[\"NewsArticle\",null],\"datePublished\":[],\"headline\":{\"a\":1}}}</script>",
    b"<time datetime='9999-99-99T99:99:99+99:99'>", b"<meta property='article:published_time' content='0000-00-00'>", b"<frameset>",
)  # fmt: skip


def pages() -> list[bytes]:
    """The sample captures: pages, texts, records."""
    captures = sorted((ROOT / "seeds" / "captures").iterdir())
    return [path.read_bytes() for path in captures if path.suffix in KINDS and path.name != "README.md"]


def _place(page: bytes, chance: random.Random) -> int:
    return chance.randrange(len(page) + 1)


def cut(page: bytes, chance: random.Random) -> bytes:
    """Without what stands after some place."""
    return page[: _place(page, chance)]


def hole(page: bytes, chance: random.Random) -> bytes:
    """Without a stretch within."""
    start = _place(page, chance)
    return page[:start] + page[start + chance.randrange(2_000) :]


def doubled(page: bytes, chance: random.Random) -> bytes:
    """With a stretch several times."""
    start = _place(page, chance)
    return page[:start] + page[start : start + chance.randrange(3_000)] * chance.randrange(2, 6) + page[start:]


def shuffled(page: bytes, chance: random.Random) -> bytes:
    """With its pieces in another order."""
    size = chance.choice((7, 80, 1_000))
    pieces = [page[at : at + size] for at in range(0, len(page), size)]
    chance.shuffle(pieces)
    return b"".join(pieces)


def other_bytes(page: bytes, chance: random.Random) -> bytes:
    """With bytes that are any."""
    spoilt = bytearray(page)
    for _ in range(min(len(spoilt), chance.randrange(1, 200))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def tags_dropped(page: bytes, chance: random.Random) -> bytes:
    """Without some of its tags."""
    share = chance.random()
    return TAG.sub(lambda tag: b"" if chance.random() < share else tag[0], page)


def attributes_broken(page: bytes, chance: random.Random) -> bytes:
    """With quotation marks and signs missing in some tags."""
    marks = chance.choice((b'"', b"'", b"=", b" ", b">"))
    return TAG.sub(lambda tag: tag[0].replace(marks, b"", 1) if chance.random() < 0.3 else tag[0], page)


def inserted(page: bytes, chance: random.Random) -> bytes:
    """With markup where none belongs."""
    for _ in range(chance.randrange(1, 8)):
        at = _place(page, chance)
        page = page[:at] + chance.choice(INSERTED) * chance.choice((1, 1, 3, 60)) + page[at:]
    return page


def entities(page: bytes, chance: random.Random) -> bytes:
    """With entities, sound and not, among its words."""
    return re.sub(rb" ", lambda _: chance.choice(ENTITIES) if chance.random() < 0.05 else b" ", page)


def odd_characters(page: bytes, chance: random.Random) -> bytes:
    """With characters that turn, join or end a line, in UTF-8."""
    for _ in range(chance.randrange(1, 30)):
        at = _place(page, chance)
        page = page[:at] + chance.choice(ODD).encode("utf-8", errors="surrogatepass") + page[at:]
    return page


def encodings_mixed(page: bytes, chance: random.Random) -> bytes:
    """With its parts in several encodings, or all in one that it does not name."""
    names: Sequence[str] = ("utf-8", "cp1252", "utf-16", "utf-16-be", "shift_jis", "utf-32", "koi8-r")
    words = page.decode("utf-8", errors="replace")
    at = chance.randrange(len(words) + 1)
    return b"".join(part.encode(chance.choice(names), errors="ignore") for part in (words[:at], words[at:]))


MUTATIONS: tuple[Mutation, ...] = (
    cut, hole, doubled, shuffled, other_bytes, tags_dropped, attributes_broken, inserted, entities, odd_characters, encodings_mixed,
)  # fmt: skip


def mutated(number: int, starts: Sequence[bytes]) -> bytes:
    """The page of a number: one of `starts` with one to four mutations, the same at every call."""
    chance = random.Random(number)
    page = chance.choice(starts)
    for _ in range(chance.randrange(1, 5)):
        page = chance.choice(MUTATIONS)(page, chance)
    return page
