"""Rules can be looked up: each finds something in its example, nothing in its counter-example; no row bears another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import duckdb
import pytest

from docs import build
from tests.golden import samples
from twosource import Article, Facts, clean, extract_many, paths, reference, rules
from twosource.cleaning import html
from twosource.cleaning.rules.lines import line_rule
from twosource.comparison.inputs import LinkInput
from twosource.comparison.known import Memory
from twosource.comparison.link import link
from twosource.rulebook import book
from twosource.rules import Rule
from twosource.warehouse import migrate
from twosource.warehouse import rules as stored
from twosource.words import Room

KINDS = ("statements", "mentions", "quotes", "quantities", "times", "events", "claims", "arithmetic")
FACT_RULE = re.compile(
    r"(?:names|quotes|claims|statements|events|count|money|percent|ratio|duration|measure|date|time|relative|length|set"
    r"|sum|difference|growth|share|product)\.[a-z][a-z_.]*"
)
NOT_RULES = frozenset({"count.", "date.fromisoformat", "quotes.yml"})
ROOT = paths.PACKAGE


def of_facts(facts: Facts) -> set[str]:
    return {fact.rule for kind in KINDS for fact in getattr(facts, kind)}


def of_input(text: str) -> set[str]:
    """The rules that decide something in an input: of its regions, of its blocks when it is a page, of it as a line."""
    tree, line = html.parse(text), line_rule(text)
    blocks = {block.rule for block in html.blocks(tree)} if tree is not None else set()
    return {region.rule for region in clean(text).regions} | blocks | ({line.name} if line else set())


def of_origin(text: str) -> set[str]:
    article = LinkInput(article_id="a", document_id="a", day=date(2031, 5, 5), dated=True, text=text)
    return {row.rule for row in link([article], Memory()).origins}


def shown(room: Room) -> list[Rule]:
    return [rule for rule in book() if rule.room == room and rule.example is not None]


def misread(room: Room, read: dict[str, set[str]]) -> list[str]:
    """What is wrong with the examples of a room, given the rules that each text shows."""
    silent = [rule.name for rule in shown(room) if rule.example and rule.name not in read[rule.example]]
    loud = [f"not {r.name}" for r in shown(room) if r.counter_example and r.name in read[r.counter_example]]
    return silent + loud


def texts(room: Room) -> list[str]:
    return sorted({text for rule in shown(room) for text in (rule.example, rule.counter_example) if text})


def test_a_rule_of_extraction_reads_its_example_and_not_its_counter_example() -> None:
    told = texts("extraction")
    articles = [Article(text=text, language="en") for text in told]
    read = {text: of_facts(facts) for text, facts in zip(told, extract_many(articles), strict=True)}
    assert misread("extraction", read) == []


def test_a_rule_of_cleaning_reads_its_example_and_not_its_counter_example() -> None:
    assert misread("cleaning", {text: of_input(text) for text in texts("cleaning")}) == []


def test_a_rule_of_comparison_reads_its_example_and_not_its_counter_example() -> None:
    assert misread("comparison", {text: of_origin(text) for text in texts("comparison")}) == []


def test_every_rule_has_a_meaning_and_few_have_no_example() -> None:
    bare = [rule.name for rule in book() if rule.example is None]
    assert [rule.name for rule in book() if len(rule.meaning) < 10] == []
    assert len(bare) < 0.05 * len(book()), bare
    assert [rule.name for rule in book() if rule.example is not None and rule.counter_example is None] == []


def test_the_list_that_databases_are_filled_from_is_the_registers() -> None:
    assert build.RULES.read_text(encoding="utf-8") == rules.as_csv(book()), "run `make docs`"
    assert rules.registered() == book()


# ------------------------------------------------------------------ nothing bears another


@pytest.fixture(scope="module")
def names() -> frozenset[str]:
    return frozenset(rule.name for rule in book())


def test_every_rule_in_the_samples_is_registered(names: frozenset[str]) -> None:
    borne = set()
    for name in samples.samples():
        borne |= {region.rule for region in samples.article(name).regions}
        borne |= of_facts(samples.facts(name)) if samples.extracted(name) else set()
    assert borne - names == set()


def strings(room: str) -> Iterator[str]:
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize("room", ["extraction", "comparison"])
def test_every_name_of_a_rule_in_the_code_is_registered(room: str, names: frozenset[str]) -> None:
    pattern = FACT_RULE if room == "extraction" else re.compile(r"origin\.[a-z_]+")
    written = {text for text in strings(room) if pattern.fullmatch(text)}
    assert written - names - NOT_RULES == set()
    assert written


def roles_with_rules() -> Iterator[tuple[str, str]]:
    """Where cleaning's code gives a role by a rule that is named on the spot: a pair, or a call with both."""
    for path in sorted((ROOT / "cleaning").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Draft", "as_role", "Line"):
                parts = node.args
            elif isinstance(node, ast.Assign | ast.Return) and isinstance(node.value, ast.Tuple):
                parts = node.value.elts if len(node.value.elts) == 2 else []
            else:
                continue
            values = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            for role, rule in pairwise(values):
                if isinstance(role, str) and isinstance(rule, str):
                    yield role, rule


def test_every_rule_that_cleaning_names_beside_a_role_is_registered(names: frozenset[str]) -> None:
    found = {rule for role, rule in roles_with_rules() if role in reference.vocabulary("role")}
    assert len(found) > 20
    assert found - names == set()


# ------------------------------------------------------------------ in the database


def test_a_database_holds_the_rules_of_today_and_no_others() -> None:
    with duckdb.connect() as con:
        migrate.prepare(con)
        con.execute("UPDATE quality.rules SET meaning = 'of yesterday' WHERE rule = 'names.turn'")
        con.execute("INSERT INTO quality.rules VALUES ('names.of_yesterday', 'extraction', 'gone', NULL, NULL)")
        stored.note(con)
        found = con.execute(
            "SELECT rule, room, meaning, example, counter_example FROM rules ORDER BY room, rule"
        ).fetchall()
    assert found == [(r.name, r.room, r.meaning, r.example, r.counter_example) for r in book()]
