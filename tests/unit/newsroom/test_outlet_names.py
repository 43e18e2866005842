"""What outlets and agencies are called: one index for names, domains, families and what they call themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from twosource import paths, reference
from twosource.newsroom import agencies, outlets

TABLE = """outlets:
  - {name: The Fjord Post, domains: [fjord.example], aliases: [Fjord Post, FP], family: Nordahl}
  - {name: Coast Wire, domains: [coast.example], family: Nordahl}
  - {name: Lone Sheet, domains: [lone.example]}
"""


def forget() -> None:
    reference.table.cache_clear()
    outlets._index.cache_clear()
    outlets.named_in_sentences.cache_clear()


@pytest.fixture
def bundled_or_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "outlets.yml").write_text(TABLE, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(paths, "seeds", tmp_path.joinpath)
        forget()
        yield
    forget()


@pytest.mark.usefixtures("bundled_or_own")
def test_an_outlet_belongs_to_its_family_by_any_of_its_names() -> None:
    names = ("The Fjord Post", "fjord post", "FP", "Coast Wire", "Lone Sheet", "Nowhere Times", "", None)
    assert [outlets.publisher_family(name) for name in names] == ["Nordahl"] * 4 + [None] * 4


def test_the_bundled_outlets_are_known_by_their_aliases() -> None:
    assert outlets.publisher_family("Yonhap News Agency") == outlets.publisher_family("Yonhap") is not None


@pytest.mark.parametrize(
    ("outlet", "declared", "family"),
    [
        ("The Fjord Post (Sunday)", None, "fjord post"),
        ("The Fjord Post", "Nordahl", "Nordahl"),
        ("Korea Times", None, "Hankook Ilbo"),
        ("Guardian", None, "Guardian Media Group"),
        (None, None, None),
    ],
)
def test_an_unknown_outlet_is_a_family_of_its_own(outlet: str | None, declared: str | None, family: str | None) -> None:
    assert outlets.family_of(outlet, declared) == family


@pytest.mark.parametrize(
    ("name", "is_newsroom"),
    [
        ("Reuters", True),
        ("Meridian Wire", True),
        ("The Fjord Post", True),
        ("Post", False),
        ("the capital", False),
        ("Ada Brook", False),
    ],
)
def test_a_newsroom_is_known_by_its_name_or_its_words(name: str, is_newsroom: bool) -> None:
    assert agencies.is_newsroom(name) is is_newsroom
