"""Histories of a collection, in memory and through git: no address is lost."""

from __future__ import annotations

import datetime
import random
import re
from pathlib import Path

import pytest

from papershelf import catalogue, checks, permanence
from papershelf.history import HistoryError, Repository
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.problems import Problem, Severity
from support.helpers import entry, git, write
from support.promises import PAGED, TOPIC, Files, lost, since, state
from support.skipped import IS_SWEEP

# --- in memory -----------------------------------------------------------------------------------


EDITION = "---\ntitle: {}\nstarts: 2024-09\n---\n\nWhat was read.\n"
DIGEST = "---\ntitle: {}\nfrom: 2025-01-01\nto: 2025-01-02\n---\n\nWhat came in.\n"


class History:
    """A collection that people change carelessly, and fix as advised."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0
        self.files: Files = {
            "papers.yaml": "",
            "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n- slug: grace\n  name: Grace Hopper\n",
            "content/keywords.yaml": "- slug: looms\n  name: Looms\n  names: [Weaving]\n- slug: text\n  name: Text\n",
            "content/courses/ml.md": TOPIC.format("Machine learning"),
            "content/courses/ml/2024.md": EDITION.format("Autumn 2024"),
            "content/digests/2024-12-01.md": DIGEST.format("Weekly"),
            "content/digests/2024-12-08.md": DIGEST.format("Weekly"),
        }
        self.topics = [self.new_topic() for _ in range(3)]
        for _ in range(4):
            self.add_paper()

    def fresh(self, word: str) -> str:
        self.number += 1
        return f"{word}{self.number}"

    def new_topic(self, title: str = "") -> str:
        slug = self.fresh("topic")
        self.files[f"content/topics/{slug}.md"] = TOPIC.format(title or f"On {slug}")
        return slug

    def add_paper(self, title: str = "") -> None:
        paper_id = self.fresh("paper")
        more = f"  topics: [{self.random.choice(self.topics)}]\n"
        if self.random.random() < 0.5:
            more += f"  doi: 10.1000/{paper_id}\n"
        more += f"  keywords: [{self.random.choice(['Weaving', 'text', 'Mills'])}]\n"
        author = self.random.choice(["Ada Lovelace", "Grace Hopper", "Jean Bartik"])
        text = entry(paper_id, title or f"Title of {paper_id}", more)
        self.files["papers.yaml"] += text.replace("Ada Lovelace", author)

    @property
    def pieces(self) -> list[str]:
        return re.findall(r"^- .*\n(?:  .*\n)*", self.files["papers.yaml"], re.MULTILINE)

    def replace(self, old: str, new: str) -> None:
        self.files["papers.yaml"] = self.files["papers.yaml"].replace(old, new, 1)

    def paper(self) -> str:
        pieces = [piece for piece in self.pieces if "status: removed" not in piece]
        if len(pieces) < 2:
            self.add_paper()
            return self.pieces[-1]
        return self.random.choice(pieces)

    # what people do

    def rename(self) -> None:
        """Also without the aliases that were there, and sometimes with another title."""
        piece = self.paper()
        new = re.sub(r"id: \S+", f"id: {self.fresh('renamed')}", piece)
        if self.random.random() < 0.5:
            new = re.sub(r"  aliases: .*\n", "", new)
        if "doi:" in new and self.random.random() < 0.3:
            new = re.sub(r"title: .*", f"title: {self.fresh('New title ')}", new)
        self.replace(piece, new)

    def merge(self) -> None:
        """One of two entries goes; the other may take its DOI over."""
        gone, kept = self.paper(), self.paper()
        if gone == kept:
            return
        doi = re.search(r"  doi: .*\n", gone)
        self.replace(gone, "")
        if doi and "doi:" not in kept:
            self.replace(kept, kept + doi[0])

    def split(self) -> None:
        """One entry becomes two, both with new ids."""
        piece = self.paper()
        title = re.search(r"title: (.*)", piece)
        assert title
        self.replace(piece, "")
        self.add_paper(title[1])
        self.add_paper(f"{title[1]}, part two")

    def delete(self) -> None:
        self.replace(self.paper(), "")

    def rename_topic(self) -> None:
        """Its file gets another name, sometimes another title, and papers follow."""
        old = self.random.choice(self.topics)
        text = self.files.pop(f"content/topics/{old}.md")
        slug = self.fresh("topic")
        if self.random.random() < 0.5:
            text = text.replace("title: ", "title: New ")
        if self.random.random() < 0.5:
            text = re.sub(r"aliases: .*\n", "", text)
        self.files[f"content/topics/{slug}.md"] = text
        self.files["papers.yaml"] = re.sub(rf"\b{old}\b(?=.*\])", slug, self.files["papers.yaml"])
        self.topics[self.topics.index(old)] = slug

    def merge_topics(self) -> None:
        """The papers of one go to another; its file goes."""
        if len(self.topics) < 2:
            return
        old, new = self.random.sample(self.topics, 2)
        del self.files[f"content/topics/{old}.md"]
        for piece in self.pieces:
            self.replace(piece, piece.replace(f"topics: [{old}]", f"topics: [{new}]"))
        self.topics.remove(old)

    def rename_person(self) -> None:
        self.rename_term("content/people.yaml", self.fresh("person"))

    def rename_keyword(self) -> None:
        self.rename_term("content/keywords.yaml", self.fresh("word"))

    def rename_term(self, name: str, new: str) -> None:
        text = self.files[name]
        slug = self.random.choice(re.findall(r"slug: (\w+)", text))
        self.files[name] = re.sub(rf"slug: {slug}\b", f"slug: {new}", text)

    def rename_course(self) -> None:
        """Its editions move along, or are forgotten."""
        (name,) = [name for name in self.files if re.fullmatch(r"content/courses/\w+\.md", name)][
            :1
        ]
        text = self.files.pop(name)
        if self.random.random() < 0.5:
            text = text.replace("title: ", "title: New ")
        slug = self.fresh("course")
        self.files[f"content/courses/{slug}.md"] = text
        is_forgotten = self.random.random() < 0.2
        for old in self.editions():
            text = self.files.pop(old)
            if not is_forgotten:
                self.files[f"content/courses/{slug}/{old.rpartition('/')[2]}"] = text

    def editions(self) -> list[str]:
        return [name for name in self.files if re.fullmatch(r"content/courses/\w+/\w+\.md", name)]

    def rename_edition(self) -> None:
        """Or a new one comes."""
        if not self.editions() or self.random.random() < 0.3:
            (course,) = [
                name for name in self.files if re.fullmatch(r"content/courses/\w+\.md", name)
            ][:1]
            slug = self.fresh("edition")
            path = f"{course.removesuffix('.md')}/{slug}.md"
            self.files[path] = EDITION.format(slug).replace("What", f"In {slug} what")
            return
        old = self.random.choice(self.editions())
        text = self.files.pop(old)
        if self.random.random() < 0.5:
            text = text.replace("title: ", "title: New ")
        self.files[f"{old.rpartition('/')[0]}/{self.fresh('edition')}.md"] = text

    def rename_digest(self) -> None:
        """Sometimes with another title, sometimes without the aliases that were there; or it is
        removed."""
        old = self.random.choice(
            [name for name in self.files if name.startswith("content/digests/")]
        )
        text = self.files.pop(old)
        if self.random.random() < 0.3:
            return
        if self.random.random() < 0.5:
            text = re.sub("title: .*", f"title: {self.fresh('Digest ')}", text)
        if self.random.random() < 0.3:
            text = re.sub(r"aliases: .*\n", "", text)
        self.number += 1
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=self.number)
        self.files[f"content/digests/{day}.md"] = text

    def step(self) -> Files:
        """One change, fixed; the collection as it was before."""
        before = dict(self.files)
        actions = (self.rename, self.merge, self.split, self.delete, self.add_paper, self.rename_topic,
                   self.merge_topics, self.rename_person, self.rename_keyword,
                   self.rename_course, self.rename_edition, self.rename_digest)  # fmt: skip
        self.random.choice(actions)()
        return before

    def fix(self, problems: list[Problem], before: Files) -> None:
        """Does what each piece of advice says, and nothing else."""
        for name, line, hint in sorted(
            {(p.span.file, p.span.line, p.hint) for p in problems if p.rule == "lost-address"},
            key=lambda item: (item[0], -item[1], item[2]),
        ):
            words, _, text = hint.partition(": ")
            if text.startswith("git show main:./"):
                old, _, new = text.removeprefix("git show main:./").partition(" > ")
                self.files[new] = before[old]
            elif words == "restore it":
                file = text.split(" -- ")[1]
                self.files[file] = before[file]
                if file.startswith("content/topics/"):
                    self.topics.append(file[len("content/topics/") : -len(".md")])
            elif "papers.yaml: - {" in hint:
                self.files["papers.yaml"] += f"- {{{hint.partition('papers.yaml: - {')[2]}\n"
            elif words.endswith(("/people.yaml", "/keywords.yaml")):
                self.files[words.removeprefix("add to ")] += f"{text}\n"
            else:
                self.put(name, line, text, replaces=words.startswith("write"))

    def put(self, name: str, line: int, text: str, *, replaces: bool) -> None:
        lines = self.files[name].split("\n")
        margin = "" if name.endswith(".md") else "  "
        if replaces:
            at = next(
                n for n in range(line - 1, len(lines)) if lines[n].strip().startswith("aliases:")
            )
            lines[at] = margin + text
        elif lines[line - 1].startswith("- {"):  # a tombstone, all in one line
            lines[line - 1] = f"{lines[line - 1].removesuffix('}')}, {text}}}"
        else:
            lines.insert(line, margin + text)
        self.files[name] = "\n".join(lines)


def published(files: Files) -> set[str]:
    """Every address that is promised in a state, and the files beside what has some, from the names
    in the catalogue's files alone."""
    ids = re.findall(r"^- \{?id: ([\w-]+)", files["papers.yaml"], re.MULTILINE)
    found = {f"papers/{name}/" for name in ids} | {f"papers/{name}.bib" for name in ids}
    for taxonomy, table in (("authors", "people"), ("keywords", "keywords")):
        slugs = re.findall(r"slug: ([\w-]+)", files[f"content/{table}.yaml"])
        found |= {f"{taxonomy}/{slug}{end}" for slug in slugs for end in ("/", ".bib", "/feed.xml")}
    for name in files:
        if name.startswith(("content/topics/", "content/courses/", "content/digests/")):
            path = name.removeprefix("content/").removesuffix(".md")
            found |= {f"{path}/", f"{path}.bib"}
            if not path.startswith("digests/"):
                found.add(f"embed/{path}/")
    return found


def resolving(files: Files) -> set[str]:
    """Every address that the written site answers: pages, and redirects that end at one."""
    now = state(files)
    found = [problem for problem in checks.check(now) if problem.severity is Severity.ERROR]
    assert found == [], found[0]
    settings = Settings(min_keyword_papers=PAGED["keywords"])
    made = {
        addresses.to_dest_uri(output.src_uri): output
        for output in everything.make(catalogue.collect(now), settings, {})
    }
    made |= {addresses.to_dest_uri(page.src_uri): None for page in now.pages}  # type: ignore[misc]
    answered = set()
    for dest_uri, output in made.items():
        url = dest_uri.removesuffix("index.html")
        if output and output.src_uri.endswith(".html"):
            target = re.search(r"content=\"0; url=(?:\.\./)+([^\"]*)\"", output.data.decode())
            is_page = not target and url.startswith("embed/")
            assert is_page or (target and f"{target[1]}index.html" in made), url
        answered.add(url)
    return answered


def changed_keys(before: Files, after: Files) -> list[str]:
    """Return the problems of citation keys."""
    found = permanence.compare([("main", state(before))], state(after), derived=True)
    return [problem.message for problem in found if problem.rule == "changed-key"]


def run(seed: int, steps: int = 5) -> History:
    """One history with the advice applied: no address that was ever published is lost."""
    history = History(seed)
    ever = published(history.files)
    for _ in range(steps):
        before = history.step()
        for _ in range(3):  # a page that is put back may need a fix of its own
            problems = [p for p in lost(before, history.files) if p.rule == "lost-address"]
            if not problems:
                break
            history.fix(problems, before)
        assert lost(before, history.files) == []
        assert changed_keys(before, history.files) == [], seed
        ever |= published(history.files)
    missing = ever - resolving(history.files)
    assert missing == set(), (seed, missing)
    return history


@pytest.mark.slow
@pytest.mark.parametrize("hundreds", range(10 if IS_SWEEP else 2))
def test_histories_lose_no_address(hundreds: int) -> None:
    """Rename, merge, split, delete, of papers, topics, people, keywords and courses, in any order."""
    for seed in range(hundreds * 100, hundreds * 100 + 100):
        run(seed)


def test_without_the_redirect_writer_addresses_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: it does as soon as no redirects are written."""
    monkeypatch.setattr(everything, "all_moves", lambda collection, settings: iter(()))
    with pytest.raises(AssertionError, match=r"papers/|topics/|authors/|keywords/|courses/"):
        for seed in range(10):
            run(seed)


# --- through git ---------------------------------------------------------------------------------


def commit(root: Path, files: Files) -> None:
    """Makes the work tree hold these files, and commits it."""
    for path in [*root.glob("content/**/*.md"), *root.glob("*.yaml")]:
        path.unlink()
    write(root, files)
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "A change")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_histories_through_git(seed: int, tmp_path: Path) -> None:
    """Each change on a branch is compared with its merge base; at the end the whole history
    of main resolves. A change that was not fixed is found by the whole history, too."""
    root = tmp_path / "repository" / "shelf"  # the collection is a folder of its repository
    root.mkdir(parents=True)
    git(root.parent, "init", "-q")
    history = History(seed)
    commit(root, history.files)
    for number in range(4):
        git(root, "switch", "-q", "-c", f"change-{number}")
        before = history.step()
        commit(root, history.files)
        for _ in range(3):
            problems = [p for p in since(root, "main") if p.rule == "lost-address"]
            if not problems:
                break
            history.fix(problems, before)
            commit(root, history.files)
        git(root, "switch", "-q", "main")
        git(root, "merge", "-q", "--no-ff", "-m", "Merge", f"change-{number}")
    assert since(root, "root") == []
    text = history.files["papers.yaml"]
    commit(root, history.files | {"papers.yaml": text[text.index("\n- ") + 1 :]})
    gone = re.findall(r"^- \{?id: ([\w-]+)", text, re.MULTILINE)[0]
    assert f"the address /papers/{gone}/ would no longer resolve" in {
        p.message for p in since(root, "root")
    }


def test_refs_that_are_not_there(tmp_path: Path) -> None:
    """They are reported in words, with what to do."""
    with pytest.raises(HistoryError, match="is not in a git repository"):
        Repository(root=tmp_path).base("main")
    git(tmp_path, "init", "-q")
    commit(tmp_path, {"papers.yaml": entry()})
    with pytest.raises(HistoryError, match='unknown ref "nope"'):
        Repository(root=tmp_path).base("nope")
    with pytest.raises(HistoryError, match='unknown ref "--help"'):
        Repository(root=tmp_path).base("--help")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    with pytest.raises(HistoryError, match="fetch-depth: 0"):
        Repository(root=tmp_path / "shallow").published()
