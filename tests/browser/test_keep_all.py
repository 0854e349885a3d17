"""The button that keeps all papers of a filtered list."""

from __future__ import annotations

from typing import Any

import pytest

from papershelf.catalogue.model import Collection
from support.browsing import matching, visit, wait
from support.helpers import TOTAL, Served
from support.keeping import remember, remembered

pytestmark = pytest.mark.slow

#: Rows at first (browse-query.js).
FIRST = 10


def test_a_filtered_list_is_kept_at_once(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """What is not kept yet, in the order of the list; a message says so and takes it back, and the
    focus stays near. Rows that are not shown yet are kept, too."""
    found = matching(collection, {"topic": ["multimodal-learning"]})
    assert len(found) > FIRST
    remember(page, seed_server, kept=["ghost1", found[2]])
    visit(page, seed_server, topic="multimodal-learning")
    wait(page, len(found))
    button = page.get_by_role("button", name=f"Keep these {len(found)} papers")
    button.focus()
    page.keyboard.press("Enter")
    assert remembered(page) == ["ghost1", found[2], *(id for id in found if id != found[2])]
    state = page.locator(".ps-found [role=status]")
    assert f"Kept {len(found) - 1} papers. You had kept 1 paper before." in state.inner_text()
    assert not button.is_visible() and page.evaluate("document.activeElement.id") == "ps-list"
    assert page.locator(".ps-rows [data-tick=kept][aria-pressed=true]").count() == FIRST
    state.get_by_role("button", name="Undo").click()
    assert remembered(page) == ["ghost1", found[2]] and button.is_visible()
    assert page.locator(".ps-rows [data-tick=kept][aria-pressed=true]").count() == 1
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_function("() => !document.querySelector('.ps-found [role=status]').textContent")
    assert not page.get_by_role("button", name="Keep these").is_visible()


def test_no_more_is_kept_than_a_basket_holds(
    page: Any, seed_server: Served, collection: Collection
) -> None:
    """It says what did not fit. Lists that are longer, or that no filter has
    narrowed, or of a single paper, have no button."""
    found = matching(collection, {"topic": ["multimodal-learning"]})
    many = [f"ghost{number}" for number in range(1, 999)]
    remember(page, seed_server, kept=many)
    visit(page, seed_server, topic="multimodal-learning")
    page.get_by_role("button", name="Keep these").click()
    told = f"Kept 2 papers. {len(found) - 2} did not fit: you can keep 1,000."
    page.locator(".ps-found [role=status]", has_text=told).wait_for()
    assert remembered(page) == [*many, *found[:2]]
    visit(page, seed_server, sort="title")
    wait(page, TOTAL)
    assert not page.get_by_role("button", name="Keep these").is_visible()
    visible = page.evaluate(
        """async () => {
            const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/keep-all."));
            const { KeepAll } = await import(script.name);
            const all = new KeepAll(document.querySelector("h1"));
            return [1, 2, 1000, 1001].map((number) => {
                all.offer(Array.from({ length: number }, (_, at) => `other${at}`));
                return document.querySelector("h1 ~ button").checkVisibility();
            });
        }"""
    )
    assert visible == [False, True, True, False]
