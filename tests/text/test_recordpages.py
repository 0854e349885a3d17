"""Links that lead to a record of a database, or only through a library: they are not imported."""

from __future__ import annotations

import time

import pytest

from papershelf.text import recordpages
from support.drafts import drafts
from support.samples import AL_FOLIO, EMBASE_RIS, SCOPUS_BIB, SCOPUS_RIS


def test_links_of_others() -> None:
    """Pages of databases about their records are not imported as links."""
    (folio,) = drafts(AL_FOLIO, "x.bib")
    assert folio.fields["urls"] == {
        "paper": "https://example.org/hive",
        "code": "https://github.com/example/hive",
    }
    assert folio.fields["awards"] == ["Best Paper"]
    for text, name in ((SCOPUS_BIB, "x.bib"), (SCOPUS_RIS, "x.ris"), (EMBASE_RIS, "x.ris")):
        assert drafts(text, name)[0].fields["urls"] == {}


@pytest.mark.parametrize(
    ("host", "is_kept"),
    [
        ("www-looms-com.proxy.lib.example.edu", False),
        ("looms.org.libproxy2.example.ac.uk", False),
        ("0-www-looms-com.library.example.edu", False),
        ("www-looms-com.example.idm.oclc.org", False),
        ("www.looms.com.proxy.lib.example.edu", False),
        ("ezproxy.example.edu", False),
        ("login.ezproxy-prd.example.ac.uk", False),
        ("proxy.example.edu/login?url=https://www.looms.example", False),
        ("proxyloom.example", True),
        ("meshproxy.github.io", True),
        ("libproxy.github.io", True),
        ("httpproxy.readthedocs.io/en", True),
        ("caching-proxy.github.io", True),
        ("proxy.example.com", True),
        ("0loom.example", True),
    ],
)
def test_proxies_of_libraries(host: str, is_kept: bool) -> None:
    """Only members of the library can follow such a link."""
    link = f"https://{host}/article/182"
    for text, name in (
        (f"@misc{{k, title={{T}}, year=2020, url={{{link}}}}}", "x.bib"),
        (f"TY  - JOUR\nTI  - T\nPY  - 2020\nUR  - {link}\nER  - \n", "x.ris"),
        (f"Title,Year,URL\nT,2020,{link}\n", "x.csv"),
    ):
        (draft,) = drafts(text, name)
        assert (link in draft.fields["urls"].values(), link in draft.left.values()) == (
            is_kept,
            not is_kept,
        )


@pytest.mark.parametrize(
    ("address", "is_closed"),
    [
        ("looms.example.edu/openurl?sid=a&atitle=Looms", True),
        ("looms.example.edu/sfx_local?x=1&rft.atitle=Looms", True),
        ("looms.example.edu/openurl/V1/S1?url_ver=Z39.88-2004", True),
        ("openurl.example.org/openurl", False),
        ("looms.example.org/openurl-explained.pdf?id=1", False),
        ("github.com/openurl/loom?tab=readme", False),
        ("github.com/sfx-lab/loom", False),
        ("www.scopus.com/record/display.uri?eid=1", True),
        ("0-www.scopus.com.looms.example.edu/record", True),
        ("www-embase-com.looms.example.edu/record", True),
        ("blog.scopus.com/posts/looms", False),
        ("loomscopus.com/", False),
    ],
)
def test_resolvers_and_databases(address: str, is_closed: bool) -> None:
    """A resolver gets the fields of a work, and a database has its own host."""
    assert recordpages.is_closed(f"https://{address}") is is_closed


@pytest.mark.parametrize("part", ["/openurl/a?", "proxyproxy.", "a-", "0-www.com.", "/login?"])
def test_long_addresses(part: str) -> None:
    """They take no longer than short ones."""
    begun = time.process_time()
    assert not recordpages.is_one(f"https://{part * 100_000}")
    assert time.process_time() - begun < 0.5
