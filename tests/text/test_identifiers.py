"""Identifiers, bare or in a URL, are normalized; wrong check digits are reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text.identifiers import (
    SCHEMES,
    address,
    clean_doi,
    is_isbn,
    is_orcid,
    parse,
    to_key,
)


@pytest.mark.parametrize("name", SCHEMES)
def test_examples(name: str) -> None:
    """Each scheme takes its own example, also inside of its own address."""
    scheme = SCHEMES[name]
    assert parse(scheme, scheme.example) == scheme.example
    if scheme.home:
        assert parse(scheme, address(scheme, scheme.example)) == scheme.example


@pytest.mark.parametrize(
    ("name", "text", "bare"),
    [
        ("doi", "https://doi.org/10.1000/182", "10.1000/182"),
        ("doi", "doi:10.1000/182", "10.1000/182"),
        ("doi", "http://dx.doi.org/10.1000/%3Ca%3E", "10.1000/<a>"),
        ("arxiv", "2404.17858v3", "2404.17858"),
        ("arxiv", "https://arxiv.org/pdf/2404.17858v2.pdf", "2404.17858"),
        ("arxiv", "10.48550/arXiv.2404.17858", "2404.17858"),
        ("arxiv", "arXiv:hep-th/9603067v1", "hep-th/9603067"),
        ("arxiv", "2301.00010", "2301.00010"),
        ("openreview", "https://openreview.net/forum?id=B1xsqj09Fm&noteId=x", "B1xsqj09Fm"),
        ("acl", "https://aclanthology.org/2020.acl-main.1.pdf", "2020.acl-main.1"),
        ("isbn", "978-0-262-04630-5", "9780262046305"),
        ("isbn", "0-306-40615-2", "0306406152"),
        ("orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ],
)
def test_spellings(name: str, text: str, bare: str) -> None:
    """What people paste becomes the bare identifier."""
    assert parse(SCHEMES[name], text) == bare


@pytest.mark.parametrize(
    ("name", "text"),
    [("doi", "11.1000/1"), ("doi", "10.1000"), ("arxiv", "24.17858"), ("arxiv", "2404.178581"), ("pmid", "PMC1"),
     ("isbn", "9780262046306"), ("isbn", "12345"), ("orcid", "0000-0002-1825-0098"), ("acl", "P18"), ("openreview", "a b")],
)  # fmt: skip
def test_refused(name: str, text: str) -> None:
    """Another form, or a check digit that does not hold."""
    with pytest.raises(ValueError, match=r"not |check digit"):
        parse(SCHEMES[name], text)


def test_one_wrong_digit_is_always_found() -> None:
    """The checksums find every single mistake."""
    for number, check in (
        ("9780262046305", is_isbn),
        ("0306406152", is_isbn),
        ("0000-0002-1825-0097", is_orcid),
    ):
        assert check(number)
        for at, digit in enumerate(number):
            if digit.isdigit():
                wrong = number[:at] + str((int(digit) + 1) % 10) + number[at + 1 :]
                assert not check(wrong)


def test_a_doi_has_no_case() -> None:
    """Two spellings of one DOI are one work."""
    assert to_key(SCHEMES["doi"], "10.1000/ABC") == to_key(SCHEMES["doi"], "10.1000/abc")


_BEGIN = (
    "",
    "https://doi.org/",
    "doi:",
    "https://arxiv.org/abs/",
    "https://openreview.net/forum?id=",
)
_MIDDLE = (
    "10.1000/",
    "10.1000%2F",
    "10.1002/(SICI)1%3C2",
    "2401.0000",
    "math.GT/030913",
    "B1xsqj0",
)
_END = st.text(alphabet="0123456789abX./%-:;()<>3CE20 ?&#é–,'", max_size=12)


@given(st.sampled_from(_BEGIN), st.sampled_from(_MIDDLE), _END)
def test_what_is_read_is_read_again(begin: str, middle: str, end: str) -> None:
    """Unchanged, and from its own address: a command writes nothing that the check refuses."""
    for scheme in SCHEMES.values():
        try:
            bare = parse(scheme, begin + middle + end)
        except ValueError:
            continue
        assert bare == parse(scheme, bare)
        if scheme.home:
            again = parse(scheme, address(scheme, bare))
            assert to_key(scheme, bare) == to_key(scheme, again)
    clean = clean_doi(middle + end)
    assert clean == clean_doi(clean)


def test_a_space_ends_no_doi() -> None:
    """Also not if an address has it encoded; other percent signs may belong to a DOI."""
    with pytest.raises(ValueError, match="not a DOI"):
        parse(SCHEMES["doi"], "https://doi.org/10.1000/xyz%20abc")
    assert parse(SCHEMES["doi"], "10.1000/100%25") == "10.1000/100%25"
