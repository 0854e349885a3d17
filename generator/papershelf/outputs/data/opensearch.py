"""The description of the site's search for browsers' address bars.

In: the settings. Out: `opensearch.xml`. Format: https://github.com/dewitt/opensearch, 1.1 draft 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.model import Collection
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.text.escape import link, xml
from papershelf.text.shorten import at_word

#: Characters that the format allows.
_SHORT, _LONG, _DESCRIPTION = 16, 48, 1024


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the file; nothing if the site does not know its own address, since browsers copy it."""
    if not settings.site_url:
        return
    here = LinkBase(addresses.OPENSEARCH, settings)
    name = " ".join(settings.site_name.split()) or "Papers"
    words = " ".join(settings.site_description.split()) or f"Search {name}"
    home = xml(link(here.to(addresses.HOME)))
    own = xml(link(here.to(addresses.OPENSEARCH)))
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{xml(at_word(name, _SHORT))}</ShortName>
<LongName>{xml(at_word(name, _LONG))}</LongName>
<Description>{xml(at_word(words, _DESCRIPTION))}</Description>
<Url type="text/html" method="get" template="{home}?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{own}"/>
<Image width="16" height="16" type="image/svg+xml">{home}assets/papershelf/icon.svg</Image>
<InputEncoding>UTF-8</InputEncoding>
</OpenSearchDescription>
"""
    yield addresses.OPENSEARCH, text.encode("utf-8", "replace")
