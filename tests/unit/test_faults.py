"""A fault of one item is a value; a fault of the machine stops the work with a sentence."""

import os
import signal
from concurrent.futures import ProcessPoolExecutor

import pytest

from twosource.faults import Fault, MachineFault, attempt, machine


def fail(error: BaseException) -> None:
    raise error


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_of_an_item_is_a_value() -> None:
    assert attempt(fail, ValueError("odd page")) == Fault("ValueError: odd page", kind="ValueError")


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), MemoryError(), ImportError("libfoo.so"), PermissionError(13, "no")],
)
def test_a_fault_of_the_machine_stops_the_work_with_a_sentence(error: Exception) -> None:
    with (
        pytest.raises(MachineFault, match=r"could not do the stage x .* run again to go on") as caught,
        machine("the stage x"),
    ):
        attempt(fail, error)
    assert type(error).__name__ in str(caught.value)


def test_a_worker_that_the_machine_ended_is_a_fault_of_the_machine() -> None:
    with pytest.raises(MachineFault, match="BrokenProcessPool"), machine("the stage x"), ProcessPoolExecutor(1) as pool:
        attempt(pool.submit(killed).result)


def test_an_interrupt_goes_on_its_way() -> None:
    with pytest.raises(KeyboardInterrupt), machine("the stage x"):
        attempt(fail, KeyboardInterrupt())
