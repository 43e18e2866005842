"""What `correct apply` does: the stages over what corrections touched, the checks, the copy, in a run of its own.

Belongs here: the order, without Dagster, whose start costs more than the work. Does not: any stage, any check.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from twosource.cli import check
from twosource.cli.terminal import UNUSABLE, Failure

if TYPE_CHECKING:
    from twosource.settings import Settings


@dataclass(slots=True)
class Applied:
    """What was made anew, stage by stage; what was applied to nothing, and which critical rules fail, in sentences."""

    units: dict[str, int] = field(default_factory=dict)
    not_applied: list[str] = field(default_factory=list)
    failing: str | None = None


def apply(chosen: Settings) -> Applied:
    """Bring the corrections in, make anew what they touch, check it and publish it.

    What else is pending is done with it. Ends the command when the database or the file cannot be used.
    """
    from twosource.corrections.entries import CorrectionsError
    from twosource.faults import MachineFault
    from twosource.stages import articles, comparisons, corrections, facts, links
    from twosource.validation import own_rules
    from twosource.validation import run as validation
    from twosource.warehouse import connect, ledger, publish, store
    from twosource.warehouse import corrections as corrected
    from twosource.warehouse.session import Session

    if not store.was_written(chosen):
        raise Failure(f"There is no database in {chosen.home} yet. `twosource run` makes it.")
    own, made = check.own_rules_of(chosen), Applied()
    try:
        with store.using_live(chosen), Session(chosen) as session:
            run = session.begin(str(uuid.uuid4()))
            ledger.note_sources(session.con, run, [])
            corrections.bring_in(session)
            for stage in (articles, facts, links, comparisons):
                made.units[stage.STAGE] = stage.run(session).done
            validation.validate(session.con, run, own=own, copy=store.copy(chosen))
            made.not_applied = corrected.without_evidence(session.con)
            made.failing = ledger.failing(session.con)
            if made.failing:
                publish.note_held_back(chosen.published, made.failing)
                ledger.finish(session.con, run)
            else:
                store.make_public(chosen, session.con, run)
    except own_rules.OwnRulesError as error:
        raise Failure(str(error), UNUSABLE) from error
    except (connect.WarehouseError, CorrectionsError, MachineFault) as error:
        raise Failure(str(error)) from error
    return made
