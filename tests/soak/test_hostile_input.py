"""Input made to cost as much as it can: each kind ends with a result or a reason, in seconds and without gigabytes.

Belongs here: one row per kind, at full size. Does not: timings of ordinary pages (see `benchmarks`).
"""

# ruff: noqa: E501  (rows of the table stay on one line)
from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping

import pytest

from tests.soak.soundness import sound
from twosource.cleaning.pipeline import clean

SENTENCE = "The harbour of Port Vell was opened to ships on Friday after it had been closed for five months, the port office said. "
BODY = "".join(f"<p>{SENTENCE} It was opening number {number}.</p>" for number in range(20))
LONGEST = 20.0
"""Seconds of CPU; on the machine of the measurements none takes 5. What grows with the square takes minutes."""


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Harbour | The Vell Gazette</title>{head}</head><body>{body}</body></html>"
    )


def linked(data: str) -> str:
    return f"<script type='application/ld+json'>{data}</script>"


def bomb() -> str:
    rows = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 30))
    return f"<!DOCTYPE html [<!ENTITY a0 'ha'>{rows}]><html><body><p>&a29;</p>{BODY}</body></html>"


KINDS: Mapping[str, Callable[[], str | bytes]] = {
    "paragraphs never closed": lambda: page("<p>" * 200_000 + BODY),
    "words in paragraphs": lambda: page("<p>a b</p>" * 149_000),
    "prose in paragraphs": lambda: page("".join(f"<p>{SENTENCE}{n}.</p>" for n in range(60_000))),
    "links in links": lambda: page("<a href='/x'>" * 200_000 + BODY),
    "links": lambda: page("".join(f"<a href='/{n}'>Link {n} on</a> " for n in range(149_000))),
    "list of links": lambda: page("".join(f"<li><a href='/{n}'>Link number {n} about the town</a></li>" for n in range(74_000)) + BODY),
    "nested bold": lambda: page("<b>" * 199_000 + BODY + "</b>" * 199_000),
    "divisions never closed": lambda: page("<div>" * 200_000 + BODY),
    "nested as deep as is read": lambda: page("<div>" * 900 + BODY + "</div>" * 900),
    "nested tables": lambda: page("<table><tr><td>" * 500 + BODY + "</td></tr></table>" * 500),
    "large table": lambda: page("<table>" + "<tr><td>1,2</td><td>3,4</td><td>5,6</td></tr>" * 45_000 + "</table>" + BODY),
    "one text node": lambda: page(f"<p>{SENTENCE * 210_000}</p>"),
    "one long word": lambda: page("x" * 25_000_000),
    "paragraphs of 30 MB": lambda: page("".join(f"<p>{SENTENCE}{n}.</p>" for n in range(148_000)))[:29_900_000],
    "line breaks": lambda: page("The harbour opened on Friday, he said.<br>" * 299_000),
    "attributes": lambda: page("<p " + " ".join(f"a{n}='v{n}'" for n in range(100_000)) + f">{SENTENCE}</p>{BODY}"),
    "attributes with signs": lambda: page("<p " + " ".join(f"a{n}='<>'" for n in range(100_000)) + f">{SENTENCE}</p>{BODY}"),
    "attributes without values": lambda: page("<p " + " ".join(f"a{n}" for n in range(100_000)) + f">{SENTENCE}</p>{BODY}"),
    "attributes of a script": lambda: page("<script " + " ".join(f"a{n}=v" for n in range(100_000)) + f"></script>{BODY}"),
    "long attribute": lambda: page("<p class='" + "a-" * 5_000_000 + f"'>{SENTENCE}</p>{BODY}"),
    "ampersands": lambda: page("<p>" + "a &amp; b " * 1_000_000 + "</p>"),
    "entity bomb": bomb,
    "angle brackets": lambda: "<" * 10_000_000,
    "tags never ended": lambda: "<html><p a='" * 1_000_000,
    "comments never closed": lambda: page("<!--" * 1_000_000 + BODY),
    "scripts never closed": lambda: "<html>" + "<div>" * 200_000 + "<script>" * 300_000,
    "elements of time": lambda: page("".join(f"<time datetime='x{n}'>May {n}</time>" for n in range(100_000)) + BODY),
    "authors": lambda: page("<span itemprop='author'>Ada Brook</span>" * 100_000 + BODY),
    "articles": lambda: page("<article><h2>A title of four words</h2><p>x y z</p></article>" * 60_000),
    "structured data of 5 MB": lambda: page(BODY, linked(json.dumps({"@type": "NewsArticle", "articleBody": SENTENCE * 42_000}))),
    "structured data of 25 MB": lambda: page(BODY, linked(json.dumps({"@type": "NewsArticle", "articleBody": SENTENCE * 205_000}))),
    "deep structured data": lambda: page(BODY, linked('{"a":' * 200_000 + "1" + "}" * 200_000)),
    "blocks of structured data": lambda: page(BODY, linked('{"@type":"NewsArticle","headline":"x"}') * 100_000),
    "wide structured data": lambda: page(BODY, linked(json.dumps([{"@type": "NewsArticle", "headline": str(n)} for n in range(200_000)]))),
    "bodies in structured data": lambda: page(BODY, linked(json.dumps([{"@type": "NewsArticle", "headline": str(n), "articleBody": SENTENCE} for n in range(100_000)]))),
    "deep record": lambda: '{"text":' * 300_000,
    "marks of direction": lambda: "\u200f\u202e\u061c" * 1_000_000,
    "combining marks": lambda: "a" + "\u0301\u0323" * 1_000_000,
    "combining marks as entities": lambda: page("<p>a" + "&#769;&#803;" * 400_000),
    "lone surrogates": lambda: page("\ud800\udfff\ud83d" * 500_000 + BODY),
    "NULs between letters": lambda: "\x00".join(page(BODY)).encode(),
    "encodings mixed": lambda: page(BODY).encode() + "é".encode("cp1252") * 300_000 + "港".encode("utf-16") * 100_000,
    "false charset": lambda: page("<p>Größe der Brücke.</p>" * 50_000, "<meta charset='punycode'>").encode("cp1252"),
    "other encoding of 29 MB": lambda: page("<p>" + "Größe der Brücke. " * 1_500_000).encode("cp1252"),
    "one line": lambda: SENTENCE * 84_000,
    "short lines": lambda: "\n".join(f"w{n}" for n in range(1_000_000)),
    "lines of prose": lambda: "\n".join(f"The ship number {n} came on Friday." for n in range(700_000)),
    "long lines": lambda: "\n".join(f"{SENTENCE * 4}{n}." for n in range(50_000)),
    "lines that hold a date": lambda: page("<p>Tuesday, 5 May 2031 17 foo</p>" * 99_000 + BODY),
    "lines that hold other dates": lambda: page("".join(f"<p>Tuesday, 5 May 2031 {n} foo</p>" for n in range(99_000)) + BODY),
    "lines like credits": lambda: "\n".join("Aa " * 40 + "Photo/" for _ in range(50_000)),
    "lines of initials": lambda: "\n".join("A. " * 1_000 for _ in range(3_000)),
    "blank lines": lambda: "\n \n" * 5_000_000 + SENTENCE,
    "white space": lambda: SENTENCE + "\u00a0\u2003" * 8_000_000 + SENTENCE,
    "emphasis": lambda: "\n".join("*" * 600 + "a" * 600 for _ in range(10_000)),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_input_stays_bounded(kind: str) -> None:
    data = KINDS[kind]()
    before = time.process_time()
    found = clean(data)
    assert time.process_time() - before < LONGEST
    sound(found)
