"""Whether everyone can read a paper, or only readers whose library pays for it.

In: the values of a paper or an entry. Out: an open copy and why it counts as open, or none. Decides
by the catalogue alone and makes no requests: a paper without a reason here may still be open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from papershelf.text.identifiers import SCHEMES, address, lower

#: Returns the value of a field: `paper.value`, or `values.get`.
Value: TypeAlias = Callable[[str], Any]


class Copy(NamedTuple):
    """A copy that everyone can read."""

    label: str
    """Where it is, or under which licence: `arXiv`, `CC-BY-4.0`."""
    url: str
    """Empty if the catalogue has no address of the paper."""


class Reason(NamedTuple):
    """A reason why a paper counts as open, a row of the table."""

    doc: str
    """One sentence for the documentation."""
    find: Callable[[Value], Copy | None]
    names: tuple[str, ...] = ()
    """The sites, archives and publishers that it names."""


#: Beginnings of DOIs of archives and of publishers that sell no subscriptions → their names.
#: `10.1101/` alone is also that of the journals of Cold Spring Harbor Laboratory Press.
_DOIS: Mapping[str, str] = {
    r"10\.48550/": "arXiv",
    r"10\.(?:1101|64898)/\d": "bioRxiv and medRxiv",
    r"10\.21203/rs": "Research Square",
    r"10\.20944/preprints": "Preprints.org",
    r"10\.26434/": "ChemRxiv",
    r"10\.(?:31234|31235|31219|17605)/": "OSF",
    r"10\.31223/": "EarthArXiv",
    r"10\.36227/": "TechRxiv",
    r"10\.5281/": "Zenodo",
    r"10\.6084/": "figshare",
    r"10\.18653/|10\.1162/(?:coli|tacl)": "ACL Anthology",
    r"10\.1145/": "ACM Digital Library",  # open since January 2026
    r"10\.4230/": "Dagstuhl",
    r"10\.14778/": "VLDB Endowment",
    r"10\.24963/": "IJCAI",
    r"10\.1609/": "AAAI",
    r"10\.1613/jair": "JAIR",
    r"10\.15607/rss": "Robotics: Science and Systems",
    r"10\.21105/": "Journal of Open Source Software",
    r"10\.1371/": "PLOS",
    r"10\.7554/": "eLife",
    r"10\.3389/": "Frontiers",
    r"10\.3390/": "MDPI",
    r"10\.1186/": "BioMed Central",
    r"10\.7717/": "PeerJ",
    r"10\.21468/": "SciPost",
}  # fmt: skip
#: Hosts whose papers everyone can read, with those below them → their names.
_HOSTS: Mapping[str, str] = {
    "arxiv.org": "arXiv",
    "aclanthology.org": "ACL Anthology",
    "openreview.net": "OpenReview",
    "biorxiv.org": "bioRxiv and medRxiv",
    "medrxiv.org": "bioRxiv and medRxiv",
    "proceedings.mlr.press": "PMLR",
    "jmlr.org": "JMLR",
    "papers.nips.cc": "NeurIPS",
    "proceedings.neurips.cc": "NeurIPS",
    "proceedings.iclr.cc": "ICLR",
    "openaccess.thecvf.com": "CVF",
    "ecva.net": "ECVA",
    "ojs.aaai.org": "AAAI",
    "ijcai.org": "IJCAI",
    "jair.org": "JAIR",
    "usenix.org": "USENIX",
    "dl.acm.org": "ACM Digital Library",
    "drops.dagstuhl.de": "Dagstuhl",
    "vldb.org": "VLDB Endowment",
    "ceur-ws.org": "CEUR-WS",
    "eprint.iacr.org": "IACR ePrint",
    "distill.pub": "Distill",
    "hal.science": "HAL",
    "zenodo.org": "Zenodo",
    "figshare.com": "figshare",
    "osf.io": "OSF",
    "pmc.ncbi.nlm.nih.gov": "PubMed Central",
    "europepmc.org": "Europe PMC",
    "journals.plos.org": "PLOS",
    "elifesciences.org": "eLife",
    "frontiersin.org": "Frontiers",
    "mdpi.com": "MDPI",
    "scipost.org": "SciPost",
    "rfc-editor.org": "RFC Editor",
}
_DOI = {re.compile(pattern): name for pattern, name in _DOIS.items()}
#: Open archives that give a paper an identifier of its own.
ARCHIVES = ("arxiv", "acl", "openreview", "pmcid")
#: Licences that let everyone share the paper, as SPDX ids and as addresses.
_LICENCE = re.compile(
    r"cc0(?:-1\.0)?|cc-by(?:-(?:sa|nd|nc|nc-sa|nc-nd))?(?:-\d\.\d)?(?:-[a-z]+)?"
    r"|https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/\S+",
    re.IGNORECASE,
)
_ON_THE_WEB = frozenset({"post", "post-weblog", "webpage"})


def open_copy(value: Value) -> Copy | None:
    """Return the open copy of a paper by the first reason that holds; None if it may need a
    library."""
    return next((copy for reason in REASONS if (copy := reason.find(value))), None)


def _archived(value: Value) -> Copy | None:
    for name in ARCHIVES:
        if identifier := value(name):
            scheme = SCHEMES[name]
            return Copy(scheme.label, address(scheme, identifier))
    return None


def _pdf(value: Value) -> Copy | None:
    url = _link(value, "pdf")
    return Copy(_host(url) or "PDF", url) if url else None


def _hosted(value: Value) -> Copy | None:
    url = _link(value, "paper")
    name = _host(url) if url else ""
    return Copy(name, url) if name else None


def _published(value: Value) -> Copy | None:
    doi = value("doi")
    for pattern, name in _DOI.items():
        if doi and pattern.match(lower(doi)):
            return Copy(name, address(SCHEMES["doi"], doi))
    return None


def _licensed(value: Value) -> Copy | None:
    licence = value("license")
    if not licence or not _LICENCE.fullmatch(licence):
        return None
    doi = value("doi")
    return Copy(licence, address(SCHEMES["doi"], doi) if doi else _link(value, "paper"))


def _on_the_web(value: Value) -> Copy | None:
    url = _link(value, "paper")
    return Copy("web page", url) if url and value("type") in _ON_THE_WEB else None


def _link(value: Value, name: str) -> str:
    url: str = (value("urls") or {}).get(name, "")
    return url


def _host(url: str) -> str:
    """Return the name of the open site of an address; empty if its host is not one."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    hosts = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_HOSTS[host] for host in hosts if host in _HOSTS), "")


def _names(table: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(table.values()))


#: Reasons in the order in which they count: the first one is where a reader is sent.
REASONS: tuple[Reason, ...] = (
    Reason(
        "It has an identifier of an open archive.",
        _archived,
        tuple(SCHEMES[name].label for name in ARCHIVES),
    ),
    Reason("It has a link `pdf`, which is for a file that everyone can open.", _pdf),
    Reason("Its link `paper` leads to an open site.", _hosted, _names(_HOSTS)),
    Reason("Its DOI is that of an open archive or publisher.", _published, _names(_DOIS)),
    Reason("Its `license` is one of Creative Commons, as an SPDX id or an address.", _licensed),
    Reason("It is a web page: its `type` says so, and it has a link `paper`.", _on_the_web),
)
