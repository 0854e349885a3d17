"""What asks or tells other computers; no build imports it.

`links` finds out which addresses still answer, and `mail` sends digests.
"""
