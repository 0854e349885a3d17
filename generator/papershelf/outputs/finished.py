"""Clean-up of finished pages.

In: the HTML of a page. Out: the same page, smaller and valid. Knows nothing about papers.
"""

from __future__ import annotations

import re

#: Begins an element in which line breaks and spaces are significant.
_KEPT = re.compile(r"<(pre|textarea|script|style)\b")


def without_indentation(html: str) -> str:
    """Remove indentation and empty lines: Material's templates leave 2.5 KB of them in each page,
    85 MB in a site of 10,000 papers. One line break remains, which browsers read as a space."""
    parts: list[str] = []
    done, unclosed = 0, set[str]()
    for tag in _KEPT.finditer(html):
        start, name = tag.start(), tag[1]
        if start < done or name in unclosed:
            continue
        end = html.find(f"</{name}>", start)
        if end < 0:  # later ones are not closed either
            unclosed.add(name)
            continue
        parts += (_in_lines(html[done:start]), html[start:end])
        done = end
    return "".join([*parts, _in_lines(html[done:])]).lstrip()


def _in_lines(text: str) -> str:
    """Return a text with white space around each line break removed. A pattern that finds the white
    space takes three times as long as lines."""
    first, *lines = text.split("\n")
    if not lines:
        return text
    last = lines.pop().lstrip()
    return "\n".join([first.rstrip(), *filter(None, map(str.strip, lines)), last])


#: Elements that only Material's script uses, outside of any block that a template could replace:
#: the switch of its search, a link that only its style sheet shows, an empty banner, a message box.
_LEFTOVERS = re.compile(
    r'<input class="md-toggle" data-md-toggle="search"[^>]*>\s*'
    r'|<div data-md-component="skip">(?:\s*<a [^>]*class="md-skip">[^<]*</a>)?\s*</div>\s*'
    r'|<a id="__skip" tabindex="-1"></a>\s*'
    r'|<div data-md-component="announce">\s*</div>\s*'
    r'|<div class="md-dialog" data-md-component="dialog"[^>]*>\s*<div [^>]*></div>\s*</div>\s*'
)
_BODY = '<body dir="ltr"'
_BUNDLE = re.compile(r'<script src="[^"]*assets/javascripts/bundle\.')


def without_leftovers(page: str) -> str:
    """Remove an invalid attribute from Material's two check boxes, and from a page that does not
    load Material's script the elements that only this script uses: 7 MB in a site of 10,000
    papers. The page runs from left to right, as the words of the interface do in every language of
    the theme; texts have the direction of their own letters."""
    page = page.replace(' autocomplete="off">', ">", 2).replace('<body dir="rtl"', _BODY, 1)
    return page if _BUNDLE.search(page) else _LEFTOVERS.sub("", page)
