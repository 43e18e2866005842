"""Gold against facts: what counts as right, wrong and missed, what a figure is worth, and how far judges agree."""

from pathlib import Path
from typing import Any

import pytest

from twosource.evaluation.card import ALL, Figure, Read, card
from twosource.evaluation.gold import Gold, GoldError, of, read
from twosource.evaluation.scores import LEAST, Share, kappa, wilson
from twosource.reporting.accuracy import told

TEXT = "The port spent $12 million in May. It had spent $9 million in April. “We had to,” Ada Lindqvist said."


def quantity(words: str, value: float, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    row = {"text": words, "char_start": start, "char_end": start + len(words), "rule": "money.before"}
    return row | {"value": value, "value_high": None, "unit": "USD", "mod": None, "modality": "asserted"} | more


TWELVE, NINE = quantity("$12 million", 12e6), quantity("$9 million", 9e6)
ITEMS = [{"text": "$12 million", "value": 12e6, "rule": "money.before"}, {"text": "$9 million", "value": 9e6}]


def gold(items: list[dict[str, Any]], complete: bool = True, kind: str = "quantities", judge: str = "Ada") -> Gold:
    content = {"article": "a1", "judge": judge, "complete": [kind] if complete else [], kind: items}
    return of(content, Path("a.gold.yml"))


def figures(golds: list[Gold], rows: list[dict[str, Any]], kind: str = "quantities") -> dict[tuple[str, str], Figure]:
    return {(f.rule, f.measure): f for f in card(golds, {"a1": Read(TEXT, {kind: rows})})}


@pytest.mark.parametrize(
    ("items", "rows", "precision", "recall"),
    [
        (ITEMS, [TWELVE, NINE], (2, 2), (2, 2)),
        (ITEMS, [TWELVE], (1, 1), (1, 2)),
        (ITEMS[:1], [TWELVE, NINE], (1, 2), (1, 1)),
        (ITEMS, [TWELVE, NINE | {"value": 9.0}], (1, 2), (1, 2)),
        (ITEMS, [TWELVE, NINE | {"unit": "EUR"}], (2, 2), (2, 2)),
        ([ITEMS[0] | {"unit": "EUR"}], [TWELVE], (0, 1), (0, 1)),
        ([ITEMS[0], ITEMS[0]], [TWELVE], (1, 1), (1, 2)),
        ([ITEMS[0] | {"at": TWELVE["char_start"]}], [TWELVE], (1, 1), (1, 1)),
        ([ITEMS[0] | {"at": TWELVE["char_start"] + 30}], [TWELVE], (0, 1), (0, 1)),
        ([], [TWELVE], (0, 1), None),
    ],
    ids=[
        "both",
        "one missed",
        "one that is none",
        "a wrong value",
        "a unit that gold does not tell",
        "a unit that it does",
        "one fact reaches one item",
        "at its place",
        "at another place",
        "nothing there",
    ],
)
def test_what_counts(items: Any, rows: Any, precision: tuple[int, int], recall: tuple[int, int] | None) -> None:
    found = figures([gold(items)], rows)
    one = found[ALL, "precision"]
    assert (one.n_right, one.n) == precision
    both = found.get((ALL, "recall"))
    assert (both and (both.n_right, both.n)) == recall


def test_precision_is_told_of_kinds_listed_whole_alone() -> None:
    assert {measure for _, measure in figures([gold(ITEMS, complete=False)], [TWELVE, NINE])} == {"recall"}


def test_every_rule_has_its_figures_and_what_a_person_added_is_of_no_rule() -> None:
    found = figures([gold(ITEMS)], [TWELVE, NINE | {"rule": "money.odd", "value": 1.0}])
    assert {(rule, measure): (f.n_right, f.n) for (rule, measure), f in found.items() if rule != ALL} == {
        ("money.before", "precision"): (1, 1),
        ("money.before", "recall"): (1, 1),
        ("money.odd", "precision"): (0, 1),
    }


def quote(text: str, speaker: str) -> dict[str, Any]:
    start = TEXT.index(text)
    about = {"kind": "direct", "speaker": speaker, "relayed_from": None, "said_on": None, "force": "says"}
    spans = {"char_start": start, "char_end": start + len(text), "fragments": [], "rule": "quotes.cue_behind"}
    return {"text": text} | about | spans


@pytest.mark.parametrize(
    ("item", "right"),
    [
        ({"text": "We had to,", "kind": "direct", "speaker": "Ada Lindqvist"}, 1),
        ({"text": "We had to,", "kind": "mixed", "speaker": "Ada Lindqvist"}, 1),
        ({"text": "We had to,", "kind": "indirect", "speaker": "Ada Lindqvist"}, 0),
        ({"text": "We had to,", "speaker": "Tomas Reyes"}, 0),
        ({"text": "had", "speaker": "Ada Lindqvist"}, 0),
    ],
)
def test_a_quotation_needs_its_words_its_kind_and_its_speaker(item: dict[str, Any], right: int) -> None:
    found = figures([gold([item], kind="quotes")], [quote("We had to,", "Ada Lindqvist")], "quotes")
    assert found[ALL, "precision"].n_right == right


# ------------------------------------------------------------------ figures


@pytest.mark.parametrize(
    ("right", "n", "low", "high"), [(9, 10, 0.5958, 0.9821), (0, 30, 0.0, 0.1135), (81, 263, 0.2553, 0.3662)]
)
def test_wilson_as_published(right: int, n: int, low: float, high: float) -> None:
    assert wilson(right, n) == pytest.approx((low, high), abs=1e-4)


def test_no_figure_below_the_least_and_how_many_are_missing() -> None:
    few, enough = Share(20, LEAST - 1), Share(20, LEAST)
    assert (few.value, few.bounds, few.n_needed) == (None, None, 1)
    assert enough.n_needed == 0
    assert enough.value == pytest.approx(2 / 3)
    (figure, *_) = figures([gold(ITEMS)], [TWELVE]).values()
    assert told({"n": figure.n, "n_needed": figure.n_needed}) == "no figure yet: 1 judged, 29 more are needed"


def test_a_figure_in_words() -> None:
    row = {"n": 104, "n_needed": 0, "value": 0.913, "low": 0.844, "high": 0.954}
    assert told(row) == "0.91 (0.84 to 0.95) of 104"


def test_kappa_as_published() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa(pairs[: LEAST - 1]) is None
    assert kappa([("y", "y")] * 40) is None, "chance agrees as well"


def test_two_judges_of_one_article_are_held_against_one_another() -> None:
    one = gold([item | {"unit": "USD"} for item in ITEMS])
    two = gold([ITEMS[0] | {"unit": "USD"}, ITEMS[1] | {"unit": "EUR"}], judge="Ines")
    found = figures([one, two], [TWELVE, NINE])
    agreement, same = found[ALL, "agreement"], found[ALL, "kappa"]
    assert (agreement.n_right, agreement.n, agreement.judges) == (1, 2, ["Ada", "Ines"])
    assert (same.n, same.value, same.n_needed) == (2, None, LEAST - 2)
    assert found[ALL, "precision"].judges == ["Ada"], "facts are held against the first"


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("quantites: []", r"quantites is not known\. Do you mean quantities\?"),
        ("complete: [quote]", "quote is none"),
        ("quotes: [just words]", "is no mapping"),
        ("quotes: [{text: a, value: 3}]", "value is not known"),
        ("quotes: [{speaker: Ada}]", "an item has no `text`"),
        ("quotes: 5", "it is no list"),
        ("complete: [[quotes]]", "is none"),
        ("quantities: [{text: 2024}]", "in quotes if it is only a number"),
        ("quotes: [{text: a, at: here}]", "`at` is 'here', but must be a whole number"),
        ("quotes: [{text: a, speaker: [b]}]", "`speaker` is .* must be a text"),
        ("quantities: [{text: a, value: {b: 1}}]", "must be a number or a text"),
        ("- a", "is no gold: `twosource gold ARTICLE` writes a draft"),
        ("quotes: [{", "line"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.yml"
    path.write_text(content)
    with pytest.raises(GoldError, match=message):
        read(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot be read: No such file"):
        read(tmp_path / "none.yml")


def test_a_date_without_quotes_is_the_text_that_facts_hold(tmp_path: Path) -> None:
    (tmp_path / "a.gold.yml").write_text("times: [{text: in May, value: 2025-05-01}]", encoding="utf-8")
    assert read(tmp_path / "a.gold.yml").items["times"] == [{"text": "in May", "value": "2025-05-01"}]
