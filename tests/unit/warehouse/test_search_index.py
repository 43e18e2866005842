"""The index of texts: each article is read once, what is not shown any more is taken out, and its places are right."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.unit.warehouse.rows import add_capture, article
from twosource import analyst_views, declarations
from twosource.asking import search
from twosource.warehouse import connect, publish, search_index, tables, versions
from twosource.warehouse.search_index import Brought

FERRY = "The ferries stopped. Officials said the ferry to Ångö would sail again; the harbour’s 3 cranes were idle."
TALKS = "Tokyo and Washington negotiated over tariffs. A tariff of 24% was named, and no ferry."


def add(con: duckdb.DuckDBPyConnection, name: str, text: str, **more: Any) -> None:
    add_capture(con, name)
    row = article(name, text=text, **more)
    names = ", ".join(f'"{key}"' for key in row)
    con.execute(f"INSERT INTO clean.articles ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    versions.note_captures(con, [row["capture_id"]])


@pytest.fixture
def filled(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    dated = {"published_value": "2025-04-17", "published_precision": "day", "published_basis": "metadata"}
    add(con, "ferry", FERRY, outlet="Coast Courier", headline="No boats today", **dated)
    add(con, "talks", TALKS, outlet="Inland Post", headline="Talks")
    assert search_index.bring_up(con) == Brought(2, 0)
    return con


def found(con: duckdb.DuckDBPyConnection, words: str, **more: Any) -> list[str]:
    return [hit.article_id for hit in search.search(con, words, **more)]


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("ferry", ["a-ferry", "a-talks"]),
        ("FERRIES tariffs", ["a-talks"]),
        ("ango", ["a-ferry"]),
        ("boats", ["a-ferry"]),
        ("negotiating", ["a-talks"]),
        ("Negotiation zeppelin", []),
        ("negotiated", ["a-talks"]),
        ("the ferry", ["a-ferry", "a-talks"]),
        ("ferry zeppelin", []),
        ("24", ["a-talks"]),
        ("harbour's", ["a-ferry"]),
        ("'; DROP TABLE x --", []),
        ('"the ferry"', ["a-ferry"]),
        ('"ferry"', ["a-ferry", "a-talks"]),
        ('"ferry" -"the ferry"', ["a-talks"]),
        ('"tariff"', ["a-talks"]),
        ('"a tariffs"', []),
        ('"ferry the"', []),
        ('"OFFICIALS said the Ferry to ango"', ["a-ferry"]),
        ('"officials the ferry"', []),
        ("“negotiated over tariffs”", ["a-talks"]),
        ('"negotiate over tariffs"', []),
        ('"tariffs a tariff"', ["a-talks"]),
        ('"no boats today"', ["a-ferry"]),
        ('"boats tomorrow"', []),
        ("harbour’s-3-cranes", ["a-ferry"]),
        ("harbour-cranes", []),
        ("cranes OR washington", ["a-talks", "a-ferry"]),
        ("cranes OR washington ferry tokyo", ["a-talks"]),
        ('zeppelin OR "over tariffs" OR boats', ["a-talks", "a-ferry"]),
        ("ferry -tariffs", ["a-ferry"]),
        ("ferry -TALKS", ["a-ferry"]),
        ('ferry -"a tariff of"', ["a-ferry"]),
        ('ferry -"tariff over"', ["a-ferry", "a-talks"]),
        ("ferry -zeppelin -the", ["a-ferry", "a-talks"]),
        ("ferry - boats", ["a-ferry"]),
    ],
)
def test_all_words_must_be_there_in_any_form(
    filled: duckdb.DuckDBPyConnection, words: str, articles: list[str]
) -> None:
    assert found(filled, words) == articles


def test_outlet_and_day_narrow_the_search(filled: duckdb.DuckDBPyConnection) -> None:
    assert found(filled, "ferry", outlet="inland") == ["a-talks"]
    assert found(filled, "ferry", since=date(2025, 4, 17)) == ["a-ferry"]
    assert found(filled, "ferry", since=date(2025, 4, 18)) == []
    assert found(filled, "ferry", most=1) == ["a-ferry"], "it stands there twice"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (" -- ", "no word to look for"),
        ('""', "no word to look for"),
        ('ferry "to Ango', "quotation mark is missing"),
        ("ferry OR", "OR stands between two"),
        ("OR", "OR stands between two"),
        ("ferry OR OR boats", "OR stands between two"),
        ("ferry OR -boats", "OR stands between two"),
        ('-ferry -"of the"', "only what must not be there"),
        ('ferry "of the"', '"of the" has only words that stand in nearly every article'),
        ("ferry " * 10_000, "10,000 words"),
        ("ferry\0", r"U\+0000"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_with_a_reason(
    filled: duckdb.DuckDBPyConnection, words: str, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        search.search(filled, words)


def test_plain_sql_is_not_hurt_by_any_question(filled: duckdb.DuckDBPyConnection) -> None:
    for words in ("", '"', "OR OR", "-", '-"', "-ferry", '"of the"', "𝔛 \u202e", "'" * 9, "% _ \\ [ (?"):
        assert filled.execute("FROM search_text($1)", [words]).fetchall() == []
    with pytest.raises(duckdb.Error, match="no more than 60 words"):
        filled.execute("FROM search_text($1)", ["ferry " * 61]).fetchall()


def test_a_phrase_is_read_in_the_text_wherever_it_stands(con: duckdb.DuckDBPyConnection) -> None:
    texts = {
        "first": "Steel tariffs rise.",
        "last": "They rise, the steel — tariffs",
        "cut": "bathe steel tariffsome",
        "apart": "steel; but also tariffs",
        "joined": "the xsteel tariffs",
        "forms": "steels tariffs, steel tariff",
        "signs": "大東京都の知事",
    }
    for name, text in texts.items():
        add(con, name, text)
    search_index.bring_up(con)
    assert set(found(con, '"steel tariffs"')) == {"a-first", "a-last"}
    assert found(con, '"the steel tariffs"') == ["a-last"]
    assert found(con, "東京都") == found(con, '"京都"') == ["a-signs"]
    assert found(con, '"東都"') == []


def test_articles_with_the_words_in_other_forms_do_not_hide_the_one_that_has_the_phrase(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for number in range(60):
        add(con, f"n{number}", "Steel tariff, steel tariff, steel tariff.")
    add(con, "it", "Steel tariffs, said one of very many people who spoke on a long day of many other things.")
    search_index.bring_up(con)
    assert found(con, '"steel tariffs"') == ["a-it"]
    (hit,) = search.search(con, '"steel tariffs"')
    assert [hit.text[a:b] for a, b in hit.matches] == ["Steel", "tariffs"]


def test_outlet_and_day_narrow_a_phrase(filled: duckdb.DuckDBPyConnection) -> None:
    assert found(filled, '"ferry" OR tokyo', outlet="inland") == ["a-talks"]


def test_a_hit_says_where_its_words_stand(filled: duckdb.DuckDBPyConnection) -> None:
    (hit, _) = search.search(filled, "ferry")
    assert hit.text == FERRY[hit.char_start : hit.char_end]
    assert [FERRY[start:end] for start, end in hit.matches] == ["ferries", "ferry"]
    assert "".join(piece for piece, _ in hit.pieces()) == hit.text
    assert [piece for piece, marked in hit.pieces() if marked] == ["ferries", "ferry"]


def test_a_long_text_is_cut_around_its_words_at_whole_words(con: duckdb.DuckDBPyConnection) -> None:
    text = "padding words " * 60 + "the ferry of the ferry line " + "further words " * 60
    add(con, "long", text)
    search_index.bring_up(con)
    (hit,) = search.search(con, "ferry line")
    assert hit.text == text[hit.char_start : hit.char_end]
    assert [text[a:b] for a, b in hit.matches] == ["ferry", "ferry", "line"]
    assert set(hit.text.split()) <= {*text.split()}
    assert len(hit.text) <= 240


def test_facts_are_found_by_the_words_in_them(filled: duckdb.DuckDBPyConnection) -> None:
    start = FERRY.index("the ferry")
    text = FERRY[start : FERRY.index(";")]
    filled.execute(
        "INSERT INTO facts.quotes BY NAME SELECT 'q' AS quote_id, 'a-ferry' AS article_id, $text AS text, "
        "$start AS char_start, $end AS char_end, 1 AS sentence, 'r' AS rule, 1.0 AS confidence, '1' AS stage_version, "
        "'indirect' AS kind, [] AS fragments",
        {"text": text, "start": start, "end": start + len(text)},
    )
    (hit,) = search.search(filled, "ferry sail", "quote")
    assert (hit.id, hit.text, hit.char_start) == ("q", text, start)
    assert found(filled, "ferry cranes", kind="quote") == []
    assert found(filled, '"ferry to Ango" -cranes', kind="quote") == ["a-ferry"]
    assert found(filled, '"would sail" OR cranes', kind="quote") == ["a-ferry"]
    assert found(filled, "ferry -again", kind="quote") == found(filled, '"again the"', kind="quote") == []
    assert found(filled, "ferry cranes") == ["a-ferry"]


def test_an_article_is_read_once_and_taken_out_when_it_is_not_shown(filled: duckdb.DuckDBPyConnection) -> None:
    before = filled.execute("FROM search.postings ORDER BY ALL").fetchall()
    assert search_index.bring_up(filled) == Brought(0, 0)
    add(filled, "more", "Another ferry.", document_id="d-ferry", modified_value="2025-04-18")
    assert search_index.bring_up(filled) == Brought(1, 1), "the newest version stands for the document"
    assert found(filled, "ferry") == ["a-more", "a-talks"]
    filled.execute("UPDATE clean.articles SET outlet = 'Gazette' WHERE article_id = 'a-talks'")
    assert search_index.bring_up(filled) == Brought(0, 0)
    assert found(filled, "tariff", outlet="gazette") == ["a-talks"]
    kept = [row for row in before if row[1] == 2]
    assert [row for row in filled.execute("FROM search.postings ORDER BY ALL").fetchall() if row[1] == 2] == kept


def test_a_run_that_is_broken_off_goes_on_where_it_stopped(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(con, "one", "First ferry.")
    add(con, "two", "Second ferry.")
    monkeypatch.setattr(search_index, "BATCH", 1)
    read, learn = [], search_index._learn

    def broken(at: duckdb.DuckDBPyConnection) -> None:
        learn(at)
        read.append(1)
        if len(read) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(search_index, "_learn", broken)
    with pytest.raises(KeyboardInterrupt):
        search_index.bring_up(con)
    assert found(con, "ferry") == ["a-one"]
    assert con.execute("FROM search.words SELECT count(*) WHERE word = 'second'").fetchone() == (0,)
    assert search_index.bring_up(con) == Brought(1, 0)
    assert found(con, "ferry") == ["a-one", "a-two"]


def test_an_index_that_is_gone_is_filled_anew(filled: duckdb.DuckDBPyConnection) -> None:
    filled.execute("DROP TABLE search.postings; DROP TABLE search.documents; DROP TABLE search.words")
    tables.create_views(filled)
    assert search_index.bring_up(filled) == Brought(2, 0)
    assert found(filled, "ferry tariffs") == ["a-talks"]


def test_words_that_stand_nowhere_are_named_with_ones_that_do(filled: duckdb.DuckDBPyConnection) -> None:
    assert search.unknown(filled, "tarifs ferry the zzz") == {"tarifs": ["tariffs", "tariff"], "zzz": []}


def test_whoever_has_only_duckdb_searches_the_copy_too(filled: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    publish.publish(filled, tmp_path / "copy.duckdb")
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as con:
        rows = con.execute("SELECT outlet, text FROM search_text('ferry', most := 1)").fetchall()
        assert rows == [("Coast Courier", FERRY)]
        told = con.execute("SELECT comment FROM duckdb_functions() WHERE function_name = 'search_text'").fetchone()
        assert told is not None
        assert "BM25" in told[0]
    with connect.open_copy(tmp_path / "copy.duckdb") as con:
        assert found(con, "ferry") == ["a-ferry", "a-talks"]


def test_articles_that_share_text_are_found_with_the_longest_shared_passage(con: duckdb.DuckDBPyConnection) -> None:
    from twosource.comparison import shingles

    shared = "the operator said on thursday that no boat would leave the harbour before the storm had passed"
    texts = {"one": f"First words here. {shared}. The end of it.", "two": f"Quite another opening; {shared}! More."}
    for name, text in texts.items():
        add(con, name, text, outlet=name)
        hashes = shingles.shingle_hashes(shingles.words(text))
        bands = shingles.band_keys(hashes)
        con.execute(
            "INSERT INTO links.signatures BY NAME SELECT $1 AS article_id, $1 AS document_id, "
            "DATE '2025-01-01' AS day, true AS dated, 20 AS word_count, "
            "$2::UBIGINT[] AS hashes, $3::UBIGINT[] AS bands",
            [f"a-{name}", sorted(hashes), list(bands)],
        )
        for band in bands:
            con.execute("INSERT INTO links.bands SELECT $1, $2::UBIGINT, DATE '2025-01-01'", [f"a-{name}", band])
    (other,) = search.alike(con, "a-one")
    assert (other.article_id, other.text) == ("a-two", shared)
    assert other.text == texts["two"][other.char_start : other.char_end]
    assert 0.5 < other.share < 1


@pytest.mark.slow
def test_a_lake_is_searched_as_a_file_is(tmp_path: Path) -> None:
    (extension,) = Path(import_module("duckdb_extension_ducklake").__path__[0]).rglob("*.duckdb_extension")
    with duckdb.connect() as con:
        con.execute(f"LOAD '{extension}'")
        con.execute(f"ATTACH 'ducklake:{tmp_path}/lake.ducklake' AS lake (DATA_PATH '{tmp_path}/files'); USE lake")
        con.execute("SET TimeZone = 'UTC'")
        with connect.transaction(con):
            for table in declarations.tables().values():
                con.execute(";".join(declarations.ddl(table)[:2]))  # without its comments
            tables.create_views(con)
            add(con, "ferry", FERRY)
        assert search_index.bring_up(con) == Brought(1, 0)
        assert search_index.bring_up(con) == Brought(0, 0)
        for macro in analyst_views.macros().values():  # as `lake.reading` makes them
            con.execute(macro.creation("TEMP MACRO", macro.name))
        assert found(con, "ferries cranes") == ["a-ferry"]
