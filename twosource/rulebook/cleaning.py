"""The register of cleaning: what a region may bear as the rule that gave it its role.

Belongs here: the rows of cleaning's tables as rules. Does not: the tables (`cleaning/rules`, `cleaning/html`).
"""

from __future__ import annotations

from collections.abc import Iterator

from twosource import reference
from twosource.cleaning import html
from twosource.cleaning.rules.lines import LINE_RULES
from twosource.rulebook import with_neighbours
from twosource.rules import Rule, described


def register() -> list[Rule]:
    """The rules of cleaning."""
    return [
        *with_neighbours(list(_lines())),
        *with_neighbours(list(_headings())),
        *with_neighbours(list(_classes())),
        *with_neighbours(list(_tags())),
        *described("cleaning"),
    ]


def _role(role: str) -> str:
    return f"{role} ({reference.vocabulary('role')[role]})"


def _lines() -> Iterator[Rule]:
    for row in LINE_RULES:
        meaning = f"a whole line of this form is {_role(row.role)}"
        yield Rule(name=row.name, room="cleaning", meaning=meaning, example=row.example)


def _headings() -> Iterator[Rule]:
    """What follows the heading of a list, in a text or in a box of a page."""
    for row in LINE_RULES:
        if row.opens:
            meaning = f"a line below a heading of the form {row.name} is {_role(row.role)}, until prose comes back"
            yield Rule(
                name=f"under_{row.name}", room="cleaning", meaning=meaning, example=f"{row.example}\nHarbour opens"
            )


def _classes() -> Iterator[Rule]:
    for row in html.CLASS_RULES:
        if row.role != "other":
            meaning = f"what stands in an element with a class, id or role attribute of this kind is {_role(row.role)}"
            example = f'<div class="{row.example}">Harbour opens</div>'
            yield Rule(name=row.name, room="cleaning", meaning=meaning, example=example)


def _tags() -> Iterator[Rule]:
    for tag, role in html.TAG_ROLES.items():
        if role != "other":
            words = "<div>Harbour opens</div>" if tag in html.INLINE else "Harbour opens"
            example = f"<{tag}>{words}</{tag}>"
            meaning = f"what stands in an element <{tag}> is {_role(role)}, unless a class or its words say more"
            yield Rule(name=f"tag_{tag}", room="cleaning", meaning=meaning, example=example)
