"""What asks or tells other computers; no build imports it.

`links` finds out which addresses still answer and where open copies are, and `mail` sends digests.
"""
