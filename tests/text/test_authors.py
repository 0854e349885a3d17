"""Authors of any source are read by one rule, and what is not taken over is reported."""

from __future__ import annotations

import time
from typing import Any

import pytest

from papershelf.text.authors import read
from papershelf.text.namejoining import joined
from papershelf.text.names import Name
from support.drafts import in_parts

SURE: list[tuple[Any, list[str]]] = [
    ("Lovelace, Ada", ["Lovelace|Ada"]),
    ("Byron, Ada and Reed, Bo", ["Byron|Ada", "Reed|Bo"]),
    ("A B, C D and E F", ["B|A", "D|C", "F|E"]),
    ("Ada Byron, Bo Reed, and Cy Dow", ["Byron|Ada", "Reed|Bo", "Dow|Cy"]),
    ("Ada Byron & Bo Reed", ["Byron|Ada", "Reed|Bo"]),
    ("Marlow F., Quist T., MacIver K., Odell J. and Whit D.",
     ["Marlow|F.", "Quist|T.", "MacIver|K.", "Odell|J.", "Whit|D."]),
    ("Sanch, Pedro J.; Montoy, Maria; Reis, Ana; Dix, Linda K.",
     ["Sanch|Pedro J.", "Montoy|Maria", "Reis|Ana", "Dix|Linda K."]),
    ("Byron, A., Reed, B.C., Dow, J.-P.", ["Byron|A.", "Reed|B.C.", "Dow|J.-P."]),
    ("Byron, A. B., Reed, C. D., & Dow, E.", ["Byron|A. B.", "Reed|C. D.", "Dow|E."]),
    ("Byron, Ada B., Reed, Bo C.", ["Byron|Ada B.", "Reed|Bo C."]),
    ("Quill AB, van Oss E, Tarn F.", ["Quill|A. B.", "van Oss|E.", "Tarn|F."]),
    ("Quill A, Reed BC.", ["Quill|A.", "Reed|B. C."]),
    (["Quill AB.", "Reed CD.", "Byron JR."], ["Quill|A. B.", "Reed|C. D.", "Byron|JR."]),
    ("Riley RD, Ng AY, Li N;", ["Riley|R. D.", "Ng|A. Y.", "Li|N."]),
    (["Riley RD", "Riley MA", "Jones AB", "Petrov II"],
     ["Riley|R. D.", "Riley|M. A.", "Jones|A. B.", "Petrov|I. I."]),
    ("Garcia Lopez, Maria J.", ["Garcia Lopez|Maria J."]),
    (["Reed, Bo", "Garcia Lopez, Maria Jose"], ["Reed|Bo", "Garcia Lopez|Maria Jose"]),
    ("van Oss, Ada Mary", ["van Oss|Ada Mary"]),
    ("Byron, Ada, Jr.", ["Byron|Ada|Jr."]),
    ("Ada Byron Jr. and Bo Reed III", ["Byron|Ada|Jr.", "Reed|Bo|III"]),
    ("Ada Byron\nBo Reed", ["Byron|Ada", "Reed|Bo"]),
    ("Ada Byron<br>Bo Reed", ["Byron|Ada", "Reed|Bo"]),
    ("王伟、李娜", ["王伟", "李娜"]),
    ("王伟，李娜", ["王伟", "李娜"]),
    ("Garc&amp;iacute;a, Ana; Reed, Bo", ["García|Ana", "Reed|Bo"]),
    ("CMS Collaboration; ATLAS", ["{CMS Collaboration}", "{ATLAS}"]),
    ("Ada Byron and the ATLAS Collaboration", ["Byron|Ada", "{the ATLAS Collaboration}"]),
    ("{ATLAS and CMS}", ["{ATLAS and CMS}"]),
    (["OpenAI", "WHO", "Qwen Team", "GRADE Working Group", "Google AI"],
     ["{OpenAI}", "{WHO}", "{Qwen Team}", "{GRADE Working Group}", "{Google AI}"]),
    ([{"name": "Ada Byron"}, {"name": "Byron, Bo"}], ["Byron|Ada", "Byron|Bo"]),
    ({"firstName": "Ada", "lastName": "Byron", "creatorType": "author"}, ["Byron|Ada"]),
    ({"First-Name": "Ada", "middle": "B.", "SURNAME": "Byron Jr."}, ["Byron|Ada B.|Jr."]),
    ({"author": {"display_name": "Ada Byron"}}, ["Byron|Ada"]),
    ({"given-names": "Ada", "family-names": "Oss", "name-particle": "van"}, ["van Oss|Ada"]),
    ({"initials": "A.", "family": "Byron"}, ["Byron|A."]),
    ({"given": "Ada", "initials": "A.", "family": "Byron"}, ["Byron|Ada"]),
    ("Ada Byron och Bo Reed", ["Byron|Ada", "Reed|Bo"]),
    ("علي محمد و حسن أحمد", ["محمد|علي", "أحمد|حسن"]),
    ({"given": "Ada", "family": "Oss", "non-dropping-particle": "van"}, ["van Oss|Ada"]),
    (["Xi Lu", "Na Lee", "Bo LI", "Yu Xu", "Li Na"],
     ["Lu|Xi", "Lee|Na", "LI|Bo", "Xu|Yu", "Na|Li"]),
    (["Weinan E", "Ada Byron"], ["E|Weinan", "Byron|Ada"]),
    (["Bharathi B", "Smith JK"], ["Bharathi|B.", "Smith|J. K."]),
    (["Department of Health", "University of Loomshire", "Committee on Looms"],
     ["{Department of Health}", "{University of Loomshire}", "{Committee on Looms}"]),
    ("Isidore of Loom and Ada Byron", ["{Isidore of Loom}", "Byron|Ada"]),
    ("Ada Byron with Bo Reed", ["Byron|Ada", "Reed|Bo"]),
    ("Ana Lopez y Juan Perez", ["Lopez|Ana", "Perez|Juan"]),
    ("Anna Stein und Otto Klein", ["Stein|Anna", "Klein|Otto"]),
    ("Jean Dupont et Anne Loom", ["Dupont|Jean", "Loom|Anne"]),
    ("Ana Lopez, Bo Reed y Juan Perez", ["Lopez|Ana", "Reed|Bo", "Perez|Juan"]),
    ("José Ortega y Gasset", ["Ortega y Gasset|José"]),
    ("Ramón y Cajal, Santiago; Reed, Bo", ["Ramón y Cajal|Santiago", "Reed|Bo"]),
    ("Bo Reed with the Loom Group", ["{Bo Reed with the Loom Group}"]),
    ({"given": "ATLAS", "family": "Collaboration"}, ["{ATLAS Collaboration}"]),
    (["Louis XIV", "Ada Byron"], ["Louis|XIV", "Byron|Ada"]),
    ("Otto von und zu Stein", ["von und zu Stein|Otto"]),
    ("Ahmed ibn Rashid", ["ibn Rashid|Ahmed"]),
    ("山田太郎, 鈴木花子", ["山田太郎", "鈴木花子"]),
    (["山田, 太郎", "鈴木, 花子"], ["山田|太郎", "鈴木|花子"]),
    ("Ada Byron on behalf of the Hive Study Group", ["Byron|Ada", "{Hive Study Group}"]),
    (["Byron, Ada for the ATLAS Collaboration"], ["Byron|Ada", "{ATLAS Collaboration}"]),
    ("The MAGIC Collaboration: A. Byron, B. Reed, C. Dow",
     ["{MAGIC Collaboration}", "Byron|A.", "Reed|B.", "Dow|C."]),
    ("['Ada Byron', \"Bo O'Reed\"]", ["Byron|Ada", "O'Reed|Bo"]),
    ('["Byron, Ada"]', ["Byron|Ada"]),
    ('"Byron, Ada"; "Reed, Bo"', ["Byron|Ada", "Reed|Bo"]),
    ('[{"family": "Byron", "given": "Ada"}]', ["Byron|Ada"]),
    ({"family": "Byron, Ada"}, ["Byron|Ada"]),
    ({"literal": "Byron, Ada B."}, ["Byron|Ada B."]),
    ({"literal": "Fann E."}, ["Fann|E."]),
    ({"literal": "Airbus SE"}, ["{Airbus SE}"]),
    ({"literal": "Study Group B."}, ["{Study Group B.}"]),
    ({"family": "van Oss BC"}, ["van Oss|B. C."]),
    ({"literal": "Loom, Card & Co"}, ["{Loom, Card & Co}"]),
    ({"given": "Ada B. Byron", "family": "Jr."}, ["Byron|Ada B.|Jr."]),
    (["III, Ada Byron"], ["Byron|Ada|III"]),
    ({"given": "Ada", "family": "van Oss", "non-dropping-particle": "van"}, ["van Oss|Ada"]),
    ({"given": "Ada", "family": "d'Oss", "non-dropping-particle": "d'"}, ["d'Oss|Ada"]),
    ({"given": "Ada", "family": "Oss", "dropping-particle": "d’"}, ["d’Oss|Ada"]),
    ({"given": "Ada", "family": "Al-Oss", "non-dropping-particle": "al-"}, ["Al-Oss|Ada"]),
    ({"given": "Ada", "family": "Oss", "non-dropping-particle": "al-"}, ["al-Oss|Ada"]),
    (["Byron Jr A", "Reed BC"], ["Byron|A.|Jr", "Reed|B. C."]),
    ("علي محمد؛ حسن أحمد", ["محمد|علي", "أحمد|حسن"]),
    ("A.B.Byron, C.Reed", ["Byron|A.B.", "Reed|C."]),
    (["И.И.Иванов", "St.John, Ada"], ["Иванов|И.И.", "St.John|Ada"]),
    ("Oss, van den, Ada", ["van den Oss|Ada"]),
    (["竹内等", "佐藤健"], ["竹内等", "佐藤健"]),
    (["竹内 等", "佐藤 健"], ["竹内|等", "佐藤|健"]),
    ("oss, e.a.; reed, u.a.", ["oss|e.a.", "reed|u.a."]),
    ("Loom Works, Inc.", ["{Loom Works, Inc.}"]),
    ("Institut Loom and Perez", ["{Institut Loom}", "Perez"]),
    ({"family": "Null", "given": "Bo"}, ["Null|Bo"]),
    ({"literal": "Loomly, Inc."}, ["{Loomly, Inc.}"]),
    (["World Bank", "Universidad de Loom", "Deutsches Institut für Tuch", "Loom Authority"],
     ["{World Bank}", "{Universidad de Loom}", "{Deutsches Institut für Tuch}",
      "{Loom Authority}"]),
    (Name(literal="As It Is*"), ["{As It Is*}"]),
    (None, []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), SURE, ids=lambda each: repr(each)[:40])
def test_one_reading(value: Any, expected: list[str]) -> None:
    """What has one likely reading is taken so, without a word."""
    found = read(value)
    assert (expected, [], 0) == (in_parts(found.names), [*found.lost, *found.doubts], found.others)


@pytest.mark.parametrize(
    ("value", "expected", "doubt"),
    [
        ("BYRON Ada and Bo Reed", ["BYRON|Ada", "Reed|Bo"],
         'the family name of "BYRON Ada" is read as BYRON, because it is in capitals'),
        (["Loom Organization", "Byron A"], ["Loom Organization", "Byron|A."],
         "read as family names and initials: Byron A"),
        (["B.", "Ada Byron"], ["B.", "Byron|Ada"], '"B." looks like initials, not like a name'),
        ("(Ada Byron, Bo Reed)", ["Byron|Ada", "Reed|Bo"],
         '"Ada Byron, Bo Reed" is read as 2 people: Ada Byron; Bo Reed'),
    ],
)  # fmt: skip
def test_likely_readings_are_reported(value: Any, expected: list[str], doubt: str) -> None:
    """What is not sure is said."""
    found = read(value)
    bare = [name.strip("{}") for name in in_parts(found.names)]
    assert (expected, [doubt]) == (bare, list(found.doubts))


@pytest.mark.parametrize(
    ("text", "expected", "mark"),
    [
        ("Byron*†, Ada", ["Byron|Ada"], "*†"),
        ("Lee$^\\dagger$, Na", ["Lee|Na"], "$^\\dagger$"),
        ("Ada Byron1,2,*, Bo Reed2,3 and Cy Dow^1", ["Byron|Ada", "Reed|Bo", "Dow|Cy"], "1,2,* 2,3 ^1"),
        ("Ada Byron¹˒² and Bo Reed", ["Byron|Ada", "Reed|Bo"], "¹˒²"),
        ("Ada Byron¹ and Bo Reed²", ["Byron|Ada", "Reed|Bo"], "¹ ²"),
        ("Ada Byron (1) and Bo Reed (1,2)", ["Byron|Ada", "Reed|Bo"], "(1) (1,2)"),
        ("Ada Byron a,b,* and Bo Reed b", ["Byron|Ada", "Reed|Bo"], "a,b,* b"),
        ("Ada Byron\\textsuperscript{1}", ["Byron|Ada"], "\\textsuperscript{1}"),
        ("Ada Byron (corresponding author)", ["Byron|Ada"], "(corresponding author)"),
        ("**Collins GS**", ["Collins|G. S."], "**"),
        ("Ada Byron <ada@example.org>", ["Byron|Ada"], "<ada@example.org>"),
        ("Ada Byron<sup>1</sup>", ["Byron|Ada"], "<sup>1</sup>"),
        ("Dr. Ada Byron, PhD", ["Byron|Ada"], "PhD Dr."),
        ("Ada B. Byron, MD, PhD", ["Byron|Ada B."], "MD PhD"),
        (["Ada Byron", ":", "(:unav)", "N/A"], ["Byron|Ada"], ": (:unav) N/A"),
        ("Bo Reed 0002 and Ada Byron", ["Reed|Bo", "Byron|Ada"], "0002"),
        ("[No author name available]", [], "[No author name available]"),
        ("by Ada Byron and Bo Reed", ["Byron|Ada", "Reed|Bo"], "by"),
        ("[object Object]", [], "[object Object]"),
        (["Ada Byron", "and", "Bo Reed"], ["Byron|Ada", "Reed|Bo"], "and"),
        ("edited by Ada Byron", ["Byron|Ada"], "edited by"),
        ("Author(s): Byron, A.; Reed, B.", ["Byron|A.", "Reed|B."], "Author(s):"),
        (["Byron, Dr. Ada", "Reed, Bo"], ["Byron|Ada", "Reed|Bo"], "Dr."),
        (["on behalf of the Hive Group"], ["{Hive Group}"], "on behalf of the"),
        (["https://example.org/ada", "Bo Reed"], ["Reed|Bo"], "https://example.org/ada"),
        ("Byron, A. 0000-0002-1825-0097; Reed, B.", ["Byron|A.", "Reed|B."], "0000-0002-1825-0097"),
        ({"family": "van den Hoven", "given": "null"}, ["van den Hoven"], "null"),
        ("Byron, Ada, Ed.", ["Byron|Ada"], "Ed."),
        ("Byron, Ada1,2; Reed, B.3; Dow, Cy 4", ["Byron|Ada", "Reed|B.", "Dow|Cy"], "1,2 3 4"),
        ("Byron AB1, Reed C2*, Dow E1,2", ["Byron|A. B.", "Reed|C.", "Dow|E."], "1 2* 1,2"),
        ({"family": "Byron, MD", "given": "Ada"}, ["Byron|Ada"], "MD"),
        ({"family": "Oss BS", "given": "Ada"}, ["Oss|Ada"], "BS"),
        ({"family": "Byron1", "given": "Ada*"}, ["Byron|Ada"], "* 1"),
        (["[Anon]", "Ada Byron"], ["Byron|Ada"], "[Anon]"),
    ],
)  # fmt: skip
def test_marks_are_left_out(text: Any, expected: list[str], mark: str) -> None:
    """Marks, titles, degrees and placeholders are removed from names and reported."""
    found = read(text)
    assert (expected, [f"left out: {mark}"]) == (
        in_parts(found.names),
        [*found.lost, *found.doubts],
    )


@pytest.mark.parametrize(
    "value", [{"family": "Null", "given": "Null"}, {"family": "Null"}, {"given": "Null"}]
)
def test_a_placeholder_beside_another_is_no_name(value: dict[str, str]) -> None:
    """Only a given name shows that `Null` is a family name."""
    assert (read(value).names, read(value).dropped) == ((), ("Null",))


@pytest.mark.parametrize(
    "text", ["H1 Collaboration", "Author 1", "GPT-4", "D0", "Kimi K2", "Anonymous", "O'Neil-Byron"]
)
def test_what_looks_like_a_mark(text: str) -> None:
    """Digits in the names of groups stay."""
    found = read(text)
    assert (text, ()) == (found.names[0].shown, found.dropped)
    beside = read(f"{text}, Ada Byron, DeepSeek R1")
    assert (text, ()) == (beside.names[0].shown, beside.dropped)


@pytest.mark.parametrize(
    ("text", "number", "others"),
    [
        ("Ada Byron et al.", 1, 1),
        ("Byron, A., Reed, B., et al", 2, 1),
        ("Ada Byron and others", 1, 1),
        ("Ada Byron u.a.", 1, 1),
        ("Ada Byron, Bo Reed, Cy Dow, …", 3, 1),
        ("Byron, A., . . . Reed, B.", 2, 1),
        ("Ada Byron, Bo Reed, Cy Dow, and 12 others", 3, 12),
        (["Ada Byron", "et al."], 1, 1),
        ("Byron AB, Reed CD, et al.", 2, 1),
        ("Ada Byron and colleagues", 1, 1),
        ("Ada Byron (+5 authors)", 1, 5),
        ("Byron, A., … & Reed, B.", 2, 1),
        (["Byron, A.", "al., et"], 1, 1),
        ("Ada Byron y otros", 1, 1),
        ("Byron A. i in.", 1, 1),
        ("Иванов И. И. и др.", 1, 1),
        ("王小明、李四等", 2, 1),
        ("山田太郎 ほか 3名", 1, 3),
        ("山田太郎他3名", 1, 3),
        ("김철수 외 3인", 1, 3),
        ("김철수, 이영희 등", 2, 1),
        ("王小明外2人", 1, 2),
        ("王小明等3人", 1, 1),
        (["王小明 他3名", "山田太郎"], 2, 3),
        (["王小明", "等"], 1, 1),
        (["竹内等", "佐藤健他"], 2, 1),
        ("Byron, A.; Reed, B., u.a.", 2, 1),
        ([{"family": "Byron"}, {"family": "et al."}, {"family": "al", "given": "et"}], 1, 1),
    ],
)
def test_others(text: Any, number: int, others: int) -> None:
    """ "et al." is not a name; it gives a minimum number of authors."""
    found = read(text)
    assert (number, others, number + others) == (len(found.names), found.others, found.count)
    more = "one" if others == 1 else others
    assert [f"et al.: author_count is {found.count}, at least {more} more"] == [
        *found.lost,
        *found.doubts,
    ]


@pytest.mark.parametrize(
    ("value", "expected", "note"),
    [
        ("Ada Byron, Bo Reed", ["Byron|Ada", "Reed|Bo"], "read as 2 people"),
        ("Byron, Ada, Reed, Bo", ["Byron|Ada", "Reed|Bo"], "read as 2 people"),
        ("Byron, Ada, Bo Reed and Cy Dow", ["Byron|Ada", "Reed|Bo", "Dow|Cy"], "read as 3"),
        ("山田, 太郎", ["山田|太郎"], "read as one name"),
        ("李明, 王伟", ["李明", "王伟"], "read as 2 people"),
        ("Weinan E", ["Weinan|E."], "read as family names and initials: Weinan E"),
        (["Bharathi B", "Kavya G"], ["Bharathi|B.", "Kavya|G."], "initials: Bharathi B; Kavya G"),
        ("Paul and Mary Smith", ["Paul", "Smith|Mary"], "read as 2 people"),
        ("ATLAS and CMS Collaborations", ["{ATLAS and CMS Collaborations}"], "as one name"),
        ("Ministry of Health and Welfare", ["{Ministry of Health and Welfare}"], "as one name"),
        (
            "Centers for Loom Control and Prevention (CLC)",
            ["{Centers for Loom Control and Prevention (CLC)}"],
            "as one name",
        ),
        ("Academies of Looms, Cards, and Brass", ["{Academies of Looms, Cards, and Brass}"], "one"),
        ("Ministère de la Toile et de l'Outil", ["{Ministère de la Toile et de l'Outil}"], "one"),
        (
            "Byron, Ada; Loom Rights Watch; Reed, Bo",
            ["Byron|Ada", "Watch|Loom Rights", "Reed|Bo"],
            "read as 3 people: Byron, Ada; Loom Rights Watch; Reed, Bo",
        ),
        (["Byron", "Ada"], ["Byron", "Ada"], "these may be one name: Byron, Ada"),
        (["Vas", "A.", "Shaz", "N."], ["Vas|A.", "Shaz|N."], "read as initials of"),
        (["Ada Byron", "Ada Byron"], ["Byron|Ada", "Byron|Ada"], "Ada Byron is listed twice"),
        (
            ["Byron", "Ada", "Reed", "Bo"],
            ["Byron", "Ada", "Reed", "Bo"],
            "these may be 2 names: Byron, Ada; Reed, Bo",
        ),
        (
            [{"name": "Ada Byron", "affiliation": "MIT"}] * 2,
            ["Byron|Ada"],
            "listed twice; kept once",
        ),
        ([["Ada", "Byron"]], ["Byron|Ada"], "a nested list"),
        ([["Ada", "Byron"], ["Bo Al", "Reed"]], ["Byron|Ada", "Reed|Bo Al"], "a nested list"),
        (
            [["Ada Byron", "Bo Reed"], ["Plato"]],
            ["Byron|Ada", "Reed|Bo", "Plato"],
            'read as one name: "Plato"',
        ),
        (
            [["Byron, Ada", "Reed, Bo"], ["Cy", "Dow"]],
            ["Byron|Ada", "Reed|Bo", "Dow|Cy"],
            "a nested list",
        ),
        ([{"name": "Ada Byron", "shoe": 7}], ["Byron|Ada"], "shoe: 7"),
        ({"lastName": "Byron", "creatorType": "editor"}, [], "left out, editor instead of author"),
        ("Ada Byron (MIT)", ["Byron|Ada"], '"(MIT)" after "Ada Byron" is left out'),
        ("Ada Byron (University of Loom)", ["Byron|Ada"], '"(University of Loom)" after "Ada'),
        (["Loom Team (Hive Institute)"], ["{Loom Team}"], '"(Hive Institute)" after "Loom Team"'),
        (["Ada Byron (Hive Institute, UK)"], ["Byron|Ada"], '"(Hive Institute, UK)" is left out'),
        (
            "Ada Byron (1), Bo Reed (1 and 2) ((1) MIT, (2) Hive Institute)",
            ["Byron|Ada", "Reed|Bo"],
            '"((1) MIT, (2) Hive Institute)" is left out',
        ),
        (["Ada Byron, MIT"], ["Ada Byron|MIT"], '"MIT" in "Ada Byron, MIT" looks like an affil'),
        ("محمد علي، أحمد حسن", ["علي|محمد", "حسن|أحمد"], "read as 2 people"),
        ("Ada Byron, Ed.", ["Ada Byron|Ed."], "read as one name"),
    ],
)
def test_another_reading_is_reported(value: Any, expected: list[str], note: str) -> None:
    """Where another reading is likely, the report says which one was taken."""
    found = read(value)
    assert expected == in_parts(found.names)
    assert any(note in line for line in found.doubts), [*found.lost, *found.doubts]


def test_two_words_on_both_sides_of_a_comma() -> None:
    """One person where the format puts the family name first, two people elsewhere."""
    text = "Pérez Galdós, Benito María"
    assert in_parts(read(text).names) == ["Galdós|Pérez", "María|Benito"]
    found = read([text], "family")
    assert in_parts(found.names) == ["Pérez Galdós|Benito María"]
    assert list(found.doubts) == [
        f'"{text}" is read as one person with the family name Pérez Galdós'
    ]
    assert (
        in_parts(read([{"name": text}, {"name": "Ann Lee"}]).names)[0]
        == "Pérez Galdós|Benito María"
    )
    assert list(read("Ada Byron, Bo Reed and Cy Dow", "family").doubts) == []
    assert in_parts(read(f"{text}; ").names) == ["Pérez Galdós|Benito María"]
    # another name shows the order, in either way
    shown = read([text, "Lee, Ann"], "family")
    assert (in_parts(shown.names)[0], list(shown.doubts)) == ("Pérez Galdós|Benito María", [])
    assert in_parts(read(["Ann Lee", text], "family").names)[1:] == ["Galdós|Pérez", "María|Benito"]


def test_what_is_known_of_a_person() -> None:
    """ORCID, affiliation and address come with the name."""
    (one,) = read(
        {"name": "Ada Byron", "ORCID": "0000-0002-1825-0097", "affiliation": ["MIT"]}
    ).names
    assert (one.orcid, one.affiliation) == ("0000-0002-1825-0097", "MIT")
    (two,) = read("[Ada Byron](https://example.org/ada)").names
    assert (two.family, two.url) == ("Byron", "https://example.org/ada")
    (three,) = read("Ada Byron (0000-0002-1825-0097)").names
    assert (three.family, three.orcid) == ("Byron", "0000-0002-1825-0097")


def test_lists_that_were_cut_at_commas() -> None:
    """Initials and suffixes go to the name before them."""
    assert joined(["Byron", "Jr.", "Ada"]) == ["Byron, Jr., Ada"]
    assert joined(["Ada Byron", "Jr.", "Bo Reed"]) == ["Ada Byron Jr.", "Bo Reed"]
    assert joined(["Byron,", "Ada", "Vas,", "B."]) == ["Byron, Ada", "Vas, B."]
    double = ["van der Oss,", "Ada Maria", "Quill Tarn,", "Ana", "Fann Dow,", "B. C."]
    assert joined(double) == ["van der Oss, Ada Maria", "Quill Tarn, Ana", "Fann Dow, B. C."]
    assert joined(["Ada Byron,", "Bo Reed,", "Cy Dow"]) == ["Ada Byron,", "Bo Reed,", "Cy Dow"]
    whole = ["Ministry of Looms, Cards, and Brass,", "Loom Society,", "WHO,", "Byron, Ada", "Vas,"]
    assert joined(whole) == whole
    assert joined(["Vas", "A.", "Ada Byron", "WHO"]) == ["Vas, A.", "Ada Byron", "WHO"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["1 ", "*,", "A1,", "a@b.", "$", "(", "[1", "Ada Byron, ", "A. ", "... , ", "et al. ", "王，",
     " and ", "Jr., ", "PhD, ", "\\thanks{", "(a", "(a(b", "for the ", "a: ", "'", "['a',", "<a ", "**a", "&a"],
)  # fmt: skip
def test_time_grows_with_the_text(text: str) -> None:
    """No text makes the patterns go back and forth."""
    start = time.perf_counter()
    read((text * 20_000)[:20_000])
    assert time.perf_counter() - start < 5


def test_marks_before_affiliations() -> None:
    """The last name's is not at the end of the text."""
    found = read("Ada Byron¹, Bo Reed² (¹MIT, ²Loom Lab)")
    assert in_parts(found.names) == ["Byron|Ada", "Reed|Bo"] and found.dropped == ("¹", "²")
