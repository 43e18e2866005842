"""Declarations of sources, bundled and the user's own, and what the arguments of a run mean."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from twosource import paths
from twosource.loading.json_records import DEFAULT_PATHS
from twosource.loading.keys import KEYS
from twosource.loading.sources import FIELDS, Source, SourceError, declared, resolve
from twosource.records import Capture

from .helpers import all_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def declare(home: Path, text: str) -> None:
    (home / "sources.yml").write_text(text, encoding="utf-8")


# ------------------------------------------------------------------ declared


def test_the_bundled_sources(home: Path) -> None:
    found = declared(home)
    assert list(found) == ["inbox", "samples"]
    assert found["inbox"].paths == (home / "inbox",)
    assert found["samples"].paths == (paths.seeds("captures"),)
    assert found["samples"].licence is not None
    assert found["samples"].terms is not None


def test_a_missing_inbox_is_an_empty_source(home: Path) -> None:
    assert all_of(declared(home)["inbox"]) == []


def test_addresses_in_home_and_app_are_relative(home: Path) -> None:
    (home / "inbox").mkdir()
    (home / "inbox" / "a.txt").write_text("The port is open.")
    [inbox, samples] = resolve([], home)
    assert [one.address for one in all_of(inbox)] == ["inbox/a.txt"]
    assert all(str(one.address).startswith("seeds/captures/") for one in all_of(samples))


def test_every_key_of_a_declaration(home: Path) -> None:
    declare(
        home,
        """
ledger:
  kind: path
  paths: [archive/*.jsonl.gz, "{home}/more", /abs/olute, ../beside]
  optional: true
  exclude: drafts
  outlet: Harbor Ledger
  licence: proprietary
  terms: For research only.
  minimum: 0
  fields: {id: doc.nr, headline: ttl}
""",
    )
    assert declared(home)["ledger"] == Source(
        name="ledger",
        paths=(home / "archive/*.jsonl.gz", home / "more", Path("/abs/olute"), home.parent / "beside"),
        bases=(home, paths.app_folder()),
        home=home,
        exclude=("drafts",),
        optional=True,
        outlet="Harbor Ledger",
        licence="proprietary",
        terms="For research only.",
        minimum=0,
        fields={"id": "doc.nr", "headline": "ttl"},
    )


def test_every_key_of_a_source_on_the_web(home: Path) -> None:
    declare(
        home,
        """
ledger:
  kind: feed
  urls: ["https://ledger.example/rss", " http://ledger.example/atom"]
  rate: 0.5
  outlet: Harbor Ledger
  minimum: 5
  entries: 200
  pages: 50
  minutes: 2.5
""",
    )
    assert declared(home)["ledger"] == Source(
        name="ledger",
        kind="feed",
        urls=("https://ledger.example/rss", "http://ledger.example/atom"),
        bases=(home, paths.app_folder()),
        home=home,
        rate=0.5,
        outlet="Harbor Ledger",
        minimum=5,
        entries=200,
        pages=50,
        minutes=2.5,
    )


def test_the_users_entry_takes_the_place_of_the_bundled_one_whole(home: Path) -> None:
    declare(home, "samples: {paths: mine}\n")
    mine = Source(name="samples", paths=(home / "mine",), bases=(home, paths.app_folder()), home=home)
    assert declared(home)["samples"] == mine


def test_false_switches_a_source_off(home: Path) -> None:
    declare(home, "samples: false\n")
    assert list(declared(home)) == ["inbox"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_declaration_changes_nothing(home: Path, text: str) -> None:
    bundled = declared(home)
    declare(home, text)
    assert declared(home) == bundled


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ledger: {paths: a, pth: b}", ["ledger", "'pth'", "paths", "exclude", "minimum"]),
        ("ledger: {outlet: Harbor Ledger}", ["ledger", "'paths'", "missing"]),
        ("ledger: archive", ["ledger", "mapping"]),
        ("ledger: {paths: []}", ["paths", "empty"]),
        ("ledger: {paths: 7}", ["paths", "7"]),
        ("ledger: {paths: ''}", ["paths", "text"]),
        ('ledger: {paths: "a\\0b"}', ["no file name"]),
        ("ledger: {paths: a, kind: carrier}", ["'carrier'", "path"]),
        ("ledger: {paths: a, minimum: -1}", ["minimum", "-1"]),
        ("ledger: {paths: a, minimum: true}", ["minimum", "True"]),
        ("ledger: {paths: a, optional: perhaps}", ["optional", "'perhaps'"]),
        ("ledger: {paths: a, exclude: .}", ["exclude", "'.'"]),
        ("ledger: {paths: a, fields: {titel: x}}", ["'titel'", "headline", "published"]),
        ("ledger: {paths: a, fields: {headline: 3}}", ["headline", "3"]),
        ("ledger: {paths: a, fields: x}", ["fields", "'x'"]),
        ("ledger: {urls: 'https://a.example/'}", ["'paths'", "missing", "kind: pages"]),
        ("ledger: {kind: pages, paths: a}", ["'urls'", "missing"]),
        ("ledger: {kind: feed, urls: a.example/rss}", ["'a.example/rss'", "https://"]),
        ("ledger: {kind: feed, urls: []}", ["urls", "empty"]),
        ("ledger: {kind: feed, urls: 'https://a.example/', exclude: x}", ["'exclude'", "kind: feed"]),
        ("ledger: {paths: a, rate: 3}", ["'rate'", "kind: path"]),
        ("ledger: {kind: pages, urls: 'https://a.example/', rate: fast}", ["rate", "'fast'", "seconds"]),
        ("ledger: {kind: pages, urls: 'https://a.example/', rate: .inf}", ["rate", "seconds"]),
        ("ledger: {kind: pages, urls: 'https://a.example/', rate: -1}", ["rate", "-1"]),
        ("ledger: {kind: pages, urls: 'https://a.example/', pages: 0}", ["pages", "from 1 up"]),
        ("ledger: {kind: feed, urls: 'https://a.example/', entries: many}", ["entries", "'many'"]),
        ("ledger: {kind: feed, urls: 'https://a.example/', minutes: 0}", ["minutes", "above 0"]),
        ("ledger: {paths: a, pages: 3}", ["'pages'", "kind: path"]),
        ("a/b: {paths: a}", ["'a/b'", "letters"]),
        ("7: {paths: a}", ["7", "letters"]),
        ("- ledger", ["list"]),
        ("ledger: [", ["cannot be read"]),
        ("ledger: {paths: a}\nledger: {paths: b}", ["ledger", "twice"]),
        ("ledger: {paths: a, paths: b}", ["paths", "twice"]),
        ("ledger: &x [*x]", ["mapping"]),
    ],
)
def test_a_wrong_declaration_is_a_sentence_that_names_it(home: Path, text: str, words: list[str]) -> None:
    declare(home, text)
    with pytest.raises(SourceError) as caught:
        declared(home)
    message = str(caught.value)
    assert "sources.yml" in message
    assert [word for word in words if word not in message] == []


def test_a_wrong_value_is_told_with_its_line(home: Path) -> None:
    declare(home, "ledger:\n  kind: feed\n  urls: https://ledger.example/rss\n  every: soon\n")
    with pytest.raises(SourceError, match=r"sources\.yml, line 4, source ledger, key every: must be a length of time"):
        declared(home)


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_known(home: Path) -> None:
    declare(home, "ledger:\n  paths: a\n  outlets: Harbor Ledger\n")
    with pytest.raises(SourceError, match=r"line 3, .* the key 'outlets' is not known\. Did you mean outlet\?"):
        declared(home)


def test_every_key_has_its_place_in_a_source() -> None:
    assert set(KEYS) <= {field.name for field in fields(Source)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{paths: a, country: NO}", ["country", "in quotes"]),
        ("{paths: a, language: English}", ["language", "BCP 47"]),
        ("{paths: a, severity: fatal}", ["critical, warning, info"]),
        ("{paths: a, minimum: 5, maximum: 2}", ["above maximum"]),
        ("{paths: a, silence: 0d}", ["silence", "length of time"]),
        ("{paths: a, records: {host: x}}", ["'host' is not known"]),
        ("{paths: a, records: {since: soon}}", ["since", "2025-04-17"]),
        ("{paths: a, aggregator: true}", ["aggregator", "kind: path"]),
        ("{kind: sitemap, paths: a}", ["urls", "missing"]),
        ("{kind: list, urls: https://a.example}", ["paths", "missing"]),
    ],
)
def test_keys_of_expectation_and_choice_are_checked(home: Path, text: str, words: list[str]) -> None:
    declare(home, f"ledger: {text}")
    with pytest.raises(SourceError) as caught:
        declared(home)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_declaration_that_cannot_be_opened_is_not_passed_over(home: Path) -> None:
    (home / "sources.yml").symlink_to(home / "nowhere.yml")
    with pytest.raises(SourceError, match="cannot be read"):
        declared(home)


def test_the_usual_places_are_stated_for_each_of_our_names() -> None:
    assert tuple(DEFAULT_PATHS) == FIELDS


def test_the_bundled_file_explains_every_key_and_name() -> None:
    comment = paths.seeds("sources.yml").read_text(encoding="utf-8").split("\nsamples:")[0]
    assert [key for key in KEYS if f"#   {key} " not in comment] == []
    assert [name for name in FIELDS if name not in comment] == []


def test_the_example_in_the_bundled_file_can_be_declared(home: Path) -> None:
    comment = paths.seeds("sources.yml").read_text(encoding="utf-8").partition("#   ledger_archive:")
    example = [line.removeprefix("#   ") for line in (comment[1] + comment[2]).splitlines()]
    declare(home, "\n".join(example[: example.index("")]))
    assert declared(home)["ledger_archive"].fields["id"] == "doc.nr"


def test_the_example_of_a_feed_can_be_declared(home: Path) -> None:
    comment = paths.seeds("sources.yml").read_text(encoding="utf-8").partition("#   ledger_feed:")
    example = [line.removeprefix("#").removeprefix("   ") for line in (comment[1] + comment[2]).splitlines()]
    declare(home, "\n".join(example[: example.index("")]))
    assert declared(home)["ledger_feed"].kind == "feed"


# ------------------------------------------------------------------ arguments


def test_no_argument_means_all_declared(home: Path) -> None:
    assert [source.name for source in resolve([], home)] == ["inbox", "samples"]


def test_arguments_in_their_order_and_each_once(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "a.txt").write_text("The port is open.")
    monkeypatch.chdir(tmp_path)
    found = resolve(["samples", "desk", "a.txt", "./desk/", "*.txt", str(tmp_path / "desk"), "samples"], home)
    names = ["samples", f"{tmp_path}/desk", f"{tmp_path}/a.txt", f"{tmp_path}/*.txt"]
    assert [source.name for source in found] == names
    assert found[1].paths == (tmp_path / "desk",)


def test_the_address_of_a_page_is_a_source(home: Path) -> None:
    [source] = resolve(["https://ledger.example/a?b=c", "https://ledger.example/a?b=c"], home)
    assert (source.kind, source.name, source.urls) == (
        "pages",
        "https://ledger.example/a?b=c",
        ("https://ledger.example/a?b=c",),
    )


def test_a_declared_name_goes_before_a_file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "samples").mkdir()
    monkeypatch.chdir(tmp_path)
    assert [source.name for source in resolve(["samples", "./samples"], home)] == ["samples", f"{tmp_path}/samples"]


@pytest.mark.parametrize(
    "argument",
    ["sampels", "nowhere.txt", "none*.txt", "", "a\0b", "bad\ud800", "deep/er/*.html", "[", "**/nothing-here"],
)
def test_what_is_neither_source_nor_path_is_an_error(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError) as caught:
        resolve(["samples", argument], home)
    message = str(caught.value)
    message.encode("utf-8")
    assert "inbox, samples" in message
    assert ("Did you mean samples?" in message) == (argument == "sampels")


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("example.com/page.html", "https://example.com/page.html"),
        ("www.ledger.example", "https://www.ledger.example"),
        ("ledger.example:8080/a?b", "https://ledger.example:8080/a?b"),
        ("page.html", None),
        ("archive.jsonl.gz", None),
        ("desk/page.html", None),
        ("ftp://ledger.example/a", None),
    ],
)
def test_an_address_without_its_beginning_gets_a_hint(home: Path, argument: str, hint: str | None) -> None:
    with pytest.raises(SourceError) as caught:
        resolve([argument], home)
    assert ("https://" in str(caught.value)) == (hint is not None)
    assert (hint or "") in str(caught.value)


@pytest.mark.parametrize("text", ["[" * 100_000, "ledger:\n\tpaths: a\n", "ledger: {paths: a, minimum: 2025-13-45}"])
def test_a_declaration_that_is_no_yaml_is_refused_in_a_sentence(home: Path, text: str) -> None:
    declare(home, text)
    with pytest.raises(SourceError, match=r"sources\.yml .*Correct the file"):
        resolve([], home)


def test_a_path_source_can_be_loaded_though_its_name_is_odd(home: Path, tmp_path: Path) -> None:
    odd = tmp_path / "caf\udce9.txt"
    odd.write_text("The port is open.")
    [source] = resolve([str(odd)], home)
    assert source.name == f"{tmp_path}/caf\\xe9.txt"
    [capture] = all_of(source)
    assert isinstance(capture, Capture)
    assert capture.source == source.name
    capture.source.encode("utf-8")


@pytest.mark.parametrize("argument", ["http://", "https:///page.html", "http://[::1"])
def test_an_address_without_a_host_is_no_argument(argument: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="names no host"):
        resolve([argument], tmp_path)
