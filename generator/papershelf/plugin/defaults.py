"""Defaults for the settings of a site.

In: MkDocs' configuration, a collection. Out: the same configuration with addresses, theme and
navigation completed. Reads the environment and, of the collection's files, only `CNAME`.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from papershelf.catalogue.disk import Place
from papershelf.catalogue.kinds import INTRODUCTIONS
from papershelf.catalogue.model import Collection
from papershelf.outputs import render
from papershelf.outputs.settings import Settings, to_authority, to_site_url
from papershelf.outputs.views import addresses
from papershelf.outputs.views.taxonomies import TAXONOMIES, has_index
from papershelf.problems import count, visible
from papershelf.storage import bounds
from papershelf.text.prose import EXTENSIONS

_PALETTE = [
    {
        "media": f"(prefers-color-scheme: {name})",
        "scheme": scheme,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": icon, "name": f"Switch to the {other} theme"},
    }
    for name, scheme, icon, other in (
        ("light", "default", "material/weather-night", "dark"),
        ("dark", "slate", "material/weather-sunny", "light"),
    )
]


#: The date that the caller set; a process that serves or tests builds with several dates.
_GIVEN = os.environ.get("SOURCE_DATE_EPOCH")
#: Where GitHub Actions runs.
_OF_GITHUB = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")


def environment() -> tuple[str | None, ...]:
    """Return the values of the environment variables that a build reads."""
    return _GIVEN, *map(os.environ.get, _OF_GITHUB)


def set_date(collection: Collection) -> None:
    """Set the date that MkDocs uses to the newest `added`, instead of today's."""
    day = datetime.date.fromisoformat(collection.newest_day)
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    first = 315_532_800  # 1980, the first year that zip supports
    if _GIVEN is None:
        os.environ["SOURCE_DATE_EPOCH"] = str(max(first, int(midnight.timestamp())))


def complete_addresses(config: MkDocsConfig, place: Place) -> None:
    """Set `site_url` from `content/CNAME`, which names a site's own domain. Without one, set it,
    like `repo_url`, from the variables of GitHub Actions, so that a fork needs no edits; the
    addresses of pages on other servers that set them are unknown. Raise ValueError if CNAME
    contains anything other than a host name.

    https://docs.github.com/actions/reference/workflows-and-actions/variables
    """
    name = domain(place)
    if name and not config.site_url:
        try:
            config.site_url = to_site_url(f"https://{to_authority(name)}")
        except ValueError:
            message = f'{place.content}/CNAME: "{visible(name)}" is not a host name'
            raise ValueError(f"{message} such as papers.example.org") from None
    server, repository = (os.environ.get(name, "") for name in _OF_GITHUB)
    name = repository.partition("/")[2]
    if not (server and name):
        return
    if not config.repo_url:
        config.repo_url = f"{server}/{repository}"
    if not config.site_url and (host := home()):
        config.site_url = f"https://{host}/" + ("" if name.lower() == host else f"{name}/")


def home() -> str:
    """Return the host of the sites of the repository's owner on GitHub Pages; empty elsewhere."""
    server, repository = (os.environ.get(name, "") for name in _OF_GITHUB)
    owner, _, name = repository.partition("/")
    return f"{owner.lower()}.github.io" if server == "https://github.com" and name else ""


#: The most bytes of CNAME that are read.
_MOST_OF_A_NAME = 1000


def domain(place: Place) -> str:
    """Return the first word of the file `CNAME` beside the hand-written pages; empty without such a
    file, and for one that `check` refuses, since a link may lead anywhere."""
    try:
        data = bounds.read(place.root, place.root / place.content / "CNAME", _MOST_OF_A_NAME)
    except OSError:
        return ""
    words = data.decode("utf-8", "replace").split()
    return words[0].lower() if words else ""


def complete_theme(config: MkDocsConfig) -> None:
    """Add Papershelf's templates after the user's own, and keep Material from loading anything from
    other hosts."""
    theme = config.theme
    folder = str(theme_folder())
    if folder not in theme.dirs:
        theme.dirs.insert(1 if theme.custom_dir else 0, folder)
    if not theme.get("palette"):
        theme["palette"] = _PALETTE
    theme["font"] = False
    theme["favicon"] = theme.get("favicon") or "assets/images/favicon.png"
    theme.static_templates.discard("sitemap.xml")  # Papershelf makes its own
    config.markdown_extensions[:] = extensions(config)


def extensions(config: MkDocsConfig) -> list[str]:
    """Return the extensions of Markdown in the settings, and those that every page needs."""
    return list(dict.fromkeys((*config.markdown_extensions, *EXTENSIONS)))


def theme_folder() -> Path:
    """Return `overrides/` of a checkout, or its copy in an installed package."""
    package = Path(__file__).parent.parent
    packaged = package / "theme"
    return packaged if packaged.is_dir() else package.parent.parent / "overrides"


def complete(config: MkDocsConfig, collection: Collection, settings: Settings) -> None:
    """Complete the settings that pages are rendered with."""
    if config.nav is None:
        config.nav = list(navigation(collection, settings))
    config.site_name = settings.site_name
    config.site_description = settings.site_description
    config.site_url = settings.site_url  # also used in MkDocs' own tags
    # with it, readers' browsers would load star counts from the forge, and Material would add its
    # own edit links
    config.repo_url = config.edit_uri = config.edit_uri_template = None


def navigation(collection: Collection, settings: Settings) -> Iterator[str | Mapping[str, str]]:
    """Yield a short, explicit navigation: with papers in it, builds would take quadratic time."""
    yield {"Newest": "index.md"}
    if collection.snapshots:
        yield {"Trending": addresses.to_src_uri(addresses.TRENDING)}
    yield {"Papers": "papers/index.md"}
    for taxonomy in TAXONOMIES:
        # the headings of the home page lead to days
        if taxonomy.order != "calendar" and has_index(taxonomy, collection, settings):
            yield {taxonomy.title: f"{taxonomy.name}/index.md"}
    if collection.courses:
        yield {"Courses": addresses.to_src_uri(addresses.COURSES)}
    if collection.digests:
        yield {"Digests": addresses.to_src_uri(addresses.DIGESTS)}
    for src_uri in sorted(collection.pages):
        if "/" not in src_uri and src_uri not in INTRODUCTIONS:
            yield src_uri  # MkDocs takes the title from the front matter or the heading


def for_theme(collection: Collection, settings: Settings) -> dict[str, object]:
    """Return what the theme knows of a collection."""
    listed = collection.listed.values()
    return {
        "papers": count(len(listed), "paper"),
        "shelves": render.shelves(len(listed)),
        "has_topics": bool(collection.terms["topics"]),
        "new_days": settings.new_days,
        "newest": next((str(paper.added) for paper in listed if paper.added.day), ""),
        "repo_url": settings.repo_url,
    }
