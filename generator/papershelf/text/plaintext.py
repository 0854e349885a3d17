"""Convert clean HTML to plain text, for mail, calendars and citations.

In: HTML that `notes` or `prose` has made. Out: lines without markup: lists and quotes with their
marks, code with four spaces, tables with a blank between columns, the address of a link behind its
text. Long lines are not wrapped.
"""

from __future__ import annotations

from html.parser import HTMLParser

from papershelf.text import symbols

#: Elements that begin and end a line, and those that also have an empty line around them.
_LINES = frozenset("li dt dd figcaption caption tr".split())
_BLOCKS = frozenset(
    "p div section blockquote pre ul ol dl figure table h1 h2 h3 h4 h5 h6 hr".split()
)
_RULE = "-" * 20
#: The most quotes, lists and definitions within each other that have a margin.
_DEEPEST = 30


def to_text(html: str) -> str:
    """Return clean HTML as plain text."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    writer.end_line()
    return "\n".join(writer.lines).strip("\n")


class _Writer(HTMLParser):
    """Writes lines while it reads elements. Everything is nested correctly in clean HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.line: list[str] = []
        """The pieces of the line that is being written."""
        self.margins: list[str] = []
        """What each open quote, list item or definition puts before its lines."""
        self.mark = ""
        """In place of the innermost margin, before the next line."""
        self.is_apart = False
        """Whether an empty line comes before the next line."""
        self.is_first = False
        """Whether the next line is the first of a quote, a list item or a definition."""
        self.numbers: list[int | None] = []
        """The last number of each open list; None if it has none."""
        self.opened: list[tuple[str, int]] = []
        """The address of an open link, or an empty text, and where its text begins in the line."""
        self.is_code = False
        self.tables = 0
        """The number of open tables; one in a cell is text."""
        self.rows: list[list[str]] = []
        """The cells of the outermost table. Each is one line."""

    # --- lines ---

    def end_line(self) -> None:
        """Write the line, if there is anything in it."""
        text, self.line = "".join(self.line), []
        if self.is_code:
            lines = text.strip("\n").split("\n")
        else:
            lines = [" ".join(line.split()) for line in text.split("\n")]
        if text.strip():
            for line in lines:
                self._write(line)

    def _write(self, line: str) -> None:
        self._end_paragraph()
        self.is_first = False
        margins = [*self.margins[:-1], self.mark] if self.mark else self.margins
        self.mark = ""
        self.lines.append(f"{''.join(margins)}{'    ' if self.is_code else ''}{line}".rstrip())

    def _end_paragraph(self) -> None:
        """Write an empty line if one is due."""
        if self.is_apart and self.lines:
            self.lines.append("".join(self.margins).rstrip())
        self.is_apart = False

    def _open(self, margin: str, mark: str = "") -> None:
        """Begin a quote, a list item or a definition."""
        self._end_paragraph()
        is_deep = len(self.margins) >= _DEEPEST
        self.margins.append("" if is_deep else margin)
        self.mark, self.is_first = mark, True

    def _part(self, tag: str) -> None:
        """End the line at the edge of an element."""
        if self.rows:
            self.line.append(" ")
        elif tag in _BLOCKS or tag in _LINES:
            self.end_line()
            is_nested = tag in ("ul", "ol") and len(self.numbers) > 1
            self.is_apart |= tag in _BLOCKS and not is_nested and not self.is_first

    # --- elements ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        values = dict(attrs)
        if tag in ("ul", "ol"):
            start = values.get("start") or ""
            is_number = start.isdecimal() and len(start) < 10
            self.numbers.append(int(start) - 1 if is_number else 0 if tag == "ol" else None)
        self._part(tag)
        match tag:
            case "br":
                self.line.append(" " if self.rows else "\n")
            case "table":
                self.tables += 1
            case "tr" if self.tables == 1:
                self.rows.append([])
            case "hr" | "blockquote" | "dd" | "li" if self.rows:
                pass
            case "hr":
                self._write(_RULE)
                self.is_apart = True
            case "blockquote":
                self._open("> ")
            case "dd":
                self._open("    ")
            case "li":
                self._begin_item()
            case "pre":
                self.is_code = not self.rows
            case "a" | "sup" | "sub" | "del" | "s":
                self.opened.append((values.get("href") or "", len(self.line)))

    def _begin_item(self) -> None:
        mark = "- "
        if self.numbers and (number := self.numbers[-1]) is not None:
            self.numbers[-1] = number + 1
            mark = f"{number + 1}. "
        if self.mark:  # a list is all that an item contains
            self._write("")
        self._open(" " * len(mark), mark)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in ("td", "th") and self.tables == 1:
            self.rows[-1].append(" ".join("".join(self.line).split()))
            self.line = []
        elif tag == "table":
            self.tables -= 1
            if not self.tables:
                self._end_table()
        elif tag in ("a", "sup", "sub", "del", "s"):
            self._end_inline(tag, *self.opened.pop())
        self._part(tag)
        if tag in ("blockquote", "dd", "li") and not self.rows:
            self.margins.pop()
            self.mark = ""
        elif tag in ("ul", "ol"):
            self.numbers.pop()
        elif tag == "pre":
            self.is_code = False

    def _end_inline(self, tag: str, url: str, begin: int) -> None:
        text = "".join(self.line[begin:])
        if tag == "a":
            shown = url.removeprefix("mailto:")
            if shown and text.strip() not in (url, shown):
                text = f"{text} ({shown})" if text.strip() else shown
        elif tag in ("del", "s"):
            text = f"~{text}~"
        elif not text.startswith("["):  # no number of a footnote
            text = symbols.to_unicode(f"{'^' if tag == 'sup' else '_'}{{{text}}}")
        self.line[begin:] = [text]

    def _end_table(self) -> None:
        rows, self.rows = [row for row in self.rows if row], []
        widths: list[int] = []
        for row in rows:
            widths += [0] * (len(row) - len(widths))
            widths[: len(row)] = map(max, widths, map(len, row))
        is_wide = sum(widths) + 2 * len(widths) > 68
        for row in rows:
            if is_wide:
                self._write("; ".join(filter(None, row)))
            else:
                self._write("  ".join(map(str.ljust, row, widths)))

    def handle_data(self, data: str) -> None:
        """Write text."""
        self.line.append(data if self.is_code else data.replace("\n", " "))
