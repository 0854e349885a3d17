"""Room 6: a new collection, and the files that a repository of one has.

In: a name, an address, a first topic. Out: files, a path and bytes each, from
`templates/collection`; what stands between two `@` is filled in. It writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from generator import __version__, schema
from generator.catalogue import write
from generator.text.slugs import to_slug

TEMPLATES = Path(__file__).parent / "templates" / "collection"
#: How a workflow of a new collection installs the generator.
INSTALL = "python -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt"
#: Files that carry a dot which a package would not.
_DOTTED = {"gitignore": ".gitignore", "github": ".github"}


def files(name: str, address: str, topic: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a new collection."""
    slug = to_slug(topic)
    url = address if address.endswith("/") or not address else f"{address}/"
    values = {
        "NAME": write.to_scalar(name),
        "NAME_TEXT": name.replace("\n", " "),
        "SITE_URL": f"site_url: {write.to_scalar(url)}"
        if url
        else "# site_url comes from GitHub Actions",
        "DESCRIPTION": write.to_scalar(f"Papers on {topic}, chosen by hand."),
        "TOPIC": write.to_scalar(topic),
        "TOPIC_DESCRIPTION": write.to_scalar(f"What {topic} is about, in one sentence."),
        "SLUG": slug,
        "GENERATOR": requirement(),
    }
    for path, text in _filled(values | repository_values(INSTALL, "/")):
        yield path.replace("topics/topic.md", f"topics/{slug}.md"), text.encode()
    yield "schema/papers.schema.json", schema.to_json((slug,)).encode()


def repository_values(install: str, pip_directory: str) -> dict[str, str]:
    """What the files in `.github` need to know."""
    return {"INSTALL": install, "PIP_DIRECTORY": pip_directory}


def github_files(install: str, pip_directory: str) -> Iterator[tuple[str, str]]:
    """The files in `.github` alone, for a repository that exists."""
    for path, text in _filled(repository_values(install, pip_directory)):
        if path.startswith(".github/"):
            yield path, text


def _filled(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for source in sorted(TEMPLATES.rglob("*")):
        if not source.is_file():
            continue
        parts = source.relative_to(TEMPLATES).parts
        path = "/".join((_DOTTED.get(parts[0], parts[0]), *parts[1:]))
        text = source.read_text(encoding="utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        yield path, text


def requirement() -> str:
    """The line of requirements.txt that installs this very generator.

    Where it was installed from a repository or an archive, `direct_url.json` says so (PEP 610).
    """
    try:
        text = metadata.distribution("papershelf").read_text("direct_url.json") or "{}"
    except metadata.PackageNotFoundError:
        text = "{}"
    origin = json.loads(text)
    url, vcs = str(origin.get("url", "")), origin.get("vcs_info", {})
    if vcs and url.startswith("https://"):
        return f"papershelf @ {vcs.get('vcs', 'git')}+{url}@{vcs.get('commit_id', 'main')}"
    if url.startswith("https://"):
        return f"papershelf @ {url}"
    return f"papershelf=={__version__}"
