"""The cleaning room: bytes in, `Article` out (decoding, layout, regions, metadata, dates, language, genre).

Belongs here: pure functions over one input. Does not: sockets, databases, clocks, or anything that reads facts.
"""
