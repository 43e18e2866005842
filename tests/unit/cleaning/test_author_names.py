"""Names of authors without what sites glue to them: offices, places, links, accounts, joining words."""

from __future__ import annotations

import pytest

from tests.unit.cleaning.test_metadata_sources import HEADLINE, NEWS, page, read, script
from twosource.cleaning.signatures import authors


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["Ada Brook", "and Ben Coe"], ["Ada Brook", "Ben Coe"]),
        (["Ada Brook", "View All"], ["Ada Brook"]),
        (["Ada Brook Twitter"], ["Ada Brook"]),
        (["Ada Brook CEO"], ["Ada Brook"]),
        (["Ada Brook Senior Political Reporter"], ["Ada Brook"]),
        (["Ada Brook in Port Vell and agencies"], ["Ada Brook"]),
        (["Ada Brook in Oslo; Ben Coe"], ["Ada Brook", "Ben Coe"]),
        (["Ada Brook", "Ada Brook Lifestyle"], ["Ada Brook"]),
        (["Harbour Feed"], []),
        (["Executive Content Editor"], []),
        (["이용민 기자"], ["이용민"]),
        (["記者王小明／台北報導"], ["王小明"]),
        (["田中宏 記者"], ["田中宏"]),
    ],
)
def test_what_is_glued_to_a_name(values: list[str], names: list[str]) -> None:
    assert authors(values)[0] == names


@pytest.mark.parametrize("value", ["Reuters Staff", "By Reuters Staff", "Reuters Newsroom"])
def test_the_staff_of_an_agency_is_the_agency(value: str) -> None:
    assert authors([value]) == ([], "Reuters")


def test_an_account_stands_back_behind_a_printed_byline() -> None:
    top = '<p class="byline">Ada Brook</p><span class="role">Staff Writer</span>'
    assert read(page('<meta name="author" content="islandpostada">', top)).by == ["Ada Brook"]
    fed = script({**NEWS, "author": {"@type": "Person", "name": "Harbour Feed"}})
    assert read(page(fed, "<p>By Ada Brook</p>")).by == ["Ada Brook"]
    staff = script({**NEWS, "author": {"@type": "Person", "name": "Island Post Staff"}})
    assert read(page(staff, "<p>By Ada Brook</p>")).by == ["Ada Brook"]


def test_names_in_parts_and_several_persons_of_one_scope() -> None:
    parts = {"@type": "Person", "givenName": "Ada", "familyName": "Brook"}
    assert read(page(script({**NEWS, "author": parts}))).by == ["Ada Brook"]
    scope = '<div itemprop="author" itemscope itemtype="https://schema.org/Person"><i itemprop="name">Ada Brook</i>'
    markup = page(top=scope + '<i itemprop="name">Ben Coe</i></div>')
    marked = markup.replace("<article>", '<article itemscope itemtype="https://schema.org/NewsArticle">', 1)
    assert sorted(read(marked).by) == ["Ada Brook", "Ben Coe"]


def test_of_many_stated_persons_the_printed_ones_wrote_it() -> None:
    head = '<meta name="author" content="Ada Brook, Ben Coe, Cy Dane">'
    assert read(page(head, "<p>By Ada Brook</p>")).by == ["Ada Brook"]
    assert read(page(head)).by == ["Ada Brook", "Ben Coe", "Cy Dane"]


def test_the_block_of_the_byline_has_its_role() -> None:
    markup = page(top='<div><span>By Ada Brook</span> <time datetime="2031-05-06">6 May 2031</time></div>')
    roles = {region.role for region in read(markup).regions if "Ada Brook" in region.text}
    assert roles == {"byline"}
    assert HEADLINE not in read(markup).text
