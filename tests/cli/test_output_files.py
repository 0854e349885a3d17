"""What a command writes replaces no file of the collection or of its site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import run
from support.helpers import entry, write


@pytest.mark.parametrize("name", ["papers.yaml", "papers/a.yaml", "content/index.md", "mkdocs.yml"])
@pytest.mark.parametrize("command", [("export", "yaml", "-o"), ("build", "--report")])
def test_no_output_replaces_what_a_curator_wrote(
    command: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    """Whether the file exists or not; nothing is built."""
    root = write(tmp_path, {"papers.yaml": entry()})
    done = run("-C", root, *command, root / name)
    assert done.exit_code == 2 and f"{name} belongs to the collection; name another" in done.output
    assert (root / "papers.yaml").read_text() == entry() and not (root / "site").exists()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("export", "ris", "-o"), "out/topics/x.ris"),
        (("build", "--report"), "out/report.json"),
        (("build", "--report"), "door/index.html"),
        (("build", "--site-dir", "SITE", "--report"), "other/index.html"),
        (("build", "--report=SITE/a.json", "--site-dir", "SITE"), ""),
    ],
)
def test_no_output_is_in_the_site(command: tuple[str, ...], name: str, tmp_path: Path) -> None:
    """Also behind a link, and in the folder that the command names."""
    settings = "site_name: X\ntheme: {name: material}\ndocs_dir: content\nplugins: [papershelf]\n"
    root = write(
        tmp_path,
        {
            "papers.yaml": entry(),
            "mkdocs.yml": f"{settings}site_dir: out\n",
            "content/index.md": "# X\n",
        },
    )
    (root / "out").mkdir()
    (root / "door").symlink_to("out")
    given = [word.replace("SITE", str(root / "other")) for word in command]
    done = run("-C", root, *given, *([root / name] if name else []))
    assert done.exit_code == 2 and "belongs to the site; name another file" in done.output
    assert not [*(root / "out").iterdir()] and not (root / "other").exists()


def test_a_hyphen_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that is printed is all that a program reads there."""
    monkeypatch.chdir(write(tmp_path, {"papers.yaml": entry()}))
    assert run("export", "ris", "-o", "-").stdout == run("export", "ris").stdout
    assert run("schema", "-o", "-").stdout == run("schema").stdout
    done = run("build", "--no-search", "--report", "-")
    assert json.loads(done.stdout)["papers"] == 1 and "Next: papershelf serve" in done.stderr
    assert not Path("-").exists()


@pytest.mark.parametrize(
    "name",
    ["looms.yaml", "link.yaml", "pages/index.md", "pages/CNAME", "base.yml", "door/index.md"],
)
@pytest.mark.parametrize("command", [("export", "ris", "-o"), ("build", "--report")])
def test_the_settings_say_what_a_curator_wrote(
    command: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    """Wherever links lead, and also in a file that they inherit."""
    settings = "site_name: X\ntheme: {name: material}\ndocs_dir: pages\n"
    root = write(tmp_path, {
        "mkdocs.yml": "INHERIT: base.yml\n", "looms.yaml": entry(), "pages/CNAME": "a.example\n",
        "base.yml": f"{settings}plugins: [{{papershelf: {{catalogue: looms.yaml}}}}]\n",
        "pages/index.md": "# X\n",
    })  # fmt: skip
    (root / "link.yaml").symlink_to("looms.yaml")
    (root / "door").symlink_to("pages")
    before = (root / name).read_text()
    done = run("-C", root, *command, root / name)
    assert done.exit_code == 2 and "belongs to the collection; name another" in done.output
    assert (root / name).read_text() == before and not (root / "site").exists()
    assert run("-C", root, "export", "ris", "-o", root / "papers.ris").exit_code == 0
