"""The promise that an address, once published, resolves for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf import catalogue, checks, permanence, problems
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.moves import all_moves
from papershelf.problems import Severity
from support.helpers import entry
from support.promises import START, TOPIC, Files, against, changed, lost, source, told


def test_nothing_is_told_of_an_unchanged_collection() -> None:
    """Nor of one that only grew."""
    assert told(START) == []
    assert told(START | {"content/more.md": "# More\n"}) == []


def test_a_renamed_paper_needs_an_alias() -> None:
    """It is found by its identifier, or by its title."""
    after = changed(
        "papers.yaml", ("ada2024engine", "ada2024mill"), ("On the engine", "On the mill")
    )
    assert told(after) == [
        ("papers.yaml:1", "the address /papers/ada2024engine/ would no longer resolve",
         "add to this entry: aliases: [ada2024engine]"),
    ]  # fmt: skip


def test_aliases_that_are_there_are_kept() -> None:
    """One line saves the old name and the names before it."""
    after = changed(
        "papers.yaml", ("bob2024loom", "bob2025loom"), ("[bob2023loom]", "[bob2022loom]")
    )
    hint = "write in this entry: aliases: [bob2022loom, bob2023loom, bob2024loom]"
    assert [hint, hint] == [advice for _, _, advice in told(after)]


KEYED = {"papers.yaml": entry("x2020", "One", "  doi: 10.1000/1\n") + entry("y2020", "Two")}


def of_last(before: Files, after: Files) -> list[tuple[str, str]]:
    """Return rules and advice of the problems against one complete state."""
    found = permanence.compare([("main", source(before))], source(after), derived=True)
    return [(problem.rule, problem.hint) for problem in found]


def test_a_paper_that_takes_in_another_keeps_its_key() -> None:
    """The advice puts its own name before the one that was merged in; another order is reported."""
    merged = "add to this entry: aliases: [x2020, y2020]"
    one = entry("x2020", "One", "  doi: 10.1000/1\n")
    twin = KEYED | {"papers.yaml": KEYED["papers.yaml"].replace("Two", "One")}
    assert of_last(twin, {"papers.yaml": one}) == [("lost-address", merged)]
    for aliases, expected in (
        ("[x2020, y2020]", []),
        (
            "[y2020]",
            [
                (
                    "changed-key",
                    "the first alias is the key; write in this entry: aliases: [x2020, y2020]",
                )
            ],
        ),
    ):
        after = {"papers.yaml": f"{one}  aliases: {aliases}\n"}
        assert of_last(twin, after) == expected, aliases


def test_a_renamed_paper_keeps_its_key() -> None:
    """Its first name stays the first, also when it is renamed again, or after it took in another."""
    for before, renamed, expected in (
        ("", "[x2020]", []),
        ("  aliases: [w2019]\n", "[w2019, x2020]", []),
        ("  aliases: [w2019]\n", "[x2020, w2019]", ["changed-key"]),
        ("  aliases: [x2020, y2021]\n", "[x2020, y2021]", []),
        ("  aliases: [x2020, y2021]\n", "[y2021, x2020]", ["changed-key"]),
    ):
        old = {"papers.yaml": entry("x2020", more=before)}
        new = {"papers.yaml": entry("z2022", more=f"  aliases: {renamed}\n")}
        told_rules = [rule for rule, _ in of_last(old, new)]
        assert told_rules == expected, (before, renamed)


def test_a_paper_may_stand_among_its_own_aliases() -> None:
    """It leads nowhere else, and no redirect is made for it."""
    files = {"papers.yaml": entry("x2020", more="  aliases: [x2020, y2020]\n")}
    found = source(files)
    assert checks.check(found) == []
    collection = catalogue.collect(found)
    assert [move.old for move in all_moves(collection, Settings())] == ["papers/y2020/"]
    assert collection.papers["x2020"].key == "x2020"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("content/topics/looms.md", "---\ntitle: Looms\n{}---\n", "{}"),
        ("content/people.yaml", "- slug: looms\n  name: Ada Lovelace\n{}", "  {}"),
        ("content/keywords.yaml", "- slug: looms\n  name: Looms\n{}", "  {}"),
    ],
)
def test_a_topic_or_a_named_term_keeps_the_name_in_feeds(name: str, old: str, new: str) -> None:
    """A page that merged another lists that id after its own first alias, which is its id in feeds."""
    mill = name.replace("looms", "mill"), old.replace("slug: looms", "slug: mill")
    for before, file, after, expected in (
        ("", (name, old), "", []),
        ("", (name, old), "aliases: [looms, weaving]\n", []),
        ("", (name, old), "aliases: [weaving]\n", ["[looms, weaving]"]),
        ("aliases: [a1]\n", (name, old), "aliases: [weaving, a1]\n", ["[a1, weaving]"]),
        ("", mill, "aliases: [looms]\n", []),
        ("aliases: [a1]\n", mill, "aliases: [a1, looms]\n", []),
        ("aliases: [a1]\n", mill, "aliases: [looms, a1]\n", ["[a1, looms]"]),
    ):
        was = {"papers.yaml": "", name: old.format(before and new.format(before))}
        now = {"papers.yaml": "", file[0]: file[1].format(after and new.format(after))}
        hints = [
            f"the first alias is the id in feeds; write here: aliases: {line}" for line in expected
        ]
        assert of_last(was, now) == [("changed-key", hint) for hint in hints], (before, after)
    kept = "aliases: [looms, weaving]\n"
    whole = source({"papers.yaml": "", name: old.format(new.format(kept))})
    assert not problems.errors_in(checks.check(whole))
    folder = {"people": "authors", "keywords": "keywords"}.get(Path(name).stem, "topics")
    moves = all_moves(catalogue.collect(whole), Settings(min_keyword_papers=2))
    assert [move.old for move in moves] == [f"{folder}/weaving/"]


def test_the_name_in_feeds_stands_in_the_advice() -> None:
    """One topic goes into another, one person proves to be another: the own name stays the first."""
    people = "- slug: ada\n  name: Ada Lovelace\n"
    papers = entry("x2020", "One", "  topics: [weaving]\n")
    looms = {"content/topics/looms.md": TOPIC.format("Looms")}
    before = looms | {
        "papers.yaml": papers,
        "content/topics/weaving.md": TOPIC.format("Weaving"),
        "content/people.yaml": people + "- slug: countess\n  name: A. Lovelace\n",
    }
    after = looms | {
        "papers.yaml": papers.replace("weaving", "looms"),
        "content/people.yaml": people + "  names: [A. Lovelace]\n",
    }
    assert [hint for *_, hint in against(before, after)] == [
        "add to this front matter: aliases: [looms, weaving]",
        "add to this person: aliases: [ada, countess]",
    ]


def test_the_name_of_a_device_stays_as_an_alias() -> None:
    """New names cannot be those of devices; published ones redirect, as the advice says."""
    before = {
        "papers.yaml": entry("con", "One", "  topics: [aux]\n"),
        "content/topics/aux.md": TOPIC.format("Aux"),
        "content/people.yaml": "- slug: nul\n  name: Ada Lovelace\n",
    }
    paper = entry("con2020", "One", "  topics: [aux-1]\n")
    page, person = TOPIC.format("Aux"), "- slug: ada\n  name: Ada Lovelace\n"
    names = ("papers.yaml", "content/topics/aux-1.md", "content/people.yaml")
    renamed = against(before, dict(zip(names, (paper, page, person))))
    advised = sorted(hint.partition("aliases: ")[2] for *_, hint in renamed)
    assert advised == ["[aux]", "[con]", "[nul]"]
    kept = (
        paper + "  aliases: [con]\n",
        page.replace("---\n", "---\naliases: [aux]\n", 1),
        person + "  aliases: [nul]\n",
    )
    after = dict(zip(names, kept))
    assert against(before, after) == [] == checks.check(source(after))
    assert [each.rule for each in checks.check(source(before))].count("wrong-slug") == 2


def test_names_are_advised_in_the_order_in_which_they_were_given_up() -> None:
    """The first one is the citation key, which no renaming changes."""
    before = START | {"papers.yaml": entry("z2020", more="  aliases: [m2018, a2019]\n")}
    for aliases, wanted in (
        ("", "m2018, a2019, z2020"),
        ("  aliases: [z2020]\n", "m2018, a2019, z2020"),
        ("  aliases: [a2019]\n", "m2018, a2019, z2020"),
        ("  aliases: [m2018]\n", "m2018, a2019, z2020"),
        ("  aliases: [other1999]\n", "other1999, m2018, a2019, z2020"),
    ):
        hints = {
            hint for *_, hint in against(before, {"papers.yaml": entry("b2021", more=aliases)})
        }
        assert {hint for hint in hints if "in this entry" in hint or "to this entry" in hint} == {
            f"{'write in' if aliases else 'add to'} this entry: aliases: [{wanted}]"
        }
    gone = against(before, {"papers.yaml": entry("b2021", "Else").replace("Ada", "Eda")})
    assert any("aliases: [m2018, a2019], status: removed}" in hint for *_, hint in gone), gone


def test_a_deleted_paper_leaves_a_tombstone() -> None:
    """The whole line is in the advice, and it is a good entry."""
    text = START["papers.yaml"]
    after = START | {"papers.yaml": text[text.index("- id: bob") :]}
    (_, _, hint), *more = told(after)
    line = hint.partition("or add to papers.yaml: ")[2]
    assert more == [] and line == (
        "- {id: ada2024engine, title: On the engine, authors: [Ada Lovelace], published: 2024-04-27,"
        " added: 2025-12-23, doi: 10.1000/1, status: removed}"
    )
    fixed = START | {"papers.yaml": f"{after['papers.yaml']}{line}\n"}
    assert lost(START, fixed) == [] and checks.check(source(fixed)) == []


def test_topics_people_and_pages() -> None:
    """A topic that was renamed, a person, a course that has gone."""
    after = {
        name: text for name, text in START.items() if "weaving" not in name and "ml" not in name
    }
    after["content/topics/textiles.md"] = TOPIC.format("Weaving")
    after["papers.yaml"] = START["papers.yaml"].replace("weaving", "textiles")
    after["content/people.yaml"] = "- slug: lovelace\n  name: Ada Lovelace\n"
    assert [(place, hint) for place, _, hint in told(after)] == [
        ("content/courses/ml.md:1", "restore it: git checkout main -- content/courses/ml.md"),
        ("content/people.yaml:1", "add to this person: aliases: [ada]"),
        ("content/topics/textiles.md:1", "add to this front matter: aliases: [weaving]"),
    ]


COURSE = "---\ntitle: Learning\n---\n\n- [@bob2024loom]\n"
EDITION = "---\ntitle: {}\nstarts: 2024-09\n---\n\n{}"
TAUGHT = START | {
    "content/courses/ml/2024.md": EDITION.format("Autumn", "- [@ada2024engine]\n- [@bob2024loom]\n")
}


def test_a_course_takes_its_editions_along() -> None:
    """One alias in the course answers for the course, its editions and their old names."""
    after = {name.replace("courses/ml", "courses/learning"): text for name, text in TAUGHT.items()}
    found = lost(TAUGHT, after)
    assert {(problem.message, problem.span.file, problem.hint) for problem in found} == {
        (f"the address /courses/{url}/ would no longer resolve", "content/courses/learning.md",
         "add to this front matter: aliases: [ml]") for url in ("ml", "ml/2024")}  # fmt: skip
    title = "title: Learning\n"
    course = after["content/courses/learning.md"].replace(title, f"{title}aliases: [ml]\n")
    fixed = after | {"content/courses/learning.md": course}
    assert lost(TAUGHT, fixed) == []
    assert ("courses/ml/", "courses/learning/") in {
        (move.old, move.new) for move in all_moves(catalogue.collect(source(fixed)), Settings())
    }
    renamed = dict(fixed)
    renamed["content/courses/learning/autumn.md"] = renamed.pop("content/courses/learning/2024.md")
    hints = {problem.hint for problem in lost(fixed, renamed)}
    assert hints == {"add to this front matter: aliases: [2024]"}
    renamed["content/courses/learning/autumn.md"] = EDITION.format(
        "Autumn\naliases: [2024]", "- [@ada2024engine]\n- [@bob2024loom]\n"
    )
    assert lost(TAUGHT, renamed) == [] and lost(fixed, renamed) == []
    again = dict(renamed)
    again["content/courses/learning/late.md"] = again.pop("content/courses/learning/autumn.md")
    hints = {problem.hint for problem in lost(renamed, again)}
    assert hints == {"write in this front matter: aliases: [2024, autumn]"}  # the first is the id
    assert {
        (f"courses/{name}/2024/", "courses/learning/autumn/") for name in ("ml", "learning")
    } <= {
        (move.old, move.new) for move in all_moves(catalogue.collect(source(renamed)), Settings())
    }


def test_an_edition_that_is_gone_is_put_back() -> None:
    """Where it was, or into the folder of its course where that has another name by now."""
    gone = {name: text for name, text in TAUGHT.items() if name != "content/courses/ml/2024.md"}
    ((_, hint),) = [(problem.message, problem.hint) for problem in lost(TAUGHT, gone)]
    assert hint == "restore it: git checkout main -- content/courses/ml/2024.md"
    gone["content/courses/learning.md"] = gone.pop("content/courses/ml.md").replace(
        "title: Learning\n", "title: Learning\naliases: [ml]\n"
    )
    ((_, hint),) = [(problem.message, problem.hint) for problem in lost(TAUGHT, gone)]
    assert hint == (
        "restore it: git show main:./content/courses/ml/2024.md > content/courses/learning/2024.md"
    )


def test_an_id_that_means_another_paper_now() -> None:
    """A link that silently leads to something else is worse than one that breaks."""
    after = changed("papers.yaml", ("ada2024engine", "ada2024mill"))
    after["papers.yaml"] += entry("ada2024engine", "Something else")
    (problem,) = lost(START, after)
    assert (problem.rule, problem.message) == (
        "reused-id",
        '"ada2024engine" was published as the paper now called "ada2024mill"',
    )


def test_derived_pages_are_noted_and_fail_nothing() -> None:
    """An author page without an entry in people.yaml goes with its last paper."""
    before = {
        "papers.yaml": entry()
        + entry("bob2023", "Loom").replace("Ada Lovelace", "Bob Ross").replace("2024", "2023")
    }
    after = {
        "papers.yaml": entry()
        + "- {id: bob2023, title: Loom, published: 2023, added: 2024-01-01, status: removed}\n"
    }
    found = permanence.compare([("main", source(before))], source(after), derived=True)
    assert {(problem.rule, problem.severity) for problem in found} == {
        ("page-gone", Severity.WARNING)
    }
    assert {problem.message.split()[2] for problem in found} == {
        "/authors/bob-ross/",
        "/years/2023/",
    }


def test_a_day_goes_with_its_last_paper() -> None:
    """Corrected or removed; a day with another paper stays."""
    before = {"papers.yaml": entry() + entry("bob2023", "Loom").replace("2025-12-23", "2025-12-24")}
    after = {"papers.yaml": entry() + entry("bob2023", "Loom")}
    (found,) = permanence.compare([("main", source(before))], source(after), derived=True)
    assert (found.rule, found.severity) == ("page-gone", Severity.WARNING)
    assert found.message == "the page /days/2025-12-24/ is removed with its last paper"
