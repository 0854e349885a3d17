"""Discussions on GitHub, which giscus shows once the reader asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from papershelf.outputs import policy
from papershelf.outputs.settings import Discussion, Settings
from support.helpers import Served, build, entry, pages, watched, write

GIVEN = {
    "repo": "ada/papers",
    "repo_id": "R_kgDOGjYtbQ",
    "category": "Talk & more",
    "category_id": "DIC_kwDOGjYtbc4CA_TS",
}
#: Three comments and some reactions; a renamed paper; counts in the catalogue; nothing.
PAPERS = (
    entry("p1", "One", "  aliases: [old1]\n  discussion: {count: 8}\n")
    + entry("p2", "Two", "  discussion: {count: 1200}\n")
    + entry("p3", "Three", "  discussion: {count: 7, url: 'https://example.org/p3'}\n")
    + entry("p4", "Four", "  discussion: {url: 'https://github.com/Ada/papers/discussions/4', count: 1}\n")
    + entry("p5", "Five")
)  # fmt: skip
FILES = {
    "papers.yaml": PAPERS,
    "content/about.md": "# About\n",
    "metrics/2026-W47.csv": "id,date,reactions,replies\np1,2026-11-22,9,9\np5,2026-11-22,2,0\n",
    "metrics/2026-W48.csv": "id,date,reactions,replies\nold1,2026-11-29,1,3\n",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of papers, `p1` and so on."""
    root = write(tmp_path_factory.mktemp("talk"), FILES)
    found = pages(root, discussion=Discussion(**GIVEN))
    return {f"p{n}": found[f"papers/p{n}.md"] for n in range(1, 6)}


def thread(page: str) -> list[str]:
    """What a page says about its discussion: the words of the button, the link, the note."""
    section = page.split("\n## Discussion\n")[1]
    text = " ".join(section.split("</div>")[0].split())
    return [re.sub(r"<[^>]*>", "", part).strip() for part in re.split(r"</button>|</p>", text)]


LAST = "The button loads giscus.app, which shows it here."


@pytest.mark.parametrize(
    ("paper", "number", "note"),
    [
        ("p1", " (3)", "3 comments and 1 reaction on GitHub Discussions, 29 Nov 2026. "),
        ("p2", " (1,200)", ""),
        ("p3", "", ""),  # its comments are elsewhere
        ("p4", " (1)", ""),
        ("p5", "", "2 reactions on GitHub Discussions, 22 Nov 2026. "),
    ],
)
def test_a_number_is_shown_if_it_is_known(
    made: dict[str, str], paper: str, number: str, note: str
) -> None:
    """The newest one of the snapshots, with its date, or else that of the catalogue."""
    expected = [f"Show the discussion{number}", "Find it on GitHub", note + LAST, ""]
    assert expected == thread(made[paper])


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ("p1", '<a href="#discussion" rel="nofollow">3 comments</a>'),
        ("p2", '<a href="#discussion" rel="nofollow">1,200 comments</a>'),
        ("p3", '<a href="https://example.org/p3" rel="nofollow">7 comments</a>'),
        ("p4", '<a href="https://github.com/Ada/papers/discussions/4" rel="nofollow">1 comment</a>'),
        ("p5", None),
    ],
)  # fmt: skip
def test_the_head_leads_to_the_discussion(
    made: dict[str, str], paper: str, expected: str | None
) -> None:
    """To the section of the page, unless the catalogue says where it is."""
    where = made[paper].split('<p class="ps-where">')[1].split("</p>")[0]
    if expected:
        assert expected in where
    assert where.count("nofollow") == bool(expected)


def test_the_thread_outlives_a_rename(made: dict[str, str]) -> None:
    """It is found by the first id of the paper; values are escaped."""
    assert 'data-term="old1"' in made["p1"] and 'data-term="p2"' in made["p2"]
    assert "https://github.com/ada/papers/discussions?discussions_q=old1" in made["p1"]
    assert 'data-category="Talk &amp; more"' in made["p1"]


def test_without_the_setting_a_link_leads_to_where_it_is(tmp_path: Path) -> None:
    """No number of GitHub Discussions, no section, nothing of giscus."""
    found = pages(write(tmp_path, FILES))
    assert '<a href="https://example.org/p3" rel="nofollow">7 comments</a>' in found["papers/p3.md"]
    assert "8 comments" in found["papers/p1.md"]
    assert not [name for name, text in found.items() if "giscus" in text or "ps-thread" in text]


def test_pages_may_load_giscus_where_it_is_set() -> None:
    """Its script, its styles and its frame, beside what the settings allow."""
    more = {"script-src": ["*.example.com"], "img-src": ["*.example.org"]}
    found = policy.to_sources(Settings(discussion=Discussion(**GIVEN)), more)
    assert found == {
        "script-src": ("*.example.com", "https://giscus.app"),
        "style-src": ("https://giscus.app",),
        "frame-src": ("https://giscus.app",),
        "img-src": ["*.example.org"],
    }
    assert policy.to_sources(Settings(), more) == more


# --- in a browser -------------------------------------------------------------------------------

SETTINGS = f"""site_name: S
site_url: https://papers.example.org/shelf/
docs_dir: content
theme: {{name: material}}
plugins:
  - papershelf:
      discussion: {GIVEN}
"""
#: What giscus' script does with the element that runs it, and its page with the theme.
CLIENT = """(() => {
  const frame = Object.assign(document.createElement("iframe"), {
    className: "giscus-frame giscus-frame--loading",
    title: "Comments",
  });
  frame.addEventListener("load", () => frame.classList.remove("giscus-frame--loading"));
  const back = document.querySelector("meta[name='giscus:backlink']").content;
  const asked = new URLSearchParams({ ...document.currentScript.dataset, back });
  frame.src = `https://giscus.app/en/widget?${asked}`;
  document.head.prepend(Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: "https://giscus.app/default.css",
  }));
  document.querySelector(".giscus").replaceChildren(frame);
})();
"""
WIDGET = """<!doctype html><title>Comments</title><body><button>Comment</button><p id="theme"></p><script>
const show = (theme) => document.getElementById("theme").textContent = theme;
show(new URLSearchParams(location.search).get("theme"));
addEventListener("message", ({ data, origin }) => show(`${data.giscus.setConfig.theme} from ${origin}`));
</script>"""
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", ({ blockedURI }) => refused.push(blockedURI));
"""


class Giscus:
    """A stand-in for giscus.app, which notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False

    def answer(self, route: Any) -> None:
        url = urlsplit(route.request.url)
        self.asked.append(url.path)
        if self.is_away:
            route.abort()
        elif url.path == "/client.js":
            cors = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(body=CLIENT, content_type="text/javascript", headers=cors)
        elif url.path == "/default.css":
            route.fulfill(body=".giscus-frame { width: 100%; }", content_type="text/css")
        else:
            route.fulfill(body=WIDGET, content_type="text/html")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with discussions, of which each page of a paper is as MkDocs makes it."""
    folder = tmp_path_factory.mktemp("talk")
    root = write(folder / "shelf", FILES | {"mkdocs.yml": SETTINGS})
    result = build(root, folder / "site", has_search=False, verified=100)
    assert result.notes == () and result.report["pages_cast"] >= 5
    with Served(folder / "site") as server:
        yield server


@pytest.fixture
def giscus() -> Giscus:
    return Giscus()


@pytest.fixture
def page(browser: Any, giscus: Giscus) -> Iterator[Any]:
    """A page of a reader, which fails the test if the policy refuses anything."""
    with watched(browser, within="http", color_scheme="light") as context:
        opened = context.new_page()
        opened.add_init_script(LISTEN)
        opened.route(re.compile("^https:"), giscus.answer)
        yield opened
        assert opened.evaluate("refused") == []


def theme(page: Any) -> Any:
    return page.frame_locator("iframe").locator("#theme")


@pytest.mark.slow
def test_nothing_is_asked_before_the_reader_asks(page: Any, served: Served, giscus: Giscus) -> None:
    """By keyboard: the button says what it does, the focus goes to the discussion, its theme is that
    of the page, and a second opening loads nothing."""
    page.goto(f"{served.url}papers/p1/?h=loom", wait_until="networkidle")
    button = page.get_by_role("button", name="Show the discussion (3)")
    assert giscus.asked == [] and button.get_attribute("aria-expanded") == "false"
    note = page.locator(f"#{button.get_attribute('aria-describedby')}").text_content()
    assert note == LAST
    button.press("Enter")
    theme(page).get_by_text("light", exact=True).wait_for()
    query = parse_qs(urlsplit(page.locator("iframe").get_attribute("src")).query)
    assert query == {
        **{name: [value] for name, value in (
            ("repo", GIVEN["repo"]), ("repoId", GIVEN["repo_id"]),
            ("category", GIVEN["category"]), ("categoryId", GIVEN["category_id"]),
            ("mapping", "specific"), ("term", "old1"), ("strict", "1"), ("theme", "light"),
            ("reactionsEnabled", "1"), ("emitMetadata", "0"), ("inputPosition", "bottom"),
            ("lang", "en"), ("loading", "eager"),
            ("back", "https://papers.example.org/shelf/papers/p1/"),
        )}
    }  # fmt: skip
    # the style and the frame are asked for at the same time
    assert sorted(giscus.asked) == ["/client.js", "/default.css", "/en/widget"]
    assert page.evaluate("document.activeElement.ariaLabel") == "Discussion"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.title") == "Comments"
    page.get_by_role("button", name="Dark theme").click()
    theme(page).get_by_text(
        f"dark from {urlsplit(served.url)._replace(path='').geturl()}"
    ).wait_for()
    hide = page.get_by_role("button", name="Hide the discussion (3)")
    assert hide.get_attribute("aria-expanded") == "true"
    hide.click()
    page.locator("iframe").wait_for(state="hidden")
    button.click()
    theme(page).get_by_text("dark").wait_for()
    assert giscus.asked.count("/client.js") == 1


@pytest.mark.slow
def test_a_failure_is_no_dead_end(page: Any, served: Served, giscus: Giscus) -> None:
    """The page says so, and loads it when it is tried again, in the theme of then."""
    page.goto(f"{served.url}papers/p3/")
    giscus.is_away = True
    page.get_by_role("button", name="Show the discussion").click()
    said = page.get_by_role("status").get_by_text("could not be loaded from giscus.app")
    said.wait_for()
    giscus.is_away = False
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Try again").click()
    theme(page).get_by_text("dark", exact=True).wait_for()
    assert said.count() == 0 and page.evaluate("document.activeElement.ariaLabel") == "Discussion"


@pytest.mark.slow
def test_a_reader_who_signed_in_comes_back_to_it(page: Any, served: Served, giscus: Giscus) -> None:
    """GitHub leads back to the page with a token; nobody else's link opens the discussion."""
    back = f"{served.url}papers/p5/?giscus=token"
    page.goto(back, wait_until="networkidle")
    assert giscus.asked == []
    page.get_by_role("button", name="Show the discussion").click()
    theme(page).wait_for()
    page.goto(back)
    theme(page).wait_for()
    assert giscus.asked.count("/client.js") == 2


@pytest.mark.slow
def test_without_scripts_a_link_leads_to_it(browser: Any, served: Served) -> None:
    """And no button that does nothing."""
    with watched(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{served.url}papers/p1/")
        link = page.get_by_role("link", name="Find it on GitHub")
        expected = "https://github.com/ada/papers/discussions?discussions_q=old1"
        assert link.is_visible() and link.get_attribute("href") == expected
        assert page.get_by_role("button", name="discussion").count() == 0
        assert page.get_by_text("giscus.app").is_hidden()
