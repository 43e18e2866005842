"""The functions of the public contract: each settles its arguments and calls the rooms.

Belongs here: what a library user calls. Does not: any of the work itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, overload

from twosource.records import Article, Comparison, Copy, Facts
from twosource.settings import DEFAULT_ARTICLE_SECONDS, DEFAULT_MODEL

if TYPE_CHECKING:
    from twosource.extraction.facts import OnError
    from twosource.faults import ExtractionError


def clean(data: bytes | str, url: str | None = None, media_type: str | None = None) -> Article:
    """Turn a raw page or text into an article: kept text, regions with their roles, metadata.

    `media_type` is `text/html`, `text/plain`, `text/markdown` or `application/json`; None finds it out.
    Never raises on bad input: what is no article comes back with `rejected` saying why.
    """
    from twosource.cleaning import pipeline

    return pipeline.clean(data, url=url, media_type=media_type)


def article(
    text: str,
    headline: str | None = None,
    published: str | date | None = None,
    url: str | None = None,
    outlet: str | None = None,
) -> Article:
    """An article from text that is clean already. `published` is an ISO 8601 string, a date or a datetime."""
    from twosource.cleaning import pipeline

    return pipeline.article(text, headline=headline, published=published, url=url, outlet=outlet)


def extract(
    article: Article | str,
    published: str | date | None = None,
    model: str = DEFAULT_MODEL,
    seconds: float = DEFAULT_ARTICLE_SECONDS,
) -> Facts:
    """Read the facts out of an article or a bare text; `published` is the date of a bare text.

    Raises `ExtractionError` when the article cannot be read or takes more than `seconds` of CPU.
    """
    from twosource.extraction import facts

    return facts.extract(article, published=published, model=model, seconds=seconds)


@overload
def extract_many(
    articles: Iterable[Article | str],
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    on_error: Literal["raise", "skip"] = "raise",
    seconds: float = DEFAULT_ARTICLE_SECONDS,
) -> Iterator[Facts]: ...
@overload
def extract_many(
    articles: Iterable[Article | str],
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    *,
    on_error: OnError,
    seconds: float = DEFAULT_ARTICLE_SECONDS,
) -> Iterator[Facts | ExtractionError]: ...
def extract_many(
    articles: Iterable[Article | str],
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    on_error: OnError = "raise",
    seconds: float = DEFAULT_ARTICLE_SECONDS,
) -> Iterator[Facts | ExtractionError]:
    """Facts of many articles, in the order of the input, in constant memory; several processes give the same.

    Where an article cannot be read or takes more than `seconds` of CPU, `on_error` decides: `raise` an
    `ExtractionError`, which ends the stream; `skip` the article; or `yield` the `ExtractionError` in its place.
    """
    from twosource.extraction import facts

    return facts.extract_many(articles, processes=processes, model=model, on_error=on_error, seconds=seconds)


def find_copies(articles: Sequence[Article]) -> list[Copy]:
    """Pairs of articles that share a fifth or more of the shorter one's 5-word shingles."""
    from twosource.comparison import library

    return library.find_copies(articles)


def group_stories(articles: Sequence[Article]) -> list[str]:
    """One story id per article, in input order, decided in one streaming pass."""
    from twosource.comparison import library

    return library.group_stories(articles)


def compare(articles: Sequence[Article]) -> list[Comparison]:
    """What the articles of each story say about the same fact, and whether independent origins agree."""
    from twosource.comparison import library

    return library.compare(articles, list(extract_many(articles)))
