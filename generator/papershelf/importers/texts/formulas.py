"""Mark formulas while a text is converted.

In: TeX with the delimiters of other programs. Out: formulas between two marks during conversion,
and at the end `$TeX$`, or `\\(TeX\\)` where dollars would not delimit a formula in our texts.
"""

from __future__ import annotations

import re

from papershelf.text import tex
from papershelf.text.markers import AND, DOLLAR, HELD_CLOSE, HELD_OPEN, LESS

_PRIVATE = re.compile(f"[{HELD_OPEN}-{AND}]")
_MARKED = re.compile(f"{HELD_OPEN}([^{HELD_OPEN}{HELD_CLOSE}]*){HELD_CLOSE}")
#: A document that publishers put around a formula to typeset it alone.
_DOCUMENT = re.compile(r"\\begin\s*\{document\}(.*?)(?:\\end\s*\{document\}|\Z)", re.DOTALL)
_PREAMBLE = re.compile(r"\\(?:documentclass|usepackage|setlength|oddsidemargin)\b")
_PAIRS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"))
_CONDITION = re.compile(r"\\(ifmmode|else|fi)(?![A-Za-z])\s*")


def without_private(text: str) -> str:
    """Return a text without the characters used as marks."""
    return _PRIVATE.sub("", text)


def marked(body: str) -> str:
    """Return a formula between the marks; empty for an empty one."""
    body = " ".join(_math_branch(body).split())
    for mark in (HELD_OPEN, HELD_CLOSE):
        body = body.replace(mark, "")
    body = body.replace(DOLLAR, r"\$")
    if len(body) - len(body.rstrip("\\")) & 1:  # a `\\ ` that lost its space
        body += " "
    return f"{HELD_OPEN}{body}{HELD_CLOSE}" if body else ""


def without_markup(text: str) -> str:
    """Return a text in whose formulas `<` and `&` are TeX, not markup."""
    return _MARKED.sub(lambda match: match[0].replace("<", LESS).replace("&", AND), text)


def bare(source: str) -> str:
    """Return the formula of an element or annotation, without preamble and delimiters."""
    source = source.replace(DOLLAR, "$")  # of BibTeX: `\\$k\\$` in an element
    if document := _DOCUMENT.search(source):
        source = document[1]
    elif _PREAMBLE.search(source):
        source = source[min(filter(lambda at: at >= 0, (source.find("$"), len(source)))) :]
    source = source.strip()
    for start, end in _PAIRS:
        inner = source[len(start) : len(source) - len(end)]
        if source.startswith(start) and source.endswith(end) and len(source) > len(start):
            return inner.strip() if start not in inner else source
    return source


def _math_branch(body: str) -> str:
    """Return a formula with the first branch of each `\\ifmmode A\\else B\\fi`."""
    if "\\ifmmode" not in body:
        return body
    kept: list[str] = []
    hidden, depth, at = 0, 0, 0
    for match in _CONDITION.finditer(body):
        if not hidden:
            kept.append(body[at : match.start()])
        at = match.end()
        depth += {"ifmmode": 1, "else": 0, "fi": -1}[match[1]]
        if match[1] == "else" and not hidden:
            hidden = depth
        elif match[1] == "fi" and depth < hidden:
            hidden = 0
    return "".join(kept) + ("" if hidden else body[at:])


def settled(text: str) -> str:
    """Return a converted text with its formulas delimited as in our texts, and dollars as money."""
    if HELD_OPEN not in text and DOLLAR not in text:
        return text
    text, formulas = _delimited(text)
    if DOLLAR not in text:
        return text
    # where two dollars of money would delimit a formula, they keep their backslashes
    money = text.replace(DOLLAR, "$")
    is_money = sum(piece.is_math for piece in tex.split(money)) <= formulas
    return money if is_money else text.replace(DOLLAR, r"\$")


def settled_plain(text: str) -> str:
    """Return a converted text of a field without TeX, in which every dollar is itself."""
    return _delimited(text)[0].replace(DOLLAR, "$")


def _delimited(text: str) -> tuple[str, int]:
    """Return a text with its formulas between our delimiters, and their number."""

    def delimited(match: re.Match[str]) -> str:
        body = match[1]
        follows = match.string[match.end() : match.end() + 1]
        pieces = tex.split(f"${body}$")
        fits = len(pieces) == 1 and pieces[0].is_math and pieces[0].text == body
        return f"${body}$" if fits and not follows.isdigit() else rf"\({body}\)"

    return _MARKED.subn(delimited, text)
