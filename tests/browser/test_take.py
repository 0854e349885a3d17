"""Citation files of an author without files of their own: the browser makes them of the rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from papershelf.citations import BESIDE, to_record
from papershelf.outputs.views import addresses
from support.helpers import Served, collect
from support.keeping import reader

pytestmark = pytest.mark.slow

AUTHOR = "authors/ada-lovelace/"


def test_each_format_is_what_the_generator_would_write(
    browser: Any, served: Served, site: Path
) -> None:
    """All papers of the page in its order, under the name of the author."""
    assert not (served.folder / "repo/authors/ada-lovelace.bib").exists()
    shelf = collect(site.parent / "shelf")
    ids = shelf.terms["authors"]["ada-lovelace"].ids
    assert len(ids) == 2
    with reader(browser) as context:
        page = context.new_page()
        page.goto(served.url + AUTHOR)
        for row in BESIDE:
            with page.expect_download() as download:
                page.get_by_role("button", name=row.label, exact=True).click()
            assert download.value.suggested_filename == f"ada-lovelace.{row.suffix}"
            entries = [row.to_entry(to_record(shelf.papers[paper_id])) for paper_id in ids]  # type: ignore[misc]
            own = [
                (served.folder / "repo" / addresses.beside(addresses.paper(id), row.suffix)).read_bytes().decode()
                for id in ids
            ]  # fmt: skip
            made = Path(download.value.path()).read_bytes().decode()
            if not row.completed:
                assert made == row.join(entries)
            assert all(text.strip("[]\r\n ") in made for text in own)
        assert page.locator("[data-ps-take] [role=status]").inner_text() == "2 papers as CSL-JSON."


def test_without_scripts_the_page_says_where_they_are(browser: Any, served: Served) -> None:
    """Each row leads to the place of its paper's page that has the files."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + AUTHOR)
    assert "from the page of its paper" in page.locator("[data-ps-take]").inner_text()
    page.locator(".ps-acts a", has_text="Cite").first.click()
    page.wait_for_url("**/papers/*/#cite")
    assert page.locator(".ps-files a", has_text="BibTeX").is_visible()
    context.close()
