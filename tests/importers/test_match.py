"""Which identifier somebody means by what they paste."""

from __future__ import annotations

import pytest

from generator.importers.match import identify


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2404.17858", ("arxiv", "2404.17858")),
        ("arXiv:2404.17858v2", ("arxiv", "2404.17858")),
        ("arxiv.org/abs/2404.17858", ("arxiv", "2404.17858")),
        ("https://arxiv.org/html/2404.17858v1#S1", ("arxiv", "2404.17858")),
        ("math.GT/0309136", ("arxiv", "math/0309136")),
        ("hf.co/papers/2404.17858", ("arxiv", "2404.17858")),
        ("https://huggingface.co/papers/2404.17858?ref=x", ("arxiv", "2404.17858")),
        ("www.doi.org/10.1000/182", ("doi", "10.1000/182")),
        ("<https://doi.org/10.1000/182>.", ("doi", "10.1000/182")),
        ("https://doi.org/10.1016%2Fj.x", ("doi", "10.1016/j.x")),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", ("doi", "10.1145/3292500.3330701")),
        ("https://link.springer.com/chapter/10.1007/978-3-030-58452-8_24?a=1", ("doi", "10.1007/978-3-030-58452-8_24")),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", ("doi", "10.1101/2020.01.01.123456")),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001", ("doi", "10.1371/journal.pone.0000001")),
        ("https://www.openreview.net/forum?id=abcDEF1234&noteId=x", ("openreview", "abcDEF1234")),
        ("aclanthology.org/P18-1001.pdf", ("acl", "P18-1001")),
    ],
)  # fmt: skip
def test_what_people_paste(text: str, meant: tuple[str, str]) -> None:
    """Identifiers, addresses as browsers show them, pages of publishers with a DOI in them."""
    assert meant == identify(text)


@pytest.mark.parametrize(
    "text", ["", "word", "https://example.org/", "huggingface.co/papers/date/x"]
)
def test_what_is_none(text: str) -> None:
    """Is told with what was written."""
    with pytest.raises(ValueError, match=f'"{text}" is no arXiv id'):
        identify(text)
