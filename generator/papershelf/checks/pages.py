"""Check hand-written pages: names, front matter, texts, citations, addresses and aliases.

In: a Source. Out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Page, Source, forms, fronts
from papershelf.catalogue.collect import derived_pages
from papershelf.catalogue.courses import course_pages
from papershelf.catalogue.digests import current_ids, digest_pages
from papershelf.catalogue.kinds import LISTS, SINGLE, is_introduction
from papershelf.catalogue.limits import MAX_CHARACTERS
from papershelf.catalogue.named import TABLES, TermFile, WrittenTerm
from papershelf.catalogue.nodes import TOP, Scalar, Sequence, as_item
from papershelf.catalogue.report import nearest_key
from papershelf.catalogue.topics import topic_pages, used_topics
from papershelf.checks.finding import Finding, name_hint
from papershelf.checks.taken import address, lists
from papershelf.text import citing
from papershelf.text.placeholders import is_unwritten
from papershelf.text.slugs import is_new_slug, is_slug, to_slug, why_device, why_taken

#: Front matter that would be silently ignored if it were not text; only topics have `parent`.
_TEXTS = ("title", "description", "parent")
#: Front matter that only generated pages have.
_ITS_OWN = ("head", "html", "indexed", "kind", "template")
#: The introduction of the home page.
HOME = "index.md"
#: What is at an address that nobody chose.
DERIVED = "a generated page"
#: Further pages of a list: `authors/p/2`.
_NUMBERED = re.compile(r"/p/\d+$")


def name_of(slug: str, page: Page) -> Iterator[Finding]:
    """Yield a file name that is not a slug."""
    if not is_new_slug(slug):
        device = why_device(slug)
        why = device or why_taken(slug)
        better = f"{slug}-1" if why else to_slug(slug)
        message, hint = why or f'"{slug}" is not a slug', f"rename the file to {better}.md"
        hint += f" and, if it is published, add aliases: [{slug}]" if device else ""
        yield Finding(page.source, TOP, "wrong-slug", message, hint)


def front_matter(source: Source) -> Iterator[Finding]:
    """Yield unknown keys of front matter, and values that are not text."""
    for page in source.pages:
        known = fronts.keys_of(page.src_uri)
        for name, (key, _) in page.front.pairs.items():
            if name in _ITS_OWN:
                message, hint = f'"{forms.short(name)}" is only for generated pages', "remove it"
                yield Finding(page.source, key, "front-matter", message, hint)
            elif name not in known:
                hint = nearest_key(name, known, page.front.pairs)
                hint = hint or "known keys: " + ", ".join(known)
                if name in fronts.EDITION and page.course:
                    hint = "only editions have it: courses/<course>/<edition>.md"
                message = f'unknown key "{forms.short(name)}"'
                yield Finding(page.source, key, "front-matter", message, hint)
        yield from _long_texts(page)
        for name in _TEXTS:
            node = page.front.value(name)
            if node is not None and type(node) is not Scalar:
                message = f"{name} must be text"
                text = as_item(held) if (held := forms.held(node)) else "'…'"
                yield Finding(page.source, node, "wrong-type", message, f"write {name}: {text}")


def _long_texts(page: Page) -> Iterator[Finding]:
    """Yield a title or description above the limit: they are on many pages."""
    limit = MAX_CHARACTERS["max_text"]
    for name, text in (("title", page.title), ("description", page.text_of("description"))):
        if len(text) > limit:
            _, node = page.front.pairs.get(name, (None, page.at(0, 1)))
            message = f"{name}: {len(text):,} characters; the limit max_text is {limit:,}"
            yield Finding(page.source, node, "too-long", message, "shorten it")


def addresses(source: Source) -> Iterator[Finding]:
    """Yield hand-written pages that have the address of a generated page or redirect."""
    known: dict[str, str] | None = None
    folders = ("", *SINGLE, *_lists(source))
    has_home = any(page.src_uri == HOME for page in source.pages)
    for page in source.pages:
        url = address(page).lower()
        folder, _, _ = url.partition("/")
        is_ignored = has_home and page.src_uri == "README.md"  # by MkDocs
        if folder not in folders or is_introduction(page.src_uri) or is_ignored:
            continue
        if known is None:
            known = {**dict(generated(source)), **dict(redirects(source))}
        what = known.get(url, "")
        if folder in LISTS and _NUMBERED.search(url):
            what = "the pages of a generated list"
        if what:
            shown = f"/{url}/" if url else "/"
            message = f"the address {shown} is taken by {what}"
            hint = "rename the hand-written page"
            if page.src_uri == "README.md":
                hint = f"call it {HOME}: it introduces the home page"
            yield Finding(page.source, TOP, "address-taken", message, hint)


def same(source: Source) -> Iterator[Finding]:
    """Yield hand-written pages with the address of another one: only one of them is on the site."""
    known: dict[str, Page] = {}
    # MkDocs prefers any other page to a README
    for page in sorted(source.pages, key=lambda page: page.src_uri.endswith("README.md")):
        other = known.setdefault(address(page), page)
        if other is page or page.is_ours or other.is_ours:
            continue
        folder, _, name = page.src_uri.rpartition("/")
        hint = "rename one of the two"
        if name == "README.md":
            hint = f"write exclude_docs: {folder}/{name} in mkdocs.yml, or rename it"
        message = f"{other.source.name} has the same address, and only one of the two is shown"
        yield Finding(page.source, TOP, "same-address", message, hint)


def _lists(source: Source) -> tuple[str, ...]:
    """Return the folders of generated lists in this collection: those of courses and digests if it
    has any."""
    written = {"courses": course_pages(source.pages), "digests": digest_pages(source.pages)}
    return tuple(name for name in lists(source) if name not in written or written[name])


def generated(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the addresses of lists, papers, terms, courses and digests, and what each one is. That
    of a term comes with each of its papers; it may have too few for a page."""
    for name, slug in derived_pages(source):
        yield f"{name}/{slug}", DERIVED
    for folder in _lists(source):
        yield folder, "a generated list"
    for folder in ("", *SINGLE):
        yield folder, DERIVED
    for entry in source.entries:
        yield f"papers/{entry.values.get('id', '')}", "a paper"
    for page in source.pages:
        if page.is_ours:
            yield address(page), page.source.name
    if not topic_pages(source.pages):
        yield from ((f"topics/{slug}", "a topic") for slug in used_topics(source.entries))
    for table, term in _terms(source):
        yield f"{table.taxonomy}/{term.values['slug']}", f"a {table.noun} of {table.file}"


def redirects(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the aliases of papers and terms, and what each one is."""
    for entry in source.entries:
        for name in entry.values.get("aliases", ()):
            yield f"papers/{name}", "a paper"
    for table, term in _terms(source):
        for name in term.aliases:
            yield f"{table.taxonomy}/{name}", f"a {table.noun} of {table.file}"


def _terms(source: Source) -> Iterator[tuple[TermFile, WrittenTerm]]:
    """Yield the described terms that have pages."""
    for table in TABLES.values():
        if table.taxonomy in source.min_papers:
            yield from ((table, term) for term in source.named[table.taxonomy])


def aliases(source: Source) -> Iterator[Finding]:
    """Yield aliases of pages that are not slugs, or whose address is taken."""
    taken: dict[str, str] = {}  # in lower case, because some file systems ignore case
    folders = (*SINGLE, *_lists(source))
    for page in source.pages:
        taken.setdefault(address(page).lower(), page.source.name)
    for page in source.pages:
        yield from wrong_shapes(page, "aliases", "old-name")
        for alias in page.aliases:
            name = alias.text.strip()
            if not is_slug(name):
                message, hint = why_taken(name), "choose another name"
                if not message:
                    message = f'alias "{name[:60]}" is not a slug'
                    hint = "use a-z, 0-9 and hyphens"
                yield Finding(page.source, alias, "wrong-slug", message, hint)
                continue
            url = _beside(page, name)
            here = f"the aliases of {page.source.name}"
            first = taken.get(url.lower())
            taken.setdefault(url.lower(), here)
            if first == page.source.name:
                same = next(each for each in page.aliases if each.text.strip() == name)
                if page.is_ours and same is alias:
                    continue  # the own name among aliases only fixes their order
                message = f'alias "{name}" is the name of the page itself'
            elif first == here:
                message = f'duplicate alias "{name}"'
            elif first:
                message = f'alias "{name}": the address /{url}/ is taken by {first}'
            elif url.partition("/")[0] in folders and not page.is_ours:
                message = f'alias "{name}": the address /{url}/ is reserved for generated pages'
            else:
                continue
            yield Finding(
                page.source, alias, "alias-taken", message, "remove it, or choose another"
            )


def wrong_shapes(page: Page, key: str, example: str) -> Iterator[Finding]:
    """Yield values of a key that are not lists of names, which would be silently ignored."""
    node = page.front.value(key)
    items = node.items if type(node) is Sequence else (node,)
    for item in items:
        if item is not None and type(item) is not Scalar:
            hint = f"write {key}: [{example}]"
            yield Finding(page.source, item, "wrong-type", f"{key} must be a list of names", hint)


def old_addresses(page: Page) -> list[str]:
    """Return the addresses of the aliases of a page, without the final slash."""
    return [_beside(page, alias.text.strip()) for alias in page.aliases]


def _beside(page: Page, name: str) -> str:
    """Return the address of an alias, which is in the folder of the page."""
    folder = address(page).rpartition("/")[0]
    return f"{folder}/{name}" if folder else name


def citations(source: Source) -> Iterator[Finding]:
    """Yield citations `[@id]` of unknown papers. Digests may use former ids."""
    ids = source.entries_by_id()
    every = current_ids(source) if digest_pages(source.pages) else {}
    for page in source.pages:
        for start, end, paper_id in citing.iter_citations(page.body):
            is_known = paper_id in ids or (page.digest and paper_id in every)
            if not is_known:
                node = page.at(start, end)
                message = f'citation of unknown paper "{paper_id}"'
                hint = name_hint(paper_id, source)
                hint = hint or "add the paper, or remove the citation"
                yield Finding(page.source, node, "unknown-citation", message, hint)


def citation_forms(source: Source) -> Iterator[Finding]:
    """Yield citations in another form than `[@id]`, which pages show as text. Digests have a rule
    of their own."""
    ids = source.entries_by_id()
    for page in source.pages:
        if page.digest:
            continue
        for start, end, right in citing.iter_almost(page.body, ids):
            node = page.at(start, end)
            message = "this is text, not a citation: each paper has its own brackets, with @"
            yield Finding(page.source, node, "citation-form", message, f"write {right}")


# --- what pages say -------------------------------------------------------------------------------


def placeholders(source: Source) -> Iterator[Finding]:
    """Yield placeholder text of a new collection that has not been replaced."""
    for page in _introducing(source):
        node = page.front.value("description")
        if node is not None and is_unwritten(page.text_of("description")):
            message = "this description is still the placeholder of a new collection"
            yield Finding(page.source, node, "placeholder", message, "write your own")
        if is_unwritten(page.introduction):
            message = "this text is still the placeholder of a new collection"
            yield Finding(page.source, _body(page), "placeholder", message, "write your own")


def introductions(source: Source) -> Iterator[Finding]:
    """Yield pages without an introduction. If no topic has one, that may be a choice and is
    reported once."""
    hint = "write a paragraph below the front matter"
    bare = [page for page in _introducing(source) if not page.introduction]
    topics = [page for page in bare if page.src_uri != HOME]
    if len(topics) == len(topic_pages(source.pages)) > 1:
        message = f"none of the {len(topics)} topics has an introduction"
        yield Finding(topics[0].source, TOP, "no-introduction", message, hint)
        bare = [page for page in bare if page.src_uri == HOME]
    for page in bare:
        message = "this page has no introduction"
        yield Finding(page.source, TOP, "no-introduction", message, hint)


def headings_of(source: Source) -> Iterator[Finding]:
    """Yield first headings that no page shows, because the title is in the front matter."""
    for page in source.pages:
        heading, title = page.heading, page.text_of("title")
        is_shown = not title or not is_introduction(page.src_uri)
        if heading and not is_shown and heading.title.casefold() != title.casefold():
            message = "this heading is not shown, since the front matter has a title"
            hint = f"write #{page.source.text[heading.start : heading.end]}, or remove this line"
            place = Scalar("", heading.start, heading.end)
            yield Finding(page.source, place, "hidden-heading", message, hint)


def _introducing(source: Source) -> list[Page]:
    """Return the home page and the pages of topics."""
    return [page for page in source.pages if page.src_uri == HOME or page.topic]


def _body(page: Page) -> Scalar:
    start = page.source.text.find(page.introduction, page.body_start)
    return Scalar("", start, start + len(page.introduction.partition("\n")[0]))
