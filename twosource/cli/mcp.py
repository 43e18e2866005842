"""The verb `mcp`: the published copy for agents, over standard input and output or on this machine's loopback.

Belongs here: where the server listens. Does not: its tools (`asking/served`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from twosource.cli.terminal import UNUSABLE, Failure, complain, settings, tell_behind


def mcp(
    http: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=1, max=65_535, help="Serve over HTTP on this port of this machine, at /mcp."),
    ] = None,
) -> None:
    """Serve the copy for analysts to agents, read-only, by the Model Context Protocol.

    Speaks over standard input and output; with --http on the loopback, and to nobody who comes by another name.
    """
    chosen = settings()
    try:
        from twosource.asking import served
    except ModuleNotFoundError as error:
        raise Failure(
            f"{error.name} is not installed. It comes with: pip install 'twosource[mcp]'", UNUSABLE
        ) from error
    tell_behind(chosen)
    made = served.server(chosen.published)
    if http is None:
        made.run("stdio")
        return
    complain(f"serving at http://{served.LOOPBACK}:{http}/mcp")
    made.run("streamable-http", port=http, **served.on_loopback(http))
