"""Advice on a lost address can be followed to the letter."""

from __future__ import annotations

import textwrap

import pytest

from papershelf import checks
from support.helpers import entry
from support.promises import START, TOPIC, Files, against, changed, source, told


def test_a_key_without_a_value_is_written_not_added() -> None:
    """A second `aliases:` would be an error."""
    after = changed("papers.yaml", ("[bob2023loom]", "[]"))
    assert [hint for _, _, hint in told(after)] == ["write in this entry: aliases: [bob2023loom]"]
    after = changed("content/people.yaml", ("slug: ada\n", "slug: lovelace\n  aliases:\n"))
    assert [hint for _, _, hint in told(after)] == ["write for this person: aliases: [ada]"]


def test_a_page_without_front_matter_is_told_what_that_is() -> None:
    """Three lines at its top, and it is a good page."""
    before = START | {"content/about.md": "# About us\n\nWe.\n"}
    after = START | {"content/us.md": "# About us\n\nWe.\n"}
    ((_, _, hint),) = against(before, after)
    assert hint == "begin the page with three lines, ---, this and ---: aliases: [about]"
    fixed = START | {"content/us.md": f"---\naliases: [about]\n---\n{after['content/us.md']}"}
    assert against(before, fixed) == [] and checks.check(source(fixed)) == []


@pytest.mark.parametrize("name", ["FAQ", "our_story", "Über", "index.de"])
def test_a_page_whose_name_cannot_be_an_alias_is_put_back(name: str) -> None:
    """Also where only the case of its name was changed: the two would be one file elsewhere."""
    page = "# A page\n\nWords.\n"
    before = START | {f"content/{name}.md": page}
    after = START | {f"content/{name.lower()}x.md" if name != "FAQ" else "content/faq.md": page}
    assert [hint for _, _, hint in against(before, after)] == [
        f"restore it: git checkout main -- content/{name}.md"
    ]
    if name == "FAQ":
        assert [hint for _, _, hint in against(after, before)] == [
            "restore it: git checkout main -- content/faq.md"
        ]


def test_what_could_not_be_published_promised_nothing() -> None:
    """An entry without a title or a topic file whose name is not a slug was never published."""
    before = START | {
        "papers.yaml": START["papers.yaml"] + "- id: draft2024\n  published: 2024\n",
        "content/topics/Weaving_2.md": TOPIC.format("Weaving again"),
        "content/more.md": "---\naliases: [../x]\n---\n",
    }
    assert against(before, START | {"content/more.md": "# More\n"}) == []


@pytest.mark.parametrize("written", ["Ada2024Loom", "ada_2024_loom", "a", ""])
def test_an_entry_whose_id_is_refused_is_not_gone(written: str) -> None:
    """A tombstone for it would be a second entry with its id."""
    before = START | {"papers.yaml": entry("ada2024loom", "Looms") + entry("bob2023card", "Cards")}
    after = before["papers.yaml"].replace("id: ada2024loom", f"id: {written}")
    assert against(before, START | {"papers.yaml": after}) == []
    after = after.replace("title: Looms", "title: Another").replace("bob2023card", "bob2023cards")
    there = against(before, START | {"papers.yaml": after})
    assert [rule for rule, *_ in there] == ["lost-address", "lost-address"]


def test_the_same_title_by_somebody_else_is_no_successor() -> None:
    """An alias on it would send readers to a stranger."""
    before = START | {"papers.yaml": entry("ada2024intro", "Introduction")}
    stranger = entry("hopper2020intro", "Introduction").replace("Ada Lovelace", "Grace Hopper")
    ((_, _, hint),) = against(before, START | {"papers.yaml": stranger})
    assert "status: removed" in hint


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"papers/a.yaml": textwrap.dedent(entry("ada2025mill", "A mill").replace("- ", "  "))}, "papers/{}.yaml"),
        ({"papers.yaml": "  " + entry("ada2025mill", "A mill").replace("\n ", "\n   ")}, "papers/{}.yaml"),
        ({"papers.yaml": "# nothing is left\n"}, "papers.yaml"),
        ({"papers.yaml": "# words\n\n" + entry("ada2025mill", "A mill")}, "papers.yaml"),
    ],
)  # fmt: skip
def test_a_tombstone_goes_where_a_line_can_be_added(files: Files, place: str) -> None:
    """Not to a file that is one entry, nor to a list that is indented."""
    before = {"papers.yaml": entry()}
    ((_, _, hint),) = against(before, files)
    name, _, line = hint.partition("or add to ")[2].partition(": ")
    assert name == place.format("ada2024engine")
    fixed = files | {name: f"{files.get(name, '')}{line}\n"}
    assert against(before, fixed) == [] and checks.check(source(fixed)) == []
