"""The verbs `gold` and `evaluate` on the samples: a draft, its figures, and what is refused."""

import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from twosource.cli.main import app
from twosource.cli.terminal import Failure
from twosource.reporting import accuracy, pages


@pytest.fixture
def home(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "live").mkdir()
    for name in ("twosource.duckdb", "live/warehouse.duckdb"):
        shutil.copy2(sample_home / name, tmp_path / name)
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))
    return tmp_path


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    if isinstance(done.exception, Failure):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_from_a_draft_to_figures_in_the_view(home: Path) -> None:
    files = []
    for name in ("06_ledger_talks", "07_wire_talks", "10_steel_review"):
        files.append(str(home / f"{name}.yml"))
        assert "Correct it, then: twosource evaluate" in said("gold", name, "--output", files[-1], "--judge", "Ada")
    path = Path(files[0])
    text = path.read_text()
    assert "judge: Ada" in text
    wrong = text.replace("value: 24, unit: '%'", "value: 42, unit: '%'", 1)
    assert wrong != text
    path.write_text(wrong)
    shown = said("evaluate", *files)
    assert "facts.quantities             precision  0.9" in shown
    assert "more are needed" in said("evaluate", files[0])
    with duckdb.connect(str(home / "live" / "warehouse.duckdb"), read_only=True) as con:
        newest = {(row["table_name"], row["measure"]): row for row in accuracy.figures(con)}
        kept = con.execute("SELECT max(n) FROM quality.accuracy WHERE table_name = 'facts.quantities'").fetchone()
    one = newest["facts.quantities", "precision"]
    assert one["n_right"] == one["n"] - 1
    assert one["n_articles"] == 1
    page = pages.checks([], list(newest.values()), None)
    assert "How right the facts are" in page
    assert one["told"] in page
    assert kept is not None
    assert kept[0] > one["n"], "earlier evaluations stay"


def test_what_cannot_be_used_is_refused(home: Path) -> None:
    draft = home / "a.yml"
    said("gold", "07_wire_talks", "--output", str(draft))
    with pytest.raises(Failure, match="is there already, perhaps with somebody's work"):
        said("gold", "07_wire_talks", "--output", str(draft))
    with pytest.raises(Failure, match="articles fit 'talks'; name one of them"):
        said("gold", "talks")
    with pytest.raises(Failure, match="No article has an id"):
        said("gold", "nothing of the kind")
    draft.write_text("article: nowhere\nquotes: []\n")
    with pytest.raises(Failure, match="None of these articles is in the database"):
        said("evaluate", str(draft))
    draft.write_text("quotes: []\n")
    with pytest.raises(Failure, match="does not name its article"):
        said("evaluate", str(draft))
