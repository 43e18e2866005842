"""The trees that vote on lines: their counts, their reading, what a vote changes, training them again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.cleaning.html import Block
from twosource.cleaning.learned import MODELS, forest, labels, markup, surroundings, train, votes, words
from twosource.cleaning.rules.lines import LINE_RULES, line_rule
from twosource.cleaning.stretch import Page, judged
from twosource.cleaning.text import decided, read_text

PROSE = (
    "The harbour board voted on Monday to close the eastern quay for two years, and the ferries will leave from the "
    "old coal pier until then. Residents had asked for a later date."
)
MORE = (
    "“We looked at every other place along the river,” the chair of the board said after the vote, “and none of them "
    "would have cost less than this one does.”"
)


def page_of(*texts: str) -> Page:
    return Page.of([judged(text, False) for text in texts])


def column(name: str, *texts: str) -> list[float]:
    names, table = surroundings.table(page_of(*texts))
    return [float(value) for value in table[:, names.index(name)]]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("letters", "Read more", 9),
        ("words", "Read more", 2),
        ("ends_sentence", "The quay is closed.", 1),
        ("ends_sentence", "The quay is closed", 0),
        ("sentences_within", "It is closed. It stays so.", 1),
        ("function_words", "the end of the quay", 0.6),
        ("capitalised_words", "Old Quay is shut", 0.5),
        ("digits", "12ab", 0.5),
        ("commas_per_word", "red, green, blue", 2 / 3),
        ("quotation_mark", "“Never”", 1),
        ("begins_small", "of the quay", 1),
        ("bullet", "* Opinion", 1),
        ("clock", "Updated 14:05", 1),
        ("year", "12 May 2031", 1),
        ("address", "www.paper.example", 1),
        ("bars", "News | Sport | Culture", 2),
        ("reader_words", "your quay", 0.5),
        ("promotion_words", "Subscribe and share", 2),
        ("all_capitals", "MOST READ", 1),
        ("ends_colon", "What we know:", 1),
        ("ends_question", "Who pays?", 1),
        ("ends_ellipsis", "Loading...", 1),
        ("glued_words", "Quay closedThe board voted", 1),
        ("short_date", "12 May 2031", 1),
        ("short_reply", "3 likes", 1),
        ("credit_end", "The quay at dawn (Ann Bloom)", 1),
    ],
)  # fmt: skip
def test_a_count_is_what_its_name_says(name: str, text: str, value: float) -> None:
    counts = dict(zip(words.NAMES, words.counted(judged(text, False)), strict=True))

    assert counts[name] == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "texts", "values"),
    [
        ("copies", ("Menu", PROSE, "Menu"), [2, 1, 2]),
        ("within_other", (PROSE, PROSE[:70], MORE), [0, 1, 0]),
        ("same_opening", (PROSE, PROSE[:60], MORE), [1, 1, 0]),
        ("same_first_word", ("News one", "News two", "Sport"), [1, 1, 0]),
        ("place", ("a b", "c d"), [0, 0.5]),
        ("since_prose", (PROSE, "Menu", "News"), [0, 1, 2]),
        ("until_prose", ("Menu", PROSE, "News"), [1, 0, 60]),
        ("since_list", ("Menu", "MOST READ", "Quay"), [60, 0, 1]),
        ("list_role", ("Menu", "MOST READ", "Quay"), [-1, surroundings.ROLES.index("ranking")] * 1
         + [surroundings.ROLES.index("ranking")]),
        ("ends_sentence_above_1", (PROSE, "Menu"), [-2, 1]),
        ("ends_sentence_below_1", (PROSE, "Menu"), [0, -2]),
        ("bullet_around_3", ("* a", "* b", "c"), [2, 2, 2]),
        ("sentences_after", (PROSE, "Menu", MORE), [1, 1, 0]),
    ],
)  # fmt: skip
def test_a_line_is_counted_by_where_it_stands(name: str, texts: tuple[str, ...], values: list[float]) -> None:
    assert column(name, *texts) == values


def test_the_context_of_votes_holds_those_around_and_the_sum() -> None:
    names, table = surroundings.context_of_votes(np.array([0.9, 0.1, 0.5]))
    middle = dict(zip(names, table[1], strict=True))

    assert middle["vote"] == 0.1
    assert middle["vote_above_1"] == 0.9
    assert middle["vote_below_1"] == 0.5
    assert middle["vote_above_2"] == 0
    assert middle["votes_before"] == pytest.approx(0.9)
    assert middle["votes"] == pytest.approx(1.5)


def test_a_block_is_counted_by_its_tag_its_box_and_its_links() -> None:
    blocks = [Block("Quay", "h2", "other", "no_rule", 0.0), Block("More", "li", "related", "class_related", 1.0)]
    names, table = markup.columns(blocks)
    second = dict(zip(names, table[1], strict=True))

    assert second["tag"] == markup.TAGS.index("li")
    assert second["box"] == markup.BOXES.index("related")
    assert second["links"] == 1
    assert second["links_around_2"] == 0.5
    assert second["tag_above_1"] == markup.TAGS.index("h2")


# ------------------------------------------------------------------ the trees


@pytest.mark.parametrize("leaves", [2, 5, 8, forest.MOST_LEAVES])
def test_our_reading_of_the_trees_is_lightgbms(leaves: int) -> None:
    chance = np.random.default_rng(7)
    table = chance.normal(size=(400, 6))
    table[:, 5] = chance.integers(0, 3, 400)
    labels_ = (table[:, 0] * table[:, 1] + table[:, 5] > 0.7).astype(float)
    model = lightgbm.train(
        {"objective": "binary", "num_leaves": leaves, "verbose": -1, "min_data_in_leaf": 5},
        lightgbm.Dataset(table, labels_),
        num_boost_round=40,
    )
    read = forest.parse(model.model_to_string())

    assert np.allclose(read.predict(read.names, table), model.predict(table), atol=1e-12)


def test_a_model_of_bigger_trees_is_refused() -> None:
    table = np.random.default_rng(7).normal(size=(400, 3))
    model = lightgbm.train(
        {"objective": "binary", "num_leaves": 30, "verbose": -1, "min_data_in_leaf": 5},
        lightgbm.Dataset(table, (table[:, 0] > table[:, 1]).astype(float)),
        num_boost_round=3,
    )
    with pytest.raises(ValueError, match="more than 16 leaves"):
        forest.parse(model.model_to_string())


def test_a_model_file_that_is_cut_off_names_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half.txt").write_text("tree\nversion=v4\n", encoding="utf-8")
    monkeypatch.setattr(forest, "MODELS", tmp_path)

    with pytest.raises(forest.ModelError, match=r"half\.txt cannot be read as a model of trees"):
        forest.forest("half")


def test_trees_do_not_judge_by_features_they_were_not_trained_on() -> None:
    names, table = surroundings.table(page_of(PROSE, MORE))
    with pytest.raises(forest.ModelError, match="letters"):
        forest.forest(votes.TEXT).predict(["length", *names[1:]], table)


def test_the_trained_files_are_small_and_have_a_card() -> None:
    files = sorted(MODELS.glob("*.txt"))

    assert {file.stem for file in files} == {votes.TEXT, votes.TEXT_IN_CONTEXT, votes.HTML, votes.HTML_HEARING}
    assert sum(file.stat().st_size for file in files) < 2_000_000
    assert "no site in two of them" in (MODELS / "README.md").read_text(encoding="utf-8")


# ------------------------------------------------------------------ what a vote changes


def test_the_rules_decide_alone_where_the_trees_keep_nothing() -> None:
    page = page_of("Board closes quay", PROSE, MORE)

    assert [role for role, _, _ in decided(page, np.zeros(3))] == [role for role, _ in page.roles]


def test_no_vote_brings_in_a_line_that_says_what_it_is() -> None:
    page = page_of(PROSE, MORE, "Photo: Ann Bloom")

    assert decided(page, np.array([0.9, 0.9, 0.99]))[2][0] == "credit"


def test_a_page_of_menus_and_comments_gives_its_article_alone() -> None:
    menu = [f"* {name}" for name in ("Home", "News", "Sport", "Culture", "Weather", "Podcasts", "Shop")]
    comments = [
        "3 comments", "Jan M. says:", "May 5, 2031 at 6:34 am", "I never liked that quay anyway.", "Reply",
        "quayfan77 says:", "May 5, 2031 at 8:01 am", "Then you have never been there in June, have you?", "Reply",
    ]  # fmt: skip
    body = [PROSE, MORE, PROSE.replace("Monday", "Friday").replace("quay", "lock"), MORE.replace("river", "canal")]
    lines = [*menu, "Board closes the eastern quay for two years", "5 May 2031", *body, *comments, "Imprint", "Privacy"]

    kept = [draft.text for draft in read_text("\n".join(lines)).drafts if draft.kept]

    assert kept == body


# ------------------------------------------------------------------ training


def test_a_line_is_the_articles_when_most_of_its_words_are() -> None:
    gold = "The quay is closed.\nThe ferries leave from the pier."
    lines = ["Menu quay", "The quay is closed.", "Most read: the ferries", "The ferries leave from the old pier."]

    assert labels.aligned(lines, gold) == [False, True, False, True]


def test_a_fit_counts_runs_of_four_words() -> None:
    found = labels.fit("one two three four five", "one two three four six")

    assert (found.precision, found.recall, found.f1) == (0.5, 0.5, 0.5)
    assert labels.fit("", "one two").precision is None
    assert labels.best_fit("one two three four", ["six", "one two three four"]).f1 == 1


def test_the_command_trains_files_that_the_product_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "MODELS", tmp_path)
    monkeypatch.setattr(train, "ROUNDS", 5)
    pages = tmp_path / "pages.jsonl.gz"
    with gzip.open(pages, "wt", encoding="utf-8") as out:
        for number in range(12):
            body = [f"{PROSE} File {number}.", f"{MORE} File {number}.", f"{PROSE} Again {number}."]
            menu = [f"Menu entry {number} {at}" for at in range(12)]
            html = "".join(f"<li>{m}</li>" for m in menu) + "".join(f"<p>{b}</p>" for b in body)
            record = {
                "url": f"https://site{number}.example/a",
                "text": "\n".join([*menu, *body, *menu]),
                "html": f"<html><body>{html}</body></html>",
                "body": "\n".join(body),
            }
            out.write(json.dumps(record) + "\n")
    monkeypatch.setattr("sys.argv", ["train", str(pages)])

    train.main()

    assert "12 web pages of 12 sites" in capsys.readouterr().out
    for name in (votes.TEXT, votes.TEXT_IN_CONTEXT, votes.HTML, votes.HTML_HEARING):
        assert len(forest.parse((tmp_path / f"{name}.txt").read_text(encoding="utf-8")).values) == 5


# ------------------------------------------------------------------ the index of the line rules


def first_of_all(line: str) -> str | None:
    return next((rule.name for rule in LINE_RULES if rule.pattern.fullmatch(line)), None)


@pytest.mark.parametrize("rule", LINE_RULES, ids=lambda rule: rule.name)
def test_the_index_finds_the_row_that_trying_all_would_find(rule: object) -> None:
    example = str(getattr(rule, "example", ""))
    found = line_rule(example)

    assert found is not None
    assert found.name == first_of_all(example)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(min_size=1, max_size=80), st.sampled_from(LINE_RULES).map(lambda rule: rule.example.swapcase()))
)
def test_the_index_changes_nothing(line: str) -> None:
    found = line_rule(line)

    assert (found.name if found else None) == first_of_all(line)
