"""Names come apart as their owners would take them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text.names import Name, parse


@pytest.mark.parametrize(
    ("text", "given_", "family", "suffix"),
    [
        ("Ada Lovelace", "Ada", "Lovelace", ""),
        ("Lovelace, Ada", "Ada", "Lovelace", ""),
        ("Bartik, Jr., Jean", "Jean", "Bartik", "Jr."),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven", ""),
        ("Plato", "", "Plato", ""),
        ("van Rossum", "van", "Rossum", ""),
        ("Johannes de la Cruz", "Johannes", "de la Cruz", ""),
        ("Ada B. Byron Jr.", "Ada B.", "Byron", "Jr."),
        ("Byron Jr., Ada", "Ada", "Byron", "Jr."),
        ("Byron, Ada B., Jr.", "Ada B.", "Byron", "Jr."),
        ("Byron, Ada III", "Ada", "Byron", "III"),
        ("Ada Byron, 2nd", "Ada", "Byron", "2nd"),
        ("Hal Daum III", "Hal", "Daum", "III"),
        ("Byron AB Jr", "A. B.", "Byron", "Jr"),
        ("Byron, Jr.", "", "Byron", "Jr."),
        ("Oss, van den, Ada", "Ada", "van den Oss", ""),
        ("Riley RD", "R. D.", "Riley", ""),
        ("Riley RD.", "R. D.", "Riley", ""),
        ("van Oss JP.", "J. P.", "van Oss", ""),
        ("Bo LI.", "Bo", "LI.", ""),
        ("Byron JR", "J. R.", "Byron", ""),
        ("van Oss E", "E.", "van Oss", ""),
        ("de la Cruz JM", "J. M.", "de la Cruz", ""),
        ("Fann E.", "E.", "Fann", ""),
        ("Ost B.C.", "B.C.", "Ost", ""),
        ("Serre J-P", "J.-P.", "Serre", ""),
        ("J.-P. Serre", "J.-P.", "Serre", ""),
        ("Иванов И. И.", "И. И.", "Иванов", ""),
        ("Ng AY", "A. Y.", "Ng", ""),
        ("Byron V", "V.", "Byron", ""),
        ("Ada V Byron", "Ada V", "Byron", ""),
        ("Xi Lu", "Xi", "Lu", ""),
        ("Louis XIV", "", "Louis", "XIV"),
        ("John Paul XXIII", "John", "Paul", "XXIII"),
        ("Byron XV", "X. V.", "Byron", ""),
        ("BYRON Ada", "Ada", "BYRON", ""),
        ("BYRON-REED Ada Bo", "Ada Bo", "BYRON-REED", ""),
        ("BYRON, Ada", "Ada", "BYRON", ""),
        ("JRR Byron", "JRR", "Byron", ""),
        ("Ana de la Cruz Lopez", "Ana", "de la Cruz Lopez", ""),
        ("Bo van der Meer Quill", "Bo", "van der Meer Quill", ""),
        ("José Ortega y Gasset", "José", "Ortega y Gasset", ""),
        ("Ana Costa e Silva", "Ana", "Costa e Silva", ""),
        ("Collaboration, A.", "A.", "Collaboration", ""),
        ("Bo LI", "Bo", "LI", ""),
        ("Ada Byron MD", "Ada Byron", "MD", ""),
        ("Gao Jun", "Gao", "Jun", ""),
        ("Ada Bundesmann", "Ada", "Bundesmann", ""),
        ("Conseil D", "D.", "Conseil", ""),
        ("Bo Centro", "Bo", "Centro", ""),
        ("Ada Academia", "Ada", "Academia", ""),
        ("Asian Reed", "Asian", "Reed", ""),
        ("Asian B. Reed", "Asian B.", "Reed", ""),
        ("A B", "A", "B", ""),
    ],
)
def test_forms(text: str, given_: str, family: str, suffix: str) -> None:
    """Given first, family first, with suffix, with particles, with one word."""
    name = parse(text)
    assert (name.given, name.family, name.suffix) == (given_, family, suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_", "shown"),
    [
        ("山田 太郎", "山田", "太郎", "山田太郎"),
        ("王, 伟", "王", "伟", "王伟"),
        ("홍 길동", "홍", "길동", "홍길동"),
        ("佐々木 ノゾミ", "佐々木", "ノゾミ", "佐々木ノゾミ"),
        ("王伟", "王伟", "", "王伟"),
        ("Wang 伟", "伟", "Wang", "Wang 伟"),
        ("小明 张", "张", "小明", "张小明"),
        ("길동 홍", "홍", "길동", "홍길동"),
        ("张 三", "张", "三", "张三"),
        ("王 林", "王", "林", "王林"),
        ("エイダ バイロン", "バイロン", "エイダ", "エイダ バイロン"),
    ],
)
def test_names_of_east_asia(text: str, family: str, given_: str, shown: str) -> None:
    """In their own letters, the family name is shown first and no space follows it."""
    name = parse(text)
    assert (name.family, name.given, name.shown) == (family, given_, shown)
    assert parse(f"{family}, {given_}" if given_ else family) == name


@pytest.mark.parametrize("text", ["A, B, C, D", ", Ada", "Lovelace,", ","])
def test_refused(text: str) -> None:
    """Commas that leave a part empty, or too many of them."""
    with pytest.raises(ValueError, match="comma"):
        parse(text)


@given(st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}){0,3}", fullmatch=True))
def test_shown_as_printed(text: str) -> None:
    """A name without commas reads as it was written."""
    assert parse(text).shown == text


@pytest.mark.parametrize(
    "text",
    [
        "ATLAS Collaboration",
        "Qwen Team",
        "GRADE Working Group",
        "Loomly, Inc.",
        "Loom Pty, Ltd",
        "Bundesministerium für Tuch",
        "Institut Loom",
        "Institut A. Loom",
        "Bundesamt Ulm",
        "Deutsche Bundesbank",
        "National Loom Archive",
        "Real Academia Tejedora",
        "World Bank",
    ],
)
def test_groups(text: str) -> None:
    """A name with such a word has no parts."""
    assert Name(literal=text) == parse(text)


@pytest.mark.parametrize("text", ["Collaboration, ATLAS", "Working Group, GRADE", "Team, Qwen"])
def test_groups_that_were_turned_round(text: str) -> None:
    """No family name is `Collaboration`: another program took the group for a person."""
    last, first = text.split(", ")
    assert Name(literal=f"{first} {last}") == parse(text)


def test_groups_sort_by_their_own_name() -> None:
    """A literal has no family name."""
    assert Name(literal="The Engine & Sons").sort_key == "the engine & sons"
