"""The code of the tests. `make lint` checks its form and types, in `make check` and in CI."""

from __future__ import annotations

import re

from support.helpers import ROOT


def test_what_opens_a_page_is_waited_for() -> None:
    """A click returns before the page that it opens is there, so its address is not read next:
    `wait_for_url` waits until the page has loaded, and fails if it has another address."""
    hasty = re.compile(r"\.(?:click|press|tap)\([^\n]*\)\n +assert \w+\.url\b")
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in (ROOT / "tests").rglob("*.py")
        for text in hasty.findall(path.read_text())
    }
    assert found == set()
