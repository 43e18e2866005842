"""Dagster's own folder, so that runs of the command line and of the web UI have one history.

Belongs here: making that folder and its `dagster.yaml`. Does not: running anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twosource.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

DAGSTER_YAML = """\
# Written by twosource once; change it as you like.
telemetry:
  enabled: false
nux:
  enabled: false
retention:
  schedule:
    purge_after_days: 90
  sensor:
    purge_after_days:
      skipped: 7
      failure: 30
      success: 90
"""


def prepare(settings: Settings) -> Path:
    """The folder of Dagster's history, made with its settings when it is not there."""
    folder = settings.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "dagster.yaml"
    if not target.exists():
        target.write_text(DAGSTER_YAML, encoding="utf-8")
    return folder


def instance(settings: Settings) -> dg.DagsterInstance:
    """The Dagster instance that keeps the history."""
    import dagster

    return dagster.DagsterInstance.from_config(str(prepare(settings)))
