"""Jobs: the one that takes in all that is new and works through it, and the one that looks at everything again.

Belongs here: which assets and checks run together and in which way. Does not: when (schedules, sensors).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import dagster as dg

from twosource.settings import Settings
from twosource.warehouse import publish, store
from twosource.warehouse.connect import WarehouseError

if TYPE_CHECKING:  # what `define_asset_job` gives has no public name
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

INGEST = "ingest"
CHECK = "check_everything"
RULES = ("DagsterAssetCheckFailedError", "RulesFail")
"""The errors of a run that critical rules have stopped; the checks themselves have noted which."""


def ingest(settings: Callable[[], Settings]) -> UnresolvedAssetJobDefinition:
    """Load, clean, extract, link, compare, validate and publish all that is new."""
    return dg.define_asset_job(
        INGEST,
        selection=dg.AssetSelection.all(),
        executor_def=dg.in_process_executor,
        hooks={_tell_readers(settings)},
        description="Load, clean, extract, link, compare, validate and publish all that is new.",
    )


def check_everything() -> UnresolvedAssetJobDefinition:
    """All rules over all rows, also over those that nobody has touched."""
    return dg.define_asset_job(
        CHECK,
        selection=dg.AssetSelection.all_asset_checks(),
        executor_def=dg.in_process_executor,
        tags={"twosource/check": "all"},
        description="Hold all stored rows against all rules.",
    )


def _tell_readers(settings: Callable[[], Settings]) -> dg.HookDefinition:
    """Whoever reads the copy for analysts sees since when and why it is behind."""

    def tell(context: dg.HookContext) -> None:
        error = context.op_exception
        if error is None or type(error).__name__ in RULES:
            return
        chosen = settings()
        told = store.told(chosen, type(error).__name__, str(error))
        why = told or (str(error).splitlines() or [type(error).__name__])[0]
        # a disk that has no room for the note has stopped the run too, and the run tells it
        with suppress(WarehouseError):
            publish.note_held_back(chosen.published, f"a run stopped. {why}")

    return dg.failure_hook(name="tell_readers")(tell)
