"""The layout of a web page: a bounded parse, and every visible text node grouped into blocks in document order.

Belongs here: markup, visibility, what tags and class names say about a block. Does not: which blocks are the article
(see `body`), or metadata.
"""

# ruff: noqa: E501  (one row of the table is one line, whatever its length)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree
from lxml import html as lxml_html

from twosource.cleaning.regions import fold

LONGEST_PAGE = 30_000_000
"""Code points of markup; a longer page is not read."""
DEEPEST = 1_000
"""Nesting beyond which the page is not handed to the extractor, whose copies of the tree recurse in C."""

UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link"})
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "svg",
        "use",
        "path",
        "g",
        "o:p",
        "amp-img",
    ]
)
HIDDEN_STYLE = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|h[1-6]|span|a|table|ul|br|img)\b[^<>]{0,2000}>",
    re.I,
)
SCRIPTS = re.compile(r"<(script|style|template|head)\b[^>]{0,2000}>.{0,100000}?</\1\s{0,5}>", re.IGNORECASE | re.DOTALL)
ANY_TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,5000}>")
CLOSING = re.compile(r"</(?:p|div|html|body|a|span|li|h[1-6])\s*>", re.IGNORECASE)

TAG_ROLES = {"nav": "navigation", "footer": "navigation", "aside": "related", "figcaption": "caption", "h1": "headline",
             "time": "published", "form": "promo", "button": "navigation", "select": "navigation", "menu": "navigation",
             "noscript": "other", "textarea": "other", "label": "navigation", "iframe": "other", "address": "byline",
             "caption": "caption", "dialog": "promo"}  # fmt: skip

BOXES = frozenset({"aside", "footer"})
"""Elements whose class says more than their tag: a box of rankings, of a newsletter, of a quotation."""


@dataclass(frozen=True, slots=True)
class ClassRule:
    """What a class, id or role attribute that matches `pattern` says about the blocks below the element."""

    name: str
    role: str
    pattern: re.Pattern[str]
    example: str


def _class(name: str, role: str, words: str, example: str) -> ClassRule:
    return ClassRule(name, role, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE), example)


CLASS_RULES = (
    _class("class_comment", "comment", r"comments?|disqus|kommentare?|coral", "article-comments"),
    _class("class_ranking", "ranking", r"most-?(?:read|popular|viewed)|popular|trending|ranking|latest", "most-read box"),
    _class("class_pull_quote", "other", r"pull-?quotes?|pulled-?quote|zitat-?box", "article__pullquote"),
    _class("class_related", "related", r"related\w*|recommend\w*|read-?more|more-?(?:from|on|stories)|teasers?|outbrain|taboola|sidebar|promo-?list", "related-articles"),
    _class("class_caption", "caption", r"captions?|figcaption|bildunterschrift|wp-caption-text|image-?text", "image__caption caption"),
    _class("class_credit", "credit", r"credits?|copyright|photo-?credit|image-?credit|bildquelle", "photo-credit"),
    _class("class_byline", "byline", r"bylines?|authors?|author-?name|autor(?:en)?|contributors?|writer", "article__byline byline"),
    _class("class_published", "published", r"datelines?|timestamp|publish(?:ed)?-?date|pub-?date|date-?time|date|published", "pub-date"),
    _class("class_legal", "legal", r"cookies?|consent|gdpr|disclaimer|legal|privacy", "cookie-banner"),
    _class("class_promo", "promo", r"newsletters?|ad|ads|advert\w*|promo\w*|sponsor\w*|subscri\w*|donat\w*|banner|popup|modal|signup|app-?download", "newsletter-signup"),
    _class("class_paywall", "paywall", r"paywall|piano|regwall|metered", "paywall-box"),
    _class("class_navigation", "navigation", r"nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social\w*|tags?|topics?|footer|toolbar|pagination|header-?(?:bar|top|nav)|skip-?link", "main-menu"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A run of visible text between two block boundaries, white space folded.

    `tag`: nearest block element. `role` and `rule`: what tags and class names above it say, `other` when nothing.
    `links`: share of its letters that stand in links.
    """

    text: str
    tag: str
    role: str
    rule: str
    links: float


def looks_like_html(text: str) -> bool:
    """Whether characters are markup rather than a text in which a tag is mentioned."""
    head = text[:20_000].lstrip()
    if head.startswith("<") and MARKUP.search(head):
        return True
    return bool(MARKUP.search(head)) and len(CLOSING.findall(head[:20_000])) >= 2


def parse(markup: str) -> lxml_html.HtmlElement | None:
    """The page's tree; None when it cannot be read or is nested so deeply that the parser gives up part of it.

    Entities that the page declares are not expanded, and nothing is loaded.
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return None if any("depth" in entry.message.lower() for entry in parser.error_log) else tree


def without_tags(markup: str) -> str:
    """The text of a page that has no tree: scripts and styles out, every other tag a line break, entities resolved."""
    return unescape(ANY_TAG.sub("\n", SCRIPTS.sub("\n", markup)))


def depth(tree: lxml_html.HtmlElement) -> int:
    """Deepest nesting of the tree."""
    deepest = level = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


@dataclass(slots=True)
class _Open:
    """An element that the walk is within."""

    tag: str
    hidden: bool
    inline: bool
    link: bool
    role: str
    rule: str


@dataclass(slots=True)
class _Gathered:
    """Text nodes since the last block boundary."""

    parts: list[str]
    linked: int = 0

    def add(self, text: str | None, within: _Open) -> None:
        if text and not within.hidden:
            self.parts.append(text)
            if within.link:
                self.linked += len("".join(text.split()))


def blocks(tree: lxml_html.HtmlElement) -> Iterator[Block]:
    """Every visible text node of the page, in document order, grouped by the block element it stands in.

    Not visible is what stands in the head, in script, style, template, or in an element hidden by attribute or style.
    The walk keeps its own stack, so that nesting costs no recursion.
    """
    stack = [_Open("html", False, False, False, "other", "no_rule")]
    gathered = _Gathered([])
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "other"
        if event == "start":
            opened = _opened(element, tag, stack[-1])
            if not opened.inline:
                yield from _closed(gathered, stack[-1])
                gathered = _Gathered([])
            stack.append(opened)
            gathered.add(element.text, opened)
        else:
            closing = stack.pop()
            if not closing.inline:
                yield from _closed(gathered, closing)
                gathered = _Gathered([])
            gathered.add(element.tail, stack[-1])
    yield from _closed(gathered, stack[-1])


def _closed(gathered: _Gathered, within: _Open) -> Iterator[Block]:
    text = fold("".join(gathered.parts))
    if text:
        letters = max(1, len(text) - text.count(" "))
        yield Block(text, within.tag, within.role, within.rule, min(1.0, gathered.linked / letters))


def _opened(element: lxml_html.HtmlElement, tag: str, parent: _Open) -> _Open:
    inline = tag in INLINE
    hidden = parent.hidden or tag in UNSEEN or _is_hidden(element)
    role, rule = parent.role, parent.rule
    if not hidden:
        role, rule = _role_of(element, tag, parent)
    # The tag of a block counts for the text in inline elements within it.
    return _Open(parent.tag if inline else tag, hidden, inline, parent.link or tag == "a", role, rule)


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    attributes = element.attrib
    return "hidden" in attributes or ("style" in attributes and bool(HIDDEN_STYLE.search(attributes["style"][:2_000])))


def _role_of(element: lxml_html.HtmlElement, tag: str, parent: _Open) -> tuple[str, str]:
    """The nearest element that says something decides; captions and headlines also win within a box."""
    if tag in TAG_ROLES and tag not in BOXES:
        return TAG_ROLES[tag], f"tag_{tag}"
    if tag in INLINE or tag in ("body", "html", "main", "article"):
        return parent.role, parent.rule
    names = " ".join(element.attrib.get(name, "")[:200] for name in ("class", "id", "role"))
    if names.strip():
        for rule in CLASS_RULES:
            if rule.pattern.search(names):
                return rule.role, rule.name
    return (TAG_ROLES[tag], f"tag_{tag}") if tag in TAG_ROLES else (parent.role, parent.rule)
