"""The folder of a release: there whole or not at all, and never at the cost of what is not ours."""

import json
from pathlib import Path

import pytest

from twosource.releasing import folder
from twosource.releasing.folder import ReleaseError


def put(target: Path, **files: str) -> None:
    """Write a release with these files."""
    with folder.new(target) as made:
        for name, text in files.items():
            (made / f"{name}.csv").write_text(text, encoding="utf-8")
        described = {folder.MARK: {}, "resources": [{"path": f"{name}.csv"} for name in files]}
        (made / folder.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")


def fail_halfway(made: Path) -> None:
    (made / "a.csv").write_text("half")
    raise OSError("no room")


def held(place: Path) -> dict[str, str]:
    return {str(p.relative_to(place)): p.read_text(encoding="utf-8") for p in place.rglob("*") if p.is_file()}


def test_a_release_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1", b="2")
    put(tmp_path / "out", a="3")
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert (tmp_path / "out" / "a.csv").read_text() == "3"
    assert not (tmp_path / "out" / "b.csv").exists()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    put(tmp_path / "out", a="1")
    assert (tmp_path / "out" / "a.csv").exists()


def test_one_killed_between_the_renames_does_not_stand_in_the_way(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    (tmp_path / "out").rename(tmp_path / ".out.old")
    put(tmp_path / "out", a="2")
    put(tmp_path / "out", a="3")
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
    assert (tmp_path / "out" / "a.csv").read_text() == "3"


def test_one_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    before = held(tmp_path)
    with pytest.raises(OSError, match="no room"), folder.new(tmp_path / "out") as made:
        fail_halfway(made)
    assert held(tmp_path) == before


def test_what_a_killed_export_left_is_no_part_of_the_next(tmp_path: Path) -> None:
    (tmp_path / ".out.unfinished").mkdir()
    (tmp_path / ".out.unfinished" / "half.csv").write_text("half")
    put(tmp_path / "out", a="1")
    assert set(held(tmp_path)) == {"out/a.csv", f"out/{folder.DESCRIPTOR}"}


@pytest.mark.parametrize("kind", ["no release", "release and more", "folder in a release", "file", "link"])
def test_what_is_not_ours_is_never_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    if kind == "file":
        target.write_text("mine")
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        target.symlink_to(tmp_path / "elsewhere")
    elif kind == "no release":
        target.mkdir()
        (target / "thesis.docx").write_text("mine")
        (target / folder.DESCRIPTOR).write_text('{"resources": [{"path": "thesis.docx"}]}')
    else:
        put(target, a="1")
        mine = target / "notes.txt" if kind == "release and more" else target / "sub" / "notes.txt"
        mine.parent.mkdir(exist_ok=True)
        mine.write_text("mine")
    before = held(tmp_path)
    with pytest.raises(ReleaseError, match="Name another folder"):
        put(target, a="2")
    assert held(tmp_path) == before


def test_what_somebody_puts_there_meanwhile_is_kept(tmp_path: Path) -> None:
    put(tmp_path / "out", a="1")
    with pytest.raises(ReleaseError, match=r"notes\.txt"), folder.new(tmp_path / "out"):
        (tmp_path / "out" / "notes.txt").write_text("mine")
    assert set(held(tmp_path)) == {"out/a.csv", "out/notes.txt", f"out/{folder.DESCRIPTOR}"}


def test_two_at_once_are_refused(tmp_path: Path) -> None:
    with folder.new(tmp_path / "out"), pytest.raises(ReleaseError, match="Another export"):
        put(tmp_path / "out", a="1")
