"""Settings are read from the variables of their names; what cannot be used is refused by that name."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from twosource import paths
from twosource.settings import DEFAULT_MODEL, Lake, Settings, SettingsError, s3_words


def test_without_variables_the_defaults_hold() -> None:
    found = Settings.from_environment({})
    assert found == Settings(home=paths.default_home())
    assert (found.model, found.engine, found.batch) == (DEFAULT_MODEL, "pool", 64)
    assert found.processes == max(1, len(os.sched_getaffinity(0)) - 1)


def test_each_setting_is_read_from_its_variable(tmp_path: Path) -> None:
    given = {
        "TWOSOURCE_HOME": str(tmp_path),
        "TWOSOURCE_MODEL": "other_model",
        "TWOSOURCE_PROCESSES": "2",
        "TWOSOURCE_ENGINE": "ray",
        "TWOSOURCE_RAY_ADDRESS": "ray.example:6379",
        "TWOSOURCE_STORE": "ducklake:postgres:dbname=news host=db",
        "TWOSOURCE_STORE_DATA": "s3://news/lake",
        "TWOSOURCE_ARTICLE_SECONDS": "2.5",
        "TWOSOURCE_BATCH": "16",
        "TWOSOURCE_LOCK_WAIT": "0.5",
        "TWOSOURCE_INBOX_BATCH": "7",
        "TWOSOURCE_MAX_BYTES": "1000",
        "TWOSOURCE_FEED_ENTRIES": "50",
        "TWOSOURCE_SOURCE_PAGES": "20",
        "TWOSOURCE_SOURCE_MINUTES": "1.5",
        "TWOSOURCE_HOST_PAGES": "30",
        "TWOSOURCE_HOST_MINUTES": "2",
        "TWOSOURCE_RUN_PAGES": "40",
        "TWOSOURCE_RUN_MINUTES": "0.5",
        "TWOSOURCE_USER_AGENT": "desk-reader/2",
        "TWOSOURCE_CONTACT": "desk@harbor-ledger.example",
        "TWOSOURCE_ALLOW_HOSTS": "127.0.0.1:8000, archive",
    }
    assert set(given) == {f"TWOSOURCE_{setting.name.upper()}" for setting in fields(Settings)}
    assert Settings.from_environment(given) == Settings(
        home=tmp_path.resolve(),
        model="other_model",
        processes=2,
        engine="ray",
        ray_address="ray.example:6379",
        store="ducklake:postgres:dbname=news host=db",
        store_data="s3://news/lake",
        article_seconds=2.5,
        batch=16,
        lock_wait=0.5,
        inbox_batch=7,
        max_bytes=1000,
        feed_entries=50,
        source_pages=20,
        source_minutes=1.5,
        host_pages=30,
        host_minutes=2.0,
        run_pages=40,
        run_minutes=0.5,
        user_agent="desk-reader/2",
        contact="desk@harbor-ledger.example",
        allow_hosts="127.0.0.1:8000, archive",
    )


def test_requests_name_the_robot_and_whom_to_write_to(tmp_path: Path) -> None:
    assert Settings(home=tmp_path, contact="desk@l.example").robot.endswith("(+desk@l.example)")
    assert "(" not in Settings(home=tmp_path).robot
    assert Settings(home=tmp_path, allow_hosts="127.0.0.1, archive,").allowed_hosts == ("127.0.0.1", "archive")


@pytest.mark.parametrize("value", ["two\nlines", "Zoë", "bell\a"])
def test_a_user_agent_that_no_header_can_hold_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match=r"TWOSOURCE_USER_AGENT.*ASCII"):
        Settings.from_environment({"TWOSOURCE_USER_AGENT": value})


def test_an_empty_variable_is_as_good_as_none() -> None:
    empty = {f"TWOSOURCE_{setting.name.upper()}": "" for setting in fields(Settings)}
    assert Settings.from_environment(empty) == Settings.from_environment({})


def test_other_variables_do_not_count() -> None:
    assert Settings.from_environment({"BATCH": "3", "TWOSOURCE_ODD": "x"}) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TWOSOURCE_BATCH", "many"),
        ("TWOSOURCE_BATCH", "0"),
        ("TWOSOURCE_BATCH", "2.5"),
        ("TWOSOURCE_PROCESSES", "-1"),
        ("TWOSOURCE_MAX_BYTES", "1e6"),
        ("TWOSOURCE_LOCK_WAIT", "soon"),
        ("TWOSOURCE_LOCK_WAIT", "-3"),
        ("TWOSOURCE_LOCK_WAIT", "inf"),
        ("TWOSOURCE_LOCK_WAIT", "nan"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is '{value}'.*number above zero"):
        Settings.from_environment({variable: value})


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match="TWOSOURCE_ENGINE is 'dask', but takes pool or ray"):
        Settings.from_environment({"TWOSOURCE_ENGINE": "dask"})


def test_home_may_be_written_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_environment({"TWOSOURCE_HOME": "~/news"}).home == (tmp_path / "news").resolve()


def test_a_home_of_nobody_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"TWOSOURCE_HOME is '~nobody-of-that-name/news'.*path of a folder"):
        Settings.from_environment({"TWOSOURCE_HOME": "~nobody-of-that-name/news"})


def test_a_relative_home_is_one_of_the_folder_of_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings.from_environment({"TWOSOURCE_HOME": "news/../data"}).home == (tmp_path / "data").resolve()


def test_everything_lies_in_the_home(tmp_path: Path) -> None:
    found = Settings(home=tmp_path)
    places = (found.live, found.published, found.inbox, found.dagster_home)
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert len(set(places)) == 4


def test_a_store_is_the_file_or_a_lake_with_its_folder(tmp_path: Path) -> None:
    home = {"TWOSOURCE_HOME": str(tmp_path)}
    assert Settings.from_environment(home | {"TWOSOURCE_STORE": "file"}).lake is None
    there = home | {"TWOSOURCE_STORE": "ducklake:postgres: dbname=news host=db"}
    assert Settings.from_environment(there).lake == Lake("dbname=news host=db", str(tmp_path / "lake"))
    bucket = Settings.from_environment(there | {"TWOSOURCE_STORE_DATA": "s3://news/lake"}).lake
    assert bucket == Lake("dbname=news host=db", "s3://news/lake")


@pytest.mark.parametrize("store", ["lake", "ducklake:postgres:", "ducklake:postgres:news"])
def test_a_store_that_is_none_is_refused(store: str) -> None:
    with pytest.raises(SettingsError, match="TWOSOURCE_STORE does not say where the store is"):
        Settings.from_environment({"TWOSOURCE_STORE": store})


def test_a_password_in_the_store_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError, match="PGPASSWORD") as refused:
        Settings.from_environment({"TWOSOURCE_STORE": "ducklake:postgres:dbname=news password = hunter2"})
    assert "hunter2" not in str(refused.value)


def test_the_words_of_an_s3_service_are_duckdbs() -> None:
    amazon = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1"}
    assert s3_words(amazon) == {"key_id": "key", "secret": "secret", "region": "eu-central-1"}
    own = s3_words({"AWS_ENDPOINT_URL": "http://store.example:9000"})
    assert own == {"endpoint": "store.example:9000", "url_style": "path", "use_ssl": "false"}
