"""The cleaning room: bytes in, `Article` out (decoding, layout, regions, metadata, dates, language, genre).

Belongs here: pure functions over one input. Does not: sockets, databases, clocks, or anything that reads facts.
"""

VERSION = "2"
"""The stage's version: raised when a rule changes."""
