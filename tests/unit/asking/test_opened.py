"""The published copy from Python: frames with their types, records with their words."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import twosource
from tests.unit.asking.conftest import PLAIN
from twosource import analyst_views
from twosource.warehouse.connect import WarehouseError
from twosource.warehouse.export import QueryError


def test_a_view_is_a_frame_with_its_types(home: Path) -> None:
    with twosource.open(home) as copy:
        assert copy.views == tuple(analyst_views.views())
        articles = copy.view("articles")
        assert articles.schema["published_on"] == pl.Date()
        assert articles.schema["authors"] == pl.List(pl.String())
        assert articles.schema["published_at"] == pl.Datetime("us", "UTC")
        with pytest.raises(KeyError, match="Did you mean quotes"):
            copy.view("qoutes")


def test_a_question_takes_values_of_every_kind(home: Path) -> None:
    with twosource.open(str(home)) as copy:
        query = "SELECT count(*) AS n FROM articles WHERE published_on = $day AND outlet = $who"
        found = copy.sql(query, day=date(2025, 4, 17), who="Coast Courier")
        assert found.rows() == [(1,)]
        with pytest.raises(QueryError, match="for reading only"):
            copy.sql("DELETE FROM clean.articles")


def test_stories_and_what_is_said_in_them(home: Path) -> None:
    with twosource.open(home) as copy:
        (story,) = copy.stories("ferry")
        (compared,) = copy.compare(story)
        assert compared == copy.compare("story")[0]
        assert {said.stance for said in compared.says} == {"asserts", "denies"}
        (said,) = copy.who_said("sail")
        assert PLAIN[said.char_start : said.char_end] == said.quoted_text == copy.evidence(said.quote_id).quoted_text
        assert [hit.article_id for hit in copy.search("rain")] == ["a-good"]
        assert len(copy.origins_of("story")) == 2
        with pytest.raises(LookupError, match="No story_id begins"):
            copy.compare("other")


def test_where_nothing_is_published_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOSOURCE_HOME", str(tmp_path))
    with pytest.raises(WarehouseError, match="twosource run"):
        twosource.open()
