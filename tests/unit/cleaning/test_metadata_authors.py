"""Authors: persons alone, once each, from the place that names them; agency, outlet and staff are kept apart."""

from __future__ import annotations

import pytest

from tests.unit.cleaning.test_metadata_sources import NEWS, page, read, script
from twosource.cleaning import bylines
from twosource.cleaning.bylines import OPENERS, SIGNED, BylineForm, SignedForm
from twosource.cleaning.html import Block
from twosource.cleaning.signatures import authors


@pytest.mark.parametrize("form", OPENERS, ids=lambda form: form.name)
def test_each_opener_reads_its_example(form: BylineForm) -> None:
    assert tuple(bylines.names_in_line(form.example)) == form.reads


@pytest.mark.parametrize("form", SIGNED, ids=lambda form: form.name)
def test_each_signed_line_reads_its_example(form: SignedForm) -> None:
    assert tuple(bylines.signed_names([Block(form.example, "p", "other", "no_rule", 0.0)])) == form.reads


@pytest.mark.parametrize(
    "line", ["By the sea", "By Monday the ferry sails again", "Von der Insel", "Di notte", "By 2031", "Text", ""]
)
def test_lines_without_a_byline(line: str) -> None:
    assert bylines.names_in_line(line) == []


@pytest.mark.parametrize(
    ("values", "names", "agency"),
    [
        (["Brook, Ada"], ["Ada Brook"], None),
        (["By Ada Brook, Senior Reporter"], ["Ada Brook"], None),
        (["View all posts by Ada Brook"], ["Ada Brook"], None),
        (["Analysis by Ada Brook"], ["Ada Brook"], None),
        (["Ada Brook; Ben Coe og Ola Nord"], ["Ada Brook", "Ben Coe", "Ola Nord"], None),
        (["Ada Brook, Photography by Ben Coe"], ["Ada Brook"], None),
        (["Ada Brook. The Guardian"], ["Ada Brook"], None),
        (["Ada Brook (ada@post.example)"], ["Ada Brook"], None),
        (["Reuters and Ada Brook"], ["Ada Brook"], "Reuters"),
        (["Associated Press"], [], "Associated Press"),
        (["Island Post"], [], None),
        (["Island Post Sports"], [], None),
        (["Post Newsroom", "Redaktion", "MND Staff", "Guest", "The Council"], [], None),
        ([", The Island Post & Gazette"], [], None),
        (["Creative Commons License"], [], None),
        (["https://post.example/ada", "@ada"], [], None),
        (["Red Smith"], ["Red Smith"], None),
        (["By Bill Press"], ["Bill Press"], None),
        (["Edgar Guest, Ana Chief"], ["Edgar Guest", "Ana Chief"], None),
        (["Guest Author", "Press", "Red Press", "Bureau Chief", "Press Release", "Northern Free Press"], [], None),
        (["Von Miller"], ["Von Miller"], None),
        (["von Erika Muster"], ["Erika Muster"], None),
        (["José Ortega y Gasset"], ["José Ortega y Gasset"], None),
        (["Ana Ruiz y José Ortega y Gasset"], ["Ana Ruiz", "José Ortega y Gasset"], None),
    ],
)
def test_names_among_stated_authors(values: list[str], names: list[str], agency: str | None) -> None:
    assert authors(values, ["Island Post", "The Island Post & Gazette", "Island"]) == (names, agency)


@pytest.mark.parametrize(
    ("name", "shaped"),
    [
        ("Ada Brook", True),
        ("ADA BROOK", True),
        ("Juan de la Peña", True),
        ("Lê Phương", True),
        ("山田太郎", True),
        ("Ada", False),
        ("about the author", False),
        ("Ada Brook 2031", False),
        ("Read More About Our Long History", False),
    ],
)
def test_shape_of_a_name(name: str, shaped: bool) -> None:
    assert bylines.name_shaped(name) is shaped


@pytest.mark.parametrize(
    ("author", "names", "agency"),
    [
        ([{"@type": "Person", "name": "Ada Brook"}, {"@type": "Organization", "name": "Reuters"}], ["Ada Brook"], None),
        ({"@type": "Organization", "name": "Island Post"}, [], None),
        ({"@type": "Person", "name": "Island Post"}, [], None),
        ({"@type": "Person", "name": "Associated Press"}, [], "Associated Press"),
        ({"@type": "Organization", "name": "dpa"}, [], "dpa"),
        ("Ada Brook and Ben Coe", ["Ada Brook", "Ben Coe"], None),
        ({"@type": "Person", "@id": "https://island-post.example/author/admin/", "name": "Webmaster Joe"}, [], None),
    ],
)
def test_authors_of_json_ld(author: object, names: list[str], agency: str | None) -> None:
    found = read(page(script({**NEWS, "author": author})))
    assert (found.by, found.agency) == (names, agency)


@pytest.mark.parametrize(
    "top",
    [
        '<a rel="author" href="/x">Ada Brook</a>',
        '<a href="/author/ada-brook">By Ada Brook</a>',
        '<div class="byline">By <span class="author-name">Ada Brook</span> Island Post</div>',
        '<span class="authorname">Ada Brook</span>',
        '<span itemprop="author">Ada Brook</span>',
        "<div>Von Ada Brook | 14:07 Uhr</div>",
        "<div>By Ada Brook May 6, 2031</div>",
    ],
)
def test_shown_bylines(top: str) -> None:
    assert read(page(top=top)).by == ["Ada Brook"]


def test_more_names_beside_the_same_first_author_are_believed() -> None:
    head = '<meta name="author" content="Ada Brook, Ben Coe">'
    assert read(page(script(NEWS) + head)).by == ["Ada Brook", "Ben Coe"]
    assert read(page(script(NEWS) + '<meta name="author" content="Ben Coe, Cy Dane">')).by == ["Ada Brook"]


def test_authors_of_teasers_and_comments_are_not_taken() -> None:
    teaser = '<div class="related"><a rel="author" href="/author/ben">Ben Coe</a></div>'
    comment = '<div class="comments"><span class="comment-author">Cy Dane</span></div>'
    assert read(page(top=teaser, bottom=comment)).by == []


def test_a_stated_newsroom_ends_the_search() -> None:
    head = script({**NEWS, "author": {"@type": "Person", "name": "Island Post Staff"}})
    assert read(page(head, top='<a href="/author/ben-coe">Ben Coe</a>')).by == []


def test_closing_line_of_an_agency() -> None:
    bottom = "<p>(Reporting by Ada Brook in Oslo; Editing by Ben Coe)</p>"
    assert read(page(bottom=bottom)).by == ["Ada Brook"]


TEASERS = (
    '<section class="related"><article class="card"><h3>Whale in the bay</h3>'
    '<time datetime="2031-06-01">1 June 2031</time><a href="/authors/jane-roe">Jane Roe</a></article></section>',
    '<section class="related"><article><h3>Whale in the bay</h3>'
    '<time datetime="2031-06-01">1 June 2031</time><a href="/authors/jane-roe">Jane Roe</a></article></section>',
    '<article><h3>Whale in the bay</h3><time datetime="2031-06-01">1 June 2031</time>'
    '<span class="byline">By Jane Roe</span></article>',
)


@pytest.mark.parametrize("teaser", TEASERS, ids=["card_in_section", "section_around", "second_article"])
def test_date_and_author_of_a_teaser_below_are_not_the_articles(teaser: str) -> None:
    found = read(page(bottom=teaser), url=None)
    assert (found.by, found.published) == ([], None)


@pytest.mark.parametrize("teaser", TEASERS[:2], ids=["card_in_section", "section_around"])
def test_nor_where_no_article_stands_around_the_headline(teaser: str) -> None:
    markup = page(bottom=teaser).replace("<article><h1>", "<h1>", 1).replace("</article>", "", 1)
    found = read(markup, url=None)
    assert (found.by, found.published) == ([], None)


@pytest.mark.parametrize("around", ["card", "has-sidebar related-layout", "teaser-page"])
def test_a_box_around_headline_and_byline_is_the_articles_own(around: str) -> None:
    inner = page(top='<a href="/author/ada-brook">Ada Brook</a><time datetime="2031-05-06">6 May</time>')
    found = read(inner.replace("<article>", f'<div class="{around}"><article class="{around}">'), url=None)
    assert found.by == ["Ada Brook"]
    assert found.published is not None
    assert found.published.value == "2031-05-06"


def test_an_authors_own_card_names_the_author() -> None:
    top = '<div class="author-card"><a rel="author" href="/x">Ada Brook</a></div>'
    assert read(page(top=top)).by == ["Ada Brook"]


def test_a_link_whose_name_opens_like_a_byline() -> None:
    assert read(page(top='<a rel="author" href="/x">Von Miller</a>')).by == ["Von Miller"]
