"""Corrections of stories: articles that tell one story, or are a story of their own.

Belongs here: the story that an article has because a person said so. Does not: grouping by words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    story follow the one named first; when that one is not there, nothing is said of the others. What several
    corrections say together is one story too, which has one lead: one that follows none, if there is one.
    """
    found: dict[str, ToldStory] = {}
    said_by: dict[str, dict[str, None]] = {}
    for one in sorted(corrections, key=lambda one: one.correction_id):
        for document in one.documents:
            said_by.setdefault(document, {})[one.correction_id] = None
        if one.kind == "own_story":
            story = content_id("story", "told", one.correction_id)
            for document in one.documents:
                for article in members.get(document, {}):
                    found.setdefault(article, ToldStory(article, story))
    alone = {document for one in corrections if one.kind == "own_story" for document in one.documents}
    for group, lead in _groups(members, corrections, alone):
        story = _story(found, members[lead])
        for article in (article for document in group if document != lead for article in members.get(document, {})):
            found.setdefault(article, ToldStory(article, story))
    document_of = {article: document for document, versions in members.items() for article in versions}
    return [(own, row) for article, row in found.items() for own in said_by[document_of[article]]]


def _groups(
    members: Mapping[str, Mapping[str, str]], corrections: Sequence[Correction], alone: Collection[str]
) -> list[tuple[set[str], str]]:
    """Documents that tell one story, and the one of them that leads."""
    groups: dict[str, set[str]] = {}
    following: set[str] = set()
    for one in corrections:
        first, *others = one.documents if one.kind == "same_story" else ("",)
        if first in members:
            following |= set(others)
            group = set(one.documents).union(*(groups.get(document, ()) for document in one.documents))
            groups |= dict.fromkeys(group, group)
    found = []
    for group in {id(group): group for group in groups.values()}.values():
        here = (document for document in group if document in members)
        lead = min(here, key=lambda document: (document not in alone, document in following, document))
        found.append((group, lead))
    return found


def _story(found: Mapping[str, ToldStory], versions: Mapping[str, str]) -> str:
    """The story of a document: as told of it, else by its words."""
    return next(found[article].story_id if article in found else own for article, own in versions.items())
