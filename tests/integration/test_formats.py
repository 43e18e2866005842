"""The formats of others, made of the sample captures: by their rules, and with the facts that the articles hold.

Web Annotation and schema.org are read as linked data by pyld; their contexts are not to be had without a network, so
the terms that we use stand here, as the standards define them. ninjs is held to the part of the IPTC's schema that we
use. The libraries of FollowTheMoney and
schema.org read all of it in `tests/soak`.
"""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pyld import jsonld

from twosource.releasing import gdelt, release
from twosource.settings import Settings
from twosource.warehouse import connect

OA = "http://www.w3.org/ns/oa#"
ANNO = {
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": f"{OA}Annotation",
    "SpecificResource": f"{OA}SpecificResource",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Software": "http://www.w3.org/ns/activitystreams#Application",
    "describing": f"{OA}describing",
    "identifying": f"{OA}identifying",
    "classifying": f"{OA}classifying",
    "body": {"@type": "@id", "@id": f"{OA}hasBody"},
    "target": {"@type": "@id", "@id": f"{OA}hasTarget"},
    "source": {"@type": "@id", "@id": f"{OA}hasSource"},
    "selector": {"@type": "@id", "@id": f"{OA}hasSelector"},
    "motivation": {"@type": "@vocab", "@id": f"{OA}motivatedBy"},
    "creator": {"@type": "@id", "@id": "http://purl.org/dc/terms/creator"},
    "generator": {"@type": "@id", "@id": "http://www.w3.org/ns/activitystreams#generator"},
    "name": "http://xmlns.com/foaf/0.1/name",
    "start": f"{OA}start",
    "end": f"{OA}end",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
}
"""The terms of the W3C's context for annotations that we use."""
NAMED = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"name": {"type": "string"}, "literal": {"type": "string"}},
    },
}
VALUES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "role": {"type": "string"},
            "contentType": {"type": "string"},
            "wordCount": {"type": "integer"},
            "value": {"type": "string"},
        },
    },
}
ROLES = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "properties": {k: {"type": "string"} for k in ("role", "name", "value", "literal")},
    },
}
NINJS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {
        "standard": {"type": "object", "required": ["name", "version", "schema"]},
        "uri": {"type": "string", "format": "uri", "pattern": "^urn:"},
        "type": {
            "enum": ["text", "audio", "video", "picture", "graphic", "composite", "planning", "component", "event"]
        },
        "language": {"type": "string"},
        "version": {"type": "string"},
        "versionCreated": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
        "headlines": VALUES,
        "bodies": VALUES,
        "by": {"type": "string"},
        "located": {"type": "string"},
        "infoSources": ROLES,
        "altIds": ROLES,
        "genres": ROLES,
        "people": NAMED,
        "organisations": NAMED,
        "places": NAMED,
        "associations": {
            "type": "array",
            "items": {"type": "object", "required": ["name", "uri", "rel"]},
        },
    },
}
"""The part of the IPTC's schema of ninjs 3 that we use; what we do not use is refused."""


@pytest.fixture(scope="module")
def made(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in the formats of others."""
    target = tmp_path_factory.mktemp("formats") / "out"
    release.write(Settings(home=sample_home), target, tuple(release.OTHERS))
    return target


@pytest.fixture(scope="module")
def texts(sample_home: Path) -> dict[str, str]:
    with connect.open_copy(sample_home / "twosource.duckdb") as con:
        return dict(con.execute("SELECT article_id, text FROM articles").fetchall())


def lines(folder: Path, suffix: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"twosource.{suffix}").read_text(encoding="utf-8").splitlines()]


class TestWebAnnotation:
    def test_every_fact_is_found_in_the_text_by_its_words_and_by_its_place(
        self, made: Path, texts: dict[str, str]
    ) -> None:
        found = lines(made, "annotations.jsonl")
        assert len(found) > 1_500
        for one in found:
            quote, place = one["target"]["selector"]
            text = texts[one["target"]["source"]["twosource:article"]]
            assert text[place["start"] : place["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
            assert len(quote["prefix"]) <= 32 >= len(quote["suffix"])
        assert len({one["id"] for one in found}) == len(found)

    def test_linked_data_keeps_every_word_of_it(self, made: Path) -> None:
        """A key that the context does not know is dropped by the expansion, so nothing may be."""
        for one in lines(made, "annotations.jsonl")[::40]:
            context, ours = one.pop("@context")
            assert context == "http://www.w3.org/ns/anno.jsonld"
            expanded = jsonld.expand({"@context": [ANNO, ours], **one})[0]
            assert expanded["@type"] == [f"{OA}Annotation"]
            assert expanded[f"{OA}motivatedBy"][0]["@id"].startswith(OA)
            target = expanded[f"{OA}hasTarget"][0]
            assert [s["@type"] for s in target[f"{OA}hasSelector"]] == [
                [f"{OA}TextQuoteSelector"],
                [f"{OA}TextPositionSelector"],
            ]
            assert sum(map(len, _objects(expanded))) == sum(map(len, _objects(one)))


def _objects(value: Any) -> list[dict[str, Any]]:
    """All objects within a value but those that hold a plain value alone."""
    if isinstance(value, list):
        return [inner for one in value for inner in _objects(one)]
    if not isinstance(value, dict) or "@value" in value or set(value) == {"@id"}:
        return []
    return [value, *(inner for one in value.values() for inner in _objects(one))]


class TestNinjs:
    def test_every_item_keeps_to_the_schema(self, made: Path) -> None:
        found = lines(made, "ninjs.jsonl")
        assert len(found) == 21
        validator = jsonschema.Draft202012Validator(NINJS)
        assert [error.message for one in found for error in validator.iter_errors(one)] == []

    def test_a_copy_is_associated_with_its_origin(self, made: Path) -> None:
        found = {one["uri"]: one for one in lines(made, "ninjs.jsonl")}
        copies = {_publisher(one): one["associations"][0] for one in found.values() if "associations" in one}
        assert {outlet: link["rel"] for outlet, link in copies.items()} == {
            "The Coast Herald": "copy",
            "Valley Courier": "agency",
        }
        assert _publisher(found[copies["The Coast Herald"]["uri"]]) == "Meridian Wire"

    def test_names_are_sorted_into_people_organisations_and_places(self, made: Path) -> None:
        (item,) = [one for one in lines(made, "ninjs.jsonl") if _publisher(one) == "Valley Courier"]
        assert {"Ryosei Akazawa", "Lucille Brandt"} <= {one["name"] for one in item["people"]}
        assert "White House" in {one["name"] for one in item["organisations"]}
        assert "Canada" in {one["name"] for one in item["places"]}


def _publisher(item: dict[str, Any]) -> str | None:
    return next((one["name"] for one in item.get("infoSources", ()) if one["role"] == "publisher"), None)


class TestSchemaOrg:
    def test_nodes_are_of_known_types_and_point_to_nodes_that_are_there(self, made: Path) -> None:
        nodes = lines(made, "schemaorg.jsonl")
        assert {one["@type"] for one in nodes} == {
            "NewsArticle",
            "Person",
            "Organization",
            "Place",
            "Quotation",
            "Claim",
        }
        known = {one["@id"] for one in nodes}
        pointed = {one[key]["@id"] for one in nodes for key in ("isPartOf", "appearance", "isBasedOn") if key in one}
        assert pointed
        assert pointed <= known

    def test_linked_data_reads_who_said_what(self, made: Path) -> None:
        quotes = [one for one in lines(made, "schemaorg.jsonl") if one["@type"] == "Quotation"]
        (one,) = [one for one in quotes if one["text"].startswith("We build brackets for a seat")]
        read = jsonld.expand({**one, "@context": {"@vocab": "https://schema.org/"}})[0]
        assert read["@type"] == ["https://schema.org/Quotation"]
        assert read["https://schema.org/creator"][0]["https://schema.org/name"] == [{"@value": "Ray Oberholt"}]


class TestFollowTheMoney:
    def test_entities_have_the_shape_and_refer_to_one_another(self, made: Path) -> None:
        found = {one["id"]: one for one in lines(made, "ftm.json")}
        assert {one["schema"] for one in found.values()} == {
            "Article",
            "Person",
            "Organization",
            "Mention",
            "Event",
            "Note",
        }
        for one in found.values():
            assert all(value and isinstance(text, str) for value in one["properties"].values() for text in value)
            for key in ("document", "proof", "entity", "resolved"):
                assert set(one["properties"].get(key, ())) <= set(found), (one, key)

    def test_a_conflict_is_a_note_with_its_proof(self, made: Path) -> None:
        found = {one["id"]: one for one in lines(made, "ftm.json")}
        (note,) = [one for one in found.values() if one["id"].startswith("twosource-conflict-")]
        assert note["properties"]["description"] == ["Kansai Brief: 119000 people", "The Naniwa Post: 141000 people"]
        outlets = {found[one]["properties"]["publisher"][0] for one in note["properties"]["proof"]}
        assert outlets == {"Kansai Brief", "The Naniwa Post"}

    def test_a_person_has_aliases_and_a_country(self, made: Path) -> None:
        people = [one for one in lines(made, "ftm.json") if one["schema"] == "Person"]
        (person,) = [one for one in people if one["properties"]["name"] == ["Okabe Shinji"]]
        assert "Shinji Okabe" in person["properties"]["alias"]


class TestGdelt:
    def test_rows_have_all_columns_and_only_those_filled_that_we_can_vouch_for(self, made: Path) -> None:
        rows = [line.split("\t") for line in (made / "twosource.gkg.csv").read_text(encoding="utf-8").splitlines()]
        assert len(rows) == 21
        assert {len(row) for row in rows} == {27}
        empty = {name for at, name in enumerate(gdelt.COLUMNS) if not any(row[at] for row in rows)}
        assert {"V1.5TONE", "V2GCAM", "V1THEMES", "V1COUNTS", "V1LOCATIONS"} <= empty
        row = dict(zip(gdelt.COLUMNS, next(row for row in rows if row[3] == "Valley Courier"), strict=True))
        assert row["V2.1DATE"] == "20250418000000"
        assert row["V2DOCUMENTIDENTIFIER"].startswith("Valley Courier: ")  # no address is known, so it is cited
        assert "Ray Oberholt,846" in row["V2ENHANCEDPERSONS"].split(";")
        assert "3#4#16#2025#136" in row["V2.1ENHANCEDDATES"].split(";")
        assert "904|62|said|I could not tell you today which of those trips will be taxed." in row[
            "V2.1QUOTATIONS"
        ].split("#")
