"""The report of the samples: every page is there, leads somewhere, and changes only with its facts."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.integration.reported import asked, change, copied, duckdb_rows, files, pages
from twosource.reporting import folder, site
from twosource.reporting import pages as drawing
from twosource.reporting.article.text import METADATA
from twosource.settings import Settings

WHOLE = {"index", "stories", "conflicts", "articles", "outlets", "entities", "checks", "quarantine", "find"}


class TestPages:
    def test_a_run_ends_by_writing_it(self, sample_home: Path) -> None:
        assert str(sample_home / "report" / "index.html") in (sample_home / "summary.txt").read_text()

    def test_there_is_a_page_for_everything_that_has_one(self, sample_home: Path) -> None:
        wanted = {f"{name}.html" for name in WHOLE}
        for name, sql in (
            ("articles", "SELECT article_id FROM articles"),
            ("stories", "SELECT story_id FROM stories"),
            ("entities", "SELECT entity_id FROM entities WHERE n_articles > 1"),
            ("checks", "SELECT DISTINCT table_name FROM checks"),
        ):
            wanted |= {f"{name}/{own}.html" for own in asked(sample_home, sql)}
        months = "SELECT DISTINCT coalesce(strftime({}, '%Y-%m'), 'undated') FROM {}"
        for name, day in (("articles", "published_on"), ("stories", "last_published")):
            wanted |= {f"{name}-{month}.html" for month in asked(sample_home, months.format(day, name))}
        outlets = asked(sample_home, "SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL")
        wanted |= {f"outlets/{drawing.outlet_page(name)}.html" for name in outlets}
        assert set(pages(sample_home)) == wanted

    def test_every_number_of_the_first_page_leads_to_its_rows(self, sample_home: Path) -> None:
        tree = html.fromstring(pages(sample_home)["index.html"])
        tiles = tree.xpath("//ul[@class='numbers']/li")
        assert len(tiles) == len(tree.xpath("//ul[@class='numbers']/li/a[b]")) == 8

    def test_a_failed_check_shows_its_rows_its_query_and_its_history(self, sample_home: Path) -> None:
        tree = html.fromstring(pages(sample_home)["checks/facts.arithmetic.html"])
        (failed,) = tree.xpath("//section[.//th[text()='article id']]")
        (own,) = asked(sample_home, "SELECT article_id FROM arithmetic WHERE NOT holds")
        assert failed.xpath(".//td/a/@href") == [f"../articles/{own}.html"]
        (query,) = failed.xpath(".//pre/text()")
        assert len(asked(sample_home, query)) == 1
        assert failed.xpath(".//span[@class='history']/i/@class") == ["warning"]

    def test_a_sum_that_does_not_hold_is_told_and_marked_where_one_reads(self, sample_home: Path) -> None:
        (own,) = asked(sample_home, "SELECT article_id FROM arithmetic WHERE NOT holds")
        tree = html.fromstring(pages(sample_home)[f"articles/{own}.html"])
        assert tree.xpath("//section[@id='sums']//li[1]/b/text()") == ["40 + 25 = 65, not 70 (million GBP)"]
        marked = tree.xpath("//mark[contains(@class, 'wrong')]")
        assert [mark.text_content() for mark in marked] == ["£40 million", "£25 million", "£70 million"]
        assert {mark.get("title") for mark in marked} == {"40 + 25 = 65, not 70 (million GBP)"}

    def test_an_outlet_shows_how_complete_it_is(self, sample_home: Path) -> None:
        tree = html.fromstring(pages(sample_home)["outlets.html"])
        sql = "SELECT outlet, count(*), 100 * avg((published_on IS NOT NULL)::INT) FROM articles "
        for outlet, number, dated in duckdb_rows(sample_home, sql + "WHERE outlet IS NOT NULL GROUP BY outlet"):
            (row,) = tree.xpath(f"//tr[th/a[text()='{outlet}']]")
            cells = [cell.text_content() for cell in row.xpath("td")]
            assert (cells[1], cells[5]) == (str(number), f"{dated:.0f} %")

    def test_what_a_program_reads_is_what_the_checks_say(self, sample_home: Path) -> None:
        found = json.loads(files(sample_home)["quality.json"])
        failed = [
            (dataset["name"], one["assertion"])
            for dataset in found["datasets"]
            for one in dataset["facets"]["dataQualityAssertions"]["assertions"]
            if not one["success"]
        ]
        assert failed == duckdb_rows(sample_home, "SELECT table_name, expectation FROM checks WHERE NOT success")
        (articles,) = (one["facets"] for one in found["datasets"] if one["name"] == "clean.articles")
        assert articles["dataQualityMetrics"]["rowCount"] == len(asked(sample_home, "SELECT 1 FROM clean.articles"))

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
                assert file.is_file(), (path, link)
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
        about = f"role IN {METADATA}"
        removed = asked(sample_home, regions.format(f"NOT kept AND NOT {about}"))
        assert [e.text_content() for e in tree.xpath("//div[@class='removed']/p")] == removed
        told = asked(sample_home, regions.format(f"NOT kept AND {about}"))
        assert [e.text_content() for e in tree.xpath("//dl[@class='metadata']/dd")] == told
        assert told
        kept = asked(sample_home, regions.format("kept"))
        assert [e.text_content() for e in tree.xpath("//p[starts-with(@class, 'kept')]")] == kept

    def test_a_conflict_stands_first_with_the_words_of_both_sides(self, sample_home: Path) -> None:
        (story,) = asked(sample_home, "SELECT story_id FROM conflicts ORDER BY severity DESC LIMIT 1")
        (place,) = html.fromstring(pages(sample_home)["index.html"]).xpath("//main//li/a[@class='headline']/@href")[:1]
        first = html.fromstring(pages(sample_home)["stories.html"]).xpath("//li/a/@href")[0]
        assert (place.partition("#")[0], first) == (f"stories/{story}.html", f"stories/{story}.html")
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
        (listed,) = html.fromstring(pages(home)["articles-2025-04.html"]).xpath(
            f"//li[.//a[@href='articles/{own}.html']]//time/text()"
        )
        assert (page, listed) == ("2025-04-19 06:00 +09:00", "2025-04-19")


class TestChange:
    def test_nothing_new_writes_nothing(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        found = site.write(Settings(home=home))
        assert (found.written, found.pages) == (0, len(files(sample_home)) - 1)  # the manifest is no page

    def test_only_the_page_of_a_changed_article_is_written(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        before = pages(home)
        own = asked(home, "SELECT min(article_id) FROM quotes")[0]
        change(home, f"UPDATE facts.quotes SET speaker = 'Somebody Else' WHERE article_id = '{own}'")
        site.write(Settings(home=home))
        other = {name for name, text in pages(home).items() if text != before[name]}
        assert f"articles/{own}.html" in other
        assert {name for name in other if name.startswith("articles/")} == {f"articles/{own}.html"}
        assert b"Somebody Else" in pages(home)[f"articles/{own}.html"]

    def test_only_what_an_article_belongs_to_is_drawn_with_it(
        self, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = copied(sample_home, tmp_path)
        own, story = duckdb_rows(home, "SELECT article_id, story_id FROM times ORDER BY article_id LIMIT 1")[0]
        change(home, f"UPDATE facts.times SET value = '1999' WHERE article_id = '{own}'")
        drawn: list[str] = []
        for name, key in (("article", "article"), ("story", "story"), ("entity", "entity")):
            draw = getattr(drawing, name)

            def noted(found: Any, draw: Any = draw, key: str = key) -> Any:
                drawn.append(getattr(found, key)[f"{key}_id"])
                return draw(found)

            monkeypatch.setattr(drawing, name, noted)
        site.write(Settings(home=home))
        named = f"SELECT DISTINCT entity_id FROM mentions WHERE article_id = '{own}' AND entity_id IS NOT NULL"
        assert {own, story} <= set(drawn) <= {own, story, *asked(home, named)}

    def test_a_run_killed_while_pages_are_put_in_place_is_mended_by_the_next(
        self, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = copied(sample_home, tmp_path)
        change(home, "UPDATE facts.quotes SET speaker = 'Somebody Else'")
        put, moved = os.replace, []

        def killed(source: Any, target: Any) -> None:
            moved.append(target)
            if len(moved) == 8:
                raise KeyboardInterrupt
            put(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                site.write(Settings(home=home))
        assert site.write(Settings(home=home)).written
        kept = files(home)
        shutil.rmtree(home / "report")
        site.write(Settings(home=home))
        assert files(home) == kept

    def test_the_page_of_an_article_that_is_gone_goes(self, sample_home: Path, tmp_path: Path) -> None:
        home = copied(sample_home, tmp_path)
        own = asked(home, "SELECT article_id FROM articles WHERE contains(source_path, '20_port')")[0]
        change(home, f"DELETE FROM clean.articles WHERE article_id = '{own}'")
        site.write(Settings(home=home))
        assert own not in "".join(pages(home))
        assert not any(own in text.decode() for text in files(home).values())

    def test_a_report_from_nothing_is_the_same_as_one_brought_up_to_date(
        self, sample_home: Path, tmp_path: Path
    ) -> None:
        home = copied(sample_home, tmp_path)
        change(home, "UPDATE links.stances SET value = '7 ferries' WHERE stance = 'asserts'")
        site.write(Settings(home=home))
        kept = files(home)
        shutil.rmtree(home / "report")
        site.write(Settings(home=home))
        assert files(home) == kept

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
        site.write(Settings(home=home))
        assert set(pages(home)) == {f"{name}.html" for name in WHOLE}
        assert b"No stories yet" in pages(home)["index.html"]
