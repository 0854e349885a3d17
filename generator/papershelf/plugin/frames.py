"""The frame of a page: the theme without texts of the collection.

In: MkDocs' context of a page. Out: its Content-Security-Policy. The frame is rendered twice per
kind of page, without any texts, so that no text can contain a script that the policy allows. If
both differ, each page of the kind has a frame of its own.
"""

from __future__ import annotations

import copy

from jinja2 import Environment
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from papershelf.outputs import finished, policy
from papershelf.outputs.policy import Sources
from papershelf.plugin.engine import OURS

#: The keys of a page's front matter with texts that are printed: a frame has none of them.
TEXTS = frozenset(("title", "description", "head", "author"))


class Frames:
    """The policies of one build."""

    def __init__(self, env: Environment, more: Sources, *, is_preview: bool) -> None:
        self.env = env
        self.more = more
        self.preview = policy.to_preview_policy(more) if is_preview else ""
        self.known: dict[tuple[str, ...], list[str]] = {}
        """Policies of the first two generated pages, by template, path to the root and kind."""

    def of_page(self, context: TemplateContext, page: Page) -> str:
        """Return the policy of a page. Hand-written pages may change what the theme prints, so each
        of them has its own."""
        if self.preview:
            return self.preview
        template = str(page.meta.get("template", "main.html"))
        if page.file.generated_by != OURS:
            return self._make(template, context, page)
        key = (template, context["base_url"], str(page.meta.get("kind")))
        known = self.known.setdefault(key, [])
        if len(known) == 2 and known[0] == known[1]:
            return known[0]
        found = self._make(template, context, page)  # a script of the owner's may name its page
        self.known[key] = [*known, found][:2]
        return found

    def of_template(self, context: TemplateContext, name: str) -> str:
        """Return the policy of a page made from a template alone, such as the 404 page."""
        return self.preview or policy.to_policy(self._render(name, context), self.more)

    def _make(self, template: str, context: TemplateContext, page: Page) -> str:
        blank = copy.copy(page)
        blank.content, blank.toc = "", get_toc([])
        blank.meta = {key: value for key, value in page.meta.items() if key not in TEXTS}
        blank.title = ""
        frame = self._render(template, TemplateContext(**{**context, "page": blank}))
        return policy.to_policy(finished.without_indentation(frame), self.more)

    def _render(self, name: str, context: TemplateContext) -> str:
        return self.env.get_template(name).render(context)
