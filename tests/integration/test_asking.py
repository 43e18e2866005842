"""The command takes what is said of an input by hand, and never ends well when what was named gave nothing."""

from pathlib import Path

import duckdb

from tests.integration.command import twosource
from tests.unit.loading.archives import TEXT


def test_one_page_with_what_is_said_of_it_and_then_nothing(tmp_path: Path) -> None:
    page, home = tmp_path / "page.html", tmp_path / "home"
    page.write_text(f"<html><body><p>{TEXT}</p></body></html>")
    (tmp_path / "empty").mkdir()
    said = ["--outlet", "Coast Courier", "--published", "2025-04-17", "--headline", "Ferry resumes", "--language", "en"]
    done = twosource(home, "run", str(page), *said)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(home / "twosource.duckdb"), read_only=True) as con:
        found = con.execute("SELECT outlet, headline, published_on::VARCHAR, published_basis FROM articles").fetchall()
    assert found == [("Coast Courier", "Ferry resumes", "2025-04-17", "metadata")]
    nothing = twosource(home, "run", str(tmp_path / "empty"))
    assert nothing.returncode == 1
    assert "nothing could be taken in" in nothing.stderr
    assert "nothing new: 1 source was looked at" in nothing.stdout
