"""Corrections of stories: articles that tell one story, or are a story of their own.

Belongs here: the story that an article has because a person said so. Does not: grouping by words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.identity import content_id
from twosource.records import Correction

KINDS = ("same_story", "own_story")


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A row of `links.told_stories`."""

    article_id: str
    story_id: str


def told(members: Mapping[str, Mapping[str, str]], corrections: Sequence[Correction]) -> list[tuple[str, ToldStory]]:
    """(correction, row) for each article of which a person says in which story it is.

    `members` are, by document, its versions (article_ids) with the story that they have by their words. Articles of one
    story follow the one named first; when that one is not there, nothing is said of the others.
    """
    found: dict[str, tuple[str, ToldStory]] = {}
    for one in sorted(corrections, key=lambda one: (one.kind != "own_story", one.correction_id)):
        first, *others = one.documents
        if one.kind == "own_story":
            story, moved = content_id("story", "told", one.correction_id), one.documents
        else:
            stories = [_of(found, article, own) for article, own in members.get(first, {}).items()]
            if not stories:
                continue
            story, moved = stories[0], tuple(others)
        for document in moved:
            for article in members.get(document, {}):
                found.setdefault(article, (one.correction_id, ToldStory(article, story)))
    return list(found.values())


def _of(found: Mapping[str, tuple[str, ToldStory]], article: str, own: str) -> str:
    return found[article][1].story_id if article in found else own
