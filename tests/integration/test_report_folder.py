"""The report's folder: what is of no report stays, whatever happens; and the verb that writes it."""

import re
import shutil
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.integration.command import twosource
from tests.integration.reported import change, copied, pages
from twosource.cli import main, report
from twosource.reporting import pages as drawing
from twosource.reporting import site
from twosource.reporting.folder import ReportError
from twosource.settings import Settings


class TestFolder:
    """What no report has written stays; where it stands in the place of a page, nothing is written and it is named."""

    @pytest.fixture
    def stale(self, sample_home: Path, tmp_path: Path) -> Path:
        home = copied(sample_home, tmp_path)
        change(home, "DELETE FROM facts.quotes")
        return home

    @pytest.mark.parametrize(
        "name", ["my_notes.txt", "articles/mine.html", "notes/of/mine.txt", ".hidden", "index.html.bak", ".DS_Store"]
    )
    def test_a_foreign_file_stays_beside_the_pages(self, stale: Path, name: str) -> None:
        mine = stale / "report" / name
        mine.parent.mkdir(parents=True, exist_ok=True)
        mine.write_text("six months of notes")
        assert site.write(Settings(home=stale)).written
        assert mine.read_text() == "six months of notes"

    @pytest.mark.parametrize("name", ["manifest.json", "index.html", "articles-2025-04.html"])
    def test_a_file_of_somebody_else_in_the_place_of_a_page_is_kept_and_named(self, stale: Path, name: str) -> None:
        shutil.rmtree(stale / "report")
        (stale / "report").mkdir()
        (stale / "report" / name).write_text("[1, 2")
        with pytest.raises(ReportError, match=re.escape(f"({name})")):
            site.write(Settings(home=stale))
        assert [path.name for path in (stale / "report").iterdir()] == [name]
        assert (stale / "report" / name).read_text() == "[1, 2"

    @pytest.mark.parametrize("place", ["a folder elsewhere", "nowhere"])
    def test_a_link_in_its_place_is_kept(self, stale: Path, tmp_path: Path, place: str) -> None:
        elsewhere = tmp_path / place
        (stale / "report").rename(tmp_path / "a folder elsewhere")
        (stale / "report").symlink_to(elsewhere)
        with pytest.raises(ReportError, match="is a link"):
            site.write(Settings(home=stale))
        assert (stale / "report").readlink() == elsewhere
        assert (tmp_path / "a folder elsewhere" / "index.html").is_file()

    @pytest.mark.parametrize("name", ["index.html", "articles"])
    def test_a_link_within_it_is_kept(self, stale: Path, tmp_path: Path, name: str) -> None:
        place = stale / "report" / name
        place.rename(tmp_path / "mine")
        place.symlink_to(tmp_path / "mine")
        before = sorted((tmp_path / "mine").iterdir()) if name == "articles" else (tmp_path / "mine").read_bytes()
        with pytest.raises(ReportError, match=re.escape(name)):
            site.write(Settings(home=stale))
        assert place.is_symlink()
        after = sorted((tmp_path / "mine").iterdir()) if name == "articles" else (tmp_path / "mine").read_bytes()
        assert after == before

    def test_a_file_in_its_place_is_kept(self, stale: Path) -> None:
        shutil.rmtree(stale / "report")
        (stale / "report").write_text("mine")
        with pytest.raises(ReportError, match="is a file"):
            site.write(Settings(home=stale))
        assert (stale / "report").read_text() == "mine"

    def test_what_comes_in_while_it_is_written_is_kept(self, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shutil.rmtree(stale / "report")
        drawn = drawing.checks

        def meanwhile(*given: Any) -> str:
            (stale / "report").mkdir()
            (stale / "report" / "find.html").write_text("mine")
            return drawn(*given)

        monkeypatch.setattr(drawing, "checks", meanwhile)
        with pytest.raises(ReportError, match=re.escape("find.html")):
            site.write(Settings(home=stale))
        assert (stale / "report" / "find.html").read_text() == "mine"

    def test_an_empty_folder_is_no_hindrance(self, stale: Path) -> None:
        shutil.rmtree(stale / "report")
        (stale / "report").mkdir()
        assert site.write(Settings(home=stale)).written

    def test_the_verb_ends_with_1_and_a_run_says_it(
        self, stale: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.rmtree(stale / "report")
        (stale / "report").touch()
        monkeypatch.setenv("TWOSOURCE_HOME", str(stale))
        done = CliRunner().invoke(main.app, ["report"])
        assert done.exit_code == 1
        report.write_after_run(Settings(home=stale))
        assert "is a file" in capsys.readouterr().err


class TestCommand:
    @pytest.fixture(autouse=True)
    def _home(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))

    def test_it_says_where_the_report_is_and_opens_it(
        self, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copied(sample_home, tmp_path)
        opened: list[str] = []

        def show(address: str) -> bool:
            opened.append(address)
            return True

        monkeypatch.setattr(webbrowser, "open", show)
        done = CliRunner().invoke(main.app, ["report", "--open"])
        index = tmp_path / "report" / "index.html"
        assert (done.exit_code, done.stdout) == (0, f"{index}\n")
        assert opened == [index.as_uri()]

    def test_without_a_database_it_says_what_to_do(self, tmp_path: Path) -> None:
        done = twosource(tmp_path, "report")
        assert done.returncode == 1
        assert "`twosource run` makes it" in done.stderr

    def test_a_report_that_cannot_be_written_leaves_the_old_one_and_the_end_of_the_run(
        self, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home = copied(sample_home, tmp_path)
        before = pages(home)
        change(home, "DELETE FROM facts.quotes")

        def full(*_: object) -> str:
            raise OSError(28, "No space left on device", "page.html")

        monkeypatch.setattr(drawing, "article", full)
        report.write_after_run(Settings(home=home))
        told = capsys.readouterr()
        assert "The report cannot be written to page.html: No space left on device." in told.err
        assert told.out == ""
        assert pages(home) == before
        assert sorted(path.name for path in home.iterdir()) == ["report", "twosource.duckdb"]
