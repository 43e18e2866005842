"""How right the facts are: gold that a person corrects, and what precision and recall follow from it.

Belongs here: reading gold, judging facts against it, figures with their intervals. Does not: finding facts, storing.
"""
