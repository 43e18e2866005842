"""Names of people, organisations and places, with country, role and the fullest form of the article.

Belongs here: `find`, from a parse to mentions. Does not: joining names across articles (see comparison/entities).
"""

from twosource.extraction.names.mentions import find

__all__ = ["find"]
