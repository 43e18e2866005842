"""What linking may ask about articles that were linked before, and the answers from memory.

Belongs here: the questions (`Known`) and the state of one run (`Memory`).
Does not: decisions; and the answers out of DuckDB, which are in `warehouse/known.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from twosource.linked import CopyRow, Member, Signed


class Known(Protocol):
    """What was decided before. All answers are in the order of article_id; an unknown id is simply not answered."""

    def signed_sharing(self, bands: Collection[int], first: date, last: date) -> list[Signed]:
        """Articles that share one of these bands and are of these days (both inclusive) or undated."""

    def signed(self, article_ids: Collection[str]) -> list[Signed]:
        """The signatures of these articles."""

    def copies_of(self, article_ids: Collection[str]) -> list[CopyRow]:
        """The pairs in which one of these articles is the earlier or the later one."""

    def members(self, article_ids: Collection[str], document_ids: Collection[str]) -> list[Member]:
        """The stories of these articles and of all versions of these documents."""

    def members_near(self, terms: Collection[str], first: date, last: date) -> list[Member]:
        """Articles of these days (both inclusive) whose story, in these days, has one of these terms."""

    def n_articles(self) -> int:
        """How many articles were linked."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many linked articles each of these terms stands; a term that stands in none is left out."""


class Memory:
    """The state in memory. `link` fills one with all that a batch may need and then decides on it."""

    def __init__(self, n_articles: int = 0, frequencies: dict[str, int] | None = None) -> None:
        """`n_articles` and `frequencies` stand for articles that are counted but whose rows are not held here."""
        self._n_articles = n_articles
        self._frequencies = Counter(frequencies or {})
        self._signed: dict[str, Signed] = {}
        self._bands: dict[int, set[str]] = defaultdict(set)
        self._copies: dict[tuple[str, str], CopyRow] = {}
        self._partners: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, Member] = {}
        self._documents: dict[str, set[str]] = defaultdict(set)
        self._stories: dict[str, set[str]] = defaultdict(set)
        self._terms: dict[str, set[str]] = defaultdict(set)

    # -------------------------------------------------------------- questions

    def signed_sharing(self, bands: Collection[int], first: date, last: date) -> list[Signed]:
        """See `Known`."""
        found = {article_id for band in bands for article_id in self._bands.get(band, ())}
        return [row for row in self.signed(found) if first <= row.day <= last or not row.dated]

    def signed(self, article_ids: Collection[str]) -> list[Signed]:
        """See `Known`."""
        return [self._signed[article_id] for article_id in sorted(set(article_ids)) if article_id in self._signed]

    def copies_of(self, article_ids: Collection[str]) -> list[CopyRow]:
        """See `Known`."""
        wanted = set(article_ids)
        pairs = {
            pair
            for one in wanted
            for other in self._partners.get(one, ())
            for pair in ((one, other), (other, one))
            if pair in self._copies
        }
        return [self._copies[pair] for pair in sorted(pairs)]

    def members(self, article_ids: Collection[str], document_ids: Collection[str]) -> list[Member]:
        """See `Known`."""
        wanted = set(article_ids) | {one for document in document_ids for one in self._documents.get(document, ())}
        return [self._members[article_id] for article_id in sorted(wanted) if article_id in self._members]

    def members_near(self, terms: Collection[str], first: date, last: date) -> list[Member]:
        """See `Known`."""
        holders = {article_id for term in terms for article_id in self._terms.get(term, ())}
        stories = {self._members[one].story_id for one in holders if first <= self._members[one].day <= last}
        found = {article_id for story in stories for article_id in self._stories[story]}
        return [member for member in self.members(found, ()) if first <= member.day <= last]

    def n_articles(self) -> int:
        """See `Known`."""
        return self._n_articles

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See `Known`."""
        return {term: self._frequencies[term] for term in terms if self._frequencies[term]}

    # -------------------------------------------------------------- changes

    def hold(self, signed: Iterable[Signed], copies: Iterable[CopyRow], members: Iterable[Member]) -> None:
        """Take in rows of articles that `n_articles` and `frequencies` count already."""
        for row in signed:
            self.add_signed(row)
        for pair in copies:
            self.add_copy(pair)
        for member in members:
            self._place(member)

    def add_signed(self, row: Signed) -> None:
        """Add an article's signature."""
        self._signed[row.article_id] = row
        for band in row.bands:
            self._bands[band].add(row.article_id)

    def add_copy(self, row: CopyRow) -> None:
        """Add a pair that shares text."""
        self._copies[row.earlier_id, row.later_id] = row
        self._partners[row.earlier_id].add(row.later_id)
        self._partners[row.later_id].add(row.earlier_id)

    def add_member(self, member: Member) -> None:
        """Add an article to its story and count its terms."""
        self._place(member)
        self._n_articles += 1
        self._frequencies.update(member.weights.keys())

    def forget(self, article_id: str) -> None:
        """Take an article out whole, as if it had not been linked; nothing happens when it was not."""
        signed = self._signed.pop(article_id, None)
        for band in signed.bands if signed else ():
            self._bands[band].discard(article_id)
        for other in self._partners.pop(article_id, set()):
            self._copies.pop((article_id, other), None)
            self._copies.pop((other, article_id), None)
            self._partners[other].discard(article_id)
        member = self._members.pop(article_id, None)
        if member is None:
            return
        self._documents[member.document_id].discard(article_id)
        self._stories[member.story_id].discard(article_id)
        self._n_articles -= 1
        for term in member.weights:
            self._terms[term].discard(article_id)
            self._frequencies[term] -= 1

    def _place(self, member: Member) -> None:
        self._members[member.article_id] = member
        self._documents[member.document_id].add(member.article_id)
        self._stories[member.story_id].add(member.article_id)
        for term in member.weights:
            self._terms[term].add(member.article_id)
