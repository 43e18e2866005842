"""What kind of text an article is, and why an input is none: simple named rules.

Belongs here: genre and rejection. Does not: removing anything.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.cleaning.scoring import ADDRESSES_READER, ends_sentence
from twosource.cleaning.structured import ARTICLE_TYPES
from twosource.records import Region

FEWEST_WORDS = 8
BRIEF_WORDS = 60
STUB_WORDS = 90
FEWEST_TEASERS = 10
"""A text of so many short pieces, hardly a sentence among them, is a list of other articles."""
TURN = re.compile(
    r"(?:[A-Z][A-Z.'’ -]{2,40}|(?:Q|A|Host|Reporter|Anchor|Moderator|Question|Answer)|[A-Z][a-z]+ [A-Z][a-z]+): ?\S"
)
CLOCK_HEAD = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}(?: ?(?:a\.?m\.?|p\.?m\.?))?(?: (?:[A-Z]{2,4}|Uhr))?)(?:$|\s)", re.IGNORECASE
)
OPINION = re.compile(
    r"/(?:opinions?|commentisfree|op-?ed|editorials?|kommentar|meinung|opinion-pieces|columnists?|letters|tribuna)(?:/|$)",
    re.I,
)
OPINION_HEADLINE = re.compile(
    r"^(?:opinion|editorial|op-?ed|kommentar|commentary|column|leitartikel|analysis and opinion)\b ?[|:–—-]", re.I
)
ERROR_TITLE = re.compile(
    r"\b(?:404|403|500|502|503)\b.{0,30}(?:not found|error|forbidden|unavailable)|^(?:404|page not found|not found|access denied|"
    r"forbidden|error|just a moment|attention required|seite nicht gefunden|oops|service unavailable|are you a robot)\b|"
    r"(?:page|article) (?:you (?:requested|were looking for)|not found|cannot be found|could not be found|no longer exists)|"
    r"(?:enable javascript and cookies|verify (?:that )?you are (?:a )?human|checking your browser)",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:cookies?|consent|einwilligung|personal data|tracking|datenschutz|privacy|partners|(?:accept|reject|agree to) all|"
    r"manage (?:choices|options|preferences)|your (?:settings|choices|preferences)|before you continue|alle (?:akzeptieren|ablehnen))\b",
    re.IGNORECASE,
)
FEWEST_ADDRESSES = 2
"""A consent notice speaks to the reader ("we", "you", "our"); an article about cookies hardly does."""
FEWEST_LINKED = 6
"""Linked titles of other articles from which a page without a text of its own is a front page."""
COLLECTIONS = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})


def genre_of(regions: Sequence[Region], text: str, headline: str | None, url: str | None, types: frozenset[str]) -> str:
    """transcript, live_blog, opinion, brief, article; unknown when there is no text."""
    if not text:
        return "unknown"
    kept = [region for region in regions if region.kept]
    turns = sum(region.role == "speaker_turn" or bool(TURN.match(region.text)) for region in kept)
    markers = sum(region.role == "transcript_marker" for region in regions)
    if markers >= 2 or (markers and turns) or (turns >= 6 and turns * 2 > len(kept)):
        return "transcript"
    clocks = sum(bool(CLOCK_HEAD.match(region.text)) for region in kept)
    if "LiveBlogPosting" in types or clocks >= 4:
        return "live_blog"
    if OPINION.search(url or "") or OPINION_HEADLINE.search(headline or "") or "OpinionNewsArticle" in types:
        return "opinion"
    return "brief" if len(text.split()) < BRIEF_WORDS else "article"


def rejection_of(
    regions: Sequence[Region], text: str, headline: str | None, types: frozenset[str] = frozenset()
) -> str | None:
    """Why this is no article, None when it is one. A short text of sentences is an article.

    `types`: what the page's structured data says it is.
    """
    words = _words(text)
    dropped = " ".join(region.text for region in regions if not region.kept)[:20_000]
    if words < 120 and ERROR_TITLE.search(headline or text[:200] or dropped[:300]):
        return "error_page"
    notices = " ".join(region.text for region in regions if region.role == "legal")[:20_000]
    if words < 120 and (_is_consent(text or dropped) or _ends_consent(text, notices)):
        return "consent_wall"
    if words < STUB_WORDS and any(region.role == "paywall" for region in regions):
        return "paywall_stub"
    if words == 0 or (words < FEWEST_WORDS and not ends_sentence(text)):
        return "section_front" if _list_like(regions) or _is_front(regions, types) else "no_text"
    kept = [region for region in regions if region.kept]
    sentences = sum(ends_sentence(region.text) for region in kept)
    if len(kept) >= FEWEST_TEASERS and sentences * 10 < len(kept) and words < 25 * len(kept):
        return "section_front"
    if sentences == 0 and words < 80 and _list_like(regions):
        return "section_front"
    return None


def _words(text: str) -> int:
    """Words; two characters of a script without blanks count as one."""
    return len(text.split()) + len(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]", text)) // 2


def _is_consent(text: str) -> bool:
    share = len(CONSENT.findall(text)) / max(40, len(text.split()))
    return share > 0.04 and len(ADDRESSES_READER.findall(text)) >= FEWEST_ADDRESSES


def _ends_consent(text: str, notices: str) -> bool:
    """Whether a short text goes on with what a longer notice about cookies, which was told apart from it, says."""
    speaks_of_it = CONSENT.search(text) and ADDRESSES_READER.search(text)
    return bool(speaks_of_it) and len(text) < len(notices) and _is_consent(f"{text} {notices}")


def _is_front(regions: Sequence[Region], types: frozenset[str]) -> bool:
    """Of a page without text: whether it says that it is a collection, or links to other articles and is none itself."""
    if types & COLLECTIONS:
        return True
    linked = sum(region.rule == "mostly_links" or region.role in ("related", "ranking") for region in regions)
    return linked >= FEWEST_LINKED and not any(ARTICLE_TYPES.search(name) for name in types)


def _list_like(regions: Sequence[Region]) -> bool:
    """Many lines outside the body, most of them long enough to be headlines of other articles."""
    outside = [region for region in regions if not region.kept]
    teasers = sum(len(region.text) >= 30 for region in outside)
    return len(outside) >= 25 and teasers >= 12
