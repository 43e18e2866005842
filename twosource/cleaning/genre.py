"""What kind of text an article is, where the page says so: named rules, one row each.

Belongs here: transcript, live blog, opinion, brief. Does not: whether it is an article at all (see `judging`).
"""

# ruff: noqa: E501  (rows of tables stay on one line)
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from twosource.cleaning.regions import fold
from twosource.cleaning.scoring import ends_sentence, word_count
from twosource.cleaning.structured import ARTICLE_TYPES, PageData
from twosource.records import Region

BRIEF_WORDS = 60
LONGEST_BRIEF = 250
"""Words up to which a page that calls itself a brief is one."""
LONGEST_KICKER = 40
MOST_ABOVE = 25
"""Regions before the body that may hold a label such as `Opinion`."""
FEWEST_TIMES, FEWEST_BACKWARD_TIMES = 10, 4
"""Entries with a time of day from which a text is a live blog that does not call itself one: a timeline has fewer, and
runs forward, where the newest entry of a live blog stands first."""
FEWEST_TURNS = 6
SECTION_NAMES = ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:section", "sailthru.section", "dc.type", "article.section", "content-type", "genre")  # fmt: skip
SECTION_KEYS = ("articleSection", "genre")
OF_ITEM = frozenset({"OpinionNewsArticle"})
"""Types that say something of their own item alone."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of its kind: types of its structured data, sections, whether it calls itself an article.

    `several`: whether it holds several articles of which none is its own; `front`: whether it lists other articles.
    """

    types: frozenset[str] = frozenset()
    sections: tuple[str, ...] = ()
    an_article: bool = False
    several: bool = False
    front: bool = False


@dataclass(frozen=True, slots=True)
class GenreRule:
    """Words that name a genre. `place`: where they stand (`type`, `section`, `address`, `headline`, `label`).

    `counter`: words of another genre that it must not match.
    """

    name: str
    genre: str
    place: str
    pattern: re.Pattern[str]
    example: str
    counter: str = ""


def _row(name: str, genre: str, place: str, words: str, example: str, counter: str = "") -> GenreRule:
    return GenreRule(name, genre, place, re.compile(words, re.IGNORECASE), example, counter)


COMMENT = r"(?:opinions?|op-?eds?|editorials?|leading articles?|commentary|kommentare?|leitartikel|meinung|glosse|opinión|editoriales|columna|tribuna|tribune|opinione|opinioni|editoriale|commento|debatt|leder|kronikk|社説|論説|オピニオン|사설|오피니언)"
RULES = (
    _row("type_live", "live_blog", "type", r"LiveBlogPosting", "LiveBlogPosting"),
    _row("headline_live", "live_blog", "headline", r"(?:live|live[- ](?:updates?|blog|ticker|coverage|reporting)|liveticker|en direct|en directo|in diretta)\s?(?:[:|–—•]|\s-\s).*|.*[^\w\s]\s?(?:live (?:updates?|blog|coverage)|as it happened|liveticker)[.!]?|.+\blive updates|.*\b(?:live|news)-?ticker\b.*|.+[ –—-] as it happened", "Harbour reopens after storm – as it happened"),
    _row("address_live", "live_blog", "address", r"/(?:live-?(?:blog|updates?|news|ticker|coverage|reporting)?|liveticker|en-direct|en-vivo|directo)/.|/[\w-]*(?:-live-updates?|-live-blog|-liveblog|-liveticker)(?:[-/.]|$)", "/world/live/2031/may/11/harbour-storm"),
    _row("label_live", "live_blog", "label", r"live (?:updates?|blog|coverage|reporting)|live-?blog|live-?ticker|as it happened|en direct|en directo|in diretta", "Live updates", "Live music"),
    _row("headline_transcript", "transcript", "headline", r"(?:(?:full|rush|read the|read the full) )?transcripts?(?:\s?[:|–—]|\s-\s).+|(?:(?:full|rush|read the|read the full) )transcript\b.*|transcript (?:of|from) (?!.*\b(?:shows?|reveals?|released|says?|suggests?|confirms?|published|leaked|contradicts?)\b).+|.*[^\w\s]\s?(?:full )?transcript|.+ \((?:full )?transcript\)|(?:read )?the full (?:text|transcript) of .+", "Transcript: The minister on the harbour", "Transcripts show minister knew of harbour leak"),
    _row("address_transcript", "transcript", "address", r"/transcripts?/.|/(?:[\w-]+-)?(?:full-)?transcript(?:[-/.]|$)", "/news/minister-harbour-interview-transcript"),
    _row("section_transcript", "transcript", "section", r"transcripts?", "Transcripts"),
    _row("type_opinion", "opinion", "type", r"OpinionNewsArticle", "OpinionNewsArticle"),
    _row("section_opinion", "opinion", "section", rf"(?:.{{0,30}}[>/|,: ]\s?)?{COMMENT}(?:\s?[>/|,:].{{0,40}})?|columnists?|columns|letters(?: to the editor)?|comment(?: is free)?|views|viewpoints?|perspectives?", "Opinion"),
    _row("address_opinion", "opinion", "address", r"/(?:opinions?|commentisfree|op-?eds?|editorials?|commentary|kommentare?|meinung|opinion-pieces|columnists?|columns|letters|tribuna|tribunes?|opinion-columns|opinioni|debatt|voices|viewpoints?|perspectives?|leitartikel)(?:/|$)", "/opinion/2031/harbour"),
    _row("headline_opinion", "opinion", "headline", rf"(?:guest |the )?{COMMENT}\s?(?:[|:–—]|\s-\s).+|.+\s?[|–—]\s?{COMMENT}|letters? to the editor\b.*|analysis and opinion\s?[|:–—-].+", "Opinion | What the ice has cost"),
    _row("label_opinion", "opinion", "label", rf"(?:guest |the |by invitation[: ]|contributing )?{COMMENT}(?: (?:essay|article|piece|column|columnist|guest essay|contributor))?|letters? to the editor|comment is free|guest (?:essay|column)", "Guest essay"),
    _row("section_brief", "brief", "section", r"(?:news |world |local |business )?(?:briefs?|in brief)|kurz(?:meldungen|nachrichten|notiert| notiert)|breves|brèves|brevi", "News in brief"),
    _row("address_brief", "brief", "address", r"/(?:news-)?(?:briefs?|in-brief|kurzmeldungen|breves|brevi)/.", "/news-briefs/harbour-opens"),
    _row("headline_brief", "brief", "headline", r"(?:(?:news |world |business |local )?briefs?|in brief|kurz notiert)\s?(?:[|:–—]|\s-\s).+|.+\s?[|–—]\s?(?:in brief|news briefs?)", "In brief: Harbour opens"),
)  # fmt: skip
TURN = re.compile(r"([^\W\d_][\w.'’, -]{0,60}):\s?\S")
_SPEAKERS = (
    "q a host reporter anchor moderator question answer frage antwort réponse pregunta respuesta domanda risposta "
    "fråga svar spørsmål spørgsmål vraag antwoord вопрос ответ"
)
SPEAKERS = frozenset(_SPEAKERS.split())
"""Who speaks in an interview when no name stands there."""
FULL_NAME = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)* [^\W\d_]+(?:[’'-][^\W\d_]+)*")
CLOCK_HEAD = re.compile(
    r"(\d{1,2})[:.](\d{2})(?: ?(?:a\.?m\b\.?|(p)\.?m\b\.?))?(?: (?:[A-Z]{2,4}|Uhr))?(?:$|[\s:])", re.IGNORECASE
)


def stated(data: PageData, several: bool = False, front: bool = False) -> Stated:
    """What a page's structured data and meta elements say of its kind; `several` and `front` are handed on."""
    found = [value for name in SECTION_NAMES for value in data.meta.get(name, ())]
    for key in SECTION_KEYS:
        value = data.item.get(key)
        found += [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, str)]
    kinds = data.item.get("@type")
    own = frozenset(str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind)
    # Teasers of opinion pieces stand beside news; all other types are the page's, whichever item has them.
    types = (data.types - OF_ITEM) | own
    an_article = data.first("og:type") == "article" or any(ARTICLE_TYPES.fullmatch(kind) for kind in own)
    return Stated(types, tuple(fold(words)[:100] for words in found[:40]), an_article, several, front)


def genre_of(
    regions: Sequence[Region], text: str, headline: str | None, url: str | None, kind: Stated | None = None
) -> str:
    """transcript, live_blog, opinion, brief, article; unknown when there is no text. `kind`: what the page states."""
    if not text:
        return "unknown"
    kept = [region for region in regions if region.kept]
    if _spoken(regions, kept):
        return "transcript"
    if _runs_live(kept):
        return "live_blog"
    named = named_genre(regions, headline, url, kind or Stated())
    words = word_count(text)
    if named and not (named == "brief" and words > LONGEST_BRIEF):
        return named
    return "brief" if words < BRIEF_WORDS else "article"


def _runs_live(kept: Sequence[Region]) -> bool:
    """Whether entries open with a time of day: many of them, or some of which each is earlier than the one before."""
    clocks = [clock for region in kept if (clock := CLOCK_HEAD.match(region.text))]
    minutes = [(int(clock[1]) % 12 + 12 if clock[3] else int(clock[1])) * 60 + int(clock[2]) for clock in clocks]
    backward = all(later >= earlier for later, earlier in pairwise(minutes)) and len(set(minutes)) > 1
    return len(minutes) >= (FEWEST_BACKWARD_TIMES if backward else FEWEST_TIMES)


def _spoken(regions: Sequence[Region], kept: Sequence[Region]) -> bool:
    """Whether the marks of a broadcast, or turns of speakers in most paragraphs, make it a transcript."""
    speakers = [speaker for region in kept if (speaker := _speaker(region.text))]
    turns = len(speakers) + sum(region.role == "speaker_turn" for region in kept)
    markers = sum(region.role == "transcript_marker" for region in regions)
    # Who speaks in turns is at least two, of whom one speaks again: `WHO:`, `WHERE:` and `COST:` are no speakers.
    several = 1 < len(set(speakers)) < len(speakers) or not speakers
    return markers >= 2 or bool(markers and turns) or (turns >= FEWEST_TURNS and turns * 2 > len(kept) and several)


def _speaker(paragraph: str) -> str | None:
    """Who a paragraph says is speaking: a name in capitals, a name of two words, or a word for who asks or answers."""
    turn = TURN.match(paragraph)
    if turn is None:
        return None
    name = turn[1].split(",")[0].strip()
    capitals = name.isupper() and 3 <= len(name) <= 41 and not name.startswith("DEAR ")
    full = FULL_NAME.fullmatch(name) and all(word[0].isupper() and word[1:].islower() for word in name.split())
    return name if capitals or full or name.lower() in SPEAKERS else None


def named_genre(regions: Sequence[Region], headline: str | None, url: str | None, kind: Stated) -> str | None:
    """The genre that the page gives itself: by structured data, section, address, headline or a label above the text."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url or "")[:500]
    places = {
        "type": list(kind.types),
        "section": list(kind.sections),
        "headline": [headline[:300]] if headline else [],
        "label": _labels(regions),
    }
    for rule in RULES:
        if rule.place == "address" and rule.pattern.search(path):
            return rule.genre
        if any(rule.pattern.fullmatch(words) for words in places.get(rule.place, ())):
            return rule.genre
    return None


def _labels(regions: Sequence[Region]) -> list[str]:
    """The short lines right beside the headline, above the first paragraph; the first line of a text without one.

    A menu has such words too: it is told from a kicker by its role.
    """
    first = next(
        (index for index, region in enumerate(regions) if region.kept and len(region.text) > LONGEST_KICKER), 0
    )
    above = regions[max(0, first - MOST_ABOVE) : first]
    title = next((index for index in range(len(above) - 1, -1, -1) if above[index].role == "headline"), None)
    near = above[max(0, title - 1) : title + 3] if title is not None else above[:1] if len(above) <= 3 else []
    short = [region for region in near if len(region.text) <= LONGEST_KICKER and not ends_sentence(region.text)]
    return [region.text for region in short if region.role != "navigation" or region.rule == "mostly_links"]
