"""The settings of the plugin, each with its documentation.

In: what mkdocs.yml has under `plugins: - papershelf:`. Out: typed values. The table of settings in
docs/reference/settings.md is made from the docstrings.
"""

from __future__ import annotations

from mkdocs.config import base
from mkdocs.config import config_options as c

_SEVERITIES = ("off", "warning", "error")


class AuthorsConfig(base.Config):  # type: ignore[no-untyped-call]
    """Settings of author pages."""

    min_papers = c.Type(int, default=2)
    """Number of papers that an author needs for a page; those that `content/people.yaml` lists
    always have one. Papers with more than 100 names do not count. The index of authors lists
    everyone, and links authors of one paper to that paper."""

    files = c.Type(bool, default=False)
    """Whether every author with a page also has citation files and feeds. By default, only those
    that `content/people.yaml` lists and those with more papers than one page of a list have them.
    On other pages of authors, the browser makes the citation files."""


class VenuesConfig(base.Config):  # type: ignore[no-untyped-call]
    """Settings of venue pages."""

    files = c.Type(bool, default=False)
    """Whether every venue has citation files and feeds. By default, only those with more papers
    than one page of a list have them. On other pages of venues, the browser makes the citation
    files."""


class KeywordsConfig(base.Config):  # type: ignore[no-untyped-call]
    """Settings of keyword pages."""

    min_papers = c.Optional(c.Type(int))
    """Number of papers that a keyword needs for a page, such as `2`; those that
    `content/keywords.yaml` lists always have one. By default, no keyword has a page."""


class PapershelfConfig(base.Config):  # type: ignore[no-untyped-call]
    """Settings under `plugins: - papershelf:` in mkdocs.yml."""

    catalogue = c.Type(str, default="papers.yaml")
    """Name of the catalogue's file."""
    per_page = c.Type(int, default=100)
    """Number of papers on one page of a list."""
    new_days = c.Type(int, default=7)
    """Number of days after `added` during which a paper is marked as new."""
    edit_branch = c.Type(str, default="main")
    """Branch that “Edit this entry” opens."""
    edit_path = c.Type(str, default="")
    """Folder of the collection in its repository; by default the root."""
    id_authority = c.Type(str, default="")
    """Name that identifies this site in the ids of its feeds, such as `papers.example.org`; by
    default the host of `site_url`. Set it before the site moves."""
    tex_macros = c.DictOfItems(c.Type(str), default={})
    """TeX macros for formulas: `{half: '\\frac12'}`."""
    authors = c.SubConfig(AuthorsConfig)
    venues = c.SubConfig(VenuesConfig)
    keywords = c.SubConfig(KeywordsConfig)
    policy = c.DictOfItems(c.ListOfItems(c.Type(str)), default={})
    """Additional hosts that pages may load from, per directive of the Content-Security-Policy:
    `{img-src: ['*.example.org']}`. Without them, browsers load nothing from other hosts."""
    # YAML 1.1 reads a bare `off` as false
    rules = c.DictOfItems(c.Choice((*_SEVERITIES, False)), default={})
    """Severity of single rules, `off`, `warning` or `error`: `{no-authors: off}`. Rules that a
    build depends on cannot be changed."""
