"""The report beside Dagster's pages: the folder as it stands, under one path of the same server.

Belongs here: choosing who answers. Does not: who may ask (`gate`, before both), writing the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/report"
INDEX = f"{PATH}/index.html"


@dataclass(frozen=True, slots=True)
class Reported:
    """An ASGI application: files of `folder` below `PATH`, everything else by `app`.

    The folder may come later, and is read anew for each request. Links in it are not followed.
    """

    app: ASGIApp
    folder: Path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for the report, or hand the request on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == PATH or path.startswith(f"{PATH}/")):
            await self.app(scope, receive, send)
        elif path.rstrip("/") == PATH:
            await RedirectResponse(INDEX)(scope, receive, send)
        elif not (self.folder / "index.html").is_file():
            answer = PlainTextResponse("There is no report yet: `twosource run` or a run begun here writes it.\n", 404)
            await answer(scope, receive, send)
        else:
            files = StaticFiles(directory=self.folder, check_dir=False)
            try:
                await files({**scope, "path": path.removeprefix(PATH), "root_path": ""}, receive, send)
            except HTTPException as refused:  # raised before anything was sent
                await PlainTextResponse(f"{refused.detail}\n", refused.status_code)(scope, receive, send)
