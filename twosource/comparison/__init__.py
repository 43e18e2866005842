"""What needs more than one article: copies, origins, stories, people across articles, and who contradicts whom.

Belongs here: pure functions over records and the lookup `known.Known`. Does not: SQL, files, text processing.
"""
