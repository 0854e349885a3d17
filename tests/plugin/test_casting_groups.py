"""Casting with an engine of a few lines: which pages it renders, and in which order pages come."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.outputs.render import Page
from papershelf.outputs.views.records import Head
from papershelf.plugin import casting
from papershelf.plugin.casting import Casting
from papershelf.text.escape import html


def page(number: int, kind: str = "paper", *, is_written: bool = False) -> Page:
    """A page that differs from others of its kind in its values alone."""
    head = Head(kind=kind, url=f"papers/{kind}{number}/", title=f"Paper <{number}>")
    return Page(head, f"## {kind}\n\n<p>{number}</p>", is_written=is_written)


class Engine:
    """Renders pages, and remembers how many in each call."""

    def __init__(self, theme: str = "{title}|{body}") -> None:
        self.theme = theme
        self.calls: list[int] = []

    def __call__(self, pages: Sequence[Page]) -> list[str]:
        self.calls.append(len(pages))
        return [
            self.theme.format(title=html(each.head.title), kind=each.head.kind, body=each.body)
            for each in pages
        ]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=30),
    st.integers(1, 9),
    st.integers(1, 200),
)
def test_pages_are_what_the_engine_makes_in_the_same_order(
    kinds: list[tuple[str, bool]], group: int, text: int
) -> None:
    """Whatever their shapes are, and however many are in memory together."""
    pages = [page(number, *kind[:1], is_written=kind[1]) for number, kind in enumerate(kinds)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(casting, "GROUP", group)
        patch.setattr(casting, "TEXT", text)
        made = Casting(Engine())
        found = list(made.finish(pages))
    assert [each.html for each in found] == Engine()(pages)
    assert [each.url for each in found] == [each.head.url for each in pages]
    assert not any(each.is_cast for each, (_, is_written) in zip(found, kinds) if is_written)
    assert made.effort.refused == {}


def test_a_mould_pays_from_three_pages_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs two. If more pages may follow, it is made for the first one of its shape."""
    few, engine = [page(1, "a"), page(2, "a"), page(3, "b")], Engine()
    assert [each.is_cast for each in Casting(engine).finish(few)] == [False] * 3
    assert engine.calls == [3]
    many, engine = [*few, page(4, "b"), page(5, "b")], Engine()
    assert [each.is_cast for each in Casting(engine).finish(many)] == [False] * 2 + [True] * 3
    assert engine.calls == [1, 1, 2]
    monkeypatch.setattr(casting, "GROUP", 2)
    engine = Engine()
    assert [each.is_cast for each in Casting(engine).finish(many)] == [True] * 5
    assert engine.calls == [1, 1, 1, 1]


def test_moulds_stay_for_the_next_pages() -> None:
    """The engine renders nothing for them."""
    engine = Engine()
    made = Casting(engine)
    assert len(list(made.finish([page(number) for number in range(9)]))) == 9
    assert all(each.is_cast for each in made.finish([page(10)]))
    assert engine.calls == [1, 1] and made.effort.rendered == 2


def test_a_page_that_the_mould_does_not_fit_is_no_example() -> None:
    """A link to it is shorter on the page itself, which is the shortest here."""

    def render(pages: Sequence[Page]) -> list[str]:
        own = "papers/paper1/"
        return [
            f'{html(each.head.title)}<a href="{"./" if each.head.url == own else "../paper1/"}">'
            f"{each.body}"
            for each in pages
        ]

    made = Casting(render)
    pages = [page(number) for number in range(10, 30)] + [page(1)]
    found = list(made.finish(pages))
    assert [each.html for each in found] == render(pages)
    assert [each.is_cast for each in found] == [True] * 20 + [False]
    assert made.effort.refused == {}


def test_more_pages_are_compared_if_templates_are_not_ours() -> None:
    """One of them asks for words of a title, which the page of tokens has or has not."""
    pages = [page(number) for number in range(100)]

    class Asking(Engine):
        def __call__(self, pages: Sequence[Page]) -> list[str]:
            found = super().__call__(pages)
            asked = ["6" in each.head.title for each in pages]
            return [f"{html}!" if has else html for html, has in zip(found, asked)]

    right = Asking()(pages)
    made = Casting(Asking(), is_ours=False)
    assert [each.html for each in made.finish(pages)] == right
    assert list(made.effort.refused.values()) == [[each.head.url for each in pages]]
    engine = Engine()
    assert all(each.is_cast for each in Casting(engine, is_ours=False).finish(pages))
    assert engine.calls == [1, 100 // casting.EVERY]


def test_a_shape_that_cannot_be_cast_is_named_once() -> None:
    """With the number of its pages and the reason; the engine renders all of them."""
    made = Casting(Engine("{title:.3}|{body}"))
    found = list(made.finish([page(number) for number in range(700)]))
    assert [each.html for each in found] == Engine("{title:.3}|{body}")(
        [page(number) for number in range(700)]
    )
    (note,) = made.effort.notes("Loom")
    assert note.startswith(
        "Loom renders 700 pages such as papers/paper0/ one by one, since the theme"
    )
