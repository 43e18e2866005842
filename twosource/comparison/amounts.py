"""How many, how much, how long: the question that numbers of one slot answer.

Belongs here: the question of a number, from its role, its measure and its clause. Does not: what numbers mean
(`measures`, `numbers`), or turning a clause round (`turning`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twosource.comparison.measures import Measured, names_more
from twosource.comparison.slots import Said
from twosource.comparison.terms import stem, word_set
from twosource.comparison.turning import DETERMINERS, FINITE, Named, clipped, lowered, turned, unquoted
from twosource.records import Statement

WORDS_BEFORE, WORDS_AFTER = 9, 6
CLAUSE_END = re.compile(r"[;:“”\"]|,(?!\d)|\s[-–—]\s|\.\s(?=[A-Z“])")
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
OPENING = {"money": "How much", "percent": "What percentage", "duration": "How long"}
GAPS = {"money": "amount", "percent": "percentage", "duration": "length of time", "ratio": "share"}
PRICED = word_set("price cost fee pay salary wage rent bid fare toll")
"""What is asked after with "how much"; other amounts are large or small."""
COUNTABLE = ("count", "money")
STANDING = word_set("high rate duty duties tariff tariffs tax taxes inflation unemployment level effective support")
"""Percentages that are high or low; others are large or small."""
EMPTY_MEASURES = word_set(
    "level number figure rate total amount share remains shares half dozens hundreds thousands percent"
)
EMPTY_UNITS = word_set("one other number level figure time hundred thousand million billion")
"""Words that name no thing by themselves."""
MODIFIERS = word_set("about around some nearly almost more less fewer than at least most over under up to as many only")
MODIFYING = MODIFIERS | word_set("just roughly approximately another an estimated well close much the all")
MOVING = word_set("rise fall raise cut increase decrease gain drop climb decline grow shrink slip jump")
PREPOSITIONS = word_set(
    "and or on in at by for of to from before after until since during about around with as late early"
)
ARTICLED = re.compile(
    r"(?<!the )\b(United (?:States|Kingdom|Nations)|European Union|White House|Netherlands|Philippines)\b"
)


def question(members: Sequence[Said], named: Sequence[Named]) -> str:
    """The question that the numbers answer: the first way that can put it, over all of them."""
    pairs = [(item, item.number, who) for item, who in zip(members, named, strict=True) if item.number is not None]
    for _, number, _ in pairs:
        if number.people and number.role in PEOPLE_QUESTIONS:
            return PEOPLE_QUESTIONS[number.role]
    for ask in (_lasted, _counted, _moved):
        for item, number, who in pairs:
            if (text := ask(item, number, who)) is not None:
                return text
    measured = next((text for item, number, _ in pairs if (text := _measured(item, number))), None)
    return measured or f"Which {GAPS.get(pairs[0][1].quantity.kind, 'number')} belongs in “{with_gap(pairs[0][0])}”?"


def around(item: Said) -> Statement | None:
    """The innermost clause around what is said."""
    holding = [one for one in item.telling.statements if one.start <= item.start and item.end <= one.end]
    return min(holding, key=lambda one: one.end - one.start, default=None)


def behind_preposition(item: Said, also: frozenset[str] = PREPOSITIONS) -> int:
    """Where the words before what is said begin that only lead up to it."""
    text, start = item.telling.text, item.start - item.telling.start
    while (hit := re.search(r"([\w-]+) $", text[:start])) and hit[1].lower() in also:
        start = hit.start()
    return start + item.telling.start


def with_gap(item: Said) -> str:
    """The words of the clause with a gap for what is said; of a number its unit stays."""
    text = item.telling.text
    start, end = item.start - item.telling.start, item.end - item.telling.start
    before = CLAUSE_END.split(text[:start])[-1].split()[-WORDS_BEFORE:]
    after = CLAUSE_END.split(text[end:])[0].split()[:WORDS_AFTER]
    unit = [word for word in item.text.split()[1:] if word.isalpha()] if item.number is not None else []
    return unquoted(" ".join([*before, GAP, *unit, *after]).strip(" -–—.,()"))


# ------------------------------------------------------------------ by the clause


def _lasted(item: Said, number: Measured, named: Named) -> str | None:
    """A length of time that something went on for."""
    statement = around(item)
    if number.quantity.kind != "duration" or statement is None:
        return None
    start = behind_preposition(item, MODIFYING | {"for"})
    leads = item.telling.text[start - item.telling.start : item.start - item.telling.start].lower().split()
    if "for" not in leads and statement.verb.split()[0] not in ("last", "take", "spend", "run"):
        return None
    found = turned(item.telling, statement, named, (start, item.end))
    return found.asked("How long") if found is not None else None


def _counted(item: Said, number: Measured, named: Named) -> str | None:
    """What is counted does something, or something is done to it."""
    statement, unit, kind = around(item), _unit(number), number.quantity.kind
    if statement is None or unit is None or statement.rule.endswith(".nominal"):
        return None
    text, base = item.telling.text, item.telling.start
    start = behind_preposition(item, MODIFYING)
    opening = f"How many {unit}" if kind == "count" else OPENING.get(kind, "")
    if kind in ("count", "percent") and _opens(text[statement.start - base : start - base]):
        rest = clipped(unquoted(" ".join(text[item.end - base : statement.end - base].split())))
        plain = statement.head[0] >= item.end and not re.match(r",|(?:and|or|\w+ing)\b", rest)
        plain = plain and (kind == "count" or rest.startswith("of ")) and not _of_participle(item, statement)
        return f"{opening} {rest}?" if plain and 2 <= len(rest.split()) <= 16 else None
    follows = next(iter(text[item.end - base :].split()), "")
    if kind not in COUNTABLE or (kind == "money" and follows.isalpha() and follows not in PREPOSITIONS):
        return None
    if not text[statement.head[1] - base : start - base].strip() and statement.verb.split()[0] not in MOVING:
        found = turned(item.telling, statement, named, (start, item.end))
        return found.asked(opening) if found is not None else None
    return None


def _opens(before: str) -> bool:
    """Whether these words leave what follows them to open its clause: none, or when and where it was."""
    words = before.lower().strip(' “"').split()
    return not words or (
        words[0] in PREPOSITIONS and 1 < len(words) < 5 and words[-1] not in PREPOSITIONS | DETERMINERS
    )


def _of_participle(item: Said, statement: Statement) -> bool:
    """Whether a clause only adds to another one: "35 Republicans joining the others"."""
    said = item.telling.text[statement.head[0] - item.telling.start : statement.head[1] - item.telling.start]
    between = item.telling.text[item.end - item.telling.start : statement.head[0] - item.telling.start].lower().split()
    return said.endswith("ing") and not FINITE & set(between)


def _moved(item: Said, number: Measured, named: Named) -> str | None:
    """By how much, or to what, something went up or down."""
    statement = around(item)
    if statement is None or statement.predicate not in MOVING or number.quantity.kind == "duration":
        return None
    text, base = item.telling.text, item.telling.start
    start = behind_preposition(item, MODIFYING - {"to"})
    between = text[statement.head[1] - base : start - base].lower().split()
    target = between[-1:] in (["to"], ["at"])
    if not target and between and between[-1] != "by":
        return None
    words = behind_preposition(item, MODIFYING | {"to", "by", "at"})
    found = turned(item.telling, statement, named, (words, item.end))
    unit = _unit(number) if number.quantity.kind == "count" else None
    many = f"how many {unit}" if unit else "what figure" if target else "how much"
    return found.asked(f"{'To' if target else 'By'} {many}") if found is not None else None


def _unit(number: Measured) -> str | None:
    """What is counted, as written: "5.5 million verified signatures" to "verified signatures"."""
    words = [word for word in number.quantity.text.split() if not re.match(r"[\d$€£¥]|\w+illion\b", word)]
    words = words[1:] if words and len(words) == len(number.quantity.text.split()) else words
    words = [word for word in words if word.lower() not in MODIFYING | {"of"} and word.lower() != "percent"]
    if number.quantity.kind != "count":
        return ""
    if not words or any("-" in word for word in number.quantity.text.split()[:1]) or stem(words[-1]) in EMPTY_UNITS:
        return None
    return (
        " ".join(words)
        if words[-1].endswith("s") or stem(words[-1]) in ("people", "men", "women", "children")
        else None
    )


# ------------------------------------------------------------------ by the measure


def _measured(item: Said, number: Measured) -> str | None:
    """The question for a measure with its holder; None when it says no more than the unit."""
    quantity = number.quantity
    measure = " ".join((quantity.measure or "").split())
    if not measure or not names_more(quantity) or measure.lower() in EMPTY_MEASURES or "-" in measure:
        return None
    if quantity.kind == "count" and "-" in quantity.text and quantity.unit:
        plural = re.sub(r"(?<![aeiou])y$", "ie", quantity.unit) + "s"
        return f"How many {plural} does the {measure} have?"
    about = (quantity.about or "").strip()
    held = bool(about) and about.lower() not in measure.lower() and quantity.kind != "duration"
    thing = f"{about}’s {measure}" if held and len(about.split()) < 4 else f"the {lowered(measure, item.telling)}"
    thing = ARTICLED.sub(r"the \1", thing) if not thing.startswith("the United") else thing
    last = measure.split(" of ")[0].split(" in ")[0].split(" to ")[0].split(" on ")[0].split()[-1].lower()
    be = "are" if last.endswith("s") and not last.endswith(("ss", "us", "is")) else "is"
    if quantity.kind == "duration":
        return f"How long did {thing} last?"
    if quantity.kind == "money":
        size = "much" if stem(last) in PRICED else "high" if stem(last) in STANDING else "large"
        return f"How {size} {be} {thing}?"
    if quantity.kind == "percent":
        return f"How high {be} {thing}?" if {last, stem(last)} & STANDING else None
    if quantity.kind != "count" or number.people:
        return None
    return f"How many {lowered(measure, item.telling)} are there?" if be == "are" else f"How large is {thing}?"
