"""Send digests by mail: who gets them, what was sent, and the server that takes them.

In: messages for each subscriber. Out: mail at an SMTP server, and a ledger of what it took.
"""
