"""The report's manifest: one that names files outside the report is not ours, so nothing of it is removed."""

import json
from pathlib import Path

import pytest

from twosource.reporting.folder import MANIFEST, Manifest


@pytest.mark.parametrize(("page", "known"), [("stories/a.html", True), ("../a.html", False), ("/a.html", False)])
def test_pages_outside_the_report_are_not_believed(tmp_path: Path, page: str, known: bool) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"stamp": {"form": "1"}, "pages": {page: "x"}}), encoding="utf-8")
    assert (Manifest.read(tmp_path) is not None) == known
