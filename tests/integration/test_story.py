"""The verbs `story` and `conflicts`, and the page of a story, on the samples."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html

from tests.integration.command import twosource
from tests.integration.reported import asked, duckdb_rows, pages


def test_conflicts_show_both_sides_with_who_says_it(sample_home: Path) -> None:
    done = twosource(sample_home, "conflicts")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "[0] 119,000 people 1 named origin: Kansai Brief" in shown
    assert "[1] 141,000 people" in shown
    assert "looked for, and not found: " in shown


def test_a_story_is_named_by_a_part_of_its_headline(sample_home: Path) -> None:
    done = twosource(sample_home, "story", "second round")
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "facts agree" in shown
    assert "first with" in shown
    assert "Told by Meridian Wire, also in The Coast Herald alone" in shown
    assert "could not be compared: " not in shown
    everything = " ".join(twosource(sample_home, "story", "second round", "--all").stdout.split())
    assert "could not be compared: " in everything


def test_a_story_that_is_not_there_is_said_so(sample_home: Path) -> None:
    done = twosource(sample_home, "story", "no such headline")
    assert done.returncode == 2
    assert "No story has" in done.stderr


def test_a_story_opens_on_one_sentence_that_counts_all_that_is_compared(sample_home: Path) -> None:
    for own, number in duckdb_rows(sample_home, "SELECT story_id, count(*) FROM comparisons GROUP BY ALL"):
        tree = html.fromstring(pages(sample_home)[f"stories/{own}.html"])
        (line,) = tree.xpath("//h1/following-sibling::p[1][@class='lead-line']")
        assert sum(int(found) for found in re.findall(r"\d+", line.text_content())) == number
        groups = tree.xpath("//details[starts-with(@class, 'group')]")
        assert [f"#{group.get('id')}" for group in groups] == line.xpath("a/@href")


def test_the_newest_article_leads_from_a_sentence_to_what_is_compared_in_it(sample_home: Path) -> None:
    (own,) = asked(sample_home, "SELECT story_id FROM conflicts LIMIT 1")
    (newest,) = asked(
        sample_home, f"SELECT text FROM articles WHERE story_id = '{own}' ORDER BY published_on DESC LIMIT 1"
    )
    tree = html.fromstring(pages(sample_home)[f"stories/{own}.html"])
    said = tree.xpath("//div[contains(@class, 'annotated')]//*[starts-with(@class, 'said')]")
    assert " ".join(e.text_content() for e in said).split() == newest.split()
    (differing,) = [e for e in said if "tone-bad" in e.get("class")]
    (card,) = tree.xpath(f"//article[@id='{differing.get('href')[1:]}']")
    assert differing.text_content() in " ".join(e.text_content() for e in card.xpath(".//blockquote/p"))
