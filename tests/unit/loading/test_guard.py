"""Which addresses are asked: every special range is refused, in every disguise; no text makes the guard fail."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.loading import guard
from twosource.loading.refusal import Refused, set_aside
from twosource.loading.special_addresses import BLOCKS, OUTSIDE_UNICAST, Block


def public(address: str | guard.IPAddress) -> bool:
    return guard.is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(block.network))
def test_no_address_of_a_special_block_is_public(block: Block) -> None:
    assert ipaddress.ip_address(block.example) in block.network
    for address in (
        block.example,
        block.network[0],
        block.network[-1],
        block.network[block.network.num_addresses // 2],
    ):
        assert not public(address)
    assert public(block.counter_example)


@pytest.mark.parametrize("address", OUTSIDE_UNICAST)
def test_no_address_outside_of_what_is_given_out_is_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.network.version == 4], ids=lambda b: str(b.network)
)
def test_no_wrapping_makes_a_special_address_public(block: Block) -> None:
    number = int(ipaddress.ip_address(block.example))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    for wrapped in (
        f"::ffff:{block.example}",
        f"64:ff9b::{block.example}",
        f"2002:{high}:{low}::1",
        f"2001:0:{high}:{low}::1",
        f"::{block.example}",
        f"::ffff:0:{block.example}",
    ):
        assert not public(wrapped)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_public_addresses_are(address: str) -> None:
    assert public(address)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_public_that_python_knows_to_be_private(
    address: guard.IPAddress,
) -> None:
    if public(address):
        assert address.is_global or getattr(address, "sixtofour", None) or address in guard.TRANSLATED


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_changes_nothing(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert guard.is_public(ipaddress.ip_address(wrapped)) == guard.is_public(address)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("HTTPS://Ledger.Example/A?b=c#d", "https://ledger.example/A?b=c"),
        ("http://ledger.example", "http://ledger.example"),
        ("http://ledger.example:443/", "http://ledger.example:443/"),
        ("https://zürich.example/straße?q=ä b", "https://xn--zrich-kva.example/stra%C3%9Fe?q=%C3%A4%20b"),
        ("  https://ledger.example/a  ", "https://ledger.example/a"),
    ],
)
def test_the_one_form_of_an_address(text: str, form: str) -> None:
    assert str(guard.checked_url(text)) == form


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ftp://ledger.example/", "http"),
        ("file:///etc/passwd", "http"),
        ("javascript:alert(1)", "http"),
        ("//ledger.example/", "http"),
        ("", "http"),
        ("http://", "host"),
        ("http:///a", "host"),
        ("http://a b/", "host"),
        ("http://[fe80::1%25eth0]/", "host"),
        ("http://desk:secret@ledger.example/", "password"),
        ("http://desk@ledger.example/", "password"),
        ("http://ledger.example:22/", "port 22"),
        ("http://ledger.example:99999/", "port 99999"),
        ("http://[::1/", "no web address"),
        ("http://xn--a/", "no web address"),
        ("http://a\x00b/", "no web address"),
        ("http://a\ud800b/", "no web address"),
        ("http://ledger.example/" + "a" * 5000, "characters"),
    ],
)
def test_what_is_not_asked(text: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        guard.checked_url(text)
    assert caught.value.reason == "forbidden_address"
    assert words.replace("no web", "not a web") in caught.value.what


@pytest.mark.parametrize("text", ["http://127.0.0.1:8765/rss", "http://[::1]:8765/rss"])
def test_the_refusal_of_a_port_names_what_would_allow_it(text: str) -> None:
    with pytest.raises(Refused) as caught:
        guard.checked_url(text)
    advised = caught.value.advice.partition("TWOSOURCE_ALLOW_HOSTS=")[2].removesuffix(".")
    assert guard.checked_url(text, [advised]).port == 8765


def test_any_port_of_an_allowed_host() -> None:
    assert guard.checked_url("http://127.0.0.1:8123/", ["127.0.0.1"]).port == 8123
    assert guard.checked_url("http://127.0.0.1:8123/", ["127.0.0.1:8123"]).port == 8123
    with pytest.raises(Refused):
        guard.checked_url("http://127.0.0.1:8124/", ["127.0.0.1:8123"])


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0/",
    ],
)
def test_ways_of_writing_this_machine(text: str) -> None:
    with pytest.raises(Refused, match="forbidden_address"):
        asyncio.run(guard.addresses(guard.checked_url(text)))


def test_an_allowed_host_may_lead_anywhere() -> None:
    assert asyncio.run(guard.addresses(guard.checked_url("http://127.0.0.1/"), ["127.0.0.1"])) == ["127.0.0.1"]


def test_the_refusal_of_a_private_host_names_what_would_allow_it() -> None:
    url = guard.checked_url("http://localhost/")
    with pytest.raises(Refused) as caught:
        asyncio.run(guard.addresses(url))
    advised = caught.value.advice.partition("TWOSOURCE_ALLOW_HOSTS=")[2].removesuffix(".")
    assert asyncio.run(guard.addresses(url, [advised]))


def test_a_name_that_leads_to_both_kinds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (number, 80)) for number in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(Refused) as caught:
        asyncio.run(guard.addresses(guard.checked_url("http://trap.example/")))
    assert "10.0.0.1" in caught.value.what


PARTS = st.sampled_from(["http://", "https://", "a", "ü", "[", "]", "::", "@", ":", "%", "/", "?", "#", ".", " ", "\\"])


@given(st.one_of(st.text(), st.lists(PARTS | st.characters()).map("".join), st.text().map("http://".__add__)))
def test_no_text_makes_the_guard_fail(text: str) -> None:
    try:
        url = guard.checked_url(text)
    except Refused as refused:
        said = set_aside(refused, "desk", "a page").message
        said.encode()
        return
    assert url.scheme in guard.PORTS
    assert url.host
    assert not url.userinfo
    assert guard.checked_url(str(url)) == url
