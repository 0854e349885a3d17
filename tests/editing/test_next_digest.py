"""The next digest: each paper is in exactly one, whatever happens to the collection."""

from __future__ import annotations

import datetime
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

import markdown
import pytest

from papershelf import catalogue, checks, permanence
from papershelf.catalogue.model import Collection
from papershelf.editing import digests
from papershelf.history.earlier import Earlier
from papershelf.text import citing, dates, notes, readings
from support.promises import Files, source
from support.skipped import IS_SWEEP

TOPICS: Files = {
    "content/topics/nlp.md": "---\ntitle: Language\n---\n\nWords.\n",
    "content/topics/speech.md": "---\ntitle: Speech & *more* in C#\nparent: nlp\n---\n\nWords.\n",
    "content/topics/looms.md": "---\ntitle: Looms\n---\n\nWords.\n",
}
ENTRY = """- id: {id}
  title: On {id}
  authors: [Ada Lovelace]
  published: 2020
  added: {added}
"""


def day(text: str) -> dates.PartialDate:
    return dates.parse(text)


def collected(files: Files) -> Collection:
    """The collection of files, which must have neither an error nor a problem of a digest."""
    found = source(files)
    wrong = [p for p in checks.check(found) if p.severity == "error" or "digest" in p.rule]
    assert wrong == [], wrong[0]
    return catalogue.collect(found)


#: What the catalogue had before a day.
Find = Callable[[str], Earlier | None]


def following(
    files: Files, on: str, find: Find = lambda _: None, since: str = "", topic: str = ""
) -> str:
    """The text of the next digest; empty if there is none."""
    collection = collected(files)
    days = digests.period(collection, day(on), day(since) if since else None)
    earlier = find(str(days.border))
    papers = tuple(
        paper
        for paper in digests.waiting(collection)
        if digests.is_new(paper, days.border, earlier)
    )
    if topic:
        papers = digests.among(papers, collection.terms["topics"][topic].ids)
    return digests.to_text(papers, days, topic, collection) if papers else ""


def ids(text: str) -> list[str]:
    return [paper_id for _, _, paper_id in citing.iter_citations(text)]


PAPERS = "".join(
    ENTRY.format(id=name, added=added) + more
    for name, added, more in (
        ("new1", "2025-12-23", "  topics: [nlp, speech]\n"),
        ("new2", "2025-12-22", "  topics: [looms, nlp]\n"),
        ("new3", "2025-12-21", "  topics: [looms]\n"),
        ("bare1", "2025-12-17", ""),
        ("wrong1", "2025-12-23", "  status: retracted\n"),
        ("old1", "2025-12-16", "  topics: [nlp]\n"),
        ("older1", "2025-12-01", ""),
    )
)
FILES = TOPICS | {"papers.yaml": PAPERS}


def test_a_first_digest_has_the_papers_of_a_week() -> None:
    """Under their most specific topic, of several as specific ones the first, in the order of the
    tree; without withdrawn papers, and with a line for the curator's words."""
    assert (
        following(FILES, "2025-12-23")
        == f"""---
title: New papers, 23 Dec 2025
from: 2025-12-17
to: 2025-12-23
---

{digests.WORDS}

## Speech & \\*more\\* in C\\#

- [@new1]

## Looms

- [@new2]
- [@new3]

## Other papers

- [@bare1]
"""
    )


def test_what_is_written_reads_back() -> None:
    """The sections are the titles of the topics, and the line for the curator appears nowhere."""
    text = following(FILES, "2025-12-23")
    (digest,) = collected(FILES | {"content/digests/2025-12-23.md": text}).digests.values()
    assert [(each.id, each.section) for each in digest.readings] == [
        ("new1", "Speech & *more* in C#"), ("new2", "Looms"), ("new3", "Looms"), ("bare1", "Other papers"),
    ]  # fmt: skip
    assert (digest.title, str(digest.since), str(digest.until), str(digest.date)) == (
        "New papers, 23 Dec 2025", "2025-12-17", "2025-12-23", "2025-12-23",
    )  # fmt: skip
    assert digest.introduction == "" and "readers" not in digest.body


@pytest.mark.parametrize(
    "title",
    ["List<int> & <T>", "AT&amp;T", "US$ and A$", "$k$-means", "H~2~O, e^x^", "[draft] Looms",
     "Looms [video]", "Sets {x}", "Rings {#rings}", "C#", "A* and _all_", "`code`", "a\\\\b"],
)  # fmt: skip
def test_headings_show_the_titles_of_topics(title: str) -> None:
    """On pages, which Python-Markdown makes, as in feeds and mail."""
    topic = {"content/topics/nlp.md": f"---\ntitle: '{title}'\n---\n"}
    entries = f"{ENTRY.format(id='new1', added='2025-12-23')}  topics: [nlp]\n"
    text = following(topic | {"papers.yaml": entries}, "2025-12-23")
    (line,) = [line for line in text.split("\n") if line.startswith("## ")]
    html = markdown.markdown(line, extensions=["attr_list"])
    assert unescape(re.sub("<[^>]*>", "", html)) == title
    _, (_, heading, *_) = readings.by_heading(text)
    assert notes.heading_to_plain(heading, str) == title


def test_topics_of_one_title_have_different_headings() -> None:
    """Mail would put their papers under one heading."""
    topics = {f"content/topics/{slug}.md": "---\ntitle: Yarn\n---\n" for slug in ("silk", "wool")}
    entries = "".join(
        f"{ENTRY.format(id=slug, added='2025-12-23')}  topics: [{slug}]\n"
        for slug in ("silk", "wool")
    )
    files = topics | {"papers.yaml": entries}
    text = following(files, "2025-12-23")
    assert [line for line in text.split("\n") if line.startswith("##")] == [
        "## Yarn (silk)", "## Yarn (wool)",
    ]  # fmt: skip
    assert "Yarn (silk): new papers, 23 Dec" in following(files, "2025-12-23", topic="silk")


def test_a_collection_without_topics_needs_no_headings() -> None:
    """One list."""
    text = following({"papers.yaml": ENTRY.format(id="a1", added="2025-12-23")}, "2025-12-23")
    assert text.endswith("-->\n\n- [@a1]\n") and "#" not in text


def test_since_asks_for_older_papers_and_topic_for_some() -> None:
    """Those of a topic include those below it; the others wait for the next digest."""
    assert ids(following(FILES, "2025-12-23", since="2025-12-16")) == [
        "old1", "new1", "new2", "new3", "bare1"]  # fmt: skip
    text = following(FILES, "2025-12-23", since="2020-01-01", topic="nlp")
    assert ids(text) == ["old1", "new1", "new2"] and "from: 2020-01-01\n" in text
    assert 'title: "Language: new papers, 23 Dec 2025"\n' in text
    first = FILES | {"content/digests/2025-12-23.md": following(FILES, "2025-12-23", topic="nlp")}
    assert ids(following(first, "2025-12-30")) == ["new3", "bare1"]


def test_the_next_digest_begins_after_the_last_one() -> None:
    """And what a curator deleted from it comes again, unless it is in a comment."""
    text = following(FILES, "2025-12-23").replace("- [@new2]\n", "<!-- - [@new2] -->\n")
    text = text.replace("- [@bare1]\n", "")
    after = following(FILES | {"content/digests/2025-12-23.md": text}, "2026-01-06")
    assert "\nfrom: 2025-12-24\nto: 2026-01-06\n" in after and ids(after) == ["bare1"]


def test_git_decides_what_is_new() -> None:
    """What was there before the first day is old whatever its date says; what was not is new. Of the
    first state of a history, the dates decide, since all of it came at once."""
    there = frozenset({"new1", "before2"})
    files = FILES | {
        "papers.yaml": PAPERS.replace("- id: new2\n", "- id: new2\n  aliases: [before2]\n")
    }
    text = following(files, "2025-12-23", lambda _: Earlier(there, is_first=False))
    assert set(ids(text)) == {"new3", "bare1", "old1", "older1"}
    text = following(files, "2025-12-23", lambda _: Earlier(there, is_first=True))
    assert set(ids(text)) == {"new1", "new2", "new3", "bare1", "old1", "older1"}
    old = Earlier(there | {"old1", "older1"}, is_first=True)
    assert set(ids(following(files, "2025-12-23", lambda _: old))) == {
        "new1",
        "new2",
        "new3",
        "bare1",
    }


def test_a_digest_of_old_papers_on_one_topic_opens_no_gate() -> None:
    """The first day of the oldest digest is the border, whatever others cover."""
    first = FILES | {"content/digests/2025-12-23.md": following(FILES, "2025-12-23")}
    text = following(first, "2025-12-24", topic="nlp", since="2000-01-01")
    assert ids(text) == ["old1"]
    later = first | {"content/digests/2025-12-24.md": text}
    assert following(later, "2025-12-30") == ""


def test_nothing_new_is_no_digest() -> None:
    """Nor is a catalogue without papers."""
    assert following(FILES, "2027-01-01") == "" == following({"papers.yaml": "[]\n"}, "2027-01-01")


# --- a year --------------------------------------------------------------------------------------


@dataclass
class Work:
    """A paper of a simulated collection."""

    id: str
    added: datetime.date
    topics: list[str]
    aliases: list[str] = field(default_factory=list)
    status: str = ""
    is_old: bool = False
    """Whether it was in the catalogue before digests began."""
    is_dropped: bool = False
    """Whether the curator left it out for good."""

    def __str__(self) -> str:
        text = ENTRY.format(id=self.id, added=self.added)
        for name, values in (("topics", self.topics), ("aliases", self.aliases)):
            text += f"  {name}: [{', '.join(values)}]\n" if values else ""
        return text + (f"  status: {self.status}\n" if self.status else "")


class Year:
    """A collection that grows and changes, its history, and a digest each week."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.today = datetime.date(2025, 1, 6)
        self.number = 0
        self.works: list[Work] = []
        self.digests: Files = {}
        self.states: list[tuple[str, frozenset[str]]] = []
        """The day of each commit, and the names in the catalogue after it."""
        for _ in range(20):
            self.add()
        self.pass_days(30)

    @property
    def files(self) -> Files:
        return TOPICS | {"papers.yaml": "".join(map(str, self.works))} | self.digests

    def pass_days(self, number: int) -> None:
        """Commit, and wait."""
        names = {name for work in self.works for name in (work.id, *work.aliases)}
        self.states.append((str(self.today), frozenset(names)))
        self.today += datetime.timedelta(days=number)

    def find(self, border: str) -> Earlier:
        """What the catalogue had before a day."""
        for made, names in reversed(self.states):
            if made < border:
                return Earlier(names, is_first=False)
        raise AssertionError("the catalogue is a month older than the first digest")

    # what people do

    def add(self) -> None:
        """Most papers get the day on which they are merged, some wait in a branch for months."""
        self.number += 1
        age = self.draw.choice((0, 0, 0, 3, 40, 400))
        topics = self.draw.sample(("nlp", "speech", "looms"), self.draw.randrange(3))
        added = self.today - datetime.timedelta(days=age)
        self.works.append(Work(f"work{self.number}", added, topics))

    def rename(self) -> None:
        work = self.draw.choice(self.works)
        self.number += 1
        work.aliases.append(work.id)
        work.id = f"renamed{self.number}"

    def withdraw(self) -> None:
        """Or take it back."""
        work = self.draw.choice(self.works)
        work.status = "" if work.status else self.draw.choice(("withdrawn", "removed", "corrected"))

    def merge(self) -> None:
        """Two entries were one paper: the curator does what `check` says about their digests."""
        kept, gone = self.draw.sample(self.works, 2)
        self.works.remove(gone)
        kept.aliases += [gone.id, *gone.aliases]
        kept.is_old |= gone.is_old
        kept.is_dropped |= gone.is_dropped
        before = source(self.files)
        for problem in checks.check(before):
            if problem.rule == "digest-twice":
                assert problem.hint == "remove it here"
                name, line = problem.span.file, problem.span.line
                lines = self.digests[name].split("\n")
                lines[line - 1] = ""
                self.digests[name] = "\n".join(lines)
        found = permanence.compare([("main", before)], source(self.files), derived=True)
        assert [each.message for each in found if "digest" in each.rule] == []

    def edit(self) -> None:
        """Words and order of a digest that was sent; its papers stay, some by their new ids."""
        if not self.digests:
            return
        name = self.draw.choice(sorted(self.digests))
        head, mark, rest = self.digests[name].partition("-->\n")
        items = [line for line in rest.split("\n") if line.startswith(("- ", "<!-- - "))]
        self.draw.shuffle(items)
        items = [item if " " in item[2:] else f"{item} A word." for item in items]
        before = source(self.files)
        self.digests[name] = f"{head}{mark}\nWords.\n\n## All\n\n" + "\n".join(items) + "\n"
        found = permanence.compare([("main", before)], source(self.files), derived=True)
        assert [each.message for each in found if "digest" in each.rule] == []

    def publish(self) -> None:
        """A curator may defer a paper, or leave it out for good, before the digest goes out."""
        text = following(self.files, str(self.today), self.find)
        if not text:
            return
        listed = ids(text)
        if self.draw.random() < 0.3:
            line = f"- [@{self.draw.choice(listed)}]\n"
            text = text.replace(line, "")
        elif self.draw.random() < 0.2:
            paper_id = self.draw.choice(listed)
            text = text.replace(f"- [@{paper_id}]", f"<!-- - [@{paper_id}] -->")
            next(work for work in self.works if work.id == paper_id).is_dropped = True
        self.digests[f"content/digests/{self.today}.md"] = text
        if len(self.digests) == 1:
            border = str(self.today - datetime.timedelta(days=dates.WEEK - 1))
            for work in self.works:
                work.is_old = not self.find(border).names.isdisjoint((work.id, *work.aliases))

    def run(self) -> None:
        """52 weeks: in two months nobody makes a digest, and in two others nobody adds a paper."""
        others = (self.rename, self.withdraw, self.merge, self.edit)
        for week in range(52):
            for _ in range(3):
                if not 35 <= week < 43:
                    for _ in range(self.draw.randrange(2)):
                        self.add()
                if self.draw.random() < 0.3:
                    self.draw.choice(others)()
                self.pass_days(2)
            self.pass_days(1)
            if not 20 <= week < 28:
                self.publish()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100 if IS_SWEEP else 2))
def test_a_year(seed: int) -> None:
    """Each listed paper that came since digests began is in exactly one of them."""
    year = Year(seed)
    year.run()
    year.pass_days(1)
    last = following(year.files, str(year.today), year.find)
    if last:
        year.digests[f"content/digests/{year.today}.md"] = last
    collection = collected(year.files)
    found = Counter(
        reading.id for digest in collection.digests.values() for reading in digest.readings
    )
    assert len(collection.digests) > 20 and len(found) > 30
    for work in year.works:
        if work.id in collection.listed:
            expected = 0 if work.is_dropped or work.is_old else 1
            # of two entries that were merged, only one may have been announced
            assert found[work.id] == expected or work.aliases, work
            assert found[work.id] or work.is_dropped or work.is_old, work
        assert found[work.id] <= 1, work
