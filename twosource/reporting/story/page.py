"""All pieces of a story's page together.

Belongs here: which pieces there are. Does not: how a piece is made (its own module), or HTML.
"""

from __future__ import annotations

from dataclasses import dataclass

from twosource.reporting.queries import Row, StoryMatrix
from twosource.reporting.story import sentence, standing
from twosource.reporting.story.annotated import Annotated, annotated
from twosource.reporting.story.cards import Card, card
from twosource.reporting.story.lanes import Lanes, lanes
from twosource.reporting.story.matrix import Matrix, matrix
from twosource.reporting.story.wordings import Utterance, utterances


@dataclass(frozen=True, slots=True)
class StoryPage:
    """What a story's page shows, in the order of the page."""

    story: Row
    articles: list[Row]
    parts: list[sentence.Part]
    annotated: Annotated | None
    cards: list[Card]
    matrix: Matrix
    lanes: Lanes | None
    utterances: list[Utterance]


def page(found: StoryMatrix) -> StoryPage:
    """The pieces of a story's page."""
    by_id = {member["article_id"]: member for member in found.articles}
    comparisons = {row["comparison_id"]: row for row in found.comparisons}
    flat = {key: [row for rows in by_article.values() for row in rows] for key, by_article in found.stances.items()}
    apart = set(standing.apart())
    return StoryPage(
        story=found.story,
        articles=found.articles,
        parts=sentence.parts(row["status"] for row in found.comparisons),
        annotated=annotated(found.articles, comparisons, (row for rows in flat.values() for row in rows)),
        cards=[card(row, flat.get(own, []), by_id) for own, row in comparisons.items() if row["status"] in apart],
        matrix=matrix(found.articles, found.comparisons, found.stances),
        lanes=lanes(found.articles, found.comparisons, found.stances),
        utterances=utterances(found.comparisons, flat, {own: member["text"] for own, member in by_id.items()}),
    )
