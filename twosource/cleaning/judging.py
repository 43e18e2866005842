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
from twosource.cleaning.scoring import ends_sentence, word_count
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
    """Words of an error page: its whole title (`title`), or a sentence of a very short text (`text`).

    `counter`: words of an article that it must not match.
    """

    name: str
    place: str
    pattern: re.Pattern[str]
    example: str
    counter: str


SITE = r"[.!?…]{0,3}(?:\s?\|\s?.{1,40}|\s[–—·•-]\s(?-i:(?:the )?[A-ZÀ-Þ]|[\w-]+\.[a-z]{2}).{0,40})?"
"""What may follow the phrase in a title: a separator and the name of the site."""


def _row(name: str, place: str, words: str, example: str, counter: str) -> ErrorRule:
    whole = f"(?:{words}){SITE}" if place == "title" else words
    return ErrorRule(name, place, re.compile(whole, re.IGNORECASE), example, counter)


THING = r"(?:page|article|story|content|site|seite|página)"
SORRY = r"(?:(?:error|oops|sorry|whoops)\W{1,3})?"
ERRORS = (
    _row("status", "title", r"(?:http )?(?:error:? (?:code:? )?)?[45]\d\d(?: error)?(?:[ :–—|-]{1,3}(?:(?:page |file )?not found|(?:page )?error|forbidden|bad gateway|gone|bad request|unauthorized|gateway time-?out|internal server error|service (?:temporarily )?unavailable))?", "404 Not Found", "404 - the number of lives the lifeboat has saved"),
    _row("not_found", "title", rf"{SORRY}(?:(?:the |this |that )?{THING} )?(?:(?:was |is )?not found|(?:cannot|can['’]t|could not) be found|does not exist)(?: on this server)?|(?:seite|artikel) (?:wurde )?nicht gefunden|página no encontrada|page introuvable|pagina non trovata", "Page not found | The Vell Gazette", "Not found: the gold of the wreck"),
    _row("thing_gone", "title", rf"{SORRY}(?:the |this |that )?{THING} (?:is no longer available|no longer exists|(?:has been|was) (?:removed|deleted|moved))", "This article is no longer available", "The site has been moved by hand, stone by stone"),
    _row("bare_word", "title", r"error|forbidden|gone|oops|whoops|sorry|unavailable", "Oops!", "Gone – the last ferry"),
    _row("oops", "title", r"(?:(?:oops|whoops|sorry)\W{1,3})?(?:something (?:went|has gone) wrong|an error (?:has )?occurred|we (?:can(?:no|['’])t|could(?: no|n['’])t) find (?:that|the|this) page)", "Oops, something went wrong", "Oops! Minister reads out the wrong speech"),
    _row("denied", "title", r"access (?:to this (?:page|site) )?(?:has been |is )?denied|service (?:temporarily )?unavailable|bad gateway|internal server error|gateway time-?out", "Access denied", "Access denied: reporters kept out of harbour hearing"),
    _row("challenge", "title", r"just a moment|attention required|are you (?:a robot|human)|robot or human|(?:please )?verify (?:that )?you are (?:a )?human|security check|pardon our interruption", "Just a moment...", "Security check finds loaded gun at airport"),
    _row("challenge_text", "text", r"\b(?:enable javascript and cookies|verify (?:that )?you are (?:a )?human|checking your browser|unusual (?:traffic|activity) from your)\b", "Please verify you are human.", "Unusual traffic from the port slowed all trains on Friday."),
    _row("thing_missing", "text", rf"\b{THING} (?:that )?(?:you (?:have )?(?:requested|were looking for|are looking for|tried to reach)|you['’]re looking for|(?:was |is |has )?(?:not (?:be )?found|no longer (?:exists|available)|been (?:removed|deleted|moved)))\b", "The page you requested was moved.", "The site was not found until 1962, when a farmer struck a wall."),
    _row("cannot_find", "text", rf"\b(?:we|you) (?:are |were |have been )?(?:can(?:no|['’])t|could(?: no|n['’])t|unable to) (?:seem to )?(?:find|locate) (?:the |that |this )?{THING}\b", "We can't find the page.", "Divers could not find the site of the wreck."),
)  # fmt: skip
TO_READER = re.compile(
    r"\b(?:we|our|you|your|please|sorry|try again|this (?:web)?site|wir|unsere?[mnrs]?|bitte|votre|vous)\b|(?<=[\wäöüß,] )(?-i:Sie|Ihre?[mnrs]?)\b",
    re.IGNORECASE,
)
"""Words that speak to who reads the page. Not `us`, which is a country, nor `users`, of whom the news speaks too."""
OF_MACHINES = re.compile(
    r"\b(?:server|requested|request id|url|ip address|browser|javascript|error (?:code|\d+)|home ?page|this (?:page|article|content))\b",
    re.IGNORECASE,
)
"""Words of error pages in sentences that address nobody."""
QUOTED = re.compile(r"“[^”]{0,600}”|„[^“”]{0,600}[“”]|«[^»]{0,600}»|\"[^\"]{0,600}\"")
LONGEST_BUTTON = 30
"""Code points up to which what is quoted is the name of a button rather than what somebody said."""
SENTENCES = re.compile(r"(?<=[.!?…])[\"”’»)]?\s+|\n+|(?<=[।۔؟。！？])")
FEWEST_WORDS_OF_PROSE = 5
ENOUGH_SENTENCES = 2
"""Sentences of prose from which the title alone makes no error page."""
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
ALREADY = re.compile(
    r"(?:are you |you are |i am |i['’]m )?already\b.{0,100}|(?:sie (?:sind|haben) |du (?:bist|hast) )?(?:bereits|schon)\b.{0,100}|"
    r"déjà\b.{0,100}|(?:log|sign) ?in\b.{0,60}|(?:jetzt )?anmelden\b.{0,60}",
    re.IGNORECASE,
)
"""A way in for subscribers, which stands on pages that break off and on all others."""
CONSENT = re.compile(
    r"\b(?:cookies?|consent|einwilligung|personal data|tracking|datenschutz|privacy|partners|(?:accept|reject|agree to) all|"
    r"manage (?:choices|options|preferences)|your (?:settings|choices|preferences)|before you continue|alle (?:akzeptieren|ablehnen))\b",
    re.IGNORECASE,
)
NO_OTHER_SENSE = re.compile(
    r"\b(?:cookies?|tracking|datenschutz\w*|(?:accept|reject|agree to) all|before you continue|alle (?:akzeptieren|ablehnen)|privacy (?:policy|settings))\b",
    re.IGNORECASE,
)
"""Words of a consent notice that politics has no use for, as it has for partners and consent."""
FEWEST_CONSENT_WORDS = 2
"""Different words of such a notice; an article that says one of them again and again is about it."""
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
    words = word_count(text)
    dropped = " ".join(region.text for region in regions if not region.kept)[:20_000]
    if _is_error(regions, text or dropped[:300], headline, words, kind.an_article):
        return "error_page"
    if words < LONGEST_ERROR_TEXT and NEEDS_SCRIPT.search(text):
        return "no_text"
    notices = " ".join(region.text for region in regions if region.role == "legal")[:20_000]
    if words < 120 and (_is_consent(text or dropped) or _ends_consent(text, notices)):
        return "consent_wall"
    if words < STUB_WORDS and _is_stub(regions):
        return "paywall_stub"
    if words == 0 or (words < FEWEST_WORDS and not ends_sentence(text)):
        if _list_like(regions) or _is_front(regions, kind.types):
            return "section_front"
        return "too_large" if any(region.rule == bounds.RULE for region in regions) else "no_text"
    # A page that calls itself an article is one, though its body may be drowned in the titles of others.
    if not kind.an_article and (kind.front or _is_list(regions, words)):
        return "section_front"
    return "multiple_articles" if kind.several else None


def _is_error(regions: Sequence[Region], text: str, headline: str | None, words: int, an_article: bool) -> bool:
    prose = _prose_sentences(text)
    if words < LONGEST_ERROR and not an_article and prose < ENOUGH_SENTENCES:
        titles = [region.text for region in regions if region.role == "headline"]
        if any(errs("title", title) for title in (headline or "", text[:200].split("\n")[0], *titles[:3])):
            return True
    return words < LONGEST_ERROR_TEXT and errs("text", text[:500])


def errs(place: str, words: str) -> bool:
    """Whether words are those of an error page: a title, or a text one of whose sentences says so to the reader.

    A sentence that addresses nobody says so when there is nothing else in it.
    """
    rules = [rule for rule in ERRORS if rule.place == place]
    if place == "title":
        return any(rule.pattern.fullmatch(words) for rule in rules)
    sentences = SENTENCES.split(_unquoted(words))
    return any(_says_so(rule, sentence) for sentence in sentences for rule in rules)


def _unquoted(text: str) -> str:
    return QUOTED.sub(lambda quote: quote[0] if len(quote[0]) <= LONGEST_BUTTON else " ", text)


def _says_so(rule: ErrorRule, sentence: str) -> bool:
    found = rule.pattern.search(sentence)
    if found is None:
        return False
    around = sentence[: found.start()] + sentence[found.end() :]
    return bool(TO_READER.search(sentence)) or not re.sub(r"\b(?:the|this|that)\b|\W", "", around.lower())


def _prose_sentences(text: str) -> int:
    """Sentences that neither address the reader nor speak of the page; what is quoted is not looked at."""
    sentences = SENTENCES.split(_unquoted(text[:2_000]))
    told = (words for words in sentences if not TO_READER.search(words) and not OF_MACHINES.search(words))
    return sum(word_count(words) >= FEWEST_WORDS_OF_PROSE for words in told)


def _is_stub(regions: Sequence[Region]) -> bool:
    """Whether a notice after the first kept piece (anywhere, when none is kept) says that the rest is for payers."""
    first = next((index for index, region in enumerate(regions) if region.kept), 0)
    after = [region for region in regions[first:] if not region.kept and not ALREADY.fullmatch(region.text)]
    return any(region.role == "paywall" or _breaks_off(region) for region in after)


def _breaks_off(region: Region) -> bool:
    return not region.kept and len(region.text) <= 300 and bool(KEEP_READING.search(region.text))


def _is_list(regions: Sequence[Region], words: int) -> bool:
    """Whether the kept pieces are titles of other articles: many short ones, hardly a sentence among them."""
    kept = [region for region in regions if region.kept]
    sentences = sum(ends_sentence(region.text) for region in kept)
    if sum(word_count(region.text) for region in kept if len(region.text) >= LONG_PIECE) >= ENOUGH_PROSE:
        return False
    if len(kept) >= FEWEST_TEASERS and sentences * 10 < len(kept) and words < 25 * len(kept):
        return True
    return sentences == 0 and words < 80 and _list_like(regions)


def _is_consent(text: str) -> bool:
    words = _unquoted(text)
    found = [match[0].casefold() for match in CONSENT.finditer(words)]
    if len(set(found)) < FEWEST_CONSENT_WORDS or not NO_OTHER_SENSE.search(words):
        return False
    return len(found) / max(40, word_count(words)) > 0.04 and len(TO_READER.findall(words)) >= FEWEST_ADDRESSES


def _ends_consent(text: str, notices: str) -> bool:
    """Whether a short text goes on with what a longer notice about cookies, which was told apart from it, says."""
    words = _unquoted(text)
    speaks_of_it = CONSENT.search(words) and TO_READER.search(words) and _prose_sentences(text) < ENOUGH_SENTENCES
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
