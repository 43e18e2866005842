"""Short articles and the markup around them, shared by the tests of genres and rejections.

Belongs here: input. Does not: any check.
"""

# ruff: noqa: E501  (sentences and pages stay on one line)
from __future__ import annotations

HARBOUR = [
    "The harbour of Port Vell was opened to ships on Friday after it had been closed for five months, the port office said.",
    "Three freighters that had waited outside the bay came in with the morning tide, and a fourth was expected at night.",
    "The city will now count what the ice has cost, and the council wants the state to pay for half of the repairs.",
    "“It was the longest winter that I remember,” said the harbour master, who has worked there for thirty years.",
]
SCHOOL = [
    "Teachers of the three village schools above the lake will strike on Monday for smaller classes and higher pay, their union said.",
    "About nine hundred children are to stay at home, and the council asked parents not to bring them to the town hall instead.",
    "Talks between the union and the canton ended on Thursday after two hours without a new offer from either of the sides.",
]
CHEESE = [
    "A cheese from the upper valley won the first prize at the national fair on Saturday, ahead of more than four hundred others.",
    "The dairy has eleven cows and sells all that it makes in its own shop, the owner told the jury in a short speech.",
    "She plans to build a second cellar next year, but she does not want to have more animals than she can call by name.",
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, title: str = "The Vell Gazette", head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def story(title: str, texts: list[str], marks: str = "") -> str:
    return f"<article{marks}><h2>{title}</h2>{paragraphs(texts)}</article>"
