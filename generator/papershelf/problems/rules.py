"""The table of rules that a catalogue must follow, with wrong and right examples.

The documentation, the settings and the tests (one damaged file per rule) derive from it.
Packages that find problems refer to a rule by name; this module never reads a catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from papershelf.problems import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, one row of the table."""

    name: str
    summary: str
    """One sentence for the documentation."""
    severity: Severity = Severity.ERROR
    wrong: str = ""
    """An example that breaks the rule."""
    right: str = ""
    """The same example, fixed."""
    fixed: bool = True
    """Whether settings cannot change the severity, because nothing can be built otherwise."""


def _warning(name: str, summary: str, wrong: str = "", right: str = "") -> Rule:
    return Rule(
        name=name, summary=summary, severity=Severity.WARNING, wrong=wrong, right=right, fixed=False
    )


def _error(name: str, summary: str, wrong: str = "", right: str = "", fixed: bool = True) -> Rule:
    return Rule(name=name, summary=summary, wrong=wrong, right=right, fixed=fixed)


_ROWS = (
    # files and YAML
    _error("encoding", "Files are UTF-8.", "caf\\xe9 in Latin-1", "café in UTF-8"),
    _error("syntax", "Files are valid YAML.", "title: A: B", "title: 'A: B'"),
    _error("alias", "No YAML aliases.", "topics: *t", "topics: [nlp]"),
    _error("anchor", "No YAML anchors.", "topics: &t [nlp]", "topics: [nlp]"),
    _error("tag", "No YAML tags.", "published: !!str 2024", "published: 2024"),
    _error("duplicate-key", "No duplicate keys.", "title: A, title: B", "title: A"),
    _error(
        "control-character",
        "No control characters or bidirectional overrides.",
        "U+202E in a title",
        "the title without it",
    ),
    _warning(
        "invisible-character",
        "No zero-width characters, except in emoji and in scripts that need them.",
        "U+200B in a name",
        "the name without it",
    ),
    _warning(
        "hash-in-text",
        'A value that contains " #" is in quotes; otherwise YAML reads the rest as a comment.',
        "title: On #SAT and #P",
        'title: "On #SAT and #P"',
    ),
    _error(
        "wrong-file",
        "Files have the expected names, and are not links out of the collection, pipes, devices or"
        " pointers of Git LFS.",
        "content/notes.txt → /etc/passwd",
        "a file of its own",
    ),
    _error(
        "snapshot",
        "A file in metrics/ has the form that `papershelf metrics` writes.",
        "wang2024broad,2026-11-29,many",
        "wang2024broad,2026-11-29,12",
        fixed=False,
    ),
    _warning(
        "merged-snapshot",
        "A file in metrics/ has one line for each paper, sorted by id; git may merge it otherwise.",
        "two lines that begin with wang2024broad",
        "the line of the later day",
    ),
    _warning(
        "title-form",
        "A title has no quotes around it and no comma at its end, and is not a URL.",
        "title: Looms and Cards,",
        "title: Looms and Cards",
    ),
    _error("too-large", "No file exceeds the size limit.", "300 MiB", "several files"),
    _error("too-many", "The number of entries or list items does not exceed the limit."),
    _error("too-long", "No text exceeds the length limit."),
    _error("too-deep", "Nesting does not exceed the depth limit.", "[[[[[[…", "[nlp]"),
    # single entries
    _error(
        "wrong-type",
        "Every value has the type that its field expects.",
        "topics: nlp",
        "topics: [nlp]",
    ),
    _error("unknown-key", "Every key is a known field.", "autors: [Ada]", "authors: [Ada]"),
    _error(
        "missing-field",
        "Entries have id, title and published; editions have starts; digests have from and to.",
        "- id: a1",
        "title: …",
    ),
    _error(
        "wrong-id",
        "An id has 2 to 80 characters of a-z, 0-9 and -.",
        "id: Wang_2024",
        "id: wang2024",
    ),
    _error(
        "reserved-id",
        "index and p are reserved, and for new ids also names of devices on Windows.",
        "id: index",
        "id: index2024",
    ),
    _error(
        "wrong-slug",
        "Names of topics, courses and editions are slugs.",
        "topics: [NLP!]",
        "topics: [nlp]",
    ),
    _error("wrong-date", "A date exists and has the right format.", "2024-02-30", "2024-02-29"),
    _error("wrong-number", "A number is an integer in range.", "author_count: few", "3"),
    _error("wrong-choice", "The value is one of the allowed values.", "type: paper", "article"),
    _error("wrong-name", "A name has at most two commas.", '"A, B, C, D"', "literal: A, B, C, D"),
    _error(
        "wrong-identifier",
        "An identifier has the right format and checksum.",
        "arxiv: 24",
        "2404.17858",
    ),
    _error("wrong-language", "A language is a BCP 47 tag.", "language: English", "language: en"),
    _error(
        "wrong-address",
        "A URL begins with http:// or https://, once, and nothing else was copied along.",
        "javascript:…",
        "https://…",
    ),
    _error("author-count", "author_count is at least the number of names.", "1", "2"),
    # relations between entries
    _error("duplicate-id", "Ids and aliases are unique, regardless of case.", "a1, A1", "a2"),
    _error("duplicate-doi", "No two entries have the same DOI.", fixed=False),
    _error("duplicate-arxiv", "No two entries have the same arXiv id.", fixed=False),
    _warning(
        "likely-duplicate",
        "No two entries have the same title and first author, or links to the same paper.",
    ),
    _error(
        "unknown-topic", "Every topic has a page in content/topics.", "transfomers", "transformers"
    ),
    _error(
        "unknown-paper", "related and superseded_by contain existing ids.", "related: [b9]", "b1"
    ),
    _error("superseded-loop", "superseded_by does not form a circle.", "a1 → b1 → a1"),
    _error(
        "self-reference", "No entry refers to itself.", "- id: a1, related: [a1]", "related: [b1]"
    ),
    # published addresses (check --since)
    _error(
        "lost-address",
        "Every published address still resolves: as a page, a redirect or a tombstone.",
    ),
    _error("reused-id", "An id is never reused for another work.", fixed=False),
    _error(
        "changed-key",
        "Citation keys and ids in feeds and calendars never change; they are the first alias,"
        " or the id.",
    ),
    _warning(
        "site-moved",
        "A site that moves to another host keeps the name in the ids of its feeds and calendars,"
        " and that of its mailing list.",
    ),
    _warning("page-gone", "Every published page of an author, venue or year still has papers."),
    _warning(
        "edition-changed",
        "An edition of a course keeps its readings, their order, and the names of its sessions.",
    ),
    _warning(
        "course-affected",
        "The papers that courses and editions read keep their ids, statuses and topics.",
    ),
    _warning("digest-changed", "A published digest keeps its papers; their order may change."),
    # likely mistakes
    _warning("no-authors", "An entry has authors, editors or author_count."),
    _warning(
        "number-or-issue",
        "An article of a journal has its issue in issue, and a report its number in number.",
        'number: "3"',
        'issue: "3"',
    ),
    _warning(
        "name-initials",
        "No author consists of initials: a name that contains a comma needs quotes.",
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
        "A name has no footnote marks, titles or degrees, and is not a placeholder.",
        '["Ada Byron*", N/A]',
        "[Ada Byron]",
    ),
    _warning(
        "repeated-author",
        "No paper lists a name or an ORCID iD twice.",
        "[Ada Byron, Ada Byron]",
        "[Ada Byron]",
    ),
    _warning("no-added", "An entry has an added date."),
    _warning(
        "tex", "TeX formulas are valid; otherwise their source is shown.", "$\\frac{1$", "$1/2$"
    ),
    _warning(
        "markup",
        "Texts have LaTeX only in formulas, Markdown only in notes, and no HTML, JSON or marks of"
        " language models.",
        "title: Songs of <i>E. coli</i>",
        "title: Songs of E. coli",
    ),
    _warning(
        "mojibake",
        "No text was read in a wrong encoding, or has ligatures or symbols from a PDF file.",
        "MÃ¼ller",
        "Müller",
    ),
    _warning(
        "label",
        "Volume, issue, pages and venue have no label; citation styles add it.",
        "volume: Vol. 3",
        'volume: "3"',
    ),
    _warning(
        "several-keywords",
        "Each item of keywords is one keyword.",
        "keywords: [looms; cards]",
        "keywords: [looms, cards]",
    ),
    _warning(
        "spreadsheet",
        "No spreadsheet has turned a value into a date, a rounded number or an error, or cut an"
        " arXiv id.",
        "pages: 4-Mar",
        "pages: 3-4",
    ),
    _warning(
        "relative-link",
        "Links in the notes of an entry have a whole address; others appear as text.",
        "[the data](data.csv)",
        "[the data](https://example.org/data.csv)",
    ),
    _warning(
        "closed-link",
        "Everyone can open the links of an entry: none leads through a library.",
        "code: https://github-com.proxy.lib.example.edu/loom",
        "code: https://github.com/loom",
    ),
    _warning("no-topics", "A collection that uses topics has pages for them in content/topics."),
    _warning(
        "placeholder",
        "Placeholder text of a new collection, and texts such as N/A or TODO, have been replaced.",
        "Introduce the topic here …",
        "Papers on looms …",
    ),
    _warning("empty-topic", "Every topic, or a topic below it, has papers."),
    _warning("no-introduction", "The home page and topic pages have an introduction."),
    # hand-written pages
    _error(
        "front-matter",
        "Front matter is a YAML mapping with known keys.",
        "title: A: B",
        "title: 'A: B'",
    ),
    _error(
        "topic-parent", "A topic's parent exists, and there is no circle.", "parent: itself", ""
    ),
    _error(
        "topic-start",
        "start of a topic contains current ids of listed papers of that topic, each once.",
        "start: [wnag2024]",
        "start: [wang2024]",
    ),
    _error(
        "edition-course",
        "An edition is in the folder of an existing course.",
        "courses/ml/2025.md alone",
        "courses/ml.md, too",
    ),
    _warning(
        "no-readings",
        "A course or a digest has readings: list items that begin with [@id].",
        "Read [@wang2024].",
        "- [@wang2024] Read it.",
    ),
    _warning(
        "reading-twice", "A course lists each reading only once.", "- [@a1] … - [@a1]", "- [@a1]"
    ),
    _warning(
        "reading-gone",
        "Readings of a course are listed papers; only an edition may keep others.",
        "- [@withdrawn2023]",
        "",
    ),
    _warning(
        "closed-readings",
        "Everyone can open the readings of a course and its newest edition, or the required ones if"
        " it marks any.",
        "a DOI alone",
        "urls: {pdf: https://example.org/a.pdf}",
    ),
    _error(
        "session-days",
        "Each session of an edition that meets on days of the week has a day that is not skipped.",
        "skip: [2026-12-24] and {date=2026-12-24}",
        "{date=2026-12-22}",
        fixed=False,
    ),
    _warning(
        "session-order",
        "Sessions of an edition are in the order of their days, and all its days fall within the"
        " term.",
        "{date=2026-11-05} above {date=2026-10-12}",
        "the other order",
    ),
    _warning(
        "session-names",
        "The sessions of an edition with dates have different headings, or ids.",
        "## Lab … ## Lab",
        "## Lab … ## Lab {#lab-2}",
    ),
    _warning(
        "no-effect",
        "Marks of sessions are in headings of editions, and skipped days are within the term.",
        "{date=2026-11-05} in a course",
        "the same in an edition",
    ),
    _warning(
        "hidden-heading",
        "A page whose title is in its front matter does not begin with another one.",
        "title: Autumn, and # Week 1",
        "title: Autumn, and ## Week 1",
    ),
    _warning(
        "heading-id",
        "Ids of headings in a course are unique, and do not begin with session- or reading-.",
        "## One {#x} … ## Two {#x}",
        "## One {#x} … ## Two {#y}",
    ),
    _error(
        "digest-form",
        "A list item of a digest that begins with an id cites it, and comments have an end.",
        "- wang2024",
        "- [@wang2024]",
        fixed=False,
    ),
    _warning(
        "digest-mention",
        "A list item of a digest begins with the paper that it announces.",
        "- The best one: [@wang2024]",
        "- [@wang2024] The best one.",
    ),
    _warning(
        "digest-twice",
        "A paper is in only one digest, and only once.",
        "- [@a1] … - [@a1]",
        "- [@a1]",
    ),
    _error("address-taken", "No page or file in content/ has the address of a generated one."),
    _warning(
        "same-address",
        "Hand-written pages have different addresses.",
        "guide.md and guide/index.md",
        "guide/index.md alone",
    ),
    _error("alias-taken", "An alias of a page is an unused address."),
    _error("person", "Slugs of people are unique, and a name on a paper belongs to one person."),
    _error("keyword", "Slugs of keywords are unique, and a spelling belongs to one keyword."),
    _error(
        "unknown-citation", "[@id] cites a paper of the collection.", "[@wnag2024]", "[@wang2024]"
    ),
    _warning(
        "citation-form",
        "A citation is [@id], with one id and nothing else in the brackets.",
        "[@wang2024, p. 3]",
        "[@wang2024], p. 3",
    ),
    _warning(
        "broken-link",
        "Relative links of hand-written pages lead to pages, files and readings of the site.",
        "[the topic](topics/nlp) in guide.md",
        "[the topic](topics/nlp.md)",
    ),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in _ROWS}
