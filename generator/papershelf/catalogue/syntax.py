"""Readable messages for errors of the YAML parser.

In: a message of libyaml or PyYAML. Out: what is wrong, and what to do. Never looks at the text.
"""

from __future__ import annotations

KEY_EXPECTED = "a key was expected here"
#: Part of libyaml's message, our message, and what to do. The first match counts.
_SYNTAX = (
    (
        "quoted scalar: found unknown escape",
        "a backslash in double quotes begins an escape that does not exist",
        "use single quotes, or a block (>-), so that TeX stays as it is",
    ),
    (
        "invalid Unicode character escape",
        "this escape is not a valid Unicode character",
        "write the character itself",
    ),
    (
        "hexdecimal number",  # libyaml's spelling
        r"in double quotes, \x, \u and \U must be followed by a hexadecimal number",
        "use single quotes, or a block (>-), so that the backslash stays as it is",
    ),
    ("quoted scalar", "this quote is never closed", "close it, or double an apostrophe inside ''"),
    (
        "block scalar",
        'text cannot follow "|" or ">" on the same line',
        "put the value in quotes, or on the next line, indented by four spaces",
    ),
    ("found unexpected ':'", 'a ":" is not allowed here', 'put a text with ":" in it in quotes'),
    # of PyYAML's own parser, which reads settings
    ("but got '?'", 'a "?" is not allowed here', 'put a text with "?" in it in quotes'),
    ("flow sequence", 'this "[" is not closed properly', 'separate with commas, end with "]"'),
    ("flow mapping", 'this "{" is not closed properly', 'separate with commas, end with "}"'),
    (
        "mapping values are not allowed",
        'a ":" is not allowed here',
        'put a value with ": " in it in quotes, and check that keys of one entry line up',
    ),
    (
        "block sequence entries are not allowed",
        'a value cannot begin with "- "',
        "put the value in quotes, or each item on its own line below the key",
    ),
    ("mapping keys are not allowed", 'a value cannot begin with "? "', "put the value in quotes"),
    ("found character '\\t'", "a tab cannot be used for indentation", "use spaces"),
    (
        "that cannot start any token",
        "a value cannot begin with this character",
        "put the value in quotes",
    ),
    (
        "could not find expected ':'",
        'a line without "key: value"',
        "indent it to belong to the value above, or add the colon",
    ),
    (
        "did not find expected key",
        KEY_EXPECTED,
        "check the indentation, and put a value that begins with a quote entirely in quotes",
    ),
    (
        "did not find expected '-' indicator",
        'an item ("- ") was expected here',
        "indent what belongs to the item above by two spaces",
    ),
    (
        "did not find expected <document start>",
        "this does not line up with what is above it",
        'begin each item of a list with "- ", and indent what belongs to it by two spaces',
    ),
    ("found a tab character", "a tab instead of spaces", "indent with spaces: two for each level"),
    (
        "while parsing a flow node",
        "a comma without a value before it",
        "remove the comma, or write the value",
    ),
    (
        "while parsing a block node",
        "a value cannot begin with this character",
        "put the value in quotes",
    ),
    ("while scanning an a", 'a value cannot begin with "*" or "&"', "put the value in quotes"),
    ("while scanning a tag", 'a value cannot begin with "!"', "put the value in quotes"),
    ("undefined tag handle", "an undefined tag", "put a value that begins with ! in quotes"),
    ("unknown anchor", "an unknown alias", "put a value that begins with * in quotes"),
)


def explain(original: str) -> tuple[str, str]:
    """Return message and hint for a message of libyaml; unknown messages stay as they are."""
    known = ((message, hint) for needle, message, hint in _SYNTAX if needle in original)
    return next(known, (original, ""))
