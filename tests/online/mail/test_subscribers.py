"""The list of subscribers: two formats, every mistake, and no address in a report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.online.mail.subscribers import Invalid, Subscriber, parse

TOPICS = {"nlp": "nlp", "vision": "vision", "old-vision": "vision", "ml": "ml"}
SAME = (
    Subscriber("ada@example.org", frozenset({"nlp", "vision"}), "de"),
    Subscriber("grace@xn--mller-kva.example", frozenset(), "en"),
)


@pytest.mark.parametrize(
    "text",
    [
        "address,topics,language\nada@example.org,nlp old-vision,de\ngrace@müller.example,,\n",
        "\ufeff# ours\nlanguage,address,topics\r\nde, ada@EXAMPLE.org ,nlp;vision\r\n,grace@müller.example,\r\n",
        "address,topics,language,,\nada@example.org,nlp vision,de,,\n,,,,\ngrace@müller.example,,,,\n",
        "address;topics;language\nada@example.org;nlp vision;de\ngrace@müller.example;;\n",
        "address\ttopics\tlanguage\nada@example.org\tnlp,vision\tde\ngrace@müller.example\t\t\n",
        "- address: ada@example.org\n  topics: [nlp, vision]\n  language: de\n- grace@müller.example\n",
        '[{"address": "ada@example.org", "topics": "nlp, vision", "language": "de"},'
        ' {"address": "grace@müller.example"}]',
    ],
)
def test_both_formats(text: str) -> None:
    """Order stays; topics have their current slugs, domains are in ASCII."""
    assert parse(text, "list.csv", TOPICS) == SAME


@pytest.mark.parametrize("null", ["null", "~", ""])
def test_null_is_an_empty_cell(null: str) -> None:
    """As in JSON of databases; a language may have the name "no"."""
    text = f"- {{address: ada@example.org, topics: {null}, language: {null}}}\n"
    assert parse(text, "list.yaml", TOPICS) == (Subscriber("ada@example.org"),)
    with pytest.raises(Invalid, match="the address is not one"):
        parse(f"- address: {null}\n", "list.yaml", TOPICS)
    assert parse("- {address: a@b.org, language: no}", "list.yaml", TOPICS)[0].language == "no"


def test_an_empty_list_is_one() -> None:
    """Nobody has subscribed yet."""
    assert parse("", "list.csv", TOPICS) == ()
    assert parse("# nobody yet\n", "list.csv", TOPICS) == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("ada,nlp,", "2: error: the address is not one of the form name@example.org"),
        ("ada@example,nlp,", "2: error: the address is not one of the form"),
        ("ada..l@example.org,nlp,", "2: error: the address is not one of the form"),
        ('"ada@example.org\nBcc: all@example.org",,', "error: the address is not one of the form"),
        ("ada@example.org>,,", "2: error: the address is not one of the form"),
        ("ada@example.org,bird,", '2: error: unknown topic "bird"; use the slugs of content/topics/'),
        ("ada@example.org,grace@example.org,", "2: error: unknown topic; use the slugs"),
        ("ada@example.org,nlp,tlh", "2: error: the language is not one such as de or pt-BR"),
        ("ada@example.org,nlp,de,more", "2: error: more cells than columns"),
        ("ada@example.org,nlp,vision,de", "language; write several topics in one cell, with spaces"),
        ("ada@example.org,'nlp,vision',de", "more cells than columns; the columns are address, topics"),
        ("ada@example.org,nlp,vision", '"vision" is the language here, and also a topic; write several'),
        ("ada@example.org,nlp, ml", '"ml" is the language here, and also a topic; write several'),
        ('"ada@example.org', "error: this is not CSV"),
    ],
)  # fmt: skip
def test_mistakes_are_told_without_addresses(row: str, why: str) -> None:
    """By file and line: reports end up in public logs."""
    with pytest.raises(Invalid, match=r"list\.csv:") as caught:
        parse(f"address,topics,language\n{row}\n", "list.csv", TOPICS)
    assert why in str(caught.value)
    assert "@" not in str(caught.value).replace("name@example.org", "")


def test_a_language_can_have_the_name_of_a_topic() -> None:
    """Where no topic can be meant, and with a region."""
    rows = "ada@example.org,nlp,ml-IN\ngrace@example.org,,ml\na@b.org,nlp vision,ml\n"
    found = parse(f"address,topics,language\n{rows}", "list.csv", TOPICS)
    found += parse("language,topics,address\nml,nlp,a@b.org", "list.csv", TOPICS)
    found += parse("- {address: a@b.org, topics: nlp, language: ml}", "list.yaml", TOPICS)
    assert [each.language for each in found] == ["ml_IN", *["ml"] * 4]


def test_all_mistakes_at_once() -> None:
    """Twice the same address is one, whatever its letters."""
    text = "address,topics\nada@example.org,\nx,\nADA@example.org,\nada@b.org,zoo\n"
    with pytest.raises(Invalid) as caught:
        parse(text, "list.csv", TOPICS)
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "list.csv:3", "list.csv:4", "list.csv:5",
    ]  # fmt: skip


def test_an_unknown_column_is_one_mistake() -> None:
    """At its line, not once for each subscriber."""
    with pytest.raises(Invalid) as caught:
        parse("address,name\nada@example.org,Ada\ngrace@example.org,Grace\n", "list.csv", TOPICS)
    assert str(caught.value) == (
        "list.csv:1: error: a column is unknown; the columns are address, topics, language"
    )


@pytest.mark.parametrize(
    "text",
    ["name,topics\nada,nlp\n", "- [a, b]\n", "- address: [\n", "- mail: ada@example.org\n", "[1, {2: 3}, 4]"],
)  # fmt: skip
def test_other_files_are_refused(text: str) -> None:
    """With a line, and without a traceback."""
    with pytest.raises(Invalid, match=r"^list\.csv:\d+: error: "):
        parse(text, "list.csv", TOPICS)


@given(
    st.text(alphabet=st.sampled_from("ab@.,;:-[]{}\"'\n\r\t #&*!|>?%\\é\u202e\x00"), max_size=60)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is read can be the recipient of a message: no line of a header, no second address."""
    try:
        found = parse(text, "list.csv", TOPICS)
    except Invalid:
        return
    for each in found:
        assert each.address.count("@") == 1
        assert each.address.isprintable() and not set(each.address) & set(' ,;:<>"')
