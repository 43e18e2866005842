"""Bot walls: each sign of the table, and answers that are none."""

from __future__ import annotations

import pytest

from twosource.loading.walls import WALLS, Wall, wall_of


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.name)
def test_each_sign(wall: Wall) -> None:
    headers = {wall.header: wall.example} if wall.header else {}
    body = b"" if wall.header else wall.example.encode()
    assert wall_of(403, headers, body) == wall.reading


@pytest.mark.parametrize(
    ("status", "body"),
    [(403, b"Forbidden"), (404, b"Please solve the captcha"), (200, b"A captcha is a puzzle."), (429, b"Too many")],
)
def test_other_answers_are_no_walls(status: int, body: bytes) -> None:
    assert wall_of(status, {}, body) is None
