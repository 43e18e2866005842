"""One request and its answer: to the very address that was judged, within a deadline and a size.

Belongs here: the only sockets of this room. Does not: whether and how often to ask (web), what the answer says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import httpx

from twosource.loading import guard
from twosource.loading.identity import shown
from twosource.loading.refusal import Refused, too_large
from twosource.loading.unpacking import Unpacking

if TYPE_CHECKING:
    import ssl

LONGEST_NOTICE = 65_536  # bytes kept of an answer that is no page: enough to tell a bot wall
LONGEST_REASON = 200  # characters of a fault that are told
CONNECT = 10.0  # seconds to reach one of a host's addresses, so that a dead one leaves time for the next
MOST_ADDRESSES = 3  # of one host that are tried
WHOLE = (200, 203)
"""The statuses that come with a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered. `headers` have lower-case names; `data` is unpacked, cut short unless the status is 200."""

    url: httpx.URL
    status: int
    headers: Mapping[str, str]
    data: bytes


class Unreachable(Refused):
    """The host could not be reached, or broke off: asking again may help."""


def exchange(
    url: httpx.URL,
    headers: Mapping[str, str],
    max_bytes: int,
    deadline: float,
    allowed: Collection[str] = (),
    *,
    cut: bool = False,
) -> Answer:
    """Ask once, without following a redirect. `url` has passed `guard.checked_url`; `deadline` is in seconds;
    `cut` takes the beginning of an answer that is larger than `max_bytes`.

    Raises Unreachable for a failing network, Refused for a forbidden address, a passed deadline, or an answer that is
    larger than `max_bytes` unpacked or cannot be unpacked. Must not be called while an event loop runs in the thread.
    """
    try:
        return asyncio.run(_within(url, headers, max_bytes, deadline, allowed, cut))
    except TimeoutError:
        what = f"was not answered in full within {deadline:.3g} seconds."
        raise Refused("deadline", what, "The host may be overloaded; a later run asks again.") from None
    except httpx.TransportError as error:
        raise _unreachable(str(error) or type(error).__name__) from error
    except OSError as error:
        raise _unreachable(error.strerror or type(error).__name__) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Refused("forbidden_address", "cannot be asked for.", "Correct the address, or leave it out.") from error


async def _within(
    url: httpx.URL, headers: Mapping[str, str], max_bytes: int, deadline: float, allowed: Collection[str], cut: bool
) -> Answer:
    # one clock over resolving, connecting, headers and body: a host that drips bytes passes any time limit per read
    async with asyncio.timeout(deadline):
        places = (await guard.addresses(url, allowed))[:MOST_ADDRESSES]
        for place in places[:-1]:
            try:
                return await _ask(url, place, headers, max_bytes, cut)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await _ask(url, places[-1], headers, max_bytes, cut)


async def _ask(url: httpx.URL, place: str, headers: Mapping[str, str], max_bytes: int, cut: bool) -> Answer:
    """One request to one IP address, under the host's own name for TLS and in the header Host.

    A connection serves one request: kept alive, it would be found again by its IP address under another host's name.
    """
    transport = httpx.AsyncHTTPTransport(
        verify=_certificates(), trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
    )
    own = {"host": url.netloc.decode("ascii"), "accept-encoding": "gzip", "connection": "close"}
    request = httpx.Request(
        "GET",
        url.copy_with(host=place),
        headers={**headers, **own},
        extensions={
            "sni_hostname": url.raw_host.decode("ascii"),
            "timeout": {"connect": CONNECT, "read": None, "write": None, "pool": None},
        },
    )
    async with transport:
        response = await transport.handle_async_request(request)
        try:
            found = {name.lower(): value for name, value in response.headers.items()}
            data = await _body(response, found, max_bytes, cut)
        finally:
            await response.aclose()
    return Answer(url=url, status=response.status_code, headers=found, data=data)


async def _body(response: httpx.Response, headers: Mapping[str, str], max_bytes: int, cut: bool) -> bytes:
    """The answer's bytes, unpacked as they come, never more than the limit and one byte in memory."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if response.status_code in WHOLE:
        return await _unpacked(response, encoding, max_bytes, cut)
    try:
        return await _unpacked(response, encoding, min(max_bytes, LONGEST_NOTICE), cut=True)
    except Refused:
        # no page anyway: the status says what there is to say
        return b""


async def _unpacked(response: httpx.Response, encoding: str, limit: int, cut: bool) -> bytes:
    """The body without its packing, cut at the limit or refused above it."""
    unpack = Unpacking(encoding)
    pieces: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        piece = unpack.piece(chunk, limit + 1 - size)
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            if not cut:
                raise too_large("is", limit)
            return b"".join(pieces)[:limit]
    unpack.require_end()
    return b"".join(pieces)


def _unreachable(why: str) -> Unreachable:
    # the library repeats what the host sent, whatever and however much that is
    why = shown(why if len(why) <= LONGEST_REASON else f"{why[:LONGEST_REASON]}…")
    return Unreachable("network_error", f"could not be fetched: {why}.", "A later run asks again.")


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates that are trusted, read once; never from the environment."""
    return httpx.create_ssl_context(trust_env=False)
