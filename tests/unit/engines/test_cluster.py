"""Ray as far as it goes without a cluster; with one: tests/soak/test_engines.py."""

from __future__ import annotations

import socket

import pytest

from twosource.engines.cluster import Ray
from twosource.engines.spread import EngineError

pytest.importorskip("ray", reason="the extra scale is not installed")


def test_a_cluster_that_does_not_answer_is_told_with_what_to_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(EngineError, match=rf"There is no Ray cluster at {address}: .*`ray start --head`"):
        Ray(address)


def test_without_ray_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(EngineError, match=r"pip install 'twosource\[scale\]'"):
        Ray("auto")
