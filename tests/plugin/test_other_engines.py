"""The same site from every engine: MkDocs, ProperDocs and Zensical build the example."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest

from papershelf.plugin import MkDocsException, Result
from papershelf.plugin.places import Unusable
from papershelf.plugin.project import require_zensical
from support import hostile
from support.command import run
from support.helpers import ROOT, build, copy_example, entry, write
from support.skipped import NO_ENGINE

pytestmark = [pytest.mark.slow, pytest.mark.engines]

URL = "https://papers.example.org/shelf/"


class Allowed(NamedTuple):
    """A difference between engines, with its reason."""

    pattern: str
    """What is replaced by nothing, in a page with one tag or text in each line."""
    reason: str


#: Between MkDocs with Material and Zensical with its own theme, whose style `classic` is Material's.
ALLOWED = (
    Allowed(r'<meta content="Papershelf, .*?" name="generator">\n', "it names the engine"),
    Allowed(r"Made with Papershelf.*\n", "it names the engine"),
    Allowed(
        r'<link href="[^"]*assets/stylesheets/(?:classic/)?(?:main|palette)\.\w+\.min\.css"'
        r' rel="stylesheet">\n',
        "the theme's style sheets have its digests in their names",
    ),
    Allowed(
        r'<script src="[^"]*assets/javascripts/bundle\.\w+\.min\.js">\n</script>\n',
        "so has the theme's script, which only hand-written pages load",
    ),
    Allowed(
        r'<script id="__config" type="application/json">\n.*\n</script>\n',
        "its settings: other words, another order",
    ),
    Allowed(r' aria-hidden="true"(?= class="md-overlay")', "Zensical hides a label of the drawer"),
    Allowed(
        r'<a class="md-skip" href="[^"]*">\n.*\n</a>\n|<a id="__skip" tabindex="-1">\n</a>\n',
        "on a hand-written page, Material skips to its first heading; styles hide this link",
    ),
    Allowed(
        r"(?: aria-atomic=\"true\"| role=\"status\")(?=[^>]*data-md-component=\"dialog\")"
        r"|(?<=data-md-component=\"dialog\") role=\"status\"",
        "Zensical announces messages of the theme's script",
    ),
    Allowed(r"(?:Table of contents|On this page)", "the title of a table of contents"),
    Allowed(
        r'(<a class="md-nav__link"[^>]*>\n)<span class="md-ellipsis">\n(?:<span class="md-typeset">\n)?'
        r"(.*\n)(?:</span>\n){1,2}",
        "Zensical wraps the entries of a table of contents",
    ),
)


class Parsed(HTMLParser):
    """A page with one tag or text in each line; addresses are absolute, attributes sorted."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        for name in {"href", "src"} & set(found):
            found[name] = urljoin(self.url, found[name])
        shown = "".join(f' {name}="{value}"' for name, value in sorted(found.items()))
        self.lines.append(f"<{tag}{shown}>")

    def handle_endtag(self, tag: str) -> None:
        self.lines.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.lines.append(escape(" ".join(data.split()), quote=False))


def parse(site: Path, name: str) -> str:
    """A page of a site, as lines."""
    page = Parsed(URL + name.removesuffix("index.html"))
    page.feed((site / name).read_text())
    page.close()
    return "".join(f"{line}\n" for line in page.lines)


def without(page: str) -> str:
    """The lines of a page, without the allowed differences."""
    for allowed in ALLOWED:
        page = re.sub(allowed.pattern, "", page)
    return page


def require_same_pages(base: Path) -> None:
    """Each page by MkDocs and by Zensical, in folders of these names, is equal."""
    pages = sorted(name for name in names(base / "mkdocs") if name.endswith(".html"))
    assert pages == sorted(name for name in names(base / "zensical") if name.endswith(".html"))
    for name in pages:
        expected, actual = (without(parse(base / site, name)) for site in ("mkdocs", "zensical"))
        assert expected == actual, name


def names(site: Path) -> set[str]:
    """The files of a site, without the list of them."""
    found = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    return found - {".papershelf-files"}


def need(package: str) -> None:
    """Skip a test without an engine."""
    if find_spec(package) is None:
        pytest.skip(NO_ENGINE.format(package))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the example by each engine that is installed, as its command builds it."""
    folder = tmp_path_factory.mktemp("engines")
    copy_example(folder / "collection")
    for engine in ("mkdocs", "properdocs", "zensical"):
        if find_spec(engine):
            command = [
                sys.executable,
                "-m",
                "papershelf",
                "-C",
                str(folder / "collection"),
                "build",
            ]
            options = ["--strict", "--engine", engine, "--site-url", URL, "--site-dir"]
            subprocess.run([*command, *options, str(folder / engine)], check=True)
    return folder


def test_properdocs_builds_the_same_bytes(sites: Path) -> None:
    """It is a fork of MkDocs, and takes its place."""
    need("properdocs")
    expected, actual = sites / "mkdocs", sites / "properdocs"
    assert names(expected) == names(actual)
    for name in sorted(names(expected)):
        assert (expected / name).read_bytes() == (actual / name).read_bytes(), name


def test_properdocs_repeats_its_warnings(tmp_path: Path) -> None:
    """A build with a warning is not one that the next build only repeats."""
    need("properdocs")
    files = {"papers.yaml": entry(), "content/about.md": "# About\n\n[x](gone.md)\n"}
    command = [sys.executable, "-m", "papershelf", "-C", str(write(tmp_path / "shelf", files))]
    for _ in range(2):
        arguments = [*command, "build", "--no-search", "--engine", "properdocs"]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
        assert "WARNING: Doc file 'about.md' contains a link 'gone.md'" in done.stderr
    (tmp_path / "shelf/mkdocs.yml").write_text("site_name: 1\n")
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "papershelf: mkdocs.yml:1:12: site_name: " in done.stderr


def test_zensical_builds_the_same_pages(sites: Path) -> None:
    """Tags, texts, links and policies are equal, except for the differences listed above; each of
    those occurs."""
    need("zensical")
    pages = sorted(name for name in names(sites / "mkdocs") if name.endswith(".html"))
    assert len(pages) > 100
    both = {
        name: (parse(sites / "mkdocs", name), parse(sites / "zensical", name)) for name in pages
    }
    for name, (expected, actual) in both.items():
        assert without(expected) == without(actual), name
        assert 'http-equiv="Content-Security-Policy"' in actual, name
    text = "".join(page for pair in both.values() for page in pair)
    assert [allowed for allowed in ALLOWED if not re.search(allowed.pattern, text)] == []


def test_zensical_builds_the_same_files(sites: Path) -> None:
    """Also those of the search, so every search finds the same; only the theme has its own."""
    need("zensical")
    expected, actual = names(sites / "mkdocs"), names(sites / "zensical")
    of_theme = r"assets/(?:javascripts/(?:LICENSE|bundle\..*)|stylesheets/.*\.css)"
    assert [name for name in sorted(expected ^ actual) if not re.fullmatch(of_theme, name)] == []
    assert any(name.startswith("pagefind/") for name in actual)
    for name in sorted(expected & actual):
        if not name.endswith(".html"):
            assert (sites / "mkdocs" / name).read_bytes() == (
                sites / "zensical" / name
            ).read_bytes()


SETTINGS = """site_name: A & "B"
docs_dir: content
theme: {{name: material, custom_dir: mine}}
plugins:
  - papershelf:
      subscribe: {{form: https://news.example.org/}}
      discussion: {{repo: ada/talk, repo_id: R_1, category: Talk, category_id: DIC_1}}
extra_css: [own.css]
extra_javascript: [own.js, {{path: module.js, type: module}}, {{path: own.js, async: true}}]
markdown_extensions: [{{toc: {{permalink: true}}}}, def_list]
{}"""
FENCES = """site_name: Shelf
docs_dir: content
theme: material
plugins: [papershelf]
markdown_extensions: [{pymdownx.highlight: {pygments_lang_class: true}}, pymdownx.superfences]
"""
ABOUT = """---
description: Us & "them"
---
# About *us* & others

[a paper](papers/p1.md#cite), [@p2], <a href="../papers/p3/">raw</a>, <img alt="" src='../dot.png'> and
[below](notes/more.md), `<a href="../code/">`.

<div class="mine"><a href="../papers/?q=x&amp;y=1">list</a> <a href="#end">end</a></div>

<div markdown>
[in HTML](papers/p4.md) <a href="../papers/p5/">raw</a>
</div>

## The end {#end}

| a | b |
| - | - |
| 1 | 2 |
"""
#: Code between fences, in a list, and indented.
CODE = """# Code

```html
<a href="../fenced/">
```

- In a list <a href='../notes/more/'>raw</a>:

    ~~~ py
    x = "<b>"
    ~~~

Last:

    y = "<b>"
"""
#: The site of an owner who changed much: a template with a script, other hosts, citations, addresses
#: in HTML.
OWNED = {
    "papers.yaml": "".join(
        entry(f"p{number}", f"Paper {number}/{number} <&\"'>") for number in range(6)
    ),
    "mkdocs.yml": SETTINGS.format(""),
    "mine/papershelf.html": (ROOT / "overrides/main.html").read_text(),
    "mine/main.html": '{% extends "papershelf.html" %}{% block footer %}{{ super() }}'
    "<script>let here = 1 < 2;</script>{% endblock %}",
    "content/code.md": CODE,
    "content/own.css": "p { margin: 0; }",
    "content/own.js": "",
    "content/module.js": "",
    "content/dot.png": "",
    "content/about.md": ABOUT,
    "content/index.md": "# Shelf\n\n[About](about.md), [@p1], <a href='about/'>about</a>\n",
    "content/notes/more.md": "# More\n\n[back](../about.md#end) <a href='../../about/'>raw</a>\n",
}


def owned(root: Path, site: Path, engine: str, **options: object) -> Result:
    """A build of that site."""
    address = {"site_url": URL, "has_search": False}
    return build(root, site, engine=engine, **address | options)


def test_the_site_of_an_owner(tmp_path: Path) -> None:
    """Templates, hand-written links and code come out the same."""
    need("zensical")
    root = write(tmp_path / "shelf", OWNED)
    for engine in ("mkdocs", "zensical"):
        result = owned(root, tmp_path / engine, engine)
        assert result.report["pages_cast"] >= 6 and result.notes == ()
    require_same_pages(tmp_path)
    about = (tmp_path / "zensical/about/index.html").read_text()
    assert "sha256-" in about and "let here = 1 < 2;" in about
    assert about.count('="../') > 10 and "papershelf-as-is" not in about


def test_hostile_texts(tmp_path: Path) -> None:
    """Texts that attack escaping come out as with MkDocs; also without an address of the site."""
    need("zensical")
    root = write(tmp_path / "shelf", hostile.files())
    for engine in ("mkdocs", "zensical"):
        owned(root, tmp_path / engine, engine, strict=False, site_url=None)
    require_same_pages(tmp_path)


def test_every_page_by_zensical(tmp_path: Path) -> None:
    """Casting makes the same bytes as Zensical itself."""
    need("zensical")
    root = write(tmp_path / "shelf", OWNED)
    owned(root, tmp_path / "cast", "zensical", verified=100)
    owned(root, tmp_path / "rendered", "zensical", has_casting=False)
    assert names(tmp_path / "cast") == names(tmp_path / "rendered")
    for name in sorted(names(tmp_path / "cast")):
        assert (tmp_path / "cast" / name).read_bytes() == (
            tmp_path / "rendered" / name
        ).read_bytes(), name


def test_what_only_mkdocs_runs_is_named(tmp_path: Path) -> None:
    """Zensical has no hooks."""
    need("zensical")
    hook = {
        "mkdocs.yml": SETTINGS.format("hooks: [hook.py]\n"),
        "hook.py": "def on_post_page(output, page, config): return ''",
    }
    result = owned(write(tmp_path / "shelf", OWNED | hook), tmp_path / "site", "zensical")
    assert "a hook, hook" in result.notes[0]
    assert (tmp_path / "site/papers/p1/index.html").read_text()


def test_a_broken_link(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A strict build fails, as with MkDocs, and so does a script that no browser runs."""
    need("zensical")
    files = OWNED | {"content/about.md": "# About\n\n[x](papers/gone.md)\n\n<script>1</script>\n"}
    root = write(tmp_path / "shelf", files)
    with pytest.raises(MkDocsException):
        owned(root, tmp_path / "site", "zensical")
    assert "about.md: link to papers/gone.md, which does not exist" in caplog.text
    assert "about.md: inline scripts do not run" in caplog.text
    owned(root, tmp_path / "site", "zensical", strict=False)


def test_an_owner_with_superfences(tmp_path: Path) -> None:
    """Fenced code is highlighted if the settings say so, by both."""
    need("zensical")
    files = {"papers.yaml": entry(), "content/code.md": CODE, "mkdocs.yml": FENCES}
    root = write(tmp_path / "shelf", files)
    for engine in ("mkdocs", "zensical"):
        owned(root, tmp_path / engine, engine)
    require_same_pages(tmp_path)
    assert (
        '<div class="language-html highlight">'
        in (tmp_path / "zensical/code/index.html").read_text()
    )


def test_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to install it."""
    monkeypatch.setattr("sys.path", [])
    with pytest.raises(Unusable, match=r"not installed: run pip install 'papershelf\[zensical\]'"):
        require_zensical()


def test_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A version that was not tested is used, with a warning."""
    write(tmp_path, {"zensical-9.1.dist-info/METADATA": "Name: zensical\nVersion: 9.1\n"})
    monkeypatch.syspath_prepend(str(tmp_path))
    require_zensical()
    assert "Zensical 9.1 is not tested" in caplog.text and "'papershelf[zensical]'" in caplog.text


def test_the_tested_version(caplog: pytest.LogCaptureFixture) -> None:
    """The one that these tests run with needs no warning."""
    need("zensical")
    require_zensical()
    assert caplog.text == ""


def test_without_properdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does that of the command."""
    monkeypatch.setattr("papershelf.cli.site.find_spec", lambda name: None)
    result = run("-C", write(tmp_path / "shelf", OWNED), "build", "--engine", "properdocs")
    assert result.exit_code == 2 and "pip install properdocs" in result.output
