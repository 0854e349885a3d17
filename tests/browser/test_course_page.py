"""What the page of a course gains where scripts run: a way through the reader's library, and the readings
as an APA list on the clipboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from papershelf.citations import apa, to_record
from papershelf.outputs.views.library_forms import FORMS
from support.helpers import Served, build, collect, entry, goto, watched, write
from support.keeping import basket, remember, remembered

pytestmark = pytest.mark.slow

DOI = "10.1016/S0001-4966(99)1<23:A#b>3.0.CO;2-%"
PAPERS = (
    entry("open2024", "Learning to weave", '  arxiv: "2404.17858"\n')
    + entry("shut2019", "A study of looms", f"  doi: {DOI!r}\n  type: article-journal\n  venue: Journal of Looms\n").replace("2024-04-27", "2019")
    + entry("same2019", "On cards", "").replace("2024-04-27", "2019")
    + entry("book1843", "'<img src=x onerror=alert(1)> & the _book_'", "  type: book\n  urls: {paper: 'https://looms.example/book?a=1&b=2#c'}\n").replace("2024-04-27", "1843").replace("Ada Lovelace", "Ada Lovel")
    + entry("team2020", "The engines", "").replace("Ada Lovelace", "{literal: The Analytical Society}").replace("2024-04-27", "2020")
    + entry("lone2020", "A web of threads", "").replace("authors: [Ada Lovelace]", "authors: []").replace("2024-04-27", "2020")
)  # fmt: skip
COURSE = "---\ntitle: Looms\n---\n\n- [@open2024]\n- [@shut2019]\n- [@same2019]\n- [@book1843]\n- [@team2020]\n- [@lone2020]\n- [@shut2019] Once more.\n"
EDITION = "---\ntitle: Autumn\nstarts: 2026-10\n---\n\n- [@shut2019]\n"
#: The edition of the example, with a reading that may need a library.
EXAMPLE = "courses/images-and-words/2026-autumn/"
#: The order of the list.
ORDER = ("team2020", "book1843", "same2019", "shut2019", "open2024", "lone2020")


@pytest.fixture(scope="module")
def looms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("looms")
    files = {"content/courses/looms.md": COURSE, "content/courses/looms/2026.md": EDITION}
    shelf = write(folder / "shelf", {"papers.yaml": PAPERS, **files})
    build(shelf, folder / "site", has_search=False)
    with Served(folder / "site") as served:
        yield served


LINES = """() => {
    const wrong = [];
    for (const dot of document.querySelectorAll(".ps-sub .ps-dot")) {
        if (dot.getBoundingClientRect().left < dot.parentElement.getBoundingClientRect().left + 20) wrong.push(dot.parentElement.innerText);
    }
    for (const time of document.querySelectorAll(".ps-sub time")) {
        if (time.getClientRects().length > 1) wrong.push(time.innerText);
    }
    for (const number of document.querySelectorAll(".ps-reading__n")) {
        const { top, bottom } = number.getBoundingClientRect();
        const next = number.nextElementSibling.getBoundingClientRect().top;
        if (next < top || next > bottom - 10) wrong.push(number.innerText);
    }
    return wrong;
}"""


def test_lines_break_where_a_reader_expects_it(page: Any, seed_server: Served) -> None:
    """On a phone: no line begins with a dot, no date is split, and no number of a reading has a line
    of its own."""
    for path in (EXAMPLE, "courses/images-and-words/"):
        goto(page, seed_server.url + path)
        assert page.locator(".ps-reading__n").count() >= 7
        for width in range(320, 480, 10):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate(LINES) == [], (path, width)


# --- the library ----------------------------------------------------------------------------------

#: What a reader pastes → where a reading with the DOI 10.1000/1<8 leads.
DOI_URL = "https://doi.org/10.1000/1%3C8"
ENCODED = "https%3A%2F%2Fdoi.org%2F10.1000%2F1%253C8"
OPENURL = "url_ver=Z39.88-2004&rft_id=info:doi/10.1000/1%3C8"
PASTED = {
    "https://proxy.example.edu/login?url=": f"https://proxy.example.edu/login?url={DOI_URL}",
    "  proxy.example.edu/login?url=https://www.looms.example/a?b=1&url=2#c ": f"https://proxy.example.edu/login?url={DOI_URL}",
    "https://example.edu/ezproxy/login?auth=sso&url=https://a.example/": f"https://example.edu/ezproxy/login?auth=sso&url={DOI_URL}",
    "https://Proxy.example.edu:2443/login?qurl=https%3A%2F%2Fa.example": f"https://proxy.example.edu:2443/login?qurl={ENCODED}",
    "https://www-looms-com.proxy.example.edu/doi/10.1/x?y=z": f"https://proxy.example.edu/login?url={DOI_URL}",
    "https://go.openathens.net/redirector/example.edu?url=": f"https://go.openathens.net/redirector/example.edu?url={ENCODED}",
    "https://libkey.io/libraries/222/articles/333/full-text-file": "https://libkey.io/libraries/222/10.1000/1%3C8",
    "https://s.example.edu/discovery/openurl?institution=01X&rfr_id=info:sid%2Fx&rft.doi=10.1%2Fy&vid=01X:V&title=T": f"https://s.example.edu/discovery/openurl?institution=01X&vid=01X:V&{OPENURL}",
    "https://s.example.edu/r?sid=google&id=doi:10.1/x&lib=7": f"https://s.example.edu/r?lib=7&{OPENURL}",
    "https://ab1cd.search.serialssolutions.com/": f"https://ab1cd.search.serialssolutions.com/?{OPENURL}",
    "https://idp.example.edu/sso?provider=p&target=https%3A%2F%2Fa.example%2Fb&lang=en": f"https://idp.example.edu/sso?provider=p&target={ENCODED}&lang=en",
    "https://library.example.edu/{doi}/at": "https://library.example.edu/10.1000/1%3C8/at",
    "https://library.example.edu/?go={encoded}": f"https://library.example.edu/?go={ENCODED}",
}  # fmt: skip
REFUSED = {
    "javascript:alert(1)//{url}": "not an address",
    "data:text/html,{url}": "not an address",
    "ftp://proxy.example.edu/login?url=": "not an address",
    "http://proxy.example.edu/login?url=": "not encrypted",
    "https://ada:secret@proxy.example.edu/login?url=": "a user name or a password",
    "https://ada@proxy.example.edu/login?url=": "a user name or a password",
    "https://proxy.example.edu/login?user=ada&pass=secret&url=https://a.example/": "signs someone in",
    "https://s.example.edu/openurl?ticket=ST-1&rft_id=info:doi/10.1/x": "signs someone in",
    "https://{doi}.example.edu/": "not an address",
    "https://{doi}": "not an address",
    "https://example.edu{doi}": "not an address of a proxy",
    "https://proxy.example.edu/ login?url=": "not an address",
    "https://www.looms.example/article/1": "not an address of a proxy",
    "https://proxy.example.edu/": "not an address of a proxy",
    "looms": "not an address of a proxy",
    "https://": "not an address",
    "https://proxy.example.edu/login?url=" + "x" * 1000: "too long",
}
TRY = """async ([module, texts]) => {
  const { recognise, toLink } = await import(module);
  const attempt = (text) => {
    try { return toLink(recognise(text).made, { doi: "10.1000/1<8", url: "https://doi.org/10.1000/1%3C8" }); }
    catch (error) { return `! ${error.message}`; }
  };
  return texts.map(attempt);
}"""


def attempts(page: Any, looms: Served, texts: list[str]) -> list[str]:
    (script,) = (looms.folder / "repo/assets/papershelf").glob("library-links.*.js")
    page.goto(f"{looms.url}courses/looms/")
    found: list[str] = page.evaluate(TRY, [f"/repo/assets/papershelf/{script.name}", texts])
    return found


def test_forms_of_libraries(page: Any, looms: Served) -> None:
    """What was pasted becomes the address of another paper, whose characters cannot change it."""
    assert dict(zip(PASTED, attempts(page, looms, list(PASTED)))) == PASTED
    examples = [form.example for form in FORMS]
    for form, link in zip(FORMS, attempts(page, looms, examples)):
        assert link.startswith("https://") and "10.1000" in link, (form, link)


def test_addresses_that_are_refused(page: Any, looms: Served) -> None:
    """With words for readers."""
    for text, message in zip(REFUSED, attempts(page, looms, list(REFUSED))):
        assert message.startswith("! ") and REFUSED[text] in message, (text, message)


def test_forms_are_listed_with_examples(page: Any, looms: Served) -> None:
    """Below the field, closed until somebody asks."""
    goto(page, f"{looms.url}courses/looms/")
    examples = page.locator(".ps-library__forms dd")
    assert not examples.first.is_visible()
    page.get_by_text("Addresses that work").click()
    assert examples.last.is_visible()
    assert examples.all_inner_texts() == [form.example for form in FORMS]
    names = page.locator(".ps-library__forms dt").all_inner_texts()
    assert names == list(dict.fromkeys(form.name for form in FORMS))


def links(page: Any) -> dict[str, str]:
    """Where the mark of each closed reading leads, by the id of its paper; empty for words alone."""
    marks = page.locator(".ps-reading:has(.ps-access)").evaluate_all(
        "all => all.map((each) => [each.id, each.querySelector('.ps-access a')?.getAttribute('href') ?? ''])"
    )
    return {name.removeprefix("reading-"): href for name, href in marks}


def test_a_library_is_set_once_and_forgotten_with_one_click(page: Any, looms: Served) -> None:
    """By keyboard; the page says what it understood before anything is kept, and asks nobody."""
    goto(page, f"{looms.url}courses/looms/")
    assert set(links(page).values()) == {"#ps-library", ""}
    page.get_by_role("link", name="May need a library: A study of looms").first.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("http://proxy.example.edu/login?url=")
    state = page.locator("#ps-library [role=status]")
    assert "not encrypted" in state.inner_text()
    page.keyboard.press("Enter")
    assert remembered(page, "library") is None
    field = page.get_by_label("Proxy or link resolver")
    assert field.evaluate("(field) => field === document.activeElement")
    field.fill("https://proxy.example.edu/login?url=https://a.example/")
    assert "EZproxy, for example: https://proxy.example.edu/login?url=https://doi.org/10.1016/" in state.inner_text()  # fmt: skip
    page.keyboard.press("Enter")
    shut = "https://proxy.example.edu/login?url=https://doi.org/10.1016/S0001-4966(99)1%3C23:A%23b%3E3.0.CO;2-%25"
    book = "https://proxy.example.edu/login?url=https://looms.example/book?a=1&b=2%23c"
    expected = {"shut2019": shut, "same2019": "", "book1843": book, "team2020": "", "lone2020": "", "shut2019_7": shut}  # fmt: skip
    assert links(page) == expected
    assert state.inner_text() == "Saved in this browser."
    names = page.locator(".ps-access a").evaluate_all("all => all.map((a) => a.ariaLabel)")
    assert names[0] == "Read through your library: A study of looms"
    goto(page, f"{looms.url}courses/looms/2026/")
    assert links(page) == {"shut2019": shut}
    page.get_by_role("button", name="Forget it").click()
    assert links(page) == {"shut2019": "#ps-library"} and remembered(page, "library") is None
    assert page.locator("#ps-library input").evaluate("(field) => field === document.activeElement")


def test_a_library_that_needs_a_doi(page: Any, looms: Served) -> None:
    """A reading without one is not led anywhere wrong."""
    remember(page, looms, library=json.dumps("https://libkey.io/libraries/222/{doi}"))
    goto(page, f"{looms.url}courses/looms/")
    found = links(page)
    assert found["shut2019"] == "https://libkey.io/libraries/222/10.1016/S0001-4966(99)1%3C23%3AA%23b%3E3.0.CO%3B2-%25"  # fmt: skip
    assert found["book1843"] == "#ps-library"


HOSTILE = (
    '"javascript:alert({url})"', '"https://{doi}.example.edu/"', '"https://a:b@example.edu/{url}"', '"//x/{url}"',
    '"https://example.edu/"', "7", '{"a": 1}', "[", '"' + "x" * 5000 + '{url}"',
)  # fmt: skip


def test_hostile_memory(page: Any, looms: Served) -> None:
    """Any script on the host may have written it: the reader is asked again."""
    for value in HOSTILE:
        remember(page, looms, library=value)
        goto(page, f"{looms.url}courses/looms/")
        assert set(links(page).values()) == {"#ps-library", ""}, value[:30]
        assert page.get_by_label("Proxy or link resolver").is_visible()


def test_everything_that_is_remembered_includes_the_library(
    page: Any, looms: Served, tmp_path: Path
) -> None:
    """It is forgotten with the rest, and comes back with it. No file has it, and none sets it."""
    made = "https://proxy.example.edu/login?url={url}"
    remember(page, looms, library=json.dumps(made))
    basket(page, looms)
    page.get_by_role("button", name="Forget everything").click()
    assert remembered(page, "library") is None
    page.get_by_role("button", name="Undo").click()
    assert remembered(page, "library") == made
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save to a file").click()
    file = json.loads(Path(saved.value.path()).read_text())
    assert "library" not in file
    page.get_by_role("button", name="Forget everything").click()
    given = tmp_path / "given.json"
    given.write_text(json.dumps(file | {"library": "https://evil.example/login?url={url}"}))
    page.locator("input[type=file]").set_input_files(given)
    page.get_by_text("Added 0 papers").wait_for()
    assert remembered(page, "library") is None


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_scripts_come(browser: Any, looms: Served, width: int) -> None:
    """The form is below all else beside the course, and other rooms are kept free."""
    with watched(browser, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        goto(page, f"{looms.url}courses/looms/")
        assert page.get_by_label("Proxy or link resolver").is_visible()
        assert page.evaluate("window.shifts") == []


def test_the_closed_reading_of_the_example_opens_through_a_library(
    browser: Any, seed_server: Served
) -> None:
    """From the mark at the reading to the form and back to the mark, which leads there then."""
    context = browser.new_context()
    through = "https://proxy.example.edu/login?url="
    context.route(f"{through}**", lambda route: route.fulfill(body="The library"))
    page = context.new_page()
    goto(page, seed_server.url + EXAMPLE)
    assert page.locator(".ps-access").all_inner_texts() == ["May need a library"]
    page.get_by_role("link", name="May need a library: Content-Based Image").click()
    assert page.locator("#ps-library:target").is_visible()
    page.get_by_label("Proxy or link resolver").fill(through)
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("link", name="Read through your library: Content-Based Image").click()
    page.wait_for_url(f"{through}https://doi.org/10.1109/34.895972")
    context.close()


def test_without_scripts_closed_readings_are_words(browser: Any, seed_server: Served) -> None:
    """The DOI of the row leads to the publisher; nothing is empty."""
    with watched(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(seed_server.url + EXAMPLE)
        assert page.locator(".ps-access").inner_text() == "May need a library"
        row = page.locator(".ps-reading:has(.ps-access)")
        assert row.get_by_role("link", name="DOI").get_attribute("href") == "https://doi.org/10.1109/34.895972"  # fmt: skip
        assert "1 reading may need a library" in page.locator("#ps-library").inner_text()
        assert page.locator("[data-ps-references]").is_hidden()


# --- the APA list ---------------------------------------------------------------------------------

READ = """async () => {
  const [item] = await navigator.clipboard.read();
  const texts = item.types.map(async (type) => [type, await (await item.getType(type)).text()]);
  return Object.fromEntries(await Promise.all(texts));
}"""


class Paragraphs(HTMLParser):
    """The paragraphs of a text: their styles, their words, and what is italic or a link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.words: list[str] = []
        self.marked: list[tuple[str, str]] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p":
            self.styles.append(dict(attrs).get("style") or "")
            self.words.append("")
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.words:
            self.words[-1] += data
        if self.inside in ("i", "a"):
            self.marked.append((self.inside, data))


def references(looms: Served) -> list[str]:
    """The references as the generator writes them, in the order of the list, with their letters."""
    papers = collect(looms.folder.parent / "shelf").papers
    found = [apa.to_plain(to_record(papers[paper_id])) for paper_id in ORDER]
    return [text.replace("(2019)", f"(2019{letter})") if "(2019)" in text else text
            for text, letter in zip(found, "  ab  ")]  # fmt: skip


def test_a_course_as_an_apa_list(page: Any, looms: Served) -> None:
    """Each reading once, in the order of APA; works of one author and year have letters. Word
    processors get italics, links and a hanging indent, other programs the text."""
    goto(page, f"{looms.url}courses/looms/")
    page.get_by_role("button", name="Copy as APA list").click()
    page.get_by_text("6 papers copied as an APA list.").wait_for()
    copied = page.evaluate(READ)
    assert copied["text/plain"].replace("\r\n", "\n") == "".join(
        f"{line}\n" for line in references(looms)
    )
    found = Paragraphs(copied["text/html"])
    assert [words.strip() for words in found.words] == references(looms)
    assert all("text-indent: -36pt" in style and "36pt" in style for style in found.styles)
    assert ("i", "Journal of Looms") in found.marked
    assert ("i", "<img src=x onerror=alert(1)> & the _book_") in found.marked
    assert ("a", "https://looms.example/book?a=1&b=2#c") in found.marked


def test_a_basket_as_an_apa_list(page: Any, looms: Served) -> None:
    """Of what is kept, whatever its order there; an id that is not here is named."""
    remember(page, looms, kept=["shut2019", "nobody2000", "team2020"])
    basket(page, looms)
    page.get_by_role("button", name="Copy as APA list").click()
    page.get_by_text("2 papers copied as an APA list. Without nobody2000").wait_for()
    lines = page.evaluate(READ)["text/plain"].splitlines()
    expected = [references(looms)[0], references(looms)[3].replace("2019b", "2019")]
    assert lines == expected


def test_without_a_clipboard_the_list_is_selected(browser: Any, looms: Served) -> None:
    """As on pages over plain http: Ctrl+C copies it with its italics."""
    with watched(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined, configurable: true })")  # fmt: skip
        goto(page, f"{looms.url}courses/looms/")
        page.get_by_role("button", name="Copy as APA list").click()
        page.get_by_text("6 papers selected as an APA list. Copy it").wait_for()
        selected = page.evaluate("getSelection().toString()")
        assert [line for line in selected.splitlines() if line] == references(looms)
        assert page.locator(".ps-references i", has_text="Journal of Looms").count() == 1
        assert page.locator(".ps-references img").count() == 0


def test_a_list_that_cannot_be_loaded(page: Any, looms: Served) -> None:
    """The page says so, and nothing is copied."""
    goto(page, f"{looms.url}courses/looms/")
    page.route("**/papers/*/", lambda route: route.abort())
    page.get_by_role("button", name="Copy as APA list").click()
    page.get_by_text("Nothing to copy: no reference could be loaded.").wait_for()
    page.unroute("**/papers/*/")

    def cut(route: Any) -> None:
        answer = route.fetch()
        text = answer.text()
        end = text.index("</p>", text.index('class="ps-apa"'))
        route.fulfill(response=answer, body=text[: end - 5])

    page.route("**/papers/shut2019/", cut)
    page.get_by_role("button", name="Copy as APA list").click()
    page.get_by_text("5 papers copied as an APA list. Without shut2019").wait_for()
