"""Sitemaps: the addresses that they name, with what they say of each; sitemaps of news, of sitemaps, and plain lists.

Belongs here: reading the bytes of one. Does not: fetching it or what it names (listings).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from twosource.loading.feeds import Entry, as_line, instant
from twosource.loading.identity import shown
from twosource.loading.refusal import Refused

MOST_IN_ONE = 50_000  # entries: the most that the protocol allows
LONGEST_VALUE = 4_000  # characters of a value
NEWS: Mapping[str, str] = {
    "title": "title",
    "publication_date": "published",
    "language": "language",
    "name": "publisher",
}
"""Elements of Google's news sitemaps, and what they state. The publication's name and language lie one level deeper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap names: pages (`entries`) or other sitemaps (`others`), newest first, and how many were left."""

    entries: list[Entry]
    others: list[Entry]
    left: int


def read(data: bytes, url: str, most: float = math.inf) -> Sitemap:
    """The sitemap at `url`, against which relative addresses are read; `most` entries of it.

    Raises Refused for what is no sitemap; one that breaks off gives what stands before the break.
    """
    is_xml = data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    pages, others = _from_xml(data, url) if is_xml else (_from_lines(data, url), [])
    pages.sort(key=_when, reverse=True)
    others.sort(key=_when, reverse=True)
    kept = pages[: int(min(most, len(pages)))]
    return Sitemap(entries=kept, others=others, left=len(pages) - len(kept))


def broken(what: str) -> Refused:
    """The refusal of a sitemap."""
    return Refused("broken_feed", what, "Open it in a browser; a feed is declared with kind: feed.")


def _when(entry: Entry) -> str:
    """What sorts newest first; without a date an entry comes last, and in its own place among such."""
    return str(entry.stated.get("published") or entry.stated.get("updated") or "")


def _from_xml(data: bytes, url: str) -> tuple[list[Entry], list[Entry]]:
    pages: list[Entry] = []
    others: list[Entry] = []
    root: str | None = None
    # entities stay as they are written, nothing outside is asked for, and libxml2's own limits hold
    events = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for event, element in events:
            name = _local(element)
            if root is None:
                root = name
                if root not in ("urlset", "sitemapindex"):
                    raise broken(f"is no sitemap: its first element is {shown(root)[:40]!r}.")
            if event == "end" and name in ("url", "sitemap"):
                (pages if name == "url" else others).append(_entry(element, url, len(pages) + len(others) + 1))
                element.clear()
                if len(pages) + len(others) >= MOST_IN_ONE:
                    break
    except etree.XMLSyntaxError as error:
        if not pages and not others:
            raise broken(f"is a sitemap that cannot be read ({shown(str(error))}).") from error
    if root is None:
        raise broken("is no sitemap: it holds no element.")
    return pages, others


def _entry(element: etree._Element, url: str, number: int) -> Entry:
    told: dict[str, str | None] = {}
    where: str | None = None
    for below in element.iter():
        name, value = _local(below), as_line((below.text or "")[:LONGEST_VALUE])
        if name == "loc" and below.getparent() is element:  # pictures have addresses, too
            where = value
        elif name == "lastmod":
            told["updated"] = instant(value)
        elif name in NEWS and "news" in str(below.tag):
            told[NEWS[name]] = instant(value) if name == "publication_date" else value
    stated = {key: value for key, value in told.items() if value}
    return Entry(url=_joined(url, where), name=shown(where or f"entry {number}"), stated=stated)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _joined(url: str, where: str | None) -> str | None:
    try:
        return urljoin(url, where) if where else None
    except ValueError:
        return where


def _from_lines(data: bytes, url: str) -> list[Entry]:
    """A sitemap that is a text with an address in each line; raises Refused when the first line is none."""
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines()[:MOST_IN_ONE]]
    found = list(_addresses(line for line in lines if line))
    if not found:
        raise broken("is no sitemap: neither XML nor a list of addresses.")
    return [Entry(url=_joined(url, line), name=shown(line), stated={}) for line in found]


def _addresses(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.lower().startswith(("http://", "https://")):
            return
        yield line
