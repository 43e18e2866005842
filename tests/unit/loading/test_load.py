"""Files of every kind to captures: bytes kept, gzip and JSON taken apart, and a reason for what is not taken."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource import reference
from twosource.loading.formats import ENDINGS, Shape
from twosource.records import Capture, SetAside

from .helpers import LIMIT, SEEN, all_of, captures_of, refusals_of, source_of

PAGE = b"<html><body><p>The harbour office reopened on Monday.</p></body></html>"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("html", "text/html"),
        ("HTM", "text/html"),
        ("xhtml", "text/html"),
        ("txt", "text/plain"),
        ("text", "text/plain"),
        ("md", "text/markdown"),
        ("markdown", "text/markdown"),
    ],
)
def test_a_document_keeps_its_bytes(tmp_path: Path, ending: str, media_type: str, packed: bool) -> None:
    name = f"page.{ending}" + (".gz" if packed else "")
    (tmp_path / name).write_bytes(gzip.compress(PAGE) if packed else PAGE)
    [capture] = captures_of(source_of(tmp_path))
    assert capture.data == PAGE
    assert capture.sha256 == hashlib.sha256(PAGE).hexdigest()
    assert capture.media_type == media_type
    assert capture.address == name
    assert capture.source == "desk"
    assert capture.first_seen_at == SEEN
    assert capture.headers == ({"content-encoding": "gzip"} if packed else {})
    assert capture.fields == {}
    assert capture.url is None


@pytest.mark.parametrize(
    "text",
    ["The port is open.\n", "東京で会談が行われた。\n" * 5, "Ŝtormo ĉe la havenĉefurbo\n", "Порт снова открыт.\n"],
)
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022_jp", "cp1251", "shift_jis"],
)
def test_text_in_any_encoding_is_text(tmp_path: Path, text: str, encoding: str) -> None:
    data = text.encode(encoding, "ignore")
    (tmp_path / "a.txt").write_bytes(data or b"-")
    assert captures_of(source_of(tmp_path))[0].data == (data or b"-")


def test_a_few_stray_nul_bytes_are_left_for_cleaning(tmp_path: Path) -> None:
    data = b"The council met on Friday and put off the vote on the bridge.\x00\n"
    (tmp_path / "a.txt").write_bytes(data)
    assert captures_of(source_of(tmp_path))[0].data == data


# ------------------------------------------------------------------ what is not taken

REFUSED: list[tuple[str, bytes, str, str]] = [
    ("empty.html", b"", "quarantined", "empty"),
    ("empty.txt.gz", b"", "quarantined", "empty"),
    ("packed_nothing.txt.gz", gzip.compress(b""), "quarantined", "empty"),
    ("empty.jsonl", b"", "quarantined", "empty"),
    ("empty.json", b"", "quarantined", "empty"),
    ("no_records.json", b"[]", "skipped", "empty"),
    ("no_records.jsonl", b"\n \n\r\n", "skipped", "empty"),
    ("picture.html", PICTURE, "quarantined", "binary"),
    ("picture.jsonl", PICTURE, "quarantined", "binary"),
    ("picture.txt.gz", gzip.compress(PICTURE), "quarantined", "binary"),
    ("report.txt", b"%PDF-1.7\n1 0 obj", "quarantined", "binary"),
    ("forgot_ending.html", gzip.compress(PAGE), "quarantined", "binary"),
    ("noise.txt", bytes(range(256)) * 4, "quarantined", "binary"),
    ("nul.txt", b"\x00" * 9, "quarantined", "binary"),
    ("cut.html.gz", gzip.compress(PAGE)[:-9], "quarantined", "truncated"),
    ("no_gzip.html.gz", PAGE, "quarantined", "unreadable"),
    ("bad_sum.html.gz", gzip.compress(PAGE)[:-8] + b"12345678", "quarantined", "unreadable"),
    ("large.txt", b"word " * (LIMIT // 5 + 1), "quarantined", "too_large"),
    ("bomb.html.gz", gzip.compress(b" " * (LIMIT * 3)), "quarantined", "too_large"),
    ("large.json", b'{"text": "' + b"a" * LIMIT + b'"}', "quarantined", "too_large"),
    ("broken.json", b'{"headline": "Ferry', "quarantined", "unreadable_record"),
    ("number.json", b"12", "quarantined", "unreadable_record"),
    ("latin.json", '{"text": "Café"}'.encode("latin-1"), "quarantined", "unreadable_record"),
    ("deep.json", b"[" * 90_000, "quarantined", "unreadable_record"),
    ("long_number.json", b'{"n": ' + b"1" * 5_000 + b"}", "quarantined", "unreadable_record"),
    ("wide.jsonl", '{"text": "a"}\n'.encode("utf-16"), "quarantined", "unreadable_record"),
    ("table.csv", b"a,b\n", "skipped", "unknown_format"),
    ("archive.rar", b"Rar!", "skipped", "unknown_format"),
    ("only.gz", gzip.compress(PAGE), "skipped", "unknown_format"),
    ("no_ending", b"text", "skipped", "unknown_format"),
    ("page.html.part", PAGE, "skipped", "unknown_format"),
]


@pytest.mark.parametrize(("name", "data", "disposition", "reason"), REFUSED, ids=[row[0] for row in REFUSED])
def test_each_reason(tmp_path: Path, name: str, data: bytes, disposition: str, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    [aside] = all_of(source_of(tmp_path))
    assert isinstance(aside, SetAside)
    assert (aside.item, aside.address, aside.source, aside.stage) == (name, name, "desk", "captures")
    assert (aside.disposition, aside.reason) == (disposition, reason)
    assert aside.reason in reference.vocabulary("rejection")
    assert aside.disposition in reference.vocabulary("disposition")
    # what happened to what, and what to do: at least two sentences, the first with the address
    assert aside.message.startswith(f"{name} ")
    assert aside.message.endswith(".")
    assert aside.message.count(". ") >= 1


def test_a_file_at_the_limit_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    (tmp_path / "b.txt").write_bytes(b"123456")
    assert [one.address for one in all_of(source_of(tmp_path), 5) if isinstance(one, Capture)] == ["a.txt"]
    assert refusals_of(source_of(tmp_path), 5) == [("b.txt", "quarantined", "too_large")]


def _broken_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere.html"))


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [_broken_link, _link_to_itself, os.mkfifo])
def test_what_is_no_file_is_unreadable(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "a.html")
    (tmp_path / "b.html").write_bytes(PAGE)
    named = source_of(tmp_path, paths=(tmp_path / "a.html", tmp_path / "b.html"))
    assert refusals_of(named) == [("a.html", "quarantined", "unreadable")]
    assert [one.address for one in all_of(named) if isinstance(one, Capture)] == ["b.html"]


def test_a_closed_file_is_unreadable_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_bytes(PAGE)
    plain_open = os.open

    def closed(path: Path, flags: int) -> int:
        if path.name == "b.html":
            raise PermissionError(13, "Permission denied", str(path))
        return plain_open(path, flags)

    monkeypatch.setattr(os, "open", closed)
    found = all_of(source_of(tmp_path))
    assert [type(one) for one in found] == [Capture, SetAside, Capture]
    assert isinstance(found[1], SetAside)
    assert found[1].reason == "unreadable"
    assert "Permission denied" in found[1].message
    assert str(tmp_path) not in found[1].message


# ------------------------------------------------------------------ ids


def test_ids_are_stable_and_tell_source_address_and_bytes_apart(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "c.html").write_bytes(PAGE + b"\n")
    ids = [one.capture_id for one in captures_of(source_of(tmp_path))]
    assert ids == [one.capture_id for one in captures_of(source_of(tmp_path))]
    other = [one.capture_id for one in captures_of(source_of(tmp_path, name="other"))]
    assert len({*ids, *other}) == 6
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in ids)


def test_an_id_does_not_depend_on_where_the_home_lies(tmp_path: Path) -> None:
    ids = []
    for home in (tmp_path / "one", tmp_path / "two" / "deeper"):
        (home / "inbox").mkdir(parents=True)
        (home / "inbox" / "a.html").write_bytes(PAGE)
        [capture] = captures_of(source_of(home / "inbox", bases=(home,)))
        assert capture.address == "inbox/a.html"
        ids.append(capture.capture_id)
    assert ids[0] == ids[1]


def test_a_known_id_stays(tmp_path: Path) -> None:
    """The way ids are made is a promise to every database there is: this value must not change."""
    (tmp_path / "a.txt").write_bytes(b"The port is open.")
    sha = hashlib.sha256((4).to_bytes(8, "big") + b"desk" + (5).to_bytes(8, "big") + b"a.txt" + b"The port is open.")
    assert [one.capture_id for one in captures_of(source_of(tmp_path))] == [sha.hexdigest()[:32]]


# ------------------------------------------------------------------ anything at all


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ending=st.sampled_from([*ENDINGS, "csv", ""]),
    packed=st.booleans(),
    cut=st.integers(0, 6),
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    ),
)
def test_any_bytes_give_captures_or_reasons(tmp_path: Path, ending: str, packed: bool, cut: int, data: bytes) -> None:
    path = tmp_path / ("a." + ending + (".gz" if packed else ""))
    stored = gzip.compress(data) if packed else data
    path.write_bytes(stored[: len(stored) - cut] if packed else stored)
    try:
        found = all_of(source_of(tmp_path))
        assert len(found) >= 1
        for one in found:
            assert isinstance(one, Capture | SetAside)
            assert one.address is not None
            assert one.address.isprintable()
            if isinstance(one, SetAside):
                assert one.reason in reference.vocabulary("rejection")
            elif ENDINGS[ending].shape is Shape.DOCUMENT:
                assert one.data == data
            elif ENDINGS[ending].shape is Shape.JSON_LINES:
                assert one.data in data
    finally:
        path.unlink()
