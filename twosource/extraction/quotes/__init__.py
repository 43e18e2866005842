"""Quotations, direct and indirect, with who said them.

Belongs here: `find`, from a parse and its mentions to quotes. Does not: claims that nobody is named for.
"""

from twosource.extraction.quotes.assembly import find
from twosource.extraction.quotes.dating import dated

__all__ = ["dated", "find"]
