"""What holds of every cleaned input, and the visible text of a page by a walk of its own.

Belongs here: checks that a property test, the samples and the mutated pages share. Does not: input.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

from lxml import etree
from lxml import html as lxml_html

from twosource import reference
from twosource.cleaning.decoding import JOINER, tidy
from twosource.records import Article

UNSEEN = ("head", "script", "style", "template", "title")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
VOID = ("br", "img", "hr", "wbr", "input", "meta", "link")


def canonical(text: str) -> str:
    """The characters that are no white space, in Unicode's decomposed form: pieces put together compose differently."""
    return unicodedata.normalize("NFD", "".join(tidy(text).split()).replace(JOINER, ""))


def covered(found: Article) -> str:
    """What the regions hold of the visible input: all but what came from structured data and the page's head."""
    unseen = ("structured_body", "canonical_elsewhere")
    return canonical("".join(region.text for region in found.regions if region.rule not in unseen))


def sound(found: Article) -> None:
    """Regions, offsets and words of the vocabularies are as the contract has them."""
    assert unicodedata.is_normalized("NFC", found.text)
    assert found.text or found.rejected
    kept = [region for region in found.regions if region.kept]
    for region in found.regions:
        assert region.role in reference.vocabulary("role")
        assert region.kept == (region.role in reference.vocabulary("kept_role"))
        assert 0 <= region.score <= 1
        assert (region.start is None) == (region.end is None) == (not region.kept)
    for region in kept:
        assert found.text[region.start : region.end] == region.text
    assert "".join("".join(region.text.split()) for region in kept) == "".join(found.text.split())
    assert found.rejected is None or found.rejected in reference.vocabulary("rejection")
    assert found.genre in reference.vocabulary("genre")
    for words in (found.headline, found.outlet, *found.by):
        assert words is None or unicodedata.is_normalized("NFC", words)


def visible_in_tree(markup: str) -> str:
    """Every text node of which no ancestor is unseen or hidden, asked node by node through XPath."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    tree = lxml_html.document_fromstring(markup.encode("utf-8"), parser=parser, ensure_head_body=True)
    return "".join(words for words in tree.xpath("//text()") if not any(map(_is_unseen, _around(words))))


def _around(words: etree._ElementUnicodeResult) -> list[etree._Element]:
    """The elements that a text node stands in; a tail stands beside its parent, not in it."""
    parent = words.getparent()
    return [*([] if words.is_tail else [parent]), *parent.iterancestors()]


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in UNSEEN or "hidden" in element.attrib or bool(HIDDEN.search(element.get("style", "")))


class Reader(HTMLParser):
    """The visible text of well-formed markup by the standard library's reader, which builds no tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[bool] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether the element hides what stands in it."""
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag in UNSEEN or "hidden" in given or bool(HIDDEN.search(given.get("style") or "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Take what no open element hides."""
        if not any(self.open):
            self.words.append(data)


def visible_in_markup(markup: str) -> str:
    """The visible text of well-formed markup."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words)
