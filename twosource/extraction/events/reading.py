"""From a parse and the facts before it to the events of an article.

Belongs here: the order of the steps, and which hits are events. Does not: which words tell an act (`matching`), its two
sides (`sides`), how it is told (`telling`), telling one event twice (`merging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from twosource.extraction.events import merging, telling
from twosource.extraction.events.lexicon import noun_class, word_list
from twosource.extraction.events.matching import Hit, hits
from twosource.extraction.events.parties import Reader
from twosource.extraction.events.scene import Party, Scene, scene_of
from twosource.extraction.events.sides import Sides, contrasts, countries_of, sides_of
from twosource.extraction.language import modality, tree
from twosource.extraction.parse import Parsed
from twosource.extraction.statements import Statements
from twosource.records import Event, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span

LONGEST_SENTENCE = 120
"""Words; a longer sentence is a list or a table, and its parse tells nothing."""
SUBORDINATE = frozenset({"advcl", "acl", "relcl", "pcomp", "parataxis"})
CONFIDENCE = {"verbs": 0.8, "nouns": 0.65, "adjectives": 0.7}


def find(
    parsed: Parsed,
    mentions: Sequence[Mention],
    statements: Statements,
) -> list[Event]:
    """The events of the article in the order of their first telling; those told again have further spans.

    Nouns that tell an act get a statement of their own, which is added to `statements`.
    """
    scene = scene_of(parsed, mentions, statements)
    found: list[Event] = []
    for paragraph in parsed.walk():
        reader = Reader(scene, paragraph)
        for sentence in paragraph.doc.sents:
            if len(sentence) <= LONGEST_SENTENCE:
                found += _of_sentence(reader, sentence)
    return merging.merged(found)


def _of_sentence(reader: Reader, sentence: Span) -> Iterator[Event]:
    found = hits(reader, sentence)
    for hit in found:
        if hit.consumed or telling.is_fiction(hit.token) or telling.is_figurative(hit):
            continue
        sides = sides_of(reader, hit)
        if _is_told(hit, sides):
            _remember(reader.scene, sides)
            yield _event(reader, hit, sides)
        elif merging.is_mention(hit):
            yield _event(reader, hit, Sides([], []))


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
    if (
        hit.token.dep_ in SUBORDINATE
        and not contrasts(hit.token)
        and (sides.inferred or not countries_of(sides.recipients) or not sides.actors)
    ):
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


def _event(reader: Reader, hit: Hit, sides: Sides) -> Event:
    token, row = hit.token, hit.row
    start = reader.paragraph.start + token.idx
    number, told = telling.told_in(reader, hit)
    own = telling.is_carrier(reader, hit, told)
    how = modality.told(token, modality.happens(token)) if own or told is None else told.modality
    threat = (
        how in ("planned", "hypothetical") and row.type in word_list("acts_of_harm") and modality.is_ultimatum(token)
    )
    return Event(
        text=token.text,
        start=start,
        end=start + len(token),
        sentence=reader.scene.parsed.sentence_at(start),
        statement=number,
        rule=f"events.{row.name.replace(' ', '_')}",
        confidence=CONFIDENCE[row.form] if sides.actors and sides.recipients else CONFIDENCE[row.form] - 0.2,
        type="THREATEN" if threat else row.type,  # "will impose tariffs unless" is an ultimatum
        mode=None if threat else row.mode,
        context=telling.context(token),
        actors=list(dict.fromkeys(party.name for party in sides.actors)),
        recipients=list(dict.fromkeys(party.name for party in sides.recipients)),
        actor_countries=countries_of(sides.actors),
        recipient_countries=countries_of(sides.recipients),
        date_value=None if own else telling.day_of(told),
        place=None if own or told is None else told.place,
        negated=modality.is_negated(token) if own or told is None else told.negated,
        modality="asserted" if threat else how,
        attributed_to=told.attributed_to if told is not None else reader.scene.speaker(start),
    )
