"""Events: every row of the tables by its own example, and how an act is told, dated, placed and told twice."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource import reference
from twosource.extraction import events, facts, names, quotes, statements, times
from twosource.extraction.events import lexicon, merging
from twosource.extraction.parse import parse
from twosource.extraction.statements import scene
from twosource.records import Event, Published, Quote

PUBLISHED = Published(value="2025-04-16", precision="day", basis="metadata", confidence=1.0)
PLACES = {"beside", "attendee", "companion",
    "object", "owner", "dative", "clause", "condition", "subject", "speaker", "predicate", "any", "target", "self",
    "aim", "clause_word", "by", "to", "with", "on", "against", "from", "for", "in", "into", "at", "of", "about", "over",
    "between", "upon", "under", "near", "along", "toward", "off", "around", "outside",
}  # fmt: skip


@cache
def read(text: str) -> tuple[Event, ...]:
    parsed = parse(text)
    mentions = names.find(parsed)
    said = quotes.find(parsed, mentions, PUBLISHED)
    told = statements.find(parsed, mentions, said, times.find(parsed, PUBLISHED), PUBLISHED)
    return tuple(events.find(parsed, mentions, told))


def sides(event: Event) -> str:
    return f"{', '.join(event.actor_countries)} > {', '.join(event.recipient_countries)}".strip()


def only(text: str) -> Event:
    (found,) = read(text)
    return found


@pytest.mark.parametrize("row", lexicon.rows(), ids=lambda row: row.name)
def test_a_row_reads_its_example(row: lexicon.Row) -> None:
    found = only(row.example)
    assert (found.type, found.mode, sides(found)) == (row.type, row.mode, row.gives.strip())
    assert found.rule == f"events.{row.name.replace(' ', '_')}"


@pytest.mark.parametrize("row", lexicon.rows(), ids=lambda row: row.name)
def test_a_row_uses_declared_words(row: lexicon.Row) -> None:
    assert row.type in reference.vocabulary("event_type")
    assert row.mode is None or row.mode in reference.vocabulary("event_mode")
    for place, name in (*row.needs, *row.never):
        assert place in PLACES
        assert name in ("anyone", "anything", "belonging", "doing") or lexicon.noun_class(name)
    # a bare "on" is a truth value in YAML
    assert {*row.actor, *row.recipient} <= PLACES


def test_names_of_rows_differ() -> None:
    found = [row.name for row in lexicon.rows()]
    assert len(set(found)) == len(found)


def test_contexts_are_declared() -> None:
    assert set(lexicon.contexts()) <= set(reference.vocabulary("event_context"))


# type, actor > recipient, sentence: other words, voices and orders than the examples of the rows
SENTENCES = [
    ("AGREE", "JPN > PHL", "Japan agreed in principle to sell patrol boats to the Philippines, officials said."),
    ("AGREE", "IND > NPL", "India's foreign minister promised Nepal more electricity."),
    ("CONSULT", "QAT > TUR", "The emir of Qatar held talks in Doha on Sunday with the Turkish foreign minister."),
    ("CONSULT", "KEN > UGA", "Kenyan President William Ruto flew to Kampala for a two-day visit."),
    ("CONSULT", "FRA, ESP, ITA > FRA, ESP, ITA", "France, Spain and Italy met on Tuesday."),
    ("SUPPORT", "DEU > NAM", "Germany apologised to Namibia for colonial killings."),
    ("COOPERATE", "ITA > ALB", "Italian police handed over a suspected smuggler to Albania."),
    ("AID", "NOR > ETH", "Norway gave Ethiopia 20 million dollars for food."),
    ("CONCEDE", "BOL > BOL", "The Bolivian government lifted a ban on political rallies."),
    ("RETREAT", "ISR > LBN", "Israel freed 15 Lebanese detainees on Wednesday."),
    ("REQUEST", "MEX > USA", "Mexico's president said the United States must stop the flow of guns."),
    ("REQUEST", "IRQ > TUR", "Iraq demanded the withdrawal of Turkish troops from its territory."),
    ("ACCUSE", "TUR > TUR", "A Turkish court sentenced a journalist to four years in prison."),
    ("ACCUSE", "FRA > HTI", "Haiti was criticised by France."),
    ("REJECT", "IRN > USA", "Iran turned down a U.S. offer of direct talks."),
    ("THREATEN", "NER > FRA", "Niger vowed to expel the French ambassador."),
    ("PROTEST", "BGD > BGD", "Garment workers in Bangladesh went on strike for higher wages."),
    ("MOBILIZE", "RUS > UKR", "Russia massed troops near the Ukrainian border."),
    ("SANCTION", "CHN > AUS", "The duties imposed by China on Australian wine hurt growers."),
    ("COERCE", "BLR > BLR", "Belarusian police detained dozens of opposition activists in Minsk."),
    ("ASSAULT", "ISR > LBN", "An Israeli air strike killed two people in southern Lebanon."),
    ("ASSAULT", "PAK, AFG > PAK, AFG", "Pakistani and Afghan border guards exchanged fire on Sunday."),
]


@pytest.mark.parametrize(("kind", "between", "text"), SENTENCES, ids=lambda value: str(value)[:30])
def test_the_act_and_its_sides(kind: str, between: str, text: str) -> None:
    assert [(one.type, sides(one)) for one in read(text)] == [(kind, between)]


@pytest.mark.parametrize(
    ("modality", "negated", "text"),
    [
        ("asserted", False, "The French president met the Spanish premier."),
        ("planned", False, "The French president will meet the Spanish premier."),
        ("planned", False, "The French president said he would meet the Spanish premier."),
        ("hypothetical", False, "The French president might meet the Spanish premier."),
        ("hypothetical", False, "Markets rise if the French president meets the Spanish premier."),
        ("estimated", False, "The French president is expected to meet the Spanish premier."),
        ("demanded", False, "The French president must meet the Spanish premier."),
        ("historical", False, "The French president had met the Spanish premier."),
        ("historical", False, "The French president met the Spanish premier in March 2019."),
        ("asserted", True, "The French president did not meet the Spanish premier."),
        ("asserted", True, "The French president never met the Spanish premier."),
        ("asserted", True, "The French government denied that its forces attacked Mali."),
    ],
)
def test_how_an_act_is_told(modality: str, negated: bool, text: str) -> None:
    assert [(one.modality, one.negated) for one in read(text) if one.type in ("CONSULT", "ASSAULT")] == [
        (modality, negated)
    ]


def test_what_is_demanded_or_refused_is_no_event_of_its_own() -> None:
    assert [one.type for one in read("Chad urged Libya to release two pilots.")] == ["REQUEST"]
    assert [one.type for one in read("Chad refused to release two Libyan pilots.")] == ["REJECT"]
    assert [one.type for one in read("Chad threatened to attack Libya.")] == ["THREATEN"]


def test_an_ultimatum_is_a_threat() -> None:
    found = only("Brazil will impose tariffs on Peru unless it reopens the border.")
    assert (found.type, found.mode, sides(found)) == ("THREATEN", None, "BRA > PER")


@pytest.mark.parametrize(
    "text",
    [
        "The storm killed 12 people in Honduras.",
        "A dam in Kenya collapsed and 40 people were killed by the flood.",
        "The Swedish minister declined to comment on the price.",
        "The Danish company offered no details.",
        "Japanese teams won two games and lost one.",
        "The proposal for signing a treaty was printed in the Norwegian papers.",
    ],
)
def test_no_event(text: str) -> None:
    assert read(text) == ()


def test_names_stand_behind_the_countries() -> None:
    found = only("Japan's chief negotiator, Haruto Minase, met with the American treasury secretary, Lorna Petty.")
    assert (found.actors, found.recipients) == (["Haruto Minase"], ["Lorna Petty"])
    assert sides(found) == "JPN > USA"


def test_a_team_has_the_country_of_its_adjective() -> None:
    found = only("Mexico's president met the Japanese negotiating team.")
    assert (found.recipients, found.recipient_countries) == (["Japanese negotiating team"], ["JPN"])


def test_a_people_lives_in_the_country_named_first() -> None:
    assert only("Bosnian Serbs accused Croatia of shelling.").actor_countries == ["BIH"]


def test_a_pronoun_is_who_it_stands_for() -> None:
    found = read("When Emmanuel Macron invited Olaf Scholz to dinner, he criticised Hungary.")
    assert [(one.type, one.actors) for one in found if one.type == "ACCUSE"] == [("ACCUSE", ["Emmanuel Macron"])]


def test_the_two_sides_are_those_told_before() -> None:
    found = read("Norway held talks with Poland. The two countries agreed to share the cost.")
    assert [sides(one) for one in found if one.type == "AGREE"] == ["NOR, POL > NOR, POL"]


def test_a_day_and_a_place() -> None:
    found = only("The French president met the Spanish premier in Geneva on April 14.")
    assert (found.date_value, found.place) == ("2025-04-14", "Geneva")


def test_a_day_to_come_makes_a_plan() -> None:
    assert only("The Finnish premier visits Latvia on April 22.").modality == "planned"


def test_whose_is_read_from_the_country_before() -> None:
    found = only("The bill was shown to South Korea, whose finance minister flies to Peru on April 22.")
    assert (sides(found), found.modality) == ("KOR > PER", "planned")


def test_a_context() -> None:
    assert "economic" in only("Brazil imposed tariffs on Argentine shoes.").context


def test_whose_word_it_is() -> None:
    found = read("“Kenya attacked Uganda on Monday,” said Rune Aasland, a spokesman.")
    assert [one.attributed_to for one in found if one.type == "ASSAULT"] == ["Rune Aasland"]


def test_told_twice_is_one_event_with_two_places() -> None:
    text = "The French president met the Spanish premier on Monday. The meeting lasted an hour."
    found = only(text)
    assert [text[start:end] for start, end in found.also_at] == ["meeting"]


def test_a_plan_and_a_fact_are_two_events() -> None:
    found = read("The French president met the Spanish premier. France will meet Spain again in May.")
    assert [one.modality for one in found] == ["asserted", "planned"]


def test_one_blow_told_by_two_verbs_is_one_event() -> None:
    (found,) = (e for e in read("Libyan jets bombed a Chadian village, killing two farmers.") if e.type == "ASSAULT")
    assert len(found.also_at) == 1


def test_many_coordinated_names_are_read_in_time() -> None:
    row = ", ".join(["Chad", "Mali", "Kenya", "Peru", "Chile", "Spain", "Italy", "Oman"] * 4)
    found = read(f"Officials from {row} and Norway condemned Russia.")
    assert all(one.type == "ACCUSE" for one in found)


WORDS = "France Kenya the troops met attacked will not if imposed tariffs on by to . , and said “ ” talks"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_any_words_give_sound_events(words: list[str]) -> None:
    text = " ".join(words)
    found = facts.extract(text, published=date(2025, 4, 16))
    for one in (*found.events, *found.claims):
        assert text[one.start : one.end] == one.text
    for event in found.events:
        assert event.modality in reference.vocabulary("modality")
        assert event.actors or event.recipients
    for claim in found.claims:
        assert max(claim.entities, default=-1) < len(found.mentions)
        assert max(claim.quantities, default=-1) < len(found.quantities)


# whose act, told how, negated: denied, doubted, conditional and untold acts
DENIED = [
    ("asserted", True, "Reports that Kenya attacked Uganda are false."),
    ("asserted", True, "A rumour that Chad shelled Libya proved untrue."),
    ("asserted", True, "It is false that Kenya attacked Uganda."),
    ("asserted", True, "The governor dismissed claims that Kenyan troops killed farmers in Uganda."),
    ("asserted", True, "Kenya refuted the allegation that its soldiers killed Somali farmers."),
    ("asserted", False, "The governor did not reject claims that Kenyan troops killed farmers in Uganda."),
    ("asserted", False, "Kenya did not deny that it attacked Uganda."),
    ("asserted", False, "The court ruled that Kenya attacked Uganda."),
    ("hypothetical", False, "Norway doubts that Kenya attacked Uganda."),
    ("hypothetical", False, "Norway doubts that Kenya will attack Uganda."),
    ("hypothetical", False, "The governor falsely claimed that Kenya attacked Uganda."),
    ("hypothetical", False, "Norway could not verify reports that Kenya attacked Uganda."),
    ("asserted", False, "Rumours spread that Kenya attacked Uganda."),
    ("estimated", True, "Kenya is unlikely to attack Uganda."),
    ("estimated", True, "It is unlikely that Kenya will attack Uganda."),
    ("asserted", True, "Kenya almost attacked Uganda."),
    ("asserted", False, "Kenya attacked Uganda without warning."),
]


@pytest.mark.parametrize(("modality", "negated", "text"), DENIED, ids=lambda value: str(value)[:40])
def test_what_is_denied_or_doubted(modality: str, negated: bool, text: str) -> None:
    assert [(one.modality, one.negated) for one in read(text) if one.type == "ASSAULT"] == [(modality, negated)]


def test_a_quoted_denial_reaches_the_act_below() -> None:
    (found,) = read("“It isn't true that we asked Peru to pay $3 million,” said Rune Aasland, a spokesman.")
    assert (found.type, found.modality, found.negated) == ("REQUEST", "asserted", True)


def test_what_depends_on_a_condition_is_hypothetical() -> None:
    found = read("If Chile agrees to buy rice from Peru, Norway will lift sanctions on Chile.")
    assert [(one.type, one.modality) for one in found] == [("AGREE", "hypothetical"), ("RETREAT", "hypothetical")]


@pytest.mark.parametrize("text", ["In the film, Kenya invades Uganda.", "The novel tells how Kenya invaded Uganda."])
def test_a_work_of_fiction_tells_no_events(text: str) -> None:
    assert read(text) == ()


def test_a_name_has_no_country_of_the_place() -> None:
    assert [
        one.actor_countries for one in read("Amnesty International demanded that the Sudanese police free him.")
    ] == [[]]
    assert all("KOR" not in one.actor_countries for one in read("Nestle sued Unilever in South Korea."))


def test_a_phrase_without_country_is_at_home() -> None:
    assert sides(only("Chadian police arrested two activists.")) == "TCD > TCD"
    assert sides(only("Prisoners rioted at a jail in Chad.")) == "TCD > TCD"


def _event(number: int, actors: list[str], recipients: list[str], countries: list[str]) -> Event:
    return Event(
        text="met",
        start=number,
        end=number + 1,
        sentence=number,
        rule="events.meets",
        confidence=0.8,
        type="CONSULT",
        actors=actors,
        recipients=recipients,
        actor_countries=countries[:1],
        recipient_countries=countries[1:],
    )


def _quote(start: int, end: int, speaker: str | None) -> Quote:
    return Quote(text="", start=start, end=end, sentence=0, rule="", confidence=1.0, kind="direct", speaker=speaker)


def test_words_are_those_of_the_innermost_speaker() -> None:
    quotes = [_quote(0, 50, "Ruto"), _quote(10, 20, "Aasland"), _quote(12, 15, None)]
    told = scene.scene_of(parse("Norway."), [], quotes, [], None)
    assert [told.speaker_at(at) for at in (0, 9, 10, 13, 19, 20, 49, 50)] == [
        "Ruto", "Ruto", "Aasland", "Aasland", "Aasland", "Ruto", "Ruto", None,
    ]  # fmt: skip


def test_a_noun_joins_the_event_told_most_often() -> None:
    first = _event(0, ["Kenya"], ["Chad"], ["KEN", "TCD"])
    second = _event(1, ["Peru"], ["Oman"], ["PER", "OMN"])
    found = merging.merged(
        [first, replace(first, sentence=5, start=5, end=6), second, _event(7, [], [], []), _event(8, [], [], [])]
    )
    assert [one.also_at for one in found] == [[(5, 6), (7, 8), (8, 9)], []]


def test_thousands_of_acts_compare_only_with_their_like(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    same = merging._same

    def counted(one: Event, two: Event) -> bool:
        compared.append(one.start)
        return same(one, two)

    monkeypatch.setattr(merging, "_same", counted)
    told = [_event(n, [f"a{n % 500}"], [f"b{n % 500}"], []) for n in range(2000)]
    assert len(merging.merged(told)) == 500
    assert len(compared) == 1500
