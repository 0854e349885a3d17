"""What a site says about itself, as far as the pages depend on it.

In: settings that MkDocs' option types have checked. Out: one frozen record. It reads no file and
knows no default of MkDocs; whoever builds a site without mkdocs.yml takes the defaults below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from papershelf.text.escape import uri
from papershelf.text.tex import Macros

#: How a forge spells the address of a file's editor and of a new issue; the first whose name is a
#: part of the host counts. GitHub's form is also Gitea's and Forgejo's for issues.
_FORGES = (
    ("gitlab", "/-/edit/{branch}/{path}#L{line}", "/-/issues/new?issue%5Btitle%5D={title}"),
    ("codeberg", "/_edit/{branch}/{path}#L{line}", "/issues/new?title={title}"),
    (
        "",
        "/edit/{branch}/{path}#L{line}",
        "/issues/new?template=report-a-mistake.yml&title={title}&entry={entry}",
    ),
)


#: A host name, perhaps behind a mailbox: what a tag URI is made with (RFC 4151, section 2.1).
_AUTHORITY = re.compile(
    r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)


_HOST = re.compile(r"[a-z0-9._:-]+")


def to_authority(text: str) -> str:
    """The same in lower case and ASCII; raises ValueError for what names no authority."""
    authority = text.lower()
    if not authority.isascii():
        authority = authority.encode("idna").decode("ascii")
    if not _AUTHORITY.fullmatch(authority):
        raise ValueError("not a host name such as papers.example.org")
    return authority


def to_site_url(text: str) -> str:
    """The same in the characters of a URI, which feeds and sitemaps are held to, with a slash at
    its end; raises ValueError for what no site can stand below."""
    try:
        found = urlsplit(text)
        host, port = found.hostname or "", found.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # brackets and ports that are none, too
        host = ""
    if not _HOST.fullmatch(host) or found.scheme not in ("http", "https") or set(text) & set("?#@"):
        raise ValueError("not the address of a site such as https://example.org/papers/")
    host = f"[{host}]" if ":" in host else host
    at = f"{host}:{port}" if port is not None else host
    return f"{found.scheme}://{at}{uri(found.path).rstrip('/')}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a collection lies, and what its files are called."""

    root: Path
    catalogue: str = "papers.yaml"
    content: str = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One site."""

    site_name: str = "Papers"
    site_description: str = ""
    site_url: str = ""
    """Public address with a slash at its end, or empty where it is not known."""
    id_authority: str = ""
    """Host name that the ids in feeds are made with; it stays when the site moves. Empty where
    neither the settings nor `site_url` name one."""
    repo_url: str = ""
    """The forge's page of the repository, without a slash at its end; empty for none."""
    edit_branch: str = "main"
    edit_path: str = ""
    """Folder of the collection in its repository, with a slash at its end, or empty."""
    content: str = "content"
    """Folder of the hand-written pages in the collection."""
    per_page: int = 100
    """Papers on one page of a list."""
    new_days: int = 7
    """Days after `added` during which the browser shows the "new" mark."""
    min_papers: int = 1
    """Authors with fewer papers have no page of their own."""
    macros: Macros = ()
    """TeX macros of this collection: name and what it stands for."""

    def edit_url(self, file: str, line: int) -> str:
        """The forge's editor at a line of a file of the collection; empty without repository."""
        if not self.repo_url:
            return ""
        path = quote(f"{self.edit_path}{file}")
        return self._forge(1).format(branch=quote(self.edit_branch), path=path, line=line)

    def report_url(self, paper_id: str, file: str, line: int) -> str:
        """The forge's form for a mistake, filled in with the entry; empty without repository."""
        if not self.repo_url:
            return ""
        title = quote(f"Mistake in {paper_id}", safe="")
        entry = quote(f"{paper_id} ({file}, line {line})", safe="")
        return self._forge(2).format(title=title, entry=entry)

    def _forge(self, form: int) -> str:
        host = urlsplit(self.repo_url).hostname or ""
        path = next(forge[form] for forge in _FORGES if forge[0] in host)
        return self.repo_url.rstrip("/") + path
