"""Metadata of texts without markup, of JSON records and feed entries, and the language of a line."""

from __future__ import annotations

import json

import pytest

from twosource.cleaning.feed_entry import with_entry
from twosource.cleaning.language import language_of
from twosource.cleaning.pipeline import clean
from twosource.cleaning.signatures import sign_off_place
from twosource.records import Article

BODY = (
    "The ferry to the outer islands will sail again from Monday, the harbour master said on the quay.\n\n"
    "The council paid for the repair, which cost 3 million crowns, and for a second engine that is kept in store.\n\n"
    "Islanders had waited for eleven months. Some had moved to the mainland and say that they will now come back.\n"
)


def read(text: str) -> Article:
    return clean(text, media_type="text/plain")


def test_station_line_and_sign_off() -> None:
    sign_off = "This is Ada Brook reporting for KBS News from Oslo."
    found = read(f" date 2031-05-06 Evening 7\n\nOld ferry returns\n\n{BODY}\n{sign_off}\n")
    assert found.headline == "Old ferry returns"
    assert found.published is not None
    assert (found.published.value, found.published.precision) == ("2031-05-06", "day")
    assert (found.by, found.outlet, found.located) == (["Ada Brook"], "KBS", "Oslo")


def test_clock_line() -> None:
    found = read(f"Old ferry returns to the outer islands\nThe ferry at the quay\n6:00 JST, May 9, 2031\n{BODY}")
    assert found.published is not None
    assert (found.published.value, found.published.precision) == ("2031-05-09T06:00:00+09:00", "instant")


def test_dateline() -> None:
    found = read(f"Old ferry returns to the outer islands\n\nWASHINGTON (Reuters) — {BODY}")
    assert (found.located, found.agency, found.published) == ("Washington", "Reuters", None)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Brook and Ben Coe", ["Ada Brook", "Ben Coe"]),
        ("By Ada Brook, Reuters", ["Ada Brook"]),
        ("Von Ada Brook", ["Ada Brook"]),
    ],
)
def test_bylines(line: str, names: list[str]) -> None:
    assert read(f"Old ferry returns to the outer islands\n{line}\n{BODY}").by == names


def test_trailing_address_names_the_outlet() -> None:
    assert read(f"{BODY}\nThe work goes on.\n\nAloJapan.com\n").outlet == "AloJapan.com"


def test_nothing_is_guessed() -> None:
    found = read(BODY)
    assert (found.by, found.agency, found.outlet, found.located, found.published) == ([], None, None, None, None)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("This is Ada Brook reporting from Oslo.", "Oslo"),
        ("I'm Ada Brook for Channel Nine in New York.", "New York"),
        ("This is Ada Brook reporting for Channel Nine.", None),
        ("The ferry came from Oslo.", None),
    ],
)
def test_place_of_a_sign_off(line: str, place: str | None) -> None:
    assert sign_off_place(line) == place


def test_record_whose_author_is_its_outlet() -> None:
    record = {"text": BODY, "site": "Island Post", "authors": ["Island Post", "Ada Brook", "AP"], "date": "2031-05-06"}
    found = clean(json.dumps(record), media_type="application/json")
    assert (found.by, found.agency, found.outlet) == (["Ada Brook"], "Associated Press", "Island Post")


def test_feed_entry_whose_author_is_the_outlet() -> None:
    entry = json.dumps({"by": ["Island Post", "Ada Brook"]})
    assert with_entry(Article(text=BODY, outlet="Island Post"), entry).by == ["Ada Brook"]


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("The ferry to the outer islands sails again from Monday, the harbour master said.", "de", "en"),
        ("Die Fähre zu den äußeren Inseln fährt ab Montag wieder, sagte der Hafenmeister am Kai.", None, "de"),
        ("Le ferry reprend la mer lundi matin", "fr-FR", "fr"),
        ("Ferry", "nb_NO", "nb"),
        ("Ferry", None, "und"),
        ("1031 2", "not a tag", "und"),
    ],
)
def test_language(text: str, declared: str | None, language: str) -> None:
    assert language_of(text, declared) == language
