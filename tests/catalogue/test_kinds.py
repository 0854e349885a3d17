"""Page kinds: what `check` passes, `build` builds, whatever files are below `content/`."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from papershelf.catalogue.kinds import KINDS, is_introduction
from papershelf.outputs.views.taxonomies import TAXONOMIES
from papershelf.plugin import check_site
from support.helpers import ROOT, entry, pages, write
from support.planting import SETTINGS, mkdocs_build
from support.skipped import IS_SWEEP

FOLDERS = (
    *" days digests embed trending browse rows catalogue doi arxiv assets assets/papershelf".split(" "),
    *"assets/stylesheets pagefind search Papers TOPICS Days Courses css content site build a.b".split(),
    *"keywords keywords/p keywords/nlp papers/p topics/p topics/nlp courses/ml courses/ml/2024 authors/p years/2024 years/2024/p days/p days/2025-12-23".split(),
    *(kind.folder for kind in KINDS.values()),
    "a b", "é",
)  # fmt: skip
STEMS = (
    *"index README readme Index p 1 2 404 about feed points nlp NLP ml Ml 2024 2024-04-27 2025-12-23 é x.y".split(),
    *"ada2024engine ada-lovelace loom sitemap robots llms catalogue changes CNAME people con".split(),
    *"a#b a%20b a&b a+b x'y -x _x".split(), "x y",
)  # fmt: skip
ENDS = (
    *".md .md .md .md .md .MD .html .json .txt .xml .bib .png .markdown .yaml .css .js".split(),
    *".md.txt .html.md".split(), "",
)  # fmt: skip


def invented(seed: int) -> dict[str, str]:
    """Files with invented names, each with a word that no other holds."""
    draw = random.Random(seed)
    names = {
        f"{draw.choice(FOLDERS)}/{draw.choice(STEMS)}{draw.choice(ENDS)}".lstrip("/")
        for _ in range(60)
    }
    folders = {name[: match.start()] for name in names for match in re.finditer("/", name)}
    return {
        f"content/{name}": f"{'# Heading' if name.endswith('.md') else ''}\n\nmarked {number}.\n"
        for number, name in enumerate(sorted(names - folders))
    }


def errors(root: Path) -> set[str]:
    """The files that `check` refuses."""
    return {each.span.file for each in check_site(root).problems if each.severity == "error"}


#: The settings with pages of keywords, and without.
PLUGINS = ("{per_page: 1}", "{per_page: 1, keywords: {min_papers: 1}}")
#: Keywords whose pages, redirects and numbered pages the invented files meet.
KEYWORDS = """
- {slug: nlp, name: Language, names: [Loom], aliases: [ml, feed]}
- {slug: "1", name: Numbers}
"""


@pytest.mark.slow
@pytest.mark.parametrize("plugin", PLUGINS)
@pytest.mark.parametrize("seed", range(100 if IS_SWEEP else 4))
def test_what_check_passes_builds(seed: int, plugin: str, tmp_path: Path) -> None:
    """Without the files that `check` refuses, each other one is on the site."""
    files = invented(seed)
    more = "  venue: Loom\n  keywords: [Loom, é, '2024', points]\n"
    papers = entry(more=more) + entry("bob2024loom", "On looms", more)
    settings = SETTINGS.replace("[papershelf]", f"[{{papershelf: {plugin}}}]")
    ours = {"papers.yaml": papers, "mkdocs.yml": settings, "content/keywords.yaml": KEYWORDS}
    root = write(tmp_path, files | ours)
    while refused := errors(root):
        for name in refused:
            del files[name]
            (root / name).unlink()
    assert mkdocs_build(root) == ""
    built = [path for path in (root / "site").rglob("*") if path.is_file()]
    published = "\n".join(
        path.read_text("utf-8", "replace") for path in built if path.name != "search_index.json"
    )
    marks = set(re.findall(r"marked \d+\.", published))
    hidden = {name for name in files if "/." in name}
    assert not [name for name in files.keys() - hidden if files[name].split("\n")[2] not in marks]


def test_each_page_is_of_a_kind_in_the_table() -> None:
    """No page without a row, no row without a page, and each below the folder of its kind."""
    found: dict[str, set[str]] = {}
    golden = pages(ROOT / "tests/golden/collection", min_keyword_papers=1)
    for src_uri, text in (golden | pages(ROOT)).items():
        if match := re.search(r"^kind: (\w+)$", text, re.MULTILINE):
            found.setdefault(match[1], set()).add(src_uri)
    assert found.keys() == KINDS.keys()
    for name, paths in found.items():
        folder = KINDS[name].folder
        assert all(path.startswith(f"{folder}/") == bool(folder) for path in paths), name
    assert {taxonomy.name for taxonomy in TAXONOMIES} < KINDS.keys()


def test_introductions() -> None:
    """Files that introduce a generated page, and others beside them."""
    for name in (
        "index.md",
        "topics/index.md",
        "topics/a.md",
        "courses/a.md",
        "courses/a/b.md",
        "digests/a.md",
    ):
        assert is_introduction(name), name
    for name in ("about.md", "authors/a.md", "topics/a/b.md", "courses/a/b/c.md", "topics/a.txt"):
        assert not is_introduction(name), name
