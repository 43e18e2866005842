"""Every form in which news tells who said what, one sentence of our own each, and input that is no news at all."""

from __future__ import annotations

import time

import pytest

from twosource.extraction import names, quotes
from twosource.extraction.parse import parse
from twosource.records import Quote


def find(text: str) -> list[Quote]:
    parsed = parse(text)
    return quotes.find(parsed, names.find(parsed))


def told(text: str) -> list[tuple[str, str | None]]:
    """The words of each quotation, fragment by fragment, with its speaker."""
    return [(" | ".join(text[a:b] for a, b in quote.fragments), quote.speaker) for quote in find(text)]


BLOOM = "Ann Bloom"
MANY_SENTENCES = "The bridge is old. Nobody has looked after it for years. We will close it in May,"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("several sentences", f'"{MANY_SENTENCES}" said Ann Bloom.', [(MANY_SENTENCES, BLOOM)]),
        (
            "over paragraphs, the speaker named in the last",
            "Peter Stahl came.\n\n“We will close it, because it is old and weak.\n\n“It is time,” Ann Bloom said.",
            [("We will close it, because it is old and weak.", BLOOM), ("It is time,", BLOOM)],
        ),
        (
            "mark opened twice, the source between",
            "“The mayor looks at the river. According to a harbour source, “I am sure it will close.”",
            [("The mayor looks at the river.", "a harbour source"), ("I am sure it will close.", "a harbour source")],
        ),
        (
            "nested single marks",
            "“He told me ‘go away’ twice before the gate,” Ann Bloom said.",
            [("He told me ‘go away’ twice before the gate,", BLOOM)],
        ),
        (
            "British marks",
            "‘We won’t close the bridge now,’ said Ann Bloom. ‘It’s too early for that.’",
            [("We won’t close the bridge now,", BLOOM), ("It’s too early for that.", BLOOM)],
        ),
        ("cue in the middle, short", "“I,” said Ann Bloom, “will not go.”", [("I, | will not go.", BLOOM)]),
        (
            "words of the reporter behind the marks",
            "“The bridge is shut,” said Ann Bloom. “We could not find a single sound plank,” which worried the town.",
            [("The bridge is shut,", BLOOM), ("We could not find a single sound plank,", BLOOM)],
        ),
        (
            "role behind the cue, with a clause of its own",
            '"We heard the bridge before we saw it," said the woman, who like many did not give her name.',
            [("We heard the bridge before we saw it,", "the woman")],
        ),
        (
            "a clause and marks, the place of the talk between",
            'Ann Bloom told the council at a lunch that the boats were "sick and tired of waiting for the bridge."',
            [('that the boats were "sick and tired of waiting for the bridge."', BLOOM)],
        ),
        (
            "naming",
            "Ann Bloom called the plan of the council a “sham” on Monday.",
            [("the plan of the council a “sham”", BLOOM)],
        ),
        (
            "spoken of",
            'Ann Bloom talked about "the long, cold nights" at the old ferry.',
            [('"the long, cold nights" at the old ferry', BLOOM)],
        ),
        (
            "as clause",
            "As Ann Bloom noted on Monday, the bridge is old because nobody has looked after it.",
            [("the bridge is old because nobody has looked after it", BLOOM)],
        ),
        (
            "call on somebody",
            "Ann Bloom called on the council to close the bridge in May.",
            [("to close the bridge in May", BLOOM)],
        ),
        (
            "noun of speech with its owner",
            "Ann Bloom's claim that the bridge had been sold surprised the council.",
            [("that the bridge had been sold", BLOOM)],
        ),
        (
            "noun of speech, made by",
            "The claim that the bridge had been sold was made by Ann Bloom in May.",
            [("that the bridge had been sold", BLOOM)],
        ),
        (
            "post",
            "“THE BRIDGE IS COMING DOWN!” Ann Bloom posted on Truth Social on Monday.",
            [("THE BRIDGE IS COMING DOWN!", BLOOM)],
        ),
        (
            "aside before the cue",
            "Ann Bloom - in a letter that nobody had expected from her - declared that the bridge would close.",
            [("that the bridge would close", BLOOM)],
        ),
        (
            "joined to what somebody else did",
            "Ann Bloom rejected the notion that the bridge was safe, saying that it would fall.",
            [("that it would fall", BLOOM)],
        ),
        (
            "cue inside reported speech",
            "Ann Bloom said Peter Stahl had told her the bridge was sold.",
            [("Peter Stahl had told her the bridge was sold", BLOOM)],
        ),
    ],
)
def test_form(name: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(text) == expected, name


@pytest.mark.parametrize(
    ("name", "text", "speaker"),
    [
        (
            "role alone",
            "“It is not so,” a senior Foreign Ministry official said.",
            "a senior Foreign Ministry official",
        ),
        (
            "role, named two paragraphs before",
            "Prime Minister Karl Weidmann came.\n\nIt was a warm day.\n\n“We build,” the prime minister said.",
            "Karl Weidmann",
        ),
        (
            "acronym",
            "The Norwegian Transport Safety Board (NTSB) met in May.\n\nThe NTSB said the bridge was old.",
            "Norwegian Transport Safety Board",
        ),
        ("capital for a government", "Tokyo said it would not give up the tariff on rice in May.", "Tokyo"),
        ("seat for a government", "“We will not give it up,” the White House said in a statement.", "White House"),
        (
            "government and place",
            "The government in Oslo denied that the bridge was sold.",
            "The government in Oslo",
        ),
        ("figure of a poll", "Nearly 40 percent of voters say the bridge is old.", "40 percent of voters"),
        ("person among others", "One of the builders, Ann Bloom, said the bridge was old.", BLOOM),
        ("participle behind the noun", "People arrested in May said the bridge was locked.", "People arrested in May"),
        ("in particular", "The council in particular has said that it wants boats.", "The council"),
        (
            "it",
            "Microsoft sold the bridge in May. It said the ferry would stay.",
            "Microsoft",
        ),
        (
            "they",
            "Ann Bloom met the builders. The builders were tired, and they said the bridge was old.",
            "The builders",
        ),
        (
            "statement that somebody put out",
            "Ann Bloom released a statement saying that the bridge would close.",
            BLOOM,
        ),
        (
            "report taken up again",
            "A report by Microsoft said the bridge was old.\n\nThe bridge will fall, according to the report.",
            "Microsoft",
        ),
    ],
)
def test_speaker(name: str, text: str, speaker: str) -> None:
    assert find(text)[-1].speaker == speaker, name


def test_relative_word_is_kept_as_written() -> None:
    quote = find("It was a talk with Ann Bloom, who said the bridge was old.")[0]
    assert (quote.speaker, quote.speaker_text) == (BLOOM, "who")


def test_apposition_is_kept_as_written() -> None:
    quote = find("The harbour spokesman, Peter Stahl, said the bridge was old.")[0]
    assert (quote.speaker, quote.speaker_text) == ("Peter Stahl", "The harbour spokesman, Peter Stahl")


@pytest.mark.parametrize(
    ("text", "speaker", "outlet"),
    [
        (
            "A harbour official told a Herald Tribune report that tolls would rise.",
            "A harbour official",
            "Herald Tribune",
        ),
        ("A port manager told Reuters that tolls would rise in May.", "A port manager", "Reuters"),
        (
            "According to a source quoted in the Harbour Herald article, tolls would rise in May.",
            "a source",
            "Harbour Herald",
        ),
    ],
)
def test_source_and_relay(text: str, speaker: str, outlet: str) -> None:
    quote = find(text)[0]
    assert (quote.speaker, quote.relayed_from) == (speaker, outlet)


def test_article_taken_up_again_is_still_the_relay() -> None:
    text = (
        "The bridge is old, according to the Harbour Herald report.\n\nAccording to the article, it will fall in May."
    )
    assert [quote.relayed_from for quote in find(text)] == ["Harbour Herald", "Harbour Herald"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scare quotes", "It is a so-called “smart” bridge, and it has a “green” roof."),
        ("slogan on a sign", "Voters held up signs reading “Bridges for All” in the rain."),
        ("slogan", "Supporters wore the slogan “Bridges for All” on their hats."),
        ("song", "Ann Bloom sang the song “Winter on the River” in the town hall."),
        ("sidebar", "READ MORE: Ann Bloom says the bridge is old"),
        ("caption", "Mayor Ann Bloom says the bridge is old. (Tom Reed/Getty Images)"),
        ("not yet said", "Ann Bloom will argue that the bridge is old."),
        ("the reader's words", "When you say you hate the bridge, it may fall."),
        ("a year is nobody", "In 2016 said bridge was closed because it was old."),
    ],
)
def test_none(name: str, text: str) -> None:
    assert told(text) == [], name


def test_speaker_that_nobody_names_stays_open() -> None:
    quote = find("“The ferry will run all night and all day, and nobody will pay for it.”")[0]
    assert quote.speaker is None
    assert quote.confidence < 0.5


def test_pronoun_that_fits_nobody_stays_open() -> None:
    quote = find("“We go now,” they said.")[0]
    assert (quote.speaker, quote.speaker_text) == (None, "they")


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nothing", ""),
        ("blanks", " \n\n \t\n"),
        ("no sentences", "-\n-\n* * *\n12 34\n()"),
        ("emoji", "\U0001f600\U0001f680 “\U0001f600” \U0001f600 said \U0001f600\U0001f1ef\U0001f1f5"),
        ("mixed scripts", "“Привет 東京” said العربية. 「橋は古い」と市長は言った。 «Мост стар», сказала Анна."),
        ("marks alone", "“”\"\"''``‘’«»" * 40),
        ("turn without words", '[Karl Weidmann/Minister: ""]'),
        ("cues alone", "said said said according to according to says"),
    ],
)
def test_bad_input_is_read(name: str, text: str) -> None:
    for quote in find(text):
        assert text[quote.start : quote.end] == quote.text, name


def test_ten_thousand_marks_in_one_paragraph() -> None:
    parsed = parse('“a” "b" ' * 2_500)
    started = time.process_time()
    quotes.find(parsed, names.find(parsed))
    assert time.process_time() - started < 5


def test_paragraph_of_two_hundred_thousand_characters_takes_linear_time() -> None:
    # long words: what counts is the length in characters and the number of sentences, not the parser's patience
    sentence = f"“The {'b' * 300} is old,” said Ann Bloom, who said that the {'r' * 300} would fall. "

    def seconds(length: int) -> float:
        parsed = parse((sentence * (length // len(sentence) + 1))[:length])
        mentions = names.find(parsed)
        started = time.process_time()
        assert quotes.find(parsed, mentions)
        return time.process_time() - started

    seconds(2_000)
    assert seconds(200_000) < 20 * max(seconds(20_000), 0.02)
