"""The room's front door: all facts of an article.

Belongs here: the order of the finders, and reading many articles in several processes.
Does not: any rule of language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Literal, get_args, overload

from twosource import engines, words
from twosource.engines import Engine
from twosource.extraction import arithmetic, claims, events, names, quantities, quotes, statements, times
from twosource.extraction.parse import Parsed, parse_many
from twosource.faults import ExtractionError, Fault, attempt
from twosource.records import Article, Facts, Published
from twosource.settings import DEFAULT_ARTICLE_SECONDS, DEFAULT_MODEL

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """What extraction needs of an article; small to send to another process."""

    text: str
    published: Published | None


def as_published(value: str | date | datetime | None) -> Published | None:
    """A date given by the caller as a `Published`; None for a string that is no ISO 8601 date or instant.

    The string may also be a month ("2025-04") or a year.
    """
    if isinstance(value, datetime):
        return _published(value.isoformat(), "instant")
    if isinstance(value, date):
        return _published(value.isoformat(), "day")
    text = (value or "").strip()
    open_parts: dict[int, tuple[words.Precision, str]] = {4: ("year", "-01-01"), 7: ("month", "-01")}
    partial = open_parts.get(len(text))
    if partial is not None and _instant(text + partial[1]) is not None:
        return _published(text, partial[0])
    instant = _instant(text)
    if instant is None:
        return None
    return _published(text, "instant") if ":" in text else _published(instant.date().isoformat(), "day")


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # a page's own wording ("Wed Nov 23") is ordinary input: the date stays unknown
        return None


def _published(value: str, precision: words.Precision) -> Published:
    return Published(value=value, precision=precision, basis="metadata", confidence=1.0)


def _as_text(article: Article | str) -> Text:
    if isinstance(article, str):
        return Text(_encodable(article), None)
    return Text(_encodable(article.text), article.published)


def _encodable(text: str) -> str:
    """Half a surrogate pair, which no encoding holds, as U+FFFD: one for one, so that offsets stay."""
    return LONE_SURROGATE.sub("\ufffd", text)


def facts_of(parsed: Parsed, published: Published | None) -> Facts:
    """The facts of a parsed text. Each finder reads the parse and what the finders before it found.

    Raises OutOfTime when the article's clock is up.
    """
    parsed.clock.resume()
    mentions = names.find(parsed)
    said = quotes.find(parsed, mentions, published)
    timed = times.find(parsed, published)
    said = quotes.dated(parsed, said, timed)
    timed = times.bounded(parsed.text, times.as_said(published, timed, said), mentions)
    told = statements.find(parsed, mentions, said, timed, published)
    measured = quantities.find(parsed, mentions, told)
    acts = events.find(parsed, mentions, told)
    return Facts(
        statements=told.found,
        mentions=[replace(mention, statement=told.around(mention.start, mention.end)) for mention in mentions],
        quotes=[replace(quote, statement=told.first_in(quote.start, quote.end)) for quote in said],
        quantities=measured,
        times=[replace(time, statement=told.around(time.start, time.end)) for time in timed],
        events=acts,
        claims=claims.find(parsed, told, mentions, measured, timed, acts),
        arithmetic=arithmetic.find(parsed, measured),
    )


def extract(
    article: Article | str,
    published: str | date | datetime | None = None,
    model: str = DEFAULT_MODEL,
    seconds: float = DEFAULT_ARTICLE_SECONDS,
) -> Facts:
    """The facts of one article or bare text; `published` is the date when the text brings none.

    A `published` that is no ISO 8601 date counts as unknown. Raises ModelMissing when the model is not installed, and
    ExtractionError when the article cannot be read or takes more than `seconds` of CPU.
    """
    text = _as_text(article)
    return _sure(next(_extract_texts([Text(text.text, as_published(published) or text.published)], model, seconds)))


def _extract_texts(texts: Iterable[Text], model: str, seconds: float) -> Iterator[Facts | Fault]:
    for parsed, published in parse_many(((text.text, text.published) for text in texts), model, seconds):
        yield attempt(facts_of, parsed, published)


def _extract_batch(model: str, seconds: float, texts: list[Text]) -> list[Facts | Fault]:
    return list(_extract_texts(texts, model, seconds))


def _sure(found: Facts | Fault) -> Facts:
    if isinstance(found, Fault):
        raise ExtractionError(found.reason)
    return found


OnError = Literal["raise", "skip", "yield"]


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
    """The facts of many articles, in their order, with constant memory.

    Where an article cannot be read or takes more than `seconds` of CPU, `on_error` decides: `raise` an ExtractionError,
    which ends the stream; `skip` it; or `yield` the ExtractionError in its place. Raises ValueError on another word.
    """
    if on_error not in get_args(OnError):
        raise ValueError(f"on_error is {on_error!r}, but takes one of {', '.join(get_args(OnError))}.")
    return _settled(extract_each(articles, processes, model, seconds), on_error)


def _settled(each: Iterable[Facts | Fault], on_error: OnError) -> Iterator[Facts | ExtractionError]:
    for found in each:
        if not isinstance(found, Fault) or on_error == "raise":
            yield _sure(found)
        elif on_error == "yield":
            yield ExtractionError(found.reason)


def extract_each(
    articles: Iterable[Article | str],
    processes: int = 1,
    model: str = DEFAULT_MODEL,
    seconds: float = DEFAULT_ARTICLE_SECONDS,
    engine: Engine | None = None,
) -> Iterator[Facts | Fault]:
    """The facts of each article, in their order, with constant memory; a fault stands in the place of its article, also
    of one that takes more than `seconds` of CPU.

    The work is done by `engine`, which stays open, else by as many `processes` of this machine; each process loads the
    model once. The facts are the same wherever they are read.
    """
    work = partial(_extract_batch, model, seconds)
    if engine is not None:
        yield from engine.map(work, map(_as_text, articles))
        return
    with engines.local(processes) as own:
        yield from own.map(work, map(_as_text, articles))
