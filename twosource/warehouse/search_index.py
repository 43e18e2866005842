"""The index by which texts are searched: brought up to the articles that are shown, each read once.

Belongs here: words and where they stand. Does not: asking (`schemas/macros/search_text.sql`, `asking/search`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import duckdb

from twosource import reference
from twosource.warehouse import connect

BATCH = 1_000
"""Articles that are read into the index in one transaction."""
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
"""A run of letters and digits; each sign of Chinese and Japanese by itself. The macro `search_text` cuts alike."""
IN_HEADLINE = -1
SHOWN = ("article_id", "outlet", "headline", "url", "published_on")


@dataclass(frozen=True, slots=True)
class Brought:
    """What bringing the index up did: articles read into it, and articles taken out of it."""

    new: int
    gone: int


def bring_up(con: duckdb.DuckDBPyConnection) -> Brought:
    """Bring the index up to the view `articles`: what is new is read, what is no longer shown is taken out.

    What was read before is not read again, and a run that is broken off goes on where it stopped.
    """
    columns = ", ".join(SHOWN)
    con.execute(f"CREATE OR REPLACE TEMP TABLE shown AS SELECT {columns} FROM main.articles")
    gone = _take_out(con)
    _bring_along(con)
    new = [
        article_id
        for (article_id,) in con.execute(
            "FROM shown ANTI JOIN search.documents USING (article_id) SELECT article_id ORDER BY article_id"
        ).fetchall()
    ]
    if new:
        connect.load_full_text(con)
    for first in range(0, len(new), BATCH):
        with connect.transaction(con):
            _read(con, new[first : first + BATCH])
    con.execute("DROP TABLE shown")
    return Brought(len(new), gone)


def _take_out(con: duckdb.DuckDBPyConnection) -> int:
    """Let go of articles that are not shown any more; their words stay known."""
    gone = con.execute("FROM search.documents ANTI JOIN shown USING (article_id) SELECT doc").fetchall()
    if gone:
        docs = [doc for (doc,) in gone]
        with connect.transaction(con):
            for table in ("postings", "documents"):
                con.execute(f"DELETE FROM search.{table} WHERE doc IN (SELECT unnest(?))", [docs])
    return len(gone)


def _bring_along(con: duckdb.DuckDBPyConnection) -> None:
    """Take over what is said of an article that is in the index, such as an outlet that was corrected."""
    told = SHOWN[1:]
    values = ", ".join(f"{name} = s.{name}" for name in told)
    differs = " OR ".join(f"d.{name} IS DISTINCT FROM s.{name}" for name in told)
    con.execute(
        f"UPDATE search.documents d SET {values} FROM shown s WHERE s.article_id = d.article_id AND ({differs})"
    )


def _read(con: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> None:
    """Read articles into the index."""
    import polars as pl  # slow to load, and whoever only asks for the copy's state comes by here

    (top,) = con.execute("SELECT coalesce(max(doc), 0) FROM search.documents").fetchone() or (0,)
    rows = con.execute(
        "SELECT a.article_id, any_value(a.headline), any_value(a.text) FROM clean.articles a "
        "WHERE a.article_id IN (SELECT unnest(?)) GROUP BY a.article_id ORDER BY a.article_id",
        [list(ids)],
    ).fetchall()
    numbered = [(doc, headline, text) for doc, (_, headline, text) in enumerate(rows, top + 1)]
    schema = {"doc": pl.Int32(), "word": pl.String(), "starts": pl.List(pl.Int32())}
    numbers = {"doc": [doc for doc, _, _ in numbered], "article_id": [article_id for article_id, _, _ in rows]}
    con.register("told", pl.DataFrame(list(occurrences(numbered)), schema=schema, orient="row"))
    con.register("numbered", pl.DataFrame(numbers, schema={"doc": pl.Int32(), "article_id": pl.String()}))
    _learn(con)
    con.execute(
        "INSERT INTO search.postings BY NAME SELECT w.term, t.doc, list_sort(flatten(list(t.starts))) AS starts "
        "FROM told t JOIN search.words w ON w.word = lower(strip_accents(t.word)) "
        "WHERE w.term IS NOT NULL GROUP BY w.term, t.doc ORDER BY w.term, t.doc"
    )
    con.execute(
        "INSERT INTO search.documents BY NAME SELECT n.doc, s.*, coalesce(p.n_words, 0) AS n_words "
        "FROM numbered n JOIN shown s USING (article_id) LEFT JOIN (SELECT doc, sum(len(starts)) AS n_words "
        "FROM search.postings WHERE doc > ? GROUP BY doc) p ON p.doc = n.doc ORDER BY n.doc",
        [top],
    )
    con.unregister("told")
    con.unregister("numbered")


def occurrences(articles: Iterable[tuple[int, str | None, str]]) -> Iterator[tuple[int, str, list[int]]]:
    """Of each article (number, headline, text) its words, as they are written, with where each begins in the text;
    `IN_HEADLINE` for one in the headline."""
    for doc, headline, text in articles:
        places: dict[str, list[int]] = {}
        for found in WORD.finditer(headline or ""):
            places.setdefault(found[0], []).append(IN_HEADLINE)
        for found in WORD.finditer(text):
            places.setdefault(found[0], []).append(found.start())
        for word, starts in places.items():
            yield doc, word, starts


def _learn(con: duckdb.DuckDBPyConnection) -> None:
    """Note words that were never met: by their stem they share a term with their other forms."""
    con.execute(
        "INSERT INTO search.words BY NAME WITH fresh AS ("
        "  SELECT DISTINCT lower(strip_accents(word)) AS word FROM told"
        "), stemmed AS ("
        "  SELECT f.word, stem(f.word, 'english') AS stem, f.word IN (SELECT unnest($1)) AS common"
        "  FROM fresh f ANTI JOIN search.words w ON w.word = f.word"
        "), known AS (SELECT stem, max(term) AS term FROM search.words WHERE term IS NOT NULL GROUP BY stem"
        "), numbered AS ("
        "  SELECT stem, row_number() OVER (ORDER BY stem) + (SELECT coalesce(max(term), 0) FROM known) AS term"
        "  FROM (SELECT DISTINCT stem FROM stemmed ANTI JOIN known USING (stem) WHERE NOT common)"
        ") SELECT s.word, s.stem, CASE WHEN NOT s.common THEN coalesce(k.term, n.term) END AS term "
        "FROM stemmed s LEFT JOIN known k USING (stem) LEFT JOIN numbered n USING (stem) ORDER BY s.word",
        [reference.table("search")["too_common"]],
    )
