"""The steps of cleaning in order: decode, tell the kind of input, read its layout, choose the body, read the metadata.

Belongs here: the order and the two functions of the contract. Does not: any rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from twosource.cleaning import (
    bounds,
    bylines,
    dates,
    fronts,
    genre,
    html,
    judging,
    own_forms,
    regions,
    several,
    signatures,
    wholes,
)
from twosource.cleaning.body import body_drafts, extracted_text
from twosource.cleaning.decoding import SURROGATES, decode, tidy, unescaped
from twosource.cleaning.headlines import without_site
from twosource.cleaning.language import language_of
from twosource.cleaning.markdown import front_matter
from twosource.cleaning.metadata import Metadata, page_metadata
from twosource.cleaning.outlets import own_name_in_text
from twosource.cleaning.records import record_of
from twosource.cleaning.regions import Draft
from twosource.cleaning.stretch import without_emphasis
from twosource.cleaning.structured import page_data
from twosource.cleaning.text import read_text
from twosource.cleaning.unseen_text import plain_lines, state_lines
from twosource.newsroom.credits import agency_credited, agency_in_text, agency_like
from twosource.newsroom.datelines import dateline_on_page
from twosource.newsroom.outlets import host_of, outlet_marked, outlet_named, outlet_of_url
from twosource.records import Article, Region

HTML, JSON, PLAIN = "text/html", "application/json", "text/plain"
BODIES = frozenset({"text", "html"})
PARAGRAPHS_WITH_DATELINE = 3
"""A kicker and a standfirst may stand before the paragraph that opens with the dateline."""
LONGEST_STANDFIRST = 200
FEWEST_LETTERS_OF_BODY = 200
"""A page that shows less than this may have its text in its structured data alone."""
LONGEST_ARTICLE = 1_000_000
"""Code points of kept text; a parliament's day has about half of it. What is longer is a dump, not an article."""


def clean(
    data: bytes | str,
    url: str | None = None,
    media_type: str | None = None,
    fields: Mapping[str, str] | None = None,
    stated: Mapping[str, Any] | None = None,
) -> Article:
    """An input as an `Article`: HTML, plain text, Markdown, a JSON record, an e-mail message or a PDF document.

    `media_type` None: told from the input. `fields` maps our names (headline, text, html, published, modified, url,
    outlet, by, language) to dotted paths of a JSON record; `stated` holds values under these names that go before what
    the input says of itself. Never raises: what is no article has `rejected` set, an address or media type that is no
    string is as none, and fields of which none names a path match no record.
    """
    held = own_forms.opened(data, _given(media_type))
    if held is None:
        return _cleaned(data, _given(url), _given(media_type), _paths(fields), stated)
    if held.problem:
        return Article(text="", url=_given(url), rejected=held.problem)
    return _cleaned(held.data, _given(url) or held.url, held.media_type, None, {**held.stated, **(stated or {})})


def _given(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _paths(fields: object) -> dict[str, str] | None:
    """The fields that name a path; None when there are no fields, empty when none of them does."""
    if not fields:
        return None
    named = fields.items() if isinstance(fields, Mapping) else ()
    return {str(name): path for name, path in named if isinstance(path, str)}


def _cleaned(
    data: object,
    url: str | None,
    media_type: str | None,
    fields: Mapping[str, str] | None = None,
    record: Mapping[str, Any] | None = None,
) -> Article:
    """An input as an `Article`; `record`: what a JSON record that holds it states of it."""
    decoded = decode(data)
    if decoded.problem:
        return Article(text="", url=url, rejected=decoded.problem)
    # asked before any layout is read, which would take a dump of this size minutes and gigabytes
    if len(decoded.text) > html.LONGEST_PAGE:
        return Article(text="", url=url, rejected="too_large")
    made = _read(decoded.text, url, media_type, fields, record or {})
    return Article(text="", url=url, rejected="too_large") if len(made.text) > LONGEST_ARTICLE else made


def _read(
    text: str, url: str | None, media_type: str | None, fields: Mapping[str, str] | None, outer: Mapping[str, Any]
) -> Article:
    """Characters as an article, by their kind."""
    kind = _kind(text, media_type, fields)
    if kind == JSON:
        record = record_of(text, fields) if fields is None or fields else None
        if record is not None:
            return _from_record({**record, **outer}, url)
        if media_type is not None or fields is not None:
            return Article(text="", url=url, rejected="unreadable_record")
        kind = HTML if html.looks_like_html(text) else PLAIN
    return _from_html(text, url, outer) if kind == HTML else _from_text(text, url, outer)


def article(
    text: str,
    headline: str | None = None,
    published: str | date | datetime | None = None,
    url: str | None = None,
    outlet: str | None = None,
) -> Article:
    """A text that is clean already as an `Article`; its characters stay as they are, but for NFC and lone surrogates.

    `published`: an ISO 8601 string, date or datetime; anything that is no date gives None.
    """
    text = unicodedata.normalize("NFC", SURROGATES.sub("\ufffd", text))
    pieces = regions.paragraphs_of(text)
    located, agency = filed(pieces[0].text, None) if pieces else (None, None)
    return Article(
        text=text,
        headline=headline,
        agency=agency or agency_in_text(text, outlet),
        located=located,
        outlet=outlet or outlet_of_url(url) or host_of(url),
        language=language_of(text),
        genre=genre.genre_of(pieces, text, headline, url),
        published=dates.from_metadata(published, "metadata", 1.0) or dates.from_url(url),
        regions=pieces,
        url=url,
        rejected=None if pieces else "no_text",
    )


def _kind(text: str, media_type: str | None, fields: Mapping[str, str] | None) -> str:
    named = (media_type or "").split(";")[0].strip().lower()
    if named.endswith(("html", "html+xml")):
        return HTML
    if named.endswith("json") or fields is not None:
        return JSON
    if named in (PLAIN, "text/markdown"):
        return PLAIN
    if text.lstrip().startswith("{"):
        return JSON
    return HTML if html.looks_like_html(text) else PLAIN


def _from_text(text: str, url: str | None, record: Mapping[str, Any]) -> Article:
    head, beyond = bounds.head_of_text(text)
    front = front_matter(head)
    page = read_text(front.rest)
    given = {name: values[0] for name, values in front.fields.items()}
    lines = [without_emphasis(draft.text) for draft in page.drafts if draft.role == "byline"]
    url = url or given.get("url")
    named = outlet_named(given.get("outlet")) or given.get("outlet")
    outlet = named or outlet_of_url(url) or _outlet_in(page.drafts) or host_of(url)
    signed = front.fields.get("by") or lines[:1] or _signing(page.drafts)
    by, agency = signatures.authors(signed, [outlet] if outlet else [])
    by = by if "by" in front.fields else [name for name in by if bylines.name_shaped(name)]
    stated = Metadata(
        headline=given.get("headline") or page.headline,
        by=by,
        agency=agency,
        outlet=outlet,
        language=given.get("language"),
        published=dates.from_metadata(given.get("published")) or page.published or dates.from_url(url),
        modified=dates.from_metadata(given.get("modified")) or page.modified,
        url=url,
    )
    drafts = [Draft(line, "other", "front_matter", 1.0) for line in front.lines]
    kind = genre.Stated(several=several.in_text(page.drafts))
    return _article(drafts + page.drafts + beyond, _merged(stated, record), kind)


def _signing(drafts: list[Draft]) -> list[str]:
    """The reporters who sign off, once each: what a broadcast has for a byline."""
    names = (signatures.sign_off_reporter(draft.text) for draft in drafts if draft.role == "sign_off")
    return list(dict.fromkeys(name for name in names if name))


def _outlet_in(drafts: list[Draft]) -> str | None:
    """The outlet that a sign-off names, a re-poster's trailing address, a line that only it prints, its own name."""
    for draft in reversed(drafts):
        if draft.role == "sign_off" and (found := signatures.sign_off_outlet(draft.text)):
            return found
    trailing = [draft.text for draft in drafts[-3:] if draft.rule == "bare_domain"]
    if not trailing:
        return outlet_marked(draft.text for draft in drafts) or _own_name(drafts)
    domain = re.sub(r"^(?:source:? )?(?:https?://)?(?:www\.)?|/$", "", trailing[-1], flags=re.IGNORECASE)
    return outlet_of_url(f"https://{domain}") or outlet_named(domain) or domain


def _own_name(drafts: list[Draft]) -> str | None:
    name = own_name_in_text(drafts)
    return outlet_named(name) or name


def _from_html(markup: str, url: str | None, record: Mapping[str, Any]) -> Article:
    tree = html.parse(markup)
    if tree is None:
        return _from_text(tidy(html.without_tags(markup)), url, record)
    blocks, beyond = bounds.head_of_page(html.blocks(tree))
    data = page_data(tree, url)
    stated = _merged(page_metadata(tree, data, blocks, url), record)
    found = several.on_page(tree, stated.headline, data.types, genre.stated(data).an_article)
    if found.others:
        blocks, beyond = bounds.head_of_page(html.blocks(tree, found.others))
        for element in found.others:
            element.drop_tree()
    extracted = extracted_text(tree, url, blocks) if not beyond and html.suits_extractor(tree) else ""
    hidden_body = plain_lines(data.text("articleBody") or "")
    voice = "\n".join(hidden_body)
    voice = voice if len(voice) <= LONGEST_ARTICLE else ""
    drafts = several.apart(blocks, body_drafts(blocks, tidy(extracted), stated.headline, voice, stated.by))
    drafts = wholes.with_asides(blocks, drafts)
    if (shown := _letters(drafts)) < FEWEST_LETTERS_OF_BODY:
        hidden_body = hidden_body or (state_lines(tree) if stated.headline and not found.several else [])
        if shown < sum(map(len, hidden_body)) // 3:
            # The text stands in script state only; it comes after what is visible, under a rule of its own.
            drafts += [Draft(line, "body", "structured_body", 0.7) for line in hidden_body]
    if stated.elsewhere:
        words = f"Canonical address: {stated.elsewhere}"
        drafts += [Draft(words, "syndication_note", "canonical_elsewhere", 0.9)]
    return _article(drafts + beyond, stated, genre.stated(data, found.several, fronts.is_front(blocks)))


def _letters(drafts: list[Draft]) -> int:
    return sum(len(draft.text) for draft in drafts if draft.kept)


def _from_record(record: Mapping[str, Any], url: str | None) -> Article:
    """The body as its kind says; what the record states goes before what the body says of itself."""
    address = _string(record.get("url")) or url
    markup, plain = _string(record.get("html")), _string(record.get("text"))
    stated = {name: value for name, value in record.items() if name not in BODIES}
    if not markup and not plain:
        return _article([], _merged(Metadata(url=address), stated), genre.Stated())
    return _cleaned(markup or plain or "", address, HTML if markup else None, record=stated)


def _merged(page: Metadata, record: Mapping[str, Any]) -> Metadata:
    """What the record states, else what the page does."""
    if not record:
        return page
    outlet = _string(record.get("outlet")) or page.outlet
    stated_by = record.get("by")
    by, agency = signatures.authors(
        [_string(name) or "" for name in (stated_by if isinstance(stated_by, list) else [stated_by])],
        [outlet] if outlet else [],
    )
    return replace(
        page,
        headline=_headline(record, outlet) or page.headline,
        by=by or page.by,
        agency=agency or page.agency,
        outlet=outlet_named(outlet) or outlet,
        language=_string(record.get("language")) or page.language,
        published=dates.from_metadata(record.get("published")) or page.published,
        modified=dates.from_metadata(record.get("modified")) or page.modified,
    )


def _headline(record: Mapping[str, Any], outlet: str | None) -> str | None:
    """A record's title, without the outlet's name behind it."""
    title = _string(record.get("headline"))
    return without_site(unescaped(title), [outlet]) if title and outlet else unescaped(title or "") or None


def _string(value: Any) -> str | None:
    """A value that is text (or a thing with a name) as one line of NFC, None for anything else and for blanks."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return (tidy(value).strip() or None) if isinstance(value, str) else None


def _dateline(pieces: list[Region], outlet: str | None) -> tuple[str | None, str | None]:
    """Place and agency of the first paragraph that opens with a dateline, else of a sign-off and of a credit line."""
    kept = [piece.text for piece in pieces if piece.kept][:PARAGRAPHS_WITH_DATELINE]
    first_long = next((index for index, paragraph in enumerate(kept) if len(paragraph) > LONGEST_STANDFIRST), len(kept))
    found = (filed(paragraph, outlet) for paragraph in kept[: first_long + 1])
    located, agency = next((pair for pair in found if any(pair)), (None, None))
    signed = (signatures.sign_off_place(piece.text) for piece in pieces if piece.role == "sign_off")
    located = located or next((place for place in signed if place), None)
    notes = (piece.text for piece in pieces if piece.role in ("editor_note", "byline", "syndication_note", "other"))
    credited = (agency_credited(note, outlet) for note in notes) if agency is None else ()
    return located, agency or next((name for name in credited if name), None)


def filed(paragraph: str, outlet: str | None) -> tuple[str | None, str | None]:
    """Place, as a name is written, and agency of the dateline of a paragraph; None for what it does not say."""
    found = dateline_on_page(paragraph)
    if found is None:
        return None, None
    place = paragraph[slice(*found.place)] if found.place else None
    written = place.title().replace("’S", "’s") if place and place.isupper() else place
    return written, agency_like(found.credit, outlet)


def _article(drafts: list[Draft], stated: Metadata, kind: genre.Stated) -> Article:
    text, pieces = regions.build(drafts)
    located, agency = _dateline(pieces, stated.outlet)
    headline = tidy(stated.headline).strip() or None if stated.headline else None
    rejected = judging.rejection_of(pieces, text, headline, kind)
    return Article(
        text=text,
        headline=headline,
        by=[tidy(name) for name in stated.by],
        agency=stated.agency or agency or agency_in_text(text, stated.outlet),
        located=located,
        outlet=tidy(stated.outlet) if stated.outlet else None,
        language=language_of(text, stated.language),
        genre=genre.genre_of(pieces, text, headline, stated.url, kind),
        published=stated.published,
        modified=stated.modified,
        regions=pieces,
        url=stated.url,
        rejected=rejected,
    )
