"""Worker processes of a Ray cluster, on this machine and others.

Belongs here: handing batches to Ray as tasks. Does not: the order of the work, or what is done when a worker dies
(`spread`), starting a cluster (docs/scale.md).
"""

from __future__ import annotations

import logging
import socket
from typing import Any

from twosource import settings
from twosource.engines.spread import EngineError, Item, Made, Work, WorkerDied, Workers

PATIENCE = 10.0
"""Seconds for a cluster to answer at all."""
LOCAL = "local"
"""The address that stands for a cluster of this machine alone, which is started for the run and ends with it."""


class Ray(Workers):
    """Ray's tasks, one for each batch. Ray itself tries nothing twice: only here it is known which item to blame."""

    def __init__(self, address: str) -> None:
        """Join the cluster at `address`. Raises EngineError when Ray is not installed or there is no cluster."""
        settings.keep_ray_quiet()
        try:
            import ray
        except ImportError as error:
            raise EngineError(
                "The engine ray is not installed. Install it with pip install 'twosource[scale]', or unset "
                "TWOSOURCE_ENGINE."
            ) from error
        self._ray = ray
        try:
            _knock(address)
            ray.init(
                address=None if address == LOCAL else address,
                include_dashboard=False if address == LOCAL else None,
                log_to_driver=False,
                logging_level=logging.ERROR,
            )
        except (OSError, RuntimeError, ValueError) as error:
            first = str(error).partition("\n")[0]
            raise EngineError(
                f"There is no Ray cluster at {address}: {first} Start one with `ray start --head`, set "
                "TWOSOURCE_RAY_ADDRESS to one that runs, or unset TWOSOURCE_ENGINE."
            ) from error
        self.at_once = max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._task = ray.remote(num_cpus=1, max_retries=0)(_do)

    def submit(self, work: Work[Item, Made], batch: list[Item]) -> Any:
        """See `Workers`."""
        return self._task.remote(work, batch)

    def result(self, handed: Any) -> list[Any]:
        """See `Workers`."""
        gone = self._ray.exceptions
        try:
            found: list[Any] = self._ray.get(handed)
        except (gone.WorkerCrashedError, gone.NodeDiedError, gone.OutOfMemoryError, gone.ObjectLostError) as error:
            raise WorkerDied(str(error).partition("\n")[0]) from error
        return found

    def close(self) -> None:
        """Leave the cluster; one that was started for the run ends."""
        self._ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError when nothing listens at `HOST:PORT`: Ray would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host, int(port)), PATIENCE).close()


def _do(work: Work[Item, Made], batch: list[Item]) -> list[Made]:
    return work(batch)
