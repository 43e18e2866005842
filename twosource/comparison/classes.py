"""What kind of thing words tell: the classes of `seeds/reference/news_kinds.yml`.

Belongs here: words to classes. Does not: who did it to whom (extraction), or whether two tellings are one (`sameness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from twosource import reference
from twosource.comparison.terms import stem
from twosource.comparison.wording import shortened

IRREGULAR = {
    "met": "meet", "shot": "shoot", "slain": "slay", "stolen": "steal", "stole": "steal", "sank": "sink",
    "sunk": "sink", "fled": "flee", "caught": "catch", "hidden": "hide", "won": "win", "bought": "buy",
    "sold": "sell", "paid": "pay", "spent": "spend", "built": "build", "rebuilt": "rebuild", "struck": "strike",
    "shook": "shake", "shaken": "shake", "rose": "rise", "risen": "rise", "grew": "grow", "grown": "grow",
    "chose": "choose", "chosen": "choose", "beaten": "beat", "dead": "die", "dying": "die", "burnt": "burn",
    "found": "find", "withdrew": "withdraw", "withdrawn": "withdraw", "wed": "wed",
}  # fmt: skip
"""Forms whose ending does not show their verb."""


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The shortened form of a word to the classes that it tells."""
    found: dict[str, set[str]] = {}
    for row in reference.table("news_kinds")["classes"]:
        for word in (*row["verbs"], *row["nouns"]):
            found.setdefault(form(word), set()).add(row["name"])
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _barred() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """A class to the words that must not follow its word, and those that must not stand before it."""
    return {
        row["name"]: (frozenset(row.get("not_before", ())), frozenset(row.get("not_after", ())))
        for row in reference.table("news_kinds")["classes"]
    }


@cache
def form(word: str) -> str:
    """The word without its endings: "shooting", "shot" and "shoot" are one."""
    lower = word.lower()
    return shortened(stem(IRREGULAR.get(lower, lower)))


def classes_of(words: Sequence[str]) -> frozenset[str]:
    """The classes that the words of a clause, in order and in lower case, tell."""
    found: set[str] = set()
    for place, word in enumerate(words):
        names = _forms().get(form(word))
        if names:
            after = words[place + 1] if place + 1 < len(words) else ""
            before = words[place - 1] if place else ""
            found.update(name for name in names if after not in _barred()[name][0] and before not in _barred()[name][1])
    return frozenset(found)
