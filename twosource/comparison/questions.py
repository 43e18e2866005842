"""What a comparison is about, as a question a person would ask.

Belongs here: the question of a group. Does not: values, or which things belong together.
"""

from __future__ import annotations

from twosource.comparison.slots import Group


def question(group: Group) -> str:
    """The question that the members of a group answer."""
    return group.question or " ".join(group.members[0].text.split())[:160]
