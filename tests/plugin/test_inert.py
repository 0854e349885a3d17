"""Commands that make no site run nothing that the settings name: a reviewer may look at a pull request
of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf import load
from papershelf.plugin import inert
from support.command import run
from support.helpers import git, write
from support.planting import shelf

#: Settings that make a file when they are run.
RUN = {
    "a hook": "hooks: [hook.py]\n",
    "a tag": "extra: {a: !!python/object/apply:os.mkdir [PATH]}\n",
    "a verbatim tag": "extra: {a: !<tag:yaml.org,2002:python/object/apply:os.mkdir> [PATH]}\n",
    "a tag of an inherited file": "INHERIT: base.yml\n",
}


@pytest.mark.parametrize("name", RUN)
def test_settings_run_nothing(name: str, tmp_path: Path) -> None:
    """Also where the site would be that of a preview, whose settings are read twice."""
    ran = tmp_path / "ran"
    base = RUN["a verbatim tag"].replace("PATH", str(ran))
    hook = f"import os\nos.mkdir({str(ran)!r})\n"
    for site in ("", "site_dir: /tmp/mkdocs_preview\n"):
        root = shelf(tmp_path / f"shelf{len(site)}", RUN[name].replace("PATH", str(ran)) + site)
        write(root, {"base.yml": base, "hook.py": hook})
        run("-C", root, "check")
        run("-C", root, "fmt")
        run("-C", root, "export", "ris")
    load(tmp_path / "shelf0")
    assert not ran.exists()
    run("-C", tmp_path / "shelf0", "build", "--no-search")
    assert ran.exists(), "a build does, so it would have been noticed"


def test_a_missing_hook_is_told(tmp_path: Path) -> None:
    """By the check as by a build."""
    done = run("-C", shelf(tmp_path, "hooks: [lost.py]\n"), "check")
    assert done.exit_code == 2 and "lost.py' isn't an existing file" in done.output


def test_tags_of_material_and_mkdocs_are_no_mistakes(tmp_path: Path) -> None:
    """Those that its documentation has, and functions of an owner."""
    settings = """markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:ours.index
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.superfences:
      custom_fences: [{name: a, class: a, format: !!python/name:ours.format ''}]
  - pymdownx.snippets: {base_path: [!relative $config_dir]}
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
"""
    done = run("-C", shelf(tmp_path, settings), "check")
    assert done.exit_code == 0, done.output
    one = "markdown_extensions: [{pymdownx.snippets: {base_path: [!relative $config_dir]}}]\n"
    done = run("-C", shelf(tmp_path / "built", one), "build", "--no-search")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    "settings",
    [
        'site_author: !!python/str "A"\n',
        "extra: {a: !!python/tuple [1, 2]}\n",
        "site_author: !!python/object/apply:os.getenv [PATH]\n",
        "site_url: !!python/object/apply:os.getenv [LOST, 'https://example.org/']\n",
        "nav: [about.md, !!python/object/apply:os.path.join ['', about.md]]\n",
        "theme: {name: material, language: !!python/object/apply:os.getenv [LOST, en]}\n",
    ],
)
def test_values_that_a_build_makes_are_no_mistakes(settings: str, tmp_path: Path) -> None:
    """The check does not know them, as if they were not set; data is data."""
    root = shelf(tmp_path, settings)
    if settings.startswith("theme"):
        mine = (root / "mkdocs.yml").read_text().replace("theme: {name: material}\n", "", 1)
        (root / "mkdocs.yml").write_text(mine)
    for command in (["check"], ["build", "--no-search"]):
        done = run("-C", root, *command)
        assert done.exit_code == 0, done.output


def test_a_strict_site_names_what_is_wrong(tmp_path: Path) -> None:
    """In the words of MkDocs."""
    root = shelf(tmp_path, "strict: true\nlost: 1\n")
    for command in ("check", "build"):
        told = run("-C", root, command).output
        assert "Aborted with 1 configuration warnings in 'strict' mode!" in told, told


BOMBS = {"lists": ("[x]", "[{}]", "*a{}"), "merged mappings": ("{b: 1}", "{{<<: [{}]}}", "*a{}")}


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("command", ["check", "build"])
def test_aliases_do_not_multiply(name: str, command: str, tmp_path: Path) -> None:
    """Ten aliases of ten aliases and so on, or a list that contains itself."""
    first, form, alias = BOMBS[name]
    lines = [f"  a0: &a0 {first}\n"]
    for level in range(9):
        again = ", ".join([alias.format(level)] * 10)
        lines.append(f"  a{level + 1}: &a{level + 1} {form.format(again)}\n")
    for number, settings in enumerate((f"extra:\n{''.join(lines)}", "extra: &a [*a]\n")):
        done = run("-C", shelf(tmp_path / str(number), settings), command)
        assert done.exit_code == 2 and "aliases such as *name" in done.output, done.output


def test_usual_aliases_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And merged mappings; values that nothing repeats are not counted."""
    monkeypatch.setattr(inert, "MOST_REPEATED", 10)
    settings = "extra:\n  a: &a {b: 1}\n  c: {<<: *a}\n  d: *a\n"
    settings += "".join(f"  e{number}: f\n" for number in range(50))
    done = run("-C", shelf(tmp_path, settings), "check")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("char", ["\0", "\x1b", "\ufffe"])
def test_a_character_that_yaml_does_not_allow(char: str, tmp_path: Path) -> None:
    """It has a place and a name."""
    done = run("-C", shelf(tmp_path, f'site_author: "A{char}"\n'), "check")
    assert done.exit_code == 2 and "mkdocs.yml:5:16: YAML cannot contain U+" in done.output
    assert "Traceback" not in done.output


def test_halves_of_characters_are_no_text(tmp_path: Path) -> None:
    """JSON writes emoji as two escapes; a page could not be written."""
    done = run("-C", shelf(tmp_path, r'site_author: "\ud83d\ude00"' + "\n"), "check")
    assert done.exit_code == 2 and "mkdocs.yml:5:17: this escape is not a valid" in done.output


def test_settings_are_inherited_in_a_repository(tmp_path: Path) -> None:
    """Two collections may share a file of their repository; nothing else is read or quoted."""
    root = shelf(tmp_path / "repository/looms", "INHERIT: ../base.yml\n")
    (tmp_path / "secret.yml").write_text("precious: 1\n")
    (tmp_path / "repository/base.yml").write_text("site_author: A\n")
    told = "outside of the repository"
    assert told in run("-C", root, "check").output  # without a repository, of the collection
    git(tmp_path / "repository", "init", "-q")
    (root / "link.yml").symlink_to(tmp_path / "secret.yml")
    assert run("-C", root, "check").exit_code == 0
    for name, why in (
        ("../../secret.yml", told),
        (str(tmp_path / "secret.yml"), told),
        ("../.git/config", "or hidden"),
        ("link.yml", "a link out of the collection"),
    ):
        (root / "mkdocs.yml").write_text(f"INHERIT: {name}\n")
        for command in ("check", "build"):
            done = run("-C", root, command)
            assert done.exit_code == 2 and why in done.output and "precious" not in done.output


def test_settings_are_inherited_through_a_link_and_in_a_hidden_folder(tmp_path: Path) -> None:
    """Where the collection lies says nothing about its own files."""
    git(tmp_path, "init", "-q")
    root = shelf(tmp_path / ".hidden/looms", "INHERIT: base.yml\n")
    (root / "base.yml").write_text("site_author: A\n")
    (tmp_path / "linked").symlink_to(root)
    for folder in (root, tmp_path / "linked"):
        done = run("-C", folder, "check")
        assert done.exit_code == 0, done.output


def test_a_link_before_two_dots_leads_nowhere_else(tmp_path: Path) -> None:
    """MkDocs takes `link/..` for the folder of the link, so this is the file that counts."""
    root = shelf(tmp_path / "repository/looms", "INHERIT: link/../../../base.yml\n")
    git(tmp_path / "repository", "init", "-q")
    write(tmp_path, {"base.yml": "precious: 1\n", "repository/base.yml": "site_author: A\n"})
    (tmp_path / "repository/a/b").mkdir(parents=True)
    (root / "link").symlink_to("../a/b")
    for command in ("check", "build"):
        done = run("-C", root, command)
        assert done.exit_code == 2 and "outside of the repository" in done.output, done.output


def test_an_empty_name_of_inherited_settings_is_a_mistake(tmp_path: Path) -> None:
    """It was read as the folder."""
    done = run("-C", shelf(tmp_path, 'INHERIT: ""\n'), "check")
    assert done.exit_code == 2 and "INHERIT must be the path of a file" in done.output
