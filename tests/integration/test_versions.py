"""One address through time: a page that changes, a page that is cleaned anew, an original that comes late."""

from pathlib import Path

import duckdb
import pytest

from pipelines.definitions import build_definitions
from twosource.settings import Settings
from twosource.stages import articles

URL = '<link rel="canonical" href="https://harbour.example/quay">'
FIRST = "The harbour board met on Monday and approved a plan for the new quay after a long debate. "
THEN = "It set aside $4 million for dredging this year, the chairwoman Ann Bloom said. " * 3
LATER = "It set aside $6 million for dredging this year, the chairwoman Ann Bloom said. " * 3


def page(text: str, day: str) -> str:
    date = f'<meta property="article:published_time" content="{day}">'
    return (
        f"<html><head>{URL}{date}<title>Quay</title></head><body><h1>Quay</h1><p>{FIRST}</p><p>{text}</p></body></html>"
    )


def run(home: Path) -> None:
    job = build_definitions(lambda: Settings(home=home)).resolve_job_def("ingest")
    config = {
        "ops": {"captures": {"config": {"sources": [str(home / "pages")]}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    assert job.execute_in_process(run_config=config).success


def ask(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_a_changed_page_is_a_new_version_of_its_document(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1.html").write_text(page(THEN, "2025-04-14"))
    run(tmp_path)
    (pages / "2.html").write_text(page(LATER, "2025-04-14"))
    run(tmp_path)
    assert ask(tmp_path, "SELECT count(*), count(DISTINCT document_id) FROM article_versions") == [(2, 1)]
    assert ask(tmp_path, "SELECT version, contains(text, '$6 million') FROM articles") == [(2, True)]
    assert ask(tmp_path, "SELECT DISTINCT value FROM quantities WHERE unit = 'USD'") == [(6e6,)]
    assert ask(tmp_path, "SELECT count(DISTINCT story_id) FROM article_versions") == [(1,)]


def test_the_same_page_seen_twice_is_one_article(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1.html").write_text(page(THEN, "2025-04-14"))
    (pages / "2.html").write_text(page(THEN, "2025-04-14") + "<!-- served by another machine -->")
    run(tmp_path)
    assert ask(tmp_path, "SELECT count(*) FROM article_versions") == [(1,)]
    assert ask(tmp_path, "SELECT count(*) = count(DISTINCT quantity_id) FROM quantities") == [(True,)]


def test_new_rules_make_rows_anew_and_change_nothing_when_they_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "1.html").write_text(page(THEN, "2025-04-14"))
    run(tmp_path)
    before = ask(tmp_path, "SELECT quantity_id, text FROM quantities ORDER BY 1")
    monkeypatch.setattr(articles, "version", lambda: "next")
    run(tmp_path)
    assert ask(tmp_path, "SELECT stage_version FROM regions LIMIT 1") == [("next",)]
    assert ask(tmp_path, "SELECT quantity_id, text FROM quantities ORDER BY 1") == before


def test_a_late_original_turns_the_article_before_it_into_a_copy_and_back_when_it_is_gone(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "copy.html").write_text(page(THEN, "2025-04-16").replace(URL, ""))
    run(tmp_path)
    assert ask(tmp_path, "SELECT origin_type FROM origins") == [("unknown",)]
    (pages / "original.html").write_text(page(THEN, "2025-04-14"))
    run(tmp_path)
    found = ask(
        tmp_path,
        "SELECT a.source_path LIKE '%copy.html', o.origin_type FROM origins o JOIN articles a USING (article_id)",
    )
    assert sorted(found) == [(False, "unknown"), (True, "copy")]
    with duckdb.connect(str(tmp_path / "live" / "warehouse.duckdb")) as con:
        con.execute("DELETE FROM raw.captures WHERE address LIKE '%original.html'")
        con.execute("UPDATE quality.row_counts SET n_rows = n_rows - 1 WHERE table_name = 'raw.captures'")
        con.execute("UPDATE quality.settled SET version = NULL")  # no write noted it: all has to be looked through
    (pages / "original.html").unlink()
    (tmp_path / "twosource.duckdb").unlink()  # it holds the capture, and would not be replaced by one that does not
    run(tmp_path)
    assert ask(tmp_path, "SELECT origin_type FROM origins") == [("unknown",)]
