"""Views and templates: what a page of Markdown holds, and that nothing in it was left unescaped."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markdown import Markdown

from papershelf.catalogue.model import CROWD
from papershelf.outputs import everything, moulds, related, render
from papershelf.outputs.everything import PageOutput
from papershelf.outputs.finished import without_indentation
from papershelf.outputs.render import shelf_of, shelves
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.pages import all_pages
from papershelf.outputs.views.records import Head
from papershelf.text.escape import Html
from papershelf.text.prose import EXTENSIONS
from support import hostile
from support.helpers import ROOT, collect, entry, pages, write


@pytest.mark.parametrize("root", ["seed", "hostile"])
def test_escaping_again_changes_nothing(root: str, tmp_path: Path) -> None:
    """Templates do not escape, for speed: whatever a view gives them was escaped before. With
    templates that do, every page of hostile texts comes out the same."""
    collection = collect(ROOT if root == "seed" else write(tmp_path, hostile.files()))
    settings = Settings(repo_url="https://example.org/x'\"<y", new_days=3, min_keyword_papers=1)
    plain = render.Renderer(collection, settings)
    escaping = render.Renderer(collection, settings, escapes=True)
    for view in all_pages(collection, settings, related.find(collection)):
        assert plain.render(view) == escaping.render(view), view.head.url


@pytest.mark.parametrize("name", ["nothing_of_that_name", "view.nothing_of_that_name"])
def test_a_name_that_a_view_lacks_is_an_error(name: str) -> None:
    """A typing error in a template stops the build instead of leaving a gap, even in a condition."""
    template = render.environment().from_string(f"{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}")
    with pytest.raises((UndefinedError, AttributeError), match="nothing_of_that_name"):
        render._fill(template, view=Head(kind="paper", url="papers/a/", title="A"))


def test_absent_fields_leave_no_trace(tmp_path: Path) -> None:
    """An entry with the required fields alone has no empty heading, label or button."""
    text = "- id: bare2024\n  title: Bare\n  published: 2024\n"
    page = pages(write(tmp_path, {"papers.yaml": text}))["papers/bare2024.md"]
    for word in ("Abstract", "Notes", "Related", "ps-authors", "ps-topics", "added", "ps-new", "Keywords",
                 "ps-summary", "ps-notice", "Read the", "None", "ps-neighbours", "ps-awards"):  # fmt: skip
        assert word not in page, word
    assert "Published <time" in page and "2024" in page


def test_a_relative_link_in_notes_is_its_text(tmp_path: Path) -> None:
    """From the page of a paper, it would lead to nowhere; whole addresses stay."""
    more = (
        "  notes: See [about](../about.md), [that](//a.example/x) and [this](https://a.example/).\n"
    )
    page = pages(write(tmp_path, {"papers.yaml": entry(more=more)}))["papers/ada2024engine.md"]
    (words,) = re.findall(r"<p>See .*?</p>", page)
    assert words == (
        '<p>See <a rel="nofollow">about</a>, <a rel="nofollow">that</a>'
        ' and <a href="https://a.example/" rel="nofollow">this</a>.</p>'
    )


def test_a_padded_date_is_never_shown_as_a_day(tmp_path: Path) -> None:
    """Without `added`, the month of publication is the heading, and no paper is marked as new."""
    text = "- id: bare2024\n  title: Bare\n  published: 2024-05\n  authors: [Ada Lovelace]\n"
    made = pages(write(tmp_path, {"papers.yaml": text}))
    assert "May 2024 <span>1 paper</span>" in made["index.md"]
    everything = "".join(made.values())
    demanded = "<updated>2024-05-01T00:00:00Z</updated>"  # RFC 4287 knows no month
    assert demanded in made["feed.xml"]
    assert "2024-05-01" not in everything.replace(demanded, "")
    assert "ps-new" not in made["index.md"]


def test_five_authors_where_names_are_unknown(tmp_path: Path) -> None:
    """`author_count` alone reads "5 authors"; with some names, "and 3 more"."""
    text = (
        "- id: unnamed2024\n  title: Unnamed\n  author_count: 5\n  published: 2024\n  added: 2024-01-01\n"
        "- id: some2024\n  title: Some\n  authors: [Ada Lovelace, Grace Hopper]\n  author_count: 5\n"
        "  published: 2024\n  added: 2024-01-01\n"
    )
    made = pages(write(tmp_path, {"papers.yaml": text}))
    assert "<span>5 authors</span>" in made["index.md"]
    assert "<span>Ada Lovelace, Grace Hopper and 3 more</span>" in made["index.md"]


def test_numbered_pages(tmp_path: Path) -> None:
    """A list continues at p/2; each page links to the others; the first one has the introduction."""
    text = "".join(entry(f"paper{n:02}", f"Paper {n}", "  topics: [nlp]\n") for n in range(7))
    topic = "---\ntitle: Language\ndescription: Words.\n---\n\nThe introduction.\n"
    files = {"papers.yaml": text, "content/topics/nlp.md": topic}
    made = pages(write(tmp_path, files), per_page=3)
    assert {"papers/index.md", "papers/p/2.md", "papers/p/3.md", "topics/nlp.md", "topics/nlp/p/2.md",
            "topics/nlp/p/3.md"} <= made.keys()  # fmt: skip
    assert "The introduction." in made["topics/nlp.md"]
    assert "The introduction." not in made["topics/nlp/p/2.md"]
    second = made["topics/nlp/p/2.md"]
    assert (
        'href="../../../../topics/nlp/"' in second
        and 'href="../../../../topics/nlp/p/3/"' in second
    )
    assert "4 to 6" in second
    shown = [name for name in (f"paper{n:02}" for n in range(7)) if f'papers/{name}/"' in second]
    assert shown == ["paper03", "paper04", "paper05"]


def test_limit_turns_links_to_others_into_text(tmp_path: Path) -> None:
    """`--limit` builds the newest papers; other papers that they mention appear by title, without a link."""
    text = entry("old2024", "The old one").replace("2025-12-23", "2025-01-01") + entry(
        "new2024", "The new one", "  related: [old2024]\n"
    )
    files = {
        "papers.yaml": text,
        "content/index.md": "---\ntitle: X\n---\n\n[@old2024], [@new2024]\n",
    }
    made = pages(write(tmp_path, files), limit=1)
    assert "papers/old2024.md" not in made
    assert "<li>The old one</li>" in made["papers/new2024.md"]
    assert (
        'The old one, <a class="ps-cite" href="./papers/new2024/">The new one</a>'
        in made["index.md"]
    )


def test_min_papers_leaves_small_author_pages_out(tmp_path: Path) -> None:
    """Authors with fewer papers are named without a link."""
    text = entry("a2024", "One") + entry("b2024", "Two").replace(
        "Ada Lovelace", "Ada Lovelace, Jean Bartik"
    )
    made = pages(write(tmp_path, {"papers.yaml": text}))
    assert "authors/ada-lovelace.md" in made and "authors/jean-bartik.md" not in made
    assert ">Ada Lovelace</a>, Jean Bartik<" in made["papers/b2024.md"]


def test_the_index_of_authors_lists_everyone(tmp_path: Path) -> None:
    """A name leads to the page of the author, or to the only paper; otherwise it is no link."""
    text = "".join(
        entry(f"{name}2024", title).replace("Ada Lovelace", f"Ada Lovelace, {more}")
        for name, title, more in (
            ("a", "One", "Jean Bartik, Grace Hopper"),
            ("b", "Two", "Grace Hopper"),
            ("c", "Three", "Mary Somerville"),
        )
    )
    files = {"papers.yaml": text, "content/people.yaml": "- {slug: mary, name: Mary Somerville}\n"}
    index = pages(write(tmp_path, files), min_papers=3)["authors/index.md"]
    assert "4 authors" in index
    assert '<a href="../authors/ada-lovelace/">Ada Lovelace</a>' in index
    assert '<a href="../papers/a2024/">Jean Bartik</a>' in index
    assert "<span>Grace Hopper</span>" in index
    assert '<a href="../authors/mary/">Mary Somerville</a>' in index


def test_a_paper_of_a_crowd_gives_its_authors_no_pages(tmp_path: Path) -> None:
    """Their pages, files and feeds would name all the others: its size would be squared. Who has
    another paper or is described has one, and the paper itself names everybody."""
    names = [f"Author {number}" for number in range(CROWD + 1)]
    few = ["Ada Lovelace", *names[: CROWD - 1]]
    files = {
        "papers.yaml": entry("crowd2024", "One").replace("Ada Lovelace", ", ".join(names))
        + entry("few2024", "Two").replace("Ada Lovelace", ", ".join(few)),
        "content/people.yaml": f"- {{slug: known, name: {names[-1]}}}\n",
    }
    made = everything.make(collect(write(tmp_path, files)), Settings(min_papers=1), {})
    texts = {output.src_uri: output.data.decode() for output in made}
    pages = {name[8:-3] for name in texts if re.fullmatch(r"authors/(?!index).*\.md", name)}
    assert {"known", *(name.lower().replace(" ", "-") for name in few)} == pages
    assert not [name for name in texts if name.startswith(f"authors/author-{CROWD - 1}")]
    assert names[CROWD - 1] in texts["papers/crowd2024.md"]


def test_edit_and_report_links(tmp_path: Path) -> None:
    """The page of a paper leads to the line of its entry in the forge's own form."""
    text = "# a comment\n" + entry("a2024", "One") + entry("b2024", "Two")
    for repo, edit, report in (
        (
            "https://github.com/x/y",
            "/edit/main/site/papers.yaml#L7",
            "/issues/new?template=report-a-mistake.yml&amp;title=Mistake%20in%20b2024"
            "&amp;entry=b2024%20%28papers.yaml%2C%20line%207%29",
        ),
        (
            "https://gitlab.com/x/y",
            "/-/edit/main/site/papers.yaml#L7",
            "/-/issues/new?issue%5Btitle%5D=Mistake",
        ),
    ):
        made = pages(write(tmp_path, {"papers.yaml": text}), repo_url=repo, edit_path="site/")
        assert f'href="{repo}{edit}"' in made["papers/b2024.md"]
        assert f'href="{repo}{report}' in made["papers/b2024.md"]
    assert "Report a mistake" not in pages(tmp_path)["papers/b2024.md"]


def test_math_is_mathml_in_the_page_and_text_in_its_title(tmp_path: Path) -> None:
    """`<title>`, previews and the search get a plain form; `$5 and $10` is money."""
    title = r"'Sorting in $O(n \log n)$ for $5 and $10'"
    page = pages(write(tmp_path, {"papers.yaml": entry("m2024", title)}))["papers/m2024.md"]
    assert 'title: "Sorting in O(n log n) for $5 and $10"' in page
    assert "<math>" in page and 'data-plain="O(n log n)"' in page
    assert "for $5 and $10" in page


def test_two_outputs_for_one_path_are_an_error() -> None:
    """Addresses that differ by case alone would be one file on some systems."""
    assert addresses.to_src_uri("papers/a1/") == "papers/a1.md"
    assert addresses.to_src_uri("") == "index.md"
    assert addresses.to_src_uri("topics/") == "topics/index.md"
    assert addresses.to_root("papers/a1/") == "../../" and addresses.to_root("") == "./"


def test_html_blocks_hold_no_empty_line(tmp_path: Path) -> None:
    """CommonMark ends a block of HTML at an empty line: another engine must see whole blocks."""
    made = pages(write(tmp_path, hostile.files()), min_keyword_papers=1)
    for name, text in made.items():
        if not name.endswith(".md"):
            continue
        body = text.split("---\n\n", 1)[1]
        for block in body.split("\n\n"):
            opened = sum(
                block.count(f"<{tag}") - block.count(f"</{tag}>")
                for tag in ("div", "aside", "ul", "nav", "article")
            )
            assert opened == 0, (name, block[:200])


@pytest.mark.parametrize("root", [ROOT, ROOT / "tests/golden/collection", None])
def test_blocks_and_metadata_need_no_clean_up(root: Path | None, tmp_path: Path) -> None:
    """Cast pages have them as they are; what the engine renders is cleaned."""
    collection = collect(root or write(tmp_path, hostile.files()))
    settings = Settings(min_keyword_papers=1)
    made = everything.make(collection, settings, related.find(collection))
    for output in made:
        if isinstance(output, PageOutput):
            for value in moulds.split(output.page)[1]:
                assert without_indentation(value) == value.lstrip(), output.src_uri


NOTES = "Words\n    that go on:\n\n-   a\n\n      b\n\n```\nif a:\n    b\n```"


def test_notes_and_abstracts_lose_their_indentation(tmp_path: Path) -> None:
    """But for code. An engine renders one page of each shape, and they have to be alike."""
    abstract, note = json.dumps("A  \n\n$ $\n\n   b"), NOTES.replace("\n", "\n  ")
    more = f"  abstract: {abstract}\n  notes: {json.dumps(NOTES)}\n"
    read = f"- [@ada2024engine] {note}\n"
    course = f"---\ntitle: Course\n---\n\n{read}"
    files = {"papers.yaml": entry(more=more), "content/courses/a.md": course}
    for output in everything.make(collect(write(tmp_path, files)), Settings(), {}):
        if isinstance(output, PageOutput):
            for value in moulds.split(output.page)[1]:
                assert without_indentation(value) == value.lstrip(), output.src_uri
                assert "if a:" not in value or "if a:\n    b\n" in value, output.src_uri


@pytest.mark.parametrize("root", ["seed", "hostile"])
def test_blocks_of_html_go_through_markdown_unchanged(root: str, tmp_path: Path) -> None:
    """A page without a line of Markdown comes out of Python-Markdown as it went in."""
    folder = ROOT if root == "seed" else write(tmp_path, hostile.files())
    made = pages(folder, min_keyword_papers=1)
    bodies = {
        name: text.split("---\n\n", 1)[1]
        for name, text in made.items()
        if name.endswith(".md")
        and all(block.startswith("<") for block in text.split("---\n\n", 1)[1].split("\n\n"))
    }
    assert any(name.startswith("authors/") for name in bodies)
    for name, body in bodies.items():
        markdown = Markdown(extensions=["toc", "tables", "fenced_code", *EXTENSIONS])
        converted = markdown.convert(body)
        assert re.sub(r"\n+", "\n", converted) == re.sub(r"\n+", "\n", body.strip()), name


def test_html_is_what_templates_take_for_escaped() -> None:
    """Our type speaks markupsafe's protocol."""
    assert render.environment(escapes=True).from_string("{{ x }}").render(x=Html("<b>")) == "<b>"
    assert render.environment(escapes=True).from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_an_introduction_may_bring_its_own_heading(tmp_path: Path) -> None:
    """A page has one h1, whether its title is in the front matter or above the text."""
    files = {
        "papers.yaml": entry(more="  topics: [nlp]\n"),
        "content/index.md": "# The shelf\n\nWords.\n",
        "content/topics/nlp.md": "---\ndescription: D\n---\n# Language #\n\nMore words.\n",
    }
    made = pages(write(tmp_path, files))
    assert 'title: "The shelf"' in made["index.md"] and "# The shelf" not in made["index.md"]
    assert (
        "<h1>Language</h1>" in made["topics/nlp.md"] and "# Language" not in made["topics/nlp.md"]
    )


def test_a_small_topic_is_found_as_a_topic(tmp_path: Path) -> None:
    """Also one without boxes and introduction tells the search its kind."""
    files = {
        "papers.yaml": entry(more="  topics: [nlp]\n"),
        "content/topics/nlp.md": "# Language\n",
    }
    page = pages(write(tmp_path, files))["topics/nlp.md"]
    assert 'data-pagefind-meta="title[data-text], kind:topic"' in page


def test_citations_show_formulas(tmp_path: Path) -> None:
    """A title with TeX in it is cited with MathML."""
    files = {
        "papers.yaml": entry(title="In $n^2$ steps"),
        "content/index.md": "See [@ada2024engine].\n",
    }
    page = pages(write(tmp_path, files))["index.md"]
    assert 'href="./papers/ada2024engine/">In <span' in page and "<msup>" in page.split("ps-sub")[0]


def test_rows_are_in_shelves_of_a_few() -> None:
    """Three to six on average; as many shelves for almost any number of papers, so that a new paper
    moves no other row."""
    assert [shelves(number) for number in (0, 1, 5, 6, 503, 10_000)] == [1, 1, 1, 2, 128, 2048]
    ids = [f"author{number}of{2000 + number % 30}" for number in range(10_000)]
    sizes = Counter(shelf_of(paper_id, shelves(len(ids))) for paper_id in ids)
    assert len(sizes) > 2000 and max(sizes.values()) < 20
