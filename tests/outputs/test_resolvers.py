"""Addresses of identifiers lead to their papers, on disk and in a browser, whatever they contain."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.model import Collection
from papershelf.outputs import everything, resolvers
from papershelf.outputs.resolvers import LONGEST, to_path
from papershelf.outputs.settings import Settings
from papershelf.text.identifiers import lower
from support import hostile
from support.helpers import Served, build, collect, entry, goto, write

#: Refused by Windows or by the upload of a workflow's artifact, or with a meaning of their own.
REFUSED = re.compile(r"[\x00-\x1f\"*:<>?|\\%#&'\s~]")
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
}
#: DOIs that real publishers or nasty people have given.
NASTY = (
    "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    "10.1000/../../../etc/passwd", "10.1000/a//b", "10.1000/100%", "10.1000/a%2fb", "10.1000/%2e%2e/c",
    "10.1000/what?", "10.1000/a?1=c#d", "10.1000/./d", "10.1000/...x", "10.1000/e.x", "10.1000/CON",
    "10.1000/nul.txt", "10.1000/index.html", "10.1000/.git/config", "10.1000/f/x", "10.1000/g\\h",
    "10.1000/\"><script>alert(1)</script>x", "10.1000/Ünï/你好", "10.1000/~3c", "10.1000/a&b'c*d|e",
    "10.1000/javascript:alert(1)", "10.1000/https://elsewhere.invalid/x", "10.1000//elsewhere.invalid/x",
)  # fmt: skip


def is_harmless(segment: str) -> bool:
    """Whether every file system and server takes it for a name."""
    text = segment.replace("~", "")
    return (
        bool(segment)
        and not REFUSED.search(text)
        and segment.isascii()
        and not segment.startswith(".")
        and not segment.endswith((".", " "))
        and segment.partition(".")[0].lower() not in DEVICES
        and segment.lower() != "index.html"
        and len(segment) <= LONGEST
    )


@pytest.mark.parametrize("doi", [*NASTY, *(f"10.1000/{text[:90]}" for text in hostile.HOSTILE)])
def test_names_are_harmless(doi: str) -> None:
    """Each segment is a plain name, and an address that has to change is in lower case."""
    path = to_path(doi)
    assert path
    assert all(map(is_harmless, path.split("/"))), path
    assert path == doi or path == lower(path)


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_two_identifiers_never_share_a_name(one: str, other: str) -> None:
    """But for the case of ASCII letters, which no DOI has."""
    if lower(one) != lower(other):
        assert to_path(lower(one)) != to_path(lower(other))
    assert all(map(is_harmless, to_path(one).split("/")))


def test_a_name_that_is_too_long_is_left_out() -> None:
    """File systems refuse it; the search finds the paper all the same."""
    assert to_path("10.1000/" + "a" * LONGEST)
    assert not to_path("10.1000/" + "a" * (LONGEST + 1))
    assert not to_path("10.1000/" + "<" * LONGEST)
    assert to_path("10.1000/" + "a/" * 195 + "a")
    assert not to_path("10.1000/" + "a/" * 200)
    assert not to_path("10.1000/" + "/".join(["a" * LONGEST] * 2))


def papers(*dois: str) -> str:
    return "".join(
        entry(f"paper{n:02}", f"Title {n}", f"  doi: {json.dumps(doi, ensure_ascii=False)}\n")
        for n, doi in enumerate(dois)
    )


def made(collection: Collection, site_url: str = "") -> dict[str, str]:
    every = everything.make(collection, Settings(site_url=site_url), {})
    return {output.src_uri: output.data.decode("utf-8", "replace") for output in every}


def test_files_as_written_and_in_lower_case(tmp_path: Path) -> None:
    """The page at both says `noindex`, leads to the paper, and has no mark for the search."""
    text = entry(more="  doi: 10.1109/ICCV51070.2023.01950\n  arxiv: math.GT/0309136\n")
    files = made(collect(write(tmp_path, {"papers.yaml": text})), "https://example.org/s/")
    names = [name for name in files if name.startswith(("doi/", "arxiv/"))]
    assert names == [
        "doi/10.1109/ICCV51070.2023.01950/index.html",
        "doi/10.1109/iccv51070.2023.01950/index.html",
        "arxiv/math/0309136/index.html",  # its one form; the class in it is the script's work
    ]
    for name in names:
        assert (
            '<link rel="canonical" href="https://example.org/s/papers/ada2024engine/">'
            in files[name]
        )
        assert 'content="noindex"' in files[name] and "data-pagefind" not in files[name]
        assert name.removesuffix("index.html") not in files["sitemap.xml"]


def test_a_doi_of_arxiv_is_an_arxiv_id(tmp_path: Path) -> None:
    """Where the catalogue has nothing but that."""
    text = entry(more="  doi: 10.48550/arXiv.2404.17858\n")
    files = made(collect(write(tmp_path, {"papers.yaml": text})))
    assert {"doi/10.48550/arXiv.2404.17858/index.html", "doi/10.48550/arxiv.2404.17858/index.html",
            "arxiv/2404.17858/index.html"} <= files.keys()  # fmt: skip


def test_two_spellings_of_one_doi_are_one_paper(tmp_path: Path) -> None:
    """The rule that forbids them can be turned off: the first in order has the address, and no
    build breaks."""
    collection = collect(write(tmp_path, {"papers.yaml": papers("10.1000/Ab", "10.1000/x")}))
    second = replace(collection.papers["paper01"], doi="10.1000/aB")
    both = replace(collection, papers={**collection.papers, "paper01": second})
    found = list(resolvers.all_resolvers(both))
    assert [(each.new, each.urls) for each in found] == [
        ("papers/paper00/", ("doi/10.1000/Ab/", "doi/10.1000/ab/"))
    ]
    made(both)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site of nasty identifiers under a base path, built as a whole."""
    text = papers(*NASTY, "10.1109/ICCV.2023") + entry(
        "old1996", "Old", "  arxiv: hep-th/9603067\n"
    )
    text += entry("new2024", "New", "  arxiv: 2404.17858\n")
    text += entry("deep2024", "Deep", f"  doi: 10.1000/{'a/' * 195}a\n")
    text += entry("deeper2024", "Deeper", f"  doi: 10.1000/{'b/' * 1500}b\n")
    text += entry("longer2024", "Longer", f"  doi: 10.1000/{'/'.join(['c' * LONGEST] * 30)}\n")
    base = tmp_path_factory.mktemp("resolvers")
    root = write(base / "shelf", {"papers.yaml": text})
    site = base / "far" / "below" / "site"
    site.parent.mkdir(parents=True)
    with Served(site) as server:
        build(root, site, site_url=server.url, has_search=False)
        made_by_us = {base / "far", site.parent, root, site, server.folder, server.folder / "repo"}
        outside = {path for path in base.rglob("*") if not {root, site} & {*path.parents}}
        assert outside == made_by_us, "no file is outside of the site"
        yield server


@pytest.mark.slow
def test_everything_on_disk_has_a_harmless_name(served: Served) -> None:
    """The whole site, resolvers and all, can be unpacked on any system."""
    site = served.folder / "repo"
    resolved = site.resolve()
    found = 0
    for path in (site / "doi").rglob("*"):
        assert path.resolve().is_relative_to(resolved)
        if path.name == "index.html" and path.is_file():
            found += 1
        else:
            assert is_harmless(path.name), path
    assert found >= len(NASTY)


@pytest.fixture(scope="module")
def reader(browser: Any) -> Iterator[Any]:
    """A reader whose browser keeps scripts and styles from page to page."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(reader: Any) -> Iterator[Any]:
    """A tab of the reader's browser."""
    page = reader.new_page()
    yield page
    page.close()


def arrives(page: Any, served: Served, address: str) -> str:
    """Where a browser is in the end, relative to the site."""
    page.goto(served.url + address)
    page.wait_for_function("() => /\\/papers\\/[^/]+\\/$/.test(location.pathname)"
                           " || document.querySelector('.ps-summary')?.textContent.startsWith('No paper')",
                           timeout=10_000)  # fmt: skip
    return str(page.url).removeprefix(served.url).partition("?")[0].partition("#")[0]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "doi"), list(enumerate(NASTY)))
def test_a_nasty_doi_leads_to_its_paper(number: int, doi: str, served: Served, page: Any) -> None:
    """Behind a `?`, where no browser touches it; percent-encoded, where no segment of dots is lost;
    and at the address of its own file. No script of it runs, no other host is asked."""
    wrong: list[str] = []
    page.on("dialog", lambda dialog: wrong.append("dialog"))
    page.on(
        "request", lambda request: request.url.startswith(served.url) or wrong.append(request.url)
    )
    home = f"papers/paper{number:02}/"
    addresses = [f"doi/?{quote(doi, safe='')}", f"doi/{to_path(doi)}/"]
    if not re.search(r"(?:^|/)(?:\.|%2e){1,2}(?:/|$)", doi, re.IGNORECASE) and "\\" not in doi:
        addresses.append(f"doi/{quote(doi, safe='/')}")
    for address in addresses:
        assert home == arrives(page, served, address), address
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "paper"),
    [
        ("doi/10.1109/iccv.2023/", "paper24"), ("doi/10.1109/Iccv.2023", "paper24"),
        ("DOI/10.1109/iccV.2023/", "paper24"), ("doi/https://doi.org/10.1109/ICCV.2023", "paper24"),
        ("doi/doi:10.1109/Iccv.2023?utm_source=x#top", "paper24"),
        ("doi/https%3A%2F%2Fdx.doi.org%2F10.1109%2FiCCV.2023/", "paper24"),
        ("arxiv/2404.17858v3/", "new2024"), ("arxiv/2404.17858v1.pdf", "new2024"),
        ("arxiv/arXiv:2404.17858", "new2024"), ("arxiv/https://arxiv.org/abs/2404.17858v2", "new2024"),
        ("doi/10.48550/arXiv.2404.17858/", "new2024"), ("doi/10.48550/ARXIV.2404.17858v2", "new2024"),
        ("arxiv/HEP-TH/9603067v1", "old1996"), ("arxiv/hep-th%2F9603067", "old1996"),
        ("arxiv/10.48550/arXiv.hep-th/9603067", "old1996"),
    ],
)  # fmt: skip
def test_other_spellings_lead_to_the_paper(
    address: str, paper: str, served: Served, page: Any
) -> None:
    """Case, prefixes, versions, a slash that is missing: a script of the 404 page knows them. A
    fragment comes along."""
    assert f"papers/{paper}/" == arrives(page, served, address)
    assert page.url.partition("#")[2] == address.partition("#")[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["doi/10.1000/nothing/", "doi//elsewhere.invalid/", "doi/https://elsewhere.invalid/", "doi/..%2f..%2f",
     "doi/javascript:alert(1)", "doi/10.1000/%E0%A4%A",
     "doi/?//elsewhere.invalid", "doi/#javascript:alert(1)", "doi/%5c%5celsewhere.invalid",
     "doi/10.1000/<img src=x onerror=alert(1)>"],
)  # fmt: skip
def test_what_is_not_there_leads_nowhere(address: str, served: Served, page: Any) -> None:
    """The page says so in words; nobody is sent anywhere else, no text of the address is markup."""
    wrong: list[str] = []
    page.on("dialog", lambda dialog: wrong.append("dialog"))
    page.on(
        "request", lambda request: request.url.startswith(served.url) or wrong.append(request.url)
    )
    page.goto(served.url + address)
    page.wait_for_function(
        "() => document.querySelector('.ps-summary')?.textContent.startsWith('No paper')"
    )
    assert str(page.url).startswith(f"{served.url}{address[:5].rstrip('/')}")
    assert page.locator(".ps-kind-404 .ps-summary *").count() == 0
    assert wrong == []


@pytest.mark.slow
def test_an_ordinary_missing_page_is_left_alone(served: Served, page: Any) -> None:
    """The script makes no request if the address has no identifier."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    goto(page, served.url + "papers/nothing/")
    assert "The address may be mistyped" in page.inner_text(".ps-kind-404")
    assert "HEAD" not in asked


@pytest.mark.slow
def test_both_sides_name_files_alike(served: Served, page: Any) -> None:
    """The script and the generator write every identifier the same way."""
    texts = [
        *NASTY,
        *hostile.HOSTILE,
        "a" * 300,
        "10.1000/\N{KELVIN SIGN}İσς",
        "x/\N{GRINNING FACE}/~",
        "10.1000/" + "a/" * 195 + "a",
        "10.1000/" + "a/" * 200,
    ]
    page.goto(served.url + "about/")
    (script,) = served.folder.glob("repo/assets/papershelf/resolve.*.js")
    load = f"const script = await import('/repo/assets/papershelf/{script.name}');"
    made_there = page.evaluate(
        f"async texts => {{ {load} return texts.map(script.toPath); }}", texts
    )
    assert [to_path(f"{lower(text)}<") for text in texts] == page.evaluate(
        f"async texts => {{ {load} return texts.map(text => script.toPath(`${{text}}<`)); }}", texts
    )
    assert [to_path(lower(text)) for text in texts] == made_there
