"""A folder of news in which the data folder lies, and links lead out, as a person takes it in again and again."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.integration.command import twosource
from twosource import paths

HARBOUR = "Harbour reopens\n\nThe minister said on Monday that the harbour would reopen after 300 workers had come.\n"
BRIDGE = "Bridge closed\n\nThe mayor said on Tuesday that the bridge would stay closed for 6 weeks.\n"


def rows(home: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_own_pages_and_what_links_lead_to_never_come_back_as_news(tmp_path: Path) -> None:
    desk, home = tmp_path / "desk", tmp_path / "desk" / "data"
    home.mkdir(parents=True)
    (tmp_path / "diary.txt").write_text(BRIDGE)
    (desk / "a.txt").write_text(HARBOUR)
    (desk / "link.txt").symlink_to(tmp_path / "diary.txt")
    for _ in range(2):
        done = twosource(home, "run", str(desk))
        assert done.returncode == 0, done.stdout + done.stderr
        assert rows(home, "SELECT source_path FROM articles") == [(f"{desk}/a.txt",)]
        left_out = rows(home, "SELECT source_path, reason FROM quarantine WHERE released_at IS NULL ORDER BY 1")
        assert left_out == [(str(home), "own_data"), (f"{desk}/link.txt", "link")]
        status = "SELECT status, n_found, n_skipped FROM coverage ORDER BY started_at DESC LIMIT 1"
        assert rows(home, status) == [("ok", 3, 2)]
    made = {path.name for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert made == set(paths.OWN_FOLDERS)


def test_coverage_tells_a_source_that_gave_nothing_from_one_without_news(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for folder, name in (("empty", None), ("pictures", "a.png"), ("news", "a.txt"), ("broken", "b.txt")):
        (tmp_path / folder).mkdir()
        if name:
            (tmp_path / folder / name).write_text(HARBOUR if folder == "news" else "")
    (home / "sources.yml").write_text(f"gone: {{paths: {tmp_path}/nowhere}}\n")
    named = [str(tmp_path / folder) for folder in ("empty", "pictures", "news", "broken")]
    for _ in range(2):
        twosource(home, "run", *named, "gone", "inbox", "http://127.0.0.1:9/a")
    newest = (
        "SELECT source, status, n_new + n_unchanged FROM quality.coverage "
        "QUALIFY row_number() OVER (PARTITION BY source ORDER BY started_at DESC) = 1"
    )
    with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
        told = con.execute(newest).fetchall()
    found = {str(source).rsplit("/", 1)[-1]: (status, taken) for source, status, taken in told}
    assert found == {
        "empty": ("empty", 0),
        "pictures": ("empty", 0),
        "news": ("ok", 1),
        "broken": ("failed", 0),
        "gone": ("failed", 0),
        "inbox": ("empty", 0),
        "a": ("failed", 0),
    }
