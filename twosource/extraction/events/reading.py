"""From a parse and the facts before it to the events of an article.

Belongs here: the order of the steps, and which hits are events. Does not: which words tell an act (`matching`), its two
sides (`sides`), how it is told (`telling`), telling one event twice (`merging`).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from twosource.extraction.events import merging, telling
from twosource.extraction.events.lexicon import noun_class, word_list
from twosource.extraction.events.matching import Hit, hits
from twosource.extraction.events.parties import Reader
from twosource.extraction.events.scene import Party, Scene, scene_of
from twosource.extraction.events.sides import Sides, countries_of, sides_of
from twosource.extraction.language import tree
from twosource.extraction.parse import Paragraph, Parsed
from twosource.records import Event, Mention, Published, Quote, TimeExpression

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST_SENTENCE = 120
"""Words; a longer sentence is a list or a table, and its parse tells nothing."""
SUBORDINATE = frozenset({"advcl", "acl", "relcl", "pcomp", "parataxis"})
CONFIDENCE = {"verbs": 0.8, "nouns": 0.65, "adjectives": 0.7}


def find(
    parsed: Parsed,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    times: Sequence[TimeExpression],
    published: Published | None = None,
) -> list[Event]:
    """The events of the article in the order of their first telling; those told again have further spans."""
    scene = scene_of(parsed, mentions, quotes)
    day = published.value[:10] if published is not None and published.precision in ("instant", "day") else None
    ordered = sorted(times, key=lambda time: time.start)
    found: list[Event] = []
    for paragraph in parsed.walk():
        reader = Reader(scene, paragraph)
        for sentence in paragraph.doc.sents:
            if len(sentence) <= LONGEST_SENTENCE:
                found += _of_sentence(reader, sentence, ordered, day)
    return merging.merged(found)


def _of_sentence(
    reader: Reader, sentence: Span, times: Sequence[TimeExpression], published: str | None
) -> Iterator[Event]:
    found = hits(reader, sentence)
    if not found:
        return
    dated = list(_dated(reader.paragraph, sentence, times))
    for hit in found:
        if hit.consumed or telling.is_fiction(hit.token):
            continue
        sides = sides_of(reader, hit)
        if _is_told(hit, sides):
            _remember(reader.scene, sides)
            yield _event(reader, hit, sides, dated, published)
        elif merging.is_mention(hit):
            yield _event(reader, hit, Sides([], []), dated, published)


def _dated(
    paragraph: Paragraph, sentence: Span, times: Sequence[TimeExpression]
) -> Iterator[tuple[TimeExpression, Token | None]]:
    """The points in time of a sentence, each with the verb over it."""
    first, last = paragraph.start + sentence.start_char, paragraph.start + sentence.end_char
    for time in times[bisect.bisect_left(times, first, key=lambda time: time.start) :]:
        if time.start >= last:
            return
        if time.type in ("DATE", "TIME"):
            at = time.start - paragraph.start
            span = paragraph.doc.char_span(at, time.end - paragraph.start, alignment_mode="expand")
            yield time, tree.verb_over(span.root) if span is not None else None


def _is_told(hit: Hit, sides: Sides) -> bool:
    """An event needs somebody who takes part; a noun, and a verb that is no main verb, need two sides."""
    if not sides.actors and not sides.recipients:
        return False
    if hit.row.needs_actor and not sides.actors:
        return False
    if hit.row.form == "nouns":
        sides_told = bool(sides.actors and sides.recipients) or len(sides.actors) > 1
        return sides_told and all(party.country for party in sides.actors)
    if hit.row.type in word_list("two_sided") and not sides.recipients and len(sides.actors) < 2:
        return False
    if hit.token.dep_ in SUBORDINATE and (sides.inferred or not countries_of(sides.recipients) or not sides.actors):
        return False
    if not sides.actors:
        if hit.row.form != "nouns" and _has_other_cause(hit):
            return False
        return bool(countries_of(sides.recipients)) and hit.row.type in word_list("effect_in_place")
    return bool(countries_of([*sides.actors, *sides.recipients]))


def _has_other_cause(hit: Hit) -> bool:
    """Whether the act has a subject or agent that is no party: "killed by the storm"; a deed may stand for its doer."""
    verb = hit.token
    subject = None if tree.is_passive(verb) else tree.subject(verb)
    causes = [*tree.agents(verb), *([subject] if subject is not None else [])]
    return any(tree.object_words(cause).isdisjoint(noun_class("attack")) for cause in causes)


def _remember(scene: Scene, sides: Sides) -> None:
    parties: dict[str, Party] = {}
    for party in (*sides.actors, *sides.recipients):
        if party.country:
            parties.setdefault(party.country, party)
    if len(parties) == 2:
        scene.pair = list(parties.values())


# ------------------------------------------------------------------ the record


def _event(
    reader: Reader,
    hit: Hit,
    sides: Sides,
    dated: Sequence[tuple[TimeExpression, Token | None]],
    published: str | None,
) -> Event:
    token, row = hit.token, hit.row
    start = reader.paragraph.start + token.idx
    value, implied = telling.when(reader, token, dated, published)
    told = telling.modality(token, telling.happens(token))
    told = implied if told == "asserted" and implied is not None else told
    threat = told == "planned" and row.type in word_list("acts_of_harm") and telling.has_condition(token)
    if told == "planned" and telling.is_conditional(token):
        told = "hypothetical"
    return Event(
        text=token.text,
        start=start,
        end=start + len(token),
        sentence=reader.scene.parsed.sentence_at(start),
        rule=f"events.{row.name.replace(' ', '_')}",
        confidence=CONFIDENCE[row.form] if sides.actors and sides.recipients else CONFIDENCE[row.form] - 0.2,
        type="THREATEN" if threat else row.type,  # "will impose tariffs unless" is an ultimatum
        mode=None if threat else row.mode,
        context=telling.context(token),
        actors=list(dict.fromkeys(party.name for party in sides.actors)),
        recipients=list(dict.fromkeys(party.name for party in sides.recipients)),
        actor_countries=countries_of(sides.actors),
        recipient_countries=countries_of(sides.recipients),
        date_value=value,
        place=telling.place(reader, token),
        negated=telling.negated(token),
        modality="asserted" if threat else told,
        attributed_to=reader.scene.speaker(start),
    )
