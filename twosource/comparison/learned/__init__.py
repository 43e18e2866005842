"""What comparison learned from examples.

Belongs here: the table of weights, its card, and how it is made anew. Does not: the features that it weighs.
"""
