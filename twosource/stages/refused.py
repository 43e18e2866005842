"""Units that a stage could not do: set aside with a reason, so that the others go on.

Belongs here: the sentence for a fault. Does not: catching one (`faults`), storing it (`warehouse/set_aside`).
"""

from __future__ import annotations

from twosource.engines.spread import KIND as WORKER_DIED
from twosource.faults import Fault
from twosource.records import SetAside


def stopped(stage: str, unit: str, source: str | None, address: str, fault: Fault) -> SetAside:
    """A unit on which the library itself failed, or that took too long."""
    if fault.kind == WORKER_DIED:
        reason = "ended_worker"
        message = (
            f"{address} ended the process that worked on it at the stage {stage}, twice, which is most often for want "
            "of memory. Look whether it is prose; another version of twosource tries it again."
        )
    elif fault.kind == "OutOfTime":
        reason = "time_limit"
        message = (
            f"{address} was given up at the stage {stage}: {fault.reason.removeprefix('OutOfTime: ')}. "
            "Look whether it is prose; if it is, raise TWOSOURCE_ARTICLE_SECONDS and run again."
        )
    else:
        reason = "error"
        message = f"The stage {stage} failed on {address} ({fault.reason}): a fault of twosource, please report it."
    return SetAside(
        item=unit,
        source=source,
        address=address,
        stage=stage,
        disposition="quarantined",
        reason=reason,
        message=message,
    )
