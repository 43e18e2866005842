"""Whether what is known to be pending is what a search through all that is stored finds.

Belongs here: telling it, stage by stage. Does not: the search (`twosource/stages/recheck`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from twosource.cli.checkup.finding import Finding, number
from twosource.settings import Settings

AGAIN = (
    "The next run makes them. That nothing had noted them is a fault: of twosource, or of what else wrote to the file."
)


def recheck(chosen: Settings) -> Iterator[Finding]:
    """Each stage with the units that are pending; those that nothing had noted are noted now."""
    from twosource.stages import recheck
    from twosource.warehouse.connect import WarehouseError
    from twosource.warehouse.session import Session

    if not chosen.live.is_file():
        yield Finding("pending", f"{chosen.live} (the first run makes it)")
        return
    try:
        with Session(chosen) as session:
            session.begin(str(uuid.uuid4()))
            for stage, found in recheck.run(session).items():
                told = f"{number(found.n_pending, 'unit')} to be made by the next run"
                if found.unnoted is None:
                    yield Finding(f"pending: {stage}", f"{told}, which looks through all of them")
                else:
                    n = len(found.unnoted)
                    more = f", of which nothing had noted {n}: {', '.join(found.unnoted[:3])}" if n else ""
                    yield Finding(f"pending: {stage}", told + more, AGAIN if n else None)
    except WarehouseError as error:
        yield Finding("pending", str(error), "Free the database, or put it right, and ask again.")
