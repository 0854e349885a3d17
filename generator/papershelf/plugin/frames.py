"""The frame of a page, that is the theme without what a collection says.

In: MkDocs' context of a page. Out: its Content-Security-Policy. The frame is rendered once for each
shape of page with every text left out, so that no text can bring a script that the policy allows.
"""

from __future__ import annotations

import copy

from jinja2 import Environment
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from papershelf.outputs import policy
from papershelf.outputs.policy import Sources
from papershelf.plugin import finished

#: What of a page's front matter is text that is printed.
_TEXTS = frozenset(("title", "description", "head", "author"))


class Frames:
    """Policies of one build."""

    def __init__(self, env: Environment, more: Sources, *, is_preview: bool) -> None:
        self.env = env
        self.more = more
        self.preview = policy.to_preview_policy(more) if is_preview else ""
        self.known: dict[tuple[str, ...], str] = {}
        """Template, way to the root and kind of a generated page → policy."""

    def of_page(self, context: TemplateContext, page: Page) -> str:
        """The policy of a page; a hand-written one may set what the theme prints."""
        if self.preview:
            return self.preview
        template = str(page.meta.get("template", "main.html"))
        if not page.file.generated_by:
            return self._make(template, context, page)
        key = (template, context["base_url"], str(page.meta.get("kind")))
        if key not in self.known:
            self.known[key] = self._make(template, context, page)
        return self.known[key]

    def of_template(self, context: TemplateContext, name: str) -> str:
        """The policy of a page that is a template alone, such as the one of a wrong address."""
        return self.preview or policy.to_policy(self._render(name, context), self.more)

    def _make(self, template: str, context: TemplateContext, page: Page) -> str:
        blank = copy.copy(page)
        blank.content, blank.toc = "", get_toc([])
        blank.meta = {key: value for key, value in page.meta.items() if key not in _TEXTS}
        blank.title = ""
        frame = self._render(template, TemplateContext(**{**context, "page": blank}))
        return policy.to_policy(finished.without_indentation(frame), self.more)

    def _render(self, name: str, context: TemplateContext) -> str:
        return self.env.get_template(name).render(context)
