"""The search through all fingerprints, held against what was noted as touched.

Belongs here: finding what no write noted, and noting it. Does not: doing any of it (a run does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twosource import declarations
from twosource.stages import articles, comparisons, facts, links
from twosource.warehouse import outbox, settled, stages
from twosource.warehouse.connect import transaction
from twosource.warehouse.session import Session


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many units of a stage are pending or gone, and which of them no write had noted; None when the next run
    looks through all of them anyway."""

    n_pending: int
    unnoted: list[str] | None


def versions(model: str) -> Mapping[str, str]:
    """The version of each stage with that language model, in the order in which they run."""
    return {
        articles.STAGE: articles.version(),
        facts.STAGE: facts.version(model),
        links.STAGE: links.version(),
        comparisons.STAGE: comparisons.version(),
    }


def run(session: Session) -> dict[str, Rechecked]:
    """Search all stages; `Session.begin` was called. What was not noted is noted, so that the next run makes it."""
    con, found = session.con, {}
    for name, version in versions(session.settings.model).items():
        stage = declarations.stages()[name]
        noted: set[str] | None = None
        if settled.is_settled(con, stage, version):
            noted = {*stages.pending(con, stage, version, touched=True).fingerprints}
            noted |= {*stages.gone(con, stage, touched=True)}
        everything = {*stages.pending(con, stage, version).fingerprints, *stages.gone(con, stage)}
        unnoted = None if noted is None else sorted(everything - noted)
        with transaction(con):
            outbox.touch(con, name, unnoted or ())
        found[name] = Rechecked(len(everything), unnoted)
    return found
