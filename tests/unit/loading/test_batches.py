"""No more than so many new inputs at once; what is left is said, and taken by the next run."""

from pathlib import Path

from tests.unit.loading.archives import warc
from tests.unit.loading.helpers import LIMIT, SEEN, source_of
from twosource.loading.batches import at_most
from twosource.loading.load import load
from twosource.loading.source import Source
from twosource.records import NOT_YET, Capture, Reached, SetAside


def taken(source: Source, most: int, known: dict[str, Capture]) -> list[Capture | SetAside | Reached]:
    return list(at_most(load(source, SEEN, LIMIT), most, known.get, source.name))


def test_runs_take_all_by_and_by(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"The ferry {n} runs again.")
    known: dict[str, Capture] = {}
    left = []
    for _ in range(4):
        found = taken(source_of(tmp_path), 2, known)
        known |= {one.address: one for one in found if isinstance(one, Capture)}
        left.append([one.reason for one in found if isinstance(one, SetAside)])
    assert left == [[NOT_YET], [NOT_YET], [], []]
    assert sorted(known) == [f"{n}.txt" for n in range(5)]


def test_what_is_left_of_an_archive_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(5))
    found = taken(source_of(tmp_path), 2, {})
    assert [type(one) for one in found] == [Capture, Capture, SetAside]
    whole = taken(source_of(tmp_path), 9, {})
    assert isinstance(whole[-1], Reached)
