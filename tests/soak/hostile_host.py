"""A server on this machine that answers as badly as it can, on bare sockets: no HTTP library would send such bytes.

Belongs here: one row per kind of hostile answer, and the server. Does not: what must hold of the one who asks.
"""

# ruff: noqa: E501  (rows of the table stay on one line)
from __future__ import annotations

import gzip
import random
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

Answer = Callable[[random.Random], Iterator[bytes]]
PAGE = b"<html><body><h1>Harbour reopens</h1><p>The harbour was opened on Friday, he said.</p></body></html>"
OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html\r\n"
DRIP = 0.02  # seconds between two bytes of a slow answer


def whole(body: bytes, head: bytes = OK + HTML) -> bytes:
    """An answer with its right length."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def slowly(data: bytes) -> Iterator[bytes]:
    """Byte by byte."""
    for byte in data:
        yield bytes([byte])
        time.sleep(DRIP)


def endless(piece: bytes, before: bytes = b"") -> Iterator[bytes]:
    """One piece again and again."""
    yield before
    while True:
        yield piece


def any_bytes(chance: random.Random, most: int = 4_000) -> bytes:
    """Bytes without a meaning."""
    return chance.randbytes(chance.randrange(most))


def spoilt(chance: random.Random) -> bytes:
    """A sound answer with some bytes exchanged."""
    answer = bytearray(whole(PAGE))
    for _ in range(chance.randrange(1, 12)):
        answer[chance.randrange(len(answer))] = chance.randrange(256)
    return bytes(answer)


def chunked(*chunks: bytes) -> bytes:
    return OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n" + b"".join(chunks)


def redirect(to: bytes, status: bytes = b"302 Found") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n"


def bomb(size: int) -> bytes:
    """So many blanks, packed."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()


BOMB = bomb(300_000_000)
PRIVATE = (b"http://10.0.0.1/", b"http://169.254.169.254/latest/", b"http://[::1]/", b"http://localhost:22/", b"file:///etc/passwd", b"javascript:alert(1)", b"http://desk:secret@127.0.0.1/", b"gopher://127.0.0.1/", b"http://2130706433/", b"//10.0.0.1", b"http://[bad/", b"\\\\10.0.0.1\\", b"http://127.0.0.1:1/", b"", b"\x00\xff", b"/" + b"a" * 300_000)  # fmt: skip

QUICK: Mapping[str, Answer] = {
    "sound": lambda _: iter([whole(PAGE)]),
    "nothing": lambda _: iter([]),
    "any bytes": lambda chance: iter([any_bytes(chance)]),
    "any bytes after a status": lambda chance: iter([OK + any_bytes(chance)]),
    "any bytes after the head": lambda chance: iter([OK + HTML + b"\r\n" + any_bytes(chance)]),
    "spoilt": lambda chance: iter([spoilt(chance)]),
    "cut": lambda chance: iter([whole(PAGE)[: chance.randrange(150)]]),
    "any status": lambda chance: iter([b"HTTP/1.1 %d What\r\n" % chance.randrange(1000) + HTML + b"Content-Length: 3\r\n\r\nabc"]),
    "no such status": lambda chance: iter([b"HTTP/1.1 " + chance.choice([b"99999", b"-1", b"abc", b"", b"2 00"]) + b"\r\n\r\n"]),
    "no such version": lambda chance: iter([chance.choice([b"HTTP/9.9", b"HTTP", b"http/1.1", b"ICY"]) + b" 200 OK\r\n\r\n" + PAGE]),
    "one more length": lambda chance: iter([OK + b"Content-Length: 5\r\nContent-Length: %d\r\n\r\nhello" % chance.randrange(9)]),
    "wrong length": lambda chance: iter([OK + HTML + b"Content-Length: " + chance.choice([b"-1", b"abc", b"1e9", b"9" * 400, b"0x10", b" ", b"5, 6", b"99999999999"]) + b"\r\n\r\n" + PAGE]),
    "both lengths": lambda _: iter([OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"]),
    "bad chunks": lambda chance: iter([chunked(chance.choice([b"zz\r\nhello\r\n", b"-5\r\nhello\r\n", b"5\r\nhel", b"FFFFFFFFFFFFFFFFFFFF\r\nx\r\n", b"5;\r\nhelloXX0\r\n\r\n", b"\r\n\r\n"]))]),
    "many chunks": lambda _: iter([chunked(b"1\r\nx\r\n" * 20_000, b"0\r\n\r\n")]),
    "long extension of a chunk": lambda _: iter([chunked(b"5;" + b"a" * 500_000 + b"\r\nhello\r\n0\r\n\r\n")]),
    "long trailer": lambda _: iter([chunked(b"5\r\nhello\r\n0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n")]),
    "many headers": lambda _: iter([OK + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n" + PAGE]),
    "long header": lambda _: iter([OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n" + PAGE]),
    "odd headers": lambda chance: iter([OK + chance.choice([b": x", b"A B: c", b"X: \x00", b"X: \xff\xfe", b" folded", b"X", b"Content-Type: \x1b[31m"]) + b"\r\n\r\n" + PAGE]),
    "odd kind": lambda chance: iter([whole(PAGE, OK + b"Content-Type: " + chance.choice([b"", b";", b"text", b"image/png", b"text/html; charset=" + b"x" * 9_000, b"\xff/\xff", b"application/pdf"]) + b"\r\n")]),
    "early answers": lambda _: iter([b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2_000 + whole(PAGE)]),
    "two answers": lambda _: iter([whole(PAGE) + whole(b"another")]),
    "other packing": lambda chance: iter([whole(PAGE, OK + HTML + b"Content-Encoding: " + chance.choice([b"br", b"zstd", b"gzip, gzip", b"deflate", b"x" * 9_000, b"\xff"]) + b"\r\n")]),
    "bad gzip": lambda chance: iter([whole(gzip.compress(PAGE)[: chance.randrange(90)] + any_bytes(chance, 40), OK + HTML + b"Content-Encoding: gzip\r\n")]),
    "empty parts of gzip": lambda _: iter([whole(gzip.compress(b"") * 20_000, OK + HTML + b"Content-Encoding: gzip\r\n")]),
    "bomb": lambda _: iter([whole(BOMB, OK + HTML + b"Content-Encoding: gzip\r\n")]),
    "redirect": lambda chance: iter([redirect(chance.choice(PRIVATE), b"%d Moved" % chance.choice([301, 302, 303, 307, 308]))]),
    "redirect to itself": lambda _: iter([redirect(b"?")]),
    "redirect without end": lambda chance: iter([redirect(b"/%d/redirect without end" % chance.randrange(10**9))]),
    "many places": lambda _: iter([OK.replace(b"200 OK", b"302 Found") + b"Location: /a\r\n" * 2_000 + b"\r\n"]),
    "not changed": lambda _: iter([b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"]),
    "retry": lambda chance: iter([b"HTTP/1.1 429 Busy\r\nRetry-After: " + chance.choice([b"0", b"-1", b"9" * 99, b"soon", b"\xff", b"Thu, 99 Apr 2025"]) + b"\r\nContent-Length: 0\r\n\r\n"]),
    "cookies": lambda _: iter([whole(PAGE, OK + HTML + b"Set-Cookie: a=b\r\n" * 1_000)]),
    "other protocol": lambda chance: iter([chance.choice([b"\x16\x03\x01\x02\x00\x01", b"SSH-2.0-x\r\n", b"220 mail\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"<html>"])]),
}  # fmt: skip
"""Kinds that end by themselves."""

SLOW: Mapping[str, Answer] = {
    "slow head": lambda _: slowly(OK + HTML * 90),
    "slow body": lambda _: slowly(whole(b"x" * 5_000)),
    "slow chunks": lambda _: slowly(chunked(b"1\r\nx\r\n" * 1_000)),
    "silence": lambda _: endless(b""),
    "silence after the head": lambda _: endless(b"", OK + HTML + b"\r\n"),
    "body without end": lambda _: endless(b"x" * 65_536, OK + HTML + b"\r\n"),
    "chunks without end": lambda _: endless(b"400\r\n" + b"x" * 1_024 + b"\r\n", chunked()),
    "extension without end": lambda _: endless(b"a" * 65_536, chunked(b"5;")),
    "headers without end": lambda _: endless(b"X-Y: z\r\n" * 1_000, OK),
    "early answers without end": lambda _: endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "status line without end": lambda _: endless(b"a" * 65_536, b"HTTP/1.1 200 "),
    "gzip without end": lambda _: endless(gzip.compress(b""), OK + HTML + b"Content-Encoding: gzip\r\n\r\n"),
}  # fmt: skip
"""Kinds that only the one who asks can end."""

KINDS = {**QUICK, **SLOW}


class _Handler(socketserver.BaseRequestHandler):
    """Answers `/<number>/<kind>` with that kind, `/robots.txt` with nothing to obey."""

    def handle(self) -> None:
        """Read the request's head, send the answer, piece by piece, as long as somebody listens."""
        self.request.settimeout(5)
        with suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (piece := self.request.recv(65_536)):
                head += piece
            path = head.split(b" ")[1].decode("ascii", "replace") if head.count(b" ") > 1 else "/"
            for piece in self._answer(path):
                if piece:
                    self.request.sendall(piece)
                else:
                    time.sleep(DRIP)
                    self.request.getpeername()
                if self.server.stopped.is_set():  # type: ignore[attr-defined]
                    return
            self.request.shutdown(socket.SHUT_WR)

    def _answer(self, path: str) -> Iterator[bytes]:
        _, number, kind = [*path.split("?")[0].replace("%20", " ").split("/", 2), "", ""][:3]
        if kind in KINDS and number.isdecimal():
            return KINDS[kind](random.Random(int(number)))
        return iter([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"])


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


@contextmanager
def running() -> Iterator[str]:
    """The server while the block lasts, given as `host:port`."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.stopped = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.stopped.set()  # type: ignore[attr-defined]
            server.shutdown()
            thread.join()
