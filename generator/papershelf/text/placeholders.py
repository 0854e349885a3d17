"""The placeholder texts that `init` writes.

In: the title of a topic. Out: the sentences, and whether a text is one of them. Used by the
template of a new collection and by the check that finds them.
"""

from __future__ import annotations

#: The introduction of the home page.
HOME = "Say here in a sentence or two what this collection is, and who keeps it."
#: The introduction of a topic.
TOPIC = "Introduce the topic here in a paragraph or two; `[@id]` cites a paper of the collection."


def description(topic: str) -> str:
    """Return the placeholder for the description of a topic."""
    return f"What {topic} is about, in one sentence."


def is_unwritten(text: str) -> bool:
    """Return whether a text is still one of these, regardless of line breaks."""
    words = " ".join(text.split())
    start, _, end = description("\0").partition("\0")
    return words.startswith((HOME, TOPIC)) or (words.startswith(start) and words.endswith(end))
