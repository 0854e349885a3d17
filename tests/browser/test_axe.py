"""Access: what axe says, by its rules for WCAG 2.0 to 2.2 and for good practice; links that cannot be
told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from support.helpers import (
    DISTINCT,
    PAGES,
    TOOLS,
    TOTAL,
    Served,
    ask,
    build,
    entry,
    goto,
    settled,
    write,
)
from support.skipped import NO_TOOL

pytestmark = pytest.mark.slow

AXE = TOOLS / "axe-core" / "axe.min.js"
needs_axe = pytest.mark.skipif(not AXE.is_file(), reason=NO_TOOL.format("axe-core"))

#: axe finds what is wrong by its rules for WCAG 2.0 to 2.2 and for good practice.
RUN = """async (rows) => {
  const exclude = [...document.querySelectorAll(".ps-row")].slice(rows);
  const { violations } = await axe.run({ include: [document], exclude }, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${id} (${impact}): ${html}`));
}"""
#: Rows of a list that axe reads: each takes it a twentieth of a second. It reads all those of the home page,
#: which has every paper.
ROWS = 5

#: Links of one name that lead to several addresses: screen readers list links without what is around them.
ALIKE = """() => {
  const targets = {};
  for (const link of document.querySelectorAll("a[href]")) {
    if (link.checkVisibility()) (targets[link.ariaLabel ?? link.textContent.trim()] ??= new Set()).add(link.href);
  }
  return Object.entries(targets).filter(([, all]) => all.size > 1).map(([name, all]) => [`Links named ${name}`, ...all].join(" "));
}"""

#: Waits for two frames; a browser without a screen may draw none.
FRAMES = """new Promise((next) => {
  requestAnimationFrame(() => requestAnimationFrame(next));
  setTimeout(next, 1000);
})"""
#: Width and theme in which everything is looked at, and the width that may show more in that theme.
LOOKS = ((1280, "light", 390), (390, "dark", 1280))
#: Contrast of the elements with text that were not in sight before. Those that were have the same
#: colours: only the theme changes them.
CONTRAST = """async () => {
  const seen = (element) => element.getClientRects().length > 0;
  const texts = [...document.body.querySelectorAll("*")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  if (!window.sighted) { window.sighted = new Set(texts.filter(seen)); return []; }
  const more = texts.filter((element) => seen(element) && !window.sighted.has(element));
  window.sighted = undefined;
  if (!more.length) return [];
  const { violations } = await axe.run({ include: more }, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html }) => `${id} (${impact}): ${html}`));
}"""


def opened(browser: Any, **options: Any) -> Any:
    """A page in a context of its own, which has axe. Nothing moves and colours change at once, so nobody
    has to wait for them."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **options)
    context.add_init_script(path=AXE)  # `evaluate` would take half a second
    return context.new_page()


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A page for tests that only look."""
    page = opened(browser)
    yield page
    page.context.close()


def findings(
    page: Any, rows: int = ROWS, looks: Sequence[tuple[int, str, int]] = LOOKS
) -> list[Any]:
    """What axe finds on a page that is open, on a desk and on a phone, in both themes, and links that
    cannot be told apart."""
    found = [(0, "", wrong) for wrong in page.evaluate(ALIKE)]
    for width, scheme, other in looks:
        for size, script in ((width, RUN), (width, CONTRAST), (other, CONTRAST)):
            page.set_viewport_size({"width": size, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(FRAMES)
            found += [(size, scheme, wrong) for wrong in page.evaluate(script, rows)]
    return found


@needs_axe
@pytest.mark.parametrize("path", PAGES[:-1])
def test_axe_finds_nothing(page: Any, seed_server: Served, path: str) -> None:
    """No finding of any impact on any kind of page; one theme is enough for a template that others have."""
    page.set_viewport_size({"width": 1280, "height": 900})
    goto(page, seed_server.url + path)
    looks = LOOKS if path in DISTINCT else LOOKS[1:]
    assert findings(page, rows=ROWS if path else TOTAL, looks=looks) == []


@needs_axe
@pytest.mark.parametrize(
    "path", ["courses/images-and-words/2026-autumn/", "topics/medical-imaging/"]
)
def test_axe_finds_nothing_in_a_frame(page: Any, seed_server: Served, path: str) -> None:
    """Of another site, which shows the page itself."""
    page.set_viewport_size({"width": 1280, "height": 900})
    goto(page, f"{seed_server.url}embed/{path}")
    assert findings(page) == []


@needs_axe
def test_axe_finds_nothing_on_the_page_of_a_wrong_address(browser: Any, tmp_path: Path) -> None:
    """It needs the site's address to find its style sheet from anywhere. Without a search, it does not
    advise to search."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    build(root, tmp_path / "site", has_search=False, site_url="https://papers.example.org/repo/")
    with Served(tmp_path / "site") as served:
        page = opened(browser, viewport={"width": 320, "height": 600})
        goto(page, served.url + "no/such/page/")
        assert page.evaluate(RUN, ROWS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.get_by_role("link", name="All papers").is_visible()
        assert page.get_by_text("Search for").count() == 0
        page.context.close()


@needs_axe
def test_axe_finds_what_is_wrong(browser: Any, seed_server: Served) -> None:
    """The test above can fail: it reports an image without a text, links of one name, and pale text that
    appears only on a phone, in the theme in which it is pale."""
    page = opened(browser)
    page.goto(f"{seed_server.url}about/")
    page.evaluate(
        "document.querySelector('main').append(new Image()); document.querySelector('main').insertAdjacentHTML("
        "'beforeend', '<style>@media (min-width: 600px) { .pale { display: none } } .pale { color: #e8e8e8 }</style>"
        "<p class=pale>Pale</p><a href=a.pdf>PDF</a> <a href=b.pdf>PDF</a>')"
    )
    found = findings(page)
    assert any(text.startswith("image-alt (critical)") for _, _, text in found)
    assert any(text.startswith("Links named PDF") for _, _, text in found)
    pale = [(width, scheme) for width, scheme, text in found if "Pale" in text]
    assert pale == [(390, "light")]
    page.context.close()


@needs_axe
def test_axe_finds_nothing_in_what_opens(browser: Any, seed_server: Served) -> None:
    """The drawer, and a search that has found something."""
    page = opened(browser, viewport={"width": 390, "height": 844})
    goto(page, seed_server.url)
    page.get_by_role("button", name="Menu").click()
    page.wait_for_function("() => document.activeElement.closest('#ps-drawer')")
    assert page.evaluate(RUN, ROWS) == []
    page.keyboard.press("Escape")
    assert ask(page, "contrastive") != []
    assert page.evaluate(RUN, ROWS) == []
    page.context.close()


#: Page → what a reader does there, as a script; axe looks at what comes of it.
DONE = {
    "basket/": "localStorage.setItem('papershelf /repo/ kept', JSON.stringify("
    "['chen2023single', 'zheng2024learning', 'lost2020'])); location.reload()",
    "basket/#papers=chen2023single,lost2020": "",
    "papers/": "document.querySelectorAll('.ps-choices input').forEach((box, at) => at % 7 || box.click())",
    "papers/?text=zzzzqq": "",
    "map/?topic=medical-imaging": "document.querySelector('canvas').focus(); document.activeElement"
    ".dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))",
    "topics/medical-imaging/": "document.querySelectorAll('[data-tick]').forEach((tick) => tick.click())",
    "papers/zheng2024learning/": "document.querySelectorAll('.ps-head button, .ps-cites button').forEach((e) => e.click())",
    "stats/": "document.querySelectorAll('details').forEach((table) => table.open = true)",
    "": "document.querySelector('.ps-find button').click()",
}


@needs_axe
@pytest.mark.parametrize("path", DONE)
def test_axe_finds_nothing_in_what_a_reader_has_done(
    browser: Any, seed_server: Served, path: str
) -> None:
    """A full basket and a shared one, filters that are set, nothing found, a paper that is pointed at
    on the map, ticks that are pressed, citations copied, tables opened, an empty search."""
    page = opened(browser, viewport={"width": 1280, "height": 900})
    goto(page, seed_server.url + path)
    before = page.inner_text("body")
    with settled(page):
        page.evaluate(f"() => {{ {DONE[path]} }}")
        if DONE[path]:
            page.wait_for_function("before => before !== document.body.innerText", arg=before)
    assert findings(page) == []
    page.context.close()
