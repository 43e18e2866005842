"""Why an input is no article: simple named rules over its regions.

Belongs here: rejection. Does not: genre (see `genre`), whether there are several articles (see `several`), or removing
anything.
"""

# ruff: noqa: E501  (rows of tables and patterns stay on one line)
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twosource.cleaning import bounds
from twosource.cleaning.genre import Stated
from twosource.cleaning.scoring import ADDRESSES_READER, ends_sentence
from twosource.cleaning.structured import ARTICLE_TYPES
from twosource.records import Region

FEWEST_WORDS = 8
STUB_WORDS = 90
FEWEST_TEASERS = 10
"""A text of so many short pieces, hardly a sentence among them, is a list of other articles."""
LONG_PIECE = 200
"""Code points from which a piece is more than a title or a standfirst."""
ENOUGH_PROSE = 100
"""Words in such pieces that make an article of a list: a list of products has an introduction."""


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """Words of an error page: its whole title (`title`), or words within a very short text (`text`)."""

    name: str
    place: str
    pattern: re.Pattern[str]
    example: str


def _row(name: str, place: str, words: str, example: str) -> ErrorRule:
    return ErrorRule(name, place, re.compile(words, re.IGNORECASE), example)


THING = r"(?:page|article|story|content|site|seite|página)"
ERRORS = (
    _row("status", "title", r"(?:http )?(?:error:? )?[45]\d\d(?: error)?(?:\W.{0,3}$|\W*\s[-–|:].*| (?:page |file )?(?:not found|error|forbidden|bad gateway|gone|bad request|unauthorized|gateway time-?out|internal server|service|temporarily).*)?", "404 Not Found"),
    _row("not_found", "title", r"(?:error|oops|sorry|whoops)?\W*(?:(?:the |this )?page (?:was )?)?(?:not found|cannot be found|could not be found|does not exist)\b.{0,80}|(?:seite|artikel) nicht gefunden\b.{0,60}|página no encontrada\b.{0,60}|page introuvable\b.{0,60}|pagina non trovata\b.{0,60}", "Page not found | The Vell Gazette"),
    _row("bare_word", "title", r"(?:error|forbidden|gone|oops|whoops|sorry|unavailable)\W*(?:[|–—-] .{0,40})?", "Oops!"),
    _row("oops", "title", r"oops\b.{0,100}", "Oops, something went wrong"),
    _row("denied", "title", r"access (?:to this page )?(?:has been )?denied\b.{0,60}|(?:service (?:temporarily )?unavailable|bad gateway|internal server error|gateway time-?out)\b.{0,60}", "Access denied"),
    _row("challenge", "title", r"just a moment\b.{0,40}|attention required\b.{0,60}|(?:are you (?:a robot|human)|robot or human|verify you are human|security check|pardon our interruption)\b.{0,60}", "Just a moment..."),
    _row("challenge_text", "text", r"\b(?:enable javascript and cookies|verify (?:that )?you are (?:a )?human|checking your browser|unusual (?:traffic|activity) from your)\b", "Please verify you are human."),
    _row("thing_missing", "text", rf"\b{THING} (?:that )?(?:you (?:have )?(?:requested|were looking for|are looking for|tried to reach)|you['’]re looking for|(?:was |is |has )?(?:not (?:be )?found|no longer (?:exists|available)|been (?:removed|deleted|moved)))\b", "The page you requested was moved."),
    _row("cannot_find", "text", rf"\b(?:can(?:no|['’])t|could(?: no|n['’])t|unable to) (?:seem to )?(?:find|locate) (?:the |that |this )?{THING}\b", "We can't find the page."),
)  # fmt: skip
NEEDS_SCRIPT = re.compile(
    r"\b(?:(?:enable|requires?|activate|turn on) javascript|javascript (?:is |seems to be |must be )?(?:disabled|required|enabled|not enabled))\b",
    re.IGNORECASE,
)
LONGEST_ERROR, LONGEST_ERROR_TEXT = 120, 60
"""Words that an error page has at most; words up to which its text, not its title, may say so."""
KEEP_READING = re.compile(
    r"\b(?:(?:keep|continue) reading (?:with|by|for)|to (?:keep|continue) reading|subscribe (?:now )?to (?:read|continue|unlock|keep)|"
    r"(?:rest|remainder) of (?:this|the) (?:article|story)|unlock (?:this|the (?:full )?) ?(?:article|story)|weiterlesen mit|um weiterzulesen|"
    r"réservée? (?:aux|à nos) abonnés|(?:solo|exclusivo) para suscriptores|riservato agli abbonati)\b",
    re.IGNORECASE,
)
"""What a page says where its article breaks off; that it sells subscriptions says nothing."""
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


def rejection_of(regions: Sequence[Region], text: str, headline: str | None, kind: Stated | None = None) -> str | None:
    """Why this is no article, None when it is one. A short text of sentences is an article.

    `kind`: what the page states, and whether it holds several articles.
    """
    kind = kind or Stated()
    words = _words(text)
    dropped = " ".join(region.text for region in regions if not region.kept)[:20_000]
    if _is_error(regions, text or dropped[:300], headline, words):
        return "error_page"
    if words < LONGEST_ERROR_TEXT and NEEDS_SCRIPT.search(text):
        return "no_text"
    notices = " ".join(region.text for region in regions if region.role == "legal")[:20_000]
    if words < 120 and (_is_consent(text or dropped) or _ends_consent(text, notices)):
        return "consent_wall"
    if words < STUB_WORDS and any(region.role == "paywall" or _breaks_off(region) for region in regions):
        return "paywall_stub"
    if words == 0 or (words < FEWEST_WORDS and not ends_sentence(text)):
        if _list_like(regions) or _is_front(regions, kind.types):
            return "section_front"
        return "too_large" if any(region.rule == bounds.RULE for region in regions) else "no_text"
    # A page that calls itself an article is one, though its body may be drowned in the titles of others.
    if not kind.an_article and (kind.front or _is_list(regions, words)):
        return "section_front"
    return "multiple_articles" if kind.several else None


def _is_error(regions: Sequence[Region], text: str, headline: str | None, words: int) -> bool:
    titles = [
        headline or "",
        *(region.text for region in regions if region.role == "headline"),
        text[:200].split("\n")[0],
    ]
    if words < LONGEST_ERROR and any(_errs("title", title) for title in titles[:5]):
        return True
    return words < LONGEST_ERROR_TEXT and _errs("text", text[:500])


def _errs(place: str, words: str) -> bool:
    rules = (rule for rule in ERRORS if rule.place == place)
    return any(rule.pattern.fullmatch(words) if place == "title" else rule.pattern.search(words) for rule in rules)


def _breaks_off(region: Region) -> bool:
    return not region.kept and len(region.text) <= 300 and bool(KEEP_READING.search(region.text))


def _is_list(regions: Sequence[Region], words: int) -> bool:
    """Whether the kept pieces are titles of other articles: many short ones, hardly a sentence among them."""
    kept = [region for region in regions if region.kept]
    sentences = sum(ends_sentence(region.text) for region in kept)
    if sum(len(region.text.split()) for region in kept if len(region.text) >= LONG_PIECE) >= ENOUGH_PROSE:
        return False
    if len(kept) >= FEWEST_TEASERS and sentences * 10 < len(kept) and words < 25 * len(kept):
        return True
    return sentences == 0 and words < 80 and _list_like(regions)


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
