"""Read the dates of BibTeX and BibLaTeX.

In: the fields of an entry as text. Out: a date as year, month or day. Formats: EDTF, level 1, in
`date`; `year`, `month` and `day` as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from papershelf.text import dates


def read(texts: Mapping[str, str], left: dict[str, str]) -> str:
    """Return the date as year, month or day; of a range, its beginning (EDTF, level 1). Other parts
    of the value, and other date fields that differ, go into `left`."""
    issued, _ = of_issue(texts)
    is_finer = texts.get("year", "").strip() in ("", issued[:4])
    if issued and is_finer and not any(map(texts.get, ("date", "month", "day"))):
        return issued
    name = "date" if texts.get("date") else "year"
    text = texts.get(name, "").translate(dates.WIDE)
    match = _ISO.search(text.partition("/")[0]) or _ISO.search(text)
    if not match:
        return ""
    year, month, day = match[1], match[2] or "", match[3] or ""
    if month and not 1 <= int(month) <= 12:  # a season
        month = day = ""
    words = texts.get("month", "").translate(dates.WIDE)
    written = [name] * (text != "-".join(filter(None, (year, month, day))))
    said, is_whole = dates.find(text) if written else ("", False)
    if is_whole and not re.search("[/:]", text):  # `May 2016`, `[2016]`, `2016年5月`
        year, month, day, *_ = *said.split("-"), "", ""
        own = _month(words)
        if own and not day:  # the field of the month may have its day
            written = [name] * (month not in ("", own))
            month = ""
        else:
            written = ["month"] * (bool(words) and own != month)
    own_day = texts.get("day", "")
    ordinal = _DAY.fullmatch(own_day.strip())
    if not month:
        month = _month(words)
        found = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", words) if month else None
        if found and not ordinal and not words.strip().isdigit():
            day = found[1].zfill(2)
        written += ["month"] * (bool(words) and not (month and _MONTH.fullmatch(words.strip())))
    if month and ordinal and not day:
        day = ordinal[1].zfill(2)
    written += ["day"] * (bool(own_day) and not (ordinal and day == ordinal[1].zfill(2)))
    if name == "date" and texts.get("year", year) != year:
        written.append("year")
    left |= {part: texts[part] for part in written}
    return "-".join(filter(None, (year, month, day if month else "")))


def of_issue(texts: Mapping[str, str]) -> tuple[str, bool]:
    """Return the date of the issue, as ACM writes it: `Oct. 1980`, and whether that is all that its
    field says."""
    return dates.find(texts.get("issue_date", ""))


_ISO = re.compile(r"(?<![\d-])(\d{4})(?!\d)(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?", re.ASCII)
#: A month or a day of a month, and nothing else.
_MONTH = re.compile(
    r"(?:0?[1-9]|1[0-2])[月월]?"
    r"|(?:\d{1,2}(?:st|nd|rd|th|\.)?\s*(?:of\s+)?)?[^\W\d_]{3,10}\.?(?:\s*\d{1,2})?(?:,|st|nd|rd|th)?"
)


def _month(text: str) -> str:
    text = text.strip().lower().rstrip("月월")
    if text.isdecimal():  # "²".isdigit() is true
        return text.zfill(2) if 1 <= int(text[:4]) <= 12 else ""
    found = next(filter(None, map(dates.month_of, re.findall(r"[^\W\d_]+", text))), 0)
    return f"{found:02}" if found else ""
