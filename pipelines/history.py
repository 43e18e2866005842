"""Dagster's own folder, so that runs of the command line and of the web UI have one history.

Belongs here: making that folder and its `dagster.yaml`, ending runs that a killed command left open.
Does not: running anything.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

WHY = 300
"""Characters of Dagster's own words about its settings."""

STORAGES = {
    "run_storage": ("KeptSqliteRunStorage", "history"),
    "event_log_storage": ("KeptSqliteEventLogStorage", "history/runs"),
    "schedule_storage": ("KeptSqliteScheduleStorage", "schedules"),
}
"""Our storages by Dagster's names for them, each with its folder, which is the usual one."""

SERVED = "twosource.app:served"
"""The name that Dagster gives to the definitions which `twosource serve` loads."""


PID, HOST = "twosource/pid", "twosource/host"
"""Tags of a run of the command line: the process that it lives in, and where that process is."""


class SettingsFileError(ValueError):
    """The history's `dagster.yaml` cannot be used; the message says why and what to do."""


def prepare(settings: Settings) -> Path:
    """The folder of Dagster's history, made with its settings when it is not there."""
    folder = settings.dagster_home
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "dagster.yaml"
    if not target.exists():
        target.write_text(DAGSTER_YAML, encoding="utf-8")
    return folder


def instance(settings: Settings) -> dg.DagsterInstance:
    """The Dagster instance that keeps the history.

    Events go through `storage`, which keeps their files open, unless `dagster.yaml` names another storage.
    Raises SettingsFileError when `dagster.yaml` cannot be used; OSError or SQLAlchemy's DBAPIError when other files
    cannot.
    """
    import dagster
    import yaml
    from dagster._check import CheckError
    from dagster._core.instance.ref import InstanceRef

    folder = prepare(settings)
    with (folder / "setup.lock").open("a", encoding="utf-8") as claim:
        # Two runs that begin at once in a new home would both make Dagster's tables, and the later one fail on it.
        fcntl.flock(claim, fcntl.LOCK_EX)
        try:
            where = plain(folder)
            made = dagster.DagsterInstance.from_ref(InstanceRef.from_dir(str(where), overrides=_storage(where)))
        except (yaml.YAMLError, UnicodeError, dagster.DagsterError, CheckError) as error:
            raise SettingsFileError(_unusable(folder / "dagster.yaml", error)) from error
        made.get_runs_count()
        made.get_latest_materialization_event(dagster.AssetKey(["raw", "captures"]))
        made.all_instigator_state()
    return made


def _storage(folder: Path) -> dict[str, Any]:
    """What is said to Dagster beside its `dagster.yaml`: nothing of what that chooses itself.

    What a step prints goes to the terminal of the command and not to files by way of two processes a step.
    """
    import yaml

    chosen = yaml.safe_load((folder / "dagster.yaml").read_text(encoding="utf-8")) or {}
    if not isinstance(chosen, dict):
        return {}
    silent = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
    told: dict[str, Any] = {} if "compute_logs" in chosen else {"compute_logs": silent}
    if {"storage", *STORAGES} & chosen.keys():
        return told
    for name, (kept, place) in STORAGES.items():
        told[name] = {"module": "pipelines.storage", "class": kept, "config": {"base_dir": str(folder / place)}}
    return told


def _unusable(path: Path, error: Exception) -> str:
    """The sentence for a `dagster.yaml` of the wrong form: what Dagster says first, shortened."""
    why = " ".join(str(error).split())
    why = why if len(why) <= WHY else why[: WHY - 1] + "…"
    return f"{path} cannot be used: {why} Correct it, or delete it: the next run writes it anew."


def plain(folder: Path) -> Path:
    """The folder, or a link to it where its path has a `%`.

    Dagster pastes the path into the address of an SQLite file, where `%41` means an A. The link lies in the temporary
    folder and is used only if it is this user's.
    """
    if "%" not in str(folder):
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    link = Path(tempfile.gettempdir()) / f"twosource-{os.getuid()}-{name}"
    try:
        link.symlink_to(folder)
    except FileExistsError:
        if link.lstat().st_uid != os.getuid() or not link.is_symlink() or link.readlink() != folder:
            link = Path(tempfile.mkdtemp(prefix="twosource-")) / "dagster"
            link.symlink_to(folder)
    return link


def tags() -> dict[str, str]:
    """The tags that tie a run to this process."""
    return {PID: str(os.getpid()), HOST: socket.gethostname()}


def end_lost_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs of commands that were killed as failed, and return their ids: nobody else would ever end them.

    To be called before this process begins a run of its own.
    """
    from dagster import DagsterRunStatus as Status
    from dagster import RunsFilter

    open_ = [Status.NOT_STARTED, Status.STARTING, Status.STARTED, Status.CANCELING]
    lost = []
    for run in instance.get_runs(RunsFilter(statuses=open_, tags={HOST: socket.gethostname()})):
        # A run that the web UI started again from one of ours has copied its tags, but lives in the UI's processes.
        if run.remote_job_origin is not None or _lives(int(run.tags[PID])):
            continue
        instance.report_run_failed(run, f"The command that ran this, process {run.tags[PID]}, was killed.")
        lost.append(run.run_id)
    return lost


def end_served_runs(settings: Settings) -> list[str]:
    """Mark runs that `twosource serve` began and that are still open as failed, and return their ids.

    To be called only while nothing is served from this home: its runs live in its processes and end with them.
    """
    from dagster import DagsterRunStatus as Status
    from dagster import RunsFilter

    lost = []
    with instance(settings) as history:
        for run in history.get_runs(RunsFilter(statuses=[Status.STARTING, Status.STARTED, Status.CANCELING])):
            origin = run.remote_job_origin
            if origin is None or origin.location_name != SERVED:
                continue
            history.report_run_failed(
                run, "`twosource serve` was stopped while this ran. The next run goes on from there."
            )
            lost.append(run.run_id)
    return lost


def _lives(pid: int) -> bool:
    """Whether another process of that number lives; in a container each new process may have the old one's number."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
