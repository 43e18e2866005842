"""Which articles share text, and how much of it.

Belongs here: signing an article and deciding a pair of candidates. Does not: whose reporting it is (`origins`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from twosource.comparison.inputs import LinkInput
from twosource.comparison.known import Known
from twosource.comparison.origins import PARTIAL, WHOLE
from twosource.comparison.shingles import band_keys, overlap, shingle_hashes, words
from twosource.comparison.signs import credited_agency, own_sign, relayed_outlet, syndicated
from twosource.linked import CopyRow, Signed

WINDOW = timedelta(days=30)


FEWEST_SHARED = 6
"""A pair needs as many shared shingles: below, one common phrase would make two briefs copies."""


def sign(article: LinkInput) -> Signed:
    """The article's shingles, bands, and what its own words say of its origin."""
    tokens = words(article.text)
    hashes = shingle_hashes(tokens)
    return Signed(
        article_id=article.article_id,
        document_id=article.document_id,
        day=article.day,
        dated=article.dated,
        word_count=len(tokens),
        hashes=tuple(sorted(hashes)),
        bands=band_keys(hashes),
        credit=credited_agency(article.agency, article.text),
        relay=relayed_outlet(article.text, article.outlet, article.notes),
        own=own_sign(article),
        note=syndicated(article.notes, article.outlet),
    )


def days_around(day: date, dated: bool) -> tuple[date, date]:
    """The days in which a copy of an article is looked for: all, when it is not known when the article appeared."""
    return (day - WINDOW, day + WINDOW) if dated else (date.min, date.max)


def find_partners(article: Signed, known: Known) -> list[CopyRow]:
    """The pairs of `article` with articles already known, in the order of their ids.

    Another version of the same document is no copy: it is the same voice.
    """
    found = []
    for other in known.signed_sharing(article.bands, *days_around(article.day, article.dated)):
        if other.article_id == article.article_id or other.document_id == article.document_id:
            continue
        earlier, later = sorted((article, other), key=lambda one: (one.day, one.article_id))
        pair = decide(earlier, later)
        if pair is not None:
            found.append(pair)
    return found


def decide(earlier: Signed, later: Signed) -> CopyRow | None:
    """The pair with its figures, or None when less than a fifth of the shorter text is shared."""
    left, right = frozenset(earlier.hashes), frozenset(later.hashes)
    containment, jaccard = overlap(left, right)
    shared = len(left & right)
    if containment < PARTIAL or shared < min(FEWEST_SHARED, len(left), len(right)):
        return None
    return CopyRow(
        earlier_id=earlier.article_id,
        later_id=later.article_id,
        containment=round(containment, 4),
        jaccard=round(jaccard, 4),
        share_of_later=round(shared / len(right), 4),
    )


def closest_whole(article_id: str, pairs: Collection[CopyRow]) -> str | None:
    """The article that shares most text with this one, earlier or later, and at least half; None if there is none."""
    best = max(
        (pair for pair in pairs if pair.containment >= WHOLE),
        key=lambda pair: (pair.containment, pair.jaccard, pair.earlier_id, pair.later_id),
        default=None,
    )
    if best is None:
        return None
    return best.earlier_id if best.later_id == article_id else best.later_id
