"""Kinds of fault that people who do this job report, across the finders: each in several wordings, one parse a text."""

from __future__ import annotations

from functools import cache

import pytest

from twosource import extract
from twosource.records import Facts

PUBLISHED = "2025-04-16"


@cache
def read(text: str) -> Facts:
    return extract(text, published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("The two towns broke off talks in May.", "May", "2024-05"),
        ("The talks are set for May.", "May", "2025-05"),
        ("They met on April 7. The next day the markets fell.", "The next day", "2025-04-08"),
        ("The mill burned in 2003. Four years later the town sold it.", "Four years later", "2007"),
        ("“I leave tomorrow,” Lorna Petty said last Friday.", "tomorrow", "2025-04-12"),
        ("“We vote tonight,” Otto Brandis told reporters on Monday.", "tonight", "2025-04-14TNI"),
        ("The judge will rule Friday next week.", "Friday next week", "2025-04-25"),
        ("The law of 3.12.2023 holds.", "3.12.2023", None),
        ("The fair runs May 3-5.", "5", "2025-05-05"),
        ("It began in Heisei 30.", "Heisei 30", "2018"),
    ],
)
def test_times(text: str, written: str, value: str | None) -> None:
    assert {time.text: time.value for time in read(text).times}.get(written) == value or value is None


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Japan will raise the budget in fiscal 2026.", "2026-04-01", "2027-03-31"),
        ("The United States spent more in fiscal 2024.", "2023-10-01", "2024-09-30"),
        ("Torvik Mills sold more in fiscal 2024.", None, None),
    ],
)
def test_a_fiscal_year_has_the_days_of_its_country(text: str, begins: str | None, ends: str | None) -> None:
    assert [(time.begins_on, time.ends_on) for time in read(text).times] == [(begins, ends)]


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        ("Chad Whitlow runs the mill.", "Chad Whitlow", "PER"),
        ("Mayor Ann London opened the fair. London said it was the best yet.", "London", "PER"),
        ("Mayor Ann London left. She flew to London.", "London", "LOC"),
        ("Jordan sent envoys to the talks.", "Jordan", "LOC"),
        ("They praised Min-ho Park for it.", "Min-ho Park", "PER"),
        ("“We stay,” said Peter “Bear” Moen, a farmer.", "Peter “Bear” Moen", "PER"),
    ],
)
def test_names(text: str, written: str, label: str) -> None:
    assert [m.label for m in read(text).mentions if m.text == written] == [label]


@pytest.mark.parametrize(
    ("text", "written", "country"),
    [
        ("President Karl Voss of Denmark left.", "Karl Voss", "DNK"),
        ("Japan’s biggest steel manufacturer, Higashi Steel, grew.", "Higashi Steel", "JPN"),
        ("Tokyo is wary. A senior Foreign Ministry official in Japan said so.", "Foreign Ministry", "JPN"),
        ("They met in American Samoa.", "American Samoa", "ASM"),
    ],
)
def test_countries(text: str, written: str, country: str) -> None:
    assert [m.country for m in read(text).mentions if m.text == written] == [country]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Petrova: “It is a disaster for us.”", "Anna Petrova"),
        ("The town’s mayor, Luc Ferrand: “We will answer every letter.”", "Luc Ferrand"),
        ("Harbour office spokesperson: “We are studying the order.”", "Harbour office spokesperson"),
        ("“It is a disaster for us.” — Anna Petrova, farmer", "Anna Petrova"),
        ("From the desk of Joan Darrow:\n\n“Prices will fall before the summer.”", "Joan Darrow"),
        ("Speaking to the BBC, Adam Kos said that his town would not sign.", "Adam Kos"),
    ],
)
def test_speakers(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in read(text).quotes] == [speaker]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The town plans new talks, NHK reported.", "NHK"),
        ("According to Reuters, the offer has lapsed.", "Reuters"),
        ("Speaking to the BBC, Adam Kos said that his town would not sign.", "BBC"),
        ("Adam Kos said that his town would not sign.", None),
    ],
)
def test_relays(text: str, outlet: str | None) -> None:
    assert [quote.relayed_from for quote in read(text).quotes] == [outlet]


def test_the_day_beside_the_cue_is_the_day_of_saying() -> None:
    assert [quote.said_on for quote in read("“We will pay,” Otto Brandis said on Monday.").quotes] == ["2025-04-14"]
    assert [quote.said_on for quote in read("“We will pay on Monday,” Otto Brandis said.").quotes] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "She starred in “The Long Wait” on Sunday.",
        "He sang “River of Ash” at the fair.",
        "It hangs beside “Blue Hills”.",
    ],
)
def test_a_work_is_no_speech(text: str) -> None:
    assert read(text).quotes == []


@pytest.mark.parametrize(
    "text",
    [
        "England beat Germany 2-1 in the final.",
        "Spain will face France in the final after beating Italy on penalties.",
        "Torvik attacked its rival in Denmark with a cheaper car.",
        "Norway fired a late shot to win the match against Peru.",
    ],
)
def test_games_and_markets_are_no_war(text: str) -> None:
    assert not [event for event in read(text).events if event.type in ("ASSAULT", "COERCE")]


@pytest.mark.parametrize(
    "text",
    [
        "Chad attacked Libyan bases with rockets.",
        "Libyan troops shot at a market in Chad.",
        "Police beat protesters in Chile.",
    ],
)
def test_war_is_war(text: str) -> None:
    assert [event for event in read(text).events if event.type in ("ASSAULT", "COERCE")]


@pytest.mark.parametrize(
    ("text", "negated", "modality"),
    [
        ("“We cannot rule out that Oslo will raise the matter,” Lorna Petty said.", False, "hypothetical"),
        ("Under no circumstances will they pay.", True, "planned"),
        ("At no time did they meet.", True, "asserted"),
        ("Neither Oslo nor Lima signed it.", True, "asserted"),
        ("They failed to agree.", True, "asserted"),
        ("Denmark and Norway agreed to reach a deal.", False, "asserted"),
        ("The towns have sought to meet.", False, "asserted"),
        ("It is highly likely that the port will close.", False, "estimated"),
        ("Mayor Ilse Roth had opposed the sale last week.", False, "asserted"),
        ("The dollar rose against the yen.", False, "asserted"),
    ],
)
def test_claims(text: str, negated: bool, modality: str) -> None:
    assert [(claim.negated, claim.modality) for claim in read(text).claims] == [(negated, modality)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (
            "Peru plans to raise port spending to 2.4% of GDP by 2033.",
            [("port spending as share of GDP", None, "2033")],
        ),
        (
            "Voss called on Norway to raise its port spending to $5 billion or 3% of its GDP.",
            [("port spending", "Norway", None), ("port spending as share of GDP", "Norway", None)],
        ),
        ("Exports and imports rose 4% and 7%, respectively.", [("Exports", None, None), ("imports", None, None)]),
        ("The state sold 210,000 tons in March.", [("sales", None, "2025-03")]),
        ("Economists expect growth of around 1.5% this year.", [("growth", None, "2025")]),
        ("It left a deficit of $30 million for Denmark.", [("deficit", "Denmark", None)]),
    ],
)
def test_binding(text: str, bound: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(q.measure, q.about, q.period) for q in read(text).quantities] == bound
