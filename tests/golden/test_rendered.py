"""The stored readings in `articles/` are what the product makes of the samples now."""

from __future__ import annotations

import pytest

from tests.golden import render, samples


@pytest.mark.parametrize("name", list(samples.samples()))
def test_reading_is_as_stored(name: str) -> None:
    changed = render.difference(name)
    assert not changed, f"{name} is read differently. If that is right, run `{render.RENEW}`.\n{changed}"


def test_no_stale_readings() -> None:
    assert render.stale() == []


def test_difference_is_shown(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison that cannot fail would keep every golden file green."""
    monkeypatch.setattr(render, "FOLDER", tmp_path)
    name = next(iter(samples.samples()))
    assert "+sample" in render.difference(name)
