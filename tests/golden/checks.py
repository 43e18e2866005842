"""One check per key of the gold format of `seeds/captures/README.md`.

Belongs here: for each key, whether the product reaches an item, and if not, what it has instead.
Does not: reading files (see `samples`), finding text (`twosource/evaluation/matching`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.golden import samples
from twosource.evaluation.matching import (
    SAME_QUOTE,
    Letters,
    fold,
    letters,
    likeness,
    nearest,
    places,
    same_name,
    same_number,
)
from twosource.records import Fact, Quote

Check = Callable[[str, Any], str | None]
"""Takes a sample's name and a gold item; gives None when the item is reached, else what was found in its place."""


def _overlapping(text: str, found: list[Any], wanted: str) -> list[Any]:
    there = places(text, wanted)
    return [fact for fact in found if any(letters(text, [(fact.start, fact.end)]) & place for place in there)]


def _differences(fact: Fact, item: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    wrong = []
    for name in names:
        if name not in item:
            continue
        wanted, found = item[name], getattr(fact, name)
        equal = same_number(wanted, found) if isinstance(found, float) else wanted == found
        if not equal:
            wrong.append(f"{name} is {found!r}, not {wanted!r}")
    return wrong


# ------------------------------------------------------------------ cleaning


def field(name: str) -> Check:
    """A field of the article equals the gold; a date by its value, with `Z` for an offset of zero."""

    def check(sample: str, wanted: Any) -> str | None:
        found = getattr(samples.article(sample), name)
        if name in ("published", "modified") and found is not None:
            found = found.value.replace("+00:00", "Z")
        return None if found == wanted else f"{name} is {found!r}, not {wanted!r}"

    return check


def keep(sample: str, wanted: str) -> str | None:
    """The text stands in the article's text."""
    article = samples.article(sample)
    if fold(wanted) in fold(article.text):
        return None
    lost = [region.role for region in article.regions if fold(wanted) in fold(region.text)]
    return f"{wanted!r} is not in the text; it stands in regions {lost}"


def drop(sample: str, item: dict[str, Any]) -> str | None:
    """The text stands in a region of the role that is not kept, and not in the article's text."""
    article = samples.article(sample)
    wanted = fold(item["text"])
    roles = item["role"] if isinstance(item["role"], list) else [item["role"]]
    if wanted in fold(article.text):
        return f"{item['text']!r} is in the article's text"
    found = [(region.role, region.rule) for region in article.regions if wanted in fold(region.text)]
    if any(role in roles for role, _ in found):
        return None
    return f"{item['text']!r} should be {' or '.join(roles)}, but is {found}"


# ------------------------------------------------------------------ facts


def quote(sample: str, item: dict[str, Any]) -> str | None:
    """Some quotation has these words, this kind and this speaker."""
    text, found = samples.article(sample).text, samples.facts(sample).quotes
    parts = item["text"] if isinstance(item["text"], list) else [item["text"]]
    spots = [places(text, part) for part in parts]
    if not all(spots):
        return f"{parts} is not in the article's text"
    if len(parts) == 1:
        return _one_quote(text, found, spots[0], item)
    as_one = _one_quote(text, found, [frozenset().union(*(spot[0] for spot in spots))], item)
    goes_on = any(part[:1].islower() for part in parts[1:])
    if as_one is None or goes_on:
        return as_one
    return next((wrong for spot in spots if (wrong := _one_quote(text, found, spot, item))), None)


def _one_quote(text: str, found: list[Quote], spots: list[Letters], item: dict[str, Any]) -> str | None:
    near = [one for one in found if _same_words(text, one, spots, item["kind"])]
    if not near:
        return f"no quotation {item['text']!r}; the nearest is {nearest(str(item['text']), [q.text for q in found])!r}"
    wrong = []
    for one in near:
        differences = _differences(one, item, ("said_on", "force"))
        if one.kind != item["kind"] and {one.kind, item["kind"]} != {"direct", "mixed"}:
            differences.append(f"kind is {one.kind!r}, not {item['kind']!r}")
        if not same_name(item["speaker"], one.speaker):
            differences.append(f"speaker is {one.speaker!r}, not {item['speaker']!r}")
        if "relayed_from" in item and not same_name(item["relayed_from"], one.relayed_from):
            differences.append(f"relayed_from is {one.relayed_from!r}, not {item['relayed_from']!r}")
        if not differences:
            return None
        wrong.append(f"{one.text!r} ({one.rule}): " + "; ".join(differences))
    return " | ".join(wrong)


def _same_words(text: str, one: Quote, spots: list[Letters], kind: str) -> bool:
    """The same words; a partly quoted statement may be found with the clause around the quoted words."""
    words = letters(text, one.fragments or [(one.start, one.end)])
    if any(likeness(words, spot) >= SAME_QUOTE for spot in spots):
        return True
    return kind == "mixed" and one.kind == "mixed" and any(spot <= words for spot in spots)


def not_quote(sample: str, item: dict[str, Any]) -> str | None:
    """The words are not among those of the speaker."""
    text = samples.article(sample).text
    for one in samples.facts(sample).quotes:
        words = letters(text, one.fragments or [(one.start, one.end)])
        inside = any(len(words & spot) > len(spot) / 2 for spot in places(text, item["text"]))
        if inside and same_name(item["speaker"], one.speaker):
            return f"{one.text!r} is given to {one.speaker} by {one.rule}"
    return None


def quantity(sample: str, item: dict[str, Any]) -> str | None:
    """A quantity over the text has this value and unit."""
    text, found = samples.article(sample).text, samples.facts(sample).quantities
    near = _overlapping(text, found, item["text"])
    if not near:
        return f"no quantity over {item['text']!r}; the nearest is {nearest(item['text'], [q.text for q in found])!r}"
    wrong = [(one, _differences(one, item, ("value", "value_high", "unit", "mod", "modality"))) for one in near]
    if any(not differences for _, differences in wrong):
        return None
    return " | ".join(f"{one.text!r} ({one.rule}): " + "; ".join(differences) for one, differences in wrong)


def not_quantity(sample: str, wanted: str) -> str | None:
    """No quantity over the text."""
    near = _overlapping(samples.article(sample).text, samples.facts(sample).quantities, wanted)
    return f"{wanted!r} is read as {[(one.text, one.kind) for one in near]}" if near else None


def time(sample: str, item: dict[str, Any]) -> str | None:
    """A time expression over the text has this value."""
    text, found = samples.article(sample).text, samples.facts(sample).times
    near = _overlapping(text, found, item["text"])
    if any(one.value == item["value"] for one in near):
        return None
    return f"{item['text']!r} should be {item['value']}, but is {[(one.text, one.value) for one in near]}"


def not_time(sample: str, wanted: str) -> str | None:
    """No time expression over the text."""
    near = _overlapping(samples.article(sample).text, samples.facts(sample).times, wanted)
    return f"{wanted!r} is read as {[(one.text, one.value) for one in near]}" if near else None


def name_of(*labels: str) -> Check:
    """A mention with one of the labels has this canonical name."""

    def check(sample: str, wanted: str) -> str | None:
        found = {one.entity: one.label for one in samples.facts(sample).mentions}
        if any(same_name(wanted, entity) for entity, label in found.items() if label in labels):
            return None
        other = nearest(wanted, list(found))
        return f"no {'/'.join(labels)} {wanted!r}; the nearest is {other!r} ({found.get(other)})"

    return check


def not_person(sample: str, wanted: str) -> str | None:
    """No person's name has this word."""
    wrong = [one.entity for one in samples.facts(sample).mentions if one.label == "PER" and wanted in one.entity]
    return f"{wrong} should not be there" if wrong else None


def country(sample: str, wanted: str) -> str | None:
    """Some mention has this country."""
    found = sorted({one.country for one in samples.facts(sample).mentions if one.country})
    return None if wanted in found else f"{wanted} is not among {found}"


def event(sample: str, item: dict[str, Any]) -> str | None:
    """An event of this type between these countries."""
    found = samples.facts(sample).events
    for one in found:
        between = item["actor"] in one.actor_countries and item["recipient"] in one.recipient_countries
        if one.type == item["type"] and between and not _differences(one, item, ("modality",)):
            return None
    return f"no {item}; found {[(one.type, one.actor_countries, one.recipient_countries) for one in found]}"


def claim(sample: str, item: dict[str, Any]) -> str | None:
    """A claim over the text with this source and polarity."""
    near = _overlapping(samples.article(sample).text, samples.facts(sample).claims, item["text"])
    for one in near:
        source_right = "attributed_to" not in item or same_name(item["attributed_to"], one.attributed_to)
        if source_right and not _differences(one, item, ("negated", "hedge")):
            return None
    return f"no claim {item}; over that text are {[(one.text, one.attributed_to, one.negated) for one in near]}"


def arithmetic(sample: str, item: dict[str, Any]) -> str | None:
    """A relation whose stated number stands at the text, and whether it holds."""
    text, found = samples.article(sample).text, samples.facts(sample)
    stated = _overlapping(text, found.quantities, item["stated"])
    near = [one for one in found.arithmetic if found.quantities[one.stated] in stated]
    if any(one.relation == item["relation"] and one.holds == item["holds"] for one in near):
        return None
    return f"no {item}; at {item['stated']!r} are {[(one.relation, one.computed, one.holds) for one in near]}"


FIELDS = ("headline", "by", "outlet", "agency", "located", "language", "genre", "published", "modified", "rejected")
"""Keys that hold one value each; every other key holds a list of items."""

CHECKS: dict[str, Check] = {
    **{name: field(name) for name in FIELDS},
    "keep": keep,
    "drop": drop,
    "quotes": quote,
    "not_quotes": not_quote,
    "quantities": quantity,
    "not_quantities": not_quantity,
    "times": time,
    "not_times": not_time,
    "people": name_of("PER"),
    "organisations": name_of("ORG"),
    "not_people": not_person,
    "countries": country,
    "events": event,
    "claims": claim,
    "arithmetic": arithmetic,
}
