"""robots.txt: what it allows, and the line that decides."""

from __future__ import annotations

import pytest

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


def test_a_long_file_is_decided_in_good_time() -> None:
    lines = b"".join(b"Disallow: /a%d/\n" % number for number in range(3000))
    found = Rules(200, b"User-agent: *\n" + lines + b"Disallow: /news\n", "twosource").decide(
        "https://l.example/news/1"
    )
    assert found.rule == "Disallow: /news"
