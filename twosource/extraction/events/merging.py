"""One event told twice in an article is one event with further spans.

Belongs here: which events are the same. Does not: finding them (`reading`), events of other articles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twosource.extraction.events.matching import Hit
from twosource.records import Event

DEFINITE = frozenset({"the", "this", "these", "that", "both"})


def is_mention(hit: Hit) -> bool:
    """Whether a noun without parties takes up an event told before: "the meeting", "this visit"."""
    return hit.row.form == "nouns" and any(child.lower_ in DEFINITE for child in hit.token.lefts)


def merged(events: Iterable[Event]) -> list[Event]:
    """The events without repetitions; a noun without parties joins the last event of its kind or is left out."""
    kept: list[Event] = []
    for event in events:
        if not event.actors and not event.recipients:
            known = [n for n in range(len(kept)) if _takes_up(kept[n], event)]
            if known:
                place = max(known, key=lambda n: (kept[n].modality == "asserted", len(kept[n].also_at), n))
                kept[place] = _with(kept[place], event)
            continue
        same = next((n for n in range(len(kept)) if _same(kept[n], event)), None)
        if same is None:
            kept.append(event)
        else:
            kept[same] = _with(kept[same], event)
    return kept


def _with(first: Event, again: Event) -> Event:
    return replace(
        first,
        also_at=[*first.also_at, (again.start, again.end)],
        date_value=first.date_value or again.date_value,
        place=first.place or again.place,
        mode=first.mode or again.mode,
    )


def _takes_up(first: Event, noun: Event) -> bool:
    same = first.type == noun.type and first.mode == noun.mode and not first.negated
    return same and len({*first.actor_countries, *first.recipient_countries}) > 1


def _same(one: Event, two: Event) -> bool:
    """The same act between the same sides, told in the same way, not on different days."""
    if (one.type, one.negated, one.modality) != (two.type, two.negated, two.modality):
        return False
    if one.mode and two.mode and one.mode != two.mode:
        return False
    if one.date_value and two.date_value and one.date_value != two.date_value:
        return False
    if one.sentence == two.sentence and one.actors == two.actors and one.actors:
        return True  # "shelled the town, killing ten"
    sides = _sides(one), _sides(two)
    if one.type == "CONSULT":
        return bool(sides[0][0] | sides[0][1]) and sides[0][0] | sides[0][1] == sides[1][0] | sides[1][1]
    return sides[0] == sides[1]


def _sides(event: Event) -> tuple[frozenset[str], frozenset[str]]:
    """Both sides by country, by name where no country is known."""
    return (
        frozenset(event.actor_countries or event.actors),
        frozenset(event.recipient_countries or event.recipients),
    )
