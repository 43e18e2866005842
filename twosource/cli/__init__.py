"""The command line: one file per verb, thin over the rooms below.

Belongs here: arguments, terminals, exit statuses. Does not: anything a library user would want.
"""
