"""Zip and tar: anything readable in them is read, nothing climbs out, and no bomb goes off."""

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.unit.loading.archives import TEXT, mail, page, tarred, warc, zipped
from tests.unit.loading.helpers import LIMIT, all_of, captures_of, refusals_of, source_of
from twosource.loading.formats import ENDINGS, Shape
from twosource.loading.kinds.readers import READERS
from twosource.records import Capture, SetAside

MIXED = {
    "a.html": page(1),
    "notes/b.txt": TEXT.encode(),
    "c.jsonl": b'{"id": 7, "text": "a"}\n{"text": "b"}\n',
    "d.eml": mail().as_bytes(),
    "e.html.gz": gzip.compress(page(2)),
    "f.warc.gz": warc(1),
    "g.zip": zipped({"inner.html": page(3)}),
}
ADDRESSES = [
    "#a.html",
    "#notes/b.txt",
    "#c.jsonl#7",
    "#c.jsonl#L2",
    "#d.eml",
    "#e.html.gz",
    "#f.warc.gz#https://harbor-ledger.example/0",
    "#g.zip#inner.html",
]


def test_each_shape_has_a_reader() -> None:
    assert set(READERS) == set(Shape) == {form.shape for form in ENDINGS.values()}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("all.zip", zipped(MIXED)),
        ("all.tar", tarred(MIXED)),
        ("all.tar.gz", tarred(MIXED, "w:gz")),
        ("all.tgz", tarred(MIXED, "w:gz")),
    ],
)
def test_anything_readable_in_an_archive_is_read(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = captures_of(source_of(tmp_path))
    assert [one.address for one in found] == [name + end for end in ADDRESSES]
    assert [one.data for one in found][:2] == [page(1), TEXT.encode()]
    assert [one.media_type for one in found] == [
        "text/html",
        "text/plain",
        "application/json",
        "application/json",
        "message/rfc822",
        "text/html",
        "text/html",
        "text/html",
    ]
    assert all_of(source_of(tmp_path)) == all_of(source_of(tmp_path))


def test_what_systems_put_beside_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.html": page(), "__MACOSX/._a.html": b"x", ".DS_Store": b"x"}))
    assert [one.address for one in captures_of(source_of(tmp_path))] == ["a.zip#a.html"]


CLIMBING = ["../up.html", "/etc/up.html", "a/../../up.html", "..\\up.html", "C:\\up.html"]


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_member_that_climbs_out_is_not_read(tmp_path: Path, pack: object) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = "a.zip" if pack is zipped else "a.tar"
    (folder / name).write_bytes(pack({**dict.fromkeys(CLIMBING, page()), "good.html": page()}))  # type: ignore[operator]
    found = all_of(source_of(folder))
    assert [one.address for one in found if isinstance(one, Capture)] == [f"{name}#good.html"]
    refused = [one for one in found if isinstance(one, SetAside)]
    assert len(refused) == len(CLIMBING)
    assert {one.reason for one in refused} == {"unreadable"}
    assert all("climbs out" in one.message for one in refused)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [name], "nothing was written"


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("link.html", tarfile.SYMTYPE),
            ("hard.html", tarfile.LNKTYPE),
            ("pipe.html", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    (tmp_path / "a.tar").write_bytes(buffer.getvalue())
    assert refusals_of(source_of(tmp_path)) == [
        ("a.tar#link.html", "skipped", "link"),
        ("a.tar#hard.html", "skipped", "link"),
        ("a.tar#pipe.html", "quarantined", "unreadable"),
    ]


# ------------------------------------------------------------------ bombs and damage

BOMB = b"0" * (LIMIT * 3)


def nested(depth: int) -> bytes:
    data = zipped({"a.html": page()})
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


def many_files() -> bytes:
    """Each below the limit of a document, all together far above what an archive of this size may hold."""
    return zipped({f"{n}.txt": b"0" * (LIMIT - 1) for n in range(400)})


def locked() -> bytes:
    """The bit that says so is set by hand, in both places; the standard library writes no locked archives."""
    data = bytearray(zipped({"a.html": page()}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the list that stand for the same bytes, as in bombs that quote one another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"x" * 100)
        archive.writestr("b.txt", b"y" * 100)
        archive.filelist[1].header_offset = archive.filelist[0].header_offset
    return buffer.getvalue()


def sparse() -> bytes:
    """A tar whose one member says that it has gigabytes of nothing."""
    info = tarfile.TarInfo("hole.txt")
    info.size = 8_000_000_000
    return info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 10_240


DAMAGED = [
    ("bomb.zip", zipped({"a.txt": BOMB}), ["bomb.zip#a.txt"], "too_large"),
    ("bomb.tgz", tarred({"a.txt": BOMB}, "w:gz"), ["bomb.tgz#a.txt"], "too_large"),
    ("inside.zip", zipped({"a.txt.gz": gzip.compress(BOMB)}), ["inside.zip#a.txt.gz"], "too_large"),
    (
        "mail.zip",
        zipped({"a.mbox.gz": gzip.compress(b"From a 10:00 2025\n" + BOMB)}),
        ["mail.zip#a.mbox.gz"],
        "too_large",
    ),
    ("deep.zip", nested(2), ["deep.zip#a.zip#a.zip"], "too_large"),
    ("no.zip", b"PK\x03\x04 nothing", ["no.zip"], "unreadable"),
    ("cut.zip", zipped({"a.html": page()})[:-30], ["cut.zip"], "unreadable"),
    ("locked.zip", locked(), ["locked.zip#a.html"], "unreadable"),
    ("empty.zip", b"", ["empty.zip"], "unreadable"),
    ("no.tar", b"nothing" * 200, ["no.tar"], "unreadable"),
    ("cut.tgz", tarred({"a.txt": os.urandom(90_000).hex().encode()}, "w:gz")[:40_000], ["cut.tgz#a.txt"], "truncated"),
    ("hole.tar", sparse(), ["hole.tar"], "unreadable"),
]


@pytest.mark.parametrize(("name", "data", "items", "reason"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_damage_and_bombs_have_a_reason(tmp_path: Path, name: str, data: bytes, items: list[str], reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = refusals_of(source_of(tmp_path))
    assert [(item, why) for item, _, why in found if item in items] == [(item, reason) for item in items]


def test_an_archive_unpacks_to_so_much_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "many.zip").write_bytes(many_files())
    found = all_of(source_of(tmp_path))
    taken = sum(len(one.data) for one in found if isinstance(one, Capture))
    refused = [one for one in found if isinstance(one, SetAside)]
    assert taken <= 250 * (tmp_path / "many.zip").stat().st_size
    assert refused
    assert {one.reason for one in refused} == {"too_large"}


def test_entries_over_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "over.zip").write_bytes(overlapping())
    assert "unreadable" in [reason for _, _, reason in refusals_of(source_of(tmp_path))]


def test_a_damaged_member_stops_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": page(1), "b.html": page(2)}))
    place = data.index(b"a.html") + 20
    data[place : place + 8] = b"\xff" * 8
    (tmp_path / "a.zip").write_bytes(bytes(data))
    found = all_of(source_of(tmp_path))
    assert [one.address for one in found if isinstance(one, Capture)] == ["a.zip#b.html"]
    assert [one.reason for one in found if isinstance(one, SetAside)] == ["unreadable"]
