"""The README and the pages that it leads to: queries give the answers shown, commands and links are there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.command import twosource
from twosource import paths

ROOT = paths.app_folder()
DOCS = ROOT / "docs"
GENERATED = ("questions.md", "rules.md", "data-dictionary.md")
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
    if path.name not in GENERATED
}
BLOCKS = [
    pytest.param(command, answer, id=f"{name}-{number}")
    for name, text in PAGES.items()
    for number, (command, answer) in enumerate(re.findall(r"```console\n\$ twosource (.+)\n((?:.*\n)*?)```", text))
]
VERBS = {
    (name, found)
    for name, text in PAGES.items()
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    for found in re.findall(r"^(?:\w+=\S+ )?twosource ([a-z]+(?: [a-z]+)?)", block, re.MULTILINE)
}
FIRST = 90
"""Lines of the README: one screen, and a half."""


def test_questions_are_asked_on_the_first_page_and_behind_it() -> None:
    asked = [param.id for param in BLOCKS]
    assert asked.count("README.md-0") == 1
    assert sum(str(name).startswith("docs/querying.md") for name in asked) == 3
    assert sum(str(name).startswith("docs/start.md") for name in asked) == 1


@pytest.mark.parametrize(("command", "answer"), BLOCKS)
def test_a_query_gives_the_answer_shown(sample_home: Path, command: str, answer: str) -> None:
    done = twosource(sample_home, *shlex.split(command))
    shown = [line.rstrip() for line in answer.splitlines()]
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown


def test_the_first_page_stays_one() -> None:
    assert len(PAGES["README.md"].splitlines()) <= FIRST
    assert "make run" in PAGES["README.md"]
    assert "make test" in PAGES["README.md"]


def test_every_command_that_a_page_shows_is_one() -> None:
    from typer.main import get_command

    from twosource.cli.main import app

    known = get_command(app)
    for name, words in sorted(VERBS):
        verb, *more = words.split()
        found = known.commands.get(verb)  # type: ignore[attr-defined]
        assert found is not None, (name, words)
        if hasattr(found, "commands"):
            assert more, (name, words)
            assert more[0] in found.commands, (name, words)


def test_every_setting_is_explained() -> None:
    from dataclasses import fields

    from twosource.settings import Settings

    page = PAGES["docs/settings.md"]
    assert [f.name for f in fields(Settings) if f"`TWOSOURCE_{f.name.upper()}`" not in page] == []


def test_every_room_is_in_the_house() -> None:
    rooms = {path.parent.name for path in (ROOT / "twosource").glob("*/__init__.py")}
    assert [room for room in sorted(rooms) if f"`twosource/{room}`" not in PAGES["docs/house.md"]] == []


def test_every_link_of_the_first_pages_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md"):
        links = re.findall(r"\]\(([^)#:]+)\)", PAGES[name])
        assert links
        assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_site_is_built_without_a_warning_and_asks_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    loaded = re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="(https?:[^"]+)"', home)
    assert loaded == []
