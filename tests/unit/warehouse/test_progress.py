"""How far reading came in a web archive: kept with what was read, so that nothing is lost, however a run ends."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.unit.loading.archives import Warc, page
from twosource.loading.kinds import warcs
from twosource.loading.load import load
from twosource.loading.source import Source
from twosource.settings import Settings
from twosource.warehouse import intake, progress
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected

LIMIT = 1_000_000
COUNTS = "status, n_found, n_new, n_unchanged, n_quarantined, n_skipped"


class Killed(Exception):
    """What ends a run in the middle."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(warcs, "STEP", 3)
    made = Warc()
    for n in range(10):
        made.answer(f"https://harbor-ledger.example/{n}", page(n))
        if n == 1:
            made.answer("https://harbor-ledger.example/film", b"x", [("Content-Type", "video/mp4")])
            made.answer("https://harbor-ledger.example/empty", b"")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.warc.gz").write_bytes(made.data)
    with Session(Settings(home=tmp_path, batch=2)) as session:
        yield session


def take_in(session: Session, run: str, killed_after: int | None = None) -> tuple[Any, ...]:
    """A pass over the archive, and its row of coverage."""
    session.begin(run)
    folder = session.settings.home / "in"
    source = Source(name="desk", paths=(folder,), bases=(folder,))

    def items() -> Iterator[Any]:
        found = load(source, session.run.started_at, LIMIT, reached=progress.reached(session, "desk"))
        for number, item in enumerate(found):
            if number == killed_after:
                raise Killed
            yield item

    with suppress(Killed):
        intake.take_in(session, "desk", items(), Expected(is_watched=False))
    sql = f"SELECT {COUNTS} FROM quality.coverage WHERE run_id = ?"
    (row,) = session.con.execute(sql, [run]).fetchall()
    return tuple(row)


def test_a_whole_archive_is_not_read_again_and_counts_as_it_did(session: Session) -> None:
    assert take_in(session, "run-1") == ("partial", 12, 10, 0, 1, 1)
    assert take_in(session, "run-2") == ("partial", 12, 0, 10, 1, 1)
    assert session.con.execute("SELECT n_writes FROM quality.runs WHERE run_id = 'run-2'").fetchone() == (0,)
    open_ = "SELECT reason FROM quality.set_aside WHERE released_at IS NULL ORDER BY reason"
    assert session.con.execute(open_).fetchall() == [("empty",), ("not_wanted",)]


@pytest.mark.parametrize("killed_after", range(15))
def test_a_killed_run_is_gone_on_with(session: Session, killed_after: int) -> None:
    take_in(session, "run-1", killed_after)
    before = (session.con.execute("SELECT count(*) FROM raw.captures").fetchone() or (0,))[0]
    _, found, new, unchanged, quarantined, _ = take_in(session, "run-2")
    assert (found, new, unchanged, quarantined) == (12, 10 - before, before, 1)
    assert session.con.execute("SELECT count(DISTINCT url) FROM raw.captures").fetchone() == (10,)
    assert session.con.execute("SELECT finished, taken FROM quality.reached").fetchall() == [(True, 10)]
