"""Errors in a site's own templates.

In: an error while pages are rendered, the settings. Out: a message with the file and the line to
fix. An error in our templates stays as it is.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig

from papershelf.plugin.defaults import theme_folder
from papershelf.plugin.places import Unusable, root_of
from papershelf.storage import bounds


@contextmanager
def explained(config: MkDocsConfig) -> Iterator[None]:
    """Raise Unusable for an error in a template of `custom_dir`, such as `{{ 1 / 0 }}`."""
    try:
        yield
    except Exception as error:
        file, line = _place(error, config.theme.custom_dir)
        if not file:
            raise
        shown = bounds.relative_to(root_of(config), file) or file
        text = f"{shown}:{line}: {' '.join(_reason(error).split())}"
        ours = theme_folder() / file.relative_to(str(config.theme.custom_dir))
        if ours.is_file():
            text += f"; it replaces {ours}: begin with a copy of it"
        raise Unusable(text) from error


def _reason(error: Exception) -> str:
    """Return what is wrong in a template."""
    if isinstance(error, RecursionError):
        return "it extends or includes itself"
    if isinstance(error, UnicodeDecodeError):
        return "it is not in UTF-8; save it as UTF-8"
    if isinstance(error, TemplateNotFound) and error.name:
        return f"no template {error.name}"
    return str(getattr(error, "message", error)).rstrip(".")


def _place(error: Exception, folder: str | None) -> tuple[Path | None, int]:
    """Return the file of the site's own templates in which an error is, and its line."""
    if isinstance(error, UnicodeDecodeError):
        return _undecoded(error, folder), 1
    frames = traceback.extract_tb(error.__traceback__)
    lines = [(frame.filename, frame.lineno or 1) for frame in frames]
    if isinstance(error, TemplateSyntaxError):
        lines.append((error.filename or "", error.lineno))
    texts = (each for each in lines if not each[0].endswith(".py"))  # hooks may be beside them
    own = [each for each in texts if folder and Path(each[0]).is_relative_to(folder)]
    return (Path(own[-1][0]), own[-1][1]) if own else (None, 0)


def _undecoded(error: UnicodeDecodeError, folder: str | None) -> Path | None:
    """Return the template with the bytes that are not UTF-8, which no frame names."""
    paths = sorted(Path(folder).rglob("*")) if folder else ()
    files = (path for path in paths if path.is_file())
    return next((path for path in files if path.read_bytes() == error.object), None)
