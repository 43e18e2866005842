"""Plain captures in the shapes that people hold: transcript, aggregator, agency story, newspaper page, whole page."""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

import unicodedata

import pytest

from twosource.cleaning.pipeline import article, clean
from twosource.records import Article

TRANSCRIPT = """ date 2031-05-06 Evening 7

Harbour talks stall in Norland

[Anchor]

Norland and its neighbour have met again over the closed harbour, and the talks ended without a result.

This is Ada Brook reporting from Port Vell.

[Report]

The two delegations met for three hours in the old customs house.

[Minister Ole Strand/Norland Fisheries Minister/May 5 local time: "We have waited long enough, and we will not wait another year."]

The neighbour's envoy left without a word to the press, and a second meeting is planned for June.

This is Ada Brook reporting for Norland Television from Port Vell.
"""
AGENCY_STORY = """The government of Norland said on Monday that it would attend the meeting about the closed harbour in person.

“We will come with open hands,” the prime minister told reporters outside the parliament building.

Norland Prime Minister Eva Lund
Norland Prime Minister Eva Lund arrives at the opening of a lighthouse April 2, 2031 in Port Vell.
Norland Prime Minister Eva Lund arrives at the opening of a lighthouse April 2, 2031 in Port Vell.
Sam Roe/Getty Images

Exports through the harbour were worth 79.7 million crowns last year, according to the customs office.

This is a developing story and will be updated.

NorlandMirror.com"""
NEWSPAPER = """Harbour Question Kept Apart from Fishing Rights; Cabinet Fears That Neighbour Will Link Them
Fisheries minister Ole Strand, left, and envoy Ira Falk
6:00 JST, May 9, 2031
The envoy did not go deep into fishing rights during the talks in the customs house on Wednesday, according to sources.
The cabinet was wary of the rights becoming a bargaining chip. They include the northern banks and the herring grounds.
“The envoy gave his own view, and it has nothing to do with the harbour,” a senior official said.
"Politics" POPULAR ARTICLE
-
Lighthouse Keeper Retires After Forty Years; Village Plans Great Feast
-
Cabinet Weighs Plan to Accept 900 Seasonal Workers by End of Decade
MOST READ
-
Herring Prices Rise for the Third Month in a Row Despite Larger Catch
"""
WHOLE_PAGE = (
    "Skip to main content\n\nMenu\n\n"
    + "\n".join(f"* {name}" for name in ("World", "Business", "Sport", "Culture", "Travel", "Weather"))
    + """

Log in

Harbour reopens after a long winter

By Ada Brook

May 11, 2031

The harbour of Port Vell was opened to ships on Friday after it had been closed for five months, the port office said.

Three freighters that had waited outside the bay came in with the morning tide, and a fourth was expected at night.

Advertisement

“It was the longest winter that I remember,” said the harbour master, who has worked there for thirty years.

Newsletter

Related stories

* Lighthouse keeper retires after forty years

* Herring prices rise again

Privacy Policy

Copyright 2031 The Vell Gazette. All rights reserved.
"""
)


def squash(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def holds(found: Article, raw: str) -> None:
    assert squash("".join(region.text for region in found.regions)) == squash(raw)
    for region in found.regions:
        assert region.kept == (region.start is not None)
        if region.kept:
            assert found.text[region.start : region.end] == region.text


def roles(found: Article, role: str) -> list[str]:
    return [region.text for region in found.regions if region.role == role]


def test_transcript() -> None:
    found = clean(TRANSCRIPT)
    holds(found, TRANSCRIPT)
    assert found.headline == "Harbour talks stall in Norland"
    assert found.genre == "transcript"
    assert found.published is not None
    assert (found.published.value, found.published.precision, found.published.basis) == (
        "2031-05-06",
        "day",
        "dateline",
    )
    assert roles(found, "transcript_marker") == ["[Anchor]", "[Report]"]
    assert len(roles(found, "sign_off")) == 2
    assert found.outlet == "Norland Television"
    assert [turn[:9] for turn in roles(found, "speaker_turn")] == ["[Minister"]
    assert "We have waited long enough" in found.text
    assert "Ada Brook" not in found.text
    assert "2031" not in found.text


def test_agency_story_with_caption_credit_and_trailer() -> None:
    found = clean(AGENCY_STORY)
    holds(found, AGENCY_STORY)
    assert found.headline is None
    assert found.published is None, "the date of a caption is not the article's"
    assert "lighthouse" not in found.text
    assert "Getty" not in found.text
    assert "developing" not in found.text
    assert roles(found, "credit") == ["Sam Roe/Getty Images"]
    assert len(roles(found, "caption")) == 3
    assert roles(found, "syndication_note") == ["NorlandMirror.com"]
    assert "79.7 million" in found.text


def test_glued_trailer_is_cut_from_the_last_sentence() -> None:
    glued = AGENCY_STORY.replace("\n\nNorlandMirror.com", "NorlandMirror.com")
    found = clean(glued)
    holds(found, glued)
    assert "NorlandMirror" not in found.text
    assert roles(found, "editor_note") == ["This is a developing story and will be updated."]


def test_newspaper_page_with_rankings() -> None:
    found = clean(NEWSPAPER)
    holds(found, NEWSPAPER)
    assert found.headline == NEWSPAPER.split("\n")[0]
    assert found.published is not None
    assert found.published.value == "2031-05-09T06:00:00+09:00"
    assert found.published.precision == "instant"
    assert roles(found, "caption") == ["Fisheries minister Ole Strand, left, and envoy Ira Falk"]
    assert "Lighthouse" not in found.text
    assert "Herring Prices" not in found.text
    assert found.text.endswith("a senior official said.")
    assert len(found.text.split("\n\n")) == 3


def test_whole_visible_page() -> None:
    found = clean(WHOLE_PAGE)
    holds(found, WHOLE_PAGE)
    assert found.headline == "Harbour reopens after a long winter"
    assert found.by == ["Ada Brook"]
    assert found.published is not None
    assert found.published.value == "2031-05-11"
    assert found.text.startswith("The harbour of Port Vell")
    assert found.text.endswith("thirty years.")
    assert "Advertisement" not in found.text


def test_one_paragraph_under_a_title() -> None:
    raw = (
        "Harbour Talks Surprise Observers\n\n" + "The talks in Port Vell went on for an hour, two officials said. " * 5
    )
    found = clean(raw)
    holds(found, raw)
    assert found.headline == "Harbour Talks Surprise Observers"
    assert found.rejected is None
    assert found.language == "en"


def test_subheading_stays_in_the_text() -> None:
    long = "The council of Port Vell decided on Monday to widen the quay, and the work is to begin before the autumn."
    found = clean(
        f"{long}\n\nA costly plan\n\n{long.replace('Monday', 'Tuesday')}\n\n{long.replace('Monday', 'Friday')}"
    )
    assert roles(found, "subheading") == ["A costly plan"]
    assert "\n\nA costly plan\n\n" in found.text


def test_hard_wrapped_lines_are_joined() -> None:
    words = "The harbour office said that the ice had gone and that all ships could come in again with the tide. " * 6
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    raw = "\n".join([*lines, line])
    found = clean(raw)
    holds(found, raw)
    assert "\n" not in found.text


def test_given_text_is_left_as_it_is() -> None:
    text = "PORT VELL (Reuters) - The  harbour opened.\n\n\tTwo ships came in."
    found = article(text, headline="Open", published="2031-05-11", outlet="The Vell Gazette")
    assert found.text == text
    assert [text[r.start : r.end] for r in found.regions] == [r.text for r in found.regions]
    assert len(found.regions) == 2
    assert (found.located, found.agency, found.outlet) == ("Port Vell", "Reuters", "The Vell Gazette")
    assert found.published is not None
    assert (found.published.value, found.published.precision, found.published.confidence) == ("2031-05-11", "day", 1.0)


def test_given_text_with_an_unreadable_date() -> None:
    assert article("A sentence.", published="soon").published is None
    assert article("").rejected == "no_text"


PAYS = (
    "The minister of harbours said on Friday that the state will pay for the repair of the quay and for a new crane. "
)


@pytest.mark.parametrize(
    ("first", "headline"),
    [
        ("Minister: “We will pay.”", "Minister: “We will pay.”"),
        ("State to pay for repair of quay and crane.", "State to pay for repair of quay and crane."),
        ("The gulls were loud.", None),
    ],
    ids=["closing_quote", "stop", "a_sentence_of_other_words"],
)
def test_a_title_that_ends_as_a_sentence(first: str, headline: str | None) -> None:
    text = f"{first}\n\n{PAYS * 2}\n\n{PAYS}The council thanked him on the same day.\n"
    assert clean(text, media_type="text/plain").headline == headline


@pytest.mark.parametrize(
    ("opening", "headline"), [("Interview mit der Hafenmeisterin\n\n", "Interview mit der Hafenmeisterin"), ("", None)]
)
def test_a_question_is_no_headline(opening: str, headline: str | None) -> None:
    text = (
        f"{opening}Frage: Wie begann der Sturm?\n\n"
        "Antwort: Er kam in der Nacht von Westen, und wir hatten kaum eine Stunde Zeit, um die Schiffe zu sichern.\n\n"
        "Frage: Was geschah mit der Brücke?\n\n"
        "Antwort: Wir haben die Brücke gesperrt, als der Sturm begann, und alle Boote an Land gezogen.\n"
    )
    assert clean(text, media_type="text/plain").headline == headline


def test_a_headline_in_kana_shares_pairs_with_its_text() -> None:
    text = (
        "ホーム\n\n会社案内のページ\n\n島の港、五か月ぶりに再開 貨物船が入港\n\n"
        "港湾事務所は金曜日、島の港が五か月ぶりに再開したと発表した。貨物船三隻が朝の潮に乗って入港したという。\n\n"
        "港の責任者は長い冬だったと話した。修理には三百万クローネがかかり、町がそのすべてを負担したという。\n"
    )
    assert clean(text, media_type="text/plain").headline == "島の港、五か月ぶりに再開 貨物船が入港"
