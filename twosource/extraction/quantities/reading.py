"""From a parsed text to its quantities: numbers meet their units, ranges join, then each is bound to what it measures.

Belongs here: the order of the steps. Does not: the tables they read (numerals, currencies, units, counted, binding).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from twosource.extraction.language import numerals
from twosource.extraction.language.numerals import Numeral
from twosource.extraction.parse import Paragraph, Parsed
from twosource.extraction.quantities import casualties, changes, counted, left_alone, lengths, modifiers, votes
from twosource.extraction.quantities.amount import (
    Amount,
    add_cents,
    inherit_units,
    is_score,
    join,
    repeat_units,
    share_units,
)
from twosource.extraction.quantities.binding import Bindings, Bound
from twosource.extraction.quantities.currencies import PREFIX_REACH, notation
from twosource.extraction.quantities.units import AS_LENGTH, LETTERS, PERCENT_RULES, units
from twosource.extraction.statements import Statements
from twosource.records import Mention, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find(parsed: Parsed, mentions: Sequence[Mention], statements: Statements) -> list[Quantity]:
    """All quantities of the text, in order, not overlapping; spans are offsets into `parsed.text`.

    `mentions` tell whose a number is and which country's currency is meant, `statements` who says it and how.
    """
    countries = Counter(mention.country for mention in mentions if mention.country)
    bindings = Bindings(mentions, statements)
    found: list[Quantity] = []
    for paragraph in parsed.walk():
        text = paragraph.text
        measured = amounts(paragraph.doc, text, countries)
        bound = bindings.bind(paragraph, text, measured)
        found += [_quantity(parsed, paragraph, text, *pair) for pair in zip(measured, bound, strict=True)]
    return found


def amounts(doc: Doc, text: str, countries: Mapping[str, int]) -> list[Amount]:
    """The amounts of one paragraph (`text` is the parse's), in order, not overlapping; offsets into the paragraph."""
    joined = _join(doc, text, [_with_unit(text, numeral, countries) for numeral in numerals.find(text)])
    complete = [amount if amount.kind else _count(doc, text, amount) for amount in joined]
    share_units(text, joined, complete)
    inherit_units(text, joined, complete)
    repeat_units(text, joined, complete, lambda amount: counted.is_object(doc, amount.start, amount.end))
    found = [
        *lengths.find(text),
        *_ratios(text),
        *votes.find(text),
        *(amount for amount in complete if amount is not None),
    ]
    return changes.read(doc, text, _without_overlaps(found))


def _with_unit(text: str, numeral: Numeral, countries: Mapping[str, int]) -> Amount | None:
    """The number with the unit next to it; without one its kind stays None. None when the number is left alone."""
    before = notation().before.search(text[max(0, numeral.start - PREFIX_REACH) : numeral.start])
    if left_alone.reason(text, numeral, before is not None):
        return None
    amount = _bare(numeral)
    if before is not None:
        return _money_before(numeral, before, amount, countries)
    for rule in PERCENT_RULES:
        if match := rule.pattern.match(text, numeral.end):
            start = _minus(text, amount)
            value = -amount.value if start < amount.start else amount.value
            return replace(
                amount,
                start=start,
                end=match.end(),
                value=value,
                kind="percent",
                unit=rule.unit,
                rule=rule.name,
                confidence=0.95,
            )
    return (
        _money_after(text, numeral, amount, countries)
        or _measured(text, numeral, amount)
        or _plain(text, numeral, amount)
    )


def _bare(numeral: Numeral) -> Amount:
    return Amount(
        start=numeral.start,
        end=numeral.end,
        number_start=numeral.start,
        number_end=numeral.end,
        value=numeral.value,
        high=numeral.high,
        mantissa=numeral.mantissa,
        scaled=numeral.scaled,
        grouped=numeral.grouped or numeral.scaled,
        words=numeral.words,
        vague=numeral.high is not None,
        rule="count.bare",
        confidence=0.5,
    )


def _minus(text: str, amount: Amount) -> int:
    """Where the amount begins when a minus sign or the word stands right before it and belongs to it."""
    sign = amount.start - 1
    if text[max(0, sign - 5) : amount.start].lower() in ("minus ", "minus-"):
        return amount.start - 6
    if sign >= 0 and text[sign] in "-−" and (sign == 0 or text[sign - 1] in " (\u00a0"):
        return sign
    return amount.start


def _with_letter(numeral: Numeral, amount: Amount) -> Amount:
    """A magnitude's single letter read as such ("$3m", "4.3M sales")."""
    factor = LETTERS[numeral.letter.strip()][0] if numeral.letter else None
    if factor is None:
        return amount
    return replace(
        amount,
        end=numeral.letter_end,
        number_end=numeral.letter_end,
        value=numerals.times(amount.value, factor),
        scaled=True,
        grouped=True,
    )


def _money_before(numeral: Numeral, sign: re.Match[str], amount: Amount, countries: Mapping[str, int]) -> Amount | None:
    written = sign[0][: sign.start("gap") - sign.start()]
    amount = _with_letter(numeral, amount)
    currency = notation().read(written)
    if currency.home and (written != sign[0] or not (amount.scaled or currency.home in countries)):
        return None
    start = numeral.start - len(sign[0])
    unit = currency.code_in(countries)
    return replace(amount, start=start, kind="money", unit=unit, rule="money.before", confidence=0.95)


def _money_after(text: str, numeral: Numeral, amount: Amount, countries: Mapping[str, int]) -> Amount | None:
    lettered = _with_letter(numeral, amount)
    for candidate in (amount, lettered) if lettered is not amount else (amount,):
        place = candidate.end
        if amount.vague and text.startswith(" of ", place):
            place += 3
        match = notation().after.match(text, place)
        if match is None:
            continue
        currency = notation().read(match["way"] or match["joined"])
        if candidate.value < currency.least:
            continue
        value = round(candidate.value * currency.share, 9) if currency.share != 1 else candidate.value
        high = candidate.high * currency.share if candidate.high is not None else None
        return replace(
            candidate,
            end=match.end(),
            value=value,
            high=high,
            kind="money",
            unit=currency.code_in(countries),
            fraction=currency.share != 1,
            rule="money.after",
            confidence=0.9,
        )
    return None


def _measured(text: str, numeral: Numeral, amount: Amount) -> Amount | None:
    """A duration or a physical measure."""
    place = amount.end + 3 if amount.vague and text.startswith(" of ", amount.end) else amount.end
    for candidate in (amount, _with_letter(numeral, amount)):
        at = candidate.end if candidate is not amount else place
        match = units().pattern.match(text, at)
        if match is None:
            continue
        unit = units().read(match)
        start = _minus(text, candidate) if unit.kind == "measure" else candidate.start
        value = (-candidate.value if start < candidate.start else candidate.value) * unit.scale
        high = candidate.high * unit.scale if candidate.high is not None else None
        return replace(
            candidate,
            start=start,
            end=match.end(),
            value=value,
            high=high,
            kind=unit.kind,
            unit=unit.code,
            rule=f"{unit.kind}.unit",
            confidence=0.85,
        )
    return None


def _plain(text: str, numeral: Numeral, amount: Amount) -> Amount | None:
    """A number without a listed unit: still open, or None when letters are joined to it or it is a year."""
    if numeral.letter:
        as_unit = LETTERS[numeral.letter.strip()][1]
        if as_unit is not None and (AS_LENGTH.match(text, numeral.letter_end) or not numeral.letter.strip().islower()):
            return replace(
                amount,
                end=numeral.letter_end,
                kind=as_unit.kind,
                unit=as_unit.code,
                rule="measure.letter",
                confidence=0.6,
            )
        return _with_letter(numeral, amount) if not numeral.letter.startswith(" ") else amount
    following = text[numeral.end : numeral.end + 1]
    if (following.isalnum() or following in "°") and not numeral.words:
        return None
    return amount


def _join(doc: Doc, text: str, open_amounts: Sequence[Amount | None]) -> list[Amount]:
    """Neighbours joined into ranges and sums; scores and telephone numbers are dropped."""
    found: list[Amount] = []
    for amount in open_amounts:
        if amount is None:
            continue
        if found:
            if is_score(text, found[-1], amount) and found[-1].value >= amount.value:
                found.pop()
                continue
            merged = join(text, found[-1], amount) or add_cents(text, found[-1], amount)
            if merged is not None and merged.high is not None and changes.is_change(doc, text, found[-1], amount):
                merged = None
            if merged is not None:
                found[-1] = merged
                continue
        found.append(amount)
    return found


def _count(doc: Doc, text: str, amount: Amount) -> Amount | None:
    """A number without a listed unit as a count of the noun after it, or as a bare figure; None when it is neither."""
    partitive = amount.vague or amount.value < 100
    noun = counted.noun_after(doc, amount.number_start, amount.number_end, partitive)
    numeral = Numeral(
        amount.number_start,
        amount.number_end,
        amount.value,
        amount.mantissa,
        grouped=amount.grouped,
        words=amount.words,
    )
    if left_alone.is_year(text, numeral) and (
        noun is None or not noun.plural or left_alone.stands_as_year(text, amount.start)
    ):
        return None
    if (noun is None or noun.lemma in casualties.PRONOUNS) and (people := casualties.count(text, amount)) is not None:
        return people
    if noun is not None:
        return replace(
            amount, end=max(noun.end, amount.end), kind="count", unit=noun.lemma, rule="count.noun", confidence=0.75
        )
    if amount.grouped and not amount.words:
        return replace(amount, kind="count", unit=None)
    return None


def _ratios(text: str) -> Iterator[Amount]:
    """Shares and multiples in words: "a third of", "twice", "one in five"."""
    if not counted.RATIO_HINT.search(text):
        return
    for rule in counted.RATIOS:
        for match in rule.pattern.finditer(text):
            value = rule.value if rule.value is not None else _ratio(match)
            if value is not None:
                start, end = match.span()
                yield Amount(
                    start=start,
                    end=end,
                    number_start=start,
                    number_end=end,
                    value=value,
                    mantissa=value,
                    scaled=False,
                    grouped=True,
                    words=True,
                    kind="ratio",
                    rule=rule.name,
                    confidence=0.7,
                )


def _ratio(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    word = groups["top"].lower()
    top = 1.0 if word in ("a", "an") else float(numerals.SMALL[word]) if word in numerals.SMALL else float(word)
    if groups.get("part"):
        return top / counted.DENOMINATORS[groups["part"].lower()]
    if groups.get("of"):
        word = groups["of"].lower()
        whole = float(numerals.SMALL[word]) if word in numerals.SMALL else float(word)
        return top / whole if whole > top else None
    return top


def _without_overlaps(found: list[Amount]) -> list[Amount]:
    """In order, a longer or surer one before another that it overlaps."""
    kept: list[Amount] = []
    for amount in sorted(found, key=lambda a: (a.start, a.kind == "count" and a.told is None, -a.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
        elif kept[-1].kind == "count" and amount.kind != "count":
            kept[-1] = amount
    return kept


def _quantity(parsed: Parsed, paragraph: Paragraph, text: str, amount: Amount, bound: Bound) -> Quantity:
    start, end = paragraph.start + amount.start, paragraph.start + amount.end
    mod = modifiers.read(text, amount.start, amount.number_end, amount.end, amount.kind or "count")
    return Quantity(
        text=parsed.text[start:end],
        start=start,
        end=end,
        sentence=parsed.sentence_at(start),
        rule=amount.rule,
        confidence=amount.confidence,
        kind=amount.kind or "count",
        value=amount.value,
        value_high=amount.high,
        unit=amount.unit,
        mod=mod or ("APPROX" if amount.vague else None),
        measure=bound.measure,
        about=bound.about,
        period=bound.period,
        attributed_to=bound.attributed_to,
        negated=bound.negated,
        modality=bound.modality,
        change=amount.change,
        statement=bound.statement,
    )
