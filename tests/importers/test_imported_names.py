"""Names come in right from every kind of file, and what is not taken over is reported."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papershelf.importers import arxiv, bibnames
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.values import Values, to_values
from papershelf.text import authors
from support import growing
from support.drafts import in_parts


def values(text: str, form: str) -> Values:
    """What the one record of a text comes to."""
    (draft,) = READERS[form].read(text, "x")
    return to_values(draft)


def people(found: Values) -> list[str]:
    return in_parts(found.values.get("authors", ()))


def bib(names: str) -> Values:
    return values(f"@misc{{k, title={{T}}, year=2020, author={{{names}}}}}", "bibtex")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Marlow F., Quist T., MacIver K., Odell J. and Whit D.",
         ["Marlow|F.", "Quist|T.", "MacIver|K.", "Odell|J.", "Whit|D."]),
        ("Marlow F., Quist T.", ["Marlow|F.", "Quist|T."]),
        ("Byron, Ada; Reed, Bo", ["Byron|Ada", "Reed|Bo"]),
        ("Byron, A; Reed, B; \\& Dow, C", ["Byron|A", "Reed|B", "Dow|C"]),
        ("Ada Byron; Bo Reed; et Cy Dow", ["Byron|Ada", "Reed|Bo", "Dow|Cy"]),
        ("Byron, Jr., Ada B.", ["Byron|Ada B.|Jr."]),
        ("Byron, Ada B., Jr.", ["Byron|Ada B.|Jr."]),
        ("Byron Jr., Ada and Hal Daum III", ["Byron|Ada|Jr.", "Daum|Hal|III"]),
        ("Garcia Lopez, Maria Jose", ["Garcia Lopez|Maria Jose"]),
        ("Riley RD and van Oss E", ["Riley|R. D.", "van Oss|E."]),
        ("Jean de La Fontaine", ["de La Fontaine|Jean"]),
        ("{ATLAS and CMS} and {Byron*}, Ada", ["{ATLAS and CMS}", "Byron*|Ada"]),
        ("Erd{\\H o}s, Paul and Jos\\'e N\\'u\\~nez", ["Erdős|Paul", "Núñez|José"]),
        ("family=Byron, given=Ada, suffix=III", ["Byron|Ada|III"]),
        ("Plato", ["Plato"]),
        ("Ada Byron, III and Bo Reed, Jr.", ["Byron|Ada|III", "Reed|Bo|Jr."]),
        ("Hans Kri\\o and Bo Stra\\ss", ["Kriø|Hans", "Straß|Bo"]),
        ("Gel{\\cprime}fand, I. and \\rasp Ali, A.", ["Gelʹfand|I.", "ʾAli|A."]),
        ('Sch{\\\\"o}n, Ada and M\\\\"uller, Bo', ["Schön|Ada", "Müller|Bo"]),
        ("Ada Byron on behalf of the ATLAS Collaboration", ["Byron|Ada", "{ATLAS Collaboration}"]),
        ("Weinan E and Jiequn Han", ["E|Weinan", "Han|Jiequn"]),
        ("Department of Health", ["{Department of Health}"]),
        ("Ana de la Cruz Lopez", ["de la Cruz Lopez|Ana"]),
        ("{Quill, Ada and Reed, Bo}", ["Quill|Ada", "Reed|Bo"]),
        ("{Loom, Card and Brass} and Ada Quill", ["{Loom, Card and Brass}", "Quill|Ada"]),
        ("Ana Lopez y Juan Perez and Ada Quill with Bo Reed",
         ["Lopez|Ana", "Perez|Juan", "Quill|Ada", "Reed|Bo"]),
        ("José Ortega y Gasset", ["Ortega y Gasset|José"]),
        ("A. Byron, B. Reed and C. Dow", ["Byron|A.", "Reed|B.", "Dow|C."]),
        ("A. Byron, B. Reed", ["Byron|A.", "Reed|B."]),
        ("Ada Byron, Bo Reed, and Cy Dow", ["Byron|Ada", "Reed|Bo", "Dow|Cy"]),
        ("Collaboration, ATLAS", ["{ATLAS Collaboration}"]),
        ("Byron, {Ada (Bee; Bo)}", ["Byron|Ada (Bee; Bo)"]),
        ("A.B.Byron, C.Reed", ["Byron|A.B.", "Reed|C."]),
        ("Oss, van den, Ada", ["van den Oss|Ada"]),
        ("{Byron, Ada} and {Reed, Bo B.}", ["Byron|Ada", "Reed|Bo B."]),
        ("{Loom, University of} and {Cards, Musée}", ["{Loom, University of}", "{Cards, Musée}"]),
        ("{Google, DeepMind} and {Meta, AI}", ["{Google, DeepMind}", "{Meta, AI}"]),
        ("{Cards, Loom} and {Loom, FRAME}", ["{Cards, Loom}", "{Loom, FRAME}"]),
        ("{Institute, Loom} and {Society, Card}", ["{Institute, Loom}", "{Society, Card}"]),
        ("{Loomly, Inc.} and {Cards, Ltd.}", ["{Loomly, Inc.}", "{Cards, Ltd.}"]),
        ("Loomly, Inc. and Byron, Ada", ["{Loomly, Inc.}", "Byron|Ada"]),
        ("Institut Loom and Perez", ["{Institut Loom}", "Perez"]),
        ("World Loom Organization and Unicef", ["{World Loom Organization}", "Unicef"]),
        ("European Commission and Eurostat and Cedefop",
         ["{European Commission}", "Eurostat", "Cedefop"]),
        ("World Bank and Quill and Plato", ["{World Bank}", "Quill", "Plato"]),
        ("Bo Van Horn and Van Horn, Ed.", ["Horn|Bo Van", "Van Horn|Ed."]),
        ("\\textbf{Bo Reed} and {\\bf Dow, Cy} and {\\textsc{Ada Byron}} and \\mbox{E. Foss} and \\underline{H. Daum}",
         ["Reed|Bo", "Dow|Cy", "Byron|Ada", "Foss|E.", "Daum|H."]),
        ("Ada \\textsc{Byron King} and \\textbf{{\\'A}d{\\'a}m Nagy} and \\emph{Loom Group}",
         ["Byron King|Ada", "Nagy|Ádám", "{Loom Group}"]),
        ("\\textbf{\\underline{Bo Reed}} and \\textbf{Ada Byron and Cy Dow}",
         ["Reed|Bo", "{Ada Byron and Cy Dow}"]),
        ("Quillan, JR and Ilyin, IV and Byron, Jr", ["Quillan|JR", "Ilyin|IV", "Byron|Jr"]),
    ],
)  # fmt: skip
def test_bibtex(names: str, expected: list[str]) -> None:
    """BibTeX's own rules, and lists that were separated in another way."""
    found = bib(names)
    assert (expected, []) == (people(found), found.lost)


def test_bibtex_marks_and_others() -> None:
    """Marks go and are reported; `others` is author_count."""
    found = bib("Byron*†, Ada and Taylor*, Bradley and Lee$^\\dagger$, Na and Reed$^{1,2}$, Bo")
    assert people(found) == ["Byron|Ada", "Taylor|Bradley", "Lee|Na", "Reed|Bo"]
    assert found.lost == ["authors: left out: *† * $^\\dagger$ $^{1,2}$"]
    found = bib("\\textbf{Ada Byron}$^*$ and Reed, Bo a and Silva, J. da Costa e")
    assert people(found) == ["Byron|Ada", "Reed|Bo a", "Silva|J. da Costa e"]
    assert found.lost == ["authors: left out: $^*$"]
    found = bib("Ada Byron and Bo Reed and Cy Dow and others")
    assert found.values["author_count"] == 4
    assert found.doubts == ["authors: et al.: author_count is 4, at least one more"]
    assert bib("{(:unav)}").lost == ["authors: left out: (:unav)"]
    found = bib("A. Byron and Dr. C. Dow, PhD and Reed, MD")  # behind a family name it is M. D.
    assert people(found) == ["Byron|A.", "Dow|C.", "Reed|MD"]


@pytest.mark.parametrize("end", ["others", "{others}", "{et al.}", "{2 others}"])
def test_people_in_braces_with_others(end: str) -> None:
    """Are people, with a doubt, since braces mean groups."""
    found = bib(f"{{Byron, Ada}} and {{Reed, Bo}} and {end}")
    assert people(found) == ["Byron|Ada", "Reed|Bo"] and found.values["author_count"] > 2
    assert "authors: read as people, not as groups: Byron, Ada; Reed, Bo" in found.doubts


@pytest.mark.parametrize(
    "end",
    [" and et al.", " and {et al.}", " et al.", ", et al.", " and Others", " and {1 others}",
     " and et~al.", " {et al.}", " {\\it et~al.}", " and \\emph{et~al.}"],
)  # fmt: skip
def test_bibtex_with_et_al(end: str) -> None:
    """Programs that do not know BibTeX's `others` write "et al." in any way."""
    found = bib(f"Ada Byron and Reed, Bo{end}")
    assert (people(found), found.values["author_count"]) == (["Byron|Ada", "Reed|Bo"], 3)


def test_marks_before_and() -> None:
    """BibTeX parts names before TeX takes the blank behind a command."""
    assert people(bib("Ada Byron\\dag and Bo Reed\\ddag")) == ["Byron|Ada", "Reed|Bo"]


def ris(*names: str) -> Values:
    lines = "".join(f"AU  - {name}\n" for name in names)
    return values(f"TY  - JOUR\nTI  - T\nPY  - 2020\n{lines}ER  - \n", "ris")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Fann E.", "Ost B.C."], ["Fann|E.", "Ost|B.C."]),
        (["Sanch, Pedro J.; Montoy, Maria; Dix, Linda K."],
         ["Sanch|Pedro J.", "Montoy|Maria", "Dix|Linda K."]),
        (["Byron, Ada, Jr.", "Byron, Ada B, III"], ["Byron|Ada|Jr.", "Byron|Ada B|III"]),
        (["Hopper GM", "Ma J"], ["Hopper|G. M.", "Ma|J."]),
        (["山田, 太郎"], ["山田|太郎"]),
        (["Pérez Galdós, Benito María"], ["Pérez Galdós|Benito María"]),
        (["Pérez Galdós, Benito María", "Pardo Bazán, Ana Emilia"],
         ["Pérez Galdós|Benito María", "Pardo Bazán|Ana Emilia"]),
        (["Li, Na", "ATLAS Collaboration", "WHO"], ["Li|Na", "{ATLAS Collaboration}", "{WHO}"]),
        (["N&uacute;&ntilde;ez, Jos&eacute;"], ["Núñez|José"]),
    ],
)  # fmt: skip
def test_ris(names: list[str], expected: list[str]) -> None:
    """As Embase, Scopus and others write them."""
    found = ris(*names)
    assert (expected, []) == (people(found), found.lost)


def test_names_without_the_comma_of_the_others() -> None:
    """Where most names have the comma of the format, those of several words without one may be
    groups: they are people, and the report lists them. Initials and the beginning of a family name
    show a person."""
    others = ("C. Dow", "van den Oss", "et al.")
    found = ris("Byron, Ada", "Loom Rights Watch", "Reed, Bo", "Li, Na", "Xu, Yu", *others)
    assert people(found)[:2] == ["Byron|Ada", "Watch|Loom Rights"]
    assert people(found)[-2:] == ["Dow|C.", "van den Oss"]
    assert found.doubts[0] == "authors: et al.: author_count is 8, at least one more"
    assert found.doubts[1:] == [
        "authors: these have no comma, unlike the others, and may be groups: Loom Rights Watch"
    ]
    found = ris("Pérez Galdós, Benito María", "Abdul Quill", "Li, Na", "Institut Loom", "Xu, Yu")
    assert people(found)[:2] == ["Pérez Galdós|Benito María", "Quill|Abdul"]
    assert people(found)[3] == "{Institut Loom}"
    assert people(ris("Byron, Ada", "Bo Reed", "Cy Dow")) == ["Byron|Ada", "Reed|Bo", "Dow|Cy"]


def test_years_and_roles_behind_names() -> None:
    """Libraries write them after commas, as if they were parts of the name."""
    found = ris(
        "Quill, Ada, 1835-1910.", "Reed, Bo, 1950- author", "Dow, E. A., Hrsg.", "Oss, Jr., Ed.",
        "Van Horn, Ed.", "Xu, Yu, Ed.",
    )  # fmt: skip
    read = ["Quill|Ada", "Reed|Bo", "Dow|E. A.", "Oss|Ed.|Jr.", "Van Horn|Ed.", "Xu|Yu"]
    assert people(found) == read
    assert found.lost == ["authors: left out: 1835-1910. 1950- author Hrsg. Ed."]
    assert people(bib("Quill, Ada, 1835-1910 and Dow, E. A., editor")) == ["Quill|Ada", "Dow|E. A."]


def test_parts_of_names_that_publishers_filled_with_more() -> None:
    """Titles, degrees, an `and`, and the sign for no author, in answers of Crossref."""
    rows = [("Dr. Ada", "Byron", ""), ("Bo", "Reed PhD", ""), ("Cy", "Dow", "MD"),
            ("and Di", "Oss", "Jr."), ("", "&NA;", "")]  # fmt: skip
    authors_ = [{"given": g, "family": f, "suffix": s} for g, f, s in rows]
    item = {"title": "T", "type": "book", "issued": {"date-parts": [[2020]]}, "author": authors_}
    found = values(json.dumps([item]), "csl-json")
    assert people(found) == ["Byron|Ada", "Reed|Bo", "Dow|Cy", "Oss|Di|Jr."]
    assert found.lost == ["authors: left out: Dr. PhD MD &NA"]


def test_numbers_and_orcids_behind_given_names() -> None:
    """Several numbers behind a given name are affiliations; an ORCID may have its label."""
    found = ris("Byron, Ada 1,2", "Reed, Bo (ORCID: 0000-0002-1825-0097)", "[s.n.]")
    assert people(found) == ["Byron|Ada", "Reed|Bo"]
    assert found.values["authors"][1].orcid == "0000-0002-1825-0097"
    assert found.lost == ["authors: left out: 1,2 [s.n.]"]


def test_yaml() -> None:
    """The authors of another catalogue: one text, a list of mappings, a list that was cut."""
    found = values('- {title: T, year: 2024, authors: "Quill AB, **Reed CD**, van Oss E"}', "yaml")
    assert people(found) == ["Quill|A. B.", "Reed|C. D.", "van Oss|E."]
    assert found.lost == ["authors: left out: **"]
    found = values(
        "- {title: T, year: 2024, authors: [{name: Ada Byron}, {name: A. B. Dow Jr}]}", "yaml"
    )
    assert people(found) == ["Byron|Ada", "Dow|A. B.|Jr"]
    found = values("- {title: T, year: 2024, authors: [Vas, A., Shaz, N.]}", "yaml")
    assert people(found) == ["Vas|A.", "Shaz|N."]
    assert found.doubts == ["authors: read as initials of the name before: Vas, A.; Shaz, N."]


def test_entries_of_a_catalogue_like_ours() -> None:
    """They are taken as they are, with a word about what `check` will say; a text is read."""
    start = "- {id: x2020x, title: T, published: 2020, authors: "
    found = values(start + "[Vas, A., Shaz, N.]}", "yaml")
    assert people(found) == ["Vas", "A.", "Shaz", "N."]
    assert found.doubts[0].startswith("authors: these look like parts of names")
    found = values(start + '"Byron, Ada; Reed, Bo"}', "yaml")
    assert people(found) == ["Byron|Ada", "Reed|Bo"]


def csl(names: Any, **more: Any) -> Values:
    item = {"title": "T", "issued": {"date-parts": [[2020]]}, "author": names, **more}
    return values(json.dumps([item]), "csl-json")


def test_csl_json() -> None:
    """A `name` is a person's, but for Crossref a group's; marks go from parts too."""
    found = csl([{"family": "Byron Jr.", "given": "Ada"}, {"name": "Bo Reed"}, {"given": "Cy Dow"}])
    assert people(found) == ["Byron|Ada|Jr.", "Reed|Bo", "Dow|Cy"]
    found = csl([{"name": "Institut Loom"}, {"family": "Byron*", "given": "Ada"}], indexed={"x": 1})
    assert people(found) == ["{Institut Loom}", "Byron|Ada"]
    assert found.lost == ["authors: left out: *"]
    assert people(csl("Byron, Ada and Reed, Bo")) == ["Byron|Ada", "Reed|Bo"]


def test_arxiv() -> None:
    """A colon is not a name; a suffix is not a family name."""
    names = ["Ada Byron", ":", "LOOM Collaboration", "A. Smith Jr"]
    entry = "".join(f"<author><name>{name}</name></author>" for name in names)
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2401.00001v1</id>'
        f"<title>T</title><published>2024-01-01T00:00:00Z</published>{entry}</entry></feed>"
    )
    found = to_values(arxiv.to_drafts(feed.encode())["2401.00001"])
    assert people(found) == ["Byron|Ada", "{LOOM Collaboration}", "Smith|A.|Jr"]
    assert found.lost == ["authors: left out: :"]


def test_a_number_that_is_known_counts() -> None:
    """What a record says is more than "et al.", unless it only counts the names that it lists."""
    for number, count, doubts in (("9", 9, 0), ("1", 2, 1)):
        draft = Draft(where="x", fields={"authors": "Ada Byron et al.", "author_count": number})
        found = to_values(draft)
        assert (found.values["author_count"], len(found.doubts)) == (count, doubts)


@pytest.mark.parametrize("text", ["", " ", "{}", "and", "and and", "{", "}", ",", ";", "others"])
def test_nothing_breaks_it(text: str) -> None:
    """No text without a name makes one."""
    assert authors.read(bibnames.read(text)).names == ()


@pytest.mark.slow
def test_braces_without_end_cost_little() -> None:
    """100,000 of them in one name."""
    assert growing.cost(bibnames.read, "x " + "}" * 100_000 + " y") < 2


@pytest.mark.parametrize(
    ("names", "expected", "said"),
    [
        ("Bo Reed\\textsuperscript{a,*}", ["Reed|Bo"], "left out: \\textsuperscript{a,*}"),
        ("Byron, Ada (ORCID: 0000-0002-1825-0097) and Bo Reed", ["Byron|Ada", "Reed|Bo"], ""),
        ("Bo Reed (Hive Institute, UK)", ["Reed|Bo"], '"(Hive Institute, UK)" is left out'),
        ("Cy Dow, MIT", ["Cy Dow|MIT"], '"MIT" in "Cy Dow, MIT" looks like an affiliation'),
        ("Ada Byron, Bo Reed and Cy Dow", ["Ada Byron|Bo Reed", "Dow|Cy"], "is read as one person"),
        ("Ada C. Byron, Bo Reed and Cy Dow", ["Byron|Ada C.", "Reed|Bo", "Dow|Cy"], ""),
        ("Edwin. J. Tan, Wendi. B. Heinz", ["Tan|Edwin. J.", "Heinz|Wendi. B."], ""),
        ("Ada Byron, Bo C. Reed", ["Ada Byron|Bo C. Reed"], "is read as one person"),
        ("Byron Reed, Ada C. and Cy Dow", ["Byron Reed|Ada C.", "Dow|Cy"], ""),
        ("Garcia Lopez, Ana Maria and Reed, Bo", ["Garcia Lopez|Ana Maria", "Reed|Bo"], ""),
        ("Diaz M. Ruiz, Eva Pilar and Reed, Bo", ["Diaz M. Ruiz|Eva Pilar", "Reed|Bo"], ""),
        ("Byron, Dr. Ada", ["Byron|Ada"], "left out: Dr."),
        ("Li, Ming (李明)", ["Li|Ming"], '"(李明)" after "Li, Ming" is left out'),
        ("Institute of Looms and Brass", ["{Institute of Looms and Brass}"], "is read as one name"),
        (
            "Institut Loom and Prevention (ILP)",
            ["{Institut Loom and Prevention (ILP)}"],
            "one name",
        ),
    ],
)
def test_what_is_next_to_a_name(names: str, expected: list[str], said: str) -> None:
    """It is reported, and never becomes part of the name in silence."""
    found = bib(names)
    lines = [*found.lost, *found.doubts]
    assert (expected, bool(said)) == (people(found), bool(lines))
    assert all(said in line for line in lines)


def test_cells_of_data_frames() -> None:
    """Lists, whole numbers and missing values, as they write them."""
    header, row = "Title,Authors,Year,Volume,Abstract,Keywords,DOI", "['Ada Byron', 'Bo Reed']"
    text = f"{header}\nnan,\"{row}\",2020.0,3.0,nan,\"['looms', 'cards']\",NaN\n"
    found = values(text, "csv")
    assert (people(found), found.lost, found.doubts) == (["Byron|Ada", "Reed|Bo"], [], [])
    kept = {name: str(found.values[name]) for name in ("title", "published", "volume")}
    assert kept == {"title": "nan", "published": "2020", "volume": "3"}
    assert found.values["keywords"] == ("looms", "cards") and not {"abstract", "doi"} & {
        *found.values
    }
    found = values("Title,Authors,Year\nT,NA,2020\n", "csv")  # as R does
    assert (people(found), found.lost) == ([], ["authors: left out: NA"])
    assert people(bib("NA, Li and Li, NA")) == ["NA|Li", "Li|NA"]
    for cell, expected in (("a|b c", ("a", "b c")), ('"[""a, b"", 3]"', ("a, b", "3")), ("[]", None),
                           ("{a;b}", ("a", "b")), ('"c(""a, b"", ""c"")"', ("a, b", "c")),
                           ("{'a'}", ("a",)), ("['a' nan]", ("a",)), ("set()", None)):  # fmt: skip
        words = values(f"title,year,keywords\nT,2020,{cell}\n", "csv").values.get("keywords")
        assert words == expected


@pytest.mark.parametrize(
    "cell",
    [
        "Ada Byron|Reed, Bo",
        "{'Ada Byron', 'Bo Reed'}",
        "['Ada Byron' 'Bo Reed']",
        "[{'name': 'Ada Byron', 'id': None}, {'name': 'Bo Reed'}]",
        """c("Ada Byron", 'Bo Reed')""",
    ],
    ids=["openalex", "set", "numpy", "mappings", "r"],
)
def test_lists_of_names_in_one_cell(cell: str) -> None:
    """Each program has its own notation of a list; a list with one title is that title."""
    quoted = cell.replace('"', '""')
    found = values(f"title,authors,year\n['T'],\"{quoted}\",2020\n", "csv")
    assert (people(found), found.doubts) == (["Byron|Ada", "Reed|Bo"], [])
    assert found.values["title"] == "T"


@pytest.mark.parametrize(
    ("cell", "names"), [("{'Ada Byron'}", 1), ("c('Ada Byron')", 1), ("('Ada Byron',)", 1), ("[nan]", 0)]
)  # fmt: skip
def test_a_list_with_one_name(cell: str, names: int) -> None:
    """Is a list, too; a missing item is nobody."""
    found = values(f'title,authors,year\nT,"{cell}",2020\n', "csv")
    assert (people(found), found.doubts) == (["Byron|Ada"][:names], [])


def test_two_family_names_in_zoteros_table() -> None:
    """Zotero has each family name first; other tables may not."""
    for header, expected in (("Item Type,", ["Pérez Galdós|Benito María"]),
                             ("Kind,", ["Galdós|Pérez", "María|Benito"])):  # fmt: skip
        row = 'book,"Pérez Galdós, Benito María",T,1881\n'
        assert people(values(f"{header}Author,Title,Date\n{row}", "csv")) == expected


def test_tags_of_ris_in_small_letters() -> None:
    """No record is left out in silence."""
    text = "ty  - jour\nau  - Byron, Ada\nti  - Looms\npy  - 2020\ner  - \n"
    assert people(values(text, "ris")) == ["Byron|Ada"]


@pytest.mark.parametrize(
    ("names", "doubted"),
    [
        ("Loomly AG", "Loomly AG"),
        ("Ada Byron and Loomly AG and Bo Reed", "Loomly AG"),
        ("Reed AG and Dow CE", ""),
        ("Ada Byron and Loomly GmbH", ""),
    ],
)
def test_companies_that_look_like_initials(names: str, doubted: str) -> None:
    """`Loomly AG` may be A. G. Loomly, unless others have initials behind their names."""
    line = f"authors: read as family names and initials: {doubted}"
    assert bib(names).doubts == ([line] if doubted else [])


def test_numbers_that_are_initials() -> None:
    """PubMed's short names are `Family Initials`; elsewhere other names show it, or a doubt is
    reported."""
    short = "".join(f"AU  - {name}\n" for name in ("Ilyin II", "Reed B 3rd", "van Oss AB Jr"))
    found = values(f"PMID- 1\nTI  - T\nDP  - 1980\n{short}", "medline")
    assert people(found) == ["Ilyin|I. I.", "Reed|B.|3rd", "van Oss|A. B.|Jr"]
    assert people(bib("Reed B Jr, Ilyin IV")) == ["Reed|B.|Jr", "Ilyin|I. V."]
    alone = bib("Ilyin IV and Ada Byron")
    assert people(alone) == ["Ilyin|IV", "Byron|Ada"]
    assert alone.doubts == [
        'authors: "Ilyin IV" is read as a name with a number; IV may be initials'
    ]
