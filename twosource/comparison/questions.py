"""What a comparison is about, as a question a person would ask, put positively.

Belongs here: the question of a group, from its slot, its class and who takes part. Does not: values, or which things
belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.comparison.classes import EMPTY
from twosource.comparison.measures import Measured, names_more
from twosource.comparison.slots import Group, Said
from twosource.comparison.terms import word_set
from twosource.records import Statement

LONGEST = 160
WORDS_BEFORE, WORDS_AFTER = 9, 6
CLAUSE_END = re.compile(r"[;:“”\"]|,(?!\d)|\s[-–—]\s|\.\s")
"""Where a clause ends; a comma inside a number does not end one."""
GAP = "…"
"""Stands in a clause where the number was."""
PEOPLE_QUESTIONS = {
    "dead": "How many people were killed?",
    "injured": "How many people were injured?",
    "missing": "How many people are missing?",
    "arrested": "How many people were arrested?",
    "displaced": "How many people were displaced?",
    "treated": "How many people were treated?",
}
ASKED_BY_KIND = {"money": "How much?", "percent": "What share?", "duration": "How long?", "measure": "How much?"}
MEASURED_BY_KIND = {
    "money": "How much is the {}?",
    "percent": "What share is the {}?",
    "duration": "How long is the {}?",
}
EMPTY_MEASURES = word_set("number figure rate total amount share remains shares half dozens hundreds thousands percent")
"""Measures that name no thing by themselves."""


def question(group: Group) -> str:
    """The question that the members of a group answer; the first that can put it speaks for all."""
    if group.question is not None:
        return group.question
    slot = group.members[0].slot
    if slot == "wording":
        return _of_wording(group.members)
    if slot == "whether":
        return _of_clause(group.members)
    if slot == "time":
        return _of_moment(group.members)
    if slot == "place":
        return _of_place(group.members)
    return _of_number(group.members)


# ------------------------------------------------------------------ numbers


def _of_number(members: Sequence[Said]) -> str:
    numbers = [item.number for item in members if item.number is not None]
    for number in numbers:
        if number.people and number.role in PEOPLE_QUESTIONS:
            return PEOPLE_QUESTIONS[number.role]
    named = next((text for number in numbers if (text := _measure(number))), None)
    return named or _with_gap(numbers[0])


def _measure(number: Measured) -> str | None:
    """The question for a measure with its holder; None when it says no more than the unit."""
    quantity = number.quantity
    measure = " ".join((quantity.measure or "").split())
    if not measure or not names_more(quantity) or measure.lower() in EMPTY_MEASURES:
        return None
    held = bool(quantity.about) and (quantity.about or "").lower() not in measure.lower()
    whole = f"{measure} of {quantity.about}" if held else measure
    return MEASURED_BY_KIND.get(quantity.kind, "How many: {}?").format(whole)


def _with_gap(number: Measured) -> str:
    """What is counted, and the words of the clause with a gap for the number."""
    quantity, text = number.quantity, number.telling.text
    start, end = quantity.start - number.telling.start, quantity.end - number.telling.start
    before = CLAUSE_END.split(text[:start])[-1].split()[-WORDS_BEFORE:]
    after = CLAUSE_END.split(text[end:])[0].split()[:WORDS_AFTER]
    unit = [word for word in quantity.text.split()[1:] if word.isalpha()]
    asked = ASKED_BY_KIND.get(quantity.kind, f"How many {unit[-1]}?" if unit else "How many?")
    clause = " ".join([*before, GAP, *unit, *after]).strip(" -–—.,")
    return f"{asked} “{clause}”"[:LONGEST]


def _of_moment(members: Sequence[Said]) -> str:
    """On which day or at what time, with the first sentence around it."""
    item = members[0]
    text = " ".join(item.telling.text.replace(item.text, GAP).split())
    return f"When? “{text}”"[:LONGEST]


def _of_place(members: Sequence[Said]) -> str:
    """Where it is, with the first sentence around it."""
    item = members[0]
    text = " ".join(item.telling.text.replace(item.text, GAP).split())
    return f"Where? “{text}”"[:LONGEST]


# ------------------------------------------------------------------ clauses and words


def _of_clause(members: Sequence[Said]) -> str:
    """Whether the thing is so; where all say that it is not, whether that is so."""
    statements = [item.clause.statement for item in members if item.clause is not None]
    spoken = [one for one in statements if not one.negated] or statements
    asked = next((text for one in spoken if (text := _asked(one))), None)
    return asked or f"Is it so? “{' '.join(spoken[0].text.split())}”"[:LONGEST]


def _asked(statement: Statement) -> str | None:
    """The clause as a question; None without somebody who does it, or for a verb that tells nothing by itself."""
    subjects = [one.text for one in statement.arguments if one.role == "subject" and one.text[:1].isupper()]
    if not subjects or statement.predicate.split()[0] in EMPTY or statement.negated or " " in statement.verb:
        return None
    objects = [one.text for one in statement.arguments if one.role == "object"]
    others = [f"{one.role} {one.text}" for one in statement.arguments if one.role in ("with", "to", "from", "about")]
    asks = "Will" if statement.modality in ("planned", "demanded") else "Did"
    return " ".join([asks, " and ".join(subjects[:2]), statement.verb, *objects[:1], *others[:1]])[: LONGEST - 1] + "?"


def _of_wording(members: Sequence[Said]) -> str:
    speaker = next((item.speaker for item in members if item.speaker), None)
    words = " ".join(members[0].text.split())
    return (f"What did {speaker} say? “{words}”" if speaker else f"In which words was it said? “{words}”")[:LONGEST]
