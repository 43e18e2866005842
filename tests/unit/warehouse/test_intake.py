"""A pass over a source: what is stored, what the row of coverage says of it, and what an interruption leaves."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from twosource.records import NOT_YET, Capture, SetAside
from twosource.settings import Settings
from twosource.warehouse import intake
from twosource.warehouse.session import Session
from twosource.warehouse.source_states import Expected
from twosource.warehouse.stages import Counts
from twosource.words import Disposition

Kind = Literal["good"] | Disposition

Item = Capture | SetAside
COLUMNS = "status, n_found, n_new, n_unchanged, n_quarantined, n_skipped"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session(Settings(home=tmp_path, batch=2)) as session:
        session.begin("run-1")
        yield session


def capture(session: Session, name: str, data: bytes = b"x", **more: Any) -> Capture:
    made = Capture(
        capture_id=f"id-{name}",
        source="inbox",
        address=name,
        media_type="text/plain",
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        first_seen_at=session.run.started_at,
    )
    return replace(made, **more)


def refusal(name: str, disposition: Disposition = "quarantined", reason: str = "empty") -> SetAside:
    return SetAside(
        item=name,
        source="inbox",
        address=name,
        stage="captures",
        disposition=disposition,
        reason=reason,
        message=f"{name} is {reason}.",
    )


def take_in(session: Session, items: Iterable[Item], minimum: int | None = None) -> Counts:
    return intake.take_in(session, "inbox", items, Expected(minimum=minimum))


def one(session: Session, sql: str) -> tuple[Any, ...]:
    (row,) = session.con.execute(sql).fetchall()
    return tuple(row)


def coverage(session: Session) -> tuple[Any, ...]:
    return one(session, f"SELECT {COLUMNS} FROM quality.coverage WHERE run_id = '{session.run.run_id}'")


def breaking_off(items: Iterable[Item]) -> Iterator[Item]:
    yield from items
    raise OSError("the disk is gone")


def test_the_counts_add_up(session: Session) -> None:
    take_in(session, [capture(session, "a"), capture(session, "b")])
    session.begin("run-2")
    items: list[Item] = [
        capture(session, "a"),
        refusal("broken"),
        capture(session, "c"),
        refusal("picture", "skipped", "media_type"),
        capture(session, "d"),
        capture(session, "b"),
    ]
    counts = take_in(session, items, minimum=3)
    assert coverage(session) == ("partial", 6, 2, 2, 1, 1)
    assert (counts.done, counts.quarantined, counts.skipped) == (2, 1, 1)
    assert one(session, "SELECT n_expected, message FROM quality.coverage WHERE run_id = 'run-2'") == (
        3,
        "broken is empty. (and 1 more)",
    )


@pytest.mark.parametrize("batch", [1, 64], ids=["in different batches", "in one batch"])
def test_a_record_that_is_repeated_within_a_pass_is_stored_once(tmp_path: Path, batch: int) -> None:
    with Session(Settings(home=tmp_path, batch=batch)) as session:
        session.begin("run-1")
        take_in(session, [capture(session, "a"), capture(session, "a"), capture(session, "b")])
        assert coverage(session) == ("ok", 3, 2, 1, 0, 0)
        assert one(session, "SELECT count(*) FROM raw.captures") == (2,)


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ({}, "empty"),
        ({"good": 1}, "ok"),
        ({"good": 1, "skipped": 1}, "ok"),
        ({"skipped": 1}, "empty"),
        ({"good": 1, "quarantined": 1}, "partial"),
        ({"quarantined": 2}, "failed"),
    ],
    ids=str,
)
def test_the_status_of_a_pass(session: Session, kinds: Mapping[Kind, int], status: str) -> None:
    items: list[Item] = [
        capture(session, f"{kind}-{n}") if kind == "good" else refusal(f"{kind}-{n}", kind)
        for kind, times in kinds.items()
        for n in range(times)
    ]
    take_in(session, items)
    assert coverage(session)[0] == status


@pytest.mark.parametrize(
    ("others", "counts"),
    [
        ([], ("partial", 1, 0, 0, 0, 1)),
        (["good"], ("partial", 2, 1, 0, 0, 1)),
        (["quarantined"], ("failed", 2, 0, 0, 1, 1)),
    ],
    ids=str,
)
def test_what_is_left_for_a_later_run_is_no_failure_and_is_said(
    session: Session, others: list[Kind], counts: tuple[object, ...]
) -> None:
    items: list[Item] = [capture(session, "a") if kind == "good" else refusal("b", kind) for kind in others]
    take_in(session, [*items, refusal("rest", "skipped", NOT_YET)])
    assert coverage(session) == counts
    (message,) = one(session, "SELECT message FROM quality.coverage")
    assert message.startswith(f"rest is {NOT_YET}.")


def test_a_pass_in_which_nothing_has_changed_is_no_failure(session: Session) -> None:
    take_in(session, [capture(session, "a")])
    session.begin("run-2")
    take_in(session, [capture(session, "a")])
    assert coverage(session) == ("ok", 1, 0, 1, 0, 0)


def test_what_was_seen_before_counts_as_good(session: Session) -> None:
    take_in(session, [capture(session, "a")])
    session.begin("run-2")
    take_in(session, [capture(session, "a"), refusal("b")])
    assert coverage(session) == ("partial", 2, 0, 1, 1, 0)


def test_the_bytes_are_kept_as_they_came(session: Session) -> None:
    data = bytes(range(256))
    take_in(session, [capture(session, "a", data, headers={"Content-Type": "text/plain"}, outlet="The Fjord Post")])
    assert one(session, "SELECT data, headers, outlet, url FROM raw.captures") == (
        data,
        {"Content-Type": "text/plain"},
        "The Fjord Post",
        None,
    )


def test_changed_fields_are_taken_over_and_the_first_sight_stays(session: Session) -> None:
    first = session.run.started_at
    take_in(session, [capture(session, "a", fields={"text": "body"})])
    session.begin("run-2")
    assert session.run.started_at > first
    take_in(session, [capture(session, "a", fields={"text": "content.body"}, outlet="The Fjord Post")])
    assert one(session, "SELECT fields, outlet, first_seen_at FROM raw.captures") == (
        {"text": "content.body"},
        "The Fjord Post",
        first,
    )
    assert coverage(session) == ("ok", 1, 0, 1, 0, 0)


def test_an_item_that_is_mended_is_released(session: Session) -> None:
    take_in(session, [refusal("a"), refusal("b")])
    session.begin("run-2")
    take_in(session, [capture(session, "a"), refusal("b")])
    assert session.con.execute("SELECT item, released_at FROM quality.set_aside ORDER BY item").fetchall() == [
        ("a", session.run.started_at),
        ("b", None),
    ]


def test_an_item_that_breaks_again_is_set_aside_again_with_its_first_time(session: Session) -> None:
    first = session.run.started_at
    for run, item in (("run-1", refusal("a")), ("run-2", None), ("run-3", refusal("a", reason="truncated"))):
        session.begin(run)
        take_in(session, [item] if item else [])
    assert one(session, "SELECT reason, first_seen_at, released_at FROM quality.set_aside") == (
        "truncated",
        first,
        None,
    )


def test_another_sources_items_are_not_released(session: Session) -> None:
    take_in(session, [refusal("a")])
    session.begin("run-2")
    intake.take_in(session, "elsewhere", [], Expected())
    assert one(session, "SELECT released_at FROM quality.set_aside") == (None,)


def test_an_exception_leaves_the_batches_before_it_and_a_row_of_coverage(session: Session) -> None:
    items = [capture(session, name) for name in ("a", "b", "c")]
    with pytest.raises(OSError, match="the disk is gone"):
        take_in(session, breaking_off(items))
    assert coverage(session) == ("partial", 2, 2, 0, 0, 0)
    assert session.con.execute("SELECT address FROM raw.captures ORDER BY 1").fetchall() == [("a",), ("b",)]


def test_an_exception_before_anything_was_read_is_a_failed_pass(session: Session) -> None:
    with pytest.raises(OSError, match="the disk is gone"):
        take_in(session, breaking_off([]))
    assert coverage(session) == ("failed", 0, 0, 0, 0, 0)


def test_a_pass_that_broke_off_releases_nothing(session: Session) -> None:
    take_in(session, [refusal("a")])
    session.begin("run-2")
    with pytest.raises(OSError, match="the disk is gone"):
        take_in(session, breaking_off([capture(session, "b"), capture(session, "c")]))
    assert one(session, "SELECT released_at FROM quality.set_aside") == (None,)


def test_large_captures_are_stored_before_the_batch_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH_BYTES", 100)
    with Session(Settings(home=tmp_path, batch=64)) as session:
        session.begin("run-1")
        items = [capture(session, name, b"x" * 60) for name in ("a", "b", "c")]
        with pytest.raises(OSError, match="the disk is gone"):
            take_in(session, breaking_off(items))
        assert one(session, "SELECT count(*) FROM raw.captures") == (2,)


def test_the_same_source_twice_in_one_run_has_one_row_of_coverage(session: Session) -> None:
    take_in(session, [capture(session, "a")])
    take_in(session, [capture(session, "a")])
    assert coverage(session) == ("ok", 1, 0, 1, 0, 0)
