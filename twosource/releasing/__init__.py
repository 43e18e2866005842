"""What leaves the house: the views as a folder of tables with a descriptor, and the facts in the formats of others.

Belongs here: which rows go out, with or without the articles' words, each format, and the folder put in place whole.
Does not: what is read into the database, or one question's answer (`warehouse/export`).
"""
