"""Telling an OpenLineage server of runs: begun, complete with the state of every table, or failed.

Belongs here: events, sent only where the user has set a server. Does not: the facets themselves (`reporting/quality`),
people (`telling`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from twosource.alerting.telling import WAIT
from twosource.reporting import checks, quality
from twosource.settings import Settings
from twosource.warehouse import connect, store

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, OutputDataset, RunState

SWITCHES = ("OPENLINEAGE_URL", "OPENLINEAGE_CONFIG", "OPENLINEAGE__TRANSPORT__TYPE")
"""Any of these variables, which OpenLineage's own client reads, says where events go; without one nothing is sent."""
JOB = "ingest"
DOES = {"START": "begins", "COMPLETE": "is complete", "FAIL": "failed"}


def begun(run_id: str) -> list[str]:
    """Tell that a run begins. Returns what went wrong, in sentences."""
    return _told("START", run_id, [], [], {}) if _wanted(os.environ) else []


def ended(settings: Settings, run_id: str, failure: str | None = None) -> list[str]:
    """Tell how a run ended (`failure`: why it stopped), with rows, gaps and checks of every table as they are then.

    Returns what went wrong, in sentences.
    """
    if not _wanted(os.environ) or not run_id:
        return []
    if find_spec("openlineage") is None:
        return [MISSING]
    try:
        inputs, outputs = _datasets(settings)
    except connect.WarehouseError as error:
        return [f"OpenLineage was not told of the tables: {error}"]
    return _told("FAIL" if failure else "COMPLETE", run_id, inputs, outputs, _why(failure))


MISSING = (
    "OpenLineage is set, but its client is not installed: install the extra, `pip install 'twosource[lineage]'`, or "
    "unset the variable."
)


def _wanted(environ: Mapping[str, str]) -> bool:
    off = environ.get("OPENLINEAGE_DISABLED", "").lower() in ("true", "1")
    return not off and any(environ.get(name) for name in SWITCHES)


def _told(state: str, run_id: str, inputs: list[Any], outputs: list[Any], facets: dict[str, Any]) -> list[str]:
    if find_spec("openlineage") is None:
        return [MISSING]
    from openlineage.client import OpenLineageClient
    from openlineage.client.event_v2 import Job, Run, RunEvent, RunState

    kind: RunState = RunState[state]
    event = RunEvent(
        eventType=kind,
        eventTime=datetime.now(UTC).isoformat(),
        run=Run(runId=run_id, facets=facets),
        job=Job(namespace=quality.NAMESPACE, name=JOB),
        producer=quality.PRODUCER,
        inputs=inputs,
        outputs=outputs,
    )
    try:
        client = OpenLineageClient()
        client.emit(event)
        client.close()
    except (OSError, ValueError, RuntimeError) as error:  # of the transport that the user chose: no run fails of it
        return [f"OpenLineage was not told that the run {DOES[state]} ({type(error).__name__}): {error}"]
    return []


def _why(failure: str | None) -> dict[str, Any]:
    if failure is None:
        return {}
    from openlineage.client.generated.error_message_run import ErrorMessageRunFacet

    return {"errorMessage": ErrorMessageRunFacet(message=failure, programmingLanguage="Python")}


def _datasets(settings: Settings) -> tuple[list[InputDataset], list[OutputDataset]]:
    """The tables with what was found when they were checked, and the published copy; nothing before the first run."""
    from openlineage.client.event_v2 import InputDataset, OutputDataset
    from openlineage.client.generated.base import InputDatasetFacet
    from openlineage.client.generated.data_quality_assertions_dataset import (
        Assertion,
        DataQualityAssertionsDatasetFacet,
    )
    from openlineage.client.generated.data_quality_metrics_input_dataset import (
        ColumnMetrics,
        DataQualityMetricsInputDatasetFacet,
    )

    if not store.was_written(settings):
        return [], []
    inputs = []
    with store.using_live(settings), store.writing(settings, WAIT) as con:
        for one in quality.datasets(con, checks.checks(con)):
            metrics, asserted = one["facets"].get("dataQualityMetrics"), one["facets"]["dataQualityAssertions"]
            facets: dict[str, InputDatasetFacet] = {
                "dataQualityAssertions": DataQualityAssertionsDatasetFacet(
                    [Assertion(**assertion) for assertion in asserted["assertions"]]
                ),
            }
            if metrics:
                columns = {name: ColumnMetrics(**counted) for name, counted in metrics["columnMetrics"].items()}
                facets["dataQualityMetrics"] = DataQualityMetricsInputDatasetFacet(columns, metrics["rowCount"])
            inputs.append(InputDataset(one["namespace"], one["name"], inputFacets=facets))
    return inputs, [OutputDataset("file", str(settings.lake or settings.published))]
