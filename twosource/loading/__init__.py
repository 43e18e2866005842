"""From files to captures: which sources there are, which files belong to them, and their bytes as they are.

Belongs here: finding, opening and unpacking inputs, and naming them.
Does not: encodings, what a page or a record says (cleaning), databases, the clock.
"""
