"""Bytes and records: encodings, binary input, JSON through a field mapping, names of outlets, agencies and authors."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import codecs
import json
from typing import Any

import pytest

from twosource import reference
from twosource.cleaning import bounds
from twosource.cleaning.decoding import BELIEVED, JOINER, MOST_MARKS, decode, tidy
from twosource.cleaning.pipeline import clean, filed
from twosource.cleaning.signatures import authors
from twosource.newsroom.outlets import outlet_of_url

WORDS = "Die Brücke über den Fluß wurde für Fußgänger geöffnet, sagte der Bürgermeister am Freitag in Köln."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).text == WORDS


def test_declared_encoding_is_read() -> None:
    page = "<html><head><meta charset='shift_jis'></head><body><p>港は金曜日に開かれた。</p></body></html>"
    assert decode(page.encode("cp932")).text == page


def test_utf8_wins_over_a_wrong_declaration() -> None:
    page = "<meta charset='iso-8859-1'><p>Köln</p>"
    assert decode(page.encode()).text == page


def test_byte_order_mark_of_utf16_big_endian() -> None:
    assert decode(codecs.BOM_UTF16_BE + "Köln".encode("utf-16-be")).text == "Köln"


def test_some_broken_bytes_do_not_change_the_encoding() -> None:
    assert "Fußgänger" in decode(WORDS.encode() * 20 + b"\xff").text


def test_nothing_unprintable_stays_and_the_text_is_nfc() -> None:
    assert decode("Ko\u0308ln\x00 liegt\r\nam \ud800Rhein\x1f.").text == "Köln liegt\nam \ufffdRhein ."


@pytest.mark.parametrize(
    "label", ["utf-16", "idna", "punycode", "base64", "unicode_escape", "undefined", "utf-7", "x" * 40]
)
def test_a_declared_encoding_that_is_none_is_not_believed(label: str) -> None:
    page = f"<html><head><meta charset='{label}'></head><body><p>{WORDS}</p></body></html>"
    assert WORDS in decode(page.encode("cp1252")).text


def test_all_believed_encodings_are_known_by_that_name() -> None:
    assert {codecs.lookup(name).name for name in BELIEVED} == BELIEVED


def test_combining_marks_without_end_are_parted() -> None:
    text = tidy("a" + "\u0301\u0323" * 5_000 + "b")
    assert text.count(JOINER) == 10_000 // MOST_MARKS
    assert tidy(text) == text
    assert text.replace(JOINER, "").count("\u0301") == 5_000
    assert tidy("e\u0301" + "\u0302" * 20) == "\u00e9" + "\u0302" * 20


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b" \n", "empty"), ("\t", "empty"), (b"%PDF-1.7 ...", "binary"), (bytes(range(256)) * 40, "binary")]
)  # fmt: skip
def test_input_that_is_no_text(data: bytes | str, reason: str) -> None:
    found = clean(data)
    assert found.rejected == reason
    assert reason in reference.vocabulary("rejection")


SENTENCE = "The harbour opened on Friday after five months, the port office said in the morning."
RECORD = {
    "meta": {
        "title": "Harbour opens",
        "when": "2031-05-11T08:30:00Z",
        "people": [{"name": "Ada Brook"}, {"name": "Reuters"}],
    },
    "content": [SENTENCE],
    "site": "WSJ",
}
MAPPING = {
    "headline": "meta.title",
    "text": "content.0",
    "published": "meta.when",
    "by": "meta.people",
    "outlet": "site",
}


def test_a_page_that_opens_with_a_brace_is_a_page() -> None:
    found = clean("{menu}<html><body>" + f"<p>{SENTENCE}</p><p>{WORDS}</p>" + "</body></html>")
    assert found.text.startswith(SENTENCE)
    assert "<p>" not in found.text


def test_lines_beyond_the_limit_are_one_region() -> None:
    text = "\n".join([SENTENCE] + [f"w{number}" for number in range(bounds.MOST_PIECES + 5)])
    found = clean(text, media_type="text/plain")
    last = found.regions[-1]
    assert (last.rule, last.kept) == (bounds.RULE, False)
    assert last.text.endswith(f" w{bounds.MOST_PIECES + 4}")
    assert len(found.regions) <= bounds.MOST_PIECES + 1


def test_record_through_a_mapping() -> None:
    found = clean(json.dumps(RECORD), media_type="application/json", fields=MAPPING)
    assert found.text == SENTENCE
    assert (found.headline, found.by, found.agency) == ("Harbour opens", ["Ada Brook"], "Reuters")
    assert found.outlet == "The Wall Street Journal"
    assert found.published is not None
    assert found.published.value == "2031-05-11T08:30:00+00:00"


def test_record_with_markup() -> None:
    record = {"html": f"<p>{WORDS}</p>", "link": "https://www.bbc.com/news/1"}
    found = clean(json.dumps(record), fields={"html": "html", "url": "link"})
    assert found.text == WORDS
    assert (found.outlet, found.language, found.url) == ("BBC News", "de", "https://www.bbc.com/news/1")


@pytest.mark.parametrize(
    ("stated", "language"), [("English", "en"), ("en_US", "en"), ("en-GB", "en"), ("de", "en"), (7, "en"), (None, "en")]
)
def test_the_language_of_a_record_is_a_tag(stated: object, language: str) -> None:
    record = {"text": f"{SENTENCE}\n\nThe council wants the state to pay for half of the repairs.", "language": stated}
    assert clean(json.dumps(record), media_type="application/json").language == language


def test_what_a_record_states_decides_the_genre() -> None:
    record = {"title": "Opinion | What the ice has cost", "text": SENTENCE, "site": "WSJ"}
    found = clean(json.dumps(record), media_type="application/json")
    assert (found.genre, found.headline) == ("opinion", "Opinion | What the ice has cost")
    record["title"] = "What the ice has cost"
    assert clean(json.dumps(record), media_type="application/json").genre == "brief"


def test_a_record_within_a_record_states_less_than_the_outer_one() -> None:
    inner = json.dumps({"text": SENTENCE, "title": "Inner", "by": "Ada Brook"})
    found = clean(json.dumps({"text": inner, "title": "Outer"}))
    assert (found.text, found.headline, found.by) == (SENTENCE, "Outer", ["Ada Brook"])


@pytest.mark.parametrize(
    ("data", "options", "reason"),
    [
        (None, {}, "empty"),
        (5, {}, "binary"),
        (["words"], {}, "binary"),
        (bytearray(b" "), {}, "empty"),
        (SENTENCE, {"fields": {"text": None}}, "unreadable_record"),
        (json.dumps({"text": SENTENCE}), {"fields": {"text": None}}, "unreadable_record"),
        (json.dumps({"text": SENTENCE}), {"fields": {"text": ["text"]}}, "unreadable_record"),
        (json.dumps({"text": SENTENCE}), {"fields": ["text"]}, "unreadable_record"),
        (bytearray(SENTENCE.encode()), {}, None),
        (SENTENCE, {"url": 5}, None),
        (f"<html><body><p>{SENTENCE}</p></body></html>", {"url": b"https://gazette.example"}, None),
        (SENTENCE, {"media_type": 5}, None),
        (SENTENCE, {"fields": {}}, None),
    ],
)
def test_arguments_of_other_kinds_never_raise(data: Any, options: dict[str, Any], reason: str | None) -> None:
    found = clean(data, **options)
    assert (found.rejected, found.url) == (reason, None)
    assert bool(found.text) is (reason is None)
    assert reason is None or reason in reference.vocabulary("rejection")


@pytest.mark.parametrize("data", ["{", "[]", "{}", '{"text": 3}', "null", "[" * 100_000])
def test_unreadable_records(data: str) -> None:
    assert clean(data, media_type="application/json").rejected == "unreadable_record"


@pytest.mark.parametrize(
    ("values", "names", "agency"),
    [
        (["By Ada Brook and John Doe"], ["Ada Brook", "John Doe"], None),
        (["Ada Brook, AP"], ["Ada Brook"], "Associated Press"),
        (["Staff Writer"], [], None),
        (["dpa"], [], "dpa"),
        (["ada@paper.example", "https://x.example/ada"], [], None),
        (["Ada Brook", "ada brook"], ["Ada Brook"], None),
        (["The Guardian"], [], None),
    ],
)
def test_authors(values: list[str], names: list[str], agency: str | None) -> None:
    assert authors(values) == (names, agency)


@pytest.mark.parametrize(
    ("paragraph", "place", "agency"),
    [
        ("PORT VELL (Reuters) - The harbour opened.", "Port Vell", "Reuters"),
        ("LONDON — The harbour opened.", "London", None),
        ("TOKYO, April 19 (Kyodo) -- The harbour opened.", "Tokyo", "Kyodo News"),
        ("(AFP) — The harbour opened.", None, "Agence France-Presse"),
        ("BREAKING: The harbour opened.", None, None),
        ("The harbour (the old one) - opened.", None, None),
    ],
)
def test_datelines(paragraph: str, place: str | None, agency: str | None) -> None:
    assert filed(paragraph, None) == (place, agency)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.nytimes.com/a", "The New York Times"),
        ("https://japannews.yomiuri.co.jp/a", "The Japan News"),
        ("https://notnytimes.com/a", None),
        ("nonsense", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_outlet_of_an_address(url: str | None, outlet: str | None) -> None:
    assert outlet_of_url(url) == outlet


def test_reference_tables_name_each_thing_once() -> None:
    outlets = reference.table("outlets")["outlets"]
    domains = [domain for outlet in outlets for domain in outlet["domains"]]
    assert len(domains) == len(set(domains))
    assert all(outlet["family"] for outlet in outlets)
    agencies = reference.table("agencies")["agencies"]
    names = [alias for agency in agencies for alias in (agency["name"], *agency["aliases"])]
    assert len(names) == len(set(names))
