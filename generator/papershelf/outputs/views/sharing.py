"""How the page of a course, an edition or a topic is used elsewhere: “Use this in your course”.

In: the address of the page. Out: its address and embed code to copy, and the files beside it, each
with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.reading_views import CalendarLink
from papershelf.outputs.views.records import NOTHING, File, Link, Share
from papershelf.outputs.views.rows import files_beside
from papershelf.text.escape import Html, html

#: Pixels of a frame whose site does not set its height.
HEIGHT = 600


def of_topic(url: str, title: str, settings: Settings) -> Iterator[Share]:
    """Yield the ways to use the page of a topic."""
    yield from _of_any(url, title, "topic", settings)


def of_course(
    url: str, title: str, noun: str, calendar: CalendarLink | None, settings: Settings
) -> Iterator[Share]:
    """Yield the ways to use the page of a course; `noun` is `course` or `edition`."""
    yield from _of_any(url, title, noun, settings)
    if calendar:
        subscribe = calendar.subscribe
        yield Share(
            Html("Calendar"),
            Html("A subscription is updated when sessions move; a download is not."),
            link=Link(Html("Subscribe"), subscribe) if subscribe else None,
            files=(File("Download", calendar.url),),
        )
    if settings.site_url:  # web links are absolute
        yield Share(
            Html("Common Cartridge"),
            Html(
                "Adds a web link for each reading to your learning platform; import it into Canvas"
                " only once, because a second import disturbs the order."
            ),
            files=(File("Cartridge", addresses.at(addresses.cartridge(url))),),
        )


def _of_any(url: str, title: str, noun: str, settings: Settings) -> Iterator[Share]:
    yield Share(
        Html("Link"),
        html(f"This link never breaks: if the {noun} is renamed, it redirects."),
        html(settings.site_url + url) if settings.site_url else NOTHING,
        None if settings.site_url else Link(Html("This page"), addresses.at(url)),
    )
    yield Share(
        Html("Embed"),
        html(f"Shows this {noun} in Moodle, Canvas or your own page; changes appear there, too."),
        html(embed_code(url, title, settings)) if settings.site_url else NOTHING,
        Link(Html("Preview"), addresses.at(addresses.embed(url))),
    )
    yield Share(
        Html("Citations"),
        Html("For reference managers and reading list systems."),
        files=files_beside(url),
    )


def embed_code(url: str, title: str, settings: Settings) -> str:
    """Return the HTML that shows a page in a frame of another site."""
    source = html(settings.site_url + addresses.embed(url))
    return (
        f'<iframe src="{source}" title="{html(title)}" width="100%" height="{HEIGHT}"'
        ' style="border: 0" loading="lazy"></iframe>'
    )
