"""Which pages search engines should know, and since when they are as they are.

In: the addresses of all pages, a Collection. Out: `sitemap.xml`, in parts where there are more
pages than one may list, and `robots.txt`. Form: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.model import Collection
from papershelf.outputs.data.relative import Place
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.courses import read_in
from papershelf.text.escape import link, xml

#: Addresses that one file may list.
MOST = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_FIRST = '<?xml version="1.0" encoding="UTF-8"?>\n'


def files(
    pages: Iterable[str], collection: Collection, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Nothing where the site's own address is not known: a sitemap has to name whole ones."""
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
    """Address and day of each page that is to be found; a tombstone is not."""
    hand_written = (addresses.to_url(src_uri) for src_uri in collection.pages)
    for url in dict.fromkeys((*pages, *hand_written)):
        changed = _changed(url, collection)
        if changed is not None:
            yield xml(link(settings.site_url + url)), changed


def _changed(url: str, collection: Collection) -> str | None:
    """When the newest paper on a page was added, as exactly as the catalogue says; nothing where no
    paper tells; None for a page that is not to be found."""
    if url == addresses.BASKET:  # it is empty to everybody but its reader
        return None
    folder, _, rest = url.partition("/")
    name = rest.partition("/")[0]
    newest = next(iter(collection.listed.values()), None)
    if folder == "papers" and name not in ("", "p"):
        paper = collection.listed.get(name)
        return str(paper.added) if paper else None
    if folder == "courses" and name in collection.courses:
        return _of_course(name, rest.split("/")[1], collection)
    if name in collection.terms.get(folder, ()):
        ids = collection.terms[folder][name].ids
        return str(collection.listed[ids[0]].added) if ids else ""
    is_list = url == addresses.HOME or folder == "papers" or folder in collection.terms
    return str(newest.added) if is_list and newest else ""


def _of_course(slug: str, edition_slug: str, collection: Collection) -> str:
    """The day on which the newest of the readings was added."""
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
    """Everybody is welcome (RFC 9309). Robots ask for it at the root of a host alone."""
    text = "User-agent: *\nAllow: /\n"
    if settings.site_url:
        text += f"\nSitemap: {link(Place(addresses.ROBOTS, settings).to(addresses.SITEMAP))}\n"
    yield addresses.ROBOTS, text.encode()
