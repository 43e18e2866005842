"""A store that cannot be is refused with what to write instead; no message repeats a value, which may be a password."""

import pytest

from twosource.settings import LAKE_BATCH, Settings, SettingsError
from twosource.store_words import LAKE

SECRET = "geheim42"


@pytest.mark.parametrize(
    ("store", "told"),
    [
        ("ducklake:", "lake without PostgreSQL"),
        ("ducklake:lake.duckdb", "lake without PostgreSQL"),
        ("ducklake:sqlite:lake.db", "lake without PostgreSQL"),
        (f"ducklake:mysql:db=news password={SECRET}", "lake without PostgreSQL"),
        ("ducklak:postgres:dbname=news", r"as in `ducklake:postgres:dbname=twosource host=db`"),
        ("ducklake:postgresql:dbname=news", r"as in `ducklake:postgres:dbname=twosource host=db`"),
        ("File", "it takes `file`"),
        (LAKE, "does not say where"),
        (f"{LAKE}news", "does not say where"),
        (f"{LAKE}dbname=news {SECRET}", "does not say where"),
        (f"{LAKE}postgresql://news:{SECRET}@db/news", "has an address"),
        (f"{LAKE}dbname=news password={SECRET}", "PGPASSWORD"),
        (f"{LAKE}dbname=news Password = '{SECRET}'", "PGPASSWORD"),
        (f"{LAKE}dbname=news sslpassword={SECRET}", "PGPASSWORD"),
        (f"{LAKE}dbname=news pasword={SECRET}", "the word pasword"),
        (f"{LAKE}dbname=news password={SECRET}é", "ASCII"),
        (f"{LAKE}dbnam=news", "Is dbname meant"),
        (f"{LAKE}dbname=news application_name=me", "twosource sets itself"),
    ],
)
def test_a_store_that_cannot_be_is_told_what_to_write(store: str, told: str) -> None:
    with pytest.raises(SettingsError, match=rf"^TWOSOURCE_STORE .*{told}") as refused:
        Settings.from_environment({"TWOSOURCE_STORE": store})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("data", [f"s3://key:{SECRET}@news/lake", "gs://news/lake", "s3:/news", "https://db/lake"])
def test_a_place_that_cannot_be_is_told_what_to_write(data: str) -> None:
    with pytest.raises(SettingsError, match=r"^TWOSOURCE_STORE_DATA is neither a folder nor") as refused:
        Settings.from_environment({"TWOSOURCE_STORE": f"{LAKE}dbname=news", "TWOSOURCE_STORE_DATA": data})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("words", ["dbname=news", "dbname='the news' host = /run/pg port=5", r"service=a user='o\'b'"])
def test_libpqs_words_are_taken_as_they_are(words: str) -> None:
    found = Settings.from_environment(
        {"TWOSOURCE_STORE": f"{LAKE}{words}", "TWOSOURCE_STORE_DATA": "s3://the.news/a b"}
    )
    assert found.lake is not None
    assert (found.lake.catalog, found.lake.data, found.batch) == (words, "s3://the.news/a b", LAKE_BATCH)
