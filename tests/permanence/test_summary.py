"""The commands that pull requests are made with: suggestions, refreshes, what changes for readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.cli.review import parse_form
from papershelf.permanence import summary
from support.command import run
from support.helpers import entry, errors, git, write
from support.misbehaving import Misbehaving
from support.planting import SETTINGS
from support.recorded import LOOM

FORM = """### Identifier

{identifier}

### Topics

{topics}

### Why

$(touch pwned) `touch pwned` "; touch pwned; ### Identifier

10.9999/other
"""


@pytest.mark.parametrize(
    ("identifier", "code"),
    [("2401.00001", 0), ("https://arxiv.org/abs/2401.00001", 0), ("2401.00001 2402.00002", 1), ("$(touch pwned)", 1),
     ("--help", 1), ("_No response_", 1), ("0000.00000", 1), ("-C / 2401.00001", 1)],
)  # fmt: skip
def test_suggestions_are_data(
    identifier: str, code: int, tmp_path: Path, recorded: Misbehaving
) -> None:
    """One identifier and known topics are taken out of a form; nothing in it is run or repeated."""
    root = write(
        tmp_path / "shelf",
        {"papers.yaml": entry(), "content/topics/nlp.md": "---\ntitle: L\n---\n\nWords.\n"},
    )
    form = write(
        tmp_path,
        {"form.md": FORM.format(identifier=identifier, topics="NLP, ../../etc, unknown, $(x)")},
    )
    done = run("-C", root, "suggest", form / "form.md")
    assert code == done.exit_code, done.output
    assert code or "! topics: 3 words not used: not in content/topics" in done.output
    assert not list(tmp_path.rglob("pwned"))
    text = (root / "papers.yaml").read_text()
    assert ("topics: [nlp]" in text) is (code == 0)
    assert "10.9999/other" not in text
    assert errors(root) == [] or code


def test_forms_are_read_by_their_headings() -> None:
    """With either kind of line break; an answer that was not given is empty."""
    body = "### Identifier\r\n\r\n2401.00001\r\n\r\n### Topics\r\n\r\n_No response_\r\n"
    assert parse_form(body) == {"identifier": "2401.00001", "topics": ""}
    later = f"{body}\r\n### Why\r\n\r\nSee\r\n### Identifier\r\n\r\n10.9999/other\r\n"
    assert parse_form(later) == {"identifier": "2401.00001", "topics": "", "why": "See"}


#: The title of the recorded paper, as a curator may type it.
def test_refresh(tmp_path: Path, recorded: Misbehaving) -> None:
    """A preprint that was published gets venue and DOI; nothing new is added."""
    root = write(
        tmp_path / "shelf",
        {"papers.yaml": entry("a2020", LOOM, "  arxiv: 2401.00001\n") + entry("b2020", "B")},
    )
    done = run("-C", root, "refresh")
    assert done.exit_code == 0 and "1 paper looked up, 1 entry to update" in done.output
    text = (root / "papers.yaml").read_text()
    assert "  doi: 10.5555/loom.1\n" in text and "  venue: Proceedings of the Invented" in text
    assert text.count("- id:") == 2 and errors(root) == []
    again = run("-C", root, "refresh").output
    assert "1 paper looked up, 0 entries to update" in again, "for retractions"
    write(root, {"papers.yaml": entry()})
    assert (
        run("-C", root, "refresh").output
        == f"no papers to look up\nNext: papershelf -C {root} check\n"
    )


def test_a_publication_that_stands_apart_is_told(tmp_path: Path, recorded: Misbehaving) -> None:
    """Where preprint and publication are two entries, an update would give both one identifier: an error
    that would stop the weekly run for ever. They are named, and the others are brought up to date."""
    text = entry("a2020", LOOM, "  arxiv: 2401.00001\n") + entry(
        "b2020", LOOM, "  doi: 10.5555/loom.1\n"
    )
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    told = "! arXiv 2401.00001: its identifiers belong to several entries (a2020, b2020); if they are the same work, keep one and add the other id to its aliases; if not, correct the identifier of one\n"
    for command in (["refresh"], ["add", "2401.00001", "--update"]):
        done = run("-C", root, *command)
        assert done.exit_code == 0 and told in done.output, done.output
        assert (root / "papers.yaml").read_text() == text


def test_changes(tmp_path: Path) -> None:
    """What is different for readers, every text of the catalogue inert, and who should look."""
    root = write(tmp_path, {
        "papers.yaml": entry("ada2024engine", more="  topics: [nlp]\n") + entry("bob2024", "Loom"),
        "content/topics/nlp.md": "---\ntitle: L\n---\n", "CODEOWNERS": "* @ada\n/content/topics/ @grace @evil`x\n",
    })  # fmt: skip
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    done = run("-C", root, "changes", "--since", "main")
    assert done.stdout == "Nothing changes for readers.\n"
    assert done.stderr == f"Next: papershelf -C {root} check --since main\n"
    write(root, {
        "papers.yaml": entry("ada2024mill", more="  topics: [nlp]\n  aliases: [ada2024engine]\n")
        + entry("bob2024", "Loom", "  status: retracted\n")
        + entry("cat2024", '"<img src=x> @everyone `x`"', "  urls: {pdf: https://example.org/`x}\n  topics: [new]\n")
        + entry("dog2024", "Loom")
        + entry("fox2024", '"See #12, GH-12, www.evil.example and https://evil.example @ 5"'),
        "content/topics/new.md": "---\ntitle: N\n---\n", "content/topics/x`@ada`.md": "---\ntitle: X\n---\n",
    })  # fmt: skip
    told = run("-C", root, "changes", "--since", "main").stdout
    for line in (
        "- `ada2024engine` → On the engine (`ada2024mill`)", "- Loom (`bob2024`): retracted", "- `new`",
        "- &#60;img src&#61;x&#62; &#64;&#8203;everyone &#96;x&#96; (`cat2024`)", "- `https://example.org/%60x`",
        "- `/papers/ada2024engine/` → `/papers/ada2024mill/`", "- @ada: `papers.yaml`", "- `content/topics/new.md` (new)",
        "- somebody: ", "- `x%60@ada%60`",
        "- See &#35;&#8203;12, GH-&#8203;12, www&#8203;.evil.example and https:&#8203;//evil.example &#64; 5 (`fox2024`)",
    ):  # fmt: skip
        assert line in told, line
    assert "### Possible duplicates (1)" in told and "<img" not in told
    assert run("-C", root, "changes", "--since", "nope").exit_code == 2


def committed(root: Path, files: dict[str, str]) -> Path:
    """A collection with one commit on main."""
    write(root, files)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    return root


def test_changes_know_every_kind_of_page(tmp_path: Path) -> None:
    """People, topics that are renamed or go, pages that go or get another name; each with its file."""
    root = committed(tmp_path, {
        "papers.yaml": entry("bob2024", "Loom") + entry("cat2024", "Mill"),
        "content/topics/nlp.md": "---\ntitle: L\n---\n", "content/topics/old.md": "---\ntitle: O\n---\n",
        "content/people.yaml": "- {slug: ada-lovelace, name: Ada Lovelace}\n- {slug: x, name: Alan X}\n",
        "content/about.md": "# About\n", "content/gone.md": "# Gone\n", "CODEOWNERS": "* @ada\n",
    })  # fmt: skip
    for name in ("about", "gone", "topics/nlp", "topics/old"):
        (root / f"content/{name}.md").unlink()
    write(root, {
        "papers.yaml": entry("bob2024", "Loom"), "content/us.md": "---\naliases: [about]\n---\n# Us\n",
        "content/topics/language.md": "---\ntitle: L\naliases: [nlp]\n---\n",
        "content/people.yaml": "- {slug: ada, name: Ada Lovelace, aliases: [ada-lovelace]}\n- {slug: x, name: Alan Y}\n"
        "- {slug: grace, name: Grace Hopper}\n",
        "CODEOWNERS": "* @mallory\n",
    })  # fmt: skip
    told = run("-C", root, "changes", "--since", "main").stdout
    for block in (
        "### Papers removed (1)\n\n- Mill (`cat2024`)\n", "### Topics renamed (1)\n\n- `nlp` → `language`\n",
        "### Topics removed (1)\n\n- `old`\n", "### People added (1)\n\n- `grace`\n",
        "### People renamed (1)\n\n- `ada-lovelace` → `ada`\n", "### People changed (1)\n\n- `x`\n",
        "- `content/about.md` (removed)\n- `content/gone.md` (removed)\n", "- `content/us.md` (new)\n",
        "### Redirects added (3)\n\n- `/about/` → `/us/`\n- `/authors/ada-lovelace/` → `/authors/ada/`\n"
        "- `/topics/nlp/` → `/topics/language/`\n",
    ):  # fmt: skip
        assert block in told, told
    assert "### Topics added" not in told
    assert told.splitlines()[-1] == (
        "- @ada: `content/about.md`, `content/gone.md`, `content/people.yaml`, `content/topics/language.md`,"
        " `content/topics/nlp.md`, `content/topics/old.md`, `content/us.md`, `papers.yaml`"
    ), "a change of CODEOWNERS does not choose its reviewers"


def test_changes_of_keywords(tmp_path: Path) -> None:
    """By their slugs; redirects are named where keywords have pages."""
    root = committed(tmp_path, {
        "papers.yaml": entry(), "content/keywords.yaml": "- {slug: nlp, name: NLP}\n- {slug: x, name: X}\n",
        "mkdocs.yml": SETTINGS.replace("[papershelf]", "[{papershelf: {keywords: {min_papers: 2}}}]"),
    })  # fmt: skip
    table = "- {slug: language, name: NLP, aliases: [nlp]}\n- {slug: x, name: X, names: [Y]}\n"
    write(root, {"content/keywords.yaml": table})
    told = run("-C", root, "changes", "--since", "main").stdout
    assert (
        "### Keywords renamed (1)\n\n- `nlp` → `language`\n\n### Keywords changed (1)\n\n- `x`\n"
        in told
    )
    assert "- `/keywords/nlp/` → `/keywords/language/`\n" in told


@pytest.mark.parametrize("paper_id", ["aaa2024", "zzz2024"])
def test_changes_see_a_duplicate_wherever_it_stands(paper_id: str, tmp_path: Path) -> None:
    """A new duplicate is reported before and after the existing entry; earlier ones are not reported."""
    old = entry("m2024", "Loom") + entry("n2024", "Loom")
    root = committed(tmp_path, {"papers.yaml": old})
    assert "duplicates" not in run("-C", root, "changes", "--since", "main").output
    new = entry(paper_id, "Loom")
    write(root, {"papers.yaml": new + old if paper_id < "m" else old + new})
    told = run("-C", root, "changes", "--since", "main").stdout
    assert "### Possible duplicates (" in told
    at = 2 if paper_id < "m" else 12
    assert f"Loom (`papers.yaml:{at}`)" in told


def test_changes_of_a_damaged_catalogue(tmp_path: Path) -> None:
    """The summary reports what can be read; owners are found for a collection in a subfolder, too."""
    root = tmp_path / "site"
    write(root, {"papers.yaml": entry("bob2024", "Loom")})
    committed(tmp_path, {".github/CODEOWNERS": "/site/*.yaml @ada\n"})
    damaged = "- published: 2020\n- id: no-title\n- id: x2020\n  authors: [x\n- id: [1]\n  title: {a: b}\n"
    write(root, {"papers.yaml": damaged + entry("bob2024", "Loom") + entry("cat2024", "Mill")})
    done = run("-C", root, "changes", "--since", "main")
    assert done.exit_code == 0 and "- Mill (`cat2024`)" in done.output
    assert done.stdout.endswith("- @ada: `site/papers.yaml`\n") and "Settings" not in done.output
    settings = "site_name: X\ndocs_dir: content\ntheme: {name: material}\nplugins: [papershelf]\n"
    write(root, {"mkdocs.yml": settings, "content/about.md": "# About\n"})
    told = run("-C", root, "changes", "--since", "main").stdout
    assert "### Settings (1)\n\n- `mkdocs.yml`\n" in told
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Second")
    write(root, {"papers.yaml": entry("bob2024", "Loom")})
    assert "Settings" not in run("-C", root, "changes", "--since", "main").output


@pytest.mark.parametrize(
    ("pattern", "fitting"),
    [
        ("*", "abcdefg"), ("*.md", "bcd"), ("/*.md", "b"), ("content/*", "c"), ("/content/", "cde"), ("topics/", "de"),
        ("topics", "de"), ("**/topics", "de"), ("/content/**/x.md", "d"), ("/papers.yaml", "a"), ("papers.yaml", "ag"),
        ("/content/*.md", "c"), ("p?pers.yaml", "ag"), ("/cont", ""), ("/papers[.]yaml", ""), ("(", ""),
    ],
)  # fmt: skip
def test_patterns_of_owners(pattern: str, fitting: str) -> None:
    """As GitHub documents them."""
    files = {"a": "papers.yaml", "b": "README.md", "c": "content/about.md", "d": "content/topics/x.md",
             "e": "content/topics/y.txt", "f": "z", "g": "site/papers.yaml"}  # fmt: skip
    found = summary.owners(f"{pattern} @a\n", files.values()).get("@a", [])
    assert {files[letter] for letter in fitting} == set(found)


def test_owners() -> None:
    """The last pattern that fits counts, as on GitHub."""
    text = "* @a\n*.md @b\n/content/ @c # words\npapers/ @d\n/content/topics/x.md\n"
    files = ["papers.yaml", "README.md", "content/about.md", "content/topics/x.md", "papers/y.yaml"]
    assert summary.owners(text, files) == {
        "@b": ["README.md"], "@c": ["content/about.md"], "@a": ["papers.yaml"], "@d": ["papers/y.yaml"],
    }  # fmt: skip


def test_a_renamed_paper_may_change_otherwise_too(tmp_path: Path) -> None:
    """Other changes of a renamed paper are listed, too: a retraction, another DOI."""
    people = "- slug: {}\n  name: Ada Lovelace\n"
    root = committed(tmp_path, {
        "papers.yaml": entry("cat2024", "Mill") + entry("dog2024", "Loom") + entry("eel2024", "Silk"),
        "content/people.yaml": people.format("ada-l") + "- slug: bob\n  name: Bob Carver\n",
    })  # fmt: skip
    write(root, {
        "papers.yaml": entry("hen2024", "Mill", "  aliases: [cat2024]\n  status: retracted\n")
        + entry("cow2024", "Loom", "  aliases: [dog2024]\n  doi: 10.1000/2\n")
        + entry("ape2024", "Silk", "  aliases: [eel2024]\n"),
        "content/people.yaml": people.format("ada\n  aliases: [ada-l]\n  orcid: 0000-0002-1825-0097")
        + "- slug: rob\n  aliases: [bob]\n  name: Bob Carver\n",
    })  # fmt: skip
    text = run("-C", root, "changes", "--since", "main").stdout
    assert text.count("→ Mill") == text.count("→ Loom") == text.count("→ Silk") == 1
    for part in (
        "### Papers renamed (3)\n",
        "### Papers changed (1)\n\n- Loom (`cow2024`): doi\n",
        "### Tombstones (1)\n\n- Mill (`hen2024`): retracted\n",
        "### People renamed (2)\n", "### People changed (1)\n\n- `ada`\n",
    ):  # fmt: skip
        assert part in text, text
