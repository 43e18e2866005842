"""What kind of text an article is, and why an input is none: simple named rules.

Belongs here: genre and rejection. Does not: removing anything.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.cleaning.scoring import ends_sentence
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
    r"\b(?:cookies?|consent|einwilligung|personal data|tracking|datenschutz|privacy|partners)\b", re.IGNORECASE
)


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


def rejection_of(regions: Sequence[Region], text: str, headline: str | None) -> str | None:
    """Why this is no article, None when it is one. A short text of sentences is an article."""
    words = _words(text)
    dropped = " ".join(region.text for region in regions if not region.kept)[:20_000]
    if words < 120 and ERROR_TITLE.search(headline or text[:200] or dropped[:300]):
        return "error_page"
    if words < 120 and _consent_share(text or dropped) > 0.04:
        return "consent_wall"
    if words < STUB_WORDS and any(region.role == "paywall" for region in regions):
        return "paywall_stub"
    if words == 0:
        return "section_front" if _list_like(regions) else "no_text"
    if words < FEWEST_WORDS and not ends_sentence(text):
        return "section_front" if _list_like(regions) else "no_text"
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


def _consent_share(text: str) -> float:
    return len(CONSENT.findall(text)) / max(40, len(text.split()))


def _list_like(regions: Sequence[Region]) -> bool:
    """Many lines outside the body, most of them long enough to be headlines of other articles."""
    outside = [region for region in regions if not region.kept]
    teasers = sum(len(region.text) >= 30 for region in outside)
    return len(outside) >= 25 and teasers >= 12
