"""The pages in a real browser: they run nothing, fit every window, keep readers out nowhere, and find what is there."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.integration import browser
from tests.integration.reported import asked, change, copied, duckdb_rows, pages
from twosource.reporting import site
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
    "links.entity_aliases": ("alias",),
    "links.entity_links": ("entity",),
    "quality.checks": ("description", "sample"),
    "quality.expectations": ("sentence", "reason"),
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


FEW = 3
"""Pages of each kind that are opened: their other pages come from the same template."""


def some(home: Path, most: int = FEW) -> list[str]:
    """A few pages of each kind of the report, the largest and the smallest among them."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for name, _ in sorted(pages(home).items(), key=lambda page: -len(page[1])):
        kinds[name if "/" not in name else name.partition("/")[0]].append(name)
    assert len(kinds) > 15
    return [name for found in kinds.values() for name in {*found[: most - 1], found[-1]}]


class TestBrowser:
    def test_it_would_tell_what_a_page_did(self, driver: Any, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        page.write_text("<script>throw Error('heard')</script><img src='http://127.0.0.1:9/x' onload='x'>")
        seen = browser.visit(driver, page)
        assert "heard" in " ".join(seen.console)
        assert seen.requests == ["http://127.0.0.1:9/x"]
        assert seen.live == ["script", "onload"]
        assert "image-alt" in " ".join(browser.barriers(driver))

    @pytest.mark.parametrize(("width", "scheme"), [pytest.param(390, "dark", marks=pytest.mark.slow), (1400, "light")])
    def test_every_kind_of_page_is_quiet_fits_and_is_open_to_all(
        self, driver: Any, sample_home: Path, width: int, scheme: str
    ) -> None:
        browser.window(driver, width, scheme)
        # axe looks at every element: it gets the smallest page of each kind, and small ones that have most on them
        (story,) = asked(sample_home, "SELECT story_id FROM conflicts")
        (article,) = asked(sample_home, "SELECT article_id FROM arithmetic WHERE NOT holds")
        rich = {f"stories/{story}.html", f"articles/{article}.html", "checks/facts.arithmetic.html"}
        looked_at = {*some(sample_home, 1), *rich}
        for name in {*some(sample_home, 2), *rich}:
            seen = browser.visit(driver, sample_home / "report" / name)
            if name == "find.html":
                assert set(seen.live) == {"script"}
                seen.live.clear()
            assert seen == browser.Seen([], [], [], 0), name
            if name in looked_at:
                assert browser.barriers(driver) == [], name

    def test_facts_stand_beside_the_text_in_a_wide_window_and_below_it_on_a_telephone(
        self, driver: Any, sample_home: Path
    ) -> None:
        (own,) = asked(sample_home, "SELECT article_id FROM articles WHERE contains(source_path, '01_broadcast')")
        for width, beside in ((1400, True), (400, False)):
            browser.window(driver, width, "light")
            browser.visit(driver, sample_home / "report" / "articles" / f"{own}.html")
            text, facts = (driver.find_element(By.CSS_SELECTOR, name).rect for name in (".text", ".facts"))
            assert (facts["x"] >= text["x"] + text["width"]) == beside
            assert (facts["y"] >= text["y"] + text["height"]) != beside

    def test_a_link_to_a_folded_fact_unfolds_it(self, driver: Any, sample_home: Path) -> None:
        browser.window(driver, 390, "light")
        sql = (
            "SELECT story_id, min(comparison_id) FROM comparisons WHERE status = 'not_comparable' GROUP BY ALL LIMIT 1"
        )
        ((story, own),) = duckdb_rows(sample_home, sql)
        driver.get(f"{(sample_home / 'report' / 'stories' / story).as_uri()}.html#c-{own}")
        assert driver.find_element("id", f"c-{own}").is_displayed()

    def test_hostile_words_do_nothing(self, driver: Any, hostile_home: Path) -> None:
        browser.window(driver, 1280, "light")
        for name in some(hostile_home):
            seen = browser.visit(driver, hostile_home / "report" / name)
            live = [one for one in seen.live if name != "find.html" or one != "script"]
            assert (seen.console, seen.requests, live) == ([], [], []), name
        searching(driver, hostile_home)
        hits = found(driver, "onerror")
        assert len(hits) > 20
        assert all("<img src=http://127.0.0.1:9/x onerror=alert(2)>" in hit for hit in hits)
        assert driver.find_elements(By.TAG_NAME, "img") == []


def searching(driver: Any, home: Path) -> None:
    """Open the search page and wait until it has read everything."""
    driver.get((home / "report" / "find.html").as_uri())
    WebDriverWait(driver, 20).until(lambda now: "still" not in now.find_element(By.ID, "told").text)


def found(driver: Any, words: str, **chosen: str) -> list[str]:
    """What the open search page shows for these words and choices."""
    box = driver.find_element(By.ID, "words")
    box.clear()
    box.send_keys(words)
    for name, value in chosen.items():
        driver.execute_script(
            "const field = document.getElementById(arguments[0]); field.value = arguments[1];"
            "field.dispatchEvent(new Event('input'))",
            name,
            value,
        )
    return [hit.text for hit in driver.find_elements(By.CSS_SELECTOR, "#hits li")]


class TestFind:
    @pytest.fixture(autouse=True)
    def _page(self, driver: Any, sample_home: Path) -> None:
        browser.window(driver, 1280, "light")
        searching(driver, sample_home)

    def test_all_words_have_to_fit_whatever_their_case_and_accents(self, driver: Any) -> None:
        assert any("Osaka Expo draws 119,000" in hit for hit in found(driver, "EXPO osaka draws"))
        assert found(driver, "expo mandalay") == []
        assert any("Brénnan Relief News" in hit for hit in found(driver, "brennan relief"))

    def test_it_narrows_by_outlet_kind_and_day(self, driver: Any, sample_home: Path) -> None:
        outlet = "Kansai Brief"
        wanted = asked(sample_home, f"SELECT headline FROM articles WHERE outlet = '{outlet}'")
        hits = found(driver, "", kind="articles", outlet=outlet)
        assert sorted(hit.splitlines()[0] for hit in hits) == sorted(wanted)
        late = asked(
            sample_home, f"SELECT headline FROM articles WHERE outlet = '{outlet}' AND published_on > '2025-04-10'"
        )
        hits = found(driver, "", kind="articles", outlet=outlet, since="2025-04-11")
        assert sorted(hit.splitlines()[0] for hit in hits) == sorted(late)

    def test_a_question_that_is_compared_leads_to_its_story(self, driver: Any, sample_home: Path) -> None:
        ((subject, headline),) = duckdb_rows(
            sample_home, "SELECT c.subject, s.headline FROM conflicts c JOIN stories s USING (story_id)"
        )
        (hit,) = found(driver, subject.rstrip("?"), kind="stories")
        assert hit.startswith(headline)

    def test_without_scripts_it_leads_to_the_lists(self, sample_home: Path) -> None:
        tree = html.fromstring(pages(sample_home)["find.html"])
        assert tree.xpath("//noscript//a/@href") == ["stories.html", "articles.html", "entities.html", "outlets.html"]
        assert tree.xpath("//*[@id='find']/@hidden")


def test_hostile_words_are_shown_as_words(hostile_home: Path) -> None:
    for name, text in pages(hostile_home).items():
        shown = text.decode()
        if name == "find.html" or name.startswith("checks/"):
            continue
        assert "&lt;script&gt;alert(1)" in shown, name
        assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown) == [], name
        assert "javascript:" not in " ".join(html.fromstring(text).xpath("//@href")), name
        assert "{{ 7 * 7 }}" in shown, name
