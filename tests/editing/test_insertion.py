"""Updates of entries that are there: what is put in, and that everything else stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf import catalogue
from papershelf.catalogue import nodes
from papershelf.editing import insertion
from papershelf.editing.changeset import Blocked
from support.adding import add, collection, counted, last
from support.helpers import entry, errors, write
from support.misbehaving import Misbehaving

HEAD = "title: X\n  authors: [Ada Lovelace]\n  published: 2020\n  added: 2020-01-01\n"
ORDINARY = f"- id: a2020\n  {HEAD}"
VALUES = {"doi": "10.1000/x", "arxiv": "2401.00001", "abstract": "One: two #3.\n\nFour's."}


def updated(tmp_path: Path, text: str, values: dict[str, object]) -> str:
    """The text with fields put into its first entry."""
    root = write(tmp_path, {})
    (root / "papers.yaml").write_bytes(text.encode())
    source = catalogue.read(root)
    (made,) = insertion.with_updates([(source.entries[0], values)]).values()
    (root / "papers.yaml").write_bytes(made.encode())
    after = catalogue.read(root).entries
    assert after[0].values == {**source.entries[0].values, **values}
    assert [one.values for one in after[1:]] == [one.values for one in source.entries[1:]]
    return made


LINES = (
    '  doi: 10.1000/x\n  arxiv: "2401.00001"\n  abstract: >-\n    One: two #3.\n\n    Four\'s.\n'
)
BRACES = 'doi: 10.1000/x, arxiv: "2401.00001", abstract: "One: two #3.\\n\\nFour\'s."'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ORDINARY, ORDINARY + LINES),
        (ORDINARY.rstrip("\n"), ORDINARY + LINES),
        (ORDINARY + "# the end\n", ORDINARY + LINES + "# the end\n"),
        (ORDINARY + "  # own\n- id: b\n", ORDINARY + LINES + "  # own\n- id: b\n"),
        (ORDINARY.replace("\n", "\r\n"), (ORDINARY + LINES).replace("\n", "\r\n")),
        (
            ORDINARY + "  doi:  # unknown\n  arxiv: '2401.00001' # p\n",
            ORDINARY + LINES.replace("/x\n", "/x  # unknown\n").replace('01"\n', '01" # p\n'),
        ),
        (
            "- {id: a2020, title: X, published: 2020} # c\n",
            f"- {{id: a2020, title: X, published: 2020, {BRACES}}} # c\n",
        ),
        (
            "  - {id: a2020, title: X, doi: , # d\n     published: 2020}\n  - {id: b, title: Y}",
            '  - {id: a2020, title: X, doi: 10.1000/x, arxiv: "2401.00001", abstract: "One: two #3.\\n\\nFour'
            "'s.\", # d\n     published: 2020}\n  - {id: b, title: Y}",
        ),
        (
            ORDINARY + "  abstract: # none yet\n",
            ORDINARY + LINES.replace(">-\n", ">-  # none yet\n"),
        ),
    ],
    ids=["list", "no-end", "tail", "comment", "crlf", "empty", "braces", "nested", "header"],
)
def test_every_form_of_an_entry(before: str, after: str, tmp_path: Path) -> None:
    """Fields come to their places; form, comments, line breaks and neighbours stay."""
    assert after == updated(tmp_path, before, VALUES)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  urls: {pdf: https://a.b/p} # seen\n", "  urls: {pdf: https://a.b/p, code: https://c.d/} # seen\n"),
        ("  urls:\n    # mine\n    pdf: https://a.b/p # p\n  topics: [x]\n",
         "  urls:\n    # mine\n    pdf: https://a.b/p # p\n    code: https://c.d/\n  topics: [x]\n"),
        ("  urls:\n    code:\n    pdf: https://a.b/p\n", "  urls:\n    code: https://c.d/\n    pdf: https://a.b/p\n"),
    ],
    ids=["braces", "lines", "empty"],
)  # fmt: skip
def test_links_are_added_to_links(before: str, after: str, tmp_path: Path) -> None:
    """Those that are there stay as written, with their comments."""
    links = {"pdf": "https://a.b/p", "code": "https://c.d/"}
    assert ORDINARY + after == updated(tmp_path, ORDINARY + before, {"urls": links})


def test_what_would_read_otherwise_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made is read again before it counts."""
    root = write(tmp_path, {"papers.yaml": ORDINARY})
    source = catalogue.read(root)
    monkeypatch.setattr(insertion, "_in_lines", lambda *_: (0, 0, "- id: z\n"))
    with pytest.raises(Blocked) as caught:
        insertion.with_updates([(source.entries[0], VALUES)])
    assert "cannot be updated" in caught.value.problems[0].message
    assert type(source.entries[0].node) is nodes.Mapping


@pytest.mark.parametrize("empty", ["[] # none yet\n", "# mine\n[ ]\n", "[]\n# none yet\n"])
def test_an_empty_list_keeps_its_comment(empty: str, tmp_path: Path, recorded: Misbehaving) -> None:
    """The first entry takes its place."""
    root = collection(tmp_path, empty)
    assert add(root, "10.5555/loom.1").exit_code == 0
    text = (root / "papers.yaml").read_text()
    assert text.count("# ") == empty.count("# ") and "[]" not in text and "\n- id: " in text


def test_two_records_of_one_entry(tmp_path: Path, recorded: Misbehaving) -> None:
    """The preprint and the publication, asked for at once, are one update."""
    title = "A Loom for $O(n \\log n)$ Patterns: Weaving & Sorting"
    old = entry("ada2020loom", f"'{title}'").replace("Lovelace]", "Lovelace, G. Hopper]")
    root = collection(tmp_path, old)
    done = add(root, "2401.00001", "10.5555/loom.1", "--update")
    assert (done.exit_code, last(done)) == (0, counted(updated=1, unchanged=1))
    text = (root / "papers.yaml").read_text()
    assert text.count("doi: ") == text.count("arxiv: ") == text.count("abstract: ") == 1
    assert errors(root) == []


def test_two_records_of_a_new_entry(tmp_path: Path, recorded: Misbehaving) -> None:
    """In either order they make one entry that has what both say."""
    for number, names in enumerate(
        (("2401.00001", "10.5555/loom.1"), ("10.5555/loom.1", "2401.00001"))
    ):
        root = collection(tmp_path / str(number))
        assert add(root, *names).exit_code == 0
        text = (root / "papers.yaml").read_text()
        assert text.count("- id:") == 3 and "  doi: 10.5555/loom.1\n" in text
        assert (
            '  arxiv: "2401.00001"\n' in text
            and "    code: https://github.com/example/loom\n" in text
        )


def test_a_catalogue_is_created(tmp_path: Path, recorded: Misbehaving) -> None:
    """As the report says in a folder without one."""
    with pytest.raises(catalogue.Unreadable, match="papershelf add creates one"):
        catalogue.read(tmp_path)
    assert last(add(tmp_path, "2401.00001")) == counted(added=1)
    assert [entry.values["arxiv"] for entry in catalogue.read(tmp_path).entries] == ["2401.00001"]
