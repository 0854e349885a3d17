"""Mistakes in templates of the owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.plugin import defaults
from support.command import run
from support.helpers import ROOT, entry, write

SETTINGS = "site_name: Looms\ndocs_dir: content\ntheme: {name: material, custom_dir: mine}\nplugins: [papershelf]\n"
OURS = (ROOT / "overrides/main.html").read_text()
EXTENDED = '{% extends "papershelf.html" %}\n\n{% block footer %}'


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"main.html": '{% extends "base.html" %}\n{% blok x %}\n'}, "mine/main.html:2: Encountered unknown tag 'blok'"),
        ({"main.html": '{% extends "base.html" %}'}, "mine/main.html:1: 'papershelf' is undefined"),
        ({"main.html": EXTENDED + "{{ nope.x }}{% endblock %}"}, "mine/main.html:3: 'nope' is undefined"),
        ({"main.html": EXTENDED + "{{ 1 / 0 }}{% endblock %}"}, "mine/main.html:3: division by zero"),
        ({"main.html": EXTENDED + '{% include "partials/foot.html" %}{% endblock %}'},
         "mine/main.html:3: no template partials/foot.html"),
        ({"main.html": EXTENDED + '{% include "foot.html" %}{% endblock %}', "foot.html": "\n{{ 1 | nofilter }}"},
         "mine/foot.html:2: No filter named 'nofilter'"),
        ({"main.html": '{% extends "main.html" %}'}, "mine/main.html:1: it extends or includes itself"),
        ({"main.html": EXTENDED + '{% include "foot\\n.html" %}{% endblock %}'}, "mine/main.html:3: no template foot .html"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_line(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    """Not with a traceback; a file that replaces one of ours may be a copy of an older version."""
    write(
        tmp_path, {"mkdocs.yml": SETTINGS, "content/index.md": "# Looms\n", "papers.yaml": entry()}
    )
    write(tmp_path, {f"mine/{name}": text for name, text in files.items()})
    if "papershelf.html" in files["main.html"]:
        write(tmp_path, {"mine/papershelf.html": OURS})
    done = run("-C", tmp_path, "build", "--no-search")
    if "mine/main.html" in message:
        message += f"; it replaces {defaults.theme_folder() / 'main.html'}: begin with a copy of it"
    assert done.exit_code == 2, done.exception
    assert done.output.splitlines()[-1] == f"papershelf: {message}"


def test_a_template_that_is_not_in_utf_8(tmp_path: Path) -> None:
    """As an old editor saved it."""
    write(tmp_path, {"mkdocs.yml": SETTINGS, "papers.yaml": entry(), "mine/papershelf.html": OURS})
    write(tmp_path, {"content/index.md": "# Looms\n", "mine/main.html": EXTENDED})
    (tmp_path / "mine/main.html").write_bytes(f"{EXTENDED}Zürich{{% endblock %}}".encode("latin-1"))
    done = run("-C", tmp_path, "build", "--no-search")
    said = "papershelf: mine/main.html:1: it is not in UTF-8; save it as UTF-8"
    assert (done.exit_code, done.output.splitlines()[-1].partition("; it replaces")[0]) == (2, said)
