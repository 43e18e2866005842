"""What an amount measures, as a readable noun phrase: the table of patterns over the parse, in the order of trial.

Belongs here: the table with an example for each. Does not: the patterns (`noun_patterns`, `verb_patterns`), whose the
amount is, for when, on whose word (`binding`), and where a phrase ends (`phrases`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from twosource.extraction.quantities import noun_patterns, verb_patterns
from twosource.extraction.quantities.place import Measure, Place


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way in which a sentence tells what an amount measures, with an example and its (last) amount's measure."""

    name: str
    find: Callable[[Place], Measure | None]
    example: str
    measure: str


PATTERNS = (
    Pattern("label", noun_patterns.labelled, "- Capital cost: $44 billion, of which half is public", "Capital cost"),
    Pattern("told", noun_patterns.told, "The crash left 14 dead.", "people dead"),
    Pattern("counted", noun_patterns.counted, "At least 12 people were killed.", "people killed"),
    Pattern("bare_subject", noun_patterns.bare_subject, "More than 3,900 were damaged.", "number damaged"),
    Pattern("modified", noun_patterns.modified, "They imposed a 25% tariff on steel.", "tariff on steel"),
    Pattern(
        "sized_share",
        verb_patterns.sized_share,
        "They will raise port spending to 3% of their output.",
        "port spending as share of output",
    ),
    Pattern(
        "restated_share",
        noun_patterns.restated_share,
        "They raised farm spending to $7 million or 4% of their output.",
        "farm spending as share of output",
    ),
    Pattern("share", noun_patterns.share, "Chile spends 2% of its national output.", "national output"),
    Pattern(
        "coordinated",
        noun_patterns.coordinated,
        "They gave $4 million for roads and $5 million for ports.",
        "contribution for ports",
    ),
    Pattern("compared", noun_patterns.compared, "The rate rose to 3.1%, up from 2.4% in May.", "rate"),
    Pattern("converted", noun_patterns.converted, "They approved a budget of ¥590 million ($4 million).", "budget"),
    Pattern("multiplied", noun_patterns.multiplied, "They will double the defence budget.", "defence budget"),
    Pattern("gapped", noun_patterns.gapped, "Exports to Peru came to $4 million and imports to $3 million.", "imports"),
    Pattern("priced", verb_patterns.priced, "It agreed to buy the steel mill for $14 million.", "price of steel mill"),
    Pattern("worth", verb_patterns.worth, "The shipment was worth $10 million.", "value of shipment"),
    Pattern("valued", verb_patterns.valued, "Analysts put the chance of approval at 60%.", "chance of approval"),
    Pattern("made_of", noun_patterns.made_of, "The firm paid $3 million in local taxes.", "local taxes"),
    Pattern("noun_of", noun_patterns.noun_of, "They approved a budget of $4 million.", "budget"),
    Pattern("cost", verb_patterns.cost, "The new bridge cost $9 million.", "cost of new bridge"),
    Pattern("changed", verb_patterns.changed, "The bank raised its key rate to 5%.", "key rate"),
    Pattern("exchange", verb_patterns.exchange, "The dollar bought 142 yen in Tokyo.", "exchange rate of dollar"),
    Pattern(
        "spoken_object", verb_patterns.spoken_object, "The state spent $150 million on bridges.", "spending on bridges"
    ),
    Pattern("size", verb_patterns.size, "Fees for ships rose 3%.", "Fees for ships"),
    Pattern("restated", verb_patterns.restated, "The Dow index lost 190 points, or 0.6%.", "Dow index"),
    Pattern("amount_is", noun_patterns.amount_is, "Two dollars is the whole profit.", "whole profit"),
    Pattern("meant_for", noun_patterns.meant_for, "There is $4 million for roads.", "money for roads"),
    Pattern("lasting", verb_patterns.lasting, "They met for 50 minutes.", "meeting"),
)


def read(at: Place) -> Measure | None:
    """What the amount measures by the first pattern that tells it, None when none does."""
    for pattern in PATTERNS:
        found = pattern.find(at)
        if found is not None:
            return found
    return None
