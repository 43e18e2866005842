"""Work on real worker processes: order, what is read ahead, workers that die, items that end every worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from twosource import engines
from twosource.engines import Here
from twosource.engines.pool import Pool
from twosource.engines.spread import KIND, WorkerDied
from twosource.faults import MACHINE, Fault


def double(numbers: list[int]) -> list[int | Fault]:
    return [2 * number for number in numbers]


def double_unless(deadly: frozenset[int], numbers: list[int]) -> list[int | Fault]:
    """Ends its process at a deadly number, after the numbers before it."""
    for number in numbers:
        if number in deadly:
            os.kill(os.getpid(), signal.SIGKILL)
    return double(numbers)


def double_once_killed(mark: Path, numbers: list[int]) -> list[int | Fault]:
    """Ends its process the first time that it comes to the number 20: as if somebody had killed it by hand."""
    if 20 in numbers and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return double(numbers)


def full(_numbers: list[int]) -> list[int | Fault]:
    raise OSError(28, "No space left on device")


@pytest.fixture(scope="module")
def two() -> Iterator[Pool]:
    with Pool(2) as pool:
        yield pool


def test_results_stand_in_the_order_of_the_items(two: Pool) -> None:
    assert list(two.map(double, range(200), 3)) == list(Here().map(double, range(200), 3)) == double([*range(200)])


@pytest.mark.parametrize("n", [0, 1, 16])
def test_few_items_need_no_worker(n: int) -> None:
    pool = Pool(2)
    assert list(pool.map(double, range(n))) == double([*range(n)])
    assert pool._executor is None


def test_items_are_read_ahead_within_bounds(two: Pool) -> None:
    asked: list[int] = []

    def endless() -> Iterator[int]:
        for number in range(1_000_000):
            asked.append(number)
            yield number

    found = two.map(double, endless(), 2)
    assert [next(found) for _ in range(10)] == double([*range(10)])
    assert len(asked) < 30


def test_a_worker_that_is_killed_is_replaced_and_its_batch_done_again(two: Pool, tmp_path: Path) -> None:
    assert list(two.map(partial(double_once_killed, tmp_path / "mark"), range(60), 4)) == double([*range(60)])
    assert (tmp_path / "mark").exists()


def test_an_item_that_ends_two_workers_is_a_fault_and_all_others_are_done(two: Pool) -> None:
    found = list(two.map(partial(double_unless, frozenset({13})), range(24), 4))
    fault = found.pop(13)
    assert isinstance(fault, Fault)
    assert fault.kind == KIND
    assert found == double([n for n in range(24) if n != 13])


def test_items_that_all_end_their_workers_are_a_fault_of_the_machine(two: Pool) -> None:
    with pytest.raises(WorkerDied) as died:
        list(two.map(partial(double_unless, frozenset(range(100))), range(100), 4))
    assert isinstance(died.value, MACHINE)


def test_a_pool_that_ends_while_work_is_handed_to_it_is_replaced(two: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(two.map(double, range(4), 2)) == double(list(range(4)))
    ending = two._executor

    def closed(*_: object) -> None:
        raise OSError("handle is closed")  # as Python's pool does in the moment in which it ends its workers

    monkeypatch.setattr(ending, "submit", closed)
    assert list(two.map(double, range(8), 2)) == double(list(range(8)))
    assert two._executor is not ending


def test_what_work_raises_comes_to_who_asked(two: Pool) -> None:
    with pytest.raises(OSError, match="No space left"):
        list(two.map(full, range(20), 4))


def test_one_process_is_the_one_that_asks() -> None:
    assert isinstance(engines.local(1), Here)
