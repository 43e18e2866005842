"""Each form reads its own example and not its counter-example; datelines, credits, pictures; one home for each."""

from __future__ import annotations

import ast
import re

import pytest

from twosource import paths, reference
from twosource.newsroom import credits as credit_forms
from twosource.newsroom import datelines, pictures
from twosource.newsroom.forms import Form, of_table

DATELINES = [(group, form) for group in ("anywhere", "at_the_head", "on_a_page") for form, _ in datelines.rows(group)]
LINES = [form for form, _ in credit_forms.line_forms()]
TEXTS = [form for form, _ in credit_forms.text_forms()]
PICTURES = [(place, form) for place in ("at_the_end", "before", "behind") for form in of_table("pictures", place)]


def read(group: str, paragraph: str) -> str | None:
    """The name of the dateline's form, as whoever reads this group does."""
    on_page = group == "on_a_page"
    found = datelines.dateline_on_page(paragraph) if on_page else datelines.dateline_in_text(paragraph, is_first=True)
    return found.form if found else None


@pytest.mark.parametrize(("group", "form"), DATELINES, ids=lambda value: getattr(value, "name", value))
def test_a_dateline_is_read_in_its_example(group: str, form: Form) -> None:
    assert read(group, form.example) == form.name
    assert read(group, form.counter_example) is None


@pytest.mark.parametrize(
    ("pattern", "form"), [(p, f) for f, p in credit_forms.line_forms()], ids=lambda v: getattr(v, "name", "")
)
def test_a_credit_line_is_read_in_its_example(pattern: re.Pattern[str], form: Form) -> None:
    assert pattern.fullmatch(form.example)
    assert credit_forms.agency_credited(form.example) is not None
    assert credit_forms.agency_credited(form.counter_example) is None
    assert form.role is None or form.role in reference.vocabulary("role")


@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_a_credit_in_a_text_is_read_in_its_example(form: Form) -> None:
    assert credit_forms.agency_in_text(form.example) is not None
    assert credit_forms.agency_in_text(form.counter_example) is None


@pytest.mark.parametrize(("place", "form"), PICTURES, ids=lambda value: getattr(value, "name", value))
def test_a_pictures_credit_is_read_in_its_example(place: str, form: Form) -> None:
    assert reads_picture(place, form.example)
    assert not reads_picture(place, form.counter_example)


def reads_picture(place: str, words: str) -> bool:
    if place == "at_the_end":
        return pictures.ends_with_credit(words)
    start = words.index("Ann Poe")
    return pictures.is_credited(words, start, start + len("Ann Poe"))


@pytest.mark.parametrize(
    "mark", [" - ", " – ", " — ", " -- ", " (Reuters) - ", " (Meridian Wire) -- ", " (Meridian Wire) — "]
)
@pytest.mark.parametrize("date", ["", ", April 17", ", Fjordland, Apr. 17", ", 17 April"])
@pytest.mark.parametrize("town", ["HARBORTOWN", "Harbortown", "PORT VELL", "Port Vell", "ST. OLAV"])
def test_a_dateline_ends_where_the_sentence_begins(town: str, date: str, mark: str) -> None:
    text = f"{town}{date}{mark}The ferry operator Blue Gull said the boats would sail."
    found = datelines.dateline_in_text(text, is_first=True)
    assert found is not None
    assert text[found.end :].startswith("The ferry operator")
    assert found.place is not None
    assert text[slice(*found.place)] == town


@pytest.mark.parametrize(
    "paragraph",
    [
        "The ferry operator - Blue Gull - said the boats would sail.",
        "Norland-Westmark talks begin.",
        "NORLAND–WESTMARK talks begin.",
        "Ann Bloom, the mayor of Harbortown - Westmark's oldest port - said no.",
        "WATCH - The ferry sails.",
        "REUTERS — The ferry sails.",
        "NATO (the alliance) - the boats sail.",
        "ANN BLOOM: We wait.",
        "SOCCER - FJORDLAND CUP RESULTS",
        "On October 1 - The day of the vote - all was quiet.",
        "",
    ],
)
def test_what_is_no_dateline(paragraph: str) -> None:
    assert datelines.dateline_in_text(paragraph, is_first=False) is None


@pytest.mark.parametrize(
    "row", ["Norland - Hassan Abel 84 own goal", "Defenders - Dan Petrou , Anton Dobre", "Torv - Eric Coe 18"]
)
def test_a_row_of_a_table_is_no_dateline_even_at_the_head(row: str) -> None:
    assert datelines.dateline_in_text(row, is_first=True) is None


def test_words_with_capitals_before_a_dash_are_cut_only_where_they_open_a_text() -> None:
    paragraph = "Harbortown – The ferry sails."
    assert datelines.dateline_in_text(paragraph, is_first=True) is not None
    assert datelines.dateline_in_text(paragraph, is_first=False) is None
    assert datelines.dateline_on_page(paragraph) is None


def test_a_credit_behind_the_last_sentence_is_read_and_another_in_the_middle_is_not() -> None:
    body = "The ferry sails again. " * 40
    assert credit_forms.agency_in_text(f"{body}Kyodo News and Ada Brook contributed to this report.") == "Kyodo News"
    assert credit_forms.agency_in_text(f"{body}The picture (AP) hangs in the hall. {body}") is None


SIGNING = {"agencies", "outlets", "datelines", "credits", "pictures"}


def test_only_the_newsroom_reads_how_newsrooms_are_called_and_sign() -> None:
    """A second index of a table, or a second pattern of a dateline, would be a second truth."""
    others = [path for path in paths.PACKAGE.rglob("*.py") if path.parent.name != "newsroom"]
    readers, patterns = [], []
    for path in others:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("table", "of_table")):
                readers += [path.name for arg in node.args if isinstance(arg, ast.Constant) and arg.value in SIGNING]
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(
                ("DATELINE", "CREDIT", "AGENC")
            ):
                patterns.append(f"{path.name}: {ast.unparse(node.targets[0])}")
    assert readers == []
    assert patterns == ["words.py: CREDIT_END"], "a feature of the trained trees, which hold to it as they were grown"
