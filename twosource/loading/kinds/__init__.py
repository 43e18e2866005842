"""Kinds of files that hold several inputs, or hold one in a form of their own: one module for each, one table of them.

Belongs here: splitting an open file into records. Does not: finding and opening files, what a record says (cleaning).
"""
