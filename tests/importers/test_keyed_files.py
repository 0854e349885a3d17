"""Records by key, and the names that links have in other programs."""

from __future__ import annotations

import json

import pytest

from papershelf.importers import data, foreign
from papershelf.importers.draft import Draft
from papershelf.importers.tables import Table

KEYED = """---
byron43notes:
  title: Notes on the engine
  authors: ["<u>Ada Byron</u>", Charles Babbage]
  year: 1843
reed50:
  id: reed1850loom
  name: The loom
"""


def keys(drafts: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.key, draft.fields["title"]) for draft in drafts]


@pytest.mark.parametrize("name", ["", "papers", "data.papers"])
def test_records_in_a_mapping_have_its_keys_as_ids(name: str) -> None:
    """In YAML as in JSON, at the top or where a mapping table says."""
    *above, last = name.split(".")
    body = "".join(f"    {line}\n" for line in KEYED.splitlines()[1:])
    text = f"{''.join(f'{part}:{chr(10)}' for part in above)}  {last}:\n{body}" if name else KEYED
    drafts = list(foreign.read(text, "papers.yaml", Table(list=name)))
    expected = [("byron43notes", "Notes on the engine"), ("reed1850loom", "The loom")]
    assert keys(drafts) == expected
    assert [draft.why_not for draft in drafts] == ["", "no date"]

    whole = {
        "byron43notes": {"title": "Notes on the engine", "year": 1843},
        "reed50": {"id": "reed1850loom", "name": "The loom"},
    }
    for part in reversed(name.split(".") if name else []):
        whole = {part: whole}
    found, _, _ = data.records(json.dumps(whole), Table(list=name))
    assert [item["id"] for item in found] == [key for key, _ in expected]


def test_a_mapping_of_other_things_is_no_list_of_records() -> None:
    """People have names, and no date."""
    text = "ada:\n  name: Ada Byron\n  url: https://example.org\nbo:\n  name: Bo Reed\n"
    with pytest.raises(ValueError, match="exactly one list"):
        list(foreign.read(text, "people.yaml"))


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        ("links: {arxiv: https://arxiv.org/abs/2009.09347}", "arxiv", "2009.09347"),
        ("urls: {doi: https://doi.org/10.1000/182}", "doi", "10.1000/182"),
        ("links: {github: https://x.example/}", "urls", {"code": "https://x.example/"}),
        ("resources: {website: https://x.example/}", "urls", {"project": "https://x.example/"}),
        ("github_url: https://x.example/", "urls", {"code": "https://x.example/"}),
        ("paper_link: https://x.example/", "urls", {"paper": "https://x.example/"}),
        ("git: https://x.example/", "urls", {"code": "https://x.example/"}),
        ("arxiv_url: https://arxiv.org/abs/2009.09347", "arxiv", "2009.09347"),
        ("doi_link: https://doi.org/10.1000/182", "doi", "10.1000/182"),
    ],
)  # fmt: skip
def test_names_of_links(written: str, name: str, value: object) -> None:
    """Alone, or in a mapping of links."""
    (draft,) = foreign.read(f"- title: T\n  year: 2020\n  {written}\n", "papers.yaml")
    assert (draft.fields[name], draft.left) == (value, {})


@pytest.mark.parametrize("other", ["doi_url", "doi_link"])
def test_an_address_without_the_identifier_is_left(other: str) -> None:
    """It takes no other place: the DOI below it is read."""
    written = f"{other}: https://x.example/\n  doi: 10.1000/182"
    (draft,) = foreign.read(f"- title: T\n  year: 2020\n  {written}\n", "papers.yaml")
    assert (draft.fields["doi"], draft.left) == ("10.1000/182", {other: "https://x.example/"})


@pytest.mark.parametrize("holder", ["links", "urls", "resources"])
def test_a_list_of_links_has_no_link_to_the_paper(holder: str) -> None:
    """Each has a name, which says what it is; an unknown one is reported."""
    links = "[{name: Code, url: https://x.example/}, {name: Talk, link: https://y.example/}]"
    written = f"url: https://z.example/\n  {holder}: {links}"
    (draft,) = foreign.read(f"- title: T\n  year: 2020\n  {written}\n", "papers.yaml")
    assert draft.fields["urls"] == {"paper": "https://z.example/", "code": "https://x.example/"}
    assert draft.left == {f"{holder}.Talk": "https://y.example/"}
