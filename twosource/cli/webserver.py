"""The process of `serve` that answers browsers: Dagster's own web application and the report behind our gate.

Belongs here: putting them together and serving them. Does not: who may ask (`gate`), starting this (`serve`).
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress

import dagster
import uvicorn
from dagster import DagsterInstance

# Dagster has no public way to its web application; these three names hold for the version that is pinned.
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_webserver.app import create_app_from_workspace_process_context

from twosource import paths
from twosource.cli.gate import Gate
from twosource.cli.reported import Reported
from twosource.cli.serve import HOST
from twosource.reporting import folder
from twosource.settings import Settings

POLL = 2000
"""Milliseconds between two looks of a page at what is new, as Dagster's own command has it."""
LINGER = 2
"""Seconds that open requests have to end when the server is stopped."""


def main() -> None:
    """Serve until a signal ends it: the port is the argument, the token the line on standard input.

    The token comes that way because arguments and environments of a process can be read from outside it.
    """
    port, token = int(sys.argv[1]), sys.stdin.readline().strip()
    # uvicorn raises the signal that has stopped it once more; as an exception it lets the code server be ended, too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    target = ModuleTarget("twosource.app", "served", str(paths.app_folder()), None)
    with (
        suppress(KeyboardInterrupt),
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, target, dagster.__version__) as context,
    ):
        pages = create_app_from_workspace_process_context(context, "", POLL)
        report = Settings.from_environment().home / folder.FOLDER
        gate = Gate(Reported(pages, report), port, token)
        uvicorn.run(gate, host=HOST, port=port, log_level="warning", timeout_graceful_shutdown=LINGER)


if __name__ == "__main__":
    main()
