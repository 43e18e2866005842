"""What goes before all stages: the ledger of corrections is made to say what `corrections.yml` says.

Belongs here: the file into the ledger. Does not: applying a correction, which each stage does to its own units.
"""

from __future__ import annotations

from twosource.corrections import reading
from twosource.warehouse import corrections as ledger
from twosource.warehouse.session import Session


def bring_in(session: Session) -> int:
    """Bring the file in, and have the units that its changes touch made anew; how many are new or taken back.

    Raises CorrectionsError when the file is not understood: then nothing is applied and nothing taken back.
    """
    return ledger.bring_in(session.con, session.run, reading.read(session.settings.home))
