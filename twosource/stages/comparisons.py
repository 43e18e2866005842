"""The stage `comparisons`: what the articles of a story say about the same fact, one story at a time.

Belongs here: the stored facts of a story in, rows of comparisons, stances and origin groups out.
Does not: comparing (`twosource/comparison`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, tee
from typing import Any

from twosource import declarations
from twosource.comparison.inputs import ComparisonRow, StanceRow, StoryArticle, StoryOriginRow, StoryRows
from twosource.corrections import verdicts
from twosource.faults import Fault, attempt
from twosource.records import Correction, Facts, SetAside
from twosource.stages import facts as facts_stage
from twosource.stages.links import known, link_input, notes
from twosource.stages.refused import stopped
from twosource.stages.versions import version as digest
from twosource.warehouse import corrected_units, corrections, mapping
from twosource.warehouse.corrections import Corrected
from twosource.warehouse.session import Made, Session
from twosource.warehouse.stages import Counts

STAGE = "comparisons"
VERSION = "4"
"""For people: raised when what is compared changes in kind. What makes rows anew is the digest beside it."""
TABLES = declarations.stages()[STAGE].writes
AT_ONCE = 64
"""Articles whose facts are read back together."""
STORIES = 8
"""Stories that a worker is handed at once."""
Rows = dict[str, list[dict[str, Any]]]


def run(session: Session) -> Counts:
    """Compare every story of which an article is new, was read anew, or is gone."""
    return session.do(STAGE, version(), partial(_compare, session))


def version() -> str:
    """What the result depends on beside the story: the rules of comparison, the tables they read."""
    return digest(VERSION, ("comparison", "stages.comparisons"))


def _compare(session: Session, batches: Iterator[list[str]]) -> Iterator[Made]:
    """Batches go through one stream of stories, so that workers are never idle between two batches."""
    read, again = tee(batches)
    groups = (group for units in read for group in _together(_members(session, units)))
    stream = (articles for group in groups for articles in _stories(session, group).values())
    found = session.engine.map(compare_batch, stream, STORIES)
    told = corrections.standing(session.con, corrected_units.OF_COMPARISONS)
    for units in again:
        rows: Rows = {table: [] for table in TABLES}
        set_aside: list[SetAside] = []
        for story_id, made in zip(units, islice(found, len(units)), strict=True):
            if isinstance(made, Fault):
                set_aside.append(stopped(STAGE, story_id, None, f"the story {story_id}", made))
                continue
            for table, more in rows_of(made, story_id).items():
                rows[table] += more
        corrections.note(session.con, STAGE, units, _put_right(session, rows, told) if told else ())
        yield units, rows, set_aside


def _put_right(session: Session, rows: Rows, told: Sequence[Correction]) -> list[Corrected]:
    """Put right, in the rows of a batch, what people say of comparisons; what was applied."""
    found, stances = rows["links.comparisons"], rows["links.stances"]
    ids = list({stance["article_id"] for stance in stances})
    documents = dict(
        session.con.execute(
            "SELECT article_id, document_id FROM clean.articles WHERE article_id IN (SELECT unnest(?::VARCHAR[]))",
            [ids],
        ).fetchall()
    )
    rows["links.comparisons"], applied = verdicts.corrected(found, stances, documents, told)
    story_of = {row["comparison_id"]: row["story_id"] for row in found}
    return [Corrected(own, story_of[row], row) for own, row in applied]


def compare_batch(stories: list[list[StoryArticle]]) -> list[StoryRows | Fault]:
    """What comparison says of each story, or the fault that stopped it."""
    # brings all rules of comparison; a run with nothing new does without
    from twosource.comparison import stances

    return [attempt(stances.compare_story, articles) for articles in stories]


def _together(members: Mapping[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """The stories in groups of about `AT_ONCE` articles, so that a story costs no query and a large one little memory
    beside its own."""
    group: dict[str, list[str]] = {}
    for story_id, article_ids in members.items():
        group[story_id] = article_ids
        if sum(map(len, group.values())) >= AT_ONCE:
            yield group
            group = {}
    if group:
        yield group


def _members(session: Session, story_ids: Sequence[str]) -> dict[str, list[str]]:
    """The articles of each story, newest versions only."""
    found: dict[str, list[str]] = {story_id: [] for story_id in story_ids}
    sql = "SELECT story_id, article_id FROM articles WHERE story_id IN (SELECT unnest(?)) ORDER BY ALL"
    for story_id, article_id in session.con.execute(sql, [list(story_ids)]).fetchall():
        found[story_id].append(article_id)
    return found


def _stories(session: Session, members: Mapping[str, list[str]]) -> dict[str, list[StoryArticle]]:
    """The articles of stories with their facts; those of a story of one article are not read, as it compares none."""
    from twosource.comparison import library

    all_ids = [article_id for article_ids in members.values() for article_id in article_ids]
    several = [article_id for article_ids in members.values() if len(article_ids) > 1 for article_id in article_ids]
    found = session.first_shown(all_ids)
    noted = notes(session, found)
    facts = dict.fromkeys(all_ids, Facts()) | (facts_stage.stored(session, several) if several else {})
    copies = known(session).copies_of(several) if several else []
    return {
        story_id: library.story([link_input(found[i], noted[i], ()) for i in article_ids], facts, copies)
        for story_id, article_ids in members.items()
    }


def rows_of(made: StoryRows, story_id: str) -> Rows:
    """The rows of a story by full name of their table."""
    comparison, stance = mapping.of("links.comparisons", ComparisonRow), mapping.of("links.stances", StanceRow)
    origin = mapping.of("links.story_origins", StoryOriginRow)
    return {
        "links.comparisons": [comparison.row(row, story_id=story_id) for row in made.comparisons],
        "links.stances": [
            stance.row(one, story_id=story_id, comparison_id=row.comparison_id)
            for row in made.comparisons
            for one in row.stances
        ],
        "links.story_origins": [origin.row(row, story_id=story_id) for row in made.origins],
    }
