"""Sensors: files that appear in the inbox folder start one run per batch.

Belongs here: looking, with a cursor. Does not: reading any file.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import dagster as dg

from pipelines.jobs import INGEST
from twosource.settings import INBOX, Settings


def inbox_sensor(settings: Callable[[], Settings], running: bool) -> dg.SensorDefinition:
    """A sensor over the inbox of the home folder. A tick only lists names, sizes and times of change.

    `running` says whether it looks before anybody has switched it.
    """

    @dg.sensor(
        name="inbox_sensor",
        job_name=INGEST,
        minimum_interval_seconds=15,
        default_status=dg.DefaultSensorStatus.RUNNING if running else dg.DefaultSensorStatus.STOPPED,
        description="New or changed files in the inbox folder start one run.",
    )
    def look(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        folder = settings().inbox
        state = listing(folder)
        if not state:
            return dg.SkipReason(f"Nothing is in {folder}.")
        if state == context.cursor:
            return dg.SkipReason(f"Nothing has changed in {folder}.")
        config = {"ops": {"captures": {"config": {"sources": [INBOX]}}}}
        return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state, run_config=config)], cursor=state)

    return look


def listing(folder: Path) -> str:
    """A hash over the paths, sizes and times of change of all files below `folder`; empty when there is none."""
    found = sorted(_files(folder))
    return hashlib.sha256("\n".join(found).encode("utf-8", "surrogateescape")).hexdigest() if found else ""


def _files(folder: Path) -> list[str]:
    lines: list[str] = []
    folders = [folder] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_file():
                    stat = entry.stat()
                    lines.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns}")
    return lines
