"""What readers are offered for new papers by mail, and whom a page may send their address to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from papershelf.outputs import policy
from papershelf.outputs.settings import Settings, Subscribe
from support.helpers import Served, build, entry, pages, watched, write

FORM = "https://news.example.org/subscribe?list=1"
FILES = {
    "papers.yaml": entry(more="  topics: [looms]\n"),
    "content/topics/looms.md": "---\ntitle: Looms\n---\n",
    "content/digests/2025-12-23.md": "---\ntitle: New\nfrom: 2025-12-17\nto: 2025-12-23\n---\n\n- [@ada2024engine]\n",
}
#: Pages with ways to get mail.
OFFERED = ("index.md", "topics/looms.md", "digests/index.md", "digests/2025-12-23.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "shelf", FILES)


def test_without_settings_there_is_no_dead_form(root: Path) -> None:
    """One sentence says how a feed becomes mail."""
    made = pages(root)
    for name in OFFERED:
        assert "<form" not in made[name] and made[name].count("feed-to-mail service") == 1, name
        assert "by-mail" not in made[name]


def test_each_way_is_offered_where_readers_follow(root: Path) -> None:
    """The form of a service with its hidden fields, an address, releases; values are escaped."""
    given = Subscribe(
        form=FORM + '"><script>', field="EMAIL", fields=(("l", '"4f<5>'),), address="a&b@example.org", releases=True
    )  # fmt: skip
    made = pages(root, subscribe=given, repo_url="https://github.com/ada/looms")
    for name in OFFERED:
        text = made[name]
        assert text.count('<form class="ps-subscribe" id="by-mail"') == 1, name
        assert f'action="{FORM}%22%3E%3Cscript%3E" method="post"' in text
        assert '<input id="ps-subscribe" type="email" name="EMAIL" required' in text
        assert '<input type="hidden" name="l" value="&#34;4f&lt;5&gt;">' in text
        assert "Your address goes to news.example.org, which sends the mail." in text
        assert 'href="mailto:a%26b@example.org?subject=subscribe"' in text
        assert 'href="https://github.com/ada/looms/releases"' in text
    assert '<a href="#by-mail">New papers by mail</a>' in made["index.md"]


def test_pages_may_send_the_form_there_alone() -> None:
    """The policy has the origin of the form, beside what the settings allow."""
    settings = Settings(subscribe=Subscribe(form=FORM))
    found = policy.to_sources(settings, {"form-action": ["*.example.com"]})
    assert found == {"form-action": ("*.example.com", "https://news.example.org")}
    assert policy.to_sources(Settings(), {}) == {}


@pytest.mark.slow
def test_the_address_goes_to_the_service_when_it_is_sent(
    root: Path, browser: Any, tmp_path: Path
) -> None:
    """And nobody is asked for anything before."""
    options = f"\n      subscribe:\n        form: {FORM}\n        fields: {{l: looms}}\n"
    settings = "site_name: S\ndocs_dir: content\ntheme: {name: material}\nplugins:\n  - papershelf:"
    write(root, {"mkdocs.yml": settings + options})
    build(root, tmp_path / "site", has_search=False)
    asked: list[Any] = []
    with (
        Served(tmp_path / "site") as served,
        watched(browser, within="http", java_script_enabled=False) as context,
    ):
        page = context.new_page()
        page.route(
            re.compile(r"^https:"),
            lambda route: (asked.append(route.request), route.fulfill(body="Subscribed")),
        )
        page.goto(f"{served.url}topics/looms/")
        field = page.get_by_label("New papers by mail")
        field.fill("nobody")
        page.get_by_role("button", name="Subscribe").click()
        assert asked == []  # not an address
        field.fill("ada@example.org")
        page.get_by_role("button", name="Subscribe").click()
        page.get_by_text("Subscribed").wait_for()
    (request,) = asked
    assert (request.method, request.url) == ("POST", FORM)
    assert parse_qs(request.post_data) == {"email": ["ada@example.org"], "l": ["looms"]}
