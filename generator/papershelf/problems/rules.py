"""The table of rules: what a catalogue must hold to, each with a wrong and a right example.

The documentation, the settings and the tests (one damaged file per rule) are made from it.
The packages that find problems name a rule; this one never looks at a catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from papershelf.problems import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row."""

    name: str
    summary: str
    """One sentence for the documentation."""
    severity: Severity = Severity.ERROR
    wrong: str = ""
    """A line that breaks it."""
    right: str = ""
    """The same, mended."""
    fixed: bool = True
    """Whether the settings can't change its severity: without it no collection can be built."""


def _warning(name: str, summary: str, wrong: str = "", right: str = "") -> Rule:
    return Rule(
        name=name,
        summary=summary,
        severity=Severity.WARNING,
        wrong=wrong,
        right=right,
        fixed=False,
    )


def _error(name: str, summary: str, wrong: str = "", right: str = "", fixed: bool = True) -> Rule:
    return Rule(name=name, summary=summary, wrong=wrong, right=right, fixed=fixed)


_ROWS = (
    # what the text is
    _error("encoding", "The file is UTF-8.", "caf\\xe9 in Latin-1", "café in UTF-8"),
    _error("syntax", "The file is YAML.", "title: A: B", "title: 'A: B'"),
    _error("alias", "No YAML alias.", "topics: *t", "topics: [nlp]"),
    _error("anchor", "No YAML anchor.", "topics: &t [nlp]", "topics: [nlp]"),
    _error("tag", "No YAML tag.", "published: !!str 2024", "published: 2024"),
    _error("duplicate-key", "No duplicate keys.", "title: A, title: B", "title: A"),
    _error(
        "control-character",
        "No control characters and no bidirectional overrides.",
        "U+202E in a title",
        "the title without it",
    ),
    _warning(
        "invisible-character",
        "No zero-width characters outside of emoji and of scripts that need them.",
        "U+200B in a name",
        "the name without it",
    ),
    _warning(
        "hash-in-text",
        'A text with " #" in it is in quotes: what follows is a comment.',
        "title: On #SAT and #P",
        'title: "On #SAT and #P"',
    ),
    _error(
        "wrong-file",
        "Files and folders are no links out of the collection, and no pipes or devices.",
        "content/notes.txt → /etc/passwd",
        "a file of its own",
    ),
    _warning(
        "title-form",
        "A title is the title alone: no quotes around it, no comma behind it, no address.",
        "title: Looms and Cards,",
        "title: Looms and Cards",
    ),
    _error("too-large", "A file is not larger than the limit.", "300 MiB", "several files"),
    _error("too-many", "Not more entries or list items than the limit."),
    _error("too-long", "No text is longer than the limit."),
    _error("too-deep", "Nothing is nested deeper than the limit.", "[[[[[[…", "[nlp]"),
    # what an entry is
    _error(
        "wrong-type",
        "Every value has the type that its field expects.",
        "topics: nlp",
        "topics: [nlp]",
    ),
    _error("unknown-key", "Every key is a field.", "autors: [Ada]", "authors: [Ada]"),
    _error(
        "missing-field",
        "id, title and published are there, and starts of an edition.",
        "- id: a1",
        "title: …",
    ),
    _error("wrong-id", "An id is 2 to 80 of a-z, 0-9 and -.", "id: Wang_2024", "id: wang2024"),
    _error("reserved-id", "index and p are reserved.", "id: index", "id: index2024"),
    _error(
        "wrong-slug",
        "Topics, courses and editions are named by their slugs.",
        "topics: [NLP!]",
        "topics: [nlp]",
    ),
    _error("wrong-date", "A date is real, and of its form.", "2024-02-30", "2024-02-29"),
    _error("wrong-number", "A number is whole and in range.", "author_count: few", "3"),
    _error("wrong-choice", "The value is one of a list.", "type: paper", "type: article"),
    _error("wrong-name", "A name has at most two commas.", '"A, B, C, D"', "literal: A, B, C, D"),
    _error(
        "wrong-identifier", "An identifier has its form and checksum.", "arxiv: 24", "2404.17858"
    ),
    _error("wrong-language", "A language is a BCP 47 tag.", "language: English", "language: en"),
    _error("wrong-address", "An address is http or https.", "javascript:…", "https://…"),
    _error("author-count", "author_count is at least the number of names.", "1", "2"),
    # what entries are to each other
    _error(
        "duplicate-id", "No id or alias stands twice, not even in another case.", "a1, A1", "a2"
    ),
    _error("duplicate-doi", "No two entries have one DOI.", fixed=False),
    _error("duplicate-arxiv", "No two entries have one arXiv id.", fixed=False),
    _warning("likely-duplicate", "No two entries have one title and one first author."),
    _error(
        "unknown-topic",
        "Every topic has its page in content/topics.",
        "transfomers",
        "transformers",
    ),
    _error(
        "unknown-paper", "related and superseded_by name ids that are there.", "related: [b9]", "b1"
    ),
    _error("superseded-loop", "superseded_by leads to an end, not in a circle.", "a1 → b1 → a1"),
    _error("self-reference", "No entry names itself.", "- id: a1, related: [a1]", "related: [b1]"),
    # what readers were promised (check --since)
    _error("lost-address", "An address, once published, resolves: an alias, or a tombstone."),
    _error("reused-id", "An id is not given to another work.", fixed=False),
    _error("changed-key", "A citation key or a name in feeds stays: the first alias, or the id."),
    _warning("page-gone", "Pages of authors, venues and years go with their last paper."),
    _warning("edition-changed", "An edition of a course keeps its readings and their order."),
    # what is worth a look
    _warning("no-authors", "An entry has authors or author_count."),
    _warning(
        "name-initials",
        "Initials are not people: a comma inside of a name needs quotes.",
        "[Vas, A., Riley RD]",
        '["Vas, A.", "Riley, R. D."]',
    ),
    _warning(
        "name-list",
        "Each item of authors is one person or group.",
        "[Ada Byron and Bo Reed]",
        "[Ada Byron, Bo Reed]",
    ),
    _warning(
        "name-mark",
        "A name has no marks of footnotes, titles and degrees, and is no placeholder.",
        '["Ada Byron*", N/A]',
        "[Ada Byron]",
    ),
    _warning(
        "repeated-author",
        "No name is twice on one paper.",
        "[Ada Byron, Ada Byron]",
        "[Ada Byron]",
    ),
    _warning("no-added", "An entry says when it was added."),
    _warning("tex", "A formula can be read; otherwise its source is shown.", "$\\frac{1$", "$1/2$"),
    _warning("no-topics", "A collection that uses topics describes them in content/topics."),
    _warning(
        "placeholder",
        "The words of a new collection are replaced with your own.",
        "Introduce the topic here …",
        "Papers on looms …",
    ),
    _warning("empty-topic", "A topic has papers, or topics below it that have."),
    _warning("no-introduction", "The home page and the pages of topics say what they are about."),
    # the hand-written words
    _error(
        "front-matter",
        "Front matter is a YAML mapping of known keys.",
        "title: A: B",
        "title: 'A: B'",
    ),
    _error(
        "topic-parent", "A topic's parent is there, and no circle is made.", "parent: itself", ""
    ),
    _error(
        "topic-start",
        "start of a topic names listed papers of that topic, each once and as it is called now.",
        "start: [wnag2024]",
        "start: [wang2024]",
    ),
    _error(
        "edition-course",
        "An edition stands in the folder of a course that is there.",
        "courses/ml/2025.md alone",
        "courses/ml.md beside it",
    ),
    _warning(
        "no-readings",
        "A course has readings: items of a list that begin with [@id].",
        "Read [@wang2024].",
        "- [@wang2024] Read it.",
    ),
    _warning("reading-twice", "A course names a paper once.", "- [@a1] … - [@a1]", "- [@a1]"),
    _warning(
        "reading-gone",
        "The readings of a course stand in lists; only an edition keeps what has a status.",
        "- [@withdrawn2023]",
        "",
    ),
    _error("address-taken", "No page or file of content/ is where a generated one is."),
    _error("alias-taken", "An alias of a page takes no address that is taken."),
    _error("person", "A person has a slug of their own, a name on a paper is one person's."),
    _error(
        "unknown-citation", "[@id] names a paper of the collection.", "[@wnag2024]", "[@wang2024]"
    ),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in _ROWS}
