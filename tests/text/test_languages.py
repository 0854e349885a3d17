"""A tag of a language has one form, in which tables find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.citations import apa, bibtex, to_record
from papershelf.editing import normal_form
from papershelf.text import languages
from papershelf.text.languages import read, tidy
from support.helpers import collect, entry, write


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("fra", "fr"),
        ("GER-ch", "de-CH"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ZH-CMN-HANS-CN", "zh-cmn-Hans-CN"),
        ("sl-ROZAJ-1994", "sl-rozaj-1994"),
        ("de-1901", "de-1901"),
        ("de-CH-1ABC", "de-CH-1abc"),
        ("es-419", "es-419"),
        ("grc", "grc"),
        ("en-us-X-Twain", "en-US-x-twain"),
        ("en-U-CA-Buddhist", "en-u-ca-buddhist"),
    ],
)
def test_the_form_of_a_tag(written: str, form: str) -> None:
    """Short codes, scripts with a capital, regions in capitals, all else in lower case."""
    assert tidy(written) == form
    assert tidy(form) == form


def test_every_format_knows_the_language(tmp_path: Path) -> None:
    """However it is written: an English title is not protected as a whole, babel gets its name,
    and the venue of a reference in another language keeps its capitals."""
    text = entry(
        "ada2024engine",
        "On the engine",
        "  type: article-journal\n  venue: of engines\n  language: EN\n",
    )
    text += entry(
        "ada2025moteur",
        "Le moteur",
        "  type: article-journal\n  venue: journal des moteurs\n  language: FRA\n",
    )
    papers = collect(write(tmp_path, {"papers.yaml": text})).papers
    english, french = (to_record(papers[name]) for name in ("ada2024engine", "ada2025moteur"))
    assert "{On the engine}" in bibtex.to_entry(english)
    assert "{{Le moteur}}" in bibtex.to_entry(french)
    assert "{english}" in bibtex.to_full_entry(english)
    assert "{french}" in bibtex.to_full_entry(french)
    assert "Of Engines" in apa.to_plain(english)
    assert "journal des moteurs" in apa.to_plain(french)


def test_fmt_writes_the_form() -> None:
    """As it does with identifiers."""
    assert normal_form.to_normal(entry(more="  language: ENG-gb\n")) == normal_form.to_normal(
        entry(more="  language: en-GB\n")
    )


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("English", "en"), ("eng", "en"), ("EN", "en"), ("en_US", "en-US"), ("zh-cn", "zh-CN"),
        ("ngerman", "de"), ("usenglish", "en-US"), ("Français", "fr"), ("FRANÇAIS", "fr"),
        ("Chinese (Simplified)", "zh-Hans"), ("Simplified Chinese", "zh-Hans"),
        ("Chinese (Traditional)", "zh-Hant"), ("Portuguese (Brazil)", "pt-BR"),
        ("Brazilian Portuguese", "pt-BR"), ("English (US)", "en-US"), ("English (United States)", "en-US"),
        ("American English", "en-US"), ("British English", "en-GB"), ("Deutsch", "de"), ("ger", "de"),
        ("German (Austria)", "de-AT"), ("Español", "es"), ("日本語", "ja"), ("Persian", "fa"),
        ("Norwegian Bokmål", "nb"), ("Serbian (Cyrillic)", "sr-Cyrl"), ("Ukrainian", "uk"),
        ("Slovene", "sl"), ("Slovak", "sk"), ("Latin", "la"), ("zh_Hant_TW", "zh-Hant-TW"),
        ("Ancient Greek", "grc"), ("Farsi", "fa"), ("Tiếng Việt", "vi"), ("English.", "en"),
    ],
)  # fmt: skip
def test_names_of_languages(written: str, tag: str) -> None:
    """In English, in the language itself, as babel and ISO 639 call it, with a country or script."""
    assert (tag, "") == read(written)


@pytest.mark.parametrize(
    ("written", "first", "others"),
    [
        ("English; French", "en", "French"), ("eng/ger", "en", "ger"), ("de, en, fr", "de", "en; fr"),
        ("English and Spanish", "en", "Spanish"), ("Klingon", "Klingon", ""), ("", "", ""),
        ("Chinese (Martian)", "Chinese (Martian)", ""), ("in preparation", "in preparation", ""),
    ],
)  # fmt: skip
def test_several_languages_and_none(written: str, first: str, others: str) -> None:
    """The first one is used, the others are reported; other texts stay as they are."""
    assert (first, others) == read(written)


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ja", "Japanese"),
        ("de", "German"),
        ("nb", "Norwegian Bokmål"),
        ("vi", "Vietnamese"),
        ("pt-BR", "Portuguese (pt-BR)"),
        ("zh-Hant", "Chinese (zh-Hant)"),
        ("grc", "Ancient Greek"),
        ("tlh", "tlh"),
        ("tlh-Latn", "tlh-Latn"),
    ],
)
def test_readers_see_the_english_name(tag: str, name: str) -> None:
    """A variety with its tag; a tag that nobody has named is shown as it is."""
    assert name == languages.name(tag)
