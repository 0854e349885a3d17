"""The hand-written words: topic pages, citations, and the names that pages had.

In: a Source. Out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Page, Source, forms, fronts
from papershelf.catalogue.collect import derived_pages
from papershelf.catalogue.courses import course_of, course_pages
from papershelf.catalogue.kinds import KINDS, LISTS, SINGLE, is_introduction
from papershelf.catalogue.nodes import Scalar, Sequence
from papershelf.catalogue.report import nearest
from papershelf.catalogue.topics import topic_pages, topic_slug
from papershelf.checks.finding import Finding, name_hint
from papershelf.checks.taken import address
from papershelf.text import citing
from papershelf.text.slugs import is_slug

#: What would be passed over without a word if it were no text; `parent` is of topics alone.
_TEXTS = ("title", "description", "parent")
#: What the generator says of a page to the theme.
_ITS_OWN = ("head", "html", "indexed", "kind", "template")
#: Introduces the home page.
HOME = "index.md"
#: Further pages of a list: `authors/p/2`.
_NUMBERED = re.compile(r"/p/\d+$")


def topic_files(source: Source) -> Iterator[Finding]:
    """Names and parents of topic pages."""
    pages = topic_pages(source.pages)
    for slug, page in pages.items():
        yield from name_of(slug, page)
        yield from _wrong_shapes(page, "start", "paper-id")
        yield from _parents(slug, page, pages)


def name_of(slug: str, page: Page) -> Iterator[Finding]:
    """The name of the file is a slug."""
    if not is_slug(slug):
        told, hint = f'"{slug}" is not a slug', "name the file with a-z, 0-9 and hyphens"
        yield Finding(page.source, Scalar("", 0, 3), "wrong-slug", told, hint)


def front_matter(source: Source) -> Iterator[Finding]:
    """Front matter has known keys, and texts where texts belong."""
    for page in source.pages:
        known = fronts.keys_of(page.src_uri)
        for name, (key, _) in page.front.pairs.items():
            if name in _ITS_OWN:
                told, hint = f'"{forms.short(name)}" is not for hand-written pages', "remove it"
                yield Finding(page.source, key, "front-matter", told, hint)
            elif name not in known:
                hint = nearest(name, known) or "known are " + ", ".join(known)
                told = f'unknown key "{forms.short(name)}"'
                yield Finding(page.source, key, "front-matter", told, hint)
        for name in _TEXTS:
            _, node = page.front.pairs.get(name, (None, None))
            if node is not None and type(node) is not Scalar:
                told = f"{name} is one text"
                yield Finding(page.source, node, "wrong-type", told, f"write {name}: '…'")


def _parents(slug: str, page: Page, pages: dict[str, Page]) -> Iterator[Finding]:
    parent = page.text_of("parent")
    if not parent:
        return
    node = page.front.pairs["parent"][1]
    if parent not in pages:
        hint = nearest(parent, pages) or f"add content/topics/{parent}.md"
        yield Finding(page.source, node, "topic-parent", f'unknown parent "{parent}"', hint)
        return
    above, seen = parent, []
    while above in pages and above not in seen:
        if above == slug:
            told = f'the parent "{parent}" leads back to this topic'
            yield Finding(page.source, node, "topic-parent", told, "break the circle")
            return
        seen.append(above)
        above = pages[above].text_of("parent")


def addresses(source: Source) -> Iterator[Finding]:
    """Hand-written pages stand where no generated page or redirect does."""
    generated: dict[str, str] | None = None
    folders = ("", *SINGLE, *_lists(source))
    has_home = any(page.src_uri == HOME for page in source.pages)
    for page in source.pages:
        url = address(page).lower()
        folder, _, _ = url.partition("/")
        is_left_out = has_home and page.src_uri == "README.md"  # by MkDocs
        if folder not in folders or is_introduction(page.src_uri) or is_left_out:
            continue
        if generated is None:
            generated = dict(_generated(source))
        what = generated.get(url, "")
        if folder in LISTS and _NUMBERED.search(url):
            what = "the pages of a generated list"
        if what:
            shown = f"/{url}/" if url else "/"
            told = f"the address {shown} is taken by {what}"
            top = Scalar("", 0, 3)
            yield Finding(page.source, top, "address-taken", told, "rename the hand-written page")


def is_ours(page: Page) -> bool:
    """Whether a page introduces a generated one: a topic, a course, an edition."""
    return bool(topic_slug(page) or course_of(page.src_uri)[0])


def _lists(source: Source) -> tuple[str, ...]:
    """The folders of generated pages that this collection has: courses only where it has some."""
    has_courses = bool(course_pages(source.pages))
    optional = {kind.folder for kind in KINDS.values() if kind.is_optional}
    return tuple(folder for folder in LISTS if has_courses or folder not in optional)


def _generated(source: Source) -> Iterator[tuple[str, str]]:
    """The addresses of lists, papers and people, and the names that they had before."""
    for name, slug in derived_pages(source):
        yield f"{name}/{slug}", "a generated page"
    for folder in _lists(source):
        yield folder, "a generated list"
    for folder in ("", *SINGLE):
        yield folder, "a generated page"
    for entry in source.entries:
        for name in (entry.values.get("id", ""), *entry.values.get("aliases", ())):
            yield f"papers/{name}", "a paper"
    for person in source.people:
        for name in (person.values["slug"], *person.values.get("aliases", ())):
            yield f"authors/{name}", "a person of people.yaml"


def aliases(source: Source) -> Iterator[Finding]:
    """Names that pages had before: of their form, and taken by nothing else."""
    taken: dict[str, str] = {}  # without regard to case, as some file systems see it
    folders = (*SINGLE, *_lists(source))
    for page in source.pages:
        taken.setdefault(address(page).lower(), page.source.name)
    for page in source.pages:
        yield from _wrong_shapes(page, "aliases", "old-name")
        is_topic = bool(topic_slug(page))
        for alias in page.aliases:
            name = alias.text.strip()
            if not is_slug(name):
                told = f'alias "{name[:60]}" is not a slug'
                yield Finding(page.source, alias, "wrong-slug", told, "use a-z, 0-9 and hyphens")
                continue
            url = f"topics/{name}" if is_topic else _beside(page, name)
            here = f"the aliases of {page.source.name}"
            first = taken.get(url.lower())
            taken.setdefault(url.lower(), here)
            if first == page.source.name:
                same = next(each for each in page.aliases if each.text.strip() == name)
                if is_topic and same is alias:
                    continue  # a topic's own name among its aliases only holds a place
                told = f'alias "{name}" is the name of the page itself'
            elif first == here:
                told = f'alias "{name}" stands here a second time'
            elif first:
                told = f'alias "{name}": the address /{url}/ is taken by {first}'
            elif url.partition("/")[0] in folders and not is_ours(page):
                told = f'alias "{name}": the address /{url}/ is that of generated pages'
            else:
                continue
            yield Finding(page.source, alias, "alias-taken", told, "remove it, or choose another")


def _wrong_shapes(page: Page, key: str, example: str) -> Iterator[Finding]:
    """What is no list of names would be passed over without a word."""
    _, node = page.front.pairs.get(key, (None, None))
    items = node.items if type(node) is Sequence else (node,)
    for item in items:
        if item is not None and type(item) is not Scalar:
            hint = f"write {key}: [{example}]"
            yield Finding(page.source, item, "wrong-type", f"{key} is a list of names", hint)


def _beside(page: Page, name: str) -> str:
    """The address of an alias: in the folder in which the page stands."""
    folder = address(page).rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def citations(source: Source) -> Iterator[Finding]:
    """`[@id]` in a hand-written page names a paper."""
    ids: set[str] | None = None
    for page in source.pages:
        for start, end, paper_id in citing.iter_citations(page.body):
            if ids is None:
                ids = {entry.values["id"] for entry in source.entries if "id" in entry.values}
            if paper_id not in ids:
                node = Scalar("", start + page.body_start, end + page.body_start)
                told = f'citation of an unknown paper "{paper_id}"'
                hint = name_hint(paper_id, source, ids)
                hint = hint or "add the paper, or remove the citation"
                yield Finding(page.source, node, "unknown-citation", told, hint)
