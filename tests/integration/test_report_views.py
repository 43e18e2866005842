"""What the report asks of a few articles is what the views say of them, and its digests tell what changed."""

from pathlib import Path

import duckdb
import pytest

from tests.integration.reported import change, copied
from twosource.reporting import units, views


def opened(home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(home / "twosource.duckdb"), read_only=True)


@pytest.mark.parametrize("name", [name for name in views.NAMES if name != "origins"])
def test_a_narrowed_view_says_what_the_view_says(sample_home: Path, name: str) -> None:
    with opened(sample_home) as con:
        views.remember(con)
        ids = [own for (own,) in con.execute("SELECT article_id FROM known ORDER BY 1 LIMIT 7").fetchall()]
        views.narrow(con, "article_id", ids)
        in_order = " REPLACE (list_sort(entity_ids) AS entity_ids)" if name == "claims" else ""
        whole = f"SELECT *{in_order} FROM main.{name} WHERE article_id IN (SELECT unnest(?))"
        narrowed = f"SELECT *{in_order} FROM chosen_{name}"
        compared = f"(({whole}) EXCEPT ALL ({narrowed})) UNION ALL (({narrowed}) EXCEPT ALL ({whole}))"
        assert con.execute(compared, [ids, ids]).fetchall() == []
        found = con.execute(f"SELECT count(*) FROM chosen_{name}").fetchone()
        assert name == "arithmetic" or (found and found[0])


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE facts.claims SET hedge = 'reportedly' WHERE article_id = $1", {"articles", "stories", "entities"}),
        ("UPDATE clean.regions SET score = 0.11 WHERE capture_id IN "
         "(SELECT capture_id FROM clean.articles WHERE article_id = $1)", {"articles", "stories", "entities"}),
        ("UPDATE quality.checks SET sample = $1", set()),
    ],
    ids=["a fact", "a region", "a check"],
)  # fmt: skip
def test_digests_change_with_what_a_page_shows_and_with_nothing_else(
    sample_home: Path, tmp_path: Path, statement: str, kinds: set[str]
) -> None:
    with opened(sample_home) as con:
        before = units.read(con)
        (own,) = con.execute("SELECT article_id FROM main.claims ORDER BY 1 LIMIT 1").fetchone() or ("",)
        story = con.execute("SELECT story_id FROM main.articles WHERE article_id = ?", [own]).fetchone()
    home = copied(sample_home, tmp_path, with_report=False)
    change(home, statement, values=[own])
    with opened(home) as con:
        after = units.read(con)
    for kind in ("articles", "stories", "entities"):
        old, new = getattr(before, kind), getattr(after, kind)
        other = {name for name, digest in new.items() if old[name] != digest}
        assert bool(other) == (kind in kinds), kind
        if kind == "articles":
            assert other <= {own}
        if kind == "stories":
            assert other <= {story[0] if story else None}
