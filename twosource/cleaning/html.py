"""The layout of a web page: a bounded parse, and every visible text node grouped into blocks in document order.

Belongs here: markup, visibility, what tags and class names say about a block. Does not: which blocks are the article
(see `body`), or metadata.
"""

# ruff: noqa: E501  (one row of the table is one line, whatever its length)
from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from lxml import etree
from lxml import html as lxml_html

from twosource.cleaning.decoding import tidy
from twosource.cleaning.regions import fold
from twosource.cleaning.sign_ups import RULE as SIGN_UP
from twosource.cleaning.sign_ups import sign_up_boxes
from twosource.cleaning.tables import CELLS, ROWS, is_of_data

LONGEST_PAGE = 30_000_000
"""Code points of markup; a longer page is not read."""
DEEPEST = 1_000
"""Nesting beyond which the page is not handed to the extractor, whose copies of the tree recurse in C."""
MOST_ELEMENTS = 15_000
"""Elements beyond which a page is not handed to the extractor, some of whose steps cost the square of them.

The largest of 376 news pages has 4,300.
"""
MOST_TAGS = 300_000
"""Angle brackets beyond which no tree is made: it would take gigabytes."""
LONGEST_TAG = 20_000
"""Code points of a tag up to which its attributes are not counted."""
MOST_ATTRIBUTES = 2_000
"""Attributes of a tag; the parser's time goes with their square."""

UNSEEN = frozenset({"script", "style", "template", "head", "title", "meta", "link"})
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "img", "svg", "use", "path", "g", "o:p", "amp-img",
])  # fmt: skip
HIDDEN_STYLE = re.compile(r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden)", re.IGNORECASE)
MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|main|div|p|h[1-6]|span|a|table|ul|br|img)\b[^<>]{0,2000}>",
    re.I,
)
UNSEEN_OPENING = re.compile(r"<(script|style|template|head|title)\b|<!--", re.IGNORECASE)
UNSEEN_CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "template", "head", "title")}  # fmt: skip
TAG = re.compile(r"""(<[a-zA-Z][\w:-]*+)(?:[^<>"']++|"[^"]*+"|'[^']*+')*+""")
ATTRIBUTE = re.compile(r"""[\w:.-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>=]++)""")
QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
ANY_TAG = re.compile(r"<[!/a-zA-Z][^<>]{0,5000}>")
PIXEL = re.compile(r"<img\b", re.IGNORECASE)
CLOSING = re.compile(r"</(?:p|div|html|body|a|span|li|h[1-6])\s*>", re.IGNORECASE)

TAG_ROLES = {"nav": "navigation", "footer": "navigation", "aside": "related", "figcaption": "caption", "h1": "headline",
             "time": "published", "form": "promo", "button": "navigation", "select": "navigation", "menu": "navigation",
             "noscript": "other", "textarea": "other", "label": "navigation", "iframe": "other", "address": "byline",
             "caption": "caption", "dialog": "promo"}  # fmt: skip

ASIDE_TAGS, ASIDE_RULES = frozenset({"span", "small", "em", "i", "b"}), frozenset({"class_caption", "class_credit"})
UNSEEN_RULE = "class_unseen"
"""Inline elements whose class may set them apart from the sentence that they stand in."""
OTHER_ARTICLE = "other_article"
"""Rule of what stands in an article beside the page's own."""
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
    _class("class_unseen", "navigation", r"sr-?only|visually-?hidden|screen-?reader(?:-(?:text|only))?|a11y-(?:text|hidden)|assistive-?text|off-?screen|hide-?text|hidden-?text|hidden-?visually", "visually-hidden"),
    _class("class_comment", "comment", r"comments?|disqus|kommentare?|coral", "article-comments"),
    _class("class_ranking", "ranking", r"most-?(?:read|popular|viewed)|popular|trending|ranking|latest", "most-read box"),
    _class("class_pull_quote", "other", r"pull-?quotes?|pulled-?quote|zitat-?box", "article__pullquote"),
    _class("class_related", "related", r"related\w*|recommend\w*|read-?more|more-?(?:from|on|stories)|teasers?|outbrain|taboola|(?<!has-)(?<!with-)(?<!left-)(?<!right-)sidebar|promo-?list", "related-articles"),
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
class Aside:
    """Words within a block that are none of its sentence (a remark for screen readers, a picture's caption) and where
    in its text they stood.
    """

    at: int
    text: str
    role: str
    rule: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of visible text between two block boundaries, white space folded.

    `tag`: nearest block element. `role` and `rule`: what tags and class names above it say, `other` when nothing.
    `links`: share of its letters that stand in links. `asides`: what stands within it and not in `text`.
    """

    text: str
    tag: str
    role: str
    rule: str
    links: float
    asides: tuple[Aside, ...] = ()


def looks_like_html(text: str) -> bool:
    """Whether characters are markup rather than a text in which a tag is mentioned or a counting pixel was left."""
    head = text[:20_000].lstrip()
    opening = MARKUP.search(head)
    if opening is None:
        return False
    if head.startswith("<") and not PIXEL.match(head):
        return True
    return len(CLOSING.findall(head)) >= 2


def parse(markup: str) -> lxml_html.HtmlElement | None:
    """The page's tree; None when it cannot be read, has too many tags, or is nested so deeply that the parser gives up.

    Entities that the page declares are not expanded, and nothing is loaded.
    """
    if markup.count("<") > MOST_TAGS:
        return None
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, recover=True
    )
    try:
        page = _without_long_tags(markup).encode("utf-8")
        tree = lxml_html.document_fromstring(page, parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return None
    # What follows the end of a page makes further roots, which no walk from the first one reaches.
    for root in list(tree.itersiblings(tag=etree.Element)):
        root.tag = "div"
        tree.append(root)
    return tree


def _without_long_tags(markup: str) -> str:
    """The markup with tags of thousands of attributes bare; in a shorter page their square is nothing yet."""
    if len(markup) <= 5 * LONGEST_TAG:
        return markup
    # In a script what looks like a tag is a comparison; of it only the tag that opens it is looked at.
    return "".join(TAG.sub(_short_tag, words, count=0 if seen else 1) for seen, words in _stretches(markup))


def _short_tag(tag: re.Match[str]) -> str:
    """The tag as it is; one with thousands of attributes without any. A quotation mark too many makes none of text."""
    words = tag[0]
    if len(words) <= LONGEST_TAG:
        return words
    unquoted = QUOTED.sub("", words)
    if unquoted == words:
        return tag[1] if len(words.split()) > MOST_ATTRIBUTES else words
    return tag[1] if sum(1 for _ in ATTRIBUTE.finditer(words)) > MOST_ATTRIBUTES else words


def without_tags(markup: str) -> str:
    """The text of a page that has no tree: scripts, styles and comments out, tags to line breaks, entities resolved."""
    text = unescape(ANY_TAG.sub("\n", "\n".join(words for seen, words in _stretches(markup) if seen)))
    return "\n".join(line for line in text.split("\n") if line.strip())


def _stretches(markup: str) -> Iterator[tuple[bool, str]]:
    """The markup in pieces, each with whether it is outside unseen elements (tag to end tag) and comments.

    A script or comment that is never closed goes to the end, as in a browser.
    """
    at = 0
    unclosed: set[str] = set()
    for opening in UNSEEN_OPENING.finditer(markup):
        name, start = (opening[1] or "").lower(), opening.start()
        if start < at or name in unclosed:
            continue
        end = _end_of_unseen(markup, name, opening.end())
        if end is None:
            unclosed.add(name)
            # A head that is not closed ends at its body, which is not told from here: only its tag goes.
            if name in ("head", "template", "title"):
                continue
            end = len(markup)
        yield True, markup[at:start]
        yield False, markup[start:end]
        at = end
    yield True, markup[at:]


def _end_of_unseen(markup: str, name: str, after: int) -> int | None:
    """Where the element's end tag (a comment's end) stands, None when it has none."""
    if not name:
        end = markup.find("-->", after)
        return end + 3 if end >= 0 else None
    closing = UNSEEN_CLOSING[name].search(markup, after)
    return closing.start() if closing else None


def suits_extractor(tree: lxml_html.HtmlElement) -> bool:
    """Whether the tree is small and flat enough for the extractor; a page that is not is read by our own scores."""
    deepest = level = number = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            level, number = level + 1, number + 1
            deepest = max(deepest, level)
            if number > MOST_ELEMENTS or deepest > DEEPEST:
                return False
        else:
            level -= 1
    return True


@dataclass(slots=True)
class _Open:
    """An element that the walk is within."""

    tag: str
    hidden: bool
    inline: bool
    link: bool
    role: str
    rule: str
    aside: tuple[str, str] | None = None
    cells: bool = False


@dataclass(slots=True)
class _Gathered:
    """Text nodes since the last block boundary; `asides`: before which part they stood, role, rule, their parts."""

    parts: list[str]
    linked: int = 0
    asides: list[tuple[int, str, str, list[str]]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether there is any text; white space alone makes no block."""
        return bool(self.parts or self.asides)

    def add(self, text: str | None, within: _Open) -> None:
        if text and not within.hidden and within.aside and text.strip():
            last = self.asides[-1] if self.asides else None
            if last is None or last[0] != len(self.parts) or last[1:3] != within.aside:
                self.asides.append((len(self.parts), *within.aside, [text]))
            else:
                last[3].append(text)
        elif text and not within.hidden:
            self.parts.append(text)
            if within.link:
                self.linked += len("".join(text.split()))


def blocks(tree: lxml_html.HtmlElement, apart: Collection[lxml_html.HtmlElement] = ()) -> Iterator[Block]:
    """Every visible text node of the page, in document order, grouped by the block element it stands in.

    Not visible is what stands in the head, in script, style, template, or in an element hidden by attribute or style.
    `apart`: elements that are another article. The walk keeps its own stack, so that nesting costs no recursion.
    """
    stack = [_Open("html", False, False, False, "other", "no_rule")]
    gathered = _Gathered([])
    offers = sign_up_boxes(tree)
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "other"
        if event == "start":
            opened = _opened(element, tag, stack[-1])
            if apart and element in apart:
                opened.role, opened.rule = "related", OTHER_ARTICLE
            elif offers and element in offers:
                opened.role, opened.rule = offers[element], SIGN_UP
            if not opened.inline and gathered.holds:
                yield from _closed(gathered, stack[-1])
                gathered = _Gathered([])
            stack.append(opened)
            gathered.add(" " if opened.cells and tag in CELLS else None, opened)
            gathered.add(element.text, opened)
        else:
            closing = stack.pop()
            if not closing.inline and gathered.holds:
                yield from _closed(gathered, closing)
                gathered = _Gathered([])
            gathered.add(element.tail, stack[-1])
    yield from _closed(gathered, stack[-1])


def _closed(gathered: _Gathered, within: _Open) -> Iterator[Block]:
    text = _text(gathered.parts)
    asides = _asides(gathered, text) if gathered.asides else []
    yield from (Block(found.text, within.tag, found.role, found.rule, 0.0) for found in asides if found.at == 0)
    if text:
        letters = max(1, len(text) - text.count(" "))
        inner = tuple(found for found in asides if 0 < found.at < len(text))
        yield Block(text, within.tag, within.role, within.rule, min(1.0, gathered.linked / letters), inner)
    behind = (found for found in asides if found.at and found.at >= len(text))
    yield from (Block(found.text, within.tag, found.role, found.rule, 0.0) for found in behind)


def _asides(gathered: _Gathered, text: str) -> list[Aside]:
    """The words set apart within a block, and where in its text they stood."""
    found = []
    for at, role, rule, parts in gathered.asides:
        before = _text(gathered.parts[:at])
        # Where a mark composes over the joint this is no beginning of the text: the aside then goes before the block.
        place = len(before) if text.startswith(before) else 0
        found.append(Aside(place, _text(parts), role, rule))
    return found


def _text(parts: Sequence[str]) -> str:
    # Entities may stand for what a text cannot hold: a lone mark that composes, a control character.
    return fold(tidy("".join(parts))) if parts else ""


def _opened(element: lxml_html.HtmlElement, tag: str, parent: _Open) -> _Open:
    cells = (parent.cells and tag not in ROWS) or (tag == "table" and is_of_data(element))
    inline = tag in INLINE or (parent.cells and tag not in ROWS)
    hidden = parent.hidden or tag in UNSEEN or _is_hidden(element)
    role, rule = parent.role, parent.rule
    if not hidden:
        role, rule = _role_of(element, tag, parent)
    aside = parent.aside or (_aside(element, parent.role) if tag in ASIDE_TAGS and not hidden else None)
    # The tag of a block counts for the text in inline elements within it.
    return _Open(parent.tag if inline else tag, hidden, inline, parent.link or tag == "a", role, rule,
                 aside if inline else None, cells or (parent.cells and tag in ROWS))  # fmt: skip


def _aside(element: lxml_html.HtmlElement, role: str) -> tuple[str, str] | None:
    """Role and rule of an inline element whose class says that its words are none of the sentence around it; within a
    block of another role only remarks for screen readers are.
    """
    named = _named((element.get("class") or "")[:200]) if element.get("class") else None
    return named if named and (named[1] == UNSEEN_RULE or (named[1] in ASIDE_RULES and role == "other")) else None


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and bool(HIDDEN_STYLE.search(style[:2_000])))


def _role_of(element: lxml_html.HtmlElement, tag: str, parent: _Open) -> tuple[str, str]:
    """The nearest element that says something decides; captions and headlines also win within a box."""
    if parent.rule in (OTHER_ARTICLE, SIGN_UP):
        return parent.role, parent.rule
    if tag in TAG_ROLES and tag not in BOXES:
        return TAG_ROLES[tag], f"tag_{tag}"
    if tag in INLINE or tag in ("body", "html", "main", "article"):
        return parent.role, parent.rule
    marks = (element.get("class"), element.get("id"), element.get("role"))
    if any(marks):
        named = _named(" ".join((mark or "")[:200] for mark in marks))
        if named is not None:
            return named
    return (TAG_ROLES[tag], f"tag_{tag}") if tag in TAG_ROLES else (parent.role, parent.rule)


@lru_cache(maxsize=4_096)
def _named(names: str) -> tuple[str, str] | None:
    """What the first rule that matches says; the same names come again and again on a page and on its site."""
    return next(((rule.role, rule.name) for rule in CLASS_RULES if rule.pattern.search(names)), None)
