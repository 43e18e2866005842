"""What goes before all stages: the ledger of corrections is made to say what `corrections.yml` says.

Belongs here: the file into the ledger. Does not: applying a correction, which each stage does to its own units.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from twosource import paths
from twosource.corrections import reading
from twosource.loading.identity import address
from twosource.records import Correction
from twosource.warehouse import corrections as ledger
from twosource.warehouse.session import Session


def bring_in(session: Session) -> int:
    """Bring the file in, and have the units that its changes touch made anew; how many are new or taken back.

    Raises CorrectionsError when the file is not understood, or contradicts itself now that it is known which article
    each name is of: then nothing is applied and nothing taken back.
    """
    home = session.settings.home
    bases = (home, paths.app_folder())
    given = reading.given(home)
    found = ledger.changes(session.con, [_addressed(one, bases) for one in given.told])
    if len(found):
        given.require_agreement(found.standing, _id_of)
    return ledger.bring_in(session.con, session.run, found, _id_of)


def _id_of(label: str, name: str) -> str:
    """See `entity_id`."""
    from twosource.comparison.entities import entity_id  # reads tables; a run without corrections of names does without

    return entity_id(label, name)


def _addressed(one: Correction, bases: tuple[PurePath, ...]) -> Correction:
    """With its paths as addresses, which are relative to the data folder: a person may write a whole path."""
    known = (PurePath(article) for article in one.articles)
    return replace(
        one,
        articles=tuple(
            address(path, bases) if path.is_absolute() else str(article)
            for path, article in zip(known, one.articles, strict=True)
        ),
    )
