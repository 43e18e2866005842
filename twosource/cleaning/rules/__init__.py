"""Tables of line patterns, one row per rule with an example; `lines` reads them.

Belongs here: what a line of a news page looks like by its role. Does not: deciding about lines from their neighbours.
"""
