"""What spreadsheets make of cells that they take for something else.

In: the text of a short field. Out: what is wrong with it. Excel and Google Sheets read the pages
`3-4` as a day, `12345E10` as a number with an exponent, and a title that begins with `-` as a
formula.
"""

from __future__ import annotations

import re

from papershelf.text import dates

#: Fields whose values are short numbers; other fields may contain dates.
NUMBERS = ("volume", "issue", "pages")
_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!|ERROR!)")
_EXPONENT = re.compile(r"\d[.,]\d+E\+?\d{1,2}")
#: `4-Mar`, `Mar-04`, `04. Mrz`: what Excel shows for a day and a month, or a month and a year.
_DAY = re.compile(r"(?:\d{1,2}[-./ ]{1,2})?(?P<word>[^\W\d_]{3,9})\.?(?:[-./ ]\d{2,4})?")
#: With a year of four digits: `11/12/13` is an issue of three numbers.
_WHOLE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d(?:[T ]00:00:00)?")

#: An arXiv id since 2007. Since 2015 its number has five digits: https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)\.(?P<number>\d+)", re.ASCII)


def is_error(text: str) -> bool:
    """Return whether a cell has no value, because a spreadsheet could not compute it: `#NAME?`."""
    return _ERROR.fullmatch(text) is not None


def damage(name: str, text: str) -> str:
    """Return what a spreadsheet made of the value of a field; empty if nothing shows it."""
    if is_error(text):
        return f'"{text}" is an error of a spreadsheet'
    if name == "arxiv" and (number := _ARXIV.fullmatch(text)):
        if not "01" <= number["month"] <= "12":
            return f'"{text}" has no month: an arXiv id begins with its year and month'
        has_five = number["year"] >= "15"
        is_right = len(number["number"]) == (5 if has_five else 4)
        return "" if is_right else f'"{text}" lost or gained a digit, as numbers do in spreadsheets'
    if name not in NUMBERS or not any(map(str.isdigit, text)):
        return ""
    if _EXPONENT.fullmatch(text):
        return f'"{text}" is a number that a spreadsheet has rounded'
    day = _DAY.fullmatch(text)
    is_day = day is not None and dates.month_of(day["word"]) > 0
    # magazines have a month as their issue, and some as their volume: `May 2020`
    if _WHOLE.fullmatch(text) or (is_day and (name == "pages" or "-" in text)):
        return f'"{text}" is a date, which spreadsheets make of values such as 3-4'
    return ""
