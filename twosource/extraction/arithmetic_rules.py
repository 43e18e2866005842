"""The words that announce a sum, a difference, a share or a growth among an article's own numbers.

Belongs here: the table of rules with an example each. Does not: finding and computing operands (`arithmetic`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from twosource import words


@dataclass(frozen=True, slots=True)
class RelationRule:
    """Words that announce a relation: those near the stated figure, and (when needed) those in the passage.

    `relation` is a word of the vocabulary; `example` states one, `holds` tells whether its numbers agree.
    """

    name: str
    relation: words.Relation
    stated: re.Pattern[str]
    passage: re.Pattern[str] | None
    example: str
    holds: bool


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


RULES = (
    RelationRule(
        "difference.balance",
        "difference",
        _words("deficit|surplus|gap|shortfall|imbalance|difference|balance"),
        _words(
            "exports?|imports?|trade|bought|buys?|sold|sells?|sales|purchases|shipments|spending|revenues?|income|receipts|outlays|expenses|costs"
        ),
        "Exports were $50 million and imports were $80 million, a deficit of $30 million.",
        True,
    ),
    RelationRule(
        "difference.net",
        "difference",
        _words("net|profit|remaining|remainder|leaving"),
        _words("revenues?|sales|costs?|expenses|spent|outlays"),
        "Revenue was $90 million and costs were $70 million, a profit of $25 million.",
        False,
    ),
    RelationRule(
        "sum.total",
        "sum",
        _words("total(?:s|ed|ing|led|ling)?|combined|altogether|overall|in all|together|sum|bringing"),
        None,
        "The town gave $20 million and the state $30 million, a total of $50 million.",
        True,
    ),
    RelationRule(
        "growth.change",
        "growth",
        _words(
            "rose|rise|risen|grew|growth|increase[ds]?|up|jump(?:ed)?|gain(?:ed)?|surged?|climbed|fell|fall|"
            "fallen|drop(?:ped)?|decline[ds]?|decrease[ds]?|down|cut|plunged?|slump(?:ed)?"
        ),
        _words("from|compared (?:with|to)|up from|down from|earlier"),
        "Sales rose 25 percent to $50 million from $40 million.",
        True,
    ),
    RelationRule(
        "growth.years",
        "growth",
        _words("rise|growth|increase|gain|jump|surge|fall|drop|decline|decrease|cut|plunge|slump|up|down"),
        re.compile(r"\b(?:19|20)\d\d\b.*?\b(?:19|20)\d\d\b", re.DOTALL),
        "It had 200 cars in 2021 and 250 cars in 2022, a rise of 25 percent.",
        True,
    ),
    RelationRule(
        "share.of_total",
        "share",
        _words("of|share|which is"),
        re.compile(r"\bof the (?:\d{4} )?(?:total|figure|number|sum|amount)\b", re.IGNORECASE),
        "The port had 200 ships in 2021. Of the 2021 total, 50 ships were empty, which is 25 percent of them.",
        True,
    ),
    RelationRule(
        "share.of",
        "share",
        _words("of|share|accounts? for|accounted for|makes? up|made up"),
        None,
        "It sold 30 of its 120 ships, or 25 percent of the fleet.",
        True,
    ),
)
FALLING = _words("fell|fall|fallen|drop(?:ped)?|decline[ds]?|decrease[ds]?|down|cut|plunged?|slump(?:ed)?")
TOTAL_OF = re.compile(r"^[^.;]{0,40},? (?:(?:for )?a (?:combined )?total of|totall?ing) (?:about )?$")
LAST_PART = re.compile(r"\band (?:about |another |a further )?$")
OTHER_RELATION = re.compile(
    r"\b(?:from|than|compared|including|of which|earlier|up|down|against|instead|each|per|but)\b|[.;:]", re.IGNORECASE
)
OF_TOTAL = re.compile(r"\bof the (?:(?P<year>\d{4}) )?(?:total|figure|number|sum|amount)\b", re.IGNORECASE)
SHARE_OPERANDS = re.compile(r"\s*[^.;]{0,40}\b(?:of|out of)\b[^.;]{0,30}\s*", re.IGNORECASE)
