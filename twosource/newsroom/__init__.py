"""The newsroom: what outlets and agencies are called, and how they sign their reports.

Belongs here: names, families, and the forms of datelines and credits, each a row of `seeds/reference`. Does not: what
a page or an article makes of them; cleaning finds and stores, the other rooms read what was found.
"""
