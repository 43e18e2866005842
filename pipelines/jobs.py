"""Jobs: the one that takes in all that is new and works through it.

Belongs here: which assets run together and in which way. Does not: when (schedules, sensors).
"""

import dagster as dg

INGEST = "ingest"

ingest = dg.define_asset_job(
    INGEST,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Load, clean, extract, link, compare, validate and publish all that is new.",
)
