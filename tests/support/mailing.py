"""Digests made in memory, and letters from them."""

from __future__ import annotations

from papershelf.catalogue.model import Collection, Digest, Reading
from papershelf.outputs.mail.letter import Letter, Writer
from papershelf.outputs.settings import Settings
from papershelf.text import dates

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
    return Writer(collection, SETTINGS).letter(digests, **options)
