"""The settings of the plugin, each with its documentation.

In: what mkdocs.yml has under `plugins: - papershelf:`. Out: typed values. The table of settings in
docs/reference/settings.md is made from the docstrings.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from pathspec.gitignore import GitIgnoreSpec

from papershelf.catalogue.disk import Place
from papershelf.catalogue.left_out import LeftOut
from papershelf.catalogue.metrics import COLUMNS
from papershelf.outputs.settings import (
    Discussion,
    Formula,
    Mail,
    Settings,
    Subscribe,
    to_authority,
    to_site_url,
)
from papershelf.plugin import defaults
from papershelf.plugin.places import root_of
from papershelf.storage import bounds
from papershelf.text.mailboxes import to_address

#: Forms of what giscus needs, each with an example. GitHub's ids say what they belong to; older
#: ones are `010:Repository1` and `018:DiscussionCategory1` in base64.
GISCUS = {
    "repo": (r"[A-Za-z0-9][\w-]*/(?!\.{1,2}$)[\w.-]+", "ada/papers"),
    "repo_id": (r"(?:R_|MDEwOlJlcG9zaXRvcn)[\w=-]+", "R_kgDOGjYtbQ"),
    "category": (r"\S(?:.*\S)?", "Announcements"),
    "category_id": (r"(?:DIC_|MDE4OkRpc2N1c3Npb25DYXRlZ29ye)[\w=-]+", "DIC_kwDOGjYtbc4CA_TS"),
}
_SEVERITIES = ("off", "warning", "error")
_FORMULA = Formula()


class Number(c.Type[int]):
    """An integer; Python takes `true` for one, MkDocs' own option, too."""

    def __init__(self, default: int | None = None) -> None:
        super().__init__(int, default=default)

    def run_validation(self, value: object) -> int:
        """Return the number. Raise ValidationError for anything else."""
        if isinstance(value, bool):
            raise base.ValidationError(f"Expected a whole number, not {str(value).lower()}")
        return super().run_validation(value)


class Group(base.Config):  # type: ignore[no-untyped-call]
    """Settings of which all mistakes are reported; MkDocs stops at the first one."""

    def validate(self) -> tuple[base.ConfigErrors, base.ConfigWarnings]:
        """Return the mistakes and the warnings, each with the name of its setting."""
        given = dict(self)
        failed, warnings = super().validate()
        if failed:
            seen = dict((*failed, *warnings))
            others = {name: value for name, value in given.items() if name not in seen}
            rest = type(self)(config_file_path=self.config_file_path)
            rest.load_dict(others)
            more, other_warnings = rest.validate()
            # beside a mistake, MkDocs drops the warnings, or repeats them with the next settings
            said = (*warnings, *other_warnings)
            failed = [*failed, *more, *((name, base.ValidationError(what)) for name, what in said)]
            warnings = []
        return failed, warnings


class Part(Group):  # type: ignore[no-untyped-call]
    """Settings within a setting, of which MkDocs reports only the first mistake."""

    def validate(self) -> tuple[base.ConfigErrors, base.ConfigWarnings]:
        """Return all mistakes as one, each in a line."""
        failed, warnings = super().validate()
        if len(failed) > 1:
            others = (f"Sub-option '{name}': {what}" for name, what in failed[1:])
            lines = "\n".join((str(failed[0][1]), *others))
            failed = [(failed[0][0], base.ValidationError(lines))]
        return failed, warnings


class AuthorsConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of author pages."""

    min_papers = Number(default=2)
    """Number of papers that an author needs for a page; those that `content/people.yaml` lists
    always have one. Papers with more than 100 names do not count. The index of authors lists
    everyone, and links authors of one paper to that paper."""

    files = c.Type(bool, default=False)
    """Whether every author with a page also has citation files and feeds. By default, only those
    that `content/people.yaml` lists and those with more papers than one page of a list have them.
    On other pages of authors, the browser makes the citation files."""


class VenuesConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of venue pages."""

    files = c.Type(bool, default=False)
    """Whether every venue has citation files and feeds. By default, only those with more papers
    than one page of a list have them. On other pages of venues, the browser makes the citation
    files."""


class KeywordsConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of keyword pages."""

    min_papers = c.Optional(Number())
    """Number of papers that a keyword needs for a page, such as `2`; those that
    `content/keywords.yaml` lists always have one. By default, no keyword has a page."""


class MailConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of `papershelf send`. The mail server, the subscribers and the secret are not here,
    but in the environment: this file is public."""

    sender = c.Type(str, default="")
    """Address that digests come from, such as `digest@example.org`."""
    reply_to = c.Type(str, default="")
    """Address for answers; by default the sender."""
    list_id = c.Type(str, default="")
    """Name by which mail programs file digests (`List-Id`), such as `digest.papers.example.org`,
    which is also the default for that site. Set it before the site moves."""
    unsubscribe = c.ListOfItems(c.Type(str), default=[])
    """Where a subscriber unsubscribes: `mailto:leave@example.org?subject=unsubscribe`, or an
    address that begins with `https:` and accepts the one-click POST of RFC 8058. `{address}`
    becomes the subscriber's address, `{id}` a code that only they know."""
    per_minute = Number(default=60)
    """Number of messages in a minute, at most."""


class TrendingConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of the order of trending papers."""

    weights = c.DictOfItems(c.Type((int, float)), default={})
    """Weights of numbers by their column, `{stars: 0.5}`; 0 leaves a number out. The page of
    trending papers shows all of them."""

    half_life = Number(default=_FORMULA.half_life)
    """Days after which the growth of a paper counts half as much."""

    most_stars = Number(default=_FORMULA.most_stars)
    """The most stars in a week that count, since stars can be bought."""


class SubscribeConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of what readers are offered for new papers by mail."""

    form = c.Type(str, default="")
    """Address to which the form of a newsletter service posts, such as
    `https://buttondown.com/api/emails/embed-subscribe/papers`. Pages with the form may send it
    there, and nowhere else."""
    field = c.Type(str, default="email")
    """Name of the field for the reader's address; Mailchimp calls it `EMAIL`."""
    fields = c.DictOfItems(c.Type(str), default={})
    """Other fields of the form with their values, which readers do not see: `{l: 4f5a2c}` names a
    list of listmonk."""
    address = c.Type(str, default="")
    """Address to which readers write to subscribe, such as `digest@example.org`."""
    releases = c.Type(bool, default=False)
    """Whether each digest is also a release on GitHub, which readers can watch. The workflow
    `mail.yml` publishes them."""


class DiscussionConfig(Part):  # type: ignore[no-untyped-call]
    """Settings of discussions on GitHub, which [giscus](https://giscus.app) shows on the pages of
    papers. All are needed; giscus.app gives them."""

    repo = c.Type(str, default="")
    """Public repository with discussions, such as `ada/papers`. The giscus app must be installed in
    it. Pages may load giscus.app, and do so once the reader asks for the discussion."""
    repo_id = c.Type(str, default="")
    """Its id, such as `R_kgDOGjYtbQ`."""
    category = c.Type(str, default="")
    """Name of the category in which giscus starts discussions, such as `Announcements`."""
    category_id = c.Type(str, default="")
    """Its id, such as `DIC_kwDOGjYtbc4CA_TS`."""


class PapershelfConfig(Group):  # type: ignore[no-untyped-call]
    """Settings under `plugins: - papershelf:` in mkdocs.yml."""

    catalogue = c.Type(str, default="papers.yaml")
    """Name of the catalogue's file."""
    per_page = Number(default=100)
    """Number of papers on one page of a list."""
    new_days = Number(default=7)
    """Number of days after `added` during which a paper is marked as new."""
    edit_branch = c.Type(str, default="main")
    """Branch that “Edit this entry” opens."""
    edit_path = c.Type(str, default="")
    """Folder of the collection in its repository; by default the root."""
    id_authority = c.Type(str, default="")
    """Name that identifies this site in the ids of its feeds and calendars, such as
    `papers.example.org`; by default the host of `site_url`. Set it before the site moves."""
    tex_macros = c.DictOfItems(c.Type(str), default={})
    """TeX macros for formulas: `{half: '\\frac12'}`."""
    authors = c.SubConfig(AuthorsConfig)
    venues = c.SubConfig(VenuesConfig)
    keywords = c.SubConfig(KeywordsConfig)
    mail = c.SubConfig(MailConfig)
    subscribe = c.SubConfig(SubscribeConfig)
    discussion = c.SubConfig(DiscussionConfig)
    trending = c.SubConfig(TrendingConfig)
    policy = c.DictOfItems(c.ListOfItems(c.Type(str)), default={})
    """Additional hosts that pages may load from, per directive of the Content-Security-Policy:
    `{img-src: ['*.example.org']}`. Without them, browsers load nothing from other hosts."""
    # YAML 1.1 reads a bare `off` as false
    rules = c.DictOfItems(c.Choice((*_SEVERITIES, False)), default={})
    """Severity of single rules, `off`, `warning` or `error`: `{no-authors: off}`. Rules that a
    build depends on cannot be changed."""


def groups() -> dict[str, type[base.Config]]:
    """Return the settings that have settings of their own, by name."""
    return {
        name: option.config_class
        for name, option in PapershelfConfig._schema
        if isinstance(option, c.SubConfig)
    }


def locate(config: MkDocsConfig, own: PapershelfConfig, *, is_preview: bool) -> Place:
    """Return the location of a collection according to its settings. Previews show drafts."""
    root = root_of(config)
    place = Place(root=root, catalogue=own.catalogue, min_papers=min_papers(own))
    if not Path(config.config_file_path).is_file():  # MkDocs may work on an empty substitute
        return place
    content = bounds.relative_to(root, Path(config.docs_dir))
    if content is None:
        content = Path(os.path.relpath(config.docs_dir, root)).as_posix()
    left_out = LeftOut(_lines(config.exclude_docs), "" if is_preview else _lines(config.draft_docs))
    return replace(place, content=content, left_out=left_out)


def _lines(spec: GitIgnoreSpec | None) -> str:
    """Return the patterns that MkDocs has read, each in a line."""
    return "\n".join(str(each.pattern) for each in spec.patterns) if spec else ""


def min_papers(config: PapershelfConfig) -> dict[str, int]:
    """Return the papers that a term needs for a page, by taxonomy."""
    least = {"authors": config.authors.min_papers, "keywords": config.keywords.min_papers}
    return {name: papers for name, papers in least.items() if papers is not None}


def discussed(config: MkDocsConfig, ours: PapershelfConfig) -> tuple[str, str]:
    """Return the address of the repository in which papers are discussed, and the id of the
    category; empty without one."""
    given = ours.discussion
    url = f"https://github.com/{given.repo}" if given.repo else config.repo_url or ""
    return url, given.category_id


def _with_small_scheme(url: str) -> str:
    """Return a URL with its scheme in lower case, in which mail programs look for it."""
    scheme, colon, rest = url.partition(":")
    return f"{scheme.lower()}{colon}{rest}"


def to_settings(config: MkDocsConfig, ours: PapershelfConfig, content: str) -> Settings:
    site_url = to_site_url(config.site_url) if config.site_url else ""
    edit_path = ours.edit_path.strip("/")
    return Settings(
        content=content,
        site_name=" ".join(config.site_name.split()),  # of `site_name: >`
        site_description=" ".join((config.site_description or "").split()),
        site_url=site_url,
        id_authority=authority(config, ours),
        repo_url=(config.repo_url or "").rstrip("/"),
        edit_branch=ours.edit_branch,
        edit_path=f"{edit_path}/" if edit_path else "",
        per_page=ours.per_page,
        new_days=ours.new_days,
        min_papers=ours.authors.min_papers,
        author_files=ours.authors.files,
        venue_files=ours.venues.files,
        min_keyword_papers=ours.keywords.min_papers,
        extensions=tuple(
            (name, config.mdx_configs.get(name) or {})
            for name in defaults.extensions(config)
            if isinstance(name, str)  # hooks and plugins add objects, which may need MkDocs' pages
        ),
        macros=tuple(sorted(ours.tex_macros.items())),
        mail=Mail(
            sender=ours.mail.sender and to_address(ours.mail.sender),
            reply_to=ours.mail.reply_to and to_address(ours.mail.reply_to),
            list_id=ours.mail.list_id,
            unsubscribe=tuple(map(_with_small_scheme, ours.mail.unsubscribe)),
            per_minute=ours.mail.per_minute,
        ),
        subscribe=Subscribe(
            form=ours.subscribe.form,
            field=ours.subscribe.field,
            fields=tuple(sorted(ours.subscribe.fields.items())),
            address=ours.subscribe.address,
            releases=ours.subscribe.releases,
        ),
        discussion=Discussion(**{name: ours.discussion[name] for name in GISCUS}),
        trending=Formula(
            weights=tuple(
                (name, float(ours.trending.weights.get(name, column.weight)))
                for name, column in COLUMNS.items()
            ),
            half_life=ours.trending.half_life,
            most_stars=ours.trending.most_stars,
        ),
    )


def authority(config: MkDocsConfig, ours: PapershelfConfig) -> str:
    """Return the authority for feed ids; empty for a host without a name, `http://[::1]:8000/`."""
    site_url = to_site_url(config.site_url) if config.site_url else ""
    try:
        return to_authority(ours.id_authority or urlsplit(site_url).hostname or "")
    except ValueError:
        return ""
