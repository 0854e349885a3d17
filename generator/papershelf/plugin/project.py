"""A project for Zensical, which renders pages as a program of its own.

In: the settings of a site, as MkDocs reads them, and pages. Out: their HTML, finished. Zensical
reads nothing but the project, and knows neither the plugin nor its events.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils.meta import get_data

from papershelf.outputs import finished, policy, shields
from papershelf.outputs.policy import Sources
from papershelf.outputs.render import Page
from papershelf.outputs.views import addresses
from papershelf.plugin import defaults
from papershelf.plugin.frames import TEXTS
from papershelf.plugin.places import Unusable
from papershelf.storage import files

log = get_plugin_logger("papershelf")

#: In place of the policy, which depends on the page that the engine makes.
POLICY = "papershelf-policy"
#: Before and after the content of a page.
MARK = "<!--papershelf-content-->"
#: Settings of mkdocs.yml that Zensical knows, too.
_SETTINGS = ("site_name", "site_url", "site_description", "site_author", "copyright", "nav",
             "extra", "extra_css")  # fmt: skip
#: What makes code of lines between fences, and highlights it.
_FENCES = "pymdownx.superfences"
#: The style that its theme shares with Material; the other one is its own.
_VARIANT = "classic"
#: What MiniJinja escapes in another way than Jinja, which values are compared with.
_ESCAPES = {"&#x2f;": "/", "&#x27;": "&#39;", "&quot;": "&#34;"}
#: The files that pages load, of those that the theme brings.
_ASSETS = re.compile(rf"assets/(?!stylesheets/(?!{_VARIANT}/)|javascripts/workers/search|.*\.map$)")
_ESCAPED = re.compile("|".join(_ESCAPES))


def require_zensical() -> None:
    """Raise Unusable without Zensical. Warn if its version is not that of our extra."""
    install = "pip install 'papershelf[zensical]'"
    try:
        version = metadata.version("zensical")
    except metadata.PackageNotFoundError:
        raise Unusable(f"Zensical is not installed: run {install}") from None
    needs = metadata.requires("papershelf") or ()
    if f"zensical=={version}" not in (need.partition(";")[0].strip() for need in needs):
        log.warning(
            f"Zensical {version} is not tested with Papershelf; for the one that is: {install}"
        )


class ZensicalPage(NamedTuple):
    """A page for Zensical."""

    src_uri: str
    front: Mapping[str, object]
    body: str
    """Markdown that Zensical may read."""
    blocks: Sequence[str] = ()
    """Blocks of HTML that it must not change."""

    def to_markdown(self) -> str:
        """Return the page as a file."""
        lines = (f"{key}: {json.dumps(value, default=str)}\n" for key, value in self.front.items())
        return f"---\n{''.join(lines)}---\n\n{self.body}"

    def to_frame(self) -> ZensicalPage:
        """Return the page without texts: scripts in it are those of the theme."""
        front = {key: value for key, value in self.front.items() if key not in TEXTS}
        return ZensicalPage(self.src_uri, front, "")


class Project:
    """The project of one build, which Zensical renders as often as pages are asked for."""

    def __init__(self, config: MkDocsConfig, folder: Path, more: Sources) -> None:
        """Work in a folder. `more` are additional sources of the policy."""
        require_zensical()
        self.folder = folder
        self.more = more
        settings = yaml.dump(_settings(config), allow_unicode=True, sort_keys=False)
        self.common = {"mkdocs.yml": settings.encode(), **_templates(config)}
        """Files of every run."""
        self.base: Sequence[ZensicalPage] = ()
        """The pages that the navigation may name: it takes their titles from them."""
        self.rendered = 0
        """Number of pages that were rendered."""

    def render(self, pages: Sequence[Page]) -> list[str]:
        """Return the HTML of each generated page. No two have the same address."""
        return [page for page, _ in self.run([_of_page(page) for page in pages])]

    def run(self, sources: Sequence[ZensicalPage]) -> list[tuple[str, str]]:
        """Return the HTML of each page, and its content alone. Its policy allows the scripts of
        its frame, which is the page without texts."""
        self.rendered += len(sources)
        frames = self._run([source.to_frame() for source in sources])
        pages = self._run(sources)
        return [
            (self.finish(page, frame, source.blocks), _content(page))
            for page, frame, source in zip(pages, frames, sources)
        ]

    def finish(self, html: str, frame: str, blocks: Sequence[str] = ()) -> str:
        """Return a page with its policy and with everything that Zensical must not change."""
        html = shields.with_blocks(shields.without_marks(html), blocks)
        html = html.replace(MARK, "").replace(POLICY, policy.to_policy(frame, self.more), 1)
        return finished.without_indentation(finished.without_leftovers(html))

    def _run(self, sources: Sequence[ZensicalPage]) -> list[str]:
        if not sources:
            return []
        blank = [source._replace(body="") for source in self.base]
        docs = {f"docs/{source.src_uri}": source for source in (*blank, *sources)}
        pages = {
            path: source.to_markdown().encode("utf-8", "replace") for path, source in docs.items()
        }
        files.empty(self.folder)  # with the cache of the last run
        files.sync(self.folder, (self.common | pages).items())
        command = [sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").split("\n")
            raise PluginError(f"Zensical: {next(filter(None, reversed(lines)), 'no message')}")
        return [self.read(addresses.to_dest_uri(source.src_uri)) for source in sources]

    def read(self, dest_uri: str) -> str:
        """Return a page that Zensical made in its last run."""
        path = self.folder / "site" / dest_uri
        try:
            html = path.read_bytes().decode()
        except FileNotFoundError:
            raise PluginError(f"Zensical made no page {dest_uri}") from None
        return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], html)

    def assets(self) -> dict[str, str]:
        """Return the files that the theme brings, after a run: paths by dest_uri."""
        found = files.sources_in(self.folder / "site")
        return {name: path for name, path in found.items() if _ASSETS.match(name)}


def generated(src_uri: str, text: str, *, is_written: bool = False) -> ZensicalPage:
    """Return a generated page from its file. Its blocks of HTML stay as they are, except in one
    that contains Markdown by a person."""
    body, front = get_data(text)
    if is_written:
        return ZensicalPage(src_uri, front, shields.with_marks(body))
    return ZensicalPage(src_uri, front, *shields.without_blocks(body))


def _content(html: str) -> str:
    """Return the content of a page; empty if its template prints none."""
    return shields.without_marks("".join(html.split(MARK)[1:-1]))


def _of_page(page: Page) -> ZensicalPage:
    return generated(addresses.to_src_uri(page.head.url), page.to_markdown())


# --- the project -------------------------------------------------------------------------------


def _settings(config: MkDocsConfig) -> dict[str, object]:
    """Return the settings that Zensical knows, too."""
    theme = _plain({name: config.theme[name] for name in config.theme})
    settings = _plain({name: config[name] for name in _SETTINGS})
    assert isinstance(theme, dict) and isinstance(settings, dict)
    return {
        **{name: value for name, value in settings.items() if value is not None},
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {**theme, "name": "material", "variant": _VARIANT, "custom_dir": "theme"},
        "extra_javascript": _scripts(config),
        "markdown_extensions": [
            {name: config.mdx_configs.get(name) or {}} for name in _extensions(config)
        ],
    }


def _extensions(config: MkDocsConfig) -> list[str]:
    """Return the extensions of Markdown. Zensical adds SuperFences after them, unless it is one of
    them; as the first one, it leaves fenced code to that of MkDocs."""
    names = config.markdown_extensions
    return names if _FENCES in names else [_FENCES, *names]


def _scripts(config: MkDocsConfig) -> list[object]:
    keys = ("path", "type", "defer", "async")
    return [
        script if isinstance(script, str) else {key: script[key] for key in keys if script[key]}
        for script in config.extra_javascript
    ]


def _plain(value: object) -> object:
    """Return a setting without objects of Python, which YAML would name."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def _templates(config: MkDocsConfig) -> dict[str, bytes]:
    """Return the templates of the site's owner, and ours."""
    own = config.theme.custom_dir
    folders = [defaults.theme_folder(), *([Path(own)] if own else [])]
    return {
        f"theme/{name}": (folder / name).read_bytes()
        for folder in folders
        for name in files.iter_files(folder)
        if name.endswith(".html")
    }
