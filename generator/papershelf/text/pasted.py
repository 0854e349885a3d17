"""Find the identifier in a pasted text.

In: an identifier, a URL that contains one, or the line that arXiv prints on a paper. Out: its
scheme and bare form. Uses no network, and never takes a word for an identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from papershelf.text import characters, identifiers
from papershelf.text.identifiers import SCHEMES, clean_doi

#: Characters without a shape, which are copied along with a text; no identifier has any.
_COPIED = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
#: Hosts of papers, in addition to those of the schemes.
_OTHER_HOSTS = (
    "aclweb.org huggingface.co hf.co ar5iv.org ar5iv.labs.arxiv.org alphaxiv.org ncbi.nlm.nih.gov"
    " europepmc.org nature.com ssrn.com zenodo.org elifesciences.org peerj.com bmj.com"
)
_HOSTS = {urlsplit(scheme.home).netloc for scheme in SCHEMES.values()} - {""}
#: URLs as browsers show them, without the scheme.
_SHOWN = re.compile(
    r"(?:(?:www|export|dx|papers)\.)?"
    rf"(?:{'|'.join(map(re.escape, (*sorted(_HOSTS), *_OTHER_HOSTS.split())))})/",
    re.IGNORECASE,
)
#: Sites whose URLs have only the end of a DOI, and how the DOI begins.
_ENDINGS = tuple(
    (re.compile(rf"https?://(?:www\.)?{page}(?:[/?#].*)?", re.IGNORECASE | re.ASCII), start)
    for page, start in (
        (r"nature\.com/articles/([a-z]+[a-z\d-]*\d[a-z\d-]*)(?:(?:_reference)?\.pdf)?", "10.1038/"),
        (r"nature\.com/\w+/journal/\S+/(?:full|abs|pdf)/([a-z]+\w*\d)\.(?:html|pdf)", "10.1038/"),
        (r"papers\.ssrn\.com/\S+?[?&]abstract(?:_?id)?=(\d+)(?:&.*)?", "10.2139/ssrn."),
        (r"ssrn\.com/abstract=(\d+)", "10.2139/ssrn."),
        (r"zenodo\.org/records?/(\d+)", "10.5281/zenodo."),
        (r"elifesciences\.org/(?:articles|reviewed-preprints)/(\d+)(?:v\d+)?", "10.7554/eLife."),
        (r"peerj\.com/articles/(\d+)(?:\.pdf)?", "10.7717/peerj."),
        (r"peerj\.com/articles/cs-(\d+)(?:\.pdf)?", "10.7717/peerj-cs."),
        (r"bmj\.com/content/(?:bmj/)?\d+/(bmj\.[a-z]?\d+)(?:\.\w+){0,2}", "10.1136/"),
        (r"(?:osf\.io/preprints/psyarxiv|psyarxiv\.com)/(\w{5})(?:_v\d+)?", "10.31234/osf.io/"),
        (r"researchsquare\.com/article/(rs-\d+/v\d+)(?:\.pdf)?", "10.21203/rs.3."),
        (r"(?:bio|med)rxiv\.org/content/(?:bio|med)rxiv/early/[\d/]+/(\d[\d.]*\d)\..*", "10.1101/"),
    )
)
#: Brackets and quotes around an identifier.
_WRAPPED = {"<": ">", "(": ")", "[": "]", "{": "}", '"': '"', "'": "'", "“": "”"}
_ARXIV = SCHEMES["arxiv"].pattern
#: Other sites' pages about an arXiv paper.
_ABOUT_ARXIV = re.compile(
    r"https?://(?:(?:www\.)?(?:huggingface|hf)\.co/papers/"
    r"|(?:www\.)?alphaxiv\.org/(?:[a-z]+/)?|xxx\.lanl\.gov/(?:abs|pdf)/"
    r"|(?:www\.)?arxiv-vanity\.com/papers/"
    r"|(?:www\.)?ar5iv\.(?:labs\.arxiv\.)?org/(?:[a-z]+/)?"
    rf"|[^/\s]+/(?:[^\s?#]*/)?arxiv[/:])({_ARXIV})(?:v\d+)?(?:\.pdf)?(?:[/?#].*)?",
    re.IGNORECASE,
)
#: What arXiv prints in the margin of a paper: `arXiv:1706.03762v7 [cs.CL] 2 Aug 2023`.
_STAMP = re.compile(
    rf"(?:arxiv:\s*)?({_ARXIV})(?:v\d+)?\s+\[[\w.,\s-]+\](?:\s+\d{{1,2}} \w+ \d{{4}})?",
    re.IGNORECASE,
)
#: As references have it: `arXiv preprint arXiv:1706.03762, 2017`.
_NAMED_ARXIV = re.compile(
    rf"(?:arxiv (?:e-?prints?|preprints?),?\s)?arxiv[:\s]\s*({_ARXIV})(?:v\d+)?"
    r"(?:\s\[[\w.,\s-]+\])?(?:,?\s\(?\d{4}\)?)?",
    re.IGNORECASE,
)
#: A publisher's page with a DOI in its URL, and a DOI with the word before it.
_PAGE = re.compile(r"https?://[^/\s]+/(?:\S*?[/=:])?(10\.\d{4,9}(?:/|%2F)[^\s?#]+)", re.IGNORECASE)
_NAMED_DOI = re.compile(
    r"(?:(?:https?://|info:|urn:)?(?:dx\.)?doi(?:\.org)?[:/\s]*){1,3}(10\.\d{4,9}/\S+)",
    re.IGNORECASE,
)
#: What publishers' URLs add after a DOI, beyond what `clean_doi` removes.
_BEHIND = re.compile(
    r"(?:[./](?:full|pdf|epdf|abstract|meta|html|full-text|fulltext|full\.pdf))+/?\Z"
)


def identify(text: str, schemes: Iterable[str]) -> tuple[str, str]:
    """Return scheme and bare identifier of an id or URL of one of these schemes, tried in order.
    Raise ValueError."""
    given = text
    text = _COPIED.sub("", text).strip().rstrip(".,;")
    if next(characters.forbidden(text), None):  # a byte of another encoding, for example
        raise ValueError(f'no identifier in "{given[:80]}"')
    if link := _LINK.fullmatch(text):
        text = link[1]
    if close := _WRAPPED.get(text[:1]):  # some DOIs contain brackets, but none begins with one
        text = text[1:].removesuffix(close)
    if _SHOWN.match(text):
        text = f"https://{text}"
    forms = (_ABOUT_ARXIV, _STAMP, _NAMED_ARXIV)
    about = next(filter(None, (form.fullmatch(text) for form in forms)), None)
    if about:
        return "arxiv", identifiers.parse(SCHEMES["arxiv"], about[1])
    for name in schemes:
        if SCHEMES[name].is_plain and identifiers.is_bare(SCHEMES[name], text):
            continue
        if found := identifiers.bare(name, text):
            return name, found
    if doi := _doi_in(text):
        return "doi", doi
    if inner := _inside(text):
        return identify(inner, schemes)
    raise ValueError(f'no identifier in "{given[:80]}"')


#: A Markdown link.
_LINK = re.compile(r"\[[^][]{0,300}\]\((https?://[^\s()]+)\)")
#: The beginning of an address inside that of a search engine or an archive.
_BEGINNING = re.compile(r"https?(?:://|%3A%2F%2F)", re.IGNORECASE)


def _inside(text: str) -> str:
    """Return the last address inside another one; empty if there is none."""
    starts = [match.start() for match in _BEGINNING.finditer(text)]
    return unquote(text[starts[-1] :].partition("&")[0]) if starts[1:] and not starts[0] else ""


def _doi_in(text: str) -> str:
    """Return the DOI in a page's URL or in a copied text; empty if there is none."""
    page, named = _PAGE.match(text), _NAMED_DOI.fullmatch(text)
    for site, start in _ENDINGS:
        if ending := site.fullmatch(text):
            text = start + ending[1]
    if page:
        text = _BEHIND.sub("", clean_doi(unquote(page[1])))
    elif named:
        text = named[1]
    return identifiers.bare("doi", clean_doi(text))


_ISBN = re.compile(r"(?<![\d-])(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx](?![\d-])", re.ASCII)
_PMID = re.compile(r"\W*(?:pmid|pubmed)(?:\s*id)?\W*([1-9]\d{0,7})\W*", re.IGNORECASE | re.ASCII)
#: Also the number alone, as Semantic Scholar and OpenAlex have it; only where this scheme is asked
#: for.
_PMCID = re.compile(
    r"(?:https?://\S+/pmc/articles/|\W*(?:pmcid\W*)?)(?:pmc\s?)?(\d{1,9})\W*",
    re.IGNORECASE | re.ASCII,
)
_BETWEEN = r"[-\u2010-\u2015\u2212\s._]?"
_ORCID = re.compile(
    rf"(?<!\d)(\d{{4}}){_BETWEEN}(\d{{4}}){_BETWEEN}(\d{{4}}){_BETWEEN}(\d{{3}}[\dXx])(?!\w)",
    re.ASCII,
)


#: Schemes whose identifiers have URLs. arXiv precedes DOI: an arXiv DOI is an arXiv id.
_WITH_ADDRESS = sorted(
    (name for name, scheme in SCHEMES.items() if scheme.home), key=lambda name: name != "arxiv"
)


def within(name: str, text: str) -> tuple[str, str]:
    """Return the scheme and identifier in a text of the field `name`; both empty if there is
    none."""
    said = _LOOK[name](text) if name in _LOOK else ""
    if not said:
        with suppress(ValueError):
            return identify(text, _WITH_ADDRESS)
        stem = _NAME.sub("", text.strip()).removesuffix(".pdf")
        said = stem if stem != text else ""
    found = identifiers.bare(name, said) if name else ""
    return (name, found) if found else ("", "")


#: The name of a scheme before an identifier, `ACL Anthology: P18-1001`.
_NAME = re.compile(r"\A(?:arxiv|acl(?: anthology)?|openreview)(?: id)?\s?[:=]?\s?", re.IGNORECASE)


def _isbn_in(text: str) -> str:
    """Return the first ISBN-13 in a text with a right check digit, or the first ISBN-10."""
    found = [match[0] for match in _ISBN.finditer(text) if identifiers.is_isbn(match[0])]
    return max(found, key=lambda isbn: sum(map(str.isalnum, isbn)), default="")


def _pmid_in(text: str) -> str:
    found = _PMID.fullmatch(text)
    return found[1] if found else ""


def _pmcid_in(text: str) -> str:
    found = _PMCID.fullmatch(text)
    return f"PMC{found[1]}" if found else ""


def _orcid_in(text: str) -> str:
    """Return the only ORCID iD in a text, with hyphens; empty if there are several."""
    found = _ORCID.findall(text)
    return "-".join(found[0]).upper() if len(found) == 1 else ""


#: Functions that find identifiers among other words, by scheme.
_LOOK = {"isbn": _isbn_in, "pmid": _pmid_in, "pmcid": _pmcid_in, "orcid": _orcid_in}
