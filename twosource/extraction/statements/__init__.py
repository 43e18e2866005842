"""Every clause of an article read once: what it tells, of whom, on whose word, as so or not, when and where.

Belongs here: statements of one article, and the statement that a place of the text stands in. Does not: numbers, acts
and their two sides, what outlets differ about (`quantities`, `events`, `claims`), which ask here.
"""

from twosource.extraction.statements.reading import find
from twosource.extraction.statements.spine import Statements

__all__ = ["Statements", "find"]
