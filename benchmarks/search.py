"""What search costs at a given number of articles: filling the index, one more article, and a question.

Belongs here: made-up articles whose words are as unevenly spread as those of a language, and the measuring. Does not:
whether what is found is right (tests). `python -m benchmarks.search ARTICLES FILE` prints CPU seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from twosource.warehouse import connect, migrate, search_index

WORDS, LENGTH, CHUNK, CLAIMS = 120_000, 400, 5_000, 15
SEED = 20
Words = npt.NDArray[np.str_]


def main() -> None:
    """Fill a new database and measure."""
    n, path = int(sys.argv[1]), Path(sys.argv[2])
    con = connect.open_live(path)
    migrate.prepare(con)
    random = np.random.default_rng(SEED)
    letters = np.array(list("abcdefghiklmnoprstuv"))
    words = np.array(["".join(random.choice(letters, size)) for size in random.integers(2, 11, WORDS)])
    words[[150, 151, 900, 901]] = ["tariffs", "negotiations", "ferry", "harbour"]
    for first in range(0, n, CHUNK):
        _write(con, words, random, first, min(CHUNK, n - first))
    with _measured("fill the index"):
        search_index.bring_up(con)
    _write(con, words, random, n, 1)
    with _measured("one article more"):
        search_index.bring_up(con)
    with _measured("nothing more"):
        search_index.bring_up(con)
    con.execute("CHECKPOINT")
    sizes = con.execute(
        "SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'search' ORDER BY 1"
    ).fetchall()
    print(sizes, f"{path.stat().st_size / 1e6:.0f} MB in all")
    con.close()
    for kind in ("article", "claim"):
        for asked in ("tariffs", "tariffs negotiations", "ferry harbour", "harbour"):
            with connect.open_copy(path) as copy, _measured(f"{kind}: {asked}"):
                rows = copy.execute(f"FROM search_text('{asked}', kind := '{kind}')").fetchall()
            print(len(rows), "rows")


def _write(con: duckdb.DuckDBPyConnection, words: Words, random: np.random.Generator, first: int, n: int) -> None:
    """Write made-up articles from the number `first` on, as cleaning and extraction would."""
    drawn = np.minimum((random.pareto(0.6, (n, LENGTH)) * 10).astype(np.int64), WORDS - 1)
    texts = [" ".join(row) for row in words[drawn]]
    ids = [f"{number:032x}" for number in range(first, first + n)]
    frame = pl.DataFrame({"id": ids, "text": texts})
    con.register("made", frame)
    con.execute(
        "INSERT INTO raw.captures BY NAME SELECT id AS capture_id, 'made' AS source, id AS address, ''::BLOB AS data, "
        "'text/plain' AS media_type, id AS sha256, now() AS first_seen_at, 1 AS first_run, MAP {} AS headers, "
        "MAP {} AS fields FROM made"
    )
    con.execute(
        "INSERT INTO clean.articles BY NAME SELECT id AS capture_id, id AS article_id, id AS document_id, "
        "'made' AS source, id AS source_path, 'Outlet ' || (hash(id) % 50) AS outlet, "
        'substring(text, 1, 60) AS headline, [] AS "by", '
        "'en' AS language, 'article' AS genre, text, 400 AS word_count, now() AS first_seen_at, '1' AS stage_version "
        "FROM made"
    )
    con.execute(
        f"INSERT INTO facts.claims BY NAME SELECT md5(id || i) AS claim_id, id AS article_id, "
        f"substring(text, 1 + (i * 160)::INT, 140) AS text, (i * 160)::INT AS char_start, "
        "(i * 160 + 140)::INT AS char_end, "
        f"i::INT AS sentence, 'made' AS rule, 1.0 AS confidence, '1' AS stage_version, false AS negated, "
        f"'asserted' AS modality, [] AS quantity_ids, [] AS time_ids, [] AS mention_ids FROM made, range({CLAIMS}) t(i)"
    )
    con.unregister("made")


@contextmanager
def _measured(what: str) -> Iterator[None]:
    begun, wall = time.process_time(), time.perf_counter()
    yield
    print(f"{what}: {time.process_time() - begun:.2f} CPU-s, {time.perf_counter() - wall:.2f} s")


if __name__ == "__main__":
    main()
