"""The ground floor of extraction: what a tree and its words say, whatever is looked for.

Belongs here: walking the tree, denial, modality, numerals, the calendar, word lists. Does not: any fact, any article.
"""
