"""JSON files and JSON lines: one capture for each record, named by its id or URL, with the mapping that fits it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest

from twosource.loading.load import load
from twosource.records import Capture, SetAside

from .helpers import LIMIT, SEEN, all_of, captures_of, refusals_of, source_of


def test_a_json_object_is_one_record_with_its_own_bytes(tmp_path: Path) -> None:
    data = (
        b'{ "headline": "Ferry resumes",\n  "articleBody": "It sailed.", "url": "https://harbor-ledger.example/f" }\n'
    )
    (tmp_path / "a.json").write_bytes(data)
    [capture] = captures_of(source_of(tmp_path))
    assert capture.data == data
    assert capture.address == "a.json"
    assert capture.url == "https://harbor-ledger.example/f"
    assert capture.media_type == "application/json"
    assert capture.fields == {"headline": "headline", "text": "articleBody", "url": "url"}


def test_a_json_list_is_a_record_for_each_item_whatever_its_layout(tmp_path: Path) -> None:
    items: list[dict[str, object]] = [{"uri": "urn:a", "b": 1.5, "text": "Häfen \ud800"}, {"text": "no name"}]
    (tmp_path / "a.json").write_text(json.dumps(items, indent=3))
    first = captures_of(source_of(tmp_path))
    (tmp_path / "a.json").write_text(json.dumps([dict(reversed(item.items())) for item in items]))
    assert [one.capture_id for one in captures_of(source_of(tmp_path))] == [one.capture_id for one in first]
    assert [one.address for one in first] == ["a.json#urn:a", "a.json#L2"]
    assert [json.loads(one.data) for one in first] == items


def test_an_item_that_is_no_record_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"id": 1}, "two", {"id": 3}, null]')
    assert [one.address for one in all_of(source_of(tmp_path)) if isinstance(one, Capture)] == ["a.json#1", "a.json#3"]
    assert refusals_of(source_of(tmp_path)) == [
        ("a.json#L2", "quarantined", "unreadable_record"),
        ("a.json#L4", "quarantined", "unreadable_record"),
    ]


LINES = [
    b'{"guid": "A-1", "title": "Ferry resumes", "link": "https://harbor-ledger.example/1"}',
    b"",
    b'{"guid": "A-2", "tit',
    b'["no", "object"]',
    b'{"title": "No id", "link": "https://harbor-ledger.example/2"}',
    b'{"title": "No name at all"}',
    b'{"id": true, "url": "ftp://harbor-ledger.example/3"}',
]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_json_lines_are_a_record_for_each_line(tmp_path: Path, end: bytes, last: bytes, packed: bool) -> None:
    data = end.join(LINES) + last
    name = "feed.ndjson.gz" if packed else "feed.ndjson"
    (tmp_path / name).write_bytes(gzip.compress(data) if packed else data)
    found = all_of(source_of(tmp_path))
    assert [(one.address, getattr(one, "data", None), getattr(one, "url", None)) for one in found] == [
        (f"{name}#A-1", LINES[0], "https://harbor-ledger.example/1"),
        (f"{name}#L3", None, None),
        (f"{name}#L4", None, None),
        (f"{name}#https://harbor-ledger.example/2", LINES[4], "https://harbor-ledger.example/2"),
        (f"{name}#L6", LINES[5], None),
        (f"{name}#L7", LINES[6], None),
    ]
    assert {reason for _, _, reason in refusals_of(source_of(tmp_path))} == {"unreadable_record"}


def test_the_mapping_of_the_source_goes_before_the_usual_names(tmp_path: Path) -> None:
    record = {
        "id": "outer",
        "doc": {"nr": 17, "links": ["x", "https://harbor-ledger.example/17"]},
        "title": "Usual",
        "ttl": "Stated",
        "body_text": "It sailed.",
        "author": {"name": "Ada Quill"},
        "publisher": {"name": "Harbor Ledger"},
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    stated = {"id": "doc.nr", "url": "doc.links.1", "headline": "ttl", "published": "when"}
    [capture] = captures_of(source_of(tmp_path, fields=stated))
    assert capture.address == "a.jsonl#17"
    assert capture.url == "https://harbor-ledger.example/17"
    assert capture.fields == {
        "id": "doc.nr",
        "url": "doc.links.1",
        "headline": "ttl",
        "published": "when",
        "text": "body_text",
        "by": "author.name",
        "outlet": "publisher.name",
    }


def test_a_list_of_authors_is_found_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"author": [{"name": "Ada Quill"}, {"name": "Ben Stone"}]}))
    assert captures_of(source_of(tmp_path))[0].fields == {"by": "author"}


def test_lines_that_are_too_long_do_not_stop_the_others(tmp_path: Path) -> None:
    lines = [b'{"id": 1}', b'{"id": 2, "text": "' + b"a" * 3_000_000 + b'"}', b'{"id": 3}', b'{"id": 44}']
    (tmp_path / "a.jsonl").write_bytes(b"\r\n".join(lines))
    found = all_of(source_of(tmp_path), 9)
    assert [one.address for one in found if isinstance(one, Capture)] == ["a.jsonl#1", "a.jsonl#3"]
    assert refusals_of(source_of(tmp_path), 9) == [
        ("a.jsonl#L2", "quarantined", "too_large"),
        ("a.jsonl#L4", "quarantined", "too_large"),
    ]


def test_whole_lines_before_a_cut_are_kept(tmp_path: Path) -> None:
    lines = b"".join(
        b'{"id": %d, "text": "%s"}\n' % (n, hashlib.sha256(bytes([n])).hexdigest().encode()) for n in range(200)
    )
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines)[:-2_000])
    found = all_of(source_of(tmp_path))
    assert len(found) > 100
    assert [one.address for one in found[:-1]] == [f"a.jsonl.gz#{n}" for n in range(len(found) - 1)]
    assert isinstance(found[-1], SetAside)
    assert (found[-1].item, found[-1].reason) == ("a.jsonl.gz", "truncated")


@pytest.mark.parametrize("filler", [b"\n", b" "], ids=["blank_lines", "one_line"])
def test_a_bomb_of_json_lines_is_stopped(tmp_path: Path, filler: bytes) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1}\n' + filler * 4_000_000))
    found = all_of(source_of(tmp_path), 1_000)
    assert found[0].address == "a.jsonl.gz#1"
    assert isinstance(found[-1], SetAside)
    assert (found[-1].item, found[-1].reason) == ("a.jsonl.gz", "too_large")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    line = b'{"id": 1, "text": "%s"}\n' % (b"a" * 10_000)
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.writelines(line for _ in range(2_000))  # 20 MB
    captures = load(source_of(tmp_path), SEEN, LIMIT)
    next(captures)
    tracemalloc.start()
    count = sum(1 for _ in captures)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1_999
    assert peak < 1_000_000


def test_a_pass_that_is_left_early_closes_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": 1}\n{"id": 2}\n')
    plain_open = os.open
    opened: list[int] = []

    def watched(path: Path, flags: int) -> int:
        opened.append(plain_open(path, flags))
        return opened[-1]

    monkeypatch.setattr(os, "open", watched)
    captures = load(source_of(tmp_path), SEEN, LIMIT)
    assert [one.address for one in islice(captures, 1)] == ["a.jsonl#1"]
    [handle] = opened
    os.fstat(handle)
    del captures
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


@pytest.mark.parametrize("key", ["a\nb", "x" * 600, "  ", "a\ud800b", "a\\b"])
def test_odd_keys_make_addresses_of_valid_unicode_in_one_line(tmp_path: Path, key: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": key}))
    [capture] = captures_of(source_of(tmp_path))
    expected = {"a\nb": r"a\x0ab", "a\ud800b": r"a\ud800b", "a\\b": r"a\\b"}
    assert capture.address == f"a.jsonl#{expected.get(key, 'L1')}"
    capture.address.encode("utf-8")
