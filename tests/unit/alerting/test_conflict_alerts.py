"""A new conflict on a watched story or entity is told once, by a real run over real articles."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from twosource.alerting import telling
from twosource.settings import Settings
from twosource.stages import articles, captures, comparisons, facts, links
from twosource.warehouse import connect, ledger
from twosource.warehouse.session import Session

LEDGER = (
    "---\nheadline: Tarn buys a ferry\npublished: 2025-04-17\noutlet: Harbor Ledger\nby: Ada Lindqvist\n---\n\n"
    "TARN — The council of Tarn bought the ferry Solveig for 40 million euros on Thursday. "
    "The ferry will sail to the island of Osk from June, and the old one is to be sold.\n\n"
    "“We have waited long for this ship,” Mara Lind, head of the port authority, told the Harbor Ledger.\n"
)
COURIER = (
    "---\nheadline: Ferry Solveig bought for Tarn\npublished: 2025-04-17\noutlet: Valley Courier\nby: Bo Ek\n---\n\n"
    "TARN — The council of Tarn bought the ferry Solveig for 65 million euros on Thursday. Its members had met until "
    "the evening, and many people of the island of Osk came to listen.\n\n"
    "Mara Lind, who leads the port authority, told the Valley Courier that the crew would be chosen in May.\n"
)
KEEPER = "import sys; open({!r}, 'a').write(sys.stdin.read() + chr(10))"


def run(settings: Settings, name: str, file: str, text: str) -> None:
    (settings.home / "inbox" / file).write_text(text, encoding="utf-8")
    with Session(settings) as session:
        session.begin(name)
        captures.run(session, captures.Request(names=["inbox"]))
        for stage in (articles, facts, links, comparisons):
            stage.run(session)
        ledger.finish(session.con, session.run)


def rows(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with connect.open_live(settings.live, 5) as con:
        return con.execute(sql).fetchall()


def told(settings: Settings, tmp_path: Path, **watched: list[str]) -> list[dict[str, str]]:
    """The alerts that a command of the user's gets at the end of a run."""
    kept = tmp_path / "kept"
    kept.unlink(missing_ok=True)
    command = [sys.executable, "-S", "-c", KEEPER.format(str(kept))]
    (settings.home / "watches.yml").write_text(json.dumps({"command": command, "on": ["conflict"], **watched}))
    assert telling.after_run(settings) == []
    lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    return [alert for line in lines for alert in json.loads(line)["alerts"]]


def test_a_new_conflict_is_told_once_to_who_watches_its_entity_or_its_story(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    (tmp_path / "inbox").mkdir()
    run(settings, "run-1", "ledger.md", LEDGER)
    assert told(settings, tmp_path, entities=["Mara Lind"]) == []
    run(settings, "run-2", "courier.md", COURIER)
    [(story,)] = rows(settings, "SELECT DISTINCT story_id FROM articles")
    assert told(settings, tmp_path) == []
    assert told(settings, tmp_path, entities=["Somebody Else"], stories=["no-such-story"]) == []
    [alert] = told(settings, tmp_path, entities=["mara lind"])
    assert alert["kind"] == "conflict"
    assert {"40000000", "65000000"} <= set(re.findall(r"\d+", alert["message"]))
    assert told(settings, tmp_path, entities=["Mara Lind"]) == []
    assert told(settings, tmp_path, stories=[story]) == []
    assert told(settings, tmp_path) == []  # no longer watched, so it may be told again
    assert [one["key"] for one in told(settings, tmp_path, stories=[story])] == [alert["key"]]
