"""Which addresses may be asked: ordinary web addresses that lead to a public host, and those the user allows.

Belongs here: judging a URL and what its host resolves to. Does not: asking anything, resolving names (looking_up),
the list of special addresses (special_addresses).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

import httpx

from twosource.loading import looking_up
from twosource.loading.identity import shown
from twosource.loading.refusal import Refused
from twosource.loading.special_addresses import BLOCKS, UNICAST

PORTS = {"http": 80, "https": 443}
"""The schemes that are asked, each with the one port that it is asked on."""
LONGEST_URL = 4_000  # characters; no page is found at a longer address, and addresses are stored and shown

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: IPv4 addresses as seen from a network without IPv4
OWN_HOST = "To fetch from a host of your own, name it in TWOSOURCE_ALLOW_HOSTS"


def checked_url(text: str, allowed: Collection[str] = ()) -> httpx.URL:
    """A web address in its one form (lower-case ASCII host, escaped path, no fragment).

    `allowed` are hosts, `host` or `host:port`, that may have any port. Raises Refused for an address that cannot be
    read, is not http or https, holds credentials, or has an unusual port.
    """
    if len(text) > LONGEST_URL:
        raise _forbidden(f"has more than {LONGEST_URL} characters.")
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
        host, port = url.host, url.port
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise _forbidden(f"is not a web address: {shown(str(error))}.") from error
    if url.scheme not in PORTS:
        raise _forbidden("does not begin with http:// or https://.")
    if not host or "%" in host or any(letter.isspace() for letter in host):
        raise _forbidden("names no host.")
    if url.userinfo:
        raise _forbidden("holds a user name or password.", "Leave it out; nothing is fetched with credentials.")
    if port not in (None, *PORTS.values()) and not is_allowed(url, allowed):
        advice = f"{OWN_HOST}: TWOSOURCE_ALLOW_HOSTS={host}:{port}."
        raise _forbidden(f"asks for port {port}; only 80 and 443 are asked.", advice)
    return url


def port_of(url: httpx.URL) -> int:
    """The port of a checked URL, stated or usual."""
    return url.port or PORTS[url.scheme]


def is_allowed(url: httpx.URL, allowed: Collection[str]) -> bool:
    """Whether the user allows the URL's host, by `host` or `host:port`, whatever it resolves to."""
    return url.host in allowed or f"{url.host}:{port_of(url)}" in allowed


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to a host of the public internet, looked at through every way of wrapping IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_public(inner)
        if address not in UNICAST:
            return False
    return not any(address in block.network for block in BLOCKS)


async def addresses(url: httpx.URL, allowed: Collection[str] = ()) -> list[str]:
    """The IP addresses of a checked URL's host, in the resolver's order, once each.

    Raises Refused when one of them is not public and the host is not allowed: a name that leads to both kinds is a
    trap. Raises OSError when the name cannot be resolved.
    """
    try:
        found = await looking_up.addresses(url.raw_host.decode("ascii"), port_of(url))
    except UnicodeError as error:  # labels that are too long for the resolver
        raise _forbidden("names a host that no resolver takes.") from error
    if not is_allowed(url, allowed):
        for number in found:
            if not is_public(ipaddress.ip_address(number)):
                raise _forbidden(
                    f"leads to {number}, which is no public address.",
                    f"{OWN_HOST}: TWOSOURCE_ALLOW_HOSTS={url.host}.",
                )
    return found


def _forbidden(what: str, advice: str = "Correct the address, or leave it out.") -> Refused:
    return Refused("forbidden_address", what, advice)
