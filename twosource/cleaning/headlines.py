"""A page's headline: what its headings, its JSON-LD and its titles say, and which of them is the newsroom's own.

Belongs here: comparing these and taking the site's name off. Does not: the headline of a text without markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from twosource.cleaning.boxes import in_box
from twosource.cleaning.decoding import unescaped
from twosource.cleaning.outlets import is_masthead
from twosource.cleaning.regions import fold
from twosource.cleaning.scoring import ends_sentence
from twosource.cleaning.structured import PageData
from twosource.newsroom.outlets import outlet_named

WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af！？。、，」』”）％]"
SEPARATOR = re.compile(
    rf"\s+[|｜–—·»:•-]+\s+|\s*[|｜»]\s*|(?<={WIDE})[_＿-](?={WIDE})|(?<={WIDE})(?:::|：：)(?={WIDE})"
)
"""What parts a title and the names behind it; in Chinese and Japanese also `_` without white space."""
SECTION = re.compile(rf"(?<={WIDE})[_＿](?={WIDE})")
LONGEST_SITE = 60
LONGEST_TITLE = 600
"""Code points; what is longer is no title, whatever element it stands in."""
FEWEST_LETTERS = 8
FEWEST_WORDS = 3
FEWEST_SHARED = 4
SHORTEST_HEADLINE = 20
SHORTEST_PROSE = 60
MOST_HEADINGS, MOST_PIECES = 40, 400
"""Headings, and headings with paragraphs, of a page that are looked at."""
TRUNCATED = re.compile(r"(?:\.{3}|…)$")
KICKER = re.compile(
    r"kicker|overline|eyebrow|roofline|topline|spitzmarke|dachzeile|catchline|pre-?title|supertitle", re.IGNORECASE
)

SAME_AS_SLUG, SLUG_LIKE = 0.85, 0.7
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
STROKES = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "đ": "d", "ł": "l", "ı": "i", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Candidates:
    """A page's titles, white space folded and the site's name taken off: one per place, None where it has none.

    `first_level`: whether the headings are of the first level.
    """

    headings: Sequence[str]
    stated: str | None
    shared: str | None
    title: str | None
    below_kicker: str | None = None
    first_level: bool = True

    @property
    def titles(self) -> list[str]:
        """JSON-LD headline, title for sharing, page title: those that there are, in this order."""
        return [words for words in (self.stated, self.shared, self.title) if words]


def headline_of(tree: HtmlElement, data: PageData, sites: Iterable[str], url: str | None = None) -> str | None:
    """The page's heading when a title in its metadata agrees with it, else JSON-LD, the title for sharing, the title.

    `sites`: names of the outlet that may stand before or behind a title. The words of the address are a witness: they
    were taken from the headline when the article was filed.
    """
    found = _candidates(tree, data, [site for site in sites if site])
    heading = _agreed_heading(found)
    slug = slug_words(url)
    if heading is None:
        filed = next((words for words in found.headings[:4] if in_slug(words, slug) >= SAME_AS_SLUG), None)
        if filed:
            return filed
        alone = found.headings[0] if len(found.headings) == 1 else None
        if alone and found.first_level and not found.stated and _is_line(alone):
            return alone  # titles for sharing and for search engines are other lines than the newsroom's own
        return next(iter(found.titles), alone)
    own = _own_headline(found, heading)
    if own and (in_slug(heading, slug) < SLUG_LIKE or in_slug(own, slug) >= in_slug(heading, slug)):
        return own
    return heading


def _is_line(words: str) -> bool:
    """Whether words are long enough for a headline rather than a section or a site."""
    return len(words) >= SHORTEST_HEADLINE and len(words.split()) > FEWEST_WORDS


def _candidates(tree: HtmlElement, data: PageData, sites: Sequence[str]) -> Candidates:
    element = tree.find(".//title")
    stated = data.text("headline") or next(iter(data.marked.get("headline", ())), None)
    raw = [stated, data.first("og:title", "twitter:title"), element.text_content() if element is not None else None]
    lines = [_first_part(fold(unescaped(text or ""))) for text in raw]
    folded = [words if words and len(words) <= LONGEST_TITLE else None for words in lines]
    shown = [element for element in tree.iter("h1") if _words(element)][:6]
    others = [words for found in islice(tree.iter("h1", "h2"), MOST_HEADINGS) if (words := _words(found))]
    elements = [element for element in shown if not _is_sites(element, folded, others)]
    sites = [*sites, *(_words(element) for element in shown if element not in elements)]
    first_level = bool(elements)
    elements = elements or _before_prose(tree, sites)
    ends = [part for words in folded if words for part in SEPARATOR.split(words)] + list(sites)
    headings = [_unglued(words, ends) for element in elements if len(words := _words(element)) <= LONGEST_TITLE]
    known = [_letters(words) for words in (*headings, *folded) if words]
    cut = [without_site(words, sites, known) if words else None for words in folded]
    # Some pages give the site's own name as the headline of everything.
    cut = [None if words and _letters(words) in {_letters(site) for site in sites} else words for words in cut]
    return Candidates(headings, cut[0], cut[1], cut[2], _below_kicker(elements), first_level)


def _first_part(title: str) -> str:
    """A title in Chinese or Japanese without the sections and the site behind its first `_`."""
    first, *rest = SECTION.split(title)
    return first if rest and all(len(part) < len(first) for part in rest) else title


def _unglued(heading: str, ends: Sequence[str]) -> str:
    """A heading without the site's name that stands in it with nothing between, when a title parts the two."""
    for end in ends:
        rest = heading.removesuffix(end).strip()
        if len(end) >= FEWEST_SHARED and heading != end and rest != heading and rest in ends:
            return rest
    return heading


def _is_sites(element: HtmlElement, titles: Sequence[str | None], others: Sequence[str]) -> bool:
    """Whether a heading is the site's name: its masthead above another title, or no more than one end of the page
    title whose rest another heading or title repeats.

    `titles`: JSON-LD, for sharing, of the page, the site's name still in them. `others`: all headings of the page.
    """
    name = _letters(_words(element))
    rests = [words for words in others if _letters(words) != name]
    parts = [part for part in SEPARATOR.split(titles[-1] or "") if part]
    ends = [" ".join(parts[1:]), " ".join(parts[:-1])] if len(parts) > 1 else []
    around = next(
        (rest for rest, end in zip(ends, (parts[:1], parts[-1:]), strict=False) if _letters(end[0]) == name), None
    )
    around_it = islice(element.iterancestors("a"), 1)
    if any(is_masthead(marked) for marked in (element, *around_it, *islice(element.iter("a"), 3))):
        return bool(around) or any(len(_letters(words)) > len(name) for words in rests)
    if around is None or len(_letters(around)) <= len(name):
        return False
    witnesses = [*rests, *(words for words in titles[:-1] if words and _letters(words) != name)]
    repeated = any(_letters(around) == _letters(words) for words in witnesses)
    return repeated or (ends[1] == around and len(around.split()) > 2 * len(_words(element).split()))


def _before_prose(tree: HtmlElement, sites: Sequence[str]) -> list[HtmlElement]:
    """The last second-level heading before the first sentence of a paragraph, for a page without one of the first."""
    last: list[HtmlElement] = []
    for element in islice(tree.iter("h2", "p"), MOST_PIECES):
        words = _words(element)
        if element.tag == "h2" and len(words) > FEWEST_LETTERS and not is_site(words, sites):
            last = last if in_box(element, ()) else [element]
        elif element.tag == "p" and len(words) >= SHORTEST_PROSE and ends_sentence(words) and not in_box(element, ()):
            return last
    return []


def _words(element: HtmlElement) -> str:
    """An element's words; inline elements side by side without white space are no break in the page's layout."""
    return fold("".join(element.itertext()))


def _below_kicker(elements: Sequence[HtmlElement]) -> str | None:
    """The first heading without the element in it that is marked as its kicker."""
    for element in elements[:1]:
        for child in element.iter("span", "div", "strong", "small", "p"):
            kicker = fold("".join(child.itertext()))
            if KICKER.search(child.get("class") or "") and _words(element).startswith(kicker):
                return _words(element)[len(kicker) :].lstrip(" :|–—-") or None
    return None


def _agreed_heading(found: Candidates) -> str | None:
    """The first heading with which a title agrees, without a kicker that the titles leave out."""
    titles = found.titles
    for heading in found.headings[:4]:
        if len(heading) <= FEWEST_LETTERS or not any(agree(heading, title) for title in titles):
            continue
        tails = [
            title
            for title in titles
            if len(title) > SHORTEST_HEADLINE and heading.casefold().endswith(title.casefold())
        ]
        rest = found.below_kicker
        repeated = _letters(heading) in map(_letters, titles)
        if rest and not tails and not repeated and any(title.endswith(rest) for title in titles):
            return rest
        return max(tails, key=len, default=heading)
    return None


def _own_headline(found: Candidates, heading: str) -> str | None:
    """The JSON-LD headline where heading and both titles are one and the same other line; None elsewhere.

    The page title is written for search engines. Where the heading repeats it word for word, it was replaced by that
    line, and the headline under which the newsroom filed the article stands in JSON-LD alone. Where JSON-LD repeats
    the page title, it is the other way round.
    """
    stated, others = found.stated, [found.shared, found.title]
    if not stated or TRUNCATED.search(stated) or len(stated.split()) < FEWEST_WORDS or len(stated) < SHORTEST_HEADLINE:
        return None
    own, shown = _letters(stated), _letters(heading)
    if own.startswith(shown) or shown.startswith(own):
        return None
    return stated if all(words and _letters(words) == shown for words in others) else None


def slug_words(url: str | None) -> list[str]:
    """The words of the part of an address that has most, numbers of five digits and more left out."""
    parts = unquote(re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url or "")).split("/")
    words = [re.findall(r"[^\W_]+", _plain(re.sub(r"\.\w{2,5}$", "", part))) for part in parts]
    return [word for word in max(words, key=len, default=[]) if not re.search(r"\d{5}", word)]


def in_slug(title: str, slug: Sequence[str]) -> float:
    """How much of a title and an address is the same words, 0 to 1; German umlauts may be written with an e."""
    if len(slug) < FEWEST_WORDS:
        return 0.0
    readings = (_plain(title), _plain(title.casefold().translate(UMLAUTS)))
    shared = []
    for reading in readings:
        words = re.findall(r"[^\W_]+", reading)
        both = sum((Counter(words) & Counter(slug)).values())
        shared.append(2 * both / (len(words) + len(slug)))
    return max(shared)


def _plain(words: str) -> str:
    """Lower case without accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", re.sub(r"['’‘]", "", words.casefold()).translate(STROKES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def agree(heading: str, title: str) -> bool:
    """Whether most words of the heading stand in the title or the other way round."""
    a, b = (set(re.findall(r"\w+", words.casefold())) for words in (heading, title))
    if min(len(a), len(b)) <= 1:
        return _letters(heading) == _letters(title)
    return len(a & b) >= 0.6 * min(len(a), len(b))


def without_site(title: str, sites: Sequence[str], known: Iterable[str] = ()) -> str:
    """A page title without the site's name behind or before it, and without a section between the two.

    `known`: letters of the page's other titles; what is left after a cut is believed when it is one of them.
    """
    lines, cut_site = set(known), False
    while True:
        parts = [match.span() for match in SEPARATOR.finditer(title)]
        if not parts:
            return title
        (first, after_first), (last, after_last) = parts[0], parts[-1]
        head, tail, lead, rest = title[:last].strip(), title[after_last:], title[:first], title[after_first:].strip()
        if head and len(tail) <= LONGEST_SITE and (is_site(tail, sites) or _letters(head) in lines):
            title, cut_site = head, True
        elif rest and not cut_site and is_site(lead, sites) and _letters(rest):
            title = rest
        else:
            return title


def is_site(words: str, sites: Sequence[str]) -> bool:
    """Whether words are the name of one of the sites, part of it or it with a word more, or an outlet of the table."""
    name = _letters(words)
    if not name:
        return False
    for site in (letters for site in sites if (letters := _letters(site))):
        opens = name.startswith(site) or site.startswith(name)
        if name == site or (opens and min(len(name), len(site)) >= FEWEST_SHARED):
            return True
    return outlet_named(words.strip()) is not None


def _letters(words: str) -> str:
    """Letters and digits alone, as a comparison sees them."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())
