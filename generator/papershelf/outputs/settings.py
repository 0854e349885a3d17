"""The settings of a site that its pages depend on.

In: settings that MkDocs' option types have checked. Out: one frozen record. Reads no files and uses
no defaults of MkDocs; without mkdocs.yml, the defaults below apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from papershelf.catalogue.disk import CONTENT
from papershelf.catalogue.metrics import COLUMNS
from papershelf.text import prose
from papershelf.text.domains import to_ascii
from papershelf.text.escape import uri
from papershelf.text.tex import Macros

#: Forms of the URLs of a forge's file editor and of a new issue; the first whose name is part of
#: the host applies. Gitea and Forgejo use GitHub's form for issues.
_FORGES = (
    ("gitlab", "/-/edit/{branch}/{path}#L{line}", "/-/issues/new?issue%5Btitle%5D={title}"),
    ("codeberg", "/_edit/{branch}/{path}#L{line}", "/issues/new?title={title}"),
    (
        "",
        "/edit/{branch}/{path}#L{line}",
        "/issues/new?template=report-a-mistake.yml&title={title}&entry={entry}",
    ),
)


#: A host name, optionally with a mailbox: the authority of a tag URI (RFC 4151, section 2.1).
_AUTHORITY = re.compile(
    r"(?:[a-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)


_HOST = re.compile(r"[a-z0-9._:-]+")


def to_authority(text: str) -> str:
    """Return an authority in lower case and ASCII; raise ValueError if the text is not one."""
    authority = to_ascii(text)
    if not _AUTHORITY.fullmatch(authority):
        raise ValueError("not a host name such as papers.example.org")
    return authority


def to_site_url(text: str) -> str:
    """Return a site's URL with a slash at its end, in the characters of a URI, which feeds and
    sitemaps require; raise ValueError if the text is not the URL of a site."""
    try:
        found = urlsplit(text)
        host, port = to_ascii(found.hostname or ""), found.port
    except ValueError:  # also invalid brackets and ports
        host = ""
    if not _HOST.fullmatch(host) or found.scheme not in ("http", "https") or set(text) & set("?#@"):
        raise ValueError("not the URL of a site such as https://example.org/papers/")
    host = f"[{host}]" if ":" in host else host
    at = f"{host}:{port}" if port is not None else host
    return f"{found.scheme}://{at}{uri(found.path).rstrip('/')}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What every mail says about its sender."""

    sender: str = ""
    """Address; empty if the collection sends no mail."""
    reply_to: str = ""
    list_id: str = ""
    """Name of the list (RFC 2919), by default `digest.` and the name in the ids of feeds."""
    unsubscribe: tuple[str, ...] = ()
    """Addresses that begin with `https:` or `mailto:`, with `{address}` or `{id}`."""
    per_minute: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The published numbers behind the order of trending papers; see `trending`."""

    weights: tuple[tuple[str, float], ...] = tuple(
        (column.name, column.weight) for column in COLUMNS.values()
    )
    """By column of a snapshot."""
    half_life: int = 180
    """Days after which the growth of a paper counts half as much."""
    most_stars: int = 50
    """The most stars in a week that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """How readers can get digests by mail; all of it may be empty."""

    form: str = ""
    """URL that the form of a newsletter service posts to."""
    field: str = "email"
    """Name of the field for the address."""
    fields: tuple[tuple[str, str], ...] = ()
    """Names and values of hidden fields."""
    address: str = ""
    """Address that readers write to."""
    releases: bool = False
    """Whether digests are releases of the repository."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """Where readers discuss papers, by giscus; all of it is empty if they do not."""

    repo: str = ""
    """Repository on GitHub, `ada/papers`."""
    repo_id: str = ""
    category: str = ""
    """Name of the category of discussions."""
    category_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a site."""

    site_name: str = "Papers"
    site_description: str = ""
    site_url: str = ""
    """Public URL with a slash at its end; empty if unknown."""
    id_authority: str = ""
    """Host name for the ids in feeds and calendars, which stays when the site moves. Empty if
    neither the settings nor `site_url` have one."""
    repo_url: str = ""
    """URL of the repository without a slash at its end; empty without one."""
    edit_branch: str = "main"
    edit_path: str = ""
    """Folder of the collection in its repository, with a slash at its end; empty for the root."""
    content: str = CONTENT
    """Folder of the hand-written pages in the collection."""
    per_page: int = 100
    """Papers per page of a list."""
    new_days: int = 7
    """Days after `added` during which a paper is marked as new."""
    min_papers: int = 2
    """Authors with fewer papers have no page, unless people.yaml lists them."""
    author_files: bool = False
    """Whether every author with a page has citation files and feeds; see `has_files`."""
    venue_files: bool = False
    """The same for venues."""
    min_keyword_papers: int | None = None
    """Keywords with fewer papers have no page, unless keywords.yaml lists them. None: no keyword
    has a page."""
    extensions: prose.Extensions = prose.USUAL
    """The extensions of Markdown that the engine reads hand-written pages with."""
    macros: Macros = ()
    """TeX macros of this collection: names and definitions."""
    mail: Mail = Mail()
    subscribe: Subscribe = Subscribe()
    discussion: Discussion = Discussion()
    trending: Formula = Formula()

    def edit_url(self, file: str, line: int) -> str:
        """Return the URL of the forge's editor at a line of a file; empty without a repository."""
        if not self.repo_url:
            return ""
        path = quote(f"{self.edit_path}{file}")
        return self._forge(1).format(branch=quote(self.edit_branch), path=path, line=line)

    def report_url(self, paper_id: str, file: str, line: int) -> str:
        """Return the URL of the forge's form for reporting a mistake, filled in with the entry;
        empty without a repository."""
        if not self.repo_url:
            return ""
        title = quote(f"Mistake in {paper_id}", safe="")
        entry = quote(f"{paper_id} ({file}, line {line})", safe="")
        return self._forge(2).format(title=title, entry=entry)

    def _forge(self, form: int) -> str:
        host = urlsplit(self.repo_url).hostname or ""
        path = next(forge[form] for forge in _FORGES if forge[0] in host)
        return self.repo_url.rstrip("/") + path
