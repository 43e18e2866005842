"""The address blocks in which no host of the public internet stands: our own list, whatever Python's says.

Belongs here: the special-purpose registries of IANA, and what else is reached only from inside somebody's network.
Does not: judging an address, unwrapping IPv4 from IPv6 (guard).
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block, what it is for, an address within, and an ordinary address near by."""

    network: Network
    purpose: str
    example: str
    counter_example: str


def _block(network: str, purpose: str, example: str, counter_example: str) -> Block:
    return Block(
        network=ipaddress.ip_network(network), purpose=purpose, example=example, counter_example=counter_example
    )


# The registries call some blocks globally reachable (anycast relays, name servers of the project AS112). They are
# here all the same: no publisher's page stands there.
BLOCKS = (
    _block("0.0.0.0/8", "this network (RFC 791)", "0.1.2.3", "1.0.0.1"),
    _block("10.0.0.0/8", "private use (RFC 1918)", "10.1.2.3", "11.1.2.3"),
    _block("100.64.0.0/10", "shared by customers of a carrier (RFC 6598)", "100.100.100.200", "100.128.0.1"),
    _block("127.0.0.0/8", "this machine (RFC 1122)", "127.8.8.8", "128.8.8.8"),
    _block("168.63.129.16/32", "a cloud's own service, seen from its machines", "168.63.129.16", "168.63.129.17"),
    _block("169.254.0.0/16", "this link, and clouds' metadata (RFC 3927)", "169.254.169.254", "169.253.169.254"),
    _block("172.16.0.0/12", "private use (RFC 1918)", "172.31.255.255", "172.32.0.1"),
    _block("192.0.0.0/24", "protocol assignments, a cloud's metadata (RFC 6890)", "192.0.0.192", "192.0.1.1"),
    _block("192.0.2.0/24", "documentation (RFC 5737)", "192.0.2.1", "192.0.3.1"),
    _block("192.31.196.0/24", "AS112 (RFC 7535)", "192.31.196.1", "192.31.197.1"),
    _block("192.52.193.0/24", "multicast tunnels (RFC 7450)", "192.52.193.1", "192.52.194.1"),
    _block("192.88.99.0/24", "6to4 relays, given up (RFC 7526)", "192.88.99.1", "192.88.100.1"),
    _block("192.168.0.0/16", "private use (RFC 1918)", "192.168.1.1", "192.169.1.1"),
    _block("192.175.48.0/24", "AS112 (RFC 7534)", "192.175.48.1", "192.175.49.1"),
    _block("198.18.0.0/15", "benchmarks (RFC 2544)", "198.19.255.1", "198.20.0.1"),
    _block("198.51.100.0/24", "documentation (RFC 5737)", "198.51.100.7", "198.51.101.7"),
    _block("203.0.113.0/24", "documentation (RFC 5737)", "203.0.113.9", "203.0.114.9"),
    _block("224.0.0.0/4", "multicast (RFC 5771)", "239.1.1.1", "223.1.1.1"),
    _block("240.0.0.0/4", "reserved, and broadcast (RFC 1112)", "255.255.255.255", "223.255.255.254"),
    _block("2001::/23", "protocol assignments, Teredo, ORCHID (RFC 2928)", "2001:0:53aa:64c::1", "2001:200::1"),
    _block("2001:db8::/32", "documentation (RFC 3849)", "2001:db8::1", "2001:db7::1"),
    _block("2620:4f:8000::/48", "AS112 (RFC 7534)", "2620:4f:8000::1", "2620:4f:8001::1"),
    _block("3fff::/20", "documentation (RFC 9637)", "3fff::1", "3fff:1000::1"),
)
"""Special blocks of IPv4, and those of IPv6 that lie in the part given out to hosts."""

UNICAST = ipaddress.IPv6Network("2000::/3")
"""The only part of IPv6 that is given out to hosts of the internet; whatever is outside of it is special."""

OUTSIDE_UNICAST = {
    "::": "no address (RFC 4291)",
    "::1": "this machine (RFC 4291)",
    "::7f00:1": "IPv4 inside, given up (RFC 4291)",
    "::ffff:0:7f00:1": "IPv4 translated (RFC 2765)",
    "64:ff9b:1::1": "local translation of IPv4 (RFC 8215)",
    "100::1": "to be thrown away (RFC 6666)",
    "100:0:0:1::1": "a dummy (RFC 9780)",
    "4000::1": "not given out",
    "5f00::1": "segment routing (RFC 9602)",
    "fc00::1": "private use (RFC 4193)",
    "fd00:ec2::254": "private use, a cloud's metadata (RFC 4193)",
    "fe80::1": "this link (RFC 4291)",
    "fec0::1": "this site, given up (RFC 3879)",
    "ff02::1": "multicast (RFC 4291)",
}
"""An address of each special block of IPv6 outside of the part given out to hosts, with its purpose."""
