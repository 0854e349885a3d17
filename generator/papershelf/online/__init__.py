"""What contacts other services; no build imports it.

`links` finds out which addresses still answer and where open copies are, `metrics` asks for numbers
about papers, and `mail` sends digests.
"""
