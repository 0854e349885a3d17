"""The MkDocs plugin `papershelf`, and `build_site()`: the only package that knows MkDocs.

`hooks` is the plugin, `defaults` completes a site's settings, `places` checks the folders that they
name, `site` runs MkDocs, `preview` shows the site while it is edited.
"""

from mkdocs.exceptions import MkDocsException

from papershelf.plugin.defaults import domain
from papershelf.plugin.engine import LOGGERS
from papershelf.plugin.hooks import CheckFailed, PapershelfPlugin
from papershelf.plugin.places import Unusable
from papershelf.plugin.preview import serve_site
from papershelf.plugin.site import Result, build_site, check_site, locate, owner, read_site

__all__ = [
    "LOGGERS",
    "CheckFailed",
    "MkDocsException",
    "PapershelfPlugin",
    "Result",
    "Unusable",
    "build_site",
    "check_site",
    "domain",
    "locate",
    "owner",
    "read_site",
    "serve_site",
]  # fmt: skip
