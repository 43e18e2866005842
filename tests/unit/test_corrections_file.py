"""The file of corrections: read strictly, with lines; written without touching what a person wrote in it."""

import re
from pathlib import Path

import pytest

from twosource.corrections import reading, writing
from twosource.corrections.entries import CorrectionsError
from twosource.reporting import sums


def read(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "corrections.yml").write_text(text, encoding="utf-8")
    return [one.kind for one in reading.read(tmp_path)]


def test_an_entry_may_say_several_things(tmp_path: Path) -> None:
    text = "- article: a.md\n  headline: X\n  published: 2025-04-17\n  by: Ann Lee\n- one_name: [A B, A C]\n"
    assert read(tmp_path, text) == ["headline", "published", "by", "one_name"]
    assert read(tmp_path, "# nothing yet\n") == []
    assert reading.read(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("headline: X", "must be a list"),
        ("- article: a.md\n  headline: [X", "line 2"),
        ("- article: a.md\n", "line 1: says nothing of the article"),
        (
            "- article: a.md\n  outlet: A\n- article: a.md\n  headlin: X\n",
            r"line 4, key headlin: .* Did you mean headline",
        ),
        ("- article: a.md\n  headline: 12\n", r"line 2, key headline: must be a text"),
        ("- article: a.md\n  headline: A\n  headline: B\n", "line 3: 'headline' stands twice"),
        ("- article: a.md\n  headline: A\n- article: a.md\n  headline: A\n", "line 3: the same stands in line 1"),
        ("- article: a.md\n  not_an_article: true\n  headline: A\n", "says that it is none, and more of it"),
        ("- article: a.md\n  encoding: latin-99\n", "is no encoding"),
        ("- article: a.md\n  encoding: zlib\n", "is no encoding"),
        ("- article: a.md\n  published: 0205-04-17\n", "not in a year from 1900 to 2100"),
        ("- article: a.md\n  encoding: undefined\n", "is no encoding"),
        ("- article: a.md\n  quantity: '3'\n  value: much\n", "must be a number"),
        (f"- article: a.md\n  quantity: '3'\n  value: {10**400}\n", "must be a number"),
        ("- article: a.md\n  quantity: '3'\n  value: .nan\n", "must be a number"),
        ("- one_name: [A]\n", "must list two or more"),
        ("- one_name: [A, B]\n  label: PERSON\n", "is no kind of name"),
        ("- no_conflict: [{article: a.md, words: x}]\n", "two or more passages"),
        ("- note: why\n", "must have one of these keys"),
        ("- set_aside: abc\n", "says what becomes of it"),
        ("- set_aside: abc\n  drop: false\n", "line 2, key drop: must be true"),
        ("- just words\n", "must be a mapping"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CorrectionsError, match=told):
        read(tmp_path, text)


CONTRADICTIONS = [
    ("- {article: a.md, headline: X}\n- {article: a.md, headline: Y}\n", "two headlines of a.md"),
    ("- {article: a.md, by: [Ann]}\n- {article: a.md, by: [Bob, Ann]}\n", "two lists of authors of a.md"),
    ("- {article: a.md, headline: X}\n- {article: a.md, not_an_article: true}\n", "a.md is no article, and"),
    ("- {article: a.md, an_article: true}\n- {article: a.md, not_an_article: true}\n", "a.md is no article, and"),
    (
        "- {article: a.md, quote: q, speaker: A}\n- {article: a.md, quote: q, speaker: B}\n",
        "two speakers of “q” in a.md",
    ),
    ("- {article: a.md, quote: q, speaker: A}\n- {article: a.md, quote: q, speaker: null, in: so q}\n", "two speakers"),
    (
        "- {article: a.md, quote: q, speaker: A}\n- {article: a.md, quote: q, not_a_quotation: true}\n",
        "is no quotation",
    ),
    ("- {article: a.md, quantity: 4 m, value: 4}\n- {article: a.md, quantity: 4 m, value: 5}\n", "two values of “4 m”"),
    ("- one_name: [A, B]\n- one_name: [B, A]\n", "each of “A”, “B” is said to be another of them"),
    ("- one_name: [A, B]\n- one_name: [C, b]\n", "“b” is two names"),
    ("- one_name: [A, B]\n- not_a_name: B\n", "“B” is a name and is none"),
    ("- one_name: [A, B]\n- not_a_name: a\n", "“a” is a name and is none"),
    ("- {article: a.md, name: A, is: B}\n- {article: a.md, not_a_name: A}\n", "“A” is a name and is none"),
    ("- {article: a.md, name: A, is: B}\n- {article: a.md, name: A, is: C}\n", "“A” is two names"),
    ("- own_story: [b]\n- same_story: [a, b]\n", "b is a story of its own, and of another's"),
    ("- own_story: [a, b]\n- own_story: [b]\n", "b is in two stories of their own"),
]


@pytest.mark.parametrize(("text", "told"), CONTRADICTIONS)
def test_two_that_cannot_hold_together_are_told_with_their_lines(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CorrectionsError, match=f"lines 1 and 2: .*{re.escape(told)}.*nothing of the file is applied"):
        read(tmp_path, text)


def test_a_circle_of_many_names_is_told_and_a_chain_holds(tmp_path: Path) -> None:
    chain = "".join(f"- one_name: [N{n}, N{n + 1}]\n" for n in range(50))
    assert len(read(tmp_path, chain)) == 50
    with pytest.raises(CorrectionsError, match="lines 1 and 51: each of “N0”, “N1”"):
        read(tmp_path, chain + "- one_name: [N50, N0]\n")


@pytest.mark.parametrize(
    "text",
    [
        "- {article: a.md, headline: X}\n- {article: b.md, headline: Y}\n",
        "- {article: a, quantity: 4 m, in: b 4 m, value: 1}\n- {article: a, quantity: 4 m, in: a 4 m, value: 2}\n",
        "- not_a_name: A\n- {article: a.md, name: A, is: B}\n",
        "- {one_name: [A, B]}\n- {one_name: [C, B], label: ORG}\n",
        "- {article: a.md, name: A, is: B}\n- {article: b.md, name: A, is: C}\n",
        "- own_story: [a]\n- same_story: [a, b]\n",
        "- own_story: [a, b]\n- same_story: [a, b]\n",
        "- same_story: [a, b]\n- same_story: [b, a]\n- same_story: [c, b]\n",
        "- {set_aside: i, again: 2025-04-17}\n- {set_aside: i, drop: true}\n",
    ],
)
def test_what_can_hold_together_does(tmp_path: Path, text: str) -> None:
    assert len(read(tmp_path, text)) == text.count("\n")


def test_what_contradicts_an_entry_is_not_written_and_what_to_take_back_is_named(tmp_path: Path) -> None:
    (first,) = writing.add(tmp_path, {"article": "a.md", "headline": "X"})
    with pytest.raises(CorrectionsError, match=f"two headlines of a.md. .*correct undo {first.correction_id[:12]}"):
        writing.add(tmp_path, {"article": "a.md", "headline": "Y"})
    assert reading.read(tmp_path) == [first]


def test_what_a_person_wrote_around_it_stays(tmp_path: Path) -> None:
    before = "# ours\n- article: a.md   # the ferry\n  headline: X\n\n# of names\n- one_name: [A B, A C]\n"
    read(tmp_path, before)
    (made,) = writing.add(tmp_path, {"article": "b.md", "outlet": "Ledger"})
    path = tmp_path / "corrections.yml"
    assert path.read_text(encoding="utf-8").startswith(before)
    writing.take_back(tmp_path, made.correction_id[:12])
    assert path.read_text(encoding="utf-8").strip() == before.strip()
    (first, _) = reading.read(tmp_path)
    writing.take_back(tmp_path, first.correction_id)
    assert path.read_text(encoding="utf-8") == "# ours\n\n# of names\n- one_name: [A B, A C]\n"


def test_one_thing_of_an_entry_is_taken_back_and_the_rest_stands(tmp_path: Path) -> None:
    read(tmp_path, "- article: a.md\n  headline: X\n  outlet: Ledger\n  note: why\n")
    headline, _ = reading.read(tmp_path)
    writing.take_back(tmp_path, headline.correction_id)
    assert [(one.kind, one.note) for one in reading.read(tmp_path)] == [("outlet", "why")]


def test_what_stands_there_is_not_written_twice(tmp_path: Path) -> None:
    writing.add(tmp_path, {"article": "a.md", "headline": "X", "signed": "J. D."})
    with pytest.raises(CorrectionsError, match="says so already"):
        writing.add(tmp_path, {"article": "a.md", "headline": "X"})


def test_entries_that_share_a_line_are_left_to_the_person(tmp_path: Path) -> None:
    read(tmp_path, "[{article: a.md, headline: X}, {article: b.md, headline: Y}]\n")
    first, _ = reading.read(tmp_path)
    with pytest.raises(CorrectionsError, match="Take it out by hand"):
        writing.take_back(tmp_path, first.correction_id)


@pytest.mark.parametrize(
    ("told", "numbers"),
    [
        ("40 + 25 = 65, not 70 (million GBP)", ("sum", [40e6, 25e6], 70e6, 65e6, False, "GBP")),
        ("21.6 − 12.6 = 9 (trillion JPY)", ("difference", [21.6e12, 12.6e12], 9e12, 9e12, True, "JPY")),
        ("62 of 341 = 18% (thousand)", ("share", [62e3, 341e3], 18.0, 18.181818, True, "%")),
        ("from 5 to 6 = 20%, not 25%", ("growth", [5.0, 6.0], 25.0, 20.0, False, "%")),
    ],
)
def test_arithmetic_as_one_reads_it(told: str, numbers: tuple[str, list[float], float, float, bool, str]) -> None:
    assert sums.told(*numbers) == told
