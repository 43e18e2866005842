"""The IP addresses of a name, in a look-up that can be left behind.

Belongs here: the system's resolver, which knows no time limit, in threads of its own. Does not: judging what it finds.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

MOST_AT_ONCE = 16  # look-ups; those left behind count until their resolver gives up

_free = threading.BoundedSemaphore(MOST_AT_ONCE)


async def addresses(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the resolver's order, once each. May be cancelled at any time.

    A look-up of asyncio's own would be waited for when its loop ends, however long the resolver takes. Raises OSError
    when the name cannot be resolved or too many look-ups hang, UnicodeError when no resolver takes the name.
    """
    if not _free.acquire(blocking=False):
        raise OSError(None, f"{MOST_AT_ONCE} look-ups of names hang in this machine's resolver")
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def look_up() -> None:
        try:
            found: list[str] | Exception = _resolved(host, port)
        except (OSError, ValueError, OverflowError) as error:
            found = error
        finally:
            _free.release()
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(_settle, answer, found)

    threading.Thread(target=look_up, name=f"look up {host[:40]}", daemon=True).start()
    return await answer


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _settle(answer: asyncio.Future[list[str]], found: list[str] | Exception) -> None:
    if answer.done():  # cancelled
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)
