"""robots.txt: what it allows, and the line that decides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from twosource.loading.robots import LONGEST_DELAY, Rules

FILE = b"""
# of the Harbor Ledger
User-agent: *
Disallow: /private
Disallow: /pri
Allow: /private/open   # the archive
Crawl-delay: 7

User-agent: twosource
User-agent: other
Disallow: /drafts/
Disallow: /*.pdf$
Allow: /drafts/final

User-agent: nobody
Disallow: /
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed", "rule"),
    [
        ("anyone", "/private/x", False, "Disallow: /private"),
        ("anyone", "/prince", False, "Disallow: /pri"),
        ("anyone", "/private/open/x", True, "Allow: /private/open   # the archive"),
        ("anyone", "/drafts/x", True, "no rule of robots.txt is about it"),
        ("twosource", "/drafts/x", False, "Disallow: /drafts/"),
        ("other", "/drafts/x", False, "Disallow: /drafts/"),
        ("twosource", "/drafts/final/x", True, "Allow: /drafts/final"),
        ("twosource", "/a/b.pdf", False, "Disallow: /*.pdf$"),
        ("twosource", "/a/b.pdfx", True, "no rule of robots.txt is about it"),
        ("twosource", "/private", True, "no rule of robots.txt is about it"),
        ("nobody", "/", False, "Disallow: /"),
    ],
)
def test_the_deciding_rule(agent: str, path: str, allowed: bool, rule: str) -> None:
    found = Rules(200, FILE, agent).decide(f"https://ledger.example{path}")
    assert (found.allowed, found.rule) == (allowed, rule)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(401, True), (403, True), (404, True), (410, True), (204, True), (429, False), (500, False), (503, False)],
)
def test_what_a_status_stands_for(status: int, allowed: bool) -> None:
    found = Rules(status, b"User-agent: *\nDisallow: /\n", "twosource").decide("https://ledger.example/a")
    assert found.allowed == allowed


def test_the_pace_a_host_asks_for() -> None:
    assert Rules(200, FILE, "anyone").delay == 7
    assert Rules(200, FILE, "twosource").delay == 0
    assert Rules(200, b"User-agent: *\nCrawl-delay: 86400", "twosource").delay == LONGEST_DELAY


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"<html>no</html>", b"\xef\xbb\xbfDisallow: /", b"Disallow /"])
def test_what_is_no_robots_file_forbids_nothing(data: bytes) -> None:
    assert Rules(200, data, "twosource").decide("https://ledger.example/a").allowed


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/a", True),
        ("/a", "/ab?c", True),
        ("/a$", "/ab", False),
        ("/a$", "/a", True),
        ("/*", "/", True),
        ("*", "/a", True),
        ("*$", "/a", True),
        ("/a*c", "/abc/d", True),
        ("/a*b*c$", "/a1b2c", True),
        ("/a*b*c$", "/a1b2cd", False),
        ("/a*a$", "/a", False),
        ("/a**b", "/axb", True),
        ("/a?b=*&c", "/a?b=1&c", True),
        ("/%7ejoe", "/~joe", True),
        ("/~joe", "/%7Ejoe", True),
        ("/a%2fb", "/a/b", False),
        ("/a%2Fb", "/a%2fb", True),
        ("/straße", "/stra%C3%9Fe", True),
        ("/a%2A", "/a*", True),
        ("/a%2A", "/ab", False),
        ("/a$b", "/a$b", True),
        ("/A", "/a", False),
        ("a", "/a", False),
    ],
)
def test_what_a_pattern_fits(pattern: str, path: str, fits: bool) -> None:
    data = f"User-agent: *\nDisallow: {pattern}\n".encode()
    assert Rules(200, data, "twosource").decide(f"https://l.example{path}").allowed != fits


def test_of_two_rules_of_one_length_the_one_that_allows_decides() -> None:
    data = b"User-agent: *\nDisallow: /a\nAllow: /a\n"
    found = Rules(200, data, "twosource").decide("https://l.example/a")
    assert (found.allowed, found.rule) == (True, "Allow: /a")


@pytest.mark.parametrize(
    ("data", "allowed"),
    [
        (b"User-agent: twosource/2.0 beta\nDisallow: /", False),
        (b"USER-AGENT: TwoSource\ndisallow:/", False),
        (b"User-agent: twosource-news\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /\nUser-agent: twosource\nDisallow:", True),
        (b"User-agent: twosource\nAllow: /b\n\nUser-agent: *\nDisallow: /", True),
        (b"User-agent: twosource\nSitemap: /x\nUser-agent: b\nDisallow: /", False),
        (b"User-agent: twosource\nCrawl-delay: 3\nUser-agent: b\nDisallow: /", True),
        (
            b"User-agent: twosource\nDisallow: /b\nUser-agent: x\nDisallow: /\nUser-agent: twosource\nDisallow: /a",
            False,
        ),
        (b"User-agent: *\rDisallow: /a\r", False),
        (b"User-agent: *\r\nDissallow: /a # no\r\n", False),
        (b"Disallow: /\nUser-agent: *\n", True),
    ],
)
def test_which_group_is_for_us(data: bytes, allowed: bool) -> None:
    assert Rules(200, data, "twosource").decide("https://l.example/a").allowed == allowed


LINES = st.one_of(
    st.sampled_from(
        ["User-agent: *", "User-agent: twosource", "User-agent: other", "Crawl-delay: 2", "Sitemap: /s", ""]
    ),
    st.builds(
        "{}: /{}".format,
        st.sampled_from(["Allow", "Disallow"]),
        st.lists(st.sampled_from(["a", "b", "/", "*", "?", "%41", "ä"]), max_size=5).map("".join),
    ).flatmap(lambda line: st.sampled_from([line, f"{line}$"])),
)
PATHS = st.lists(st.sampled_from(["a", "b", "/", "?", "%41", "A", "ä"]), max_size=6).map("".join)


@given(st.lists(LINES, max_size=12), PATHS)
def test_the_library_that_others_use_says_the_same(lines: list[str], path: str) -> None:
    text, url = "\n".join(lines), f"https://l.example/{path}"
    assert Rules(200, text.encode(), "twosource").decide(url).allowed == Protego.parse(text).can_fetch(url, "twosource")


@pytest.mark.parametrize(
    "lines",
    [
        b"Allow: /a\n" * 51_000,
        b"".join(b"Disallow: /%d*\n" % number for number in range(35_000)),
        b"".join(b"Disallow: *a%d*b\n" % number for number in range(25_000)),
        b"Disallow: /" + b"*a" * 250_000 + b"b\n",
        b"".join(b"Disallow: /" + b"a*" * 1_000 + b"%d\n" % number for number in range(250)),
        b"User-agent: b\n" * 33_000,
        b"#" * 500_000,
    ],
)
def test_no_file_costs_more_than_a_second_or_two(lines: bytes) -> None:
    before = time.process_time()
    rules = Rules(200, b"User-agent: other\nUser-agent: *\n" + lines, "twosource")
    for number in range(3):
        rules.decide(f"https://l.example/{'a' * 3_900}{number}")
    # the pattern that was matched by trying anew took minutes
    assert time.process_time() - before < 6


def test_a_long_file_is_decided_in_good_time() -> None:
    lines = b"".join(b"Disallow: /a%d/\n" % number for number in range(3000))
    found = Rules(200, b"User-agent: *\n" + lines + b"Disallow: /news\n", "twosource").decide(
        "https://l.example/news/1"
    )
    assert found.rule == "Disallow: /news"
