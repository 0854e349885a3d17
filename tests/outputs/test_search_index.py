"""The index of the search: the same bytes each time, one language, only what is needed."""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter
from typing import Any

import pytest

from papershelf.outputs import near_words, pagefind, search_index
from papershelf.text import tex

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

#: Elements that Pagefind ignores, some that look like it, and what counts even there.
IGNORED = (
    "<div data-pagefind-ignore>a <div>b</div> c <divider>d</divider></div> e",
    '<div class="x" data-pagefind-ignore id="y">a <i data-pagefind-ignore>b</i> <br>c</div> d',
    '<div data-pagefind-ignore>a <b data-pagefind-meta="kind">c</b></div> d',
    "<div data-pagefind-ignore>a <b data-pagefind-sort=kind>c</b></div> d",
    '<p data-pagefind-meta="summary" data-pagefind-ignore>a</p> d',
    '<p data-pagefind-index-attrs="title" title="tt" data-pagefind-ignore>a</p> d',
    '<div data-pagefind-ignore>a <b DATA-PAGEFIND-META="kind">c</b></div> d',
    '<div data-pagefind-ignore="all">a <b data-pagefind-meta="kind">c</b></div> d',
    '<div data-pagefind-ignore="index">a</div> d',
    '<div data-pagefind-ignored>a</div> d <div data-x="data-pagefind-ignore">e</div>',
    '<div title=" data-pagefind-ignore ">a</div> <div title="&quot;" data-pagefind-ignore>b</div>',
    "<div title=' data-pagefind-ignore '>a</div> d <div title='&quot;' data-pagefind-ignore>b</div>",
    '<div title="<p" data-pagefind-ignore>a</div> d <div title="a > b" data-pagefind-ignore>b</div>',
    "<h1 data-pagefind-ignore>a</h1> b <div data-pagefind-ignore><h1>c</h1></div>",
    '<div data-pagefind-ignore><img src="a.png" alt="a"></div> b',
    "<img data-pagefind-ignore> a <br data-pagefind-ignore/> b <br data-pagefind-ignore>c</br> d",
    "<DIV data-pagefind-ignore>a</DIV> b <div data-pagefind-ignore>c</DIV> d",
    "<div\n data-pagefind-ignore\n>a</div\n> b",
    "&lt;div data-pagefind-ignore> a &lt;/div> b",
    "<!-- <div data-pagefind-ignore> --> a <div>b</div></div> c",
    "<script>x = '<div data-pagefind-ignore>'</script> a <div>b</div></div> c",
    "<div data-pagefind-ignore><!-- </div> --> a <!-- <div> --></div> b",
    "<div data-pagefind-ignore><textarea></div></textarea> a</div> b",
    "<svg><svg data-pagefind-ignore /></svg> a <p data-pagefind-ignore/> b</p> c",
    "<pre data-pagefind-ignore>a &lt;/pre> b</pre> c",
    "<ul><li data-pagefind-ignore>a<li>b</ul> c</li> d <p data-pagefind-ignore>e <p>f</p> g",
    '<h2 id="h" data-pagefind-ignore>a</h2> b <h3 id="k">c <i data-pagefind-ignore>d</i></h3>',
    "<div data-pagefind-ignore>a <b>c",
)
#: Pages that say something before the element that is indexed, or hide it.
BEFORE = (
    ("<nav>", '<meta content="a.png" data-pagefind-meta="image[content]"><nav>'),
    ("<nav>", '<b data-pagefind-filter="kind">a</b><nav>'),
    ("<nav>", "<h1>Before</h1><nav>"),
    ("<title>", "<title lang=en>"),
    ("<title>", "<!-- <title>old</title> --><title>"),
    ("title>", "TITLE>"),
    ("<main ", '<div data-pagefind-ignore="all"><main '),
    ("<main ", '<main title="a < b" '),
    ("<main ", "<!-- <main data-pagefind-body>old</main> --><main "),
    ("<main ", "<script>'<main data-pagefind-body>old</main>'</script><main "),
    ("</main>", "</main><div data-pagefind-body>two</div>"),
    ("</main>", ""),
    ("data-pagefind-body", 'data-pagefind-body=""'),
    ("data-pagefind-body", "DATA-PAGEFIND-BODY"),
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
    _, ends, words, *_ = json.loads(text_of(meta))
    names, name = [], ""
    for end in ends.split(" "):
        name = name[: int(end[0], 36)] + end[1:]
        names.append(name)
    return [(name, 8 * number) for name, number in zip(names, words, strict=True)]


def test_the_index_is_the_same_bytes_each_time() -> None:
    """Pagefind writes meta data in the order of a hash map: five runs, one result."""
    found = [index() for _ in range(5)]
    assert all(found[0] == other for other in found[1:])


def test_pages_are_numbered_as_they_come() -> None:
    """No file system has a part in it, as if Pagefind read a folder."""
    pages = list(PAGES.items())[:60]
    random.Random(1).shuffle(pages)
    found = index(dict(pages))
    urls = {name: page["url"] for some in shelves(found).values() for name, page in some.items()}
    expected = [f"/{name.removesuffix('index.html')}" for name, _ in pages]
    assert [urls[name] for name, _ in listed(found)] == expected


def test_a_part_of_a_page_is_enough() -> None:
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
    page = PAGES["papers/p1/index.html"]
    for number, text in enumerate(IGNORED):
        pages[f"i/{number}/index.html"] = page.replace("<p>", f"<p>zebra{number} {text} <p>")
    for number, (old, new) in enumerate(BEFORE):
        pages[f"b/{number}/index.html"] = page.replace(old, new).replace("words", f"okapi{number}")
    parts = {name: pagefind.indexed(html) for name, html in pages.items()}
    assert sum(parts[name] != pages[name] for name in pages) == 78
    assert index(parts) == index(pages)


def test_a_formula_is_a_part_of_its_sentence() -> None:
    """Pagefind would make a sentence of its own of an attribute, and no word of `k-means`."""
    text = f"We use {tex.to_searchable('$k$-means at $p < 1$')} here."
    page = PAGE.format(lang="en", title="Looms", text=text)
    found = shelves(index({"a/index.html": pagefind.indexed(page)}))
    (shown,) = [each["content"] for some in found.values() for each in some.values()]
    assert shown == "Looms. We use k-means at p < 1 here."


def test_one_language_for_all() -> None:
    """A page in German is found from pages in English: there is one index."""
    entry = json.loads(index()["pagefind-entry.json"])
    assert entry["languages"].keys() == {"en"} and entry["languages"]["en"]["page_count"] == 60


def test_only_what_browsers_load() -> None:
    """Pagefind's own user interfaces are left out."""
    kinds = Counter(re.sub(r"(?<=/).+|\..+\.", "*", name) for name in index())
    assert kinds.keys() == {
        "pagefind.js", "pagefind-worker.js", "pagefind-alone.js", "pagefind-entry.json", "pagefind*pf_meta",
        "wasm*pagefind", "fragment/*", "index/*", "near/*",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["pt-BR", "zh-Hant", "sr-Latn"])
def test_languages_of_regions_and_scripts(language: str) -> None:
    """Pages have their names there, too."""
    page = WITH_ID.format(lang=language, title="Looms", id="ada2024looms", text="words")
    found = dict(search_index.files([("papers/a/index.html", page)], language))
    name = f"{language.lower()}__ada2024looms"
    assert name in json.loads(text_of(found[f"pagefind/{search_index.path_of(name)}"]))


def test_long_pages_take_as_long_as_they_are() -> None:
    """Of elements that are ignored and never end, or are nested."""
    page = PAGES["papers/p1/index.html"]
    for text in ("<li data-pagefind-ignore>a" * 20_000, "<div data-pagefind-ignore>" * 20_000):
        begun = time.process_time()
        assert pagefind.indexed(page.replace("<p>", text)) == page.replace("<p>", text)
        assert time.process_time() - begun < 5


def test_what_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
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
    names = [name for pages in shelves(found).values() for name in pages]
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
    assert all(b"%8191," in found[f"pagefind-{name}.js"] for name in ("alone", "worker"))


def test_little_is_loaded_before_the_words() -> None:
    """Names of many pages that begin alike, and the part of a script that the worker lacks."""
    ids = [f"{n // 40 + 1985}-workshop-main-{n % 40}" for n in range(400)]
    found = index({
        f"papers/{id}/index.html": WITH_ID.format(lang="en", title=id, id=id, text="words") for id in ids
    })  # fmt: skip
    assert [name for name, _ in listed(found)] == [f"en__{id}" for id in ids]
    (meta,) = (data for name, data in found.items() if name.endswith(".pf_meta"))
    assert len(meta) < 1600 and len(gzip.compress(found["pagefind.js"])) < 2500


def test_similar_words_are_those_of_pages() -> None:
    """They are counted by pages."""
    texts = [f"Paper {n}. words of number {n} and {n}" for n in range(60)]
    expected = dict(near_words.files(near_words.count(texts)))
    assert {
        name.removeprefix("near/"): data for name, data in index().items() if "near/" in name
    } == expected
