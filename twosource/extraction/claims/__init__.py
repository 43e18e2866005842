"""Propositions that an article reports, by somebody or on its own word, so that articles can be compared.

Belongs here: claims of one article. Does not: who did what to whom (`events`), comparing claims.
"""

from twosource.extraction.claims.reading import find

__all__ = ["find"]
