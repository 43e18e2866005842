"""Linking: a batch of new articles against all that is known, one article after the other.

Belongs here: fetching what a batch may need and the order of decisions. Does not: the decisions themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from twosource.comparison import copies, stories
from twosource.comparison.entities import resolve
from twosource.comparison.inputs import BandRow, LinkInput, LinkRows, OriginRow
from twosource.comparison.known import Known, Memory
from twosource.comparison.origins import origin_of
from twosource.comparison.terms import term_counts
from twosource.linked import CopyRow, Signed


def day_of(value: str | None) -> date | None:
    """The day of an ISO 8601 date or instant; None when it is not known to the day."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def link(articles: Sequence[LinkInput], known: Known) -> LinkRows:
    """All rows of a batch. Articles are decided in the order given, which must be (day, article_id); however a stream
    is cut into batches, the rows are the same. An article that was linked before keeps its story.

    Each article_id stands once in a batch.
    """
    signed = [copies.sign(article) for article in articles]
    memory = _fetch(articles, signed, known)
    rows = LinkRows()
    rewritten: dict[str, OriginRow] = {}
    found: dict[tuple[str, str], CopyRow] = {}
    for article, signature in zip(articles, signed, strict=True):
        own_story = memory.members((article.article_id,), ())
        memory.forget(article.article_id)
        memory.add_signed(signature)
        pairs = copies.find_partners(signature, memory)
        for pair in pairs:
            memory.add_copy(pair)
        member = own_story[0] if own_story else stories.place(article, pairs, memory)
        memory.add_member(member)
        rows.signatures.append(signature)
        rows.bands += [BandRow(article_id=article.article_id, band=band, day=article.day) for band in signature.bands]
        # of two articles of one batch that are both linked anew, each finds the other
        found |= {(pair.earlier_id, pair.later_id): pair for pair in pairs}
        rows.members.append(member)
        for later in {pair.later_id for pair in pairs} | {article.article_id}:
            for row in memory.signed((later,)):
                rewritten[later] = origin_of(row, memory.copies_of((later,)))
        links, aliases = resolve(article.article_id, article.mentions)
        rows.entity_links += links
        rows.entity_aliases += aliases
    rows.copies = list(found.values())
    new = {article.article_id for article in articles}
    rows.origins = [rewritten[article.article_id] for article in articles]
    rows.rewritten_origins = [row for article_id, row in sorted(rewritten.items()) if article_id not in new]
    return rows


def _fetch(articles: Sequence[LinkInput], signed: Sequence[Signed], known: Known) -> Memory:
    """All that a decision about one of these articles may read, in memory."""
    ids = [article.article_id for article in articles]
    terms = {term for article in articles for term in term_counts(article.headline, article.text)}
    if not articles:
        return Memory()
    days = [copies.days_around(article.day, article.dated) for article in articles]
    first, last = min(article.day for article in articles), max(article.day for article in articles)
    own = known.members(ids, [article.document_id for article in articles])
    terms |= {term for member in own for term in member.weights}
    frequencies = known.frequencies(terms)
    memory = Memory(known.n_articles(), frequencies)
    bands = {band for row in signed for band in row.bands}
    sharing = [
        *known.signed_sharing(bands, min(day for day, _ in days), max(day for _, day in days)),
        *known.signed(ids),
    ]
    pairs = known.copies_of([row.article_id for row in sharing])
    partners = {one for pair in pairs for one in (pair.earlier_id, pair.later_id)}
    near = known.members_near(terms, first - stories.WINDOW, last + stories.WINDOW)
    if undated := {term for a in articles if not a.dated for term in term_counts(a.headline, a.text)}:
        # a term counts one less while its own article is linked anew, so a few more are fetched than may be asked for
        asked = stories.rare({t: n for t, n in frequencies.items() if t in undated}, stories.RARE + len(articles))
        near = [*near, *known.members_near(asked, date.min, date.max)]
    memory.hold(sharing, pairs, [*near, *own, *known.members(partners, ())])
    return memory
