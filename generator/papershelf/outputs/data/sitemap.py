"""The pages for search engines, with the dates of their last changes.

In: the addresses of all pages, a Collection. Out: `sitemap.xml`, in parts if there are too many
pages for one file, and `robots.txt`. Format: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.model import Collection
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import read_in
from papershelf.text.escape import link, xml

#: The most URLs that one file may list.
MOST = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_FIRST = '<?xml version="1.0" encoding="UTF-8"?>\n'


def files(
    pages: Iterable[str], collection: Collection, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap; nothing if the site does not know its own address, since sitemaps need
    absolute URLs."""
    if not settings.site_url:
        return
    rows = list(_rows(pages, collection, settings))
    parts = [rows[start : start + MOST] for start in range(0, len(rows), MOST)]
    if len(parts) == 1:
        yield addresses.SITEMAP, _document("urlset", "url", parts[0])
        return
    listed = []
    for number, part in enumerate(parts, 1):
        src_uri = addresses.sitemap_part(number)
        yield src_uri, _document("urlset", "url", part)
        newest = max(changed for _, changed in part)
        listed.append((xml(link(settings.site_url + src_uri)), newest))
    yield addresses.SITEMAP, _document("sitemapindex", "sitemap", listed)


def _rows(
    pages: Iterable[str], collection: Collection, settings: Settings
) -> Iterator[tuple[str, str]]:
    """Yield URL and date of each page for search engines, without tombstones."""
    hand_written = (addresses.to_url(src_uri) for src_uri in collection.pages)
    for url in sorted({*pages, *hand_written}):
        changed = _changed(url, collection)
        if changed is not None:
            yield xml(link(settings.site_url + url)), changed


def _changed(url: str, collection: Collection) -> str | None:
    """Return when the newest paper on a page was added, as precisely as the catalogue says; empty
    if unknown; None for a page that search engines should not list."""
    if url == addresses.BASKET:  # empty for everyone except its reader
        return None
    if url == addresses.TRENDING and not collection.snapshots:  # only for curators
        return None
    folder, _, rest = url.partition("/")
    name = rest.partition("/")[0]
    newest = next(iter(collection.listed.values()), None)
    if folder == "papers" and name not in ("", "p"):
        paper = collection.listed.get(name)
        return str(paper.added) if paper else None
    if folder == "courses" and name in collection.courses:
        return _of_course(name, rest.split("/")[1], collection)
    if folder == "digests" and collection.digests:
        newest_digest = next(iter(collection.digests))
        return name if name in collection.digests else newest_digest
    if name in collection.terms.get(folder, ()):
        ids = collection.terms[folder][name].ids
        return str(collection.listed[ids[0]].added) if ids else ""
    is_list = url == addresses.HOME or folder == "papers" or folder in collection.terms
    return str(newest.added) if is_list and newest else ""


def _of_course(slug: str, edition_slug: str, collection: Collection) -> str:
    """Return the day on which the newest reading was added."""
    course = collection.courses[slug]
    editions = {edition.slug: edition for edition in course.editions}
    ids = read_in(editions.get(edition_slug, course), collection)
    days = [collection.listed[paper_id].added for paper_id in ids]
    return str(max(days, key=lambda day: day.padded)) if days else ""


def _document(root: str, item: str, rows: list[tuple[str, str]]) -> bytes:
    lines = [
        f"<{item}><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{item}>\n"
        for loc, day in rows
    ]
    return f"{_FIRST}<{root} {_NAMESPACE}>\n{''.join(lines)}</{root}>\n".encode()


def robots(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield robots.txt (RFC 9309), which allows everything. It works only at the root of a host."""
    text = "User-agent: *\nAllow: /\n"
    if settings.site_url:
        text += f"\nSitemap: {link(LinkBase(addresses.ROBOTS, settings).to(addresses.SITEMAP))}\n"
    yield addresses.ROBOTS, text.encode()
