"""What a site need not say about itself.

In: MkDocs' configuration, a collection. Out: the same configuration with addresses, theme and
navigation completed. It reads the environment, and of the collection's files `CNAME` alone.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from papershelf.catalogue.model import Collection
from papershelf.outputs.settings import Place, Settings, to_authority, to_site_url
from papershelf.outputs.views import addresses
from papershelf.outputs.views.taxonomies import TAXONOMIES, has_index
from papershelf.problems import visible
from papershelf.storage import bounds

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
#: Of Python-Markdown, for pages that mix HTML and Markdown, and what readers of Material expect.
EXTENSIONS = (
    *("md_in_html", "attr_list", "tables", "footnotes", "admonition", "toc"),
    "papershelf.text.brackets",
)


#: What the caller set; each build of a process that serves or tests has a day of its own.
_GIVEN = os.environ.get("SOURCE_DATE_EPOCH")


def set_date(collection: Collection) -> None:
    """The newest `added` stands wherever MkDocs needs a date: it would take the clock."""
    day = datetime.date.fromisoformat(collection.newest_day)
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    first = 315_532_800  # 1980: gzip and zip know nothing before
    if _GIVEN is None:
        os.environ["SOURCE_DATE_EPOCH"] = str(max(first, int(midnight.timestamp())))


def complete_addresses(config: MkDocsConfig, place: Place) -> None:
    """`site_url` from `content/CNAME`, which gives a site its own domain on GitHub Pages; else
    `site_url`, and `repo_url`, from what GitHub Actions says, so that a fork needs no edit. Raises
    ValueError for a CNAME that holds anything but a host name.

    https://docs.github.com/actions/reference/workflows-and-actions/variables
    """
    name = domain(place)
    if name and not config.site_url:
        try:
            config.site_url = to_site_url(f"https://{to_authority(name)}")
        except ValueError:
            told = f'{place.content}/CNAME: "{visible(name)}" is not a host name'
            raise ValueError(f"{told} such as papers.example.org") from None
    server = os.environ.get("GITHUB_SERVER_URL", "")
    repository = os.environ.get("GITHUB_REPOSITORY", "")
    owner, _, name = repository.partition("/")
    if not (server and name):
        return
    if not config.repo_url:
        config.repo_url = f"{server}/{repository}"
    if not config.site_url:
        home = f"{owner.lower()}.github.io"
        config.site_url = f"https://{home}/" + ("" if name.lower() == home else f"{name}/")


#: Bytes of a file that are read for a host name.
_MOST_OF_A_NAME = 1000


def domain(place: Place) -> str:
    """The first word of the file `CNAME` beside the hand-written pages; empty where there is no
    such file, and for one that `check` refuses: a link may lead anywhere."""
    try:
        data = bounds.read(place.root, place.root / place.content / "CNAME", _MOST_OF_A_NAME)
    except OSError:
        return ""
    words = data.decode("utf-8", "replace").split()
    return words[0].lower() if words else ""


def complete_theme(config: MkDocsConfig) -> None:
    """Our templates behind the user's own; Material without a request to another host."""
    theme = config.theme
    if theme.name != "material":
        raise PluginError(f"the theme is {theme.name!r}; papershelf needs material")
    folder = str(theme_folder())
    if folder not in theme.dirs:
        theme.dirs.insert(1 if theme.custom_dir else 0, folder)
    if not theme.get("palette"):
        theme["palette"] = _PALETTE
    theme["font"] = False
    theme["favicon"] = theme.get("favicon") or "assets/images/favicon.png"
    theme.static_templates.discard("sitemap.xml")  # ours is made from the data
    for name in EXTENSIONS:
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)


def theme_folder() -> Path:
    """`overrides/` of a checkout, or the copy of it that an installed package carries."""
    package = Path(__file__).parent.parent
    packaged = package / "theme"
    return packaged if packaged.is_dir() else package.parent.parent / "overrides"


def navigation(collection: Collection, settings: Settings) -> Iterator[str | Mapping[str, str]]:
    """A short explicit one: papers in the navigation make every build quadratic."""
    yield {"Newest": "index.md"}
    yield {"Papers": "papers/index.md"}
    for taxonomy in TAXONOMIES:
        if has_index(taxonomy, collection, settings):
            yield {taxonomy.title: f"{taxonomy.name}/index.md"}
    if collection.courses:
        yield {"Courses": addresses.to_src_uri(addresses.COURSES)}
    for src_uri in sorted(collection.pages):
        if "/" not in src_uri and src_uri != "index.md":
            yield src_uri  # MkDocs takes the title from the front matter or the heading
