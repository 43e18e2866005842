"""Releases of the sample captures: whole, the same each time, read by the tools of others, and fit to be given away."""

import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from frictionless import Package

from tests.integration.command import twosource
from twosource import analyst_views
from twosource.releasing import release, rows
from twosource.settings import Settings
from twosource.warehouse import connect

QUOTED = 80
RUN = 40
"""Characters in a row that an article's text and a release may have in common by chance or as a name."""


@pytest.fixture(scope="module")
def whole(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in every format."""
    target = tmp_path_factory.mktemp("whole") / "out"
    release.write(Settings(home=sample_home), target, release.FORMATS)
    return target


@pytest.fixture(scope="module")
def textless(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release without text in every format that is read as text."""
    target = tmp_path_factory.mktemp("textless") / "out"
    kinds = [kind for kind in release.FORMATS if kind not in ("parquet", "xlsx")]
    release.write(Settings(home=sample_home), target, kinds, text=False, quote_length=QUOTED)
    return target


def described(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]


def test_each_view_is_there_with_all_its_rows_and_types(sample_home: Path, whole: Path) -> None:
    with connect.open_copy(sample_home / "twosource.duckdb") as con, duckdb.connect() as own:
        own.execute("SET TimeZone = 'UTC'")
        for view in analyst_views.views():
            back, there = own.sql(f"FROM '{whole / view}.parquet'"), con.sql(f"FROM main.{view}")
            assert [str(kind) for kind in back.types] == [str(kind) for kind in there.types]
            assert _in_order(back) == _in_order(there), view


def _in_order(relation: duckdb.DuckDBPyRelation) -> list[str]:
    """The rows as text, which says the same of one instant whatever the name of its zone."""
    texts = ", ".join(f'CAST("{column}" AS VARCHAR)' for column in relation.columns)
    return sorted(map(str, relation.project(texts).fetchall()))


def test_the_descriptor_names_every_file_with_its_size_and_hash(whole: Path) -> None:
    resources = described(whole)["resources"]
    assert {path.name for path in whole.iterdir()} == {"datapackage.json", *(entry["path"] for entry in resources)}
    for entry in resources:
        data = (whole / entry["path"]).read_bytes()
        assert entry["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert entry["bytes"] == len(data)


def test_the_descriptor_says_where_the_articles_come_from(whole: Path) -> None:
    found = described(whole)
    source = found["sources"][0]
    assert (source["title"], source["licence"], source["articles"]) == ("samples", "Apache-2.0", 21)
    assert source["terms"]
    assert found["twosource"]["run"]["number"] == 1
    assert found["twosource"]["text"] == "whole"


def test_a_licence_that_was_stated_of_inputs_goes_before_that_of_their_source(
    sample_home: Path, tmp_path: Path
) -> None:
    shutil.copy(sample_home / "twosource.duckdb", tmp_path)
    stated = json.dumps({"licence": "CC-BY-4.0"})
    with duckdb.connect(tmp_path / "twosource.duckdb") as con:
        con.execute(
            "UPDATE raw.captures SET headers = MAP {'stated': ?} "
            "WHERE capture_id IN (SELECT capture_id FROM articles WHERE outlet = 'Kansai Brief')",
            [stated],
        )
    release.write(Settings(home=tmp_path), tmp_path / "out", ["gdelt"])
    found = {one["licence"]: one["articles"] for one in described(tmp_path / "out")["sources"]}
    assert found == {"CC-BY-4.0": 3, "Apache-2.0": 18}


@pytest.mark.parametrize("which", ["whole", "textless"])
def test_frictionless_finds_types_keys_and_references_kept(which: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(which)
    found = described(folder)
    found["resources"] = [entry for entry in found["resources"] if entry["path"].endswith(".csv")]
    assert len(found["resources"]) == len(analyst_views.views()) + 1  # and GDELT's rows
    report = Package.from_descriptor(found, basepath=str(folder)).validate()
    assert report.flatten(["name", "type", "message"]) == []


def test_the_same_copy_gives_the_same_bytes(sample_home: Path, whole: Path, tmp_path: Path) -> None:
    release.write(Settings(home=sample_home), tmp_path / "again", release.FORMATS)
    for path in whole.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_it_does_not_matter_how_many_rows_are_held_at_once(
    sample_home: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ROWS", 7)
    release.write(Settings(home=sample_home), tmp_path / "again", tuple(release.OTHERS))
    for path in (tmp_path / "again").glob("twosource.*"):
        assert path.read_bytes() == (whole / path.name).read_bytes(), path.name


def test_rows_are_those_of_the_database_in_use(sample_home: Path) -> None:
    """A lake is attached and used, and views are read side by side."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{sample_home / 'twosource.duckdb'}' AS lake (READ_ONLY)")
        con.execute("USE lake")
        held = rows.Rows(con)
        both = zip(held.each("quotes"), held.each("claims"), strict=False)
        assert all(quote["quote_id"] and claim["claim_id"] for quote, claim in both)
        assert len(list(held.each("articles"))) == 21


# ------------------------------------------------------------------ without text


def test_nothing_of_an_article_is_left_but_headlines_who_is_named_and_short_quotations(
    sample_home: Path, textless: Path
) -> None:
    with connect.open_copy(sample_home / "twosource.duckdb") as con:
        texts = [text for (text,) in con.execute("SELECT text FROM article_versions").fetchall()]
        kept = con.execute(
            "SELECT text FROM quotes WHERE kind <> 'indirect' AND length(text) <= ? "
            "UNION SELECT headline FROM articles WHERE headline IS NOT NULL "
            "UNION SELECT unnest([speaker, speaker_text, speaker_role, relayed_from]) FROM quotes "
            "UNION SELECT unnest([attributed_to, relayed_from]) FROM statements "
            "UNION SELECT subject FROM comparisons WHERE length(subject) <= ?",
            [QUOTED, QUOTED],
        ).fetchall()
    allowed = sorted((text for (text,) in kept if text), key=len, reverse=True)
    for path in textless.iterdir():
        if path.name in ("datapackage.json", "rules.csv"):
            continue  # our own words, whose examples were written for the samples too
        left = path.read_text(encoding="utf-8").replace('""', '"').replace('\\"', '"')
        for text in allowed:
            left = left.replace(text, "\0")
        runs = {left[at : at + RUN] for at in range(len(left) - RUN)}
        found = [text[at : at + RUN] for text in texts for at in range(len(text) - RUN) if text[at : at + RUN] in runs]
        assert found == [], path.name


def test_places_and_hashes_stay_so_that_whoever_has_the_text_finds_the_words(sample_home: Path, textless: Path) -> None:
    with connect.open_copy(sample_home / "twosource.duckdb") as con:
        text = dict(con.execute("SELECT article_id, text FROM articles").fetchall())
    for view in ("quotes", "claims", "statements", "regions"):
        table = duckdb.sql(f"FROM read_csv('{textless / view}.csv')")
        assert ("text" in table.columns) == (view == "quotes")
        rows = (
            table.filter("char_start IS NOT NULL").project("article_id, char_start, char_end, text_sha256").fetchall()
        )
        assert rows
        for own, start, end, digest in rows:
            assert hashlib.sha256(text[own][start:end].encode()).hexdigest() == digest


def test_quotations_are_kept_up_to_the_length_asked_for(textless: Path) -> None:
    quotes = duckdb.sql(f"FROM read_csv('{textless / 'quotes'}.csv')")
    kept = quotes.filter("text IS NOT NULL").project("kind, text_length, length(text)").fetchall()
    assert kept
    assert all(kind != "indirect" and told == length <= QUOTED for kind, told, length in kept)
    gone = quotes.filter("text IS NULL").project("kind, text_length").fetchall()
    assert all(kind == "indirect" or length > QUOTED for kind, length in gone)


# ------------------------------------------------------------------ the command


def test_the_command_writes_a_release_and_refuses_what_it_does_not_know(sample_home: Path, tmp_path: Path) -> None:
    done = twosource(sample_home, "export", str(tmp_path / "out"), "--format", "csv,ftm", "--for-spreadsheets")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(rf"{tmp_path}/out: \d+ files, \d+ rows\n", done.stdout)
    assert (tmp_path / "out" / "quotes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    refused = twosource(sample_home, "export", str(tmp_path / "other"), "--format", "docx")
    assert refused.returncode == 2
    assert "docx is no format of a release. Known are parquet, csv" in refused.stderr
    assert not (tmp_path / "other").exists()
