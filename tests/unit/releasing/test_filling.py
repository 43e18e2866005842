"""The notation of `schemas/releases.yml`, and that all of the file is understood."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from twosource import analyst_views
from twosource.declarations import DeclarationError
from twosource.releasing import declared, filling, release


def told(spec: Any, **row: Any) -> Any:
    return filling.fill(spec, row, lambda fact, own: f"{fact}/{own}")


@pytest.mark.parametrize(
    ("spec", "row", "value"),
    [
        ("name", {"name": "Oslo"}, "Oslo"),
        ("name", {"name": None}, None),
        ("name", {}, None),
        ("=Note", {}, "Note"),
        ("number", {"number": 3.0}, 3),
        ("day", {"day": date(2025, 4, 17)}, "2025-04-17"),
        ("at", {"at": datetime(2025, 4, 17, 2, 5, tzinfo=UTC)}, "2025-04-17T02:05:00Z"),
        ("names", {"names": []}, None),
        ("article:own", {"own": "1"}, "article/1"),
        ("article:own", {"own": None}, None),
        ("article:sides.own", {"sides": [{"own": "1"}, {"own": "2"}, {"own": "1"}]}, ["article/1", "article/2"]),
        ("{who}: {cue}", {"who": "Ana Prata", "cue": "said"}, "Ana Prata: said"),
        ("{who} {cue}", {"who": ["A", "B"], "cue": None}, "A, B"),
        ("{who} {cue}", {"who": None, "cue": None}, None),
        ("{who}: {cue}", {"who": None, "cue": "said"}, "said"),
        ("{who}: {cue}", {"who": "Ana Prata"}, "Ana Prata"),
        (["a", "b", "c"], {"a": 1, "b": None, "c": [2, 3]}, [1, 2, 3]),
        ({"kind": "=place", "name": "name"}, {"name": "Oslo"}, {"kind": "place", "name": "Oslo"}),
        ({"kind": "=place", "name": "name"}, {"name": None}, None),
        ({"choose": "label", "PER": "=Person", "ORG": "name"}, {"label": "ORG", "name": "NATO"}, "NATO"),
        ({"choose": "label", "PER": "=Person"}, {"label": "LOC"}, None),
        (
            {"each": "names", "type": "=Person", "name": "."},
            {"names": ["A", "B"]},
            [{"type": "Person", "name": "A"}, {"type": "Person", "name": "B"}],
        ),
        ({"each": "names", "type": "=Person", "name": "."}, {"names": None}, None),
    ],
)
def test_a_property_is_filled(spec: Any, row: dict[str, Any], value: Any) -> None:
    assert told(spec, **row) == value


def test_every_column_that_the_file_names_is_one_of_its_view() -> None:
    for form in release.OTHERS:
        assert filling.facts(form)
    assert declared.words()
    for view in analyst_views.views():
        assert all(other in analyst_views.views() for other in declared.references(view).values())


def test_a_column_that_no_view_has_is_refused() -> None:
    with pytest.raises(DeclarationError, match=r"there is no articles\.nothing"):
        declared.known("articles", "nothing")


def test_every_column_of_a_format_is_read_where_it_is_declared() -> None:
    read = set(filling._columns({"a": ["x", "{y} {z}"], "b": {"choose": "kind", "P": "fact:own.id"}, "c": "=word"}))
    assert read == {"x", "y", "z", "kind", "own"}
