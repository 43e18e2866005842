"""What kind of thing a sentence tells: the classes of `seeds/reference/predicates.yml`, by its clauses and its words.

Belongs here: clauses and words to classes. Does not: who did it to whom (extraction), or whether two sentences tell of
one occurrence (`sameness`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from twosource import reference
from twosource.comparison.terms import stem, word_set
from twosource.comparison.wording import shortened
from twosource.records import Statement

EMPTY = word_set("be have do say go get make take come want see know tell think include call use 's ’s can")
"""Predicates that tell nothing by themselves: that two clauses have one says nothing of one thing."""
IRREGULAR = {
    "met": "meet", "shot": "shoot", "slain": "slay", "stolen": "steal", "stole": "steal", "sank": "sink",
    "sunk": "sink", "fled": "flee", "caught": "catch", "won": "win", "bought": "buy", "sold": "sell", "paid": "pay",
    "spent": "spend", "built": "build", "rebuilt": "rebuild", "struck": "strike", "shook": "shake",
    "shaken": "shake", "rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow", "chose": "choose",
    "chosen": "choose", "beaten": "beat", "dead": "die", "dying": "die", "burnt": "burn", "found": "find",
    "withdrew": "withdraw", "withdrawn": "withdraw",
}  # fmt: skip
"""Forms whose ending does not show their verb."""


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The shortened form of a word to the classes that list it."""
    found: dict[str, set[str]] = {}
    for row in reference.table("predicates")["classes"]:
        for word in (*row["verbs"], *row["nouns"]):
            if " " not in word:
                found.setdefault(form(word), set()).add(row["class"])
    return {word: frozenset(names) for word, names in found.items()}


@cache
def form(word: str) -> str:
    """The word without its endings: "shooting", "shot" and "shoot" are one."""
    lower = word.lower()
    return shortened(stem(IRREGULAR.get(lower, lower)))


def classes_of(words: Sequence[str], statements: Iterable[Statement]) -> frozenset[str]:
    """The classes that the words of a sentence, in lower case, and its clauses tell."""
    listed = {name for word in words for name in _forms().get(form(word), ())}
    return frozenset(listed | {one.predicate for one in statements} - EMPTY)
