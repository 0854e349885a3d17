"""Casting: the same bytes as from MkDocs, from few pages that MkDocs renders."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from mkdocs.exceptions import MkDocsException

from papershelf.plugin import Result, writing
from support import hostile
from support.helpers import DATA, ROOT, build, entry, write
from support.skipped import NO_DATA

pytestmark = pytest.mark.slow

SETTINGS = (
    "site_name: Shelf\ndocs_dir: content\ntheme: {{name: material{}}}\nplugins: [papershelf]\n"
)
#: Each of another day, so that pages of days are cast, too.
PAPERS = "".join(
    entry(f"p{number}", f"Paper {number}").replace("2025-12-23", f"2025-12-{number + 10}")
    for number in range(6)
)


#: Six papers and a hand-written page; templates of the owner, in `mine`, can extend ours.
BASE = {
    "papers.yaml": PAPERS,
    "content/about.md": "# About\n",
    "mine/papershelf.html": (ROOT / "overrides/main.html").read_text(),
}


def shelf(tmp_path: Path, files: dict[str, str]) -> Path:
    """A collection with these files and the others of BASE."""
    return write(tmp_path / "shelf", BASE | files)


def both(root: Path, base: Path, limit: int | None = None) -> Result:
    """The result of a build, after a comparison of each file with a build without casting."""
    options = {"has_search": False, "limit": limit}
    result = build(root, base / "cast", **options)
    build(root, base / "rendered", has_casting=False, **options)
    names = [
        {path.relative_to(base / name).as_posix() for path in (base / name).rglob("*.*")}
        for name in ("cast", "rendered")
    ]
    assert names[0] == names[1]
    for name in sorted(names[0]):
        path = base / "cast" / name
        if path.is_file():
            assert path.read_bytes() == (base / "rendered" / name).read_bytes(), name
    return result


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("seed", None), ("hostile", None), ("nasty", None), ("gaussian-splatting", 40),
        pytest.param("gaussian-splatting", None, marks=pytest.mark.large),
    ],
)  # fmt: skip
def test_the_same_bytes_as_from_mkdocs(
    name: str, limit: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the example, of hostile texts, and of real collections, cast by several processes; MkDocs
    renders few pages."""
    monkeypatch.setattr(writing, "LARGE", 5)
    root = {"seed": ROOT, "hostile": tmp_path / "shelf"}.get(name, DATA / name)
    if name == "hostile":
        write(root, hostile.files())
    elif not root.is_dir():
        pytest.skip(NO_DATA)
    result = both(root, tmp_path, limit)
    assert result.notes == ()
    assert result.report["pages_cast"] > 50
    assert result.report["pages_rendered"] < 80


@pytest.mark.parametrize(
    ("template", "note"),
    [
        (
            "{% block footer %}{{ page.meta.title if page }}{% endblock %}",
            "the theme changes a value",
        ),
        (
            "{% block footer %}{{ page.meta.title | length if page }}{% endblock %}",
            "prints more than",
        ),
        ("{% block htmltitle %}{{ title | truncate(200) | e }}{% endblock %}", "changes a value"),
        ("{% block content %}{{ page.content }}{{ page.content }}{% endblock %}", "2 times"),
    ],
)
def test_a_theme_that_changes_values_is_rendered(template: str, note: str, tmp_path: Path) -> None:
    """The owner's own template may do anything with a title; the site is right, and the build says
    why it took longer."""
    files = {
        "mkdocs.yml": SETTINGS.format(", custom_dir: mine"),
        "mine/main.html": f'{{% extends "papershelf.html" %}}{template}',
    }
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] == 0
    assert [sentence for sentence in result.notes if "papers/p" in sentence and note in sentence]


HOOK = """def on_post_page(output, page, config):
    return output.replace("Paper", "Work") + f"<!-- {page.file.src_uri} -->"
"""


def test_a_hook_for_single_pages_sees_them(tmp_path: Path) -> None:
    """Casting stands back for it, and the build says so."""
    files = {"mkdocs.yml": SETTINGS.format("") + "hooks: [hook.py]\n", "hook.py": HOOK}
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] == 0
    assert "may read or change single pages: a hook, hook" in result.notes[0]
    page = (tmp_path / "cast/papers/p1/index.html").read_text()
    assert "Work 1" in page and page.endswith("<!-- papers/p1.md -->")


MOVES = """def on_files(files, config):
    for file in files.documentation_pages():
        if file.src_uri == "papers/p4.md":
            file.dest_uri = "papers/moved/index.html"
    return files
"""


def test_a_hook_for_the_list_of_files_sees_all_pages(tmp_path: Path) -> None:
    """One that comes after ours may move, remove or count them."""
    files = {"mkdocs.yml": SETTINGS.format("") + "hooks: [hook.py]\n", "hook.py": MOVES}
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] == 0 and "a hook, hook" in result.notes[0]
    assert (tmp_path / "cast/papers/moved/index.html").is_file()


TURNS = """import copy

def on_nav(nav, config, files):
    turned = copy.copy(nav)
    turned.items = nav.items[::-1]
    return turned

def on_env(env, config, files):
    other = env.overlay()
    other.globals = dict(env.globals, site="shelf")
    return other
"""


def test_a_hook_for_the_whole_site_changes_cast_pages(tmp_path: Path) -> None:
    """It may give MkDocs another navigation or other templates."""
    files = {
        "mkdocs.yml": SETTINGS.format(", custom_dir: mine") + "hooks: [hook.py]\n",
        "hook.py": TURNS,
        "mine/main.html": '{% extends "papershelf.html" %}{% block footer %}{{ site }}{% endblock %}',
    }
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] >= 12 and not result.notes


def test_a_template_for_the_whole_site_sees_all_pages(tmp_path: Path) -> None:
    """Such as the owner's own list of addresses."""
    files = {
        "mkdocs.yml": SETTINGS.format("") + "extra_templates: [all.txt]\n",
        "content/all.txt": "{% for page in pages %}{{ page.url }}\n{% endfor %}",
    }
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] == 0 and "all.txt" in result.notes[0]
    assert "papers/p4/\n" in (tmp_path / "cast/all.txt").read_text()


def test_pages_that_the_navigation_names(tmp_path: Path) -> None:
    """Links to a topic in the navigation differ on its own pages, which are the shortest of their
    shape; hand-written pages link to pages that are cast."""
    nav = "nav: [index.md, Papers: papers/index.md, One: topics/one.md, about.md]\n"
    names = ("one", "second-topic", "third-topic", "fourth-topic")
    topics = {f"content/topics/{name}.md": f"# {name}\n" for name in names}
    papers = "".join(
        entry(f"p{number}", f"Paper {number}", more=f"  topics: [{', '.join(map(slug, topics))}]\n")
        for number in range(6)
    )
    files = {
        "papers.yaml": papers,
        "mkdocs.yml": SETTINGS.format("").replace("[papershelf]", "[papershelf: {per_page: 2}]")
        + nav,
        "content/about.md": "# About\n\n[a topic](topics/third-topic.md), [a paper](papers/p3.md#cite)\n",
        **topics,
    }
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] == 15 and not result.notes
    assert 'href="../../"' in (tmp_path / "cast/topics/one/p/2/index.html").read_text()
    about = (tmp_path / "cast/about/index.html").read_text()
    assert 'href="../topics/third-topic/"' in about and 'href="../papers/p3/#cite"' in about


def test_a_theme_that_links_to_a_cast_page(tmp_path: Path) -> None:
    """The link is shorter on that page, which MkDocs therefore renders."""
    files = {
        "mkdocs.yml": SETTINGS.format(", custom_dir: mine") + "extra_css: [papers/p4/own.css]\n",
        "content/papers/p4/own.css": "",
        "mine/main.html": '{% extends "papershelf.html" %}'
        "{% block footer %}<a href=\"{{ 'papers/p3/' | url }}\">3</a>{% endblock %}",
    }
    result = both(shelf(tmp_path, files), tmp_path)
    assert result.report["pages_cast"] >= 4 and not result.notes
    assert '<a href="./">3</a>' in (tmp_path / "cast/papers/p3/index.html").read_text()
    assert 'href="own.css"' in (tmp_path / "cast/papers/p4/index.html").read_text()


def test_a_script_that_names_its_page(tmp_path: Path) -> None:
    """It runs on each page, since the policy of the page has its hash."""
    script = 'self.page = "{{ page.url if page }}";'
    files = {
        "mkdocs.yml": SETTINGS.format(", custom_dir: mine"),
        "mine/main.html": '{% extends "papershelf.html" %}'
        f"{{% block libs %}}<script>{script}</script>{{% endblock %}}",
    }
    both(shelf(tmp_path, files), tmp_path)
    for url in ("papers/p1/", "papers/p5/", "days/2025-12-12/"):
        text = script.replace("{{ page.url if page }}", url)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        page = (tmp_path / "cast" / url / "index.html").read_text()
        assert text in page and f"'sha256-{digest}'" in page


def slug(path: str) -> str:
    """The name of a file without folder and suffix."""
    return Path(path).stem


def test_verify_compares_pages(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A template that looks at one title that no example has is found by comparing every page."""
    files = {
        "mkdocs.yml": SETTINGS.format(", custom_dir: mine"),
        "mine/main.html": '{% extends "papershelf.html" %}'
        "{% block footer %}{% if page and page.meta.title == 'Paper 3' %}three{% endif %}{% endblock %}",
    }
    root = shelf(tmp_path, files)
    assert build(root, tmp_path / "cast", has_search=False).report["pages_cast"] >= 6
    with pytest.raises(MkDocsException):
        build(root, tmp_path / "cast", has_search=False, verified=1000)
    assert "papers/p3/: casting and MkDocs make different pages" in caplog.text
