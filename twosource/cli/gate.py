"""The gate before Dagster's web pages, which know neither users nor passwords: who may ask for what.

Belongs here: the rules, as an ASGI layer that asks nothing of what lies behind it. Does not: the pages, the server
(`webserver`), the two processes (`serve`).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

NAMES = ("127.0.0.1", "localhost")
"""The names of this machine that a browser may call it by. A foreign name that leads here is somebody's trick."""
READING = ("GET", "HEAD")
OWN_SITE = ("same-origin", "none")
"""What a browser says of a request that our own page made, or the person by the address bar."""
GRAPHQL = "/graphql"
HEADERS = {
    # appended: where Dagster sends a policy of its own, both hold
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
WELCOME = """<!doctype html>
<meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>twosource</title>
<p>This browser is let in. <a href="/">Go on to the pages.</a></p>
"""
"""Sent in place of a redirect's status: a browser that was led here by a foreign page (a terminal in a browser, a chat)
holds back the cookie on a redirect, but not on a request that our own page makes."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is answered in place of the page: the status, and a sentence for the person who reads it."""

    status: HTTPStatus
    sentence: str


@dataclass(frozen=True, slots=True)
class Gate:
    """An ASGI application: `app`, for the browser that has opened the start address, and for its own pages alone.

    Raises ValueError without a token: a browser that sends none would have the right one.
    """

    app: ASGIApp
    port: int
    token: str

    def __post_init__(self) -> None:
        if not self.token:
            raise ValueError("The gate needs a token.")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, pass it on, or refuse it; both HTTP and websockets."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        answer: ASGIApp = self.app
        refusal = self._foreign(asked)
        if refusal is None and self._opens(asked):
            answer = self._welcome()
        else:
            refusal = refusal or self._unknown(asked) or _unfit(asked)
        if refusal is not None:
            answer = _refused(asked, refusal)
        await answer(scope, receive, _armoured(send))

    def _foreign(self, asked: HTTPConnection) -> Refusal | None:
        """Whether the server is called by a name that is not its own, or a page of another origin asks."""
        hosts = asked.headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self._hosts():
            return Refusal(
                HTTPStatus.MISDIRECTED_REQUEST,
                f"This server answers to http://{self._hosts()[0]} alone. Use the address that serve printed.",
            )
        origins = asked.headers.getlist("origin")
        if not origins and asked.scope["type"] == "websocket":
            origins = ["none"]  # a browser always names it here
        if any(origin != f"http://{hosts[0]}" for origin in origins):
            return Refusal(
                HTTPStatus.FORBIDDEN, "A page of another site has asked for this. Only the server's own pages may ask."
            )
        return None

    def _hosts(self) -> Sequence[str]:
        """The names of this server as a browser writes them: without the port where it is that of HTTP itself."""
        return NAMES if self.port == 80 else [f"{name}:{self.port}" for name in NAMES]

    def _opens(self, asked: HTTPConnection) -> bool:
        """Whether this is the start address with its token."""
        if asked.scope["type"] != "http" or asked.scope["method"] != "GET" or asked.scope["path"] != "/":
            return False
        return self._is_token(asked.query_params.get("token", ""))

    def _unknown(self, asked: HTTPConnection) -> Refusal | None:
        """Whether the browser has not opened the start address, or opens a page because a foreign page led to it."""
        if not self._is_token(asked.cookies.get(self._cookie(), "")):
            return Refusal(
                HTTPStatus.FORBIDDEN,
                "This browser is not let in yet. Open the start address that `twosource serve` printed when it "
                f"started, http://{self._hosts()[0]}/?token=... ; it holds until serve ends.",
            )
        if any(site not in OWN_SITE for site in asked.headers.getlist("sec-fetch-site")):
            return Refusal(
                HTTPStatus.FORBIDDEN,
                "Another page has led here. Copy the address into the address bar if you want to open it.",
            )
        return None

    def _welcome(self) -> ASGIApp:
        """The page that lets the browser in; it leads on to the first page, away from the token."""
        page = HTMLResponse(WELCOME, headers={"cache-control": "no-store", "referrer-policy": "no-referrer"})
        page.set_cookie(self._cookie(), self.token, httponly=True, samesite="strict")
        return page

    def _cookie(self) -> str:
        """The cookie's name. A browser keeps the cookies of all ports of a host together, so it tells the port."""
        return f"twosource_{self.port}"

    def _is_token(self, text: str) -> bool:
        return secrets.compare_digest(text.encode("utf-8", "replace"), self.token.encode())


def _unfit(asked: HTTPConnection) -> Refusal | None:
    """Whether a request is of a form in which a foreign page could send it too, or changes something by reading."""
    if asked.scope["type"] == "websocket":
        return None  # Dagster's takes subscriptions alone
    method = asked.scope["method"]
    if method in READING:
        if asked.scope["path"].rstrip("/") == GRAPHQL and "query" in asked.query_params:
            return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Send a query by POST, as application/json.")
        return None
    if method != "POST":
        return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"Nothing here is asked for by {method}.")
    kinds = [kind.partition(";")[0].strip().lower() for kind in asked.headers.getlist("content-type")]
    if kinds != ["application/json"]:
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "What is sent by POST has to be application/json.")
    return None


def _refused(asked: HTTPConnection, refusal: Refusal) -> ASGIApp:
    """The refusal as an answer; a websocket is closed before it is opened, which its server tells as status 403."""
    if asked.scope["type"] == "websocket":
        return WebSocketClose()
    return PlainTextResponse(refusal.sentence + "\n", refusal.status, headers={"cache-control": "no-store"})


def _armoured(send: Send) -> Send:
    """The same channel, with the headers that keep every answer out of foreign pages."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.append(name, value)
        await send(message)

    return sent
