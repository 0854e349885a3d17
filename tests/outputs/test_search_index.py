"""The index of the search: the same bytes each time, one language, only what is needed."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from typing import Any

import cbor2
import pytest

from papershelf.outputs import near_words, pagefind, search_index

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="{lang}"><head><title>{title} - Papers</title></head><body>
<nav>Everywhere</nav><main data-pagefind-body><h1>{title}</h1><p>{text}</p></main></body></html>"""
WITH_ID = PAGE.replace("<main", '<main data-id="{id}" data-pagefind-meta="id[data-id]"')
#: Sixty pages, each with meta data of its own, and one that is not indexed.
PAGES = {
    f"papers/p{n}/index.html": PAGE.format(
        lang="de" if n % 7 == 0 else "en", title=f"Paper {n}",
        text=f'words of number {n} and <b data-pagefind-meta="number">{n}</b>',
    )
    for n in range(60)
} | {"authors/a/index.html": "<html><body>Not indexed</body></html>"}  # fmt: skip

#: Elements that Pagefind ignores, and some that look like it.
IGNORED = (
    "<div data-pagefind-ignore>a <div>b</div> c <divider>d</divider></div> e",
    "<div class='x' data-pagefind-ignore id=y>a <span data-pagefind-ignore>b</span> <div>c</div></div> d",
    "<div data-pagefind-ignore>a <b data-pagefind-meta='kind'>c</b></div> d",
    "<div data-pagefind-ignore>a <b data-pagefind-filter=kind>c</b></div> d",
    "<div data-pagefind-ignore='all'>a <b data-pagefind-meta='kind'>c</b></div> d",
    "<div data-pagefind-ignore='index'>a</div> d",
    "<div data-pagefind-ignored>a</div> d <div data-x='data-pagefind-ignore'>e</div>",
    "<div title=' data-pagefind-ignore '>a</div> d <div title='a &quot;' data-pagefind-ignore>b</div>",
    '<div title=" data-pagefind-ignore ">a</div> d <div title="a > data-pagefind-ignore ">b</div>',
    '<div title="<p" data-pagefind-ignore>a</div> d <div title="&lt;" data-pagefind-ignore>b</div>',
    "<img data-pagefind-ignore> a <br data-pagefind-ignore/> b",
    "<DIV data-pagefind-ignore>a</DIV> b <div data-pagefind-ignore>c</DIV> d",
    "<div\n data-pagefind-ignore\n>a</div\n> b",
    "&lt;div data-pagefind-ignore> a &lt;/div> b",
    "<pre data-pagefind-ignore>a &lt;/pre> b</pre> c",
    "<h2 id=h data-pagefind-ignore>a</h2> b <h3 id=k>c <i data-pagefind-ignore>d</i></h3>",
)


def index(pages: dict[str, str] = PAGES) -> dict[str, bytes]:
    """The files below `pagefind/`."""
    found = dict(search_index.files(pages.items()))
    return {name.removeprefix("pagefind/"): data for name, data in found.items()}


def text_of(data: bytes) -> bytes:
    return gzip.decompress(data).removeprefix(b"pagefind_dcd")


def shelves(found: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """What browsers show of pages, by file and by name."""
    return {name: json.loads(text_of(found[name])) for name in found if "fragment/" in name}


def listed(found: dict[str, bytes]) -> list[tuple[str, int]]:
    """Name and number of words of each page, in the order of Pagefind's numbers."""
    (meta,) = (data for name, data in found.items() if name.endswith(".pf_meta"))
    return [(name, words) for name, words, *_ in cbor2.loads(text_of(meta))[1]]


def test_the_index_is_the_same_bytes_each_time() -> None:
    """Pagefind writes meta data in the order of a hash map: five runs, one result."""
    found = [index() for _ in range(5)]
    assert all(found[0] == other for other in found[1:])


def test_pages_are_numbered_as_they_come() -> None:
    """No file system has a part in it, as if Pagefind read a folder."""
    pages = list(PAGES.items())[:60]
    random.Random(1).shuffle(pages)
    found = index(dict(pages))
    urls = {name: page["url"] for all in shelves(found).values() for name, page in all.items()}
    expected = [f"/{name.removesuffix('index.html')}" for name, _ in pages]
    assert [urls[name] for name, _ in listed(found)] == expected


def test_a_part_of_a_page_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is the same as that of whole pages: with a title of its own, with the page's, with
    the mark in texts before the element, and with what is ignored nested, open and in odd places."""
    trap = "data-pagefind-body &lt;div data-pagefind-body>"
    pages = PAGES | {
        "plain/index.html": PAGES["papers/p1/index.html"].replace("h1>", "h2>"),
        "trap/index.html": PAGE.format(lang="en", title=f"{trap}", text=trap),
        "script/index.html": PAGE.format(lang="en", title="Script", text="looms").replace(
            "</head>", f'<meta content="{trap}"><script>"{trap}"</script></head>'
        ),
    }
    for number, text in enumerate(IGNORED):
        page = PAGES["papers/p1/index.html"]
        pages[f"i/{number}/index.html"] = page.replace("<p>", f"<p>zebra{number} {text} <p>")
    parts = index(pages)
    monkeypatch.setattr(pagefind, "_indexed", str)
    assert parts == index(pages)


def test_one_language_for_all() -> None:
    """A page in German is found from pages in English: there is one index."""
    entry = json.loads(index()["pagefind-entry.json"])
    assert entry["languages"].keys() == {"en"} and entry["languages"]["en"]["page_count"] == 60


def test_only_what_browsers_load() -> None:
    """Pagefind's own user interfaces are left out."""
    kinds = Counter(re.sub(r"(?<=/).+|\..+\.", "*", name) for name in index())
    assert kinds.keys() == {
        "pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "pagefind*pf_meta",
        "wasm*pagefind", "fragment/*", "index/*", "near/*",
    }  # fmt: skip


def test_what_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pagefind's words become an error of ours: a wrong option, a program that ends at once."""
    with pytest.raises(pagefind.SearchFailed, match="expected a string"):
        pagefind.run(PAGES.items(), root_selector=7)
    for program in ("true", "false"):
        monkeypatch.setattr(pagefind, "get_executable", lambda program=program: program)
        with pytest.raises(pagefind.SearchFailed, match="without an index"):
            index(dict.fromkeys(map(str, range(2000)), "x" * 2000))


def test_a_page_with_an_id_is_a_result_of_that_name() -> None:
    """Scripts identify a paper by its result. Ids that look like Pagefind's own names, duplicate ids
    and invalid ids do not affect other pages."""
    ids = {"a": "lovelace1843", "b": "1a2b3c4", "c": "lovelace1843", "d": "../../evil", "e": ""}
    found = index({
        f"papers/{name}/index.html": WITH_ID.format(lang="en", title=name, id=id, text=f"words {name}")
        for name, id in ids.items()
    })  # fmt: skip
    names = [name for all in shelves(found).values() for name in all]
    assert sorted(names) == sorted(name for name, _ in listed(found)) and len(names) == len(ids)
    assert {name for name in names if "__" in name} == {"en__lovelace1843", "en__1a2b3c4"}


def test_pages_share_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host has a limit of files. A script computes the file from the name, and numbers of words
    are rounded up."""
    monkeypatch.setattr(search_index, "SHELVES", 7)
    found = index()
    assert {f"fragment/{number}.pf_fragment" for number in range(7)} == shelves(found).keys()
    for name, pages in shelves(found).items():
        for page in pages:
            number = 0
            for sign in page:
                number = (31 * number + ord(sign)) % 7
            assert name == f"fragment/{number}.pf_fragment"
    assert sum(map(len, shelves(found).values())) == 60
    assert {words for _, words in listed(found)} == {8}
    assert b"%8191," in found["pagefind.js"] and b"%8191," in found["pagefind-worker.js"]


def test_similar_words_are_those_of_pages() -> None:
    """They are counted by pages."""
    texts = [f"Paper {n}. words of number {n} and {n}" for n in range(60)]
    expected = dict(near_words.files(near_words.count(texts)))
    assert {
        name.removeprefix("near/"): data for name, data in index().items() if "near/" in name
    } == expected
