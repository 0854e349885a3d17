"""Read a collection according to its settings.

In: MkDocs' configuration, and ours in it. Out: a Build, and the configuration with the address of
the site.
"""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig

from papershelf.catalogue.disk import Place
from papershelf.plugin import build, defaults, engine, options, places
from papershelf.plugin.build import Build, Clock, Memory
from papershelf.plugin.options import PapershelfConfig
from papershelf.plugin.places import Unusable


def read(
    config: MkDocsConfig,
    ours: PapershelfConfig,
    place: Place,
    clock: Clock,
    memory: Memory | None,
    limit: int | None,
    since: str | None,
) -> Build:
    """Read and check a collection. Raise `catalogue.Unreadable`, HistoryError, or Unusable for
    settings."""
    places.require_sources(config, place)
    try:
        defaults.complete_addresses(config, place)
    except ValueError as error:
        raise Unusable(str(error)) from None
    found = build.load(
        place,
        clock,
        severities={name: str(value or "off") for name, value in ours.rules.items()},
        limit=limit,
        since=since,
        theme=places.theme_files(config),
        has_all_pages=not engine.may_add_pages(config),
        authority=options.authority(config, ours),
        home=defaults.home(),
        list_id=ours.mail.list_id if ours.mail.sender else None,
        memory=memory,
    )
    found.discussions_url, found.discussions_category = options.discussed(config, ours)
    return found
