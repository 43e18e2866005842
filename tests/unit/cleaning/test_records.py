"""Records as the exports of common tools have them, without `fields`; structured data that is damaged."""

# ruff: noqa: E501  (a record stays on one line)
from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cleaning.pages import HARBOUR, page, paragraphs
from twosource.cleaning.broken_json import loaded
from twosource.cleaning.decoding import decode
from twosource.cleaning.pipeline import clean

TITLE, URL, DAY = "Harbour of Port Vell opens again", "https://vell-gazette.example/harbour", "2031-05-06"
TEXT = "\n\n".join(HARBOUR)
EXPORTS: dict[str, dict[str, Any]] = {
    "newspaper4k": {"url": URL, "title": TITLE, "authors": ["Ada Brook"], "text": TEXT, "publish_date": f"{DAY}T10:00:00+02:00", "meta_lang": "en", "top_image": ""},
    "news_please": {"authors": ["Ada Brook"], "date_publish": f"{DAY} 10:00:00", "date_download": "2032-01-01 00:00:00", "maintext": TEXT, "source_domain": "vell-gazette.example", "title": TITLE, "url": URL, "language": "en"},
    "fundus": {"title": TITLE, "authors": ["Ada Brook"], "publishing_date": f"{DAY}T10:00:00+02:00", "body": {"summary": [HARBOUR[0]], "sections": [{"headline": [], "paragraphs": HARBOUR[1:]}]}, "html": {"responded_url": URL, "source_info": {"publisher": "Vell Gazette"}}},
    "newsapi": {"source": {"id": None, "name": "Vell Gazette"}, "author": "Ada Brook", "title": f"{TITLE} - Vell Gazette", "url": URL, "publishedAt": f"{DAY}T08:00:00Z", "content": f"{TEXT}… [+812 chars]"},
    "media_cloud": {"id": "7a", "media_name": "vell-gazette.example", "title": TITLE, "publish_date": DAY, "url": URL, "indexed_date": "2032-01-01", "text": TEXT, "author": "Ada Brook"},
    "trafilatura": {"title": TITLE, "author": "Ada Brook", "hostname": "vell-gazette.example", "date": DAY, "raw_text": "x", "text": TEXT, "source": URL, "source-hostname": "Vell Gazette"},
    "escaped_html": {"headline": TITLE, "author": {"name": "Ada Brook"}, "datePublished": DAY, "url": URL, "articleBody": paragraphs(HARBOUR).replace("<", "&lt;").replace(">", "&gt;")},
}  # fmt: skip


@pytest.mark.parametrize("record", EXPORTS.values(), ids=EXPORTS)
def test_exports_are_known_without_fields(record: dict[str, Any]) -> None:
    found = clean(json.dumps(record))
    assert (found.headline, found.by, found.text, found.url) == (TITLE, ["Ada Brook"], TEXT, URL)
    assert found.published is not None
    assert found.published.value.startswith(DAY)
    assert found.outlet in ("Vell Gazette", "vell-gazette.example")


def test_a_record_whose_text_is_empty_says_so() -> None:
    found = clean(json.dumps({"title": TITLE, "text": "", "author": "Ada Brook"}))
    assert (found.rejected, found.headline, found.by, found.text) == ("no_text", TITLE, ["Ada Brook"], "")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}}',
        '{"a": 1}\n;var x = 2',
        '{"a": 1,}',
        '{"a": 1, "b": [1, 2',
        '// note\n{"a": 1}',
    ],
)
def test_damaged_json_whose_meaning_is_plain(text: str) -> None:
    value = loaded(text)
    assert isinstance(value, dict)
    assert value["a"] == 1


def test_what_cannot_be_mended_gives_its_lone_values_or_nothing() -> None:
    broken = '{"@type": "NewsArticle" "headline": "A "quoted" word", "datePublished": "2031-05-06", "author": {"name": "Ada Brook"}'
    value = loaded(broken)
    assert value["datePublished"] == "2031-05-06"
    assert value["author"]["name"] == "Ada Brook"
    assert loaded("function () { return 1 }") is None


def test_a_broken_block_does_not_lose_the_metadata_beside_it() -> None:
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-05-06T08:00:00Z"}\n}</script>'
    found = clean(
        page(f"<h1>{TITLE}</h1>{paragraphs(HARBOUR)}", TITLE, f'{script}<meta name="author" content="Ada Brook">')
    )
    assert found.by == ["Ada Brook"]
    assert found.published is not None
    assert found.published.value == "2031-05-06T08:00:00+00:00"


def test_letters_that_a_system_misread_are_mended_and_others_are_not() -> None:
    meant = "ZoÃ« MÃ¼ller said itâ€™s Â£12.4m".encode()
    assert decode(meant).text == "Zoë Müller said it’s £12.4m"
    assert decode("SÃO PAULO: o preço â€ é alto".encode()).text == "SÃO PAULO: o preço â€ é alto"


def test_a_labelled_byline_of_an_archive() -> None:
    head = f"{TITLE}\n\nVell Gazette\n\nMay 6, 2031 Tuesday\n\nSection: NEWS; Pg. 3\n\nByline: Ada Brook\n\nBody\n\n"
    found = clean(head + TEXT + "\n\nLoad-Date: May 7, 2031\n\nEnd of Document\n")
    assert (found.by, found.text) == (["Ada Brook"], TEXT)
    assert found.published is not None
    assert found.published.value == "2031-05-06"
