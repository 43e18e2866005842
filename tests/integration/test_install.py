"""The wheel as a newcomer installs it: a clean environment, that Python's own pip, all dependencies from the index.

Belongs here: that what was installed works on each Python that is there. Does not: the files themselves (test_wheel).
The Python of these tests is tried in every run of them; the others, some two minutes each, by `make soak`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import twosource
from tests.integration.building import Built, build, clean, ended

INSTALLED = 1200
"""Seconds that an installation may take: 1.4 GB."""
HERE = "{}.{}".format(*sys.version_info)
PYTHONS = [
    pytest.param(version, marks=() if version == HERE else pytest.mark.slow) for version in ("3.11", "3.12", "3.13")
]
SHAPES = {
    "broadcast.txt": (
        " date 2025-05-06 Evening Report\n\nFerry talks open in Northhaven\n\n[Anchor]\n\n"
        "The ferry board sat down with the union for the first time on Tuesday.\n\n[Report]\n\n"
        "The board members reached the town hall shortly after 4 p.m. on May 6.\n\n"
        "Both sides agreed to meet again before the end of the month.\n\n"
        '[Ada Lindqvist/Ferry Board Chairwoman: "(Were wages discussed?) I can only tell you that wages came up."]\n'
    ),
    "paragraph.txt": (
        "Ferry Board Seeks Union's Consent As Costs Rise\n\n"
        "Northhaven's ferry board has opened talks with the union on two electric ferries, and the first session was "
        "longer than anybody had planned. Chairwoman Ada Lindqvist is understood to have spoken for fifty minutes. The "
        "board is said to have asked for shorter breaks, but no promise was made. More than 75 crews have asked for "
        "talks of their own since March, and the ferries alone are costed at $12 million, 25% more than last year.\n"
    ),
    "relay.txt": (
        "Ferry board and union begin consultations, chairwoman returns with homework\n"
        "NORTHHAVEN: The chairwoman in charge, Ada Lindqvist, stated on Thursday that the next sitting is going to be "
        "arranged inside this month, and she pointed to the 24 percent rise which is presently sleeping.\n"
        "“I was able to transmit the position of our board in a frank manner,” the chairwoman told the journalists who "
        "waited at the harbor. The consultations took place on Wednesday.\n"
        "As per the Harbor Ledger report, the two parties will meet again on May 20.\n"
    ),
    "agency.txt": (
        "Ferry board to meet union over new ships\n\nNORTHHAVEN, May 5, 2025 (Meridian Wire) - Chairwoman Ada "
        "Lindqvist will take part in person on Tuesday when the union arrives to discuss the new ferries.\n\n"
        "“The table is set and everybody knows the agenda,” a board aide, Carla Jimenez, told reporters.\n\n"
        "The board announced a 4% cut of wages on April 2 and then suspended most of it for 90 days.\n"
    ),
    "newspaper.html": (
        "<!doctype html><html lang=en><head><title>Wages Kept Off Agenda, Officials Say | The Naniwa Post</title>"
        '<meta property="og:title" content="Wages Kept Off Agenda, Officials Say">'
        '<meta property="article:published_time" content="2025-05-07T06:00:00+09:00"></head><body><nav>Home News</nav>'
        "<article><h1>Wages Kept Off Agenda, Officials Say</h1>"
        "<p>Wages were not discussed in Tuesday’s ferry talks in Northhaven, according to several officials who were "
        "briefed on them.</p><p>Chairwoman Ada Lindqvist met the union for 50 minutes before the crews sat down "
        "together, and later saw two other members of the board for 75 minutes, the officials said.</p>"
        "<p>“The subject did not come up at the table,” said Shinji Okabe, a deputy director of the board.</p>"
        "<p>The ferries will cost $12 million, and the first is to sail in the spring of next year.</p></article>"
        "<footer>Copyright 2025</footer></body></html>"
    ),
}
"""The five shapes in which captures come, written for this test."""


def interpreter(version: str) -> str | None:
    """A Python of that version with its own pip: of pyenv when it is there, else of PATH; None when there is none."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = [str(path) for path in sorted(root.glob(f"versions/{version}.*/bin/python"))]
    found += filter(None, [shutil.which(f"python{version}")])
    for python in found:
        probe = [python, "-c", "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(probe, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return python
    return None


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and what its own pip brought, and a folder to run in."""

    root: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> str:
        """What a program of the environment prints; it has to end well."""
        home = {"TWOSOURCE_HOME": str(self.folder / "home"), "DAGSTER_HOME": str(self.folder), "COLUMNS": "200"}
        return ended(str(self.root / "bin" / program), *arguments, cwd=self.folder, env=clean() | home)


pytestmark = pytest.mark.slow
"""An installation from the index takes minutes: `make soak` runs it."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module", params=PYTHONS)
def installed(
    built: Built, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    python = interpreter(request.param)
    if python is None:
        pytest.skip(f"no Python {request.param} with pip is on PATH or in pyenv")
    folder = tmp_path_factory.mktemp("newcomer")
    root = folder / "venv"
    ended(python, "-m", "venv", str(root), cwd=folder, env=clean())
    pip = (str(root / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet")
    ended(*pip, "install", str(built.wheel), cwd=folder, env=clean(), timeout=INSTALLED)
    (folder / "work" / "captures").mkdir(parents=True)
    yield Installed(root, folder / "work")
    shutil.rmtree(root)  # pytest would keep it, and that of the runs before


def test_it_installs_and_takes_in_the_five_shapes(installed: Installed) -> None:
    for name, text in SHAPES.items():
        (installed.folder / "captures" / name).write_text(text, encoding="utf-8")
    assert installed.run("twosource", "--version") == f"twosource {twosource.__version__}\n"
    summary = installed.run("twosource", "run", "captures")
    with duckdb.connect(str(installed.folder / "home" / "twosource.duckdb"), read_only=True) as con:
        articles = con.execute("SELECT source_path, word_count FROM articles").fetchall()
        quotes = con.execute(
            "SELECT count(DISTINCT source_path) FROM quotes JOIN articles USING (article_id)"
        ).fetchone()
        aside = con.execute("SELECT source_path, message FROM quarantine").fetchall()
    assert not aside, summary
    assert {Path(path).name for path, _ in articles} == set(SHAPES), summary
    assert all(words > 20 for _, words in articles), articles
    assert quotes == (4,), "all but the paragraph quote somebody"
    report = installed.folder / "home" / "report"
    assert any("Wages Kept Off Agenda" in page.read_text(encoding="utf-8") for page in report.rglob("*.html"))


def test_its_other_verbs_work(installed: Installed) -> None:
    assert "loads" in installed.run("twosource", "doctor")
    index = Path(installed.run("twosource", "report").strip())
    assert index.is_file()
    assert "Northhaven" in installed.run("twosource", "sql", "--format", "csv", "SELECT text FROM articles")
    assert "Wages" in installed.run("twosource", "show", "newspaper")


def test_its_packages_agree_with_one_another(installed: Installed) -> None:
    assert "No broken requirements" in installed.run("python", "-m", "pip", "check")


def test_dagster_validates_its_definitions_from_another_folder(installed: Installed) -> None:
    installed.run("python", "-m", "dagster", "definitions", "validate", "-m", "twosource.app")


def test_its_gate_and_web_server_load(installed: Installed) -> None:
    installed.run("python", "-c", "import twosource.cli.webserver")
