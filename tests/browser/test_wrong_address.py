"""The page of wrong addresses, on hosts of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.helpers import Pages, Served, build, entry, watched, write

pytestmark = pytest.mark.slow


class Fallback(Pages):
    """A host that shows the page of wrong addresses with status 200, as many are set up."""

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(200 if code == 404 else code, message)


@pytest.mark.parametrize("pages", [Pages, Fallback])
def test_identifiers_lead_to_their_paper_or_nowhere(
    browser: Any, tmp_path: Path, pages: type[Pages]
) -> None:
    """A page that is always there was taken for that of the paper, and led to the next one, up to 80 times."""
    papers = entry(more="  doi: 10.1000/loom.1\n")
    site = tmp_path / "site"
    build(write(tmp_path / "shelf", {"papers.yaml": papers}), site, site_url="https://example.org/repo/", has_search=False)  # fmt: skip
    with Served(site, pages) as served, watched(browser) as context:
        page = context.new_page()
        for wrong in ("doi/10.1000/LOOM.1?utm_source=x", "doi/https://doi.org/10.1000/loom.1"):
            page.goto(served.url + wrong)
            page.wait_for_url("**/papers/ada2024engine/*")
        for name, wrong in (("DOI", "doi/10.1000/Engine"), ("arXiv id", "arxiv/9912.99999")):
            page.goto(served.url + wrong)
            identifier = wrong.split("/", 1)[1]
            page.get_by_text(f"No paper of this collection has the {name} {identifier}.").wait_for()
            assert page.url == served.url + wrong
