"""A small desk for tests of corrections: three inputs, and runs over them without the command.

Belongs here: that. Does not: any test.
"""

from pathlib import Path
from typing import Any

from twosource.settings import Settings
from twosource.stages import articles, captures, comparisons, facts, links
from twosource.warehouse import ledger, publish
from twosource.warehouse.session import Session

FERRY = (
    "---\nheadline: Ferry sinks\npublished: 2025-04-17\noutlet: Harbor Ledger\n---\n\n"
    "A ferry sank off the coast on Thursday, the port authority said in a statement. The ferry had 340 passengers on "
    "board. The captain left the ship before the passengers.\n\n"
    "“We will look for everybody who is missing,” said Mara Lind, head of the port authority, on Thursday evening.\n"
)
OTHER = (
    "---\nheadline: Ferry lost in the storm\npublished: 2025-04-17\noutlet: Valley Post\n---\n\n"
    "A ferry sank off the coast in the storm of Thursday, rescuers said on the quay. The ferry had 210 passengers on "
    "board. Helicopters of the coast guard went out at dusk.\n\n"
    "“We have called in ships from the whole coast,” said Mara Lindqvist, head of the port authority.\n"
)
LOST = "# 404 Not Found\n\nThe page you requested could not be found.\n"


class Desk:
    """A data folder with three inputs, and runs over it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.ferry = home / "inbox" / "ferry.md"
        self.other = home / "inbox" / "other.md"
        self.lost = home / "inbox" / "lost.md"
        self.ferry.parent.mkdir()
        for path, text in ((self.ferry, FERRY), (self.other, OTHER), (self.lost, LOST)):
            path.write_text(text, encoding="utf-8")
        self.session = Session(Settings(home=home))
        self.runs = 0
        self.run()

    def run(self) -> dict[str, int]:
        """A run; how many units each stage made anew."""
        self.runs += 1
        self.session.begin(f"run-{self.runs}")
        captures.run(self.session, captures.Request(names=["inbox"]))
        done = {stage.STAGE: stage.run(self.session).done for stage in (articles, facts, links, comparisons)}
        ledger.finish(self.session.con, self.session.run)
        return done

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return self.session.con.execute(sql).fetchall()

    def take_all_back(self) -> dict[str, int]:
        """A run after the file was emptied."""
        (self.home / "corrections.yml").unlink()
        return self.run()

    def everything(self) -> list[Any]:
        """All that the stages made, without run times."""
        return [
            self.rows(
                'SELECT article_id, headline, outlet, published_value, "by", language FROM clean.articles ORDER BY ALL'
            ),
            self.rows("SELECT quote_id, speaker, text FROM facts.quotes ORDER BY ALL"),
            self.rows("SELECT quantity_id, value, unit, measure FROM facts.quantities ORDER BY ALL"),
            self.rows("SELECT statement_id, attributed_to, quote_id FROM facts.statements ORDER BY ALL"),
            self.rows("SELECT article_id, entity, entity_id FROM links.entity_links ORDER BY ALL"),
            self.rows("SELECT article_id, story_id FROM main.articles ORDER BY ALL"),
            self.rows("SELECT comparison_id, status, reason, severity FROM links.comparisons ORDER BY ALL"),
        ]

    def publish(self) -> None:
        """Make the copy that verbs read."""
        publish.publish(self.session.con, self.session.settings.published)
