"""Which files belong to a source: order, patterns, hidden and excluded names, links, odd names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twosource.loading.files import files
from twosource.loading.identity import shown
from twosource.loading.load import load
from twosource.records import Capture, SetAside

from .helpers import LIMIT, SEEN, captures_of, refusals_of, source_of


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The port is open.")


def addresses(folder: Path, **values: object) -> list[str]:
    return [found.address for found in files(source_of(folder, **values))]


def test_the_order_is_that_of_the_paths(tmp_path: Path) -> None:
    names = ["a.txt", "a-b/1.txt", "a/2.txt", "a/10.txt", "a/b/c.txt", "B.txt", "ä.txt", "z/1.txt", "a b.txt"]
    make(tmp_path, *names)
    assert addresses(tmp_path) == sorted(names)


def test_hidden_names_and_declarations_are_no_inputs(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", ".git/a.txt", "sources.yml", "deep/sources.yml", "deep/.x/y.txt", "seen.txt")
    assert addresses(tmp_path) == ["seen.txt"]


def test_a_hidden_path_that_is_named_is_read(tmp_path: Path) -> None:
    make(tmp_path, ".archive/a.txt", ".b.txt")
    assert addresses(tmp_path, paths=(tmp_path / ".archive", tmp_path / ".b.txt")) == [".archive/a.txt", ".b.txt"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (("*.gold.yml",), ["a.txt", "d/a.txt", "d/e/b.txt"]),
        (("*.gold.yml", "d"), ["a.txt"]),
        (("*.gold.yml", "d/e/"), ["a.txt", "d/a.txt"]),
        (("*.gold.yml", "e/*"), ["a.txt", "d/a.txt"]),
        (("*.gold.yml", "a.*"), ["d/e/b.txt"]),
    ],
)
def test_excluded_files_and_folders_are_no_inputs(tmp_path: Path, exclude: tuple[str, ...], left: list[str]) -> None:
    make(tmp_path, "a.txt", "a.gold.yml", "d/a.txt", "d/e/b.txt", "d/b.gold.yml")
    assert addresses(tmp_path, exclude=exclude) == left
    assert addresses(tmp_path, paths=(tmp_path / "**",), exclude=exclude) == left


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("d/?.txt", ["d/c.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt"]),
        ("[ab].txt", ["a.txt", "b.txt"]),
        ("d*", ["d/c.txt", "d/e/f.txt"]),
        ("none*", []),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    make(tmp_path, "b.txt", "a.txt", "d/c.txt", "d/e/f.txt", ".h.txt")
    assert addresses(tmp_path, paths=(tmp_path / pattern,)) == expected


def test_a_name_that_looks_like_a_pattern_is_a_name_when_it_is_there(tmp_path: Path) -> None:
    make(tmp_path, "a[1].txt", "a1.txt")
    assert addresses(tmp_path, paths=(tmp_path / "a[1].txt",)) == ["a[1].txt"]


def test_a_file_that_two_paths_hold_is_given_once(tmp_path: Path) -> None:
    make(tmp_path, "d/a.txt", "d/e/b.txt", "c.txt")
    paths = (tmp_path / "d", tmp_path / "d" / "a.txt", tmp_path / "*.txt", tmp_path / "d" / "e", tmp_path)
    assert sorted(addresses(tmp_path, paths=paths)) == ["c.txt", "d/a.txt", "d/e/b.txt"]


# ------------------------------------------------------------------ links


def linked(tmp_path: Path) -> Path:
    """A desk with links out of it, back to it and within it, to files and to folders."""
    desk = tmp_path / "desk"
    make(tmp_path, "private/diary.txt", "desk/a.txt", "desk/d/b.txt")
    for name, target in {
        "file.txt": tmp_path / "private/diary.txt",
        "folder": tmp_path / "private",
        "loop": desk,
        "root": Path("/"),
        "self.txt": desk / "self.txt",
        "within.txt": desk / "a.txt",
    }.items():
        (desk / "d" / name).symlink_to(target)
    return desk


LINKS = ["d/file.txt", "d/folder", "d/loop", "d/root", "d/self.txt", "d/within.txt"]


def test_no_link_is_followed_and_each_is_told(tmp_path: Path) -> None:
    desk = linked(tmp_path)
    found = list(files(source_of(desk)))
    assert [one.address for one in found if one.refused is None] == ["a.txt", "d/b.txt"]
    assert refusals_of(source_of(desk)) == [(link, "skipped", "link") for link in LINKS]


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        ("**", LINKS),
        ("*/*", LINKS),
        ("**/*.txt", LINKS),
        ("*/*/*.txt", ["d/folder", "d/loop", "d/root"]),
        ("d/f*", ["d/file.txt", "d/folder"]),
    ],
)
def test_no_pattern_follows_a_link(tmp_path: Path, pattern: str, left_out: list[str]) -> None:
    desk = linked(tmp_path)
    source = source_of(desk, paths=(desk / pattern,))
    assert [address for address, _, reason in refusals_of(source) if reason == "link"] == left_out
    assert all("diary" not in found.address for found in files(source))


def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    desk = linked(tmp_path)
    named = source_of(desk, paths=(desk / "d" / "file.txt", desk / "d" / "folder"))
    assert [one.address for one in captures_of(named)] == ["d/file.txt", "d/folder/diary.txt"]


def test_a_file_that_becomes_a_link_while_the_folder_is_walked_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, "desk/a.txt", "desk/b.txt", "private/diary.txt")
    found = load(source_of(tmp_path / "desk"), SEEN, LIMIT)
    assert isinstance(next(found), Capture)
    (tmp_path / "desk/b.txt").unlink()
    (tmp_path / "desk/b.txt").symlink_to(tmp_path / "private/diary.txt")
    [changed] = found
    assert isinstance(changed, SetAside)
    assert changed.reason == "link"


def test_folders_that_link_to_one_another_cost_no_more_than_others(tmp_path: Path) -> None:
    for here in "abcdefgh":
        make(tmp_path, f"{here}/{here}.txt")
        for there in "abcdefgh":
            (tmp_path / here / f"to_{there}").symlink_to(tmp_path / there, target_is_directory=True)
    for paths in ((tmp_path,), (tmp_path / "**" / "*.txt",)):
        read = [found.path.name for found in files(source_of(tmp_path, paths=paths)) if found.refused is None]
        assert read == [f"{name}.txt" for name in "abcdefgh"]


# ------------------------------------------------------------------ the home


def home_inside(tmp_path: Path) -> Path:
    """A folder of news with the home inside, as a run leaves it."""
    make(
        tmp_path,
        "a.txt",
        "data/inbox/b.txt",
        "data/archive/c.txt",
        "data/report/index.html",
        "data/report/stories/s.html",
        "data/live/x.txt",
        "data/dagster/y.json",
        "data/sources.yml",
        "data/z.txt",
    )
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("path", "read", "left_out"),
    [
        (".", ["a.txt", "data/inbox/b.txt"], ["data"]),
        ("*", ["a.txt", "data/inbox/b.txt"], ["data"]),
        ("**/*.*", ["a.txt", "data/inbox/b.txt"], ["data"]),
        ("data", ["data/inbox/b.txt"], ["data"]),
        ("data/inbox", ["data/inbox/b.txt"], []),
        ("data/archive", ["data/archive/c.txt"], []),
        ("data/z.txt", ["data/z.txt"], []),
        ("data/report", [], ["data/report"]),
        ("data/report/stories", [], ["data/report/stories"]),
        ("data/report/index.html", [], ["data/report/index.html"]),
        ("data/*/*.*", ["data/archive/c.txt", "data/inbox/b.txt"], ["data/dagster", "data/live", "data/report"]),
        ("data/**/*.html", [], ["data/dagster", "data/live", "data/report"]),
        ("data/*.txt", ["data/z.txt"], []),
    ],
)
def test_a_walk_enters_the_home_for_its_inbox_alone(
    tmp_path: Path, path: str, read: list[str], left_out: list[str]
) -> None:
    home = home_inside(tmp_path)
    found = list(files(source_of(tmp_path, paths=(tmp_path / path,), home=home)))
    assert [one.address for one in found if one.refused is None] == read
    assert [one.address for one in found if one.refused is not None] == left_out
    assert {one.refused.reason for one in found if one.refused is not None} <= {"own_data"}


def test_the_home_is_known_under_any_name(tmp_path: Path) -> None:
    home = home_inside(tmp_path)
    other = tmp_path.with_name(f"{tmp_path.name}_link")
    other.symlink_to(tmp_path, target_is_directory=True)
    for path in (other, other / "data", other / "data" / "report"):
        found = list(files(source_of(other, paths=(path,), home=home)))
        assert not any("report" in one.address for one in found if one.refused is None)


def test_a_missing_path_is_unreadable_unless_it_is_optional(tmp_path: Path) -> None:
    missing = tmp_path / "inbox"
    assert refusals_of(source_of(missing, bases=(tmp_path,))) == [("inbox", "quarantined", "unreadable")]
    assert refusals_of(source_of(missing, optional=True)) == []


def test_a_closed_folder_is_set_aside_and_the_others_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/1.txt", "b/1.txt", "c/1.txt")
    scan = os.scandir

    def closed(path: str | Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert addresses(tmp_path) == ["a/1.txt", "b", "c/1.txt"]
    assert refusals_of(source_of(tmp_path)) == [("b", "quarantined", "unreadable")]


def test_a_very_deep_folder_is_walked(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(12):
        folder = folder.joinpath(*["d"] * 100)
        folder.mkdir(parents=True)
    make(folder, "a.txt")
    try:
        assert addresses(tmp_path) == ["d/" * 1_200 + "a.txt"]
    finally:
        # pytest clears old folders with a function that calls itself for each level, and fails on this one
        (folder / "a.txt").unlink()
        while folder != tmp_path:
            folder.rmdir()
            folder = folder.parent


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        (b"caf\xe9.txt", r"caf\xe9.txt"),
        (b"two\nlines.txt", r"two\x0alines.txt"),
        (b"back\\slash.txt", r"back\\slash.txt"),
        (b"sp ace#1.txt", "sp ace#1.txt"),
        ("記事.txt".encode(), "記事.txt"),
        ("line\u2028.txt".encode(), r"line\u2028.txt"),
        (b"-rf.txt", "-rf.txt"),
    ],
)
def test_odd_names_have_an_address_and_are_read(tmp_path: Path, raw: bytes, address: str) -> None:
    (tmp_path / os.fsdecode(raw)).write_text("The port is open.")
    [capture] = captures_of(source_of(tmp_path))
    assert capture.address == address
    assert capture.data == b"The port is open."


def test_a_path_outside_all_bases_has_an_absolute_address(tmp_path: Path) -> None:
    make(tmp_path, "desk/a.txt")
    assert addresses(tmp_path / "desk", bases=(tmp_path / "home",)) == [f"{shown(tmp_path)}/desk/a.txt"]


@given(st.text(), st.text())
@example("\udce9", r"\xe9")
@example("\u0080", "\udc80")
@example("\\", "\\\\")
@example("\n", r"\x0a")
def test_different_names_are_shown_differently(one: str, other: str) -> None:
    assert (shown(one) == shown(other)) == (one == other)
    shown(one).encode("utf-8")
    assert len(shown(one).splitlines()) <= 1
