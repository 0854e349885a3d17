"""What people paste has an identifier in it; a DOI loses what was copied along with it."""

from __future__ import annotations

import pytest

from papershelf.importers.sources import identify
from papershelf.text.identifiers import SCHEMES, clean_doi, parse
from papershelf.text.pasted import within


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2404.17858", ("arxiv", "2404.17858")),
        ("arXiv:2404.17858v2", ("arxiv", "2404.17858")),
        ("arxiv.org/abs/2404.17858", ("arxiv", "2404.17858")),
        ("https://arxiv.org/html/2404.17858v1#S1", ("arxiv", "2404.17858")),
        ("math.GT/0309136", ("arxiv", "math/0309136")),
        ("hf.co/papers/2404.17858", ("arxiv", "2404.17858")),
        ("http://xxx.lanl.gov/abs/hep-th/9711200v3", ("arxiv", "hep-th/9711200")),
        ("[Looms](https://arxiv.org/abs/2404.17858)", ("arxiv", "2404.17858")),
        ("[https://doi.org/10.1000/182](https://doi.org/10.1000/182)", ("doi", "10.1000/182")),
        ("https://www.google.com/url?q=https://arxiv.org/abs/2404.17858&sa=D", ("arxiv", "2404.17858")),
        ("https://a.example/l?u=https%3A%2F%2Faclanthology.org%2FP18-1001%2F&h=1", ("acl", "P18-1001")),
        ("https://web.archive.org/web/2020/https://arxiv.org/abs/2404.17858", ("arxiv", "2404.17858")),
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
        ("https://aclanthology.org/2023.findings-emnlp.12v2.pdf", ("acl", "2023.findings-emnlp.12")),
        ("http://aclweb.org/anthology/P/P18/P18-1001.pdf", ("acl", "P18-1001")),
        ("https://www.aclweb.org/anthology/P18-1001/", ("acl", "P18-1001")),
        ("aclweb.org/anthology/P18-1001.pdf", ("acl", "P18-1001")),
        ("https://www.aclweb.org/anthology/papers/P/P18/P18-1001/", ("acl", "P18-1001")),
        ("openreview.net/forum?noteId=abcd&id=B1xsqj09Fm", ("openreview", "B1xsqj09Fm")),
        ("https://openreview.net/attachment?id=B1xsqj09Fm&name=pdf", ("openreview", "B1xsqj09Fm")),
        ("arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", ("arxiv", "1706.03762")),
        ("\u200b2404.17858\u200e", ("arxiv", "2404.17858")),
        ("\u061c10.1000/xyz\u2063", ("doi", "10.1000/xyz")),
        ("\u202ahttps://arxiv.org/abs/2404.17858\u202c", ("arxiv", "2404.17858")),
        ("hep-th/9603067 [hep-th]", ("arxiv", "hep-th/9603067")),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762v7", ("arxiv", "1706.03762")),
        ("ar5iv.org/abs/1706.03762", ("arxiv", "1706.03762")),
        ("https://www.alphaxiv.org/overview/1706.03762v2?tab=x", ("arxiv", "1706.03762")),
        ("https://alphaxiv.org/1706.03762", ("arxiv", "1706.03762")),
        ("https://ui.adsabs.harvard.edu/abs/arXiv:1706.03762/abstract", ("arxiv", "1706.03762")),
        ("arXiv 1706.03762v7", ("arxiv", "1706.03762")),
        ("ArXiv preprint arXiv:1706.03762, 2017.", ("arxiv", "1706.03762")),
        ("arXiv e-prints, arXiv:hep-th/9603067v2 (1996)", ("arxiv", "hep-th/9603067")),
        ("arXiv:1706.03762 [cs.CL], 2017", ("arxiv", "1706.03762")),
        ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", ("arxiv", "1706.03762")),
        ("https://www.bmj.com/content/369/bmj.m0001", ("doi", "10.1136/bmj.m0001")),
        ("bmj.com/content/bmj/369/bmj.m0001.full.pdf", ("doi", "10.1136/bmj.m0001")),
        ("https://www.bmj.com/content/340/bmj.c0001?ijkey=a", ("doi", "10.1136/bmj.c0001")),
        ("https://osf.io/preprints/psyarxiv/ab3de_v2", ("doi", "10.31234/osf.io/ab3de")),
        ("https://psyarxiv.com/ab3de/", ("doi", "10.31234/osf.io/ab3de")),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", ("doi", "10.1038/s41586-021-03819-2")),
        ("https://nature.com/articles/nature14539#Sec1", ("doi", "10.1038/nature14539")),
        ("https://zenodo.org/records/1234567/files/a.pdf?download=1", ("doi", "10.5281/zenodo.1234567")),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3456789", ("doi", "10.2139/ssrn.3456789")),
        ("https://elifesciences.org/articles/12345", ("doi", "10.7554/eLife.12345")),
        ("DOI: 10.1000/182", ("doi", "10.1000/182")),
        ("https://doi.org/doi:10.1000/182", ("doi", "10.1000/182")),
        ("https://x.example/article/file?id=10.1371/journal.pone.0000001&type=printable", ("doi", "10.1371/journal.pone.0000001")),
        ("https://x.example/doi/pdf/10.1000/182?casa_token=a:b", ("doi", "10.1000/182")),
        ("https://www.researchsquare.com/article/10.21203/rs.3.rs-1234/v1", ("doi", "10.21203/rs.3.rs-1234/v1")),
        ("https://chemrxiv.org/doi/full/10.26434/chemrxiv-2023-abc-v2", ("doi", "10.26434/chemrxiv-2023-abc-v2")),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full", ("doi", "10.1101/2020.01.01.123456")),
        ("https://x.example/doi/10.1000/182;jsessionid=0A.b1", ("doi", "10.1000/182")),
        ("DOI: https://doi.org/10.1000/182", ("doi", "10.1000/182")),
        ("https://doi.org/https://doi.org/10.1000/182", ("doi", "10.1000/182")),
        ("info:doi/10.1000/182", ("doi", "10.1000/182")),
        ("urn:doi:10.1000/182", ("doi", "10.1000/182")),
        ("[10.1000/182]", ("doi", "10.1000/182")),
        ("(10.1000/182).", ("doi", "10.1000/182")),
        ("“10.1000/182”", ("doi", "10.1000/182")),
        ("10.1000/182%20", ("doi", "10.1000/182")),
        ("nature.com/articles/srep00001_reference.pdf", ("doi", "10.1038/srep00001")),
        ("https://www.nature.com/nature/journal/v1/n1/full/nature00001.html", ("doi", "10.1038/nature00001")),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", ("doi", "10.2139/ssrn.1234567")),
        ("ssrn.com/abstract=1234567", ("doi", "10.2139/ssrn.1234567")),
        ("https://elifesciences.org/articles/00001v2", ("doi", "10.7554/eLife.00001")),
        ("https://peerj.com/articles/cs-12/", ("doi", "10.7717/peerj-cs.12")),
        ("https://www.researchsquare.com/article/rs-1234/v1.pdf", ("doi", "10.21203/rs.3.rs-1234/v1")),
        ("https://www.medrxiv.org/content/medrxiv/early/2020/03/01/2020.02.27.20000001.full.pdf", ("doi", "10.1101/2020.02.27.20000001")),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/?from_term=loom#abstract", ("pmid", "31452104")),
        ("pubmed.ncbi.nlm.nih.gov/31452104", ("pmid", "31452104")),
        ("https://europepmc.org/article/MED/31452104", ("pmid", "31452104")),
        ("PMC6706296", ("pmcid", "PMC6706296")),
        ("pmcid: pmc6706296", ("pmcid", "PMC6706296")),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC6706296/pdf/main.pdf", ("pmcid", "PMC6706296")),
        ("pmc.ncbi.nlm.nih.gov/articles/PMC6706296/", ("pmcid", "PMC6706296")),
        ("www.ncbi.nlm.nih.gov/pmc/articles/PMC6706296/?report=reader#s2", ("pmcid", "PMC6706296")),
        ("https://europepmc.org/article/PMC/PMC6706296", ("pmcid", "PMC6706296")),
        ("https://europepmc.org/articles/PMC6706296", ("pmcid", "PMC6706296")),
        ("PMID: 31452104.", ("pmid", "31452104")),
        ("PubMed PMID 31452104", ("pmid", "31452104")),
        ("https://x.example/articles/doi:10.1000/182", ("doi", "10.1000/182")),
    ],
)  # fmt: skip
def test_what_people_paste(text: str, meant: tuple[str, str]) -> None:
    """Addresses of old and other sites, the margin of a paper, addresses with things behind."""
    assert meant == identify(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("10.1000/abc–def", "10.1000/abc-def"),
        ("10.1000/abc\u2010def", "10.1000/abc-def"),
        ("10.1000/xyz.", "10.1000/xyz"),
        ("10.1000/xyz),", "10.1000/xyz"),
        ("10.1000/xyz]", "10.1000/xyz"),
        ("10.1000/xyz\u200b", "10.1000/xyz"),
        ("10.1000/xyz;jsessionid=1", "10.1000/xyz"),
        ("10.1002/(SICI)1%3C693::AID-X4%3E3.0.CO;2-O", "10.1002/(SICI)1<693::AID-X4>3.0.CO;2-O"),
        ("10.1000/xyz%0A", "10.1000/xyz"),
        ("10.1000/xyz&type=printable", "10.1000/xyz"),
        ("10.1000/xyz?a=b", "10.1000/xyz"),
        ("10.3389/fpsyg.2014.00001/full", "10.3389/fpsyg.2014.00001"),
        ("10.1002/x&lt;1::AID&gt;3.0.CO;2-2", "10.1002/x<1::AID>3.0.CO;2-2"),
    ],
)
def test_a_doi_with_something_around_it_is_refused(text: str, clean: str) -> None:
    """And the message names the DOI itself."""
    assert clean == clean_doi(text)
    with pytest.raises(ValueError, match="the DOI is"):
        parse(SCHEMES["doi"], text)
    assert ("doi", clean) == within("doi", text)


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        "10.1890/0012-9658(2006)87[2614:ADMTSF]2.0.CO;2",
        "10.1016/S0140-6736(98)00001-1",
        "10.1002/(SICI)1096-8644(199605)100:1<1::AID-AJPA1>3.0.CO;2-#",
        "10.21203/rs.3.rs-1234/v1",
        "10.1000/a&b",
    ],
)
def test_a_right_doi_stays(doi: str) -> None:
    """Also one with brackets and signs of its own."""
    assert doi == parse(SCHEMES["doi"], doi)


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("isbn", "0-262-04630-2 978-0-262-04630-5", ("isbn", "9780262046305")),
        ("isbn", "9780262046306", ("", "")),
        ("pmid", "PubMed ID: 31452104", ("pmid", "31452104")),
        ("pmid", "PMC12", ("pmcid", "PMC12")),
        ("pmcid", "6706296", ("pmcid", "PMC6706296")),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/6706296", ("pmcid", "PMC6706296")),
        ("pmcid", "PMCID: pmc6706296", ("pmcid", "PMC6706296")),
        ("orcid", "orcid.org/0000-0002-1825-0097", ("orcid", "0000-0002-1825-0097")),
        ("orcid", "0000000218250097", ("orcid", "0000-0002-1825-0097")),
        ("orcid", "ORCID iD 0000 0002 1825 0097", ("orcid", "0000-0002-1825-0097")),
        ("orcid", "0000–0002–1694–233x (Ada Quill)", ("orcid", "0000-0002-1694-233X")),
        ("orcid", "0000-0002-1825-0097, 0000-0002-1694-233X", ("", "")),
        ("pmcid", "PMC 6706296", ("pmcid", "PMC6706296")),
        ("doi", "https://www.ncbi.nlm.nih.gov/pubmed/31452104", ("pmid", "31452104")),
        ("doi", "https://x.example/article/1", ("", "")),
    ],
)
def test_what_a_field_was_meant_for(name: str, text: str, meant: tuple[str, str]) -> None:
    """A wrong check digit gives nothing instead of a guess."""
    assert meant == within(name, text)


@pytest.mark.parametrize(
    "text",
    ["", "word", "https://example.org/", "huggingface.co/papers/date/x", "10.1000/m\udcfcller"],
)
def test_what_is_none(text: str) -> None:
    """It is reported with the original text."""
    with pytest.raises(ValueError, match=f'"{text}" is not an arXiv id'):
        identify(text)
