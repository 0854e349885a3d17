"""The pages for frames of other sites, as complete files that no engine renders.

In: a Collection and the settings. Out: path and bytes of each page. A page loads nothing: it
contains its style, and a script that reports its height. Reasons: docs/decisions/0023-embeds.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.model import Collection
from papershelf.outputs import policy, render
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, embeds
from papershelf.text.escape import Html

_TEMPLATE = "embed.html.jinja"
_STYLE = "embed.css"


def files(
    collection: Collection, settings: Settings, *, escapes: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield the page of each topic, course and edition."""
    template = render.environment(escapes=escapes).get_template(_TEMPLATE)
    style = Html((render.TEMPLATES / _STYLE).read_text("utf-8").strip())
    source = (render.TEMPLATES / _TEMPLATE).read_text("utf-8")
    sealed = Html(policy.to_sealed_policy(source.replace("{{ style }}", style)))
    for view in embeds.all_views(collection, settings):
        page = template.render(view=view, style=style, policy=sealed)
        page = page.replace(addresses.ROOT, addresses.to_root(view.url))
        yield f"{view.url}index.html", page.encode("utf-8", "replace")
