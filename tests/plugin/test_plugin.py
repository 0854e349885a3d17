"""The MkDocs plugin: hand-written pages, conflicts, other settings."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from papershelf.catalogue.disk import Place
from papershelf.outputs import finished
from papershelf.plugin import CheckFailed, build_site, check_site, defaults
from papershelf.storage.publishing import MANIFEST
from support.command import run
from support.helpers import build, entry, write
from support.small import SETTINGS, collection


def test_errors_build_nothing(tmp_path: Path) -> None:
    """`papershelf build` neither touches the last site nor makes a first one."""
    root = collection(tmp_path, papers__yaml="")
    built = {"site/index.html": "good", f"site/{MANIFEST}": "index.html\n"}
    write(root, {"papers.yaml": entry(more="  topic: x\n"), **built})
    with pytest.raises(CheckFailed) as caught:
        build_site(root)
    assert sum(problem.severity == "error" for problem in caught.value.build.problems) == 1
    assert {path.name for path in (root / "site").iterdir()} == {"index.html", MANIFEST}


def test_hand_written_pages_are_cited_and_listed(tmp_path: Path) -> None:
    """A citation becomes a link, the page is in the navigation, the search covers it."""
    build(collection(tmp_path), tmp_path / "site", has_search=False)
    page = (tmp_path / "site/about/index.html").read_text()
    assert '<a class="ps-cite" href="../papers/ada2024engine/">On the engine</a>' in page
    assert "data-pagefind-body" in page
    assert ">About</a>" in (tmp_path / "site/index.html").read_text()


def test_a_readme_beside_the_home_page_is_no_page(tmp_path: Path) -> None:
    """MkDocs leaves it out, so nothing leads to it."""
    files = {
        "papers.yaml": entry(),
        "content/README.md": "# To do\n",
        "content/index.md": "# Shelf\n",
    }
    write(tmp_path / "shelf", files)
    build_site(tmp_path / "shelf", site_dir=tmp_path / "site", has_search=False)
    assert not [
        page for page in (tmp_path / "site").rglob("*.html") if "README" in page.read_text()
    ]


def test_a_readme_in_a_folder_is_the_page_of_the_folder(tmp_path: Path) -> None:
    """As MkDocs has it; its links and the sitemap, too."""
    root = collection(tmp_path, "\nsite_url: https://papers.example.org/")
    root = write(root, {"content/guide/README.md": "# Guide\n\n[@ada2024engine]\n"})
    build(root, tmp_path / "site", has_search=False)
    page = (tmp_path / "site/guide/index.html").read_text()
    assert 'href="../papers/ada2024engine/">On the engine</a>' in page
    assert "/guide/</loc>" in (tmp_path / "site/sitemap.xml").read_text()


@pytest.mark.slow
def test_a_hand_written_page_in_the_place_of_a_generated_one(tmp_path: Path) -> None:
    """Two pages for one address are an error that names both."""
    root = collection(tmp_path, **{"content__papers__ada2024engine.md": "# Mine\n"})
    with pytest.raises(MkDocsException):
        build(root, tmp_path / "site", has_search=False)
    done = subprocess.run([sys.executable, "-m", "papershelf", "-C", str(root), "build"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1
    assert (
        "papers/ada2024engine.md" in done.stderr and "rename the hand-written page" in done.stderr
    )


def test_rules_can_be_weighed(tmp_path: Path) -> None:
    """A warning can be an error or off, where no site depends on it."""
    text = entry().replace("  authors: [Ada Lovelace]\n", "")
    for severity, errors, warnings in (("warning", 0, 1), ("error", 1, 0), ("off", 0, 0)):
        root = collection(
            tmp_path, f":\n      rules: {{no-authors: {severity}}}\n", **{"papers.yaml": text}
        )
        found = check_site(root).problems
        told = [problem.severity for problem in found]
        assert (errors, warnings) == (told.count("error"), told.count("warning"))  # type: ignore[arg-type]


def test_other_settings_reach_the_pages(tmp_path: Path) -> None:
    """per_page, new_days, edit_branch, edit_path, tex_macros, and another name of the catalogue."""
    settings = (
        ":\n      catalogue: list.yaml\n      per_page: 1\n      new_days: 30\n      edit_branch: next\n"
        "      edit_path: docs\n      tex_macros: {half: '\\frac12'}\n"
        "      trending: {weights: {stars: 0.25}, half_life: 90}\nrepo_url: https://github.com/x/y\n"
    )
    numbers = "id,date,stars\na2024,2026-11-29,7\n"
    text = entry("a2024", "The $\\half$") + entry("b2024", "Other")
    root = write(
        collection(tmp_path, settings),
        {"list.yaml": text, "content/about.md": "# About\n", "metrics/2026-W48.csv": numbers},
    )
    build(root, tmp_path / "site", has_search=False)
    page = (tmp_path / "site/papers/a2024/index.html").read_text()
    assert "https://github.com/x/y/edit/next/docs/list.yaml#L1" in page
    assert "<mfrac>" in page
    assert 'data-new-days="30"' in page
    assert (tmp_path / "site/papers/p/2/index.html").is_file()
    order = (tmp_path / "site/trending/index.html").read_text()
    assert "a paper after 90 days" in order and "<td>0.25</td>" in order


def test_nothing_leads_to_an_index_that_is_not_there(tmp_path: Path) -> None:
    """Where no paper has an author there is no index of authors, no entry of it in the menu, and
    the strict build has nothing to warn of."""
    root = collection(tmp_path)
    text = (root / "papers.yaml").read_text().replace("  authors: [Ada Lovelace]\n", "")
    (root / "papers.yaml").write_text(text)
    build(root, tmp_path / "site", has_search=False)
    assert not (tmp_path / "site/authors").exists()
    for page in ("index.html", "stats/index.html", "papers/ada2024engine/index.html"):
        text = (tmp_path / "site" / page).read_text()
        assert "authors/" not in text and ">Years<" in text, page


def test_addresses_from_github_actions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork deploys without editing anything."""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "Octo/shelf")
    build(collection(tmp_path), tmp_path / "site", has_search=False)
    page = (tmp_path / "site/papers/ada2024engine/index.html").read_text()
    assert (
        '<link rel="canonical" href="https://octo.github.io/shelf/papers/ada2024engine/">' in page
    )
    assert "https://github.com/Octo/shelf/edit/main/papers.yaml#L1" in page
    for server in ("https://codeberg.org", "https://github.example.org"):
        monkeypatch.setenv("GITHUB_SERVER_URL", server)
        config = load_config(str(tmp_path / "shelf/mkdocs.yml"))
        defaults.complete_addresses(config, Place(root=tmp_path / "shelf"))
        assert (config.site_url, config.repo_url) == (None, f"{server}/Octo/shelf")


def test_a_domain_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`content/CNAME` says where GitHub Pages serves a site; the settings know better."""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "octo/shelf")
    root = write(collection(tmp_path), {"content/CNAME": "Papers.example.org\r\n"})
    build(root, tmp_path / "site", has_search=False)
    page = (tmp_path / "site/papers/ada2024engine/index.html").read_text()
    assert '<link rel="canonical" href="https://papers.example.org/papers/ada2024engine/">' in page
    assert "https://github.com/octo/shelf/edit/main" in page
    assert 'href="https://papers.example.org/feed.xml"' in (tmp_path / "site/feed.xml").read_text()
    lost = (tmp_path / "site/404.html").read_text()
    assert re.search(r'href="/assets/papershelf/papershelf\.\w+\.css"', lost)
    config = load_config(str(root / "mkdocs.yml"), site_url="https://example.org/shelf/")
    defaults.complete_addresses(config, Place(root=root))
    assert config.site_url == "https://example.org/shelf/"


@pytest.mark.parametrize(
    "name", ["https://papers.example.org", "papers.example.org/a", "papers_example", "a@b.org"]
)
def test_a_domain_is_a_host_name(name: str, tmp_path: Path) -> None:
    """`check` reports what stops a build."""
    root = write(collection(tmp_path), {"content/CNAME": f"{name}\n"})
    for command in ("check", "build"):
        done = run("-C", root, command)
        told = f'papershelf: content/CNAME: "{name}" is not a host name such as papers.example.org'
        assert (done.exit_code, done.stderr) == (2, f"{told}\n")


def test_no_domain_comes_from_elsewhere(tmp_path: Path) -> None:
    """A link may lead to a file of secrets."""
    root = write(collection(tmp_path / "shelf"), {"content/about.md": "# About\n"})
    (root / "content/CNAME").symlink_to(write(tmp_path, {"secret": "token"}) / "secret")
    assert defaults.domain(Place(root=root)) == ""


def test_a_collection_may_be_a_folder_of_files(tmp_path: Path) -> None:
    """No mkdocs.yml, no content, one entry a file, and nothing is written into the collection."""
    body = entry().replace("- id", "id").replace("\n  ", "\n")
    root = write(tmp_path / "shelf", {"papers/ada2024engine.yaml": body})
    result = build(root, tmp_path / "site", has_search=False)
    assert result.report["papers"] == 1
    assert (tmp_path / "site/papers/ada2024engine/index.html").is_file()
    assert [path.name for path in root.iterdir()] == ["papers"]


def test_the_site_never_covers_the_collection(tmp_path: Path) -> None:
    """A mistyped --site-dir must not replace what people wrote."""
    root = collection(tmp_path)
    for target in (root, root.parent, root / "content", root / "papers" / "x"):
        with pytest.raises(MkDocsException, match="cannot be written to"):
            build(root, target, has_search=False)
    assert (root / "papers.yaml").read_text() == entry()


def test_indentation_goes_where_it_means_nothing() -> None:
    """The content of pre, textarea, script and style stays as it is."""
    kept = "<pre>a\n\n  b</pre>", "<script>`\n  `</script>", "<textarea>\n  x</textarea>"
    html = "\n<p>\n\n   one\n  two</p>\n" + "\n   ".join(kept) + "\n\n"
    assert finished.without_indentation(html) == "<p>\none\ntwo</p>\n" + "\n".join(kept) + "\n"


def test_elements_that_never_end_take_as_long_as_they_are() -> None:
    """They are texts like others; looking for the end of each would take 12 seconds."""
    begun = time.process_time()
    assert finished.without_indentation("<pre>\n  <" * 20_000) == "<pre>\n<" * 20_000
    assert time.process_time() - begun < 2


def test_leftovers_of_the_theme_go_where_no_script_uses_them(seed_site: Path) -> None:
    """The pages that load Material's script keep them; nothing of ours is among them."""
    for url, is_kept in (("", False), ("papers/zheng2024learning/", False), ("about/", True)):
        page = (seed_site / url / "index.html").read_text()
        for part in ('id="__search"', 'data-md-component="skip"', 'class="md-dialog"'):
            assert (part in page) == is_kept, (url, part)
        assert 'id="__drawer"' in page and 'class="ps-skip"' in page
        assert page.count("<div") == page.count("</div>")
    banner = '<div data-md-component="announce">\n<aside>New</aside></div>'
    assert finished.without_leftovers(banner) == banner


def test_a_collection_without_pages_for_the_search(tmp_path: Path) -> None:
    """It has an index nevertheless, of its home page: pages load one."""
    root = collection(tmp_path)
    write(
        root,
        {"papers.yaml": "[]\n", "content/about.md": "---\nsearch: {exclude: true}\n---\n# A\n"},
    )
    build(root, tmp_path / "site")
    assert (tmp_path / "site/pagefind/pagefind-entry.json").is_file()


def test_names_of_working_files_never_meet(tmp_path: Path) -> None:
    """One DOI may have a folder with the name of a page of another."""
    first, other = ("10.1000/x", "10.1000/x.html/y")
    papers = entry(more=f"  doi: {first}\n") + entry("two", "Two", f"  doi: {other}\n")
    root = collection(tmp_path)
    for text in (papers, entry(more=f"  doi: {other}\n"), entry(more=f"  doi: {first}\n")):
        write(root, {"papers.yaml": text})
        build(root, tmp_path / "site", has_search=False)
    assert (tmp_path / "site/doi/10.1000/x/index.html").is_file()
    assert not (tmp_path / "site/doi/10.1000/x.html").exists()


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    """There is not even a placeholder for missing pages."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    check_site(root)
    assert [path.name for path in root.iterdir()] == ["papers.yaml"]


def test_a_hook_that_skips_a_page(tmp_path: Path) -> None:
    """MkDocs writes no file for an empty page, and the search leaves it out."""
    hook = "def on_post_page(output, page, config): return '' if page.title == 'On the engine' else output"
    root = write(collection(tmp_path, "\nhooks: [hook.py]"), {"hook.py": hook})
    build(root, tmp_path / "site")
    assert (tmp_path / "site/about/index.html").is_file()
    assert not (tmp_path / "site/papers/ada2024engine/index.html").exists()
    assert (tmp_path / "site/pagefind/pagefind-entry.json").is_file()


MAKES = """from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

@event_priority(50)
def on_files(files, config):
    files.append(File.generated(config, "made.md", content="# Made\\n\\nSee [@ada2024engine]."))
    return files
"""


def test_a_page_by_a_hook_is_as_a_hand_written_one(tmp_path: Path) -> None:
    """Its citations become links, and the search covers it."""
    root = write(collection(tmp_path, "\nhooks: [hook.py]"), {"hook.py": MAKES})
    build(root, tmp_path / "site", has_search=False)
    page = (tmp_path / "site/made/index.html").read_text()
    assert 'href="../papers/ada2024engine/">On the engine</a>' in page
    assert "data-pagefind-body" in page and "og:title" in page


def test_settings_by_a_hook(tmp_path: Path) -> None:
    """They reach files for programs as well as pages."""
    hook = """def on_config(config):
    config.site_name = "Hooked"
    config.site_url = "https://hooked.example"
    config.repo_url = "https://github.com/ada/hooked"
"""
    root = collection(tmp_path, "\nhooks: [hook.py]")
    build(write(root, {"hook.py": hook}), tmp_path / "site", has_search=False)
    page = (tmp_path / "site/papers/ada2024engine/index.html").read_text()
    feed = (tmp_path / "site/feed.xml").read_text()
    assert "<title>Hooked" in feed and "On the engine · Hooked</title>" in page
    for text in (page, feed):
        assert "https://hooked.example/papers/ada2024engine/" in text
    assert "https://github.com/ada/hooked/edit/main" in page and "api.github.com" not in page


def test_a_name_of_several_lines(tmp_path: Path) -> None:
    """The text of a block ends with a line break, which no title shows."""
    more = "\nsite_description: |\n  Words\n  of it.\nsite_url: https://example.org/"
    root = collection(tmp_path, more)
    settings = (root / "mkdocs.yml").read_text()
    write(root, {"mkdocs.yml": settings.replace("Shelf", ">\n  A\n  shelf")})
    built = build(root, tmp_path / "site", has_search=False)
    page = (tmp_path / "site/papers/ada2024engine/index.html").read_text()
    assert "<title>On the engine · A shelf</title>" in page
    feed = (tmp_path / "site/feed.xml").read_text()
    assert "<title>A shelf</title>" in feed and ">Words of it. <a" in feed
    assert not built.notes


def test_an_extension_of_markdown_by_a_hook(tmp_path: Path) -> None:
    """It is an object, which hand-written pages are read with; feeds have none of it."""
    hook = """from markdown.extensions.nl2br import Nl2BrExtension

def on_config(config):
    config.markdown_extensions.append(Nl2BrExtension())
"""
    digest = "---\nfrom: 2026-01-01\nto: 2026-01-02\n---\n\nOne\ntwo\n\n- [@ada2024engine]\n"
    root = collection(tmp_path, "\nhooks: [hook.py]")
    write(root, {"hook.py": hook, "content/digests/2026-01-02.md": digest})
    build(root, tmp_path / "site", has_search=False)
    assert "One<br" in (tmp_path / "site/digests/2026-01-02/index.html").read_text()
    assert "One\\ntwo" in (tmp_path / "site/digests/feed.json").read_text()


def test_the_plugin_is_listed_once(tmp_path: Path) -> None:
    """A second one would wait for the collection that the first one holds."""
    root = collection(tmp_path, "\n  - papershelf")
    with pytest.raises(MkDocsException, match="plugins lists papershelf twice"):
        check_site(root)


def test_files_of_all_pages_that_browsers_cannot_load(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """They are warnings, with which a strict build fails; with plugins, files may come later."""
    added = """
extra_css: [own.css, 'a%20b.css?v=2', lost.css, 'https://cdn.example/x.css', /other/x.css]
extra_javascript: [{path: lost.js, type: module}, 'https://cdn.example/x.js', 'https://a.example/y.js']
"""
    root = collection(tmp_path, ": {policy: {script-src: [a.example]}}" + added)
    write(root, {"content/own.css": "", "content/a b.css": ""})
    with pytest.raises(MkDocsException, match="strict"):
        build(root, tmp_path / "site", has_search=False)
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    expected = (("extra_css", "lost.css"), ("extra_css", "https://cdn.example/x.css"),
                ("extra_javascript", "lost.js"), ("extra_javascript", "https://cdn.example/x.js"))  # fmt: skip
    for text, (setting, name) in zip(warned, expected, strict=True):
        assert f"mkdocs.yml: {setting}: " in text and name in text
    write(
        root,
        {"hook.py": "", "mkdocs.yml": SETTINGS + "\nhooks: [hook.py]\nextra_css: [lost.css]\n"},
    )
    build(root, tmp_path / "site", has_search=False)


def test_odd_hand_written_pages(tmp_path: Path) -> None:
    """Spaces, upper case, folders, a navigation and a theme of the user's own."""
    settings = "\nnav: [index.md, Papers: papers/index.md, Guide: 'guide/My Page.md']\ntheme:\n  name: material\n"
    settings += "  language: de\n  palette: {scheme: slate}\n"
    text = SETTINGS.replace("theme: {name: material}\n", "") + settings
    files = {
        "papers.yaml": entry(),
        "mkdocs.yml": text,
        "content/guide/My Page.md": "# Guide\n\n[@ada2024engine], [home](../index.md)\n",
        "content/guide/index.md": "Nested [@ada2024engine]\n",
        "content/index.md": "# Shelf\n",
        "content/.hidden/x.md": "[@nothing]\n",
    }
    build(write(tmp_path / "shelf", files), tmp_path / "site", has_search=False)
    page = (tmp_path / "site/guide/My Page/index.html").read_text()
    assert 'href="../../papers/ada2024engine/"' in page
    assert 'href="../papers/ada2024engine/"' in (tmp_path / "site/guide/index.html").read_text()
    assert ">Guide</a>" in page and ">Venues</a>" not in page


def test_titles_of_hand_written_pages_are_text(tmp_path: Path) -> None:
    """From the front matter or from the heading, in the window's title and in the navigation."""
    files = {
        "papers.yaml": entry(),
        "content/heading.md": "# A & B < C *d*\n\nText\n",
        "content/front.md": "---\ntitle: 'Q & A <b>'\n---\nText\n",
    }
    build(write(tmp_path / "shelf", files), tmp_path / "site", has_search=False)
    for name, title in (("heading", "A &amp; B &lt; C d"), ("front", "Q &amp; A &lt;b&gt;")):
        page = (tmp_path / "site" / name / "index.html").read_text()
        assert f"<title>{title} · Papers</title>" in page
        assert f'<a href="{name}/">{title}</a>' in (tmp_path / "site/index.html").read_text()
