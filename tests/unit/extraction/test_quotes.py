"""Quotations: marks, rules of attribution, turns, coreference, on sentences of our own."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twosource import reference
from twosource.extraction import names, quotes
from twosource.extraction.parse import parse
from twosource.extraction.quotes.direct import RULES, Rule
from twosource.extraction.quotes.marks import segments
from twosource.extraction.quotes.turns import said_on
from twosource.records import Published, Quote


def find(text: str, published: str | None = None) -> list[Quote]:
    parsed = parse(text)
    day = Published(value=published, precision="day", basis="metadata", confidence=1.0) if published else None
    return quotes.find(parsed, names.find(parsed), day)


def only(text: str) -> Quote:
    found = find(text)
    assert len(found) == 1, [(q.kind, q.text) for q in found]
    return found[0]


def test_forces_of_the_cues_are_in_the_vocabulary() -> None:
    allowed = set(reference.vocabulary("force"))
    for column in ("verbs", "direct_only", "nouns"):
        assert set(reference.table("cues")[column]) <= allowed


# ------------------------------------------------------------------ marks


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("curly", "She said “we go”.", ["we go"]),
        ("straight", 'She said "we go" and "we stay".', ["we go", "we stay"]),
        ("doubled single", "She said ``we go'' again.", ["we go"]),
        ("British single", "‘We won’t go,’ she said. ‘It’s late.’", ["We won’t go,", "It’s late."]),
        ("possessive inside single", "‘The dogs’ owner left early,’ she said.", ["The dogs’ owner left early,"]),
        ("nested single", "“He told me ‘go away’ twice,” she said.", ["He told me ‘go away’ twice,"]),
        ("inches", 'The 6\'2" guard said "we go".', ["we go"]),
        ("over two paragraphs", "“We go.\n\n“We stay,” she said.", ["We go.", "We stay,"]),
        ("second paragraph without a mark", '"We go\n\nor we stay," she said.', ["We go", "or we stay,"]),
        ("never closes", 'She said "we go\n\nThe next day was calm.', ["we go"]),
        ("opened twice", "“It is late. According to her, “I’m tired.”", ["It is late.", "I’m tired."]),
        ("lost closing mark", "“We go, she said. The town was calm.", ["We go,"]),
        ("single among doubles", "“Go.”\n\n“Stay.”\n\n‘We leave,’ he said.", ["Go.", "Stay.", "We leave,"]),
        ("nothing inside", 'She wrote "" and left.', []),
        ("apostrophes are no marks", "It's the dogs' day in the '90s.", []),
    ],
)
def test_marks(name: str, text: str, expected: list[str]) -> None:
    assert [text[q.start : q.end] for q in segments(text)] == expected, name


def test_ten_thousand_marks_take_linear_time() -> None:
    def seconds(n: int) -> float:
        text = '"a, " ' * n
        started = time.process_time()
        assert len(segments(text)) == n
        return time.process_time() - started

    seconds(500)
    assert seconds(5_000) < 2.0


# ------------------------------------------------------------------ rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_example_of_each_rule(rule: Rule) -> None:
    quote = find(rule.example)[0]
    assert quote.rule in (f"quotes.{rule.name}", f"quotes.{rule.name.replace('source_beside', 'according_to_beside')}")
    assert quote.speaker == rule.speaker


@pytest.mark.parametrize(
    ("name", "text", "words", "speaker", "cue"),
    [
        ("inverted", '"The bridge is closed," said Mayor Ann Bloom.', "The bridge is closed,", "Ann Bloom", "said"),
        ("straight order", '"The bridge is closed," Ann Bloom said.', "The bridge is closed,", "Ann Bloom", "said"),
        ("before", 'Ann Bloom warned: "The bridge will fall."', "The bridge will fall.", "Ann Bloom", "warned"),
        (
            "any verb behind a comma",
            '"The bridge is closed," Ann Bloom blurted out.',
            "The bridge is closed,",
            "Ann Bloom",
            "blurted",
        ),
        (
            "quoted as saying",
            '"We want a higher wage," a senior port official was quoted as saying.',
            "We want a higher wage,",
            "a senior port official",
            "saying",
        ),
        (
            "inverted, a role first",
            '"We ask for patience and for coats," joked the bridge manager, Ann Bloom, as rain fell.',
            "We ask for patience and for coats,",
            "Ann Bloom",
            "joked",
        ),
        (
            "long apposition",
            '"We will rebuild it," Ann Bloom, the mayor who has run the town since 2009, said.',
            "We will rebuild it,",
            "Ann Bloom",
            "said",
        ),
    ],
)
def test_direct(name: str, text: str, words: str, speaker: str, cue: str) -> None:
    quote = find(text)[0]
    assert (quote.kind, quote.text, quote.speaker, quote.cue) == ("direct", words, speaker, cue), name


def test_cue_in_the_middle_makes_two_fragments() -> None:
    text = '"The bridge," Ann Bloom said, "will be closed for two years."'
    quote = only(text)
    assert [text[a:b] for a, b in quote.fragments] == ["The bridge,", "will be closed for two years."]
    assert text[quote.start : quote.end] == quote.text


def test_second_quotation_of_a_paragraph_goes_on_with_the_speaker() -> None:
    found = find('"The bridge is closed," Ann Bloom said. "Nobody may cross it before the spring."')
    assert [q.speaker for q in found] == ["Ann Bloom", "Ann Bloom"]


def test_paragraph_of_a_quotation_alone_goes_on_with_the_speaker() -> None:
    found = find('"The bridge is closed," Ann Bloom said.\n\n"Nobody may cross it before the spring."')
    assert [q.speaker for q in found] == ["Ann Bloom", "Ann Bloom"]
    assert found[1].rule == "quotes.carried_on"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scare quotes", 'The "smart" bridge was closed by the council in May.'),
        ("title", 'The film "Winter on the Long Wide River" opened in May.'),
        ("no speech", "The council closed the bridge in May because the river rose."),
        ("negated", "Ann Bloom did not say that the bridge was closed."),
        ("refused", "Ann Bloom refused to say that the bridge was closed."),
        ("without saying", "Ann Bloom praised the bridge without saying what it had cost the town."),
        ("thinking", "Ann Bloom thinks that the bridge will be closed soon."),
    ],
)
def test_no_quotation(name: str, text: str) -> None:
    assert find(text) == [], name


@pytest.mark.parametrize(
    ("name", "text", "words", "speaker", "kind", "force"),
    [
        (
            "clause",
            "Ann Bloom said that the bridge was closed.",
            "that the bridge was closed",
            "Ann Bloom",
            "indirect",
            "says",
        ),
        ("behind", "The bridge was closed, Ann Bloom said.", "The bridge was closed", "Ann Bloom", "indirect", "says"),
        (
            "promise",
            "Ann Bloom promised to rebuild the old bridge.",
            "to rebuild the old bridge",
            "Ann Bloom",
            "indirect",
            "promises",
        ),
        (
            "according to, before",
            "According to Ann Bloom, the bridge was closed in May.",
            "the bridge was closed in May",
            "Ann Bloom",
            "indirect",
            "says",
        ),
        (
            "according to, behind",
            "The bridge was closed in May, according to Ann Bloom.",
            "The bridge was closed in May",
            "Ann Bloom",
            "indirect",
            "says",
        ),
        (
            "partly in marks",
            'Ann Bloom said the town would build "a bridge for everybody" before the spring.',
            'the town would build "a bridge for everybody" before the spring',
            "Ann Bloom",
            "mixed",
            "says",
        ),
        (
            "denial",
            "Ann Bloom denied that the bridge was closed.",
            "that the bridge was closed",
            "Ann Bloom",
            "indirect",
            "denies",
        ),
    ],
)
def test_reported(name: str, text: str, words: str, speaker: str, kind: str, force: str) -> None:
    quote = only(text)
    assert (quote.text, quote.speaker, quote.kind, quote.force) == (words, speaker, kind, force), name


# ------------------------------------------------------------------ turns


def test_bracketed_turn_has_speaker_role_and_day() -> None:
    text = '[Karl Weidmann/Transport Minister/May 3 local time: "The line opens in June."]'
    quote = find(text, published="2024-02-10")[0]
    assert (quote.speaker, quote.speaker_role, quote.said_on) == ("Karl Weidmann", "Transport Minister", "2023-05-03")
    assert quote.text == "The line opens in June."
    assert quote.kind == "direct"


def test_interviewers_question_is_not_the_speakers() -> None:
    text = '[Karl Weidmann/Transport Minister: "(Does the line open?) It opens in June."]'
    assert [q.text for q in find(text)] == ["It opens in June."]


def test_turns_by_name() -> None:
    text = "WEIDMANN: The line opens in June.\n\nBLOOM: That is what they all say.\n\nWEIDMANN: It is true."
    assert [q.speaker for q in find(text)] == ["Weidmann", "Bloom", "Weidmann"]
    assert [q.rule for q in find(text)] == ["quotes.named_turn"] * 3


def test_topics_in_capitals_are_no_turns() -> None:
    assert find("BONDS: Prices rose in May.\n\nENERGY: Oil fell in May.") == []


@pytest.mark.parametrize(
    ("words", "published", "value"),
    [
        ("Apr. 10 local time", None, "XXXX-04-10"),
        ("Apr. 10", "2025-04-17", "2025-04-10"),
        ("December 30", "2025-04-17", "2024-12-30"),
        ("March 3, 2021", "2025-04-17", "2021-03-03"),
        ("Foreign Minister", "2025-04-17", None),
        ("Apr. 44", "2025-04-17", None),
    ],
)
def test_said_on(words: str, published: str | None, value: str | None) -> None:
    day = Published(value=published, precision="day", basis="metadata", confidence=1.0) if published else None
    assert said_on(words, day) == value


# ------------------------------------------------------------------ who it is


@pytest.mark.parametrize(
    ("name", "text", "speakers"),
    [
        ("surname", "Ann Bloom came.\n\n“We go,” Bloom said.", ["Ann Bloom"]),
        ("pronoun", "Ann Bloom met Peter Stahl.\n\n“We go,” she said.", ["Ann Bloom"]),
        ("other pronoun", "Ann Bloom met Peter Stahl.\n\n“We go,” he said.", ["Peter Stahl"]),
        ("role", "Mayor Ann Bloom came.\n\n“We go now,” the mayor said.", ["Ann Bloom"]),
        ("role of nobody", "“We go now,” a neighbour said.", ["a neighbour"]),
        ("last speaker", "“We go,” said Ann Bloom.\n\n“It is late,” she added.", ["Ann Bloom", "Ann Bloom"]),
        ("role set off", "The minister in charge, Ann Bloom, came.\n\n“We go now,” the minister said.", ["Ann Bloom"]),
        ("no gender known", "Peter Stahl left.\n\nBut Orun Velasco came.\n\n“We go now,” he said.", ["Orun Velasco"]),
        (
            "sentence ends inside the marks",
            "“We go now,” said Ann Bloom. “The bridge is closed for us.” In May the town was calm.",
            ["Ann Bloom", "Ann Bloom"],
        ),
        ("statement", "Ann Bloom came.\n\n“We will go now,” her statement read.", ["Ann Bloom"]),
    ],
)
def test_speaker(name: str, text: str, speakers: list[str]) -> None:
    assert [q.speaker for q in find(text)] == speakers, name


def test_speaker_as_written_is_kept() -> None:
    quote = find("Ann Bloom came.\n\n“We go,” she said.")[0]
    assert quote.speaker_text == "she"


def test_outlet_that_relays_is_not_the_speaker() -> None:
    text = "“Prices will rise,” a senior bank official was quoted as saying in the Reuters report."
    quote = find(text)[0]
    assert (quote.speaker, quote.relayed_from) == ("a senior bank official", "Reuters")


def test_caption_gives_no_reported_speech() -> None:
    assert find("Ann Bloom says the bridge will be closed. (Tom Reed/Town Press)") == []


# ------------------------------------------------------------------ properties

MARKS = ["“", "”", '"', "‘", "’", "'", "``", "''", "[", "]", "(", ")", "/", "\n", "\n\n", " — ", "? ", ", ", ". ", ": "]
WORDS = [
    "Ann Bloom",
    " said ",
    "she",
    "according to ",
    "the bridge is closed",
    " that ",
    "Apr. 10",
    "é",
    "\U0001f600",
    "NAME: ",
]
PIECES = st.sampled_from([*MARKS, *WORDS])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_read_and_every_fact_is_at_its_offsets(text: str) -> None:
    parsed = parse(text)
    mentions = names.find(parsed)
    for fact in [*mentions, *quotes.find(parsed, mentions)]:
        assert text[fact.start : fact.end] == fact.text
    for quote in quotes.find(parsed, mentions):
        assert quote.fragments
        assert (quote.start, quote.end) == (quote.fragments[0][0], quote.fragments[-1][1])
        assert all(a < b for a, b in quote.fragments)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab “”\"‘’'\n`.,", max_size=60))
def test_stretches_are_ordered_and_apart(text: str) -> None:
    found = segments(text)
    assert all(q.outer_start <= q.start < q.end <= q.outer_end for q in found)
    assert all(left.outer_end <= right.outer_start for left, right in pairwise(found))
