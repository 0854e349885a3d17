"""Make the files of a new collection.

In: a name, an address, a first topic. Out: paths and bytes of files, from `templates/collection`
with its `@NAME@` placeholders filled in. Writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from papershelf.catalogue import schema, write
from papershelf.history import HistoryError, Repository
from papershelf.outputs.settings import to_authority
from papershelf.text import placeholders
from papershelf.text.slugs import to_slug

TEMPLATES = Path(__file__).parent / "templates" / "collection"
#: The command with which workflows of a new collection install papershelf.
INSTALL = "python -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt"
#: The command with which workflows of a new collection build the site.
BUILD = ".venv/bin/papershelf build --strict"
#: Files and folders whose names begin with a dot in a collection, but not in the package.
_DOTTED = {
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "github": ".github",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}
_BLANK = re.compile(r"@([A-Z_]+)@")
#: The address of a git remote, over HTTPS or SSH.
_REMOTE = re.compile(r"(?:https://|git@|ssh://git@)([^/:@]+)[/:](.+?)(?:\.git)?/?")


def files(name: str, address: str, topic: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file of a new collection."""
    slug = to_slug(topic)
    url = address if address.endswith("/") or not address else f"{address}/"
    values = {
        "NAME": write.to_scalar(name),
        "NAME_TEXT": " ".join(name.split()),
        "SITE_URL": f"site_url: {write.to_scalar(url)}"
        if url
        else "# site_url comes from GitHub Actions",
        "OPTIONS": _options(url),
        "DESCRIPTION": write.to_scalar(f"Papers on {topic}, chosen by hand."),
        "TOPIC": write.to_scalar(topic),
        "TOPIC_DESCRIPTION": write.to_scalar(placeholders.description(topic)),
        "TOPIC_INTRODUCTION": placeholders.TOPIC,
        "HOME_INTRODUCTION": placeholders.HOME,
        "SLUG": slug,
        "GENERATOR": requirement(),
    }
    for path, text in _filled(values | repository_values(INSTALL, "/")):
        yield path.replace("topics/topic.md", f"topics/{slug}.md"), text.encode()
    yield "schema/papers.schema.json", schema.to_json((slug,)).encode()


def _options(url: str) -> str:
    """Return the plugin options for mkdocs.yml: `id_authority`, which keeps ids in feeds and
    calendars the same if the site moves. It has the folders of the address, since other
    collections may lie beside it: `looms.example.github.io`.

    Empty for an address without a host name: then only GitHub Actions knows it.
    """
    try:
        found = urlsplit(url)
        folders = [to_slug(unquote(part)) for part in found.path.split("/") if part]
        authority = to_authority(".".join([*reversed(folders), found.hostname or ""]))
    except ValueError:
        return ""
    lines = (
        ":",
        "      # part of the ids in feeds and calendars; do not change it, even if the site moves",
        f"      id_authority: {authority}",
    )
    return "\n".join(lines)


def repository_values(install: str, pip_directory: str, build: str = BUILD) -> dict[str, str]:
    """Return the placeholder values for the files in `.github`."""
    return {"INSTALL": install, "PIP_DIRECTORY": pip_directory, "BUILD": build}


def github_files(install: str, pip_directory: str, build: str = BUILD) -> Iterator[tuple[str, str]]:
    """Yield path and text of the files in `.github` and of the pre-commit hooks, for an existing
    repository."""
    for path, text in _filled(repository_values(install, pip_directory, build)):
        if path.startswith(".github/") or path == ".pre-commit-config.yaml":
            yield path, text


def _filled(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for source in sorted(TEMPLATES.rglob("*")):
        if not source.is_file():
            continue
        parts = source.relative_to(TEMPLATES).parts
        path = "/".join((_DOTTED.get(parts[0], parts[0]), *parts[1:]))
        text = source.read_text(encoding="utf-8")
        # in one pass, because a value may look like a placeholder
        yield path, _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def requirement() -> str:
    """Return the line of requirements.txt that installs this version of papershelf.

    If it was installed from a repository or an archive, `direct_url.json` has the address (PEP
    610).
    """
    try:
        text = metadata.distribution("papershelf").read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        text = "{}"
    return to_requirement(json.loads(text))


def to_requirement(origin: Mapping[str, Any]) -> str:
    """Return the requirement for the content of `direct_url.json`; for a local clone, that of the
    repository it was cloned from."""
    url, vcs = str(origin.get("url", "")), origin.get("vcs_info", {})
    released = f"papershelf=={metadata.version('papershelf')}"
    if vcs and url.startswith("https://"):
        return f"papershelf @ {vcs.get('vcs', 'git')}+{url}@{vcs.get('commit_id', 'main')}"
    if url.startswith("https://"):
        return f"papershelf @ {url}"
    if url.startswith("file://"):
        return _of_clone(Path(unquote(urlsplit(url).path))) or released
    return released


def is_from_an_index(line: str) -> bool:
    """Return whether a line of requirements.txt installs papershelf from a package index."""
    return "@" not in line


def _of_clone(folder: Path) -> str:
    """Return the requirement for the repository that a folder was cloned from, at its newest commit
    that has been pushed. Empty if others cannot reach that repository."""
    repository = Repository(root=folder)
    try:
        remote = _REMOTE.fullmatch(repository.git("remote", "get-url", "origin").decode().strip())
    except HistoryError:
        return ""
    for ref in ("origin/HEAD", "origin/main") if remote else ():
        try:
            commit = repository.base(ref)  # later commits have not been pushed
        except HistoryError:
            continue
        return f"papershelf @ git+https://{remote[1]}/{remote[2]}@{commit}" if remote else ""
    return ""
