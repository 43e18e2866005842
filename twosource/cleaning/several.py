"""Whether an input holds several articles: on a page, in its structured data, in a digest as plain text.

Belongs here: telling several articles from one with teasers beside it. Does not: taking them apart, or live blogs,
which are one article.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from twosource.cleaning.html import CLASS_RULES, OTHER_ARTICLE, Block
from twosource.cleaning.regions import Draft, fold
from twosource.cleaning.scoring import ends_sentence, word_count
from twosource.cleaning.structured import ARTICLE_TYPES
from twosource.newsroom.datelines import dateline_on_page

FEWEST_WORDS = 60
"""Words of prose, in two paragraphs or more, that make an article of a piece with a headline; teasers have fewer."""
FEWEST_WORDS_OF_PARAGRAPH = 8
FEWEST_WORDS_OF_TITLE = 3
LONGEST_TITLE = 200
MOST_READ = 200
"""Article elements, and items of structured data, that are looked at."""
BESIDE = frozenset({"aside", "footer", "nav", "article", "blockquote"})
LAYOUT = frozenset({"html", "body", "main"})
"""Elements whose class says how the page is laid out, not what stands in them."""
BESIDE_ROLES = frozenset({"comment", "ranking", "related", "promo", "navigation"})
HEADINGS = ("h1", "h2", "h3", "h4")
DATES = frozenset({"date_line", "station_date"})
"""Rules of lines that give a day; `3 hours ago` stands at teasers."""
SHORTEST_PROSE = 60
FEWEST_WORDS_OF_ITEM = 20
STORY = re.compile(r"(?:^|\s)(?:story|article|post|entry|news-item|hentry)(?:$|\s)", re.IGNORECASE)
"""Class names of a whole story; `story-body` and the like are of parts of one."""
SEPARATOR = re.compile(r"(?:[-–—_=*~#•] ?){3,}")
MORE = re.compile(
    r"(?:(?:read|see|find|get) (?:more|on|the full (?:story|article))|full (?:story|article)|continue reading|"
    r"more|source|link)\b.{0,200}|\S*https?://\S+",
    re.IGNORECASE,
)
Title = str
"""Letters and digits of a headline."""


@dataclass(frozen=True, slots=True)
class Found:
    """Whether a page holds several articles of which none is its own, else the elements of those that are not."""

    several: bool = False
    others: Sequence[HtmlElement] = ()


def on_page(tree: HtmlElement, stated_headline: str | None, types: frozenset[str], an_article: bool = False) -> Found:
    """Several elements marked as articles, or several items of JSON-LD, that are whole articles each.

    A page whose headline is that of one of them is that article's; the next one was loaded behind it. `types`: what
    the page's structured data says it is; `an_article`: whether the page calls itself one.
    """
    if "LiveBlogPosting" in types:
        return Found()
    own = _key(stated_headline or "")
    marked = _marked(tree, own)
    sizes = {title: words for title, (words, _) in marked.items()}
    others = [element for title, (_, elements) in marked.items() if title != own for element in elements]
    if _whole(sizes) and own in sizes:
        return Found(others=others)
    stated = _stated(tree)
    if not marked and not an_article and _whole(_stories(tree, own)) > 1:
        return Found(several=True)
    return Found(several=_whole(sizes) > 1 or (_whole(stated) > 1 and not _shown(tree) & stated.keys()))


def _shown(tree: HtmlElement) -> set[Title]:
    """The titles that the page shows as its own."""
    return {_key(heading.text_content()) for heading in islice(tree.iter("h1"), MOST_READ)}


def _whole(sizes: Mapping[Title, int]) -> int:
    return sum(words >= FEWEST_WORDS for words in sizes.values())


def _key(title: str) -> Title:
    return "".join(character for character in title.casefold() if character.isalnum())


def _marked(tree: HtmlElement, own: Title) -> dict[Title, tuple[int, list[HtmlElement]]]:
    """Words of prose and elements of the outermost articles that are no box beside another, by title.

    One whose prose no heading stands before is the page's own: its title stands above it.
    """
    found: dict[Title, tuple[int, list[HtmlElement]]] = {}
    for element in islice(tree.iter("article"), MOST_READ):
        words = 0 if _is_beside(element) else _prose(element)
        if words:
            title = _title_of(element) or own
            before, elements = found.get(title, (0, []))
            found[title] = (max(before, words), [*elements, element])
    return found


def _stories(tree: HtmlElement, own: Title) -> dict[Title, int]:
    """Words of prose by title of the boxes that class names call stories; none when one of them is the page's own."""
    found: dict[Title, int] = {}
    boxes = (box for box in tree.iter("div", "section", "li") if STORY.search(box.get("class") or ""))
    for box in islice(boxes, MOST_READ):
        inner = any(STORY.search(ancestor.get("class") or "") for ancestor in box.iterancestors("div", "section", "li"))
        title = "" if inner or _is_beside(box) else _title_of(box)
        if title:
            found[title] = max(found.get(title, 0), _prose(box))
    return {} if own in found else found


def _title_of(article: HtmlElement) -> Title:
    """The heading that stands before the first sentence; empty when none does."""
    for element in article.iter("p", *HEADINGS):
        words = fold(element.text_content())
        if element.tag == "p" and ends_sentence(words) and word_count(words) >= FEWEST_WORDS_OF_PARAGRAPH:
            return ""
        if element.tag != "p" and word_count(words) >= FEWEST_WORDS_OF_TITLE:
            return _key(words)
    return ""


def _is_beside(element: HtmlElement) -> bool:
    """Whether the article stands in another one, in a box, or in a list of related items or comments."""
    if any(ancestor.tag in BESIDE for ancestor in element.iterancestors()):
        return True
    boxes = (one for one in (element, *element.iterancestors()) if one.tag not in LAYOUT)
    names = (f"{one.get('class') or ''} {one.get('id') or ''}"[:300] for one in boxes)
    return any(rule.role in BESIDE_ROLES and rule.pattern.search(name) for name in names for rule in CLASS_RULES)


def _prose(element: HtmlElement) -> int:
    """Words in its paragraphs that are sentences; one paragraph alone is a standfirst."""
    paragraphs = [fold(paragraph.text_content()) for paragraph in element.iter("p")]
    words = [word_count(text) for text in paragraphs if ends_sentence(text)]
    words = [count for count in words if count >= FEWEST_WORDS_OF_PARAGRAPH]
    return sum(words) if len(words) > 1 else 0


def _stated(tree: HtmlElement) -> dict[Title, int]:
    """Words of the bodies that structured data states."""
    sizes: dict[Title, int] = {}
    for script in tree.iter("script"):
        words = script.text or ""
        if "ld+json" in (script.get("type") or "") and "articleBody" in words and len(sizes) < MOST_READ:
            sizes.update(_bodies(words))
    return sizes


def _bodies(script: str) -> Iterator[tuple[Title, int]]:
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < MOST_READ * 10:
        seen += 1
        node = waiting.pop()
        if isinstance(node, Mapping):
            body, kind = node.get("articleBody"), str(node.get("@type"))
            if isinstance(body, str) and ARTICLE_TYPES.search(kind):
                yield _key(str(node.get("headline") or node.get("name") or body[:80])), word_count(body)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def apart(blocks: Sequence[Block], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a page's blocks, those of other articles kept apart."""
    return [
        draft.as_role("related", OTHER_ARTICLE) if draft.kept and block.rule == OTHER_ARTICLE else draft
        for block, draft in zip(blocks, drafts, strict=True)
    ]


# ------------------------------------------------------------------ plain text


def in_text(drafts: Sequence[Draft]) -> bool:
    """Whether a plain capture is a digest: two headed pieces with byline or date, or three between separators."""
    pieces = [draft for draft in drafts if draft.text.strip()]
    # a title that stands there again and again is that of a teaser
    often = Counter(piece.text for piece in pieces)
    headed = [index for index, piece in enumerate(pieces) if often[piece.text] == 1 and _opens_article(pieces, index)]
    if sum(words >= FEWEST_WORDS for words in _sizes(pieces, headed)) >= 2:
        return True
    parted = [index + 1 for index, piece in enumerate(pieces) if SEPARATOR.fullmatch(piece.text)]
    items = [part for part in _parts(pieces, [0, *parted]) if _is_item(part)]
    return len(items) >= 3


def _opens_article(pieces: Sequence[Draft], index: int) -> bool:
    """A title with a byline or a date right after it, or a paragraph with a dateline."""
    if not _is_title(pieces[index]) or index + 1 >= len(pieces):
        return False
    following = pieces[index + 1]
    if following.role == "byline" or following.rule in DATES:
        return True
    return following.kept and dateline_on_page(following.text) is not None


def _is_title(piece: Draft) -> bool:
    if piece.role not in ("headline", "subheading", "body", "other") or ends_sentence(piece.text):
        return False
    return len(piece.text) <= LONGEST_TITLE and word_count(piece.text) > FEWEST_WORDS_OF_TITLE


def _parts(pieces: Sequence[Draft], starts: Sequence[int]) -> list[Sequence[Draft]]:
    ends = [*starts[1:], len(pieces)] if starts else []
    return [pieces[start:end] for start, end in zip(starts, ends, strict=True)]


def _sizes(pieces: Sequence[Draft], starts: Sequence[int]) -> list[int]:
    return [_words_of(part) for part in _parts(pieces, starts)]


def _words_of(part: Sequence[Draft]) -> int:
    """Words of prose within the stretch that is article; one paragraph alone is a teaser's."""
    sentences = [piece.text for piece in part if piece.role == "body" and ends_sentence(piece.text)]
    words = [word_count(text) for text in sentences if len(text) >= SHORTEST_PROSE]
    return sum(words) if len(words) > 1 else 0


def _is_item(part: Sequence[Draft]) -> bool:
    """A title, some prose, and a pointer to the whole article or who wrote it."""
    points = any(piece.role == "byline" or piece.rule in DATES or MORE.fullmatch(piece.text) for piece in part)
    words = sum(word_count(piece.text) for piece in part if piece.role == "body" and ends_sentence(piece.text))
    return bool(part) and _is_title(part[0]) and points and words >= FEWEST_WORDS_OF_ITEM
