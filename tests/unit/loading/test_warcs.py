"""Web archives written by warcio: chosen records become captures, and reading goes on where it stopped."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import brotli
import pytest

from tests.unit.loading.archives import TEXT, Warc, page, warc, zipped
from tests.unit.loading.helpers import LIMIT, SEEN, all_of, captures_of, refusals_of, source_of
from twosource.loading.kinds import warcs
from twosource.loading.load import load
from twosource.loading.picking import Picked
from twosource.loading.sources import Source
from twosource.records import Capture, Reached, SetAside

HTML = ("Content-Type", "text/html; charset=utf-8")


def written(tmp_path: Path, made: Warc | bytes, name: str = "news.warc.gz", **values: object) -> Source:
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.data)
    return source_of(tmp_path, **values)


@pytest.mark.parametrize("packed", [True, False])
def test_a_record_is_a_page_at_its_address(tmp_path: Path, packed: bool) -> None:
    made = Warc(packed)
    made.answer("https://harbor-ledger.example/a", page(), [HTML, ("ETag", '"1"')], Date="2025-04-17T06:00:00Z")
    name = "news.warc.gz" if packed else "news.warc"
    [one] = captures_of(written(tmp_path, made, name))
    assert (one.address, one.url) == (f"{name}#https://harbor-ledger.example/a", "https://harbor-ledger.example/a")
    assert (one.data, one.media_type) == (page(), "text/html")
    assert one.headers["fetched-at"] == "2025-04-17T06:00:00Z"
    assert one.headers["etag"] == '"1"'


def chunked(data: bytes) -> bytes:
    parts = [data[:10], data[10:]]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def bare_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


PACKED = [
    ("gzip", gzip.compress(page()), [("Content-Encoding", "gzip")]),
    ("deflate", zlib.compress(page()), [("Content-Encoding", "deflate")]),
    ("bare deflate", bare_deflate(page()), [("Content-Encoding", "deflate")]),
    ("brotli", brotli.compress(page()), [("Content-Encoding", "br")]),
    ("chunked", chunked(page()), [("Transfer-Encoding", "chunked")]),
    ("chunked gzip", chunked(gzip.compress(page())), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
    ("chunks taken off", page(), [("Transfer-Encoding", "chunked")]),
]


@pytest.mark.parametrize(("body", "headers"), [row[1:] for row in PACKED], ids=[row[0] for row in PACKED])
def test_what_a_page_was_packed_in_is_taken_off(tmp_path: Path, body: bytes, headers: list[tuple[str, str]]) -> None:
    made = Warc()
    made.answer("https://harbor-ledger.example/a", body, [HTML, *headers])
    assert [one.data for one in captures_of(written(tmp_path, made))] == [page()]


BOMB = b"0" * (LIMIT * 3)
BAD = [
    ("gzip bomb", gzip.compress(BOMB), [("Content-Encoding", "gzip")], "too_large"),
    ("twice packed bomb", gzip.compress(gzip.compress(BOMB)), [("Content-Encoding", "gzip, gzip")], "too_large"),
    ("brotli bomb", brotli.compress(BOMB), [("Content-Encoding", "br")], "too_large"),
    ("deflate bomb", zlib.compress(BOMB), [("Content-Encoding", "deflate")], "too_large"),
    ("plain", BOMB, [], "too_large"),
    ("cut gzip", gzip.compress(page())[:-20], [("Content-Encoding", "gzip")], "truncated"),
    ("cut brotli", brotli.compress(page())[:-20], [("Content-Encoding", "br")], "truncated"),
    ("cut chunks", chunked(page())[:-40], [("Transfer-Encoding", "chunked")], "truncated"),
    ("wrong gzip", b"not packed at all", [("Content-Encoding", "gzip")], "unreadable"),
    ("wrong brotli", b"\xff" * 40, [("Content-Encoding", "br")], "unreadable"),
    ("unknown packing", page(), [("Content-Encoding", "zstd")], "unreadable"),
    ("empty", b"", [], "empty"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, [], "binary"),
]


@pytest.mark.parametrize(("body", "headers", "reason"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_record_stops_no_other(tmp_path: Path, body: bytes, headers: list[tuple[str, str]], reason: str) -> None:
    made = Warc()
    made.answer("https://harbor-ledger.example/bad", body, [HTML, *headers])
    made.answer("https://harbor-ledger.example/good", page())
    found = all_of(written(tmp_path, made))
    assert [one.url for one in found if isinstance(one, Capture)] == ["https://harbor-ledger.example/good"]
    assert [one.reason for one in found if isinstance(one, SetAside)] == [reason]


# ------------------------------------------------------------------ what is chosen


def mixed() -> Warc:
    made = Warc()
    made.answer("https://www.harbor-ledger.example/a", page(1), [HTML], Date="2025-04-17T06:00:00Z")
    made.answer("https://other.example/b", page(2), [HTML], Date="2025-04-17T06:00:00Z")
    made.answer("https://harbor-ledger.example.evil.example/c", page(3), [HTML], Date="2025-04-17T06:00:00Z")
    made.answer("https://harbor-ledger.example/old", page(4), [HTML], Date="2024-04-17T06:00:00Z")
    made.answer(
        "https://harbor-ledger.example/german",
        page(5),
        [HTML],
        Date="2025-04-17T06:00:00Z",
        Identified_Content_Language="deu",
    )
    made.answer(
        "https://harbor-ledger.example/film", b"\0\0", [("Content-Type", "video/mp4")], Date="2025-04-17T06:00:00Z"
    )
    made.answer("https://harbor-ledger.example/gone", b"gone", [HTML], "404 Not Found", Date="2025-04-17T06:00:00Z")
    made.answer("https://harbor-ledger.example/a", b"", kind="revisit", Date="2025-04-17T06:00:00Z")
    made.answer("dns:harbor-ledger.example", b"20250417", kind="resource", Date="2025-04-17T06:00:00Z")
    return made


def test_records_are_chosen_and_the_others_counted(tmp_path: Path) -> None:
    picked = Picked(
        hosts=("harbor-ledger.example",), languages=("en",), since=date(2025, 1, 1), until=date(2025, 12, 31)
    )
    found = all_of(written(tmp_path, mixed(), records=picked))
    assert [one.url for one in found if isinstance(one, Capture)] == ["https://www.harbor-ledger.example/a"]
    [aside] = [one for one in found if isinstance(one, SetAside)]
    assert (aside.disposition, aside.reason) == ("skipped", "not_wanted")
    for told in (
        "8 records",
        "2 of other hosts",
        "1 of another time",
        "1 in other languages",
        "1 of other media types",
        "1 of redirects and errors",
        "1 that only say",
        "1 of no web page",
    ):
        assert told in aside.message


def test_without_a_choice_all_pages_are_taken(tmp_path: Path) -> None:
    assert len([one for one in all_of(written(tmp_path, mixed())) if isinstance(one, Capture)]) == 5


def test_texts_that_a_crawler_extracted_are_read(tmp_path: Path) -> None:
    made = b"".join(
        b"%s\r\n" % line
        for line in (
            b"WARC/1.0",
            b"WARC-Type: conversion",
            b"WARC-Target-URI: https://harbor-ledger.example/a",
            b"WARC-Date: 2025-04-17T06:00:00Z",
            b"WARC-Record-ID: <urn:uuid:1>",
            b"Content-Type: text/plain",
            b"Content-Length: %d" % len(TEXT),
            b"",
            TEXT.encode(),
            b"",
        )
    )
    [one] = captures_of(written(tmp_path, made, "news.warc"))
    assert (one.data, one.media_type) == (TEXT.encode(), "text/plain")


# ------------------------------------------------------------------ damage


def test_a_cut_archive_gives_what_came_before(tmp_path: Path) -> None:
    data = warc(5)
    found = all_of(written(tmp_path, data[: len(data) - 60]))
    assert len([one for one in found if isinstance(one, Capture)]) == 4
    assert [one.reason for one in found if isinstance(one, SetAside)] == ["truncated"]


def test_damage_in_the_middle_is_told_with_its_place(tmp_path: Path) -> None:
    data = bytearray(warc(5))
    places = [n for n in range(len(data)) if data[n : n + 3] == b"\x1f\x8b\x08"]
    data[places[-2] + 60 : places[-2] + 90] = b"\0" * 30
    found = all_of(written(tmp_path, bytes(data)))
    assert len([one for one in found if isinstance(one, Capture)]) >= 3
    [aside] = [one for one in found if isinstance(one, SetAside)]
    assert aside.reason in ("unreadable", "truncated")


@pytest.mark.parametrize("data", [b"nonsense" * 90, gzip.compress(b"nonsense" * 90, mtime=0), b"WARC/1.0\r\nbroken"])
def test_what_is_no_archive_has_a_reason(tmp_path: Path, data: bytes) -> None:
    assert [reason for _, _, reason in refusals_of(written(tmp_path, data))] in (["unreadable"], ["empty"])


def test_an_empty_archive_is_no_success(tmp_path: Path) -> None:
    assert [reason for _, _, reason in refusals_of(written(tmp_path, b""))] == ["empty"]


def test_a_page_that_the_archive_cut_is_told(tmp_path: Path) -> None:
    made = Warc()
    made.answer("https://harbor-ledger.example/a", page(), Truncated="length")
    assert [reason for _, _, reason in refusals_of(written(tmp_path, made))] == ["truncated"]


# ------------------------------------------------------------------ going on


def passes(source: Source, before: Reached | None = None) -> Iterator[Capture | SetAside | Reached]:
    return load(source, SEEN, LIMIT, reached=lambda _address: before)


def test_reading_goes_on_at_the_place_that_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcs, "STEP", 10)
    source = written(tmp_path, warc(35))
    whole = list(passes(source))
    notes = [one for one in whole if isinstance(one, Reached)]
    assert [(one.taken, one.finished) for one in notes] == [(9, False), (19, False), (29, False), (35, True)]
    urls = [one.url for one in whole if isinstance(one, Capture)]
    again = list(passes(source, notes[1]))
    assert isinstance(again[0], Reached)
    assert (again[0].passed, again[0].taken) == (True, 19)
    assert [one.url for one in again if isinstance(one, Capture)] == urls[19:]


def test_a_whole_archive_is_not_read_again_until_it_changes(tmp_path: Path) -> None:
    source = written(tmp_path, warc(5))
    last = [one for one in passes(source) if isinstance(one, Reached)][-1]
    [passed] = list(passes(source, last))
    assert passed == replace(last, passed=True)
    changed = written(tmp_path, warc(6))
    assert len([one for one in passes(changed, last) if isinstance(one, Capture)]) == 6
    other = replace(source, records=Picked(hosts=("nobody.example",)))
    assert [one.reason for one in passes(other, last) if isinstance(one, SetAside)] == ["not_wanted"]


# ------------------------------------------------------------------ WACZ


def wacz(members: dict[str, bytes]) -> bytes:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    data = wacz({"datapackage.json": b"{}", "archive/a.warc.gz": warc(2), "pages/pages.jsonl": b"{}\n"})
    source = written(tmp_path, data, "crawl.wacz")
    assert [one.address for one in captures_of(source)] == [
        f"crawl.wacz#archive/a.warc.gz#https://harbor-ledger.example/{n}" for n in (0, 1)
    ]
    [last] = [one for one in passes(source) if isinstance(one, Reached)]
    assert last.address == "crawl.wacz#archive/a.warc.gz"
    assert all(isinstance(one, Reached) for one in passes(source, last))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (wacz({"pages/pages.jsonl": b"{}"}), "empty"),
        (b"PK", "unreadable"),
        (zipped({"archive/a.warc.gz": warc(1)}), "unreadable"),
    ],
)
def test_a_wacz_without_an_archive_is_told(tmp_path: Path, data: bytes, reason: str) -> None:
    assert [why for _, _, why in refusals_of(written(tmp_path, data, "crawl.wacz"))] == [reason]
