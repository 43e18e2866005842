"""Telling people at once: what they asked to hear of, by a command of theirs or an address that takes JSON.

Belongs here: `watches.yml`, and sending. Does not: finding what there is to tell (warehouse/alerts).
"""
