"""Markdown: the front matter at the head, emphasis, pictures and lists after it."""

from __future__ import annotations

import pytest

from twosource.cleaning.markdown import front_matter
from twosource.cleaning.pipeline import clean

BODY = """# The ferry comes back

*By Ada Brook, Island Post. May 5, 2031*

![The ferry in its dock](img/ferry.jpg)

The ferry to the outer islands will sail again from Monday, the harbour master said at a meeting in the town hall.

> "We have a new engine and an old captain," she told the islanders, who had waited for eleven months.

- The first boat leaves at six in the morning on every working day
- Fare: 12 crowns
- Children travel free of charge until the end of the summer holidays

The council paid for the repair, which cost 3 million crowns, and for a second engine that is kept in store.
"""


def test_front_matter_is_metadata() -> None:
    head = '---\ntitle: "The ferry comes back: a report"\nauthors:\n  - Ada Brook\n  - Jan Holm\ndate: 2031-05-05\n'
    article = clean(f"{head}publisher: Island Post\n---\n\n{BODY}", media_type="text/markdown")
    assert article.headline == "The ferry comes back: a report"
    assert article.by == ["Ada Brook", "Jan Holm"]
    assert article.outlet == "Island Post"
    assert article.published is not None
    assert article.published.value == "2031-05-05"
    assert "publisher" not in article.text
    assert next(region.text for region in article.regions if region.rule == "front_matter") == "---"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "---\ntitle: A\nauthor: [Ada Brook, 'Jan Holm']\n---\nText",
            {"headline": ["A"], "by": ["Ada Brook", "Jan Holm"]},
        ),
        ('+++\ntitle = "A"\n+++\nText', {"headline": ["A"]}),
        ("---\ncolour: red\n---\nText", {}),
        ("---\nOnce upon a time there was a dash.\n---\nText", {}),
        ("---\ntitle: A\nno end of it", {}),
        ("title: A\n---\nText", {}),
    ],
)
def test_what_is_front_matter(text: str, fields: dict[str, list[str]]) -> None:
    found = front_matter(text)
    assert dict(found.fields) == fields
    assert found.rest == ("Text" if fields else text)


def test_roles_of_marked_lines() -> None:
    article = clean(BODY, media_type="text/markdown")
    roles = {region.text: region.role for region in article.regions}
    assert article.headline == "The ferry comes back"
    assert article.by == ["Ada Brook"]
    assert roles["*By Ada Brook, Island Post. May 5, 2031*"] == "byline"
    assert roles["![The ferry in its dock](img/ferry.jpg)"] == "caption"
    assert article.text.startswith("The ferry to the outer islands")
    assert '\n"We have a new engine' in article.text


def test_a_short_entry_stays_in_a_kept_list() -> None:
    assert "- Fare: 12 crowns" in clean(BODY, media_type="text/markdown").text
