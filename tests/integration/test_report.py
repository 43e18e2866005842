"""The report of the samples: every page is there, leads somewhere, changes only with its facts, and runs nothing."""

import re
import shutil
import webbrowser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from typer.testing import CliRunner

from tests.integration import browser
from tests.integration.command import twosource
from tests.integration.reported import asked, change, copied, duckdb_rows, pages
from twosource.cli import main, report
from twosource.reporting import folder, site
from twosource.reporting import pages as drawing
from twosource.reporting.folder import ReportError
from twosource.settings import Settings

HOSTILE = (
    "</title></style></script><script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(2)>"
    "\" onmouseover=\"alert(3)' onfocus='alert(4) \x1b[2J\x07 \u202egnihton\u2066 {{ 7 * 7 }} <!-- &amp;"
)
EVERYWHERE = {
    "clean.articles": ("headline", "outlet", "agency", "located", "source_path"),
    "clean.regions": ("text", "rule"),
    "facts.mentions": ("entity", "rule"),
    "facts.quotes": ("speaker", "cue"),
    "facts.quantities": ("measure", "about", "unit"),
    "facts.times": ("value",),
    "links.comparisons": ("subject",),
    "links.stances": ("value", "text"),
    "links.origins": ("reason",),
    "quality.checks": ("description", "sample"),
    "quality.coverage": ("message",),
    "quality.set_aside": ("message", "address"),
}
"""Columns whose words come from outside, or could."""

# a text keeps its length, so that facts stay at their places
CHANGED = "UPDATE clean.articles SET text = $1 || substring(text, length($1) + 1), url = 'javascript:alert(5)'"


@pytest.fixture(scope="module")
def hostile_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, with hostile words wherever words from outside are kept."""
    home = copied(sample_home, tmp_path_factory.mktemp("hostile"), with_report=False)
    for table, columns in EVERYWHERE.items():
        change(home, *(f'UPDATE {table} SET "{column}" = $1' for column in columns), values=[HOSTILE])
    change(home, CHANGED, values=[HOSTILE])
    site.write(Settings(home=home))
    return home


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if reason := browser.missing():
        pytest.skip(reason)
    with browser.browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


class TestPages:
    def test_a_run_ends_by_writing_it(self, sample_home: Path) -> None:
        assert str(sample_home / "report" / "index.html") in (sample_home / "summary.txt").read_text()

    def test_there_is_a_page_for_every_article_and_story(self, sample_home: Path) -> None:
        wanted = {"index.html", "stories.html", "articles.html", "checks.html", "quarantine.html"}
        wanted |= {f"articles/{own}.html" for own in asked(sample_home, "SELECT article_id FROM articles")}
        wanted |= {f"stories/{own}.html" for own in asked(sample_home, "SELECT story_id FROM stories")}
        assert set(pages(sample_home)) == wanted

    def test_every_link_leads_somewhere(self, sample_home: Path) -> None:
        folder = sample_home / "report"
        parsed = {folder / name: html.fromstring(text) for name, text in pages(sample_home).items()}
        places = {path: {e.get("id") for e in tree.iter() if e.get("id")} for path, tree in parsed.items()}
        followed = 0
        for path, tree in parsed.items():
            for link in tree.xpath("//a/@href"):
                if link.startswith(("http:", "https:")):
                    continue
                target, _, place = link.partition("#")
                file = (path.parent / target).resolve() if target else path
                assert file in parsed, (path, link)
                assert not place or place in places[file], (path, link)
                followed += 1
        assert followed > 1000

    def test_no_page_has_an_id_twice(self, sample_home: Path) -> None:
        for name, text in pages(sample_home).items():
            ids = html.fromstring(text).xpath("//@id")
            assert len(ids) == len(set(ids)), name

    def test_an_article_shows_each_fact_at_its_place_and_what_was_removed(self, sample_home: Path) -> None:
        (own,) = asked(sample_home, "SELECT article_id FROM articles WHERE contains(source_path, '01_broadcast')")
        tree = html.fromstring(pages(sample_home)[f"articles/{own}.html"])
        for kind, key in (("quotes", "quote_id"), ("quantities", "quantity_id"), ("times", "time_id")):
            for fact in asked(sample_home, f"SELECT {key} FROM {kind} WHERE article_id = '{own}'"):
                assert tree.xpath(f"//mark[@id='at-{fact}']"), (kind, fact)
        regions = f"SELECT text FROM regions WHERE article_id = '{own}' AND {{}} ORDER BY ordinal"
        removed = asked(sample_home, regions.format("NOT kept"))
        assert [e.text_content() for e in tree.xpath("//div[@class='removed']/p")] == removed
        kept = asked(sample_home, regions.format("kept"))
        assert [e.text_content() for e in tree.xpath("//p[starts-with(@class, 'kept')]")] == kept

    def test_a_conflict_stands_first_with_the_words_of_both_sides(self, sample_home: Path) -> None:
        (story,) = asked(sample_home, "SELECT story_id FROM conflicts ORDER BY severity DESC LIMIT 1")
        first = html.fromstring(pages(sample_home)["stories.html"]).xpath("//li//a/@href")[0]
        assert first == f"stories/{story}.html"
        tree = html.fromstring(pages(sample_home)[first])
        quoted = [
            ["".join(m.text_content() for m in e.xpath(".//mark")) for e in side.xpath(".//blockquote")]
            for side in tree.xpath("//article[@class='conflict']")[0].xpath(".//div[@class='side']")
        ]
        evidence = "SELECT [e.text FOR e IN evidence_{}] FROM conflicts ORDER BY severity DESC LIMIT 1"
        assert quoted == [asked(sample_home, evidence.format(side))[0] for side in "ab"]

    def test_the_matrix_has_a_cell_for_each_comparison_and_article(self, sample_home: Path) -> None:
        for own, rows, columns in duckdb_rows(
            sample_home,
            "SELECT story_id, (SELECT count(*) FROM comparisons c WHERE c.story_id = s.story_id), n_articles "
            "FROM stories s",
        ):
            tree = html.fromstring(pages(sample_home)[f"stories/{own}.html"])
            shown = tree.xpath("//table[@class='matrix']/tbody/tr")
            assert [len(row.xpath("td")) for row in shown] == [columns] * rows
            assert all(cell.xpath(".//*[contains(@class, 'stance')]") for row in shown for cell in row.xpath("td"))

    def test_the_flow_and_the_table_of_sources_agree(self, sample_home: Path) -> None:
        tree = html.fromstring(pages(sample_home)["index.html"])
        flow = [e.text_content() for e in tree.xpath("//ol[@class='flow']//small[contains(@class, 'quarantined')]")]
        (row,) = tree.xpath("//h2[text()='Sources']/following-sibling::div//tbody/tr")
        articles, quarantined, skipped = (int(e.text_content()) for e in row.xpath("td")[-3:])
        assert quarantined == sum(int(text.split()[0]) for text in flow) == 2
        (inputs,) = tree.xpath("//ol[@class='flow']/li[1]/b/text()")
        assert int(inputs) == articles + quarantined
        assert skipped == 2  # stored, but not read for facts

    def test_what_went_through_is_listed_apart(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        change(home, "UPDATE quality.set_aside SET released_at = now() WHERE reason = 'consent_wall'")
        site.write(Settings(home=home))
        shown = pages(home)["quarantine.html"].decode()
        before, _, since = shown.partition("<h2>Went through since</h2>")
        assert ("section front" in before, "consent wall" in before) == (True, False)
        assert "consent wall" in since
        assert len(asked(home, "SELECT item_id FROM quarantine WHERE released_at IS NULL")) == 3

    def test_a_local_day_is_shown_as_the_local_day(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        (own,) = asked(home, "SELECT article_id FROM articles WHERE contains(source_path, '06_ledger')")
        value = "published_value = '2025-04-19T06:00:00+09:00', published_precision = 'instant'"
        change(home, f"UPDATE clean.articles SET {value} WHERE article_id = '{own}'")
        site.write(Settings(home=home))
        (page,) = html.fromstring(pages(home)[f"articles/{own}.html"]).xpath("//p[@class='meta']/time/text()")
        (listed,) = html.fromstring(pages(home)["articles.html"]).xpath(
            f"//li[.//a[@href='articles/{own}.html']]//time/text()"
        )
        assert (page, listed) == ("2025-04-19 06:00 +09:00", "2025-04-19")


class TestChange:
    def test_nothing_new_writes_nothing(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        found = site.write(Settings(home=home))
        assert (found.written, found.pages) == (0, len(pages(sample_home)))

    def test_only_the_page_of_a_changed_article_is_written(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        before = pages(home)
        own = asked(home, "SELECT min(article_id) FROM quotes")[0]
        change(home, f"UPDATE facts.quotes SET speaker = 'Somebody Else' WHERE article_id = '{own}'")
        assert site.write(Settings(home=home)).written == 5 + 1  # the pages about the whole are always written
        assert {name for name, text in pages(home).items() if text != before[name]} == {f"articles/{own}.html"}
        assert b"Somebody Else" in pages(home)[f"articles/{own}.html"]

    def test_the_page_of_an_article_that_is_gone_goes(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        own = asked(home, "SELECT article_id FROM articles WHERE contains(source_path, '20_port')")[0]
        change(home, f"DELETE FROM clean.articles WHERE article_id = '{own}'")
        site.write(Settings(home=home))
        assert own not in "".join(pages(home))
        assert own not in pages(home)["articles.html"].decode()

    def test_a_report_from_nothing_is_the_same_as_one_brought_up_to_date(
        self, sample_home: Path, tmp_path: Path
    ) -> None:
        home = copied(sample_home, tmp_path)
        change(home, "UPDATE links.stances SET value = '7 ferries' WHERE stance = 'asserts'")
        site.write(Settings(home=home))
        kept = pages(home)
        shutil.rmtree(home / "report")
        site.write(Settings(home=home))
        assert pages(home) == kept

    def test_what_a_killed_run_left_is_cleared_away(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        for left in (".report.a1b2c3d4/stories", ".report.a1b2c3d4.old", ".report.notes"):
            (home / left).mkdir(parents=True)
        assert site.write(Settings(home=home)).written == 0  # nothing new: cleared all the same
        assert sorted(path.name for path in home.iterdir()) == [".report.notes", "report", "twosource.duckdb"]

    def test_a_report_in_the_making_is_not_cleared_away(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        with ThreadPoolExecutor() as pool, folder.held(home), folder.new(home) as made:
            other = pool.submit(site.write, Settings(home=home))
            with pytest.raises(TimeoutError):
                other.result(timeout=0.5)
            assert made.is_dir()
        assert other.result().written == 0

    def test_an_empty_database_has_a_report(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        tables = asked(home, "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name <> 'main'")
        change(home, *(f"DELETE FROM {table}" for table in tables))
        assert site.write(Settings(home=home)).pages == 5
        assert b"No stories yet" in pages(home)["index.html"]


class TestFolder:
    """Only a report of ours is replaced; anything else in its place stays, and is named."""

    @pytest.fixture
    def stale(self, sample_home: Path, tmp_path: Path) -> Path:
        home = copied(sample_home, tmp_path)
        change(home, "DELETE FROM facts.quotes")
        return home

    @pytest.mark.parametrize(
        "name", ["my_notes.txt", "articles/mine.html", "notes/of/mine.txt", ".hidden", "index.html.bak"]
    )
    def test_a_foreign_file_is_kept_and_named(self, stale: Path, name: str) -> None:
        mine = stale / "report" / name
        mine.parent.mkdir(parents=True, exist_ok=True)
        mine.write_text("six months of notes")
        before = pages(stale)
        with pytest.raises(ReportError, match=re.escape(name.partition("/of")[0])):
            site.write(Settings(home=stale))
        assert (mine.read_text(), pages(stale)) == ("six months of notes", before)
        assert sorted(path.name for path in stale.iterdir()) == ["report", "twosource.duckdb"]
        mine.unlink()
        for parent in mine.relative_to(stale / "report").parents:
            if str(parent) not in (".", "articles"):
                (stale / "report" / parent).rmdir()
        assert site.write(Settings(home=stale)).written

    def test_a_folder_that_no_report_made_is_kept(self, stale: Path) -> None:
        (stale / "report" / "manifest.json").write_text("[1, 2")
        with pytest.raises(ReportError, match="holds what is of no report"):
            site.write(Settings(home=stale))

    @pytest.mark.parametrize("place", ["a folder elsewhere", "nowhere"])
    def test_a_link_in_its_place_is_kept(self, stale: Path, tmp_path: Path, place: str) -> None:
        elsewhere = tmp_path / place
        (stale / "report").rename(tmp_path / "a folder elsewhere")
        (stale / "report").symlink_to(elsewhere)
        with pytest.raises(ReportError, match="is a link"):
            site.write(Settings(home=stale))
        assert (stale / "report").readlink() == elsewhere
        assert (tmp_path / "a folder elsewhere" / "index.html").is_file()

    def test_a_link_within_it_is_kept(self, stale: Path, tmp_path: Path) -> None:
        (stale / "report" / "index.html").unlink()
        (stale / "report" / "index.html").symlink_to(tmp_path / "mine.html")
        with pytest.raises(ReportError, match=re.escape("(index.html)")):
            site.write(Settings(home=stale))

    def test_a_file_in_its_place_is_kept(self, stale: Path) -> None:
        shutil.rmtree(stale / "report")
        (stale / "report").write_text("mine")
        with pytest.raises(ReportError, match="is a file"):
            site.write(Settings(home=stale))
        assert (stale / "report").read_text() == "mine"

    def test_what_comes_in_while_it_is_written_is_kept(self, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        drawn = drawing.checks

        def meanwhile(*given: Any) -> str:
            (stale / "report" / "late.txt").write_text("mine")
            return drawn(*given)

        monkeypatch.setattr(drawing, "checks", meanwhile)
        with pytest.raises(ReportError, match=re.escape("late.txt")):
            site.write(Settings(home=stale))
        assert (stale / "report" / "late.txt").read_text() == "mine"
        assert (stale / "report" / "index.html").is_file()

    @pytest.mark.parametrize("left", [[], [".DS_Store", "articles/Thumbs.db"]], ids=["empty", "looked at"])
    def test_an_empty_folder_and_traces_of_file_managers_are_no_hindrance(self, stale: Path, left: list[str]) -> None:
        if not left:
            shutil.rmtree(stale / "report")
            (stale / "report").mkdir()
        for name in left:
            (stale / "report" / name).touch()
        assert site.write(Settings(home=stale)).written

    def test_the_verb_ends_with_1_and_a_run_says_it(
        self, stale: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (stale / "report" / "mine.txt").touch()
        monkeypatch.setenv("TWOSOURCE_HOME", str(stale))
        done = CliRunner().invoke(main.app, ["report"])
        assert done.exit_code == 1
        report.write_after_run(Settings(home=stale))
        assert "(mine.txt)" in capsys.readouterr().err


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


class TestBrowser:
    def test_it_would_tell_what_a_page_did(self, driver: Any, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text("<script>throw Error('heard')</script><img src='http://127.0.0.1:9/x' onload='x'>")
        seen = browser.visit(driver, page)
        assert "heard" in " ".join(seen.console)
        assert seen.requests == ["http://127.0.0.1:9/x"]
        assert seen.live == ["script", "onload"]

    def test_every_page_is_quiet_and_fits_a_telephone(self, driver: Any, sample_home: Path) -> None:
        browser.window(driver, 390, "dark")
        for name in pages(sample_home):
            assert browser.visit(driver, sample_home / "report" / name) == browser.Seen([], [], [], 0), name

    def test_a_link_to_a_folded_fact_unfolds_it(self, driver: Any, sample_home: Path) -> None:
        browser.window(driver, 390, "light")
        sql = (
            "SELECT story_id, min(comparison_id) FROM comparisons WHERE status = 'not_comparable' GROUP BY ALL LIMIT 1"
        )
        ((story, own),) = duckdb_rows(sample_home, sql)
        driver.get(f"{(sample_home / 'report' / 'stories' / story).as_uri()}.html#c-{own}")
        assert driver.find_element("id", f"c-{own}").is_displayed()

    def test_a_page_of_each_kind_fits_a_wide_window(self, driver: Any, sample_home: Path) -> None:
        browser.window(driver, 1280, "light")
        kinds = {name if "/" not in name else name.partition("/")[0]: name for name in pages(sample_home)}
        assert len(kinds) > 5
        for name in kinds.values():
            assert browser.visit(driver, sample_home / "report" / name) == browser.Seen([], [], [], 0), name

    def test_hostile_words_do_nothing(self, driver: Any, hostile_home: Path) -> None:
        browser.window(driver, 1280, "light")
        for name in pages(hostile_home):
            seen = browser.visit(driver, hostile_home / "report" / name)
            assert (seen.console, seen.requests, seen.live) == ([], [], []), name


def test_hostile_words_are_shown_as_words(hostile_home: Path) -> None:
    for name, text in pages(hostile_home).items():
        shown = text.decode()
        assert "&lt;script&gt;alert(1)" in shown, name
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) == [], name
        assert "javascript:" not in " ".join(html.fromstring(text).xpath("//@href")), name
        assert "{{ 7 * 7 }}" in shown, name
