"""A new collection, and the files that a repository of one has.

In: a name, an address, a first topic. Out: files, a path and bytes each, from
`templates/collection`; what stands between two `@` is filled in. It writes nothing.
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
#: How a workflow of a new collection installs the generator.
INSTALL = "python -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt"
#: Files that carry a dot which a package would not.
_DOTTED = {
    "gitignore": ".gitignore",
    "github": ".github",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}
_BLANK = re.compile(r"@([A-Z_]+)@")
#: A repository as git knows it, with or without ssh.
_REMOTE = re.compile(r"(?:https://|git@|ssh://git@)([^/:@]+)[/:](.+?)(?:\.git)?/?")


def files(name: str, address: str, topic: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a new collection."""
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
    """The authority of ids in feeds, so that they stay when the site moves; GitHub Actions alone
    knows it where no address is given."""
    try:
        authority = to_authority(urlsplit(url).hostname or "")
    except ValueError:
        return ""
    lines = (
        ":",
        "      # the name that ids in feeds are made with: it stays when the site moves",
        f"      id_authority: {authority}",
    )
    return "\n".join(lines)


def repository_values(install: str, pip_directory: str) -> dict[str, str]:
    """What the files in `.github` need to know."""
    return {"INSTALL": install, "PIP_DIRECTORY": pip_directory}


def github_files(install: str, pip_directory: str) -> Iterator[tuple[str, str]]:
    """The files in `.github`, and the hooks, for a repository that exists."""
    for path, text in _filled(repository_values(install, pip_directory)):
        if path.startswith(".github/") or path == ".pre-commit-config.yaml":
            yield path, text


def _filled(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for source in sorted(TEMPLATES.rglob("*")):
        if not source.is_file():
            continue
        parts = source.relative_to(TEMPLATES).parts
        path = "/".join((_DOTTED.get(parts[0], parts[0]), *parts[1:]))
        text = source.read_text(encoding="utf-8")
        # all at once: a name may look like a blank
        yield path, _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)


def requirement() -> str:
    """The line of requirements.txt that installs this very generator.

    Where it was installed from a repository or an archive, `direct_url.json` says so (PEP 610).
    """
    try:
        text = metadata.distribution("papershelf").read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        text = "{}"
    return to_requirement(json.loads(text))


def to_requirement(origin: Mapping[str, Any]) -> str:
    """The same, from what `direct_url.json` holds; a clone is followed to where it came from."""
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
    """Whether a line of requirements.txt counts on a package index that has this generator."""
    return "@" not in line


def _of_clone(folder: Path) -> str:
    """The address of the repository that a folder was cloned from, at a commit that it has; empty
    where there is none that others can reach."""
    repository = Repository(root=folder)
    try:
        remote = _REMOTE.fullmatch(repository.git("remote", "get-url", "origin").decode().strip())
    except HistoryError:
        return ""
    for ref in ("origin/HEAD", "origin/main") if remote else ():
        try:
            commit = repository.base(ref)  # what was committed since, nobody else has
        except HistoryError:
            continue
        return f"papershelf @ git+https://{remote[1]}/{remote[2]}@{commit}" if remote else ""
    return ""
