"""Courses and their editions as Common Cartridges, which learning platforms import.

In: a Collection. Out: a file beside the page of each, with a web link for each reading and one for
the page. Links are absolute, so there is none if the site does not know its own address. Format:
IMS Common Cartridge 1.1, https://www.imsglobal.org/cc/index.html
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papershelf.catalogue.model import Collection, ReadingList, Session
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_parts import guide
from papershelf.outputs.views.sessions import session_facts, shown_title
from papershelf.outputs.views.taught import Taught, all_taught
from papershelf.text import tex
from papershelf.text.escape import xml
from papershelf.text.shorten import at_word

#: Characters of a name in Moodle and Canvas.
LONGEST = 255
#: The earliest time that a zip file can hold: the same collection gives the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
#: Name of the link to the page; ids and slugs have no underscore.
_PAGE = "page_"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_WEB_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"


class _Link(NamedTuple):
    """A web link."""

    name: str
    """Unique in the cartridge, and the same in the next version of it."""
    title: str
    url: str


class _Folder(NamedTuple):
    """Links under a title."""

    name: str
    title: str
    links: tuple[_Link, ...]


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the cartridge of each course and each edition."""
    if not settings.site_url:
        return
    for each in all_taught(collection):
        yield addresses.cartridge(each.url), _cartridge(each, collection, settings)


def _cartridge(taught: Taught, collection: Collection, settings: Settings) -> bytes:
    """Return the bytes of a cartridge."""
    page, title = taught.page, taught.title
    own = _Link(_PAGE, _name(title), settings.site_url + taught.url)
    folders = [_Folder(_PAGE, _name(title), (own,)), *_folders(page, collection, settings)]
    links = [link for folder in folders for link in folder.links]
    manifest = _manifest("-".join(taught.keys), title, page.description, folders)
    texts = {"imsmanifest.xml": manifest}
    texts |= {_file(link): _web_link(link) for link in links}
    made = io.BytesIO()
    # not compressed: the bytes would depend on the version of zlib
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, text.encode())
    return made.getvalue()


def _folders(page: ReadingList, collection: Collection, settings: Settings) -> Iterator[_Folder]:
    """Yield a folder for each session with readings."""
    seen: Counter[str] = Counter()
    for session in _sessions(page):
        links = tuple(_links(session, seen, collection, settings))
        title = shown_title(session.title, collection) if session.slug else "Readings"
        if links:
            name = session.slug or "readings_"
            yield _Folder(name, _name(title, *session_facts(session)), links)


def _links(
    session: Session, seen: Counter[str], collection: Collection, settings: Settings
) -> Iterator[_Link]:
    """Yield the link of each reading to the page of its paper, an address that is permanent. Papers
    that are not part of this build have none."""
    for reading in session.readings:
        paper = collection.papers.get(reading.id)
        if paper:
            seen[paper.key] += 1
            number = seen[paper.key]
            # named after the paper, so that links are the same in another order
            name = paper.key if number == 1 else f"{paper.key}_{number}"
            title = _name(tex.to_plain(paper.title), guide(reading), paper.status)
            yield _Link(name, title, settings.site_url + addresses.paper(paper.id))


def _name(text: str, *facts: str) -> str:
    """Return a name with facts in parentheses, which stay if it is too long."""
    more = ", ".join(filter(None, facts))
    end = f" ({more})" if more else ""
    return at_word(text, LONGEST - len(end)) + end


def _file(link: _Link) -> str:
    return f"links/{link.name}.xml"


def _web_link(link: _Link) -> str:
    return (
        f'{_XML}<webLink xmlns="{_WEB_LINK}">\n<title>{xml(link.title)}</title>\n'
        f'<url href="{xml(link.url)}" target="_blank"/>\n</webLink>\n'
    )


def _manifest(key: str, title: str, description: str, folders: Iterable[_Folder]) -> str:
    about = f"<lom:description><lom:string>{xml(description)}</lom:string></lom:description>\n"
    items = "".join(map(_item, folders))
    resources = "".join(_resource(link) for folder in folders for link in folder.links)
    return f"""{_XML}<manifest xmlns="{_MANIFEST}" xmlns:lom="{_LOM}" identifier="manifest-{key}">
<metadata>
<schema>IMS Common Cartridge</schema>
<schemaversion>1.1.0</schemaversion>
<lom:lom><lom:general>
<lom:title><lom:string>{xml(title)}</lom:string></lom:title>
{about if description else ""}</lom:general></lom:lom>
</metadata>
<organizations>
<organization identifier="organization-{key}" structure="rooted-hierarchy">
<item identifier="root-{key}">
{items}</item>
</organization>
</organizations>
<resources>
{resources}</resources>
</manifest>
"""


def _item(folder: _Folder) -> str:
    items = "".join(
        f'<item identifier="item-{link.name}" identifierref="link-{link.name}">'
        f"<title>{xml(link.title)}</title></item>\n"
        for link in folder.links
    )
    title = f"<title>{xml(folder.title)}</title>"
    return f'<item identifier="folder-{folder.name}">{title}\n{items}</item>\n'


def _resource(link: _Link) -> str:
    return (
        f'<resource identifier="link-{link.name}" type="imswl_xmlv1p1">'
        f'<file href="{_file(link)}"/></resource>\n'
    )


def _sessions(page: ReadingList) -> Iterator[Session]:
    """Yield the sessions of a course or an edition. If some readings are in none, the first session
    has only these, and neither title nor slug."""
    within = {id(reading) for session in page.sessions for reading in session.readings}
    others = tuple(reading for reading in page.readings if id(reading) not in within)
    if others:
        yield Session(title="", slug="", readings=others)
    yield from page.sessions
