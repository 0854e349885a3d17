"""Pages of another site that show pages of ours in frames."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from support.helpers import ROOT, write

#: What a frame may do: all, nothing, run scripts, or open windows that may do all; and its attribute.
SANDBOXES = {
    "open": "",
    "sealed": " sandbox",
    "scripts": ' sandbox="allow-scripts"',
    "popups": ' sandbox="allow-popups allow-popups-to-escape-sandbox"',
}
#: Notes the messages that a page gets.
NOTES = """<script>
window.heard = [];
addEventListener("message", ({ source, data }) => {
  const frame = [...document.querySelectorAll("iframe")].find((each) => each.contentWindow === source);
  heard.push([frame?.id, data.subject, data.height]);
});
</script>"""


def documented() -> str:
    """The script for pages that show ours, as the documentation has it."""
    text = (ROOT / "docs/how-to/courses.md").read_text()
    (script,) = re.findall(r"```javascript\n(.*?)```", text, re.DOTALL)
    return f"<script>{script}</script>"


def host(folder: Path, url: str, *, script: str = NOTES) -> Path:
    """A site with a page that shows a page of ours in a frame of each kind."""
    frames = "".join(
        f'<iframe id="{name}" src="{escape(url)}" title="{name}" width="480" height="300"{sandbox}>'
        "</iframe>\n"
        for name, sandbox in SANDBOXES.items()
    )
    page = f'<!doctype html>\n<html lang="en">\n<title>Host</title>\n<body>\n{script}\n{frames}'
    return write(folder, {"index.html": page})
