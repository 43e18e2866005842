"""Arguments in another encoding than the machine's: half a character fits nothing, and that is what is told."""

import duckdb
import pytest

from twosource.cli import looking
from twosource.cli.story import _find
from twosource.cli.terminal import Failure

ODD = "a\udcff"


def test_half_a_character_fits_nothing() -> None:
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE articles AS SELECT 'a' AS article_id, 'd' AS document_id, 'a.md' AS source_path, "
            "NULL::VARCHAR AS url, 'Ferry' AS headline"
        )
        con.execute("CREATE TABLE stories AS SELECT 's' AS story_id, 'Ferry' AS headline, NULL AS first_published")
        with pytest.raises(Failure, match="No article has"):
            looking.article(con, ODD)
        with pytest.raises(Failure, match="No story has"):
            _find(con, ODD)
