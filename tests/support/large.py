"""A real collection of 10,000 papers, from the records beside the project: for `make test-large`."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path
from typing import Any

from support.helpers import DATA

#: Characters that no entry may have: three of the 10,000 records hold some.
_FORBIDDEN = re.compile("[\x80-\x9f\u202a-\u202e\u2066-\u2069]")
RECORDS = DATA / "real-10k.jsonl.xz"
#: A script of a page that counts what keeps it from answering.
LONG_TASKS = (
    "window.tasks = []; new PerformanceObserver((list) => window.tasks.push("
    "...list.getEntries().map((entry) => entry.duration))).observe({type: 'longtask', buffered: true})"
)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _entry(record: dict[str, Any]) -> dict[str, Any]:
    """A record as an entry: `acl:2024.clpsych-1.16` is the paper `2024-clpsych-1-16`."""
    anthology = record["id"].removeprefix("acl:")
    urls = {"paper": record.get("url"), "pdf": record.get("pdf")}
    return {
        "id": _slug(anthology),
        "title": record["title"],
        "authors": record["authors"],
        "published": record["date"],
        "added": record["date"] + {4: "-01-01", 7: "-01", 10: ""}[len(record["date"])],
        "venue": record["venue"],
        "doi": record.get("doi"),
        "acl": anthology,
        "urls": {name: url for name, url in urls.items() if url},
        "abstract": record["abstract"],
        "topics": sorted({slug for topic in record["topics"] if (slug := _slug(topic))}),
    }


def write_catalogue(root: Path) -> Path:
    """papers.yaml of all records in a folder; JSON is YAML."""
    root.mkdir(parents=True, exist_ok=True)
    with lzma.open(RECORDS, "rt", encoding="utf-8") as file:
        entries = [_entry(json.loads(_FORBIDDEN.sub("", line))) for line in file]
    lines = (
        "- " + json.dumps({key: value for key, value in entry.items() if value}, ensure_ascii=False)
        for entry in entries
    )
    (root / "papers.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root
