"""Digests made in memory, and letters from them."""

from __future__ import annotations

from papershelf.catalogue.model import Collection, Digest, Reading
from papershelf.outputs.mail.letter import Letter, LetterWriter
from papershelf.outputs.settings import Settings
from papershelf.text import dates
from support.helpers import entry

SETTINGS = Settings(
    site_name="Inter Papers",
    site_url="https://papers.example.org/repo/",
    id_authority="papers.example.org",
)


def digest_of(
    day: str, *readings: tuple[str, str, str], introduction: str = "", title: str = ""
) -> Digest:
    """A digest with its papers, each with its section and note."""
    date = dates.parse(day)
    return Digest(
        date=date,
        title=title or f"Papers of {date.shown}",
        since=date,
        until=date,
        introduction=introduction,
        body=introduction,
        readings=tuple(Reading(id=name, section=section, note=note) for name, section, note in readings),
    )  # fmt: skip


def of_all(collection: Collection, day: str = "2026-11-30") -> Digest:
    """A digest with every paper of a collection, under its first topic."""
    readings = [
        (paper.id, next(iter(paper.topics), ""), "") for paper in collection.listed.values()
    ]
    return digest_of(day, *sorted(readings, key=lambda each: each[1]))


def letter_of(collection: Collection, *digests: Digest, **options: str) -> Letter:
    """The letter of digests, oldest first."""
    return LetterWriter(collection, SETTINGS).letter(digests, **options)


SECRET = "a secret of some length"
MKDOCS = """site_name: Inter Papers
site_url: https://papers.example.org/repo/
docs_dir: content
theme: {name: material}
plugins:
  - papershelf:
      mail:
        sender: digest@example.org
        unsubscribe: ["mailto:leave@example.org?subject={id}", "https://example.org/leave?key={id}"]
        per_minute: 60000
"""


def page_of(day: str, *papers: str) -> str:
    """The page of a digest, as `papershelf digest` writes it."""
    items = "".join(f"- [@{paper}]\n" for paper in papers)
    return (
        f"---\ntitle: Papers of {day}\nfrom: {day}\nto: {day}\n---\n\nWords.\n\n## Looms\n\n{items}"
    )


#: A collection with two digests, which may send mail.
SHELF = {
    "mkdocs.yml": MKDOCS,
    "papers.yaml": entry("ada2024looms", "Looms", "  topics: [looms]\n")
    + entry("hopper2023rings", "Rings")
    + entry("noether2022ideals", "Ideals", "  aliases: [old2022ideals]\n"),
    "content/topics/looms.md": "---\ntitle: Looms\naliases: [weaving]\n---\n",
    "content/digests/2026-11-23.md": page_of("2026-11-23", "old2022ideals"),
    "content/digests/2026-11-30.md": page_of("2026-11-30", "ada2024looms", "hopper2023rings"),
}
