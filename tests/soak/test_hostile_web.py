"""Ten thousand hostile addresses, and a thousand hostile answers: none leads to a host that is not public, none costs
more than its time, and each ends as a page or with a reason."""

# ruff: noqa: E501  (rows of tables stay on one line)
from __future__ import annotations

import asyncio
import ipaddress
import random
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

import pytest

from tests.soak import hostile_host
from twosource import reference
from twosource.loading import guard
from twosource.loading.refusal import Refused
from twosource.loading.special_addresses import BLOCKS, OUTSIDE_UNICAST
from twosource.loading.web import DEADLINES, Web

LIMIT = 1_000_000
DEADLINE = 0.3
SPECIAL = [ipaddress.ip_address(one) for one in (*(block.example for block in BLOCKS), *OUTSIDE_UNICAST)]
SCHEMES = (
    "http://",
    "https://",
    "HTTP://",
    "http:",
    "http:/",
    "http:\\\\",
    "//",
    "ftp://",
    "file://",
    "http://a@",
    "http://a:b@",
)
AFTER = ("", "/", "/a?b#c", ":80/", ":443", ":22/", ":0/", ":65536/", ":-1/", ":80:80/", "#@ledger.example/", "\\@ledger.example/", "/@ledger.example/", "?@ledger.example", "%00/", "%2f", ".", "..", "\t/", "\n", "\r\nHost: a")  # fmt: skip
UNSEEN = "\x00\t\n \x7f\xa0\xad\u200b\u202e\ud800\ufe52\uff0f"
WIDE = str.maketrans("0123456789.abcdefx", "０１２３４５６７８９．ａｂｃｄｅｆｘ")


def disguised(address: ipaddress.IPv4Address | ipaddress.IPv6Address, chance: random.Random) -> str:
    """An address as a host, in one of the ways that hide what it is."""
    if isinstance(address, ipaddress.IPv6Address):
        zone = chance.choice(("", "", "%eth0", "%25lo", "%1"))
        return f"[{chance.choice((address.compressed, address.exploded, address.exploded.upper()))}{zone}]"
    number = int(address)
    parts = str(address).split(".")
    mixed = ".".join(chance.choice((part, hex(int(part)), f"0{int(part):o}", f"000{int(part):o}")) for part in parts)
    rest = number & 0xFFFFFF
    return chance.choice(
        (
            str(address),
            str(number),
            hex(number),
            f"0{number:o}",
            mixed,
            f"{parts[0]}.{rest}",
            f"{parts[0]}.{parts[1]}.{rest & 0xFFFF}",
            str(number + 2**32),
            f"{address}.",
            str(address).translate(WIDE),
            str(address).replace(".", "。"),
            str(address).replace(".", "%2e"),
            str(address).replace("1", "①"),
            f"[::ffff:{address}]",
            f"[::ffff:0:{address}]",
            f"[::{address}]",
            f"[64:ff9b::{address}]",
            f"[64:ff9b:1::{address}]",
            f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]",
            f"[2001:0:{number >> 16:x}:{number & 0xFFFF:x}::1]",
        )
    )


def hostile_addresses(many: int) -> Iterator[str]:
    """Texts that are meant to lead where nobody may go."""
    for number in range(many):
        chance = random.Random(number)
        block = chance.choice(BLOCKS).network
        address = chance.choice((block[chance.randrange(min(block.num_addresses, 2**64))], chance.choice(SPECIAL)))
        host = (
            disguised(address, chance) if number % 50 else chance.choice(("localhost", "LOCALHOST.", "", "[", "a..b"))
        )
        text = chance.choice(SCHEMES if number % 3 == 0 else SCHEMES[:2]) + host
        text += chance.choice(AFTER if number % 2 else AFTER[:4])
        if number % 7 == 0:
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(UNSEEN) + text[at:]
        yield text


def leads_to(text: str) -> str:
    """What becomes of an address: the reason it is refused for, as written or for where it leads, or "no such name"."""
    try:
        url = guard.checked_url(text)
    except Refused as refused:
        return f"{refused.reason} as written"
    try:
        places = asyncio.run(guard.addresses(url))
    except Refused as refused:
        return f"{refused.reason} for where it leads"
    except OSError:
        return "no such name"
    raise AssertionError(f"{text!r} would be asked at {places}")


@pytest.mark.slow
def test_ten_thousand_hostile_addresses() -> None:
    ends = Counter(leads_to(text) for text in hostile_addresses(10_000))
    print(dict(ends))
    refused = {"forbidden_address as written", "forbidden_address for where it leads"}
    assert ends.keys() <= {*refused, "no such name"}
    assert min(ends[end] for end in refused) > 1_000


def answer_of(place: str, kind: str, number: int) -> str:
    """What becomes of asking for a hostile answer: "a page", or the reason why there is none."""
    web = Web("twosource/0.1", [place], deadline=DEADLINE, longest_wait=0.02, first_wait=0.01)
    try:
        page = web.get(f"http://{place}/{number}/{kind}", 0.0, LIMIT)
    except Refused as refused:
        refused.what.encode("utf-8")
        return refused.reason
    assert len(page.answer.data) <= LIMIT
    return "a page"


def asked(kinds: Iterable[str], times: int) -> Counter[str]:
    """Each kind of answer, so many times: what became of it, and that it cost no more time than it may."""
    ends: Counter[str] = Counter()
    with hostile_host.running() as place:
        for kind, number in product(kinds, range(times)):
            began = time.monotonic()
            try:
                ends[answer_of(place, kind, number)] += 1
            except Exception as error:
                error.add_note(f"{kind}, {number}")
                raise
            # what one clock bounds, and a machine that has other things to do
            assert time.monotonic() - began < DEADLINE * (DEADLINES + 1) + 5, (kind, number)
    assert ends.keys() <= {"a page", *reference.vocabulary("set_aside_reason")}
    return ends


def test_each_kind_of_hostile_answer() -> None:
    ends = asked(hostile_host.KINDS, 1)
    assert ends["deadline"] >= len(hostile_host.SLOW) // 2


@pytest.mark.slow
def test_a_thousand_hostile_answers() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = asked(hostile_host.QUICK, 30) + asked(hostile_host.SLOW, 10)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(dict(ends), f"memory grew by {grown:.0f} MB")
    assert sum(ends.values()) >= 1_000
    assert grown < 200
