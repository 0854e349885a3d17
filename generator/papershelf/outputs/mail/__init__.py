"""Digests as mail.

In: papers with the curator's words. Out: a message with a text and an HTML part (RFC 2046,
multipart/alternative). Sends nothing: that is `online.mail`.
"""
