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
        ("The two banks dropped their merger in May.", "May", "2024-05"),
        ("The talks are set for May.", "May", "2025-05"),
        ("She landed on March 11. The next day the crew struck.", "The next day", "2025-03-12"),
        ("The mill burned in 2003. Four years later the town sold it.", "Four years later", "2007"),
        ("“We sail tomorrow,” Lorna Petty said last Thursday.", "tomorrow", "2025-04-11"),
        ("“We march tonight,” Ilka Brom told neighbours on Tuesday.", "tonight", "2025-04-15TNI"),
        ("The museum will open Tuesday next week.", "Tuesday next week", "2025-04-22"),
        ("The law of 3.12.2023 holds.", "3.12.2023", "2023-12-03"),
        ("The fair runs May 3-5.", "5", "2025-05-05"),
        ("It began in Heisei 30.", "Heisei 30", "2018"),
    ],
)
def test_times(text: str, written: str, value: str) -> None:
    assert {time.text: time.value for time in read(text).times}.get(written) == value


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Japan will hire more nurses in fiscal 2027.", "2027-04-01", "2028-03-31"),
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
        ("Judge Ann London left the bench. London called it a relief.", "London", "PER"),
        ("Mayor Ann London left. She flew to London.", "London", "LOC"),
        ("Jordan sent envoys to the talks.", "Jordan", "LOC"),
        ("They praised Ji-won Seo for it.", "Ji-won Seo", "PER"),
        ("“We stay,” said Peter “Bear” Moen, a farmer.", "Peter “Bear” Moen", "PER"),
    ],
)
def test_names(text: str, written: str, label: str) -> None:
    assert [m.label for m in read(text).mentions if m.text == written] == [label]


@pytest.mark.parametrize(
    ("text", "written", "country"),
    [
        ("President Nils Aker of Denmark left.", "Nils Aker", "DNK"),
        ("Norway’s largest brewer, Vestby Brewing, grew.", "Vestby Brewing", "NOR"),
        ("Lima is calm. A young Finance Ministry clerk in Peru wrote it.", "Finance Ministry", "PER"),
        ("They met in American Samoa.", "American Samoa", "ASM"),
    ],
)
def test_countries(text: str, written: str, country: str) -> None:
    assert [m.country for m in read(text).mentions if m.text == written] == [country]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Greta Olsen: “We have no flour left.”", "Greta Olsen"),
        ("The town’s mayor, Paul Renard: “We will mend every roof.”", "Paul Renard"),
        ("Harbour office spokesperson: “We are reading the letter.”", "Harbour office spokesperson"),
        ("“We have no flour left.” — Greta Olsen, baker", "Greta Olsen"),
        ("From the desk of Sven Dahl:\n\n“Nobody will mend the bridge.”", "Sven Dahl"),
        ("Speaking to the BBC, Piotr Lis said that his club would not pay.", "Piotr Lis"),
    ],
)
def test_speakers(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in read(text).quotes] == [speaker]


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The town wants a second bridge, NHK reported.", "NHK"),
        ("According to Reuters, the lease has ended.", "Reuters"),
        ("Speaking to the BBC, Piotr Lis said that his club would not pay.", "BBC"),
        ("Piotr Lis said that his club would not pay.", None),
    ],
)
def test_relays(text: str, outlet: str | None) -> None:
    assert [quote.relayed_from for quote in read(text).quotes] == [outlet]


def test_the_day_beside_the_cue_is_the_day_of_saying() -> None:
    assert [quote.said_on for quote in read("“We will rebuild,” Ilka Brom said on Tuesday.").quotes] == ["2025-04-15"]
    assert [quote.said_on for quote in read("“We will rebuild on Tuesday,” Ilka Brom said.").quotes] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "She starred in “The Salt Road” on Saturday.",
        "He sang “Lanterns of June” at the fair.",
        "It hangs beside “Blue Hills”.",
    ],
)
def test_a_work_is_no_speech(text: str) -> None:
    assert read(text).quotes == []


@pytest.mark.parametrize(
    "text",
    [
        "Wales beat Sweden 3-1 in the final.",
        "Brazil will meet Ghana in the semifinal after thrashing Chile on Saturday.",
        "Torvik attacked its rival in Denmark with a cheap smartphone.",
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
        ("“We cannot rule out that the ferry will be sold,” Lorna Petty said.", False, "hypothetical"),
        ("Under no circumstances will they pay.", True, "planned"),
        ("At no time did they meet.", True, "asserted"),
        ("Neither Oslo nor Lima signed it.", True, "asserted"),
        ("They failed to agree.", True, "asserted"),
        ("Chile and Ghana agreed to share the river.", False, "asserted"),
        ("The towns have sought to meet.", False, "asserted"),
        ("It is highly likely that the port will close.", False, "estimated"),
        ("Judge Lena Moor had blocked the merger last month.", False, "asserted"),
        ("The peso fell against the euro.", False, "asserted"),
    ],
)
def test_claims(text: str, negated: bool, modality: str) -> None:
    assert [(claim.negated, claim.modality) for claim in read(text).claims] == [(negated, modality)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (
            "Ghana wants to lift school spending to 6% of GDP by 2031.",
            [("school spending as share of GDP", None, "2031")],
        ),
        (
            "Aker called on Chile to raise its farm spending to $7 billion or 4% of its GDP.",
            [("farm spending", "Chile", None), ("farm spending as share of GDP", "Chile", None)],
        ),
        ("Wages and prices grew 3% and 5%, respectively.", [("Wages", None, None), ("prices", None, None)]),
        ("The mill sold 85,000 tons in February.", [("sales", None, "2025-02")]),
        ("Analysts forecast growth of about 2.2% this year.", [("growth", None, "2025")]),
        ("It left a surplus of $45 million for Ghana.", [("surplus", "Ghana", None)]),
    ],
)
def test_binding(text: str, bound: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(q.measure, q.about, q.period) for q in read(text).quantities] == bound
