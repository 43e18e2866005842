"""The published copy from Python: views as Polars frames, and stories, search and quotations as plain records.

Belongs here: opening, and handing on. Does not: what is found (`finding`, `search`), the functions on single articles
(`contract`).
"""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from twosource import analyst_views
from twosource.asking import finding, search
from twosource.asking.finding import Compared, Origin, Proof, Spoken, Story
from twosource.asking.search import Hit, Kind
from twosource.settings import Settings
from twosource.warehouse import export, store

if TYPE_CHECKING:
    import polars as pl


class Opened:
    """The published copy, open to read and nothing else. A `with` block closes it; so does `close`.

    It stays as it was when it was opened, though a run may publish a newer one meanwhile.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    @property
    def views(self) -> tuple[str, ...]:
        """The names of the views; what each is stands in `docs/data-dictionary.md` and in `twosource describe`."""
        return tuple(analyst_views.views())

    def view(self, name: str) -> pl.DataFrame:
        """All rows of a view, with its types. Raises KeyError for a name that no view has."""
        if name not in analyst_views.views():
            near = difflib.get_close_matches(name, self.views, n=1)
            raise KeyError(f"There is no view {name}." + (f" Did you mean {near[0]}?" if near else ""))
        return self._con.sql(f"FROM {name}").pl()

    def sql(self, query: str, **parameters: object) -> pl.DataFrame:
        """The answer to one SELECT over the views; `parameters` are the values of `$name` in it.

        Raises twosource.warehouse.export.QueryError, a ValueError, for what is no question or cannot be answered.
        """
        relation = export.ask(self._con, query, parameters)
        try:
            return relation.pl()
        except duckdb.Error as error:
            raise export.QueryError(str(error)) from error

    def stories(self, words: str | None = None, *, since: date | None = None, most: int = 100) -> list[Story]:
        """Stories, those with the most outlets first; with `words`, those in whose articles all of them stand."""
        return finding.stories(self._con, words, since=since, most=most)

    def compare(self, story: str | Story) -> list[Compared]:
        """What the articles of a story say to each question, conflicts first. Raises LookupError for no such story."""
        return finding.compare(self._con, story if isinstance(story, str) else story.story_id)

    def search(
        self,
        words: str,
        kind: Kind = "article",
        *,
        outlet: str | None = None,
        since: date | None = None,
        most: int = 20,
    ) -> list[Hit]:
        """Passages, quotations, claims or quantities that have all of the words, the best first."""
        return search.search(self._con, words, kind, outlet=outlet, since=since, most=most)

    def who_said(self, words: str | None = None, *, speaker: str | None = None, most: int = 100) -> list[Spoken]:
        """Quotations with these words, by a speaker with this in the name, or both."""
        return finding.who_said(self._con, words, speaker=speaker, most=most)

    def origins_of(self, article_or_story: str) -> list[Origin]:
        """Where the reporting of an article, or of each of a story, comes from. Raises LookupError."""
        return finding.origins_of(self._con, article_or_story)

    def evidence(self, fact_id: str) -> Proof:
        """The words that prove a fact, by its id. Raises LookupError."""
        return finding.evidence(self._con, fact_id)

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(home: str | Path | None = None) -> Opened:  # noqa: A001
    """Open the published copy of a data folder; without one, of the folder that `twosource run` fills.

    Raises twosource.warehouse.connect.WarehouseError, which says what to do, when there is none or it is damaged.
    """
    chosen = Settings.from_environment() if home is None else Settings(home=Path(home))
    return Opened(store.reading(chosen, whole=True))
