"""The stage `links`: copies, origins, entities and stories, one article at a time in a fixed order.

Belongs here: articles with their mentions in, rows of the links tables out. Does not: deciding any of it
(`twosource/comparison`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from twosource.comparison import link as linking
from twosource.comparison.entities import entity_id
from twosource.comparison.inputs import AliasRow, BandRow, EntityAliasRow, EntityLinkRow, LinkInput, LinkRows, OriginRow
from twosource.corrections import names, stories
from twosource.corrections.stories import ToldStory
from twosource.linked import CopyRow, Member, Signed
from twosource.records import Correction, Mention
from twosource.stages.versions import version as digest
from twosource.warehouse import corrected_units, corrections, mapping
from twosource.warehouse.corrections import Corrected
from twosource.warehouse.known import DuckDBKnown
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "links"
VERSION = "3"
"""For people: raised when what is linked changes in kind. What makes rows anew is the digest beside it."""
Rows = dict[str, list[dict[str, Any]]]


def run(session: Session) -> Counts:
    """Link every article that is new or was read anew; and those that shared text with one that is gone."""
    return session.do(STAGE, version(), partial(_link, session), partners=partial(_partners, session))


def version() -> str:
    """What the result depends on beside the article: the rules of linking, the tables they read."""
    return digest(VERSION, ("comparison", "stages.links"), ("rensa",))


def _link(session: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    told = corrections.standing(session.con, corrected_units.OF_LINKS)
    for units in batches:
        found = session.first_shown(units)
        mentions = session.fetch(Mention, "facts.mentions", "article_id", units)
        noted = notes(session, found)
        inputs = [link_input(found[unit], noted[unit], mentions[unit]) for unit in units]
        rows = rows_of(linking.link(inputs, known(session)))
        applied: list[Corrected] = []
        if told:
            documents = {article_id: row["document_id"] for article_id, row in found.items()}
            applied = [*_with_names(rows, documents, told), *_with_stories(session, rows, documents, told)]
        corrections.note(session.con, STAGE, units, applied)
        yield units, rows, ()


def _with_names(rows: Rows, documents: Mapping[str, str], told: Sequence[Correction]) -> list[Corrected]:
    """Put right, in the rows of a batch, what people say of names; what was applied."""
    links, aliases = rows["links.entity_links"], rows["links.entity_aliases"]
    of_names = [one for one in told if one.kind in names.KINDS]
    links, aliases, renamed = names.corrected(links, aliases, documents, of_names, entity_id)
    rows["links.entity_links"], rows["links.entity_aliases"] = links, aliases
    return [Corrected(one.correction_id, one.article_id, one.entity_id) for one in renamed]


def _with_stories(
    session: Session, rows: Rows, documents: Mapping[str, str], told: Sequence[Correction]
) -> list[Corrected]:
    """Add to the rows of a batch what people say of stories; what was applied. An article that was linked before gets
    its row now when the one that it follows is in this batch."""
    of_stories = corrected_units.tied([one for one in told if one.kind in stories.KINDS], set(documents.values()))
    members: dict[str, dict[str, str]] = {}
    stored = session.con.execute(
        "SELECT DISTINCT m.document_id, m.article_id, m.story_id FROM links.story_members m "
        "SEMI JOIN clean.articles a USING (article_id) "
        "WHERE m.document_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY ALL",
        [[document for one in of_stories for document in one.documents]],
    ).fetchall()
    new = ((row["document_id"], row["article_id"], row["story_id"]) for row in rows["links.story_members"])
    for document, article_id, story_id in (*stored, *new):
        members.setdefault(document, {})[article_id] = story_id
    moved = stories.told(members, of_stories)
    rows["links.told_stories"] = [
        mapping.of("links.told_stories", ToldStory).row(row) for row in dict.fromkeys(row for _, row in moved)
    ]
    return [Corrected(own, row.article_id, row.article_id) for own, row in moved]


def link_input(row: dict[str, Any], noted: Sequence[str], mentions: Sequence[Mention]) -> LinkInput:
    """A row of `clean.articles` as linking reads it, with the syndication notes that stood beside its text."""
    published = linking.day_of(row["published_value"])
    return LinkInput(
        article_id=row["article_id"],
        document_id=row["document_id"],
        day=published or _first_seen(row),
        dated=published is not None,
        text=row["text"],
        headline=row["headline"],
        outlet=row["outlet"],
        publisher_family=row["publisher_family"],
        agency=row["agency"],
        by=tuple(row["by"]),
        located=row["located"],
        notes=tuple(noted),
        mentions=tuple(mentions),
    )


def notes(session: Session, found: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """The syndication notes of articles, in the order of the text; `found` are their rows of `clean.articles`."""
    taken: dict[str, list[str]] = {article_id: [] for article_id in found}
    shown = [row["capture_id"] for row in found.values()]
    sql = (
        "SELECT article_id, text FROM clean.regions WHERE role = 'syndication_note' "
        "AND capture_id IN (SELECT unnest(?)) ORDER BY capture_id, ordinal"
    )
    for article_id, text in session.con.execute(sql, [shown]).fetchall():
        taken[article_id].append(text)
    return taken


def _first_seen(row: dict[str, Any]) -> date:
    day: date = row["first_seen_at"].date()
    return day


def known(session: Session) -> DuckDBKnown:
    """What the links tables know of earlier articles."""
    return DuckDBKnown(session.con)


def _partners(session: Session, lost: Sequence[str]) -> list[str]:
    """Articles that shared text with one that is gone: their origin has to be decided anew."""
    pairs = known(session).copies_of(lost)
    return sorted({i for pair in pairs for i in (pair.earlier_id, pair.later_id)} - set(lost))


def rows_of(made: LinkRows) -> Rows:
    """The rows of a batch by full name of their table."""

    def rows(table: str, kind: type[Any], found: Iterable[Any]) -> list[dict[str, Any]]:
        return [mapping.of(table, kind).row(record) for record in found]

    return {
        "links.signatures": rows("links.signatures", Signed, made.signatures),
        "links.bands": rows("links.bands", BandRow, made.bands),
        "links.copies": rows("links.copies", CopyRow, made.copies),
        "links.origins": rows("links.origins", OriginRow, [*made.origins, *made.rewritten_origins]),
        "links.story_members": rows("links.story_members", Member, made.members),
        "links.story_terms": [
            {"article_id": member.article_id, "term": term, "day": member.day, "weight": weight}
            for member in made.members
            for term, weight in member.weights.items()
        ],
        "links.story_aliases": rows("links.story_aliases", AliasRow, made.story_aliases),
        "links.entity_links": rows("links.entity_links", EntityLinkRow, made.entity_links),
        "links.entity_aliases": rows("links.entity_aliases", EntityAliasRow, made.entity_aliases),
    }
