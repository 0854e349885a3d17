"""The files for scripts, crawlers and language models, read by the tools of their readers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import hostile
import jsonschema
import pytest
from helpers import DATA, ROOT, collect, entry, write
from markdown_it import MarkdownIt

from generator import data, outputs, schema
from generator.catalogue.fields import FIELDS
from generator.data import sitemap
from generator.data.catalogue import PER_PART
from generator.model import Collection
from generator.settings import Settings
from generator.text import tex
from generator.text.escape import commonmark, xml

SITE = "https://example.org/shelf/"
WHOLE = Settings(site_name="Shelf", site_description="Invented papers.", site_url=SITE)
VALIDATOR = jsonschema.Draft7Validator(schema.to_catalogue_schema())
#: GitHub's Markdown: CommonMark with tables and lines through words, HTML let through.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def made(collection: Collection, settings: Settings = WHOLE) -> dict[str, str]:
    """Path → text of every output."""
    outputs_ = outputs.make(collection, settings, {})
    return {output.src_uri: output.data.decode() for output in outputs_}


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collect(write(tmp_path_factory.mktemp("hostile"), hostile.files()))


def papers_in(files: dict[str, str]) -> list[dict[str, Any]]:
    """As a script reads them: the index, then each part."""
    index = json.loads(files["catalogue.json"])
    VALIDATOR.validate(index)
    found = []
    for part in index["parts"]:
        read = json.loads(files[part["url"].removeprefix(SITE)])
        VALIDATOR.validate(read)
        assert part["papers"] == len(read["papers"])
        found += read["papers"]
    assert index["papers"] == len(found)
    return found


# --- the catalogue -----------------------------------------------------------------------------


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/golden/collection"])
@pytest.mark.parametrize("settings", [WHOLE, Settings()])
def test_the_catalogue_is_valid_and_whole(root: Path, settings: Settings) -> None:
    """Every listed paper with every field of it, by the schema that is published beside it."""
    collection = collect(root)
    files = made(collection, settings)
    found = {paper["id"]: paper for paper in papers_in(files)}
    assert set(collection.listed) == set(found)
    known = schema.to_catalogue_schema()["definitions"]["paper"]["properties"]
    for paper in collection.listed.values():
        record = found[paper.id]
        assert record.keys() <= known.keys()
        for name in FIELDS:
            given = getattr(paper, name)
            assert bool(given) == (name in record) or name == "added", (paper.id, name)
        assert paper.title == record["title"]
        assert (
            len(paper.authors) == len(record.get("authors", ()))
            and paper.abstract == record.get("abstract", "")
            and str(paper.published) == record["published"]
        )


@pytest.mark.parametrize("name", ["gaussian-splatting", "haskell", "nasty"])
def test_real_catalogues_are_valid(name: str) -> None:
    """Parts of 500, none lost, none twice."""
    if not (DATA / name).is_dir():
        pytest.skip("the real collections are not here")
    collection = collect(DATA / name)
    found = papers_in({path: text.decode() for path, text in produced(collection)})
    assert list(collection.listed)[::-1] == [paper["id"] for paper in found]


def produced(collection: Collection) -> Iterator[tuple[str, bytes]]:
    for files in data.FILES:
        yield from files(collection, WHOLE)


def test_the_schema_refuses_what_is_wrong() -> None:
    """A schema that takes anything would prove nothing."""
    collection = collect(ROOT)
    part = json.loads(made(collection)["catalogue/1.json"])
    for name, value in (("id", 1), ("published", "soon"), ("authors", ["Ada"]), ("type", "paper"),
                        ("doi", "https://doi.org/10.1000/1"), ("author_count", "5"), ("topics", "x"),
                        ("url", None), ("urls", [])):  # fmt: skip
        wrong = part | {"papers": [part["papers"][0] | {name: value}]}
        assert not VALIDATOR.is_valid(wrong), name
    assert not VALIDATOR.is_valid(part | {"version": 2})
    assert not VALIDATOR.is_valid({"papers": []})


def test_full_parts_stay_as_they_are(tmp_path: Path) -> None:
    """The paper that is added next changes the last part and the index alone."""
    texts = [entry(f"paper{n:04}", f"Title {n}").replace("2025-12-23", f"20{10 + n // 100}-01-01")
             for n in range(PER_PART + 3)]  # fmt: skip
    before = made(collect(write(tmp_path / "a", {"papers.yaml": "".join(texts[:-1])})))
    after = made(collect(write(tmp_path / "b", {"papers.yaml": "".join(texts)})))
    assert before["catalogue/1.json"] == after["catalogue/1.json"]
    assert before["catalogue/2.json"] != after["catalogue/2.json"]
    assert [part["papers"] for part in json.loads(after["catalogue.json"])["parts"]] == [500, 3]


def test_addresses_lead_from_the_file_where_the_site_has_none(tmp_path: Path) -> None:
    """They resolve against the file that they stand in."""
    files = made(collect(write(tmp_path, {"papers.yaml": entry()})), Settings())
    index = json.loads(files["catalogue.json"])
    assert index["parts"][0]["url"] == "catalogue/1.json"
    assert index["home"] == "./"
    part = json.loads(files["catalogue/1.json"])
    assert part["papers"][0]["url"] == "../papers/ada2024engine/"
    assert "sitemap.xml" not in files and "opensearch.xml" not in files
    assert "Sitemap" not in files["robots.txt"]


def test_an_empty_collection_has_its_files(tmp_path: Path) -> None:
    """No paper, no part, and nothing breaks."""
    files = made(collect(write(tmp_path, {"papers.yaml": ""})))
    assert papers_in(files) == []
    assert "0 papers" in files["llms.txt"]
    assert "catalogue/1.json" not in files["developers/index.md"]


# --- Markdown ----------------------------------------------------------------------------------


class Shown(HTMLParser):
    """Elements and text of rendered Markdown."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href", "class"}, attrs
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


#: What our own words make of them.
OURS = {"h1", "h2", "p", "ul", "ol", "li", "a", "pre", "code", "strong", "blockquote"}


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_text_is_text_in_markdown(text: str) -> None:
    """Rendered as a title, as a paragraph and in a list it reads as written and is nothing else."""
    line = tex.to_commonmark(text)
    for frame in ("# {}\n", "{}\n", "- {}\n", "> {}\n"):
        shown = Shown(READER.render(frame.format(line)))
        assert shown.tags <= {"h1", "p", "ul", "li", "blockquote"}, shown.tags
        assert " ".join(text.split()) == " ".join(shown.text.split())


def test_every_ascii_sign_is_text_in_markdown() -> None:
    """At the start, in the middle and at the end, alone, doubled and before a space."""
    for sign in map(chr, range(33, 127)):
        for text in (sign, sign * 2, sign * 3, f"{sign} a", f"a{sign}b{sign}c", f"a {sign}b{sign} c",
                     f"a{sign}", f"{sign}a{sign}", f"1{sign} a"):  # fmt: skip
            for frame in ("# {}\n", "{}\n", "- {}\n", "[{}](x)\n"):
                shown = Shown(READER.render(frame.format(commonmark(text))))
                assert text == shown.text.strip("\n"), (frame, text)
                assert shown.tags <= {"h1", "p", "ul", "li", "a"}, (frame, text)


def test_markdown_stays_readable() -> None:
    """A backslash stands only where it has to; most titles have none."""
    for text in ("Learning, at scale: 3-D vision (and more) - now!", "snake_case_name & AT&T", "x < 3 > 2",
                 "C# and F#", "100% of it, a/b", "Was ist das? Ünïcödé 你好"):  # fmt: skip
        assert text == commonmark(text)
    titles = [paper.title for paper in collect(ROOT).papers.values()]
    assert titles == [commonmark(title) for title in titles]


def test_formulas_stay_tex_unless_they_are_suspect() -> None:
    """Between dollar signs, where readers that know formulas look for them."""
    assert tex.to_commonmark(r"Bounds in $O(n_1 \log n)$") == r"Bounds in $O(n_1 \log n)$"
    assert tex.to_commonmark(r"\(x\) and \$5") == r"$x$ and \$5"
    assert "<script>" not in tex.to_commonmark("$x <script>1</script>$").replace(r"\<", "")


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (r"\mathcal{H}_2", r"\mathcal{H}_ 2"),
        (r"\mathcal{H}_\infty", r"\mathcal{H}_ \infty"),
        (r"\beta^*", r"\beta^\ast"),
        (r"f^{*}(x)", r"f^{\ast}(x)"),
        ("a*b", r"a\ast b"),
        ("2*3", r"2\ast3"),
        ("x_1 + x_{10}", "x_1 + x_{10}"),
        (r"\operatorname*{argmax}_i", r"\operatorname*{argmax}_ i"),
        (r"\text{a\_b}", r"\text{a\_b}"),
        ("x*(y)", "x*(y)"),
        (r"\text{A* is}", r"\text{A* is}"),
    ],
)
def test_a_formula_is_no_emphasis(formula: str, written: str) -> None:
    """A reader of Markdown that knows no formulas swallows none of its signs, however many stand
    in a line; to TeX it is the same."""
    assert f"${written}$" == tex.to_commonmark(f"${formula}$")
    line = tex.to_commonmark(f"For ${formula}$ and ${formula}$, or (${formula}$)")
    assert Shown(READER.render(line)).tags == {"p"}


def test_files_of_papers_and_topics_are_hostile_proof(nasty: Collection) -> None:
    """All fields at once: no element that is not ours, no link that runs."""
    files = made(nasty)
    checked = 0
    for name, text in files.items():
        if not name.endswith((".md.txt", "llms.txt")):
            continue
        # the reference is code, and an introduction is the site's own Markdown
        shown = Shown(READER.render(text))
        assert shown.tags <= OURS, (name, shown.tags)
        for link in shown.links:
            assert link.startswith((SITE, "https://doi.org/", "https://example.org/")), (name, link)
        checked += 1
    # with the copies under old names; a course has two, its edition two in each of them
    assert checked == 3 * len(hostile.HOSTILE) + 3 + 2 + 4


def test_the_file_of_a_paper_says_what_its_page_says() -> None:
    """Title, authors, dates, links, the whole abstract, the reference."""
    collection = collect(ROOT)
    files = made(collection)
    for paper in collection.papers.values():
        text = files[f"papers/{paper.id}.md.txt"]
        shown = Shown(READER.render(text))
        words = " ".join(shown.text.split())
        assert text.startswith(f"# {paper.title}\n")
        for part in (*(name.shown for name in paper.authors), str(paper.published), paper.summary,
                     *(" ".join(part.split()) for part in paper.abstract.split("\n\n") if "$" not in part),
                     f"{{{paper.key},"):  # fmt: skip
            assert part in words, (paper.id, part)
        for url in paper.urls.values():
            assert url in [unescape(link) for link in shown.links], (paper.id, url)
        for slug in paper.topics:
            assert f"{SITE}topics/{slug}.md" in shown.links


def test_the_file_of_a_paper_leads_on(tmp_path: Path) -> None:
    """To where it is read and what the curator puts beside it, and says what may be done with it."""
    more = "  awards: [Best *paper*]\n  license: CC-BY-4.0\n  related: [hopper1952education]\n"
    reading = "- [@ada2024engine] Why.\n"
    files = {
        "papers.yaml": entry(more=more) + entry("hopper1952education", "The $x^2$ education"),
        "content/courses/engines.md": f"---\ntitle: Engines & *more*\n---\n\n{reading}",
        "content/courses/engines/2024.md": f"---\ntitle: Autumn\nstarts: 2024-10\n---\n\n{reading}",
    }
    text = made(collect(write(tmp_path, files)))["papers/ada2024engine.md.txt"]
    for line in (
        r"- Awards: Best \*paper\*",
        "- License: CC-BY-4.0",
        rf"- Used in: [Engines & \*more\*]({SITE}courses/engines.md),"
        rf" [Engines & \*more\*: Autumn]({SITE}courses/engines/2024.md)",
        f"- Related: [The $x^2$ education]({SITE}papers/hopper1952education.md)",
    ):
        assert f"\n{line}\n" in text


def test_the_file_of_a_topic_lists_its_papers() -> None:
    """Each with a link to its own Markdown, and citations of the introduction, too."""
    collection = collect(ROOT)
    files = made(collection)
    for slug, term in collection.terms["topics"].items():
        text = files[f"topics/{slug}.md.txt"]
        assert "[@" not in text
        for paper_id in term.ids:
            assert f"({SITE}papers/{paper_id}.md)." in text


def test_links_between_hand_written_pages_arrive(tmp_path: Path) -> None:
    """They have no file beside them, as papers, topics and courses have: links lead to the pages."""
    words = (
        '[a](../about.md), [b](../guides/ml.md#top), [c](looms.md), [d](index.md "All"),'
        " [e](../papers/ada2024engine.md), [f](https://example.org/about.md), [g](nothing.md),"
        " [h](../courses/os.md), [i](../courses/index.md)"
    )
    files = {
        "papers.yaml": entry(more="  topics: [engines]\n"),
        "content/about.md": "# About\n", "content/guides/ml.md": "# ML\n",
        "content/courses/os.md": "# OS\n\n- [@ada2024engine]\n",
        "content/topics/engines.md": f"---\ntitle: Engines\n---\n\n{words}\n",
        "content/topics/looms.md": "---\ntitle: Looms\n---\n",
    }  # fmt: skip
    collection = collect(write(tmp_path, files))
    text = made(collection)["topics/engines.md.txt"]
    assert text.split("\n\n")[1] == (
        f'[a]({SITE}about/), [b]({SITE}guides/ml/#top), [c](looms.md), [d]({SITE}topics/ "All"),'
        " [e](../papers/ada2024engine.md), [f](https://example.org/about.md), [g](nothing.md),"
        f" [h](../courses/os.md), [i]({SITE}courses/)"
    )
    assert "[a](../about/), " in made(collection, Settings())["topics/engines.md.txt"]


def test_llms_txt_has_the_form_of_llmstxt_org() -> None:
    """One title, a quotation, then sections with lists of links and nothing else; each leads to a
    file that is there."""
    collection = collect(ROOT)
    files = made(collection)
    title, quote, *rest = [line for line in files["llms.txt"].splitlines() if line]
    assert title == "# Shelf" and quote.startswith("> ")
    at = next(number for number, line in enumerate(rest) if line.startswith("## "))
    for line in rest[at:]:
        assert line.startswith("## ") or re.fullmatch(r"- \[.+\]\(\S+\): .+", line), line
    there = {path.removesuffix(".txt") if path.endswith(".md.txt") else path for path in files}
    there |= {path.removesuffix("index.md") for path in files}
    for link in re.findall(r"\]\((\S+?)\)", "\n".join(rest[at:])):
        assert link.removeprefix(SITE) in there, link


# --- XML ---------------------------------------------------------------------------------------

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def urls_of(text: str) -> dict[str, str | None]:
    root = ElementTree.fromstring(text)
    found = {}
    for item in root:
        loc = item.find("s:loc", NAMESPACE)
        assert loc is not None and loc.text
        found[loc.text] = item.findtext("s:lastmod", None, NAMESPACE)
    return found


def test_the_sitemap_lists_every_page_that_is_to_be_found(tmp_path: Path) -> None:
    """Pages, generated and hand-written; no redirect, no tombstone, no file; days from the data."""
    files = {
        "papers.yaml": entry(more="  aliases: [ada2023engine]\n  doi: 10.1000/ABC\n  topics: [engines]\n")
        + entry("old2020", "Old").replace("2025-12-23", "2020-02-03").replace("Ada Lovelace", "Grace Hopper")
        + entry("gone2020", "Gone", "  status: retracted\n")
        + "- id: bare2019\n  title: Bare\n  published: 2019-05\n  authors: [Jean Bartik]\n",
        "content/about.md": "# About\n", "content/topics/engines.md": "---\ntitle: Engines\n---\n",
        "content/topics/empty.md": "---\ntitle: Empty\n---\n",
    }  # fmt: skip
    collection = collect(write(tmp_path, files))
    made_files = made(collection)
    found = urls_of(made_files["sitemap.xml"])
    pages = {
        SITE
        + path.removesuffix("index.md").removesuffix(".md")
        + ("" if path.endswith("index.md") else "/")
        for path in made_files
        if path.endswith(".md")
    }
    hidden = {f"{SITE}papers/gone2020/", f"{SITE}basket/"}  # which is empty to robots
    assert (pages | {f"{SITE}about/"}) - hidden == set(found)
    days = {
        "": "2025-12-23", "papers/ada2024engine/": "2025-12-23", "papers/old2020/": "2020-02-03",
        "papers/bare2019/": "2019-05", "authors/grace-hopper/": "2020-02-03", "authors/": "2025-12-23",
        "topics/engines/": "2025-12-23", "topics/empty/": None, "about/": None, "developers/": None,
        "years/2019/": "2019-05",
    }  # fmt: skip
    assert days == {url: found[SITE + url] for url in days}


def test_a_large_sitemap_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit of the protocol; the index lists the parts with the newest day of each."""
    assert sitemap.MOST == 50_000
    monkeypatch.setattr(sitemap, "MOST", 40)
    files = made(collect(ROOT))
    index = urls_of(files["sitemap.xml"])
    assert len(index) > 5
    assert {f"{SITE}sitemap-{number}.xml" for number in range(1, len(index) + 1)} == set(index)
    listed = [url for part in index for url in urls_of(files[part.removeprefix(SITE)])]
    assert len(listed) == len(set(listed)) > 200
    assert all(day == "2025-12-23" for day in list(index.values())[:2])


def test_opensearch_leads_to_the_search(nasty: Collection) -> None:
    """Well-formed whatever the site is called, within the lengths of the format."""
    for name in ("Shelf", *hostile.HOSTILE, "a" * 60, "\x00\ufffe\ud800"):
        settings = replace(WHOLE, site_name=name, site_description=name * 40)
        [(path, text)] = data.opensearch.files(nasty, settings)
        assert path == "opensearch.xml"
        root = ElementTree.fromstring(text)
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert 0 < len(root.findtext("o:ShortName", "", space)) <= 16
        assert len(root.findtext("o:LongName", "", space)) <= 48
        assert len(root.findtext("o:Description", "", space)) <= 1024
        url = root.find("o:Url", space)
        assert url is not None and f"{SITE}?q={{searchTerms}}" == url.get("template")


def test_xml_takes_any_text() -> None:
    """Characters that XML cannot hold are replaced, all others come back."""
    for text in (*hostile.HOSTILE, "\x00\x0b\ufffe\uffff", "a\tb\n"):
        root = ElementTree.fromstring(f'<a b="{xml(text)}">{xml(text)}</a>')
        assert re.sub("[\x00\x0b\ufffe\uffff]", "\ufffd", text) == root.text


def test_robots_are_welcome() -> None:
    """And are told of the sitemap by its whole address (RFC 9309)."""
    assert f"Sitemap: {SITE}sitemap.xml\n" in made(collect(ROOT))["robots.txt"]


def test_same_input_same_bytes(nasty: Collection, tmp_path: Path) -> None:
    """Another reading of the same catalogue gives the same files, hostile or not."""
    again = collect(write(tmp_path, hostile.files()))
    assert made(nasty) == made(again)
