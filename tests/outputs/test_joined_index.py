"""One search index from several is the one that Pagefind would make of all pages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cbor2
import pytest

from papershelf.outputs import joined_index, pagefind, search_index
from support.helpers import Served

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body>
<main data-pagefind-body><h1>{title}</h1><p>{text}</p></main></body></html>"""
#: Words with accents and without, in scripts of their own, and some that begin others.
WORDS = """loom looms weaver weave warp weft Müller Muller Mùller naïve naive Ångström İstanbul
织机 Станок dobby 10 1801 a ab abc abcd “new” re-weave jacquard’s""".split()


def pages(number: int = 60) -> list[tuple[str, str]]:
    """Pages with some of the words, and fields of metadata that few of them have."""
    draw = random.Random(7)
    made = []
    for n in range(number):
        words = " ".join(draw.choices(WORDS, k=30))
        field = f'<b data-pagefind-meta="{"zab"[n // 23]}">{draw.choice(WORDS)}</b>' * (n % 20 > 16)
        made.append((f"p{n}/index.html", PAGE.format(title=f"{words[:9]} {n}", text=words + field)))
    return made


def run(found: list[tuple[str, str]]) -> joined_index.Files:
    """What Pagefind makes of pages at once."""
    (files,) = pagefind.run(found)
    return files


def metadata(files: joined_index.Files) -> list[Any]:
    (packed,) = (data for name, data in files.items() if name.endswith(".pf_meta"))
    meta: list[Any] = cbor2.loads(pagefind.unpack(packed))
    return meta


def words_of(files: joined_index.Files) -> list[list[Any]]:
    """All words in order, as chunks have them."""
    names = dict.fromkeys(name for *_, name in metadata(files)[2])
    chunks = (files[f"index/{name}.pf_index"] for name in names)
    return [word for data in chunks for word in cbor2.loads(pagefind.unpack(data))[0]]


@pytest.fixture(scope="module")
def whole() -> joined_index.Files:
    return run(pages())


def test_parts_make_the_same_index(whole: joined_index.Files) -> None:
    """Each word with its pages, positions and accents, the fields of metadata, and what is shown."""
    parts = [run(pages()[start : start + 23]) for start in range(0, 60, 23)]
    joined = joined_index.join(parts)
    expected = metadata(whole)
    (first, last, _), *others = metadata(joined)[2]
    assert not others and expected[2][0][:2] == [first, last]
    assert words_of(joined) == words_of(whole) and len(words_of(whole)) > 80
    assert metadata(joined)[:2] == expected[:2] and metadata(joined)[3:] == expected[3:]
    assert len({field for part in parts for field in metadata(part)[5]}) > len(
        metadata(parts[0])[5]
    )
    shown = {name: data for name, data in whole.items() if "fragment/" in name}
    assert {name: data for name, data in joined.items() if "fragment/" in name} == shown


def test_parts_that_have_many_chunks(
    whole: joined_index.Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process joins the words between two beginnings of words."""
    monkeypatch.setattr(joined_index, "_SIZE", 200)
    monkeypatch.setattr(joined_index, "_RANGE", 3)
    parts = [run(pages()[start : start + 10]) for start in range(0, 60, 10)]
    pairs = [joined_index.join(parts[start : start + 2]) for start in range(0, 6, 2)]
    assert len(joined_index._ranges(next(joined_index._read(pairs)))) > 5
    joined = joined_index.join(pairs)
    assert words_of(joined) == words_of(whole) and len(metadata(joined)[2]) > 20


def test_large_chunks_are_divided(
    whole: joined_index.Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where words differ early, so that the parts are alike; from one index and from several. A word
    of one or two letters also loads the part that has only longer words."""
    monkeypatch.setattr(joined_index, "_LARGE", 100)
    parts = [run(pages()[start : start + 23]) for start in range(0, 60, 23)]
    for one in (joined_index.join([whole]), joined_index.join(parts)):
        assert words_of(one) == words_of(whole)
        (first, last, name), (start, end, other), *more = metadata(one)[2]
        assert [first, end] == metadata(whole)[2][0][:2] and last < start
        sizes = [len(one[f"index/{name}.pf_index"]) for name in (name, other)]
        assert max(sizes) < 0.7 * sum(sizes)
        assert all(text == again and name == other for text, again, name in more)


def test_short_queries_load_both_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a reader types, the first two letters find as many words as before. Words of three letters
    stay together."""
    monkeypatch.setattr(joined_index, "_LARGE", 100)
    words = "kiln loaf loam loan lob lobby lock loft log logic loom loop lot loud low loyal".split()
    files = run([("a/index.html", PAGE.format(title="Looms", text=" ".join(words)))])
    (first, last, _), (start, end, other), *more = metadata(joined_index.join([files]))[2]
    assert first <= last < start <= end and start[:2] == "lo" and len(start) == 3
    assert more == [["l", "l", other], ["lo", "lo", other]]


def test_names_of_pages_stay_apart() -> None:
    """Pagefind names a page by the beginning of a hash. Two of one name in two parts are two."""
    one, other = run(pages(2)), run(pages(4)[2:])
    (old, *_), (new, *_) = metadata(one)[1][0], metadata(other)[1][0]
    taken = metadata(other)
    taken[1][0][0] = old
    (path,) = (name for name in other if name.endswith(".pf_meta"))
    other[path] = pagefind.pack(cbor2.dumps(taken))
    other[f"fragment/{old}.pf_fragment"] = other.pop(f"fragment/{new}.pf_fragment")
    joined = joined_index.join([one, other])
    names = [name for name, _ in metadata(joined)[1]]
    assert names[0] == old and names[2] == f"{old}-1" and len(set(names)) == 4
    shown = [pagefind.unpack(joined[f"fragment/{name}.pf_fragment"]) for name in names]
    assert [f"/p{n}/".encode() in data for n, data in enumerate(shown)] == [True] * 4


def test_a_part_without_pages_adds_nothing(whole: joined_index.Files) -> None:
    """Pagefind indexes nothing of a page that is ignored."""
    nothing = run([])
    alone = joined_index.join([whole])
    assert metadata(alone) == metadata(whole) and words_of(alone) == words_of(whole)
    assert joined_index.join([whole, nothing]) == alone == joined_index.join([nothing, whole])
    empty = ("x/index.html", "<html><body><main data-pagefind-body></main></body></html>")
    joined, expected = joined_index.join([whole, run([empty])]), run([*pages(), empty])
    assert metadata(joined)[1] == metadata(expected)[1]


def test_many_pages_make_several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read once, as they are made. The site gets the same files, but for the names of the
    chunks of words, and their compression."""

    def files() -> dict[str, bytes]:
        made = dict(search_index.files(iter(pages())))
        entry = made.pop("pagefind/pagefind-entry.json")
        assert b'"page_count":60' in entry
        return {
            name: data for name, data in made.items() if not name.endswith((".pf_index", "meta"))
        }

    expected = files()
    monkeypatch.setattr(pagefind, "PART", 25)
    assert len(pagefind.run(iter(pages()))) == 3
    assert files() == expected


def test_an_error_in_one_part_ends_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """No service stays behind."""
    monkeypatch.setattr(pagefind, "PART", 25)

    def some() -> Iterator[tuple[str, str]]:
        yield from pages(30)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        pagefind.run(some())
    with pytest.raises(pagefind.SearchFailed, match="expected a string"):
        pagefind.run(pages(), root_selector=7)


def test_browsers_find_every_word(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same pages in the same order as without parts. From small chunks, too, only words that
    begin with the one in question may be missing, as always if they are in the next chunk."""
    script = """async words => {
        const pagefind = await import("./pagefind/pagefind.js");
        const found = {};
        for (const word of words) {
            const { results } = await pagefind.search(word);
            found[word] = await Promise.all(results.map(async one => (await one.data()).url));
        }
        return found;
    }"""
    answers: list[dict[str, list[str]]] = []
    for part, size, large in (
        (100, 85_000, 9_000),
        (100, 85_000, 100),
        (7, 85_000, 100),
        (7, 1, 100),
    ):
        monkeypatch.setattr(joined_index, "_LARGE", large)
        monkeypatch.setattr(pagefind, "PART", part)
        monkeypatch.setattr(joined_index, "_SIZE", size)
        site = tmp_path / f"{part}-{size}-{large}"
        for path, data in search_index.files(pages()):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)
        (site / "index.html").write_text("<!doctype html><title>Looms</title>")
        with Served(site) as served:
            page = browser.new_page()
            page.goto(served.url)
            answers.append(page.evaluate(script, [*WORDS, "wea", "w", "mull", "loom weft", "zzz"]))
            page.close()
    whole, divided, joined, small = answers
    assert divided == joined == whole and sum(map(len, whole.values())) > 300
    for word in WORDS:
        own = {f"/repo/{name[:-10]}" for name, html in pages() if f" {word} " in html}
        assert own <= set(small[word]) <= set(whole[word]), word
