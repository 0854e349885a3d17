"""A slug depends on the name alone, and is never empty, reserved or too long."""

from __future__ import annotations

import re
import sys
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from papershelf.text.slugs import MAX_LENGTH, RESERVED, is_new_slug, is_slug, to_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Grace M. Hopper", "grace-m-hopper"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Müller & Sons", "muller-and-sons"),
        ("AUX", "x-"),
        ("auxin", "auxin"),
        ("王伟", "wang-wei"),
        ("Lovelace, Ada", "lovelace-ada"),
        ("10,000 Papers, 2,5", "10000-papers-25"),
        ("☃", "x-"),
        ("index", "x-"),
    ],
)
def test_names(name: str, slug: str) -> None:
    """Signs are spelled, letters are made plain, what has none gets eight digits of its SHA-1."""
    found = to_slug(name)
    if slug.startswith("x-"):
        assert re.fullmatch(r"x-[0-9a-f]{8}", found)
    else:
        assert found == slug


@given(st.text(max_size=200))
def test_form(name: str) -> None:
    """Always a slug."""
    slug = to_slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MAX_LENGTH and slug not in RESERVED


def test_spellings_of_a_device_are_one_slug() -> None:
    """Keywords that differ in capitals are one, also if Windows reserves the word."""
    assert to_slug("Aux") == to_slug("AUX") == to_slug("aux.") != to_slug("PRN")


def test_only_new_slugs_may_not_be_devices() -> None:
    """A page that has such an address keeps it, as an alias."""
    assert is_slug("con") and not is_new_slug("con") and is_new_slug("con-1")
    assert not is_slug("index") and not is_new_slug("p")


def test_no_other_package_changes_a_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Unidecode is installed, python-slugify takes it instead of text-unidecode."""
    other = types.ModuleType("unidecode")
    vars(other)["unidecode"] = lambda text, *_: "other" if not text.isascii() else text
    monkeypatch.setitem(sys.modules, "unidecode", other)
    assert slugify("李娜") in ("other", "li-nuo"), "which one depends on its version"
    assert to_slug("李娜") == "li-nuo" and to_slug("Ольга") == "olga"


def test_long_names_stay_different() -> None:
    """Cut alone, two long names could become one."""
    assert to_slug("a" * 100) != to_slug("a" * 101)


#: Printable ASCII with commas between digits, and Latin letters with accents of any form.
LATIN = st.from_regex(r"([\x20-\x7e]|[0-9],){1,60}", fullmatch=True) | st.text(
    st.characters(max_codepoint=0x36F) | st.characters(min_codepoint=0x1E00, max_codepoint=0x1EFF),
    max_size=25,
)


@given(LATIN)
def test_plain_letters_are_slugs_as_slugify_makes_them(name: str) -> None:
    """Latin letters, with accents or without, take a shorter way to the same slug."""
    expected = slugify(name)
    if expected and expected not in RESERVED and not re.search("[+#&]", name):
        assert expected == to_slug(name)


def test_latin_letters_are_slugs_as_slugify_makes_them() -> None:
    """Accents take a shorter way, to the same slug."""
    for code in (*range(0xA1, 0x370), *range(0x1E00, 0x1F00), *range(0x2010, 0x2030)):
        name = f"Ab{chr(code)}Cd e{chr(code)}"
        assert slugify(name) == to_slug(name), hex(code)
