"""An article that lies in another story than it was put into gets the one back that it had: its unit's digest tells.

Belongs here: that. Does not: other rows, which their stage makes anew (`contents.mend`). A story is decided once, by
the articles of then; to decide it again by those of now may give another one.
"""

from __future__ import annotations

import duckdb

from twosource import declarations, expectations
from twosource.identity import content_id

STAGE, MEMBERS = "links", "links.story_members"
MOST = 20_000_000
"""Pairs of articles and stories that are tried; of more, the stories stay as they are found."""


def put_back(con: duckdb.DuckDBPyConnection) -> int:
    """Give articles their stories back where one story, and nothing else, makes the rows those that were written.

    Returns of how many. To be called inside a transaction.
    """
    stage, members = declarations.stages()[STAGE], declarations.table(MEMBERS)
    altered = [unit for unit, then, now in con.execute(expectations.altered(stage)).fetchall() if then == now]
    if not altered:
        return 0
    con.execute(
        "CREATE OR REPLACE TEMP TABLE stories_tried AS SELECT DISTINCT story_id FROM links.story_members "
        "UNION SELECT unnest(?)",
        [[content_id("story", unit) for unit in altered]],
    )
    (n,) = con.execute("SELECT count(*) FROM stories_tried").fetchone() or (0,)
    if n * len(altered) > MOST:
        return 0
    parts = " UNION ALL ".join(
        expectations.digest_by_unit(table, f'{name} o WHERE o."{table.unit[0]}" IN (SELECT unnest($units))')
        for name, table in ((name, declarations.table(name)) for name in stage.writes)
    )
    before, tried = (expectations.row_digest(members, name) for name in ("was", "o"))
    (moved,) = con.execute(
        f"""
        UPDATE links.story_members SET story_id = t.story_id FROM (
            SELECT o.article_id, o.story_id
            FROM (SELECT m.* REPLACE (c.story_id AS story_id) FROM links.story_members m CROSS JOIN stories_tried c
                WHERE m.article_id IN (SELECT unnest($units))) o
            JOIN links.story_members was ON was.article_id = o.article_id
            JOIN (SELECT unit, bit_xor(digest) AS digest FROM ({parts}) GROUP BY unit) f ON f.unit = o.article_id
            JOIN quality.marks k ON k.stage = '{STAGE}' AND k.unit = o.article_id
            WHERE k.digest = xor(xor(f.digest, {before}), {tried})
        ) t WHERE links.story_members.article_id = t.article_id
        """,
        {"units": altered},
    ).fetchone() or (0,)
    return int(moved)
