"""The README's queries give the answers that it shows."""

import re
import shlex
from pathlib import Path

import pytest

from tests.integration.command import twosource
from twosource import paths

README = (paths.app_folder() / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ twosource (sql .+)\n((?:.*\n)*?)```", README)


def test_three_questions_are_asked() -> None:
    assert len(BLOCKS) == 3


@pytest.mark.parametrize(("command", "answer"), BLOCKS)
def test_a_query_gives_the_answer_shown(sample_home: Path, command: str, answer: str) -> None:
    done = twosource(sample_home, *shlex.split(command))
    shown = [line.rstrip() for line in answer.splitlines()]
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown


def test_every_setting_is_explained() -> None:
    from dataclasses import fields

    from twosource.settings import Settings

    assert [f.name for f in fields(Settings) if f"`TWOSOURCE_{f.name.upper()}`" not in README] == []
