"""The words that `init` puts where a curator's own words belong.

In: the title of a topic. Out: the sentences; and whether a text is one of them. The template of a
new collection and the check that finds them take them from here.
"""

from __future__ import annotations

#: The home page.
HOME = "Say here in a sentence or two what this collection is, and who keeps it."
#: A topic's page.
TOPIC = "Introduce the topic here in a paragraph or two; `[@id]` cites a paper of the collection."


def description(topic: str) -> str:
    """Return the description of a topic of which nothing is known."""
    return f"What {topic} is about, in one sentence."


def is_placeholder(text: str) -> bool:
    """Return whether a text is one of the above, in whatever lines it was broken into."""
    words = " ".join(text.split())
    start, _, end = description("\0").partition("\0")
    return words.startswith((HOME, TOPIC)) or (words.startswith(start) and words.endswith(end))
