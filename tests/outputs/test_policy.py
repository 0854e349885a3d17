"""The Content-Security-Policy: what it says, that a browser holds it, and that nothing needs more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.exceptions import MkDocsException

from papershelf.outputs import policy
from papershelf.plugin import build_site
from support.helpers import PAGES, SMALL, Served, answered, build, entry, goto, write
from support.hostile import HOSTILE

_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
#: Tells of each refusal, from the first moment of a page on.
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push([event.effectiveDirective, event.blockedURI, event.sample].join(" ")));
"""
SETTINGS = "site_name: Shelf\ndocs_dir: content\ntheme:\n  name: material\nplugins:\n  - papershelf"


def policy_of(page: Path) -> dict[str, list[str]]:
    """Directive → sources, of a built page."""
    found = _META.findall(page.read_text())
    assert len(found) == 1, page
    return {words[0]: words[1:] for words in map(str.split, found[0].split(";"))}


def shelf(root: Path, page: str, settings: str = SETTINGS) -> Path:
    """A collection with one hand-written page."""
    return write(
        root, {"papers.yaml": entry(), "content/about.md": page, "mkdocs.yml": settings + "\n"}
    )


def test_every_page_has_one_before_anything_that_loads(seed_site: Path) -> None:
    """It comes before each style sheet, script and text; redirects and the 404 page have it, too."""
    pages = sorted(seed_site.rglob("*.html"))
    assert len(pages) > 100
    for page in pages:
        text = page.read_text()
        place = _META.search(text)
        assert place, page
        assert "<script" not in text[: place.start()] and "<link" not in text[: place.start()], page
        assert place.end() < 1024, page
        said = policy_of(page)
        assert "'unsafe-inline'" not in said["script-src"] + said["default-src"], page
        assert "'unsafe-eval'" not in said["script-src"], page


def test_pages_have_no_inline_handlers(seed_site: Path) -> None:
    """No element has an attribute such as onclick, no link begins with javascript:."""
    for page in sorted(seed_site.rglob("*.html")):
        found = policy.iter_refused(page.read_text(), {})
        wrong = [text for text in found if "inline" not in text and "<style>" not in text]
        assert wrong == [], page


def test_what_is_no_address_is_not_reported() -> None:
    """It loads nothing, and is no reason to end a build."""
    assert list(policy.iter_refused('<img src="http://[x"><img src="//a.example/b">', {})) == [
        "<img> does not load //a.example/b: copy it into the content folder, or add its host to policy: img-src"
    ]


def test_no_page_has_an_inline_script(seed_site: Path) -> None:
    """So the policy names none: what scripts may run is the same on every page."""
    said = {
        str(policy_of(page))
        for page in seed_site.rglob("index.html")
        if "<main" in page.read_text() and "embed" not in page.parts
    }
    assert len(said) == 1 and "sha256" not in said.pop()
    for url in ("", "papers/", "papers/zheng2024learning/", "about/"):
        page = (seed_site / url / "index.html").read_text()
        assert policy._scripts(page) == [], url


def test_each_script_of_a_site_s_own_theme_has_its_hash(tmp_path: Path) -> None:
    """An inline script that a site's own template adds runs, on generated pages and on others."""
    settings = SETTINGS.replace("name: material", "name: material\n  custom_dir: own")
    root = shelf(tmp_path / "shelf", "# About\n", settings)
    body = "<script>window.ran = 1</script>"
    write(root, {"own/partials/javascripts/content.html": body})
    build_site(root, site_dir=tmp_path / "site", has_search=False)
    for url in ("", "papers/", "about/"):
        page = tmp_path / "site" / url / "index.html"
        assert policy._hash("window.ran = 1") in policy_of(page)["script-src"], url


@pytest.fixture
def listening(browser: Any) -> Iterator[Any]:
    """A page that notes what its policy refuses."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(LISTEN)
    yield page
    context.close()


@pytest.mark.slow
def test_a_browser_refuses_nothing_on_any_kind_of_page(listening: Any, seed_server: Served) -> None:
    """Every kind of page with its scripts, the theme's switch and the search, WebAssembly included."""
    for path in PAGES:
        goto(listening, seed_server.url + path)
        listening.get_by_role("button", name="Dark theme").click()
        assert listening.evaluate("window.refused") == [], path
    for path in ("papers/zheng2024learning/", "about/"):
        listening.goto(seed_server.url + path)
        listening.wait_for_selector(".ps-find__open")
        listening.keyboard.press("/")
        listening.fill("#ps-q", "contrastive")
        answered(listening, "contrastive")
        assert listening.evaluate("window.refused") == [], path


@pytest.mark.slow
def test_a_redirect_still_leads_on(listening: Any, seed_server: Served) -> None:
    """Its own script runs, known by its hash, and takes the fragment with it."""
    told: list[str] = []
    listening.on("console", lambda message: told.append(message.text))
    for path in SMALL:
        listening.goto(f"{seed_server.url}{path}#cite")
        listening.wait_for_url("**/papers/zheng2024learning/#cite")
    assert [text for text in told if "Content Security Policy" in text] == []


@pytest.mark.slow
def test_a_browser_enforces_it(listening: Any, seed_server: Served) -> None:
    """A script, a handler and a request to elsewhere that somebody gets into a page are refused."""
    listening.goto(seed_server.url)
    ran = listening.evaluate(
        """async () => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 'script'";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror='window.ran = 1'>");
          const answer = await fetch("https://example.org/").then(() => "sent", () => "refused");
          await new Promise((done) => setTimeout(done, 300));
          return [window.ran ?? "nothing", answer];
        }"""
    )
    assert ran == ["nothing", "refused"]
    refused = [text.split()[0] for text in listening.evaluate("window.refused")]
    assert {"script-src-elem", "script-src-attr", "connect-src"} <= set(refused)


def test_a_script_in_a_text_gets_no_hash(tmp_path: Path) -> None:
    """Even where escaping failed: a script in what is printed of a page is none of the frame."""
    page = "---\ntitle: About\n---\n\n# About\n\n<script>window.ran = 1</script>\n"
    root, site = shelf(tmp_path / "shelf", page), tmp_path / "site"
    build_site(root, site_dir=site, has_search=False)  # a strict one would fail: see below
    said = policy_of(site / "about" / "index.html")["script-src"]
    text = (site / "about" / "index.html").read_text()
    assert "<script>window.ran = 1</script>" in text
    assert policy._hash("window.ran = 1") not in said


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<script>alert(1)</script>", "inline scripts do not run"),
        ('<p onclick="go()">Go</p>', "onclick=… on <p> does not run"),
        ('<a href="javascript:go()">Go</a>', "javascript: in href=… of <a> does not run"),
        ("<style>p { color: red }</style>", "<style> has no effect"),
        ('<img src="https://example.org/a.png" alt="">', "add its host to policy: img-src"),
        ("![A](https://example.org/a.png)", "add its host to policy: img-src"),
        ('<iframe src="//example.org/"></iframe>', "add its host to policy: frame-src"),
        ('<script src="https://example.org/a.js"></script>', "add its host to policy: script-src"),
    ],
)
def test_a_curator_is_told_what_does_not_run(
    tmp_path: Path, written: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A strict build fails on what browsers would silently refuse, with the way out."""
    root = shelf(tmp_path / "shelf", f"# About\n\n{written}\n")
    with pytest.raises(MkDocsException):
        build(root, tmp_path / "site", has_search=False)
    assert any("about.md: " in line and told in line for line in caplog.messages), caplog.messages


def test_a_curator_may_load_files_and_named_hosts(tmp_path: Path) -> None:
    """A script in a file of the content folder, an aligned table, a host of the settings: no word."""
    page = (
        '# About\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n<script src="../own.js"></script>\n\n'
        "![A](https://img.example.org/a.png)\n"
    )
    settings = f"{SETTINGS}:\n      policy:\n        img-src: ['*.example.org']"
    root = shelf(tmp_path / "shelf", page, settings)
    write(root, {"content/own.js": "window.own = 1;\n"})
    build(root, tmp_path / "site", has_search=False)
    said = policy_of(tmp_path / "site" / "about" / "index.html")
    assert said["img-src"] == ["'self'", "data:", "*.example.org"]
    assert said["style-src-attr"] == ["'unsafe-inline'"]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("script-src: [\"'unsafe-inline'\"]", "is not a host"),
        ("img-src: ['*']", "is not a host"),
        ("img-src: ['a.org; script-src *']", "is not a host"),
        ("object-src: [a.org]", 'unknown directive "object-src"'),
    ],
)
def test_settings_cannot_open_everything(tmp_path: Path, setting: str, told: str) -> None:
    """Hosts and schemes alone, for the directives that take them."""
    settings = f"{SETTINGS}:\n      policy:\n        {setting}"
    with pytest.raises(MkDocsException, match=re.escape(told)):
        build(shelf(tmp_path / "shelf", "# About\n", settings), tmp_path / "site")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_source(text: str) -> None:
    """Nothing that could end the attribute or the directive passes for a host."""
    assert not policy.is_source(text) or not re.search(r"[\s;,'\"<>]", text)


def test_a_preview_runs_the_script_that_reloads_it() -> None:
    """MkDocs writes another one into each page: without hashes browsers heed unsafe-inline."""
    said = policy.to_preview_policy({})
    assert "'unsafe-inline'" in said.split("; ")[1] and "sha256" not in said
