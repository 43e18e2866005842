"""What the command says when Dagster's history cannot be written.

Belongs here: that one sentence. Does not: the history itself (`pipelines/history.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from twosource.cli.terminal import Failure
from twosource.settings import Settings

ADVICE = (
    "Make room on the disk, or set TWOSOURCE_HOME to a folder that you may write to, and run again: "
    "what was stored is whole, and the next run goes on from there."
)


@contextmanager
def kept(settings: Settings) -> Iterator[None]:
    """Turn a history that cannot be written (a full disk, a folder that is read-only) into a Failure."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except OSError as error:
        # some of the system's errors name no file
        where, why = error.filename or settings.dagster_home, error.strerror or str(error)
        raise Failure(f"{where} cannot be written: {why}. {ADVICE}") from error
    except DBAPIError as error:
        raise Failure(
            f"Dagster's history in {settings.dagster_home} cannot be written: {error.orig}. {ADVICE}"
        ) from error
