"""Ids as the contract has them: what makes two things one, and what keeps them apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.identity import article_id, canonical_url, content_id, document_id, fact_ids
from twosource.loading.identity import capture_id
from twosource.records import Article, Event, Fact, Mention, Published, Quote, Region, Span

ARTICLE = Article(
    text="The ferry sank off Serrat.",
    headline="Ferry lost",
    by=["Ann Doe"],
    outlet="The Fjord Post",
    language="en",
    published=Published(value="2025-02-01", precision="day", basis="metadata", confidence=0.9),
)


def mention(start: int, end: int, text: str = "x") -> Mention:
    return Mention(text=text, start=start, end=end, sentence=0, rule="r", confidence=1.0, label="LOC", entity=text)


def quote(start: int, end: int, *fragments: Span) -> Quote:
    return Quote(
        text="x",
        start=start,
        end=end,
        sentence=0,
        rule="r",
        confidence=1.0,
        kind="direct",
        fragments=list(fragments),
    )


def test_the_same_bytes_at_one_address_are_one_capture() -> None:
    assert capture_id("inbox", "one.txt", b"news") == capture_id("inbox", "one.txt", b"news")


@pytest.mark.parametrize(
    ("source", "address", "data"),
    [("inbox", "one.txt", b"news!"), ("inbox", "two.txt", b"news"), ("feed", "one.txt", b"news")],
    ids=["other bytes", "other address", "other source"],
)
def test_captures_that_differ_in_one_thing_are_two(source: str, address: str, data: bytes) -> None:
    assert capture_id(source, address, data) != capture_id("inbox", "one.txt", b"news")


def test_a_document_is_its_url_wherever_its_captures_lie() -> None:
    url = "https://fjord.example/ferry"
    assert document_id(url, "one.txt") == document_id(url, "two.txt")
    assert document_id(None, "one.txt") != document_id(None, "two.txt")
    assert document_id(url, "one.txt") != document_id(None, "one.txt")


def test_the_same_text_at_two_urls_is_two_articles() -> None:
    first, second = (document_id(f"https://{host}.example/ferry", "p") for host in ("fjord", "coast"))
    assert article_id(first, ARTICLE) != article_id(second, ARTICLE)


def test_the_same_version_of_a_document_is_one_article() -> None:
    assert article_id("d", ARTICLE) == article_id("d", replace(ARTICLE, by=list(ARTICLE.by)))


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The ferry sank off Serrat!"},
        {"headline": "Ferry lost with all hands"},
        {"headline": None},
        {"by": ["Ann Doe", "Bo Lund"]},
        {"agency": "Coast Wire"},
        {"located": "SERRAT"},
        {"outlet": "The Coast"},
        {"language": "en-GB"},
        {"genre": "brief"},
        {"published": None},
        {"modified": ARTICLE.published},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_of_text_or_metadata_is_another_version(change: dict[str, object]) -> None:
    changed = Article(**{name: getattr(ARTICLE, name) for name in Article.__slots__} | change)
    assert article_id("d", changed) != article_id("d", ARTICLE)


def test_what_was_left_out_does_not_make_another_version() -> None:
    promo = Region(role="promo", text="Subscribe today", kept=False, rule="r", score=1.0)
    assert article_id("d", replace(ARTICLE, regions=[promo])) == article_id("d", ARTICLE)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(4, 6)), max_size=12))
def test_facts_have_ids_of_their_own_also_on_equal_spans(spans: list[Span]) -> None:
    ids = fact_ids("a", "mention", [mention(*span) for span in spans])
    assert len(set(ids)) == len(spans)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 19)), unique=True, max_size=6))
def test_the_id_of_a_fact_does_not_depend_on_the_others(spans: list[Span]) -> None:
    ids = dict(zip(spans, fact_ids("a", "mention", [mention(*s) for s in spans]), strict=True))
    backwards = spans[::-1]
    assert dict(zip(backwards, fact_ids("a", "mention", [mention(*s) for s in backwards]), strict=True)) == ids


def test_kind_article_and_fragments_are_part_of_a_facts_id() -> None:
    facts: list[Fact] = [quote(0, 9)]
    (plain,) = fact_ids("a", "quote", facts)
    assert [plain] == fact_ids("a", "quote", facts)
    others = [
        *fact_ids("b", "quote", facts),
        *fact_ids("a", "claim", facts),
        *fact_ids("a", "quote", [quote(0, 9, (0, 3), (5, 9))]),
        *fact_ids("a", "quote", [quote(0, 9, (0, 4), (6, 9))]),
        *fact_ids("a", "quote", [quote(0, 8)]),
    ]
    assert len({plain, *others}) == 6


def test_the_further_places_of_an_event_are_part_of_its_id() -> None:
    event = Event(text="x", start=0, end=1, sentence=0, rule="r", confidence=1.0, type="AID")
    assert fact_ids("a", "event", [event]) != fact_ids("a", "event", [replace(event, also_at=[(5, 6)])])


def test_an_id_is_32_hexadecimal_digits_whatever_the_parts() -> None:
    for parts in ((), (None,), ("\ud800",), ("서울", 3, 0.5)):
        made = content_id(*parts)
        assert (len(made), set(made) <= set("0123456789abcdef")) == (32, True)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://ledger.example/a/b",
        "http://ledger.example/a/b",
        "HTTPS://www.Ledger.example:443/a/b/",
        "https://ledger.example/a/b?utm_source=mail&fbclid=1#top",
    ],
)
def test_spellings_of_one_address_are_one_document(spelling: str) -> None:
    assert document_id(spelling, "x") == document_id("https://ledger.example/a/b", "y")


@pytest.mark.parametrize(
    "other", ["https://ledger.example/a/B", "https://ledger.example/a/b?page=2", "ledger.example:x/a"]
)
def test_another_address_is_another_document(other: str) -> None:
    assert document_id(other, "x") != document_id("https://ledger.example/a/b", "x")


PLAIN = "https://ledger.example/news/ferry?id=7"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.ledger.example/news/ferry/?id=7",
        "https://LEDGER.example:443/news/ferry?id=7#top",
        "https://m.ledger.example/news/ferry?id=7",
        "https://mobile.ledger.example/news/ferry?id=7",
        "https://amp.ledger.example/news/ferry?id=7",
        "https://ledger.example/amp/news/ferry?id=7",
        "https://ledger.example/news/ferry/amp?id=7",
        "https://ledger.example/news/ferry/amp/?id=7&outputType=amp",
        "https://ledger.example/news/ferry?id=7&amp=1",
        "https://ledger.example/news/ferry?utm_source=x&id=7&fbclid=y&at_medium=z&smid=tw",
        "https://www.google.com/amp/s/ledger.example/news/ferry?id=7",
        "https://ledger-example.cdn.ampproject.org/c/s/ledger.example/news/ferry?id=7",
    ],
)
def test_one_page_under_many_addresses_is_one_document(url: str) -> None:
    assert canonical_url(url) == PLAIN


@pytest.mark.parametrize(
    "url",
    [
        "https://ledger.example/news/ferry?id=8",
        "https://ledger.example/news/camp?id=7",
        "https://m.example/news/ferry?id=7",
        "https://ledger.example:8080/news/ferry?id=7",
        "https://ledger.example/news/ferry?id=7&amp=2",
        "https://sports.ledger.example/news/ferry?id=7",
    ],
)
def test_what_tells_pages_apart_is_kept(url: str) -> None:
    assert canonical_url(url) != PLAIN
    assert canonical_url(url) == url


@given(st.text(max_size=60))
def test_the_one_form_of_an_address_is_its_own(path: str) -> None:
    once = canonical_url(f"https://ledger.example/{path}")
    assert canonical_url(once) == once or "amp" in path.lower()
