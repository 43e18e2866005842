"""Each row of the line tables reads its own example, and none takes ordinary prose."""

from __future__ import annotations

import re

import pytest

from twosource import reference
from twosource.cleaning.html import CLASS_RULES, ClassRule
from twosource.cleaning.rules.lines import LINE_RULES, LineRule, line_rule

PROSE = [
    "The minister said on Tuesday that the harbour would reopen before the end of the year.",
    "Share prices of the company fell by a tenth after the bank cut its forecast.",
    "Related costs rose to 4 million crowns, the auditor wrote in its yearly report.",
    "Follow the money, she told the committee, and you will find the owner.",
    "Search teams reached the village late in the evening, the governor added.",
    "“Read the treaty,” the envoy replied. “It says nothing about fishing.”",
    "By Monday the river had risen another two metres.",
    "Home prices kept rising.",
    "Print media lost a third of their readers in ten years, a survey found.",
]


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_example_is_read_by_its_own_row(rule: LineRule) -> None:
    assert line_rule(rule.example) is rule


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_role_is_in_the_vocabulary(rule: LineRule) -> None:
    assert rule.role in reference.vocabulary("role")


def test_names_are_unique() -> None:
    names = [rule.name for rule in LINE_RULES] + [rule.name for rule in CLASS_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sentence", PROSE)
def test_prose_is_no_furniture(sentence: str) -> None:
    assert line_rule(sentence) is None


@pytest.mark.parametrize("rule", CLASS_RULES, ids=lambda rule: rule.name)
def test_class_rule_reads_its_example(rule: ClassRule) -> None:
    first = next(known for known in CLASS_RULES if known.pattern.search(rule.example))
    assert first is rule
    assert rule.role in reference.vocabulary("role")


@pytest.mark.parametrize(
    "line", ["a" * 3_000, "A. " * 1_000, "[" + "a/" * 1_500, "Photo by " + "Ab " * 900, "(" * 3_000]
)
def test_no_pattern_runs_away(line: str) -> None:
    assert line_rule(line) is None or re.match(r"Photo", line)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("This article first appeared in The Harbor Ledger.", "syndication_note"),
        ("This story was first published by Politico, and is republished with its permission.", "syndication_note"),
        ("(Originally published on ledger.example)", "syndication_note"),
        ("Via Politico", "syndication_note"),
        ("(via the Harbor Ledger)", "syndication_note"),
        ("This article was first published on 17 April 2025.", "editor_note"),
        ("This article was originally published on Thursday at 9 am", "editor_note"),
        ("This story was originally published at 10:30 am.", "editor_note"),
        ("This story was originally published July 4, 2024.", "editor_note"),
        ("First published on Monday", None),
        ("Originally published by lawmakers in 2012, the report was never read.", None),
        ("Via Roma 12", None),
    ],
)
def test_where_an_article_stood_first_is_told_from_when(line: str, role: str | None) -> None:
    found = line_rule(line)
    assert (found.role if found else None) == role


def test_a_pictures_agency_is_no_origin() -> None:
    found = line_rule("Via Getty Images")
    assert found is None or found.role != "syndication_note"
