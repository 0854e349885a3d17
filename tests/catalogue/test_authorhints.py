"""A hint, followed literally, gives the right authors, and no doubt remains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from papershelf.catalogue import authorhints
from papershelf.text import missing, namemarks, names
from support.helpers import collect, report, write

ENTRY = "- id: x2020x\n  title: T\n  authors: {}\n  published: 2020\n  added: 2020-01-01\n"
NOTHING = "no problems in 1 entry\n"


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Hopper, Grace", ["Grace Hopper"]),
        ("Ada Byron, Bo Reed", ["Ada Byron", "Bo Reed"]),
        ("A B and C D", ["A B", "C D"]),
        ('"Byron, Ada; Reed, Bo"', ["Ada Byron", "Bo Reed"]),
        ("Byron, A., Reed, B.", ["A. Byron", "B. Reed"]),
        ("Riley RD, van Oss E", ["R. D. Riley", "E. van Oss"]),
        ("Byron Jr., Ada", ["Ada Byron Jr."]),
        ("ATLAS Collaboration", ["ATLAS Collaboration"]),
        ("{name: Ada Byron}", ["Ada Byron"]),
        ("{given: Ada, family: Byron}", ["Ada Byron"]),
        ("山田, 健太郎", ["山田健太郎"]),
        ("王小明, 冼星海", ["王小明", "冼星海"]),
        ("上官婉, 公孙龙", ["上官婉", "公孙龙"]),
        ("伊藤博, 渡辺謙", ["伊藤博", "渡辺謙"]),
        ("남궁민, 선우은", ["남궁민", "선우은"]),
        ("小野, 佐々木", ["小野", "佐々木"]),
        ("長谷川, 町子", ["長谷川町子"]),
        ("佐々木, 朗", ["佐々木朗"]),
        ("欧阳, 修", ["欧阳修"]),
        ("[Vas, A., Shaz, N., Par, N.]", ["A. Vas", "N. Shaz", "N. Par"]),
        ("[Byron, Jr., Ada]", ["Ada Byron Jr."]),
        ("[Vas, A., Ada Byron, Jr.]", ["A. Vas", "Ada Byron Jr."]),
        ("[Byron, A.; Reed, B.]", ["A. Byron", "B. Reed"]),
        ('["{literal: The Loom Collaboration}", Bo Reed]', ["The Loom Collaboration", "Bo Reed"]),
        ('["{family: Byron, given: Ada}", Bo Reed]', ["Ada Byron", "Bo Reed"]),
        ('["{The Loom Collaboration}"]', ["The Loom Collaboration"]),
        ('["{Byron, Ada}", "Bo {Reed}"]', ["Ada Byron", "Bo Reed"]),
        ('["van {Oss}, Ada"]', ["Ada van Oss"]),
        ('["{name: Ada Byron}"]', ["Ada Byron"]),
        ("[Byron; A., Reed; B.]", ["A. Byron", "B. Reed"]),
        ("[van Oss; Ada Mary, Dow; C. D.]", ["Ada Mary van Oss", "C. D. Dow"]),
        ("[Hopper; Grace]", ["Grace Hopper"]),
        ("[Plato; Mary Ann]", ["Plato", "Mary Ann"]),
        ("[Byron A; Reed B, Dow C]", ["A. Byron", "B. Reed", "C. Dow"]),
        ("[Riley RD]", ["R. D. Riley"]),
        ("[Ilyin II, Ada Byron]", ["I. I. Ilyin", "Ada Byron"]),
        ("[Ost B.C., Ada Byron]", ["B.C. Ost", "Ada Byron"]),
        ("[Ada Byron and Bo Reed, Cy Dow]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ('["Byron, A., Reed, B."]', ["A. Byron", "B. Reed"]),
        ('["Byron, A.; Reed, B."]', ["A. Byron", "B. Reed"]),
        ('["Ada Byron*", Bo Reed]', ["Ada Byron", "Bo Reed"]),
        ('["Lee$^\\\\dagger$, Na"]', ["Na Lee"]),
        ('["Ada Byron, PhD"]', ["Ada Byron"]),
        ("['Byron, Ren\\u00e9', 'Ada \\u0160er\\u00e1']", ["René Byron", "Ada Šerá"]),
        ("[Dr. Ada Byron]", ["Ada Byron"]),
        ("[Lovelace Byron MPhil]", ["Lovelace Byron"]),
        ("[“Ada Byron”, Bo Reed]", ["Ada Byron", "Bo Reed"]),
        ("[“Byron, Ada”, „Reed, Bo“, Cy Dow]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ("[Ada Byron (MIT)]", ["Ada Byron"]),
        ('["Ada Byron [MIT]"]', ["Ada Byron"]),
        ('["Byron, Ada1", "Reed, Bo 2"]', ["Ada Byron", "Bo Reed"]),
        ("{Ada Byron, Bo Reed}", ["Ada Byron", "Bo Reed"]),
        ("[{name: Ada Byron}]", ["Ada Byron"]),
        ("[{name: LOOM Team}]", ["LOOM Team"]),
        ("[{name: Ada Byron, affiliation: MIT}]", ["Ada Byron"]),
        ("[[Byron, Ada]]", ["Ada Byron"]),
        ("[{Byron, Ada B.}, [Bo Reed, Cy Dow]]", ["Ada B. Byron", "Bo Reed", "Cy Dow"]),
        ("[Byron, Ada, Reed, Bo]", ["Ada Byron", "Bo Reed"]),
        ("[李, 明, 欧, 小敏]", ["李明", "欧小敏"]),
        ("[Ada Byron en Bo van Oss]", ["Ada Byron", "Bo van Oss"]),
        ("[Ада Байрон и Бо Рид]", ["Ада Байрон", "Бо Рид"]),
        ("[محمد علي و علي حسن]", ["محمد علي", "علي حسن"]),
        ("[Ada Byron|Bo Reed, Cy Dow]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ("[Ada Byron/Bo Reed, Cy Dow]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ("[van Oss, Ada B., O'Neil, Jean-Luc]", ["Ada B. van Oss", "Jean-Luc O'Neil"]),
        ("[AUGUSTA LOVELACE]", ["Augusta Lovelace"]),
        ('["BYRON, ADA-MARIE J."]', ["Ada-Marie J. Byron"]),
        ('["Ada Byron, MIT"]', ["Ada Byron"]),
        ("Byron, Ada; Grace Hopper; Lovelace, Ann", ["Ada Byron", "Grace Hopper", "Ann Lovelace"]),
        ("Institut Loom and Perez", ["Institut Loom", "Perez"]),
        ("[Ministry of Health and Welfare]", ["Ministry of Health and Welfare"]),
        ("[Ada_Byron]", ["Ada Byron"]),
        ("[Ada Byron, _Bo Reed_, Cy~Dow]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ("[Eva Foss--Gray]", ["Eva Foss-Gray"]),
        ("[Ada Byron + Bo Reed, Cy Dow=]", ["Ada Byron", "Bo Reed", "Cy Dow"]),
        ("['Eva Foss\\']", ["Eva Foss"]),
    ],
)
def test_followed_literally(authors: str, expected: list[str], tmp_path: Path) -> None:
    """Every hint is put where its problem is; then nothing is left to report."""
    text = ENTRY.format(authors)
    for _ in range(3):
        root = write(tmp_path, {"papers.yaml": text})
        told = report(root)
        match = re.search(r"papers.yaml:3:(\d+): .*\n.*\n[^^]*(\^+)\n.*help: (.*)", told)
        if match is None:
            break
        column, length = int(match[1]) - 1, len(match[2])
        text = ENTRY.format(_applied(text.split("\n")[2], column, length, match[3])[11:])
    assert told == NOTHING
    assert expected == [name.shown for name in collect(root).papers["x2020x"].authors]


def _applied(line: str, column: int, length: int, hint: str) -> str:
    """The line with what a hint says at a place: the whole value, an item, or a mapping."""
    new = re.sub(r"^write (?:\d+ items?: )?", "", hint).split(" or [")[0].split("; a ")[0]
    if new.startswith("[") or column == 11:
        return line[:11] + new
    start = line.rfind("{", 0, column) if line[column - 1] == "{" else column
    end = line.find("}", column) + 1 if start < column else column + length
    return line[:start] + new + line[end:]


@pytest.mark.parametrize(
    "authors",
    [
        "[Xi Lu, Li Na, Na Lee, Bo Li, Yu Xu, Bo LI, Won Kyung Do]",
        "[Hal Daum III, Ada B. Byron Jr., J.-P. Serre, G. H. Hardy]",
        '["Lopez, Maria", "Garcia Lopez, Maria Jose", "Byron, Jr., Ada", "Byron, A."]',
        "[Plato, Ada Byron]",
        "[卡尔·马克思, 카를 마르크스, Anne‐Marie Lévi, {literal: SETI@home}]",
        '[王伟, 李娜, "山田, 太郎"]',
        '["山田, 太郎"]',
        "[OpenAI, Anthropic, WHO, Plato]",
        "[{family: Plato}, Ada, {literal: Innocent IV}, John Paul II]",
        "[Ada (Augusta) Byron, “Mike” Reed]",
        "[{family: 竹内, given: 等}, 等々力健, 外山花子]",
        "[OpenAI, WHO, Google AI, ATLAS Collaboration, Qwen Team, Plato]",
        "[Ludwig van Beethoven, 王伟, Ælfric of Eynsham, 'O''Neil, Bo', Anonymous]",
    ],
)
def test_no_false_doubts(authors: str, tmp_path: Path) -> None:
    """Names that are written well are not reported."""
    assert report(write(tmp_path, {"papers.yaml": ENTRY.format(authors)})) == NOTHING


@pytest.mark.parametrize(
    "keys",
    [
        "name: Ministry of Health and Welfare",
        "name: Loom & Sons",
        "name: Vik J",
        "name: Null",
        "name: ADA VIK",
        "name: 'Ada Vik, MIT'",
        "name: Ada Vane and Bo Reed",
        "name: Plato, names: [Platon, Aristocles]",
        "name: Teresa of Avila, names: [Teresa, Theresa]",
    ],
)
def test_a_name_in_people_yaml_has_no_other_form(keys: str, tmp_path: Path) -> None:
    """A group has no mapping there, and a name cannot be removed, so neither is a hint."""
    papers = ENTRY.format("[Bo Vik, {literal: Ada Vane and Bo Reed}]")
    files = {"papers.yaml": papers, "content/people.yaml": f"- {{slug: ada, {keys}}}\n"}
    assert report(write(tmp_path, files)) == NOTHING


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Ada Vik et al.", "write Ada Vik"),
        ("Prof. Ada Vik", "write Ada Vik"),
        ("Ada Vik (Oslo)", "write Ada Vik"),
        ("Ada Vik 0000-0002-1825-0097", "write Ada Vik"),
        ("Ada Vane and Bo Reed", "write an item of the list for each person"),
    ],
)
def test_a_hint_for_people_yaml_is_a_text(name: str, hint: str) -> None:
    """What is beside a name there is left out."""
    doubt = authorhints.of_person(name)
    assert doubt and doubt.hint == hint


@pytest.mark.parametrize("text", ["上官婉, 公孙龙", "高橋一, 鈴木花", "남궁민, 선우은"])
def test_two_names_in_eastern_letters(text: str) -> None:
    """Two whole names in one item are two people; a family name may have two letters."""
    doubt = authorhints.of_item(text, is_listed=False)
    assert doubt and doubt.hint == f"write 2 items: {text}"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Müller，Hans", 'write "Müller, Hans"; a group: {literal: "Müller，Hans"}'),
        ("김철수·이영희", "write 2 items: 김철수, 이영희"),
        ("@adabyron", 'write the name of the author; a group: {literal: "@adabyron"}'),
        ("卡尔·马克思", ""),
    ],
)
def test_signs_of_other_keyboards(text: str, hint: str) -> None:
    """A dot between Korean names separates them; within a Chinese name, it does not."""
    doubt = authorhints.of_item(text, is_listed=False)
    assert (doubt.hint if doubt else "") == hint


@pytest.mark.parametrize("name", ["12", "?!", "(1)"])
def test_a_name_has_letters(name: str, tmp_path: Path) -> None:
    """A number of authors, or a mark that was left alone."""
    told = report(write(tmp_path, {"papers.yaml": ENTRY.format(f"['{name}', Ada Byron]")}))
    assert f'"{name}" is not a name [name-mark]' in told and "= help: remove it\n" in told


@pytest.mark.parametrize("family", ["Pérez Galdós", "Pérez M. Galdós", "P. G."])
def test_one_person_or_two(family: str, tmp_path: Path) -> None:
    """The hint has both readings, and neither leaves a doubt."""
    name = f"{family}, Benito María"
    one = f"{{given: Benito María, family: {family}}}"
    told = report(write(tmp_path, {"papers.yaml": ENTRY.format(f'["{name}"]')}))
    assert f"= help: write 2 items: {name}; one person: {one}\n" in told
    assert authorhints.list_hint(name) == f"write [{name}] or [{one}]"
    for items, number in ((one, 1), (name, 2)):
        root = write(tmp_path, {"papers.yaml": ENTRY.format(f"[{items}]")})
        assert report(root) == NOTHING
        assert len(collect(root).papers["x2020x"].authors) == number


@pytest.mark.parametrize(
    "name", ['J{\\"o}rg Reed', "Paul Erd\\H{o}s", "Hans Kri\\o", "Jos\\'e Reed"]
)
def test_latex_in_a_name(name: str, tmp_path: Path) -> None:
    """It would be printed as it is."""
    said = report(
        write(tmp_path, {"papers.yaml": ENTRY.format(f"['{name.replace(chr(39), chr(39) * 2)}']")})
    )
    assert f'"{name}" contains LaTeX [name-mark]' in said


def test_a_plain_name_needs_no_closer_look() -> None:
    """Every name that is not read as other programs write it would raise no doubt."""
    tables = (
        names.PARTICLES,
        names.GROUP_WORDS,
        names.DEGREES,
        names.MAYBE_DEGREES,
        missing.NOBODY,
    )
    others = "and with et al etal others dr prof professor by jr iii null unknown li wei".split()
    for word in {*others, *(word for table in tables for word in table)}:
        capital = word.title()
        forms = (f"{capital} Ada Byron", f"Ada {capital}", f"Ada {word}", f"Bo-{word} Byron")
        forms += tuple(f"Wei {capital}{mark}" for mark in namemarks.RAISED)
        for text in (*forms, f"{word} {capital}", word, capital, word.upper()):
            if authorhints.of_item(text, False) is None:
                assert authorhints.look_closely(text, False) is None, text


def test_others_have_a_number(tmp_path: Path) -> None:
    """The hint for "et al." is the field that can say it, unless it is there."""
    text = ENTRY.format("[Ada Byron, Bo Reed, et al.]")
    told = report(write(tmp_path, {"papers.yaml": text}))
    assert "= help: remove it, and add author_count: 3" in told
    told = report(write(tmp_path, {"papers.yaml": text + "  author_count: 9\n"}))
    assert "= help: remove it\n" in told


@pytest.mark.parametrize(
    ("items", "hint"),
    [
        ("[王小明等]", "write 王小明; a given name: {family: 王小明, given: 等}, and add author_count: 2"),
        ("[王小明, 山田太郎他]", "write 山田太郎; a given name: {family: 山田太郎, given: 他}, and add author_count: 3"),
        ("[김철수 외 3명]", "write 김철수, and add author_count: 4"),
        ('["Byron, Ada", 王小明 等]', "write 王小明, and add author_count: 3"),
    ],
)  # fmt: skip
def test_others_in_eastern_languages(items: str, hint: str, tmp_path: Path) -> None:
    """As imports read them; without a blank they may be a given name."""
    told = report(write(tmp_path, {"papers.yaml": ENTRY.format(items)}))
    assert f"= help: {hint}\n" in told


def test_a_list_that_was_cut_keeps_its_others() -> None:
    """They have a doubt of their own, once the names are whole."""
    doubt = authorhints.of_list(["Vas", "A.", "et al."])
    assert doubt and doubt.hint == 'write ["Vas, A.", et al.]'


def test_a_mapping_is_understood_as_a_whole() -> None:
    """A suggestion leaves out nothing that a curator wrote."""
    for family, hint in (("Byron", "Ada Byron"), ("Byron Reed", '"Byron Reed, Ada"')):
        names = {"first": "Ada", "last": family}
        assert authorhints.mapping_hint(names) == hint
    for more in ({"links": ["x", "y"]}, {"email": "x"}):
        assert authorhints.mapping_hint(names | more) == ""
