"""One event told twice in an article is one event with further spans.

Belongs here: which events are the same. Does not: finding them (`reading`), events of other articles.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from twosource.extraction.events.matching import Hit
from twosource.records import Event

DEFINITE = frozenset({"the", "this", "these", "that", "both"})


def is_mention(hit: Hit) -> bool:
    """Whether a noun without parties takes up an event told before: "the meeting", "this visit"."""
    return hit.row.form == "nouns" and any(child.lower_ in DEFINITE for child in hit.token.lefts)


def merged(events: Iterable[Event]) -> list[Event]:
    """The events without repetitions; a noun without parties joins the last event of its kind or is left out."""
    kept = _Kept()
    for event in events:
        if event.actors or event.recipients:
            kept.add(event)
        else:
            kept.take_up(event)
    return kept.events


class _Kept:
    """The events so far, by what a repetition must share, so that a long article costs no more for each event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._alike: dict[Hashable, list[int]] = defaultdict(list)
        self._open: dict[Hashable, list[tuple[int, int, int]]] = defaultdict(list)

    def add(self, event: Event) -> None:
        """Join the first event that is the same, or keep this one."""
        keys = _keys(event)
        known = sorted({n for key in keys for n in self._alike.get(key, ())})
        same = next((n for n in known if _same(self.events[n], event)), None)
        if same is not None:
            self._put(same, _with(self.events[same], event))
            return
        number = len(self.events)
        self.events.append(event)
        for key in keys:
            self._alike[key].append(number)
        self._put(number, event)

    def take_up(self, noun: Event) -> None:
        """Join the event that a noun without parties means: a told one, the one told most often, the last."""
        waiting = self._open[noun.type, noun.mode]
        while waiting:
            number = -waiting[0][2]
            event = self.events[number]
            if event.mode == noun.mode and waiting[0] == _rank(number, event):
                self._put(number, _with(event, noun))
                return
            heapq.heappop(waiting)  # it has changed since, and stands here again or under its mode

    def _put(self, number: int, event: Event) -> None:
        self.events[number] = event
        if not event.negated and len({*event.actor_countries, *event.recipient_countries}) > 1:
            heapq.heappush(self._open[event.type, event.mode], _rank(number, event))


def _rank(number: int, event: Event) -> tuple[int, int, int]:
    return -(event.modality == "asserted"), -len(event.also_at), -number


def _keys(event: Event) -> tuple[Hashable, Hashable]:
    """What two tellings of one act share: their sentence and actors, or their sides."""
    told = event.type, event.negated, event.modality
    acting, receiving = _sides(event)
    sides = (acting | receiving,) if event.type == "CONSULT" else (acting, receiving)
    return (*told, event.sentence, tuple(event.actors)), (*told, sides)


def _with(first: Event, again: Event) -> Event:
    return replace(
        first,
        also_at=[*first.also_at, (again.start, again.end)],
        date_value=first.date_value or again.date_value,
        place=first.place or again.place,
        mode=first.mode or again.mode,
    )


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
