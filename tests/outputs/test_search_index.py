"""The index of the search: the same bytes each time, one language, only what is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.outputs import search_index
from support.helpers import write

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="{lang}"><body><main data-pagefind-body><h1>{title}</h1>
<p>{text}</p></main></body></html>"""


def site(root: Path) -> Path:
    """Sixty pages, each with meta data of its own."""
    pages = {
        f"papers/p{n}/index.html": PAGE.format(
            lang="de" if n % 7 == 0 else "en", title=f"Paper {n}",
            text=f'words of number {n} and <b data-pagefind-meta="number">{n}</b>',
        )
        for n in range(60)
    }  # fmt: skip
    return write(root, pages | {"authors/a/index.html": "<html><body>Not indexed</body></html>"})


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_index_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Pagefind writes meta data in the order of a hash map: five runs, one result."""
    found = []
    for n in range(5):
        root = site(tmp_path / str(n))
        search_index.index(root, root)
        found.append(contents(root / "pagefind"))
    assert all(found[0] == other for other in found[1:])


def test_the_index_is_made_anew(tmp_path: Path) -> None:
    """Nothing of an older index stays, and indexing twice changes nothing."""
    root = site(tmp_path)
    search_index.index(root, root)
    first = contents(root / "pagefind")
    write(root, {"pagefind/fragment/old.pf_fragment": "x"})
    search_index.index(root, root)
    assert first == contents(root / "pagefind")


def test_one_language_for_all(tmp_path: Path) -> None:
    """A page in German is found from pages in English: there is one index."""
    root = site(tmp_path)
    search_index.index(root, root)
    entry = (root / "pagefind/pagefind-entry.json").read_text()
    assert '"languages":{"en":{' in entry and '"page_count":60' in entry and '"de"' not in entry


def test_only_what_browsers_load(tmp_path: Path) -> None:
    """Pagefind's own user interfaces are left out."""
    root = site(tmp_path)
    search_index.index(root, root)
    names = set(contents(root / "pagefind"))
    assert not [
        name for name in names if "ui" in name or "highlight" in name or name.endswith(".css")
    ]
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= names


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    """Pagefind's words become an error of ours."""
    with pytest.raises(search_index.SearchFailed):
        search_index.index(tmp_path, tmp_path)


def test_a_page_with_an_id_is_a_result_of_that_name(tmp_path: Path) -> None:
    """Scripts identify a paper by its result. Ids that look like Pagefind's own names, duplicate ids
    and invalid ids do not affect other pages."""
    ids = {"a": "lovelace1843", "b": "1a2b3c4", "c": "lovelace1843", "d": "../../evil", "e": ""}
    page = PAGE.replace("<main", '<main data-id="{id}" data-pagefind-meta="id[data-id]"')
    root = write(tmp_path, {
        f"papers/{name}/index.html": page.format(lang="en", title=name, id=id, text=f"words {name}")
        for name, id in ids.items()
    })  # fmt: skip
    search_index.index(root, root)
    names = [path.name for path in (root / "pagefind/fragment").iterdir()]
    assert len(names) == len(ids)
    assert {"en__lovelace1843.pf_fragment", "en__1a2b3c4.pf_fragment"} == {
        name for name in names if "__" in name
    }
    meta = next((root / "pagefind").glob("*.pf_meta"))
    listed = {f"{name}.pf_fragment" for name, *_ in search_index._load(meta)[1]}
    assert listed == set(names)
