"""A host on this machine that plays the cases of the web: one answer per path, and a note of every request.

Belongs here: what the tests of fetching ask. Does not: any test.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Reply:
    """An answer. With `pieces`, they are sent one by one, `pause` seconds apart, instead of `body`."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: Callable[[], Iterator[bytes]] | None = None
    pause: float = 0.0


@dataclass
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    at: float


class Host:
    """Replies by path; a list of replies is given one after the other, the last again and again."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[Asked] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def place(self) -> str:
        """The host as the allow-list has it."""
        return f"127.0.0.1:{self.port}"

    def page(self, path: str, text: str, **headers: str) -> None:
        """A page of HTML."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(headers={"Content-Type": "text/html; charset=utf-8", **named}, body=text.encode())

    def paths(self) -> list[str]:
        """The paths asked for, in order, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def reply_to(self, path: str) -> Reply:
        times = Counter(asked.path for asked in self.asked)[path]
        found = self.replies.get(path, Reply(status=404, body=b"nothing here"))
        return found[min(times, len(found)) - 1] if isinstance(found, list) else found


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            given = {name.lower(): value for name, value in self.headers.items()}
            host.asked.append(Asked(self.path, given, time.monotonic()))
            reply = host.reply_to(self.path)
            status = 304 if _unchanged(reply, given) else reply.status
            self.send_response(status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.close_connection = True
            if status == 304:
                self.end_headers()
                return
            if reply.pieces is None:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            for piece in [reply.body] if reply.pieces is None else reply.pieces():
                try:
                    self.wfile.write(piece)
                    self.wfile.flush()
                except (BrokenPipeError, ConnectionResetError):
                    return
                time.sleep(reply.pause)

        def log_message(self, *_: object) -> None:
            return

    return Handler


def _unchanged(reply: Reply, given: Mapping[str, str]) -> bool:
    """Whether a conditional request asks for what it has already."""
    etag, changed = reply.headers.get("ETag"), reply.headers.get("Last-Modified")
    if "if-none-match" in given:
        return etag is not None and given["if-none-match"] == etag
    return changed is not None and given.get("if-modified-since") == changed


@contextmanager
def running() -> Iterator[Host]:
    """A host while the block lasts."""
    host = Host()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(host)) as server:
        server.daemon_threads = True
        host.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
