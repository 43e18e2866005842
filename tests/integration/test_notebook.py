"""The notebook of `docs/` runs on the samples, as a person would run it."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from twosource import paths

NOTEBOOK = paths.docs("notebook.ipynb")


def test_every_cell_runs_and_tells_something(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(sample_home))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    told = [
        "".join(out.get("text") or out["data"]["text/plain"] for out in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code" and "close" not in cell.source
    ]
    assert all(text.strip() for text in told)
    assert "[tariff] [negotiations]" in told[3]
    assert "independent origins" in told[4]


def test_it_is_kept_without_answers() -> None:
    kept = nbformat.read(NOTEBOOK, as_version=4)
    assert [cell for cell in kept.cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)] == []
