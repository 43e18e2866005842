"""Headlines: the heading with which the titles agree, without the site's name; the newsroom's own where it stands apart."""

# ruff: noqa: E501  (one case is one line)
from __future__ import annotations

import pytest

from twosource.cleaning import headlines
from twosource.cleaning.pipeline import clean

TEXT = "".join(
    f"<p>{'The ferry to the outer islands sails again from Monday, the master said. ' * 3}</p>" for _ in "abc"
)
SITES = ["Island Post", "island-post.example", "island-post"]


def headline(
    h1: str = "", title: str = "", og: str = "", ld: str = "", url: str = "https://www.island-post.example/a"
) -> str | None:
    head = f"<title>{title}</title>" if title else ""
    head += (
        f'<meta property="og:title" content="{og}"><meta property="og:site_name" content="Island Post">' if og else ""
    )
    head += f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{ld}"}}</script>' if ld else ""
    heading = f"<h1>{h1}</h1>" if h1 else ""
    return clean(
        f"<html><head>{head}</head><body>{heading}{TEXT}</body></html>", url=url, media_type="text/html"
    ).headline


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Old ferry returns | Island Post", "Old ferry returns"),
        ("Old ferry returns - Island Post", "Old ferry returns"),
        ("Old ferry returns – News – Island Post", "Old ferry returns – News"),
        ("Island Post - Old ferry returns", "Old ferry returns"),
        ("Old ferry returns : IslandPost", "Old ferry returns"),
        ("Old ferry returns » The Guardian", "Old ferry returns"),
        ("Old ferry returns | BBC News", "Old ferry returns"),
        ("Old ferry - a story of return", "Old ferry - a story of return"),
        ("Island Post", "Island Post"),
        ("", ""),
    ],
)
def test_site_names_are_cut(title: str, cut: str) -> None:
    assert headlines.without_site(title, SITES) == cut


def test_a_section_is_cut_when_what_is_left_is_known() -> None:
    known = ["oldferryreturns"]
    assert headlines.without_site("Old ferry returns – Sports – Island Post", SITES, known) == "Old ferry returns"
    assert headlines.without_site("Old ferry returns - The islanders rejoice", SITES, known) == "Old ferry returns"


OWN = "Council pays for the repair of the old ferry"
SEARCH = "Ferry to outer islands: when does it sail again?"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"h1": "Old ferry returns", "title": "Old ferry returns | Island Post"}, "Old ferry returns"),
        ({"og": "Old ferry returns - Island Post"}, "Old ferry returns"),
        ({"title": "Old ferry returns | Island Post", "og": "Old ferry returns"}, "Old ferry returns"),
        ({"h1": "Sports", "title": "Old ferry returns to islands", "og": "Old ferry returns to islands"}, "Old ferry returns to islands"),
        ({"h1": "Outer islands: Old ferry returns to sea", "og": "Old ferry returns to sea", "title": "Old ferry returns to sea"}, "Old ferry returns to sea"),
        ({"h1": SEARCH, "og": SEARCH, "title": f"{SEARCH} | Island Post", "ld": OWN}, OWN),
        ({"h1": OWN, "og": OWN, "title": SEARCH, "ld": SEARCH}, OWN),
        ({"h1": SEARCH, "og": SEARCH, "title": SEARCH, "ld": "Ferry to outer islands..."}, SEARCH),
        ({"h1": SEARCH, "og": SEARCH, "title": SEARCH, "ld": "Island Post"}, SEARCH),
        ({"h1": SEARCH, "og": SEARCH, "title": SEARCH, "ld": OWN, "url": "https://x.example/ferry-to-outer-islands-when-does-it-sail-again"}, SEARCH),
        ({"h1": OWN, "og": "A ferry, a shop and a school", "title": "A ferry, a shop and a school", "url": "https://x.example/council-pays-for-the-repair-of-the-old-ferry-1"}, OWN),
        ({"h1": "Old ferry returns"}, "Old ferry returns"),
        ({}, None),
    ],
    ids=["suffix", "only_og", "title_and_og", "section_heading", "kicker", "filed_under", "search_title_in_json_ld",
         "truncated", "site_as_headline", "address_sides_with_heading", "address_alone", "only_heading", "none"],
)  # fmt: skip
def test_choice(given: dict[str, str], expected: str | None) -> None:
    assert headline(**given) == expected


def test_kicker_in_an_element_of_its_own() -> None:
    h1 = '<span class="kicker">Outer islands</span> Old ferry returns to sea'
    assert headline(h1=h1, og="Harbour: Old ferry returns to sea", title="Ferry returns") == "Old ferry returns to sea"


@pytest.mark.parametrize(
    ("title", "url", "least"),
    [
        ("Fähre für Öland kommt zurück", "https://x.example/a/faehre-fuer-oeland-kommt-zurueck-123456.html", 1.0),
        ("L'été à l'île d'Yeu", "https://x.example/lete-a-lile-dyeu", 1.0),
        ("Ferge på vei til øya", "https://x.example/2031/ferge-pa-vei-til-oya", 1.0),
        ("Old ferry returns", "https://x.example/id=17", 0.0),
    ],
)
def test_words_of_an_address(title: str, url: str, least: float) -> None:
    assert headlines.in_slug(title, headlines.slug_words(url)) == least


def test_what_is_too_long_is_no_title() -> None:
    assert headline(h1="Old ferry returns", og="| " * 50_000, title="Ferry | " * 5_000) == "Old ferry returns"


STORY = "Harbour reopens after three-day storm"


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        (f"{STORY} - Vell Gazette", f"<h1 class=logo>Vell Gazette</h1><h2>{STORY}</h2>"),
        (f"{STORY} - Vell Gazette", f"<h1><a href='/'>Vell Gazette</a></h1><h2>{STORY}</h2>"),
        (f"{STORY} - Vell Gazette", f"<h1>Vell Gazette</h1><h2>{STORY}</h2>"),
        (f"Vell Gazette - {STORY}", f"<h1>Vell Gazette</h1><h2>{STORY}</h2>"),
        (f"{STORY} - Vell Gazette", "<h1>Vell Gazette</h1>"),
        (f"{STORY} - Vell Gazette", f"<h2>Vell Gazette</h2><h1>{STORY}</h1>"),
        ("", f"<h1 class=logo>Vell Gazette</h1><h2>{STORY}</h2>"),
        ("", f"<h2>{STORY}</h2>"),
        ("", f"<h2>The week in the north</h2><h2>{STORY}</h2>"),
    ],
    ids=[
        "logo",
        "home",
        "tail",
        "head",
        "title_alone",
        "heading_is_head",
        "logo_no_title",
        "second_level",
        "last_before",
    ],
)
def test_the_sites_own_heading_is_not_the_storys(title: str, headings: str) -> None:
    head = f"<title>{title}</title>" if title else ""
    below = "<h2>What the storm has broken at the quay</h2>"
    markup = f"<html><head>{head}</head><body>{headings}{TEXT}{below}{TEXT}</body></html>"
    assert clean(markup, media_type="text/html").headline == STORY


@pytest.mark.parametrize("section", ["Opinion", "The view from the north"])
def test_a_heading_behind_a_section_is_the_storys(section: str) -> None:
    markup = f"<html><head><title>{section} | What the ice took</title></head><body><h1>What the ice took</h1>{TEXT}</body></html>"
    assert clean(markup, media_type="text/html").headline == "What the ice took"


@pytest.mark.parametrize(
    ("markup", "headline"),
    [
        ("<title>Article page - Island Post</title>|<h1>Old ferry returns to the outer islands</h1>", "Old ferry returns to the outer islands"),
        (
            '<title>Ferries: the bill | Post</title><meta property="og:title" content="Ferries: the bill nobody wanted">'
            "|<h1>Old ferry returns to the outer islands</h1>",
            "Old ferry returns to the outer islands",
        ),
        (
            "<title>Old ferry returns to the islands » Local » Ultima Post Vell</title>"
            "|<h1>Old ferry returns to the islands<span>Ultima Post Vell</span></h1>",
            "Old ferry returns to the islands",
        ),
        ("<title>渡轮恢复通航，岛民表示欢迎_社会_岛报</title>|", "渡轮恢复通航，岛民表示欢迎"),
        (
            '<title>渡し船が再開、島民は歓迎｜島ニュース</title><meta property="og:title" content="渡し船が再開、島民は歓迎">'
            '|<a href="/"><h1 class="logo-text">地域ニュース：島通信</h1></a><h1>渡し船が再開、島民は歓迎</h1>',
            "渡し船が再開、島民は歓迎",
        ),
        ("<title>Varga&amp;#8217;s plan for R&amp;amp;D quay</title>|", "Varga’s plan for R&D quay"),
        ("<title>Profit at AT&amp;T falls by a third in the spring</title>|", "Profit at AT&T falls by a third in the spring"),
    ],
    ids=["generic_title", "social_title", "glued_site", "underscores", "logo_heading", "escaped_twice", "ampersand"],
)  # fmt: skip
def test_headlines_against_titles_that_do_not_fit(markup: str, headline: str) -> None:
    head, top = markup.split("|<", 1) if "|<" in markup else (markup.rstrip("|"), "")
    body = f"{'<' + top if top else ''}<article>{TEXT}</article>"
    assert clean(f"<html><head>{head}</head><body>{body}</body></html>").headline == headline
