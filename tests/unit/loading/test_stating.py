"""What is stated from outside of an input: by the source, by files beside it, by hand; what is nearest counts."""

import json
from pathlib import Path

import pytest

from tests.unit.loading.helpers import all_of, captures_of, source_of
from twosource.loading.declaring import SourceError
from twosource.loading.stating import checked
from twosource.records import Capture, SetAside

PAGE = b"<p>The ferry runs again.</p>"


def stated(capture: Capture) -> dict[str, object]:
    found: dict[str, object] = json.loads(capture.headers.get("stated", "{}"))
    return found


def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "desk" / "ledger"
    inner.mkdir(parents=True)
    for path in (tmp_path / "desk" / "a.html", inner / "b.html", inner / "c.html"):
        path.write_bytes(PAGE)
    (tmp_path / "_source.yml").write_text("outlet: not reached\n")
    (tmp_path / "desk" / "_source.yml").write_text("outlet: Coast Courier\nlanguage: en\n")
    (inner / "_source.yml").write_text("outlet: Harbor Ledger\n")
    (inner / "c.html.yml").write_text('published: 2025-04-17\nheadline: Ferry\nurl: "https://ledger.example/c"\n')
    return tmp_path / "desk"


def test_what_is_nearest_counts(tmp_path: Path) -> None:
    a, b, c = captures_of(source_of(folder(tmp_path), language="de", family="Tide"))
    assert (a.outlet, b.outlet, c.outlet) == ("Coast Courier", "Harbor Ledger", "Harbor Ledger")
    assert stated(a) == {"language": "en", "family": "Tide", "outlet": "Coast Courier"}
    assert (stated(c)["published"], stated(c)["headline"], c.url) == ("2025-04-17", "Ferry", "https://ledger.example/c")


def test_what_is_said_by_hand_goes_before_all(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "a.html.yml").write_text("outlet: Harbor Ledger\nheadline: Ferry\n")
    [one] = captures_of(source_of(tmp_path, stated={"outlet": "Mine"}))
    assert (one.outlet, stated(one)["headline"]) == ("Mine", "Ferry")


@pytest.mark.parametrize(
    "text",
    ["- a list", "outlet: [", "outlets: x", "published: yesterday", "outlet: 5", "url: ledger.example/a", "a: {b: c}"],
)
def test_a_wrong_statement_sets_its_input_aside_and_no_other(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "a.html.yml").write_text(text)
    found = all_of(source_of(tmp_path))
    assert [one.address for one in found if isinstance(one, Capture)] == ["b.html"]
    [aside] = [one for one in found if isinstance(one, SetAside)]
    assert (aside.item, aside.reason) == ("a.html", "unreadable_record")
    assert "a.html.yml" in aside.message


def test_a_statement_of_nothing_is_listed_as_any_other_file(tmp_path: Path) -> None:
    (tmp_path / "lonely.yml").write_text("outlet: x")
    [aside] = all_of(source_of(tmp_path))
    assert isinstance(aside, SetAside)
    assert aside.reason == "unknown_format"


def test_names_of_reporters_are_a_text_or_a_list() -> None:
    assert checked({"by": ["Ann Doe", "Bo Ek"]}, "here")["by"] == ["Ann Doe", "Bo Ek"]
    with pytest.raises(SourceError, match="here, by"):
        checked({"by": [1]}, "here")
