"""What readers are offered for new papers by mail, the same on every page.

In: the settings, a Collection. Out: an Offer for the templates. Nobody is asked for anything before
the reader sends the form.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from papershelf.catalogue.model import Collection
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import following
from papershelf.outputs.views.records import NOTHING, Label, Link
from papershelf.text.escape import Html, html, uri


class Offer(NamedTuple):
    """Ways to get new papers by mail."""

    form: Html = NOTHING
    """URL that the form posts to; empty without a form."""
    host: Html = NOTHING
    """Who gets the reader's address."""
    field: Html = NOTHING
    fields: tuple[Label, ...] = ()
    """Values of hidden fields, and their names."""
    links: tuple[Link, ...] = ()
    """Other ways."""
    digests: tuple[Link, ...] = ()
    """The feeds of digests, if there are any."""


def offer(settings: Settings, collection: Collection) -> Offer:
    """Return what the settings offer; nothing by default."""
    given = settings.subscribe
    links = []
    if given.address:
        url = f"mailto:{quote(given.address, safe='@')}?subject=subscribe"
        links.append(Link(text=html(f"write to {given.address}"), url=html(url)))
    if given.releases and settings.repo_url:
        url = f"{settings.repo_url}/releases"
        links.append(Link(text=Html("watch the releases of the repository"), url=html(url)))
    return Offer(
        form=html(uri(given.form)),
        host=html(urlsplit(given.form).hostname or ""),
        field=html(given.field),
        fields=tuple(Label(text=html(value), name=html(name)) for name, value in given.fields),
        links=tuple(links),
        digests=following.OF_DIGESTS if collection.digests else (),
    )
