"""Who did what to whom, in PLOVER's terms, read from the parse with the tables `seeds/reference/events_*.yml`.

Belongs here: events of one article. Does not: what people are reported to have said (`claims`), other articles.
"""

from twosource.extraction.events.reading import find

__all__ = ["find"]
