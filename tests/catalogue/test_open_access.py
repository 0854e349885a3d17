"""Which papers count as open: every row of the tables, and what only looks like one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.access import Copy, open_copy

OPEN = [
    ({"arxiv": "2404.17858"}, Copy("arXiv", "https://arxiv.org/abs/2404.17858")),
    ({"acl": "2020.acl-main.1"}, Copy("ACL Anthology", "https://aclanthology.org/2020.acl-main.1/")),
    ({"openreview": "abcDEF1234"}, Copy("OpenReview", "https://openreview.net/forum?id=abcDEF1234")),
    ({"urls": {"pdf": "https://ada.example/loom.pdf"}}, Copy("PDF", "https://ada.example/loom.pdf")),
    ({"urls": {"pdf": "https://hal.science/hal-1/document"}}, Copy("HAL", "https://hal.science/hal-1/document")),
    ({"urls": {"paper": "https://proceedings.mlr.press/v1/loom.html"}}, Copy("PMLR", "https://proceedings.mlr.press/v1/loom.html")),
    ({"urls": {"paper": "https://www.usenix.org/loom"}}, Copy("USENIX", "https://www.usenix.org/loom")),
    ({"doi": "10.1101/2024.05.01.591234"}, Copy("bioRxiv and medRxiv", "https://doi.org/10.1101/2024.05.01.591234")),
    ({"doi": "10.1371/JOURNAL.PONE.1"}, Copy("PLOS", "https://doi.org/10.1371/JOURNAL.PONE.1")),
    ({"doi": "10.1162/coli_a_00001"}, Copy("ACL Anthology", "https://doi.org/10.1162/coli_a_00001")),
    ({"doi": "10.1007/loom", "license": "CC-BY-NC-ND-4.0"}, Copy("CC-BY-NC-ND-4.0", "https://doi.org/10.1007/loom")),
    ({"license": "https://creativecommons.org/licenses/by/4.0/"}, Copy("https://creativecommons.org/licenses/by/4.0/", "")),
    ({"type": "post-weblog", "urls": {"paper": "https://ada.example/post"}}, Copy("web page", "https://ada.example/post")),
]  # fmt: skip
CLOSED = [
    {},
    {"doi": "10.1007/loom"},
    {"doi": "10.1101/gr.1234.567"},  # Genome Research, which is not bioRxiv
    {"doi": "10.1162/neco_a_00001"},  # another journal of that press
    {"doi": "10.5555/10.1371/x"},
    {"pmid": "31452104"},  # PubMed has abstracts
    {"urls": {"paper": "https://looms.example/arxiv.org/abs/1"}},
    {"urls": {"paper": "https://notarxiv.org/abs/1"}},
    {"urls": {"paper": "https://arxiv.org.looms.example/abs/1"}},
    {"urls": {"paper": "https://arxiv.org@looms.example/abs/1"}},
    {"urls": {"code": "https://hal.science/code", "video": "https://zenodo.org/video"}},
    {"license": "LicenseRef-all-rights-reserved", "doi": "10.1007/loom"},
    {"license": "https://looms.example/?x=creativecommons.org/licenses/by/4.0/"},
    {"type": "article-journal", "urls": {"paper": "https://looms.example/1"}},
    {"type": "webpage"},
]


@pytest.mark.parametrize(("values", "copy"), OPEN, ids=lambda each: repr(each))
def test_what_counts_as_open(values: dict[str, Any], copy: Copy) -> None:
    """Each reason, with where the copy is."""
    assert open_copy(values.get) == copy


@pytest.mark.parametrize("values", CLOSED, ids=repr)
def test_what_may_need_a_library(values: dict[str, Any]) -> None:
    """What looks like an open site or archive is none."""
    assert open_copy(values.get) is None


def test_the_first_reason_counts() -> None:
    """A preprint is where everyone gets in, whatever the publisher asks for."""
    values = {"doi": "10.1371/x", "arxiv": "2404.17858", "license": "CC-BY-4.0"}
    copy = open_copy(values.get)
    assert copy is not None and copy.label == "arXiv"


@given(st.dictionaries(st.sampled_from(("paper", "pdf")), st.text()), st.text(), st.text())
def test_no_text_makes_it_fail(urls: dict[str, str], doi: str, license: str) -> None:
    """Whatever an entry says, there is an answer."""
    copy = open_copy({"urls": urls, "doi": doi, "license": license}.get)
    assert copy is None or copy.label
