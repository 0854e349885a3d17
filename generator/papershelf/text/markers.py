"""Characters that stand for something while a text is converted; none is written to a file.

`check` refuses control characters and noncharacters, so no text of a catalogue can hold those.
Private-use characters may occur in texts of other programs, so a module that uses them as markers
removes them from its input first.
"""

from __future__ import annotations

# views and templates
ROOT = "\x00"
"""The relative path from a page to the root of the site, `../../`."""
ABSTRACT, DAILY, OTHER = "\x01", "\x07", "\x08"
"""Enclose parts of a row: those that short lists omit, those that only the list of a day has, and
those that only other lists have."""
HOLE = "\x02"
"""A value in a page that is rendered once for many."""
HEADING = "\x0e"
"""Encloses the number of a heading in the text of a course, where it is split into sections."""

# BibTeX, during escaping
JOINT = "\x03"
"""Separates two characters that TeX would join."""
DASH = "\x04"
"""The dash of a range."""
OPENING, CLOSING = "\x05", "\x06"
"""Braces that protect capitals."""

# feeds
FEED_ROOT = "\ufdd0"
"""The address of the site, if it is not known yet; XML allows this character."""

# texts of other programs
HELD_OPEN, HELD_CLOSE = "\ue000", "\ue001"
"""Enclose a formula, or the number of a part that is restored at the end."""
DOLLAR, LESS, AND = "\ue002", "\ue003", "\ue004"
"""Characters that are not markup."""
BRACE = "\ue006"
"""Precedes an escaped brace."""
