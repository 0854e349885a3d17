"""Nothing is lost and nothing is half-written, whenever somebody pulls the plug."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papershelf.editing import normal_form
from support import killing
from support.helpers import ROOT, entry, git, write
from support.misbehaving import Misbehaving
from support.skipped import IS_SWEEP, unix

pytestmark = [pytest.mark.slow, unix]

#: How often each command is killed: a few times by default, a hundred times by `make sweep`.
KILLS = 100 if IS_SWEEP else 4
#: Large enough that writing takes a while.
CATALOGUE = "".join(
    entry(f"p{number * 7919 % 3001:04}2024", f"Title {number}", f"  abstract: {'word ' * 60}\n")
    for number in range(1500)
)
BIB = "".join(
    f"@misc{{new{n}, title={{New {n}}}, author={{A{n}, B}}, year=2024}}\n" for n in range(200)
)


def command(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "papershelf", "-C", str(root), *arguments]


def outcomes(root: Path, arguments: list[str], kills: int) -> tuple[set[bytes], int, list[bool]]:
    """What the catalogue holds after a command was killed at random moments, with a new copy each; how
    often it was killed indeed, and each time whether it had written by then."""
    path = root / "papers.yaml"
    before = path.read_bytes()
    took = seconds(root, *arguments)
    found = {before, path.read_bytes()}
    random_ = random.Random(7)
    killed, wrote = 0, []
    for _ in range(3 * kills):
        path.write_bytes(before)
        # the last third is where files are written
        is_killed = kill(took * random_.triangular(0.3, 1.05, 0.9), root, *arguments)
        now = path.read_bytes()
        killed += is_killed
        wrote.append(now != before)
        # a machine is now faster, now slower: the moments stay around the one that counts
        took *= 0.85 if not is_killed else 1.01 if now == before else 1.0
        found.add(now)
        if killed == kills:
            break
    return found, killed, wrote


def seconds(root: Path, *arguments: str) -> float:
    """How long a command takes, after a first one that may begin more slowly."""
    killing.start("--version").join()
    begun = time.monotonic()
    killing.start("-C", str(root), *arguments).join()
    return time.monotonic() - begun


def kill(moment: float, root: Path, *arguments: str) -> bool:
    """Whether a command was still running when its moment came."""
    started = killing.start("-C", str(root), *arguments)
    time.sleep(moment)
    started.kill()
    started.join(20)
    return started.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(
    "arguments",
    [["fmt"], ["import", "refs.bib"], ["add", "2401.00001"]],
    ids=lambda words: words[0],
)
def test_killed_at_any_moment(arguments: list[str], tmp_path: Path, recorded: Misbehaving) -> None:
    """Many SIGKILLs: the catalogue is as before or as after, and nothing in between."""
    text = CATALOGUE if arguments == ["fmt"] else normal_form.to_normal(CATALOGUE)
    root = write(tmp_path / "shelf", {"papers.yaml": text, "refs.bib": BIB})
    arguments = [str(root / "refs.bib") if name == "refs.bib" else name for name in arguments]
    found, killed, wrote = outcomes(root, arguments, KILLS)
    assert len(found) == 2, [len(data) for data in found]
    # as often as we say, and, where there are many, on both sides of the moment that counts
    assert killed == KILLS and (KILLS < 40 or set(wrote) == {True, False}), (killed, sum(wrote))


def test_a_build_killed_at_any_moment(tmp_path: Path) -> None:
    """The catalogue is never touched, and the next build makes the site that it would have made."""
    papers = "".join(entry(f"p{number:04}2024", f"Title {number}") for number in range(60))
    root = write(tmp_path / "shelf", {"papers.yaml": papers})
    run = command(root, "build", "--no-search")
    forced = ("build", "--no-search", "--force")  # else it has nothing to do
    took = seconds(root, *forced)
    whole = _files(root / "site")
    random_, killed = random.Random(7), 0
    for _ in range(3 * KILLS):
        killed += kill(took * random_.uniform(0.1, 1.0), root, *forced)
        if killed == KILLS:
            break
    assert killed == KILLS
    assert (root / "papers.yaml").read_text() == papers
    subprocess.run(run, cwd=ROOT, capture_output=True, check=True)
    assert _files(root / "site") == whole


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "struck",
    [
        # while MkDocs loads its parts, it may come out of it as settings that are wrong
        "try:\n    os.kill(os.getpid(), signal.SIGINT)\nexcept KeyboardInterrupt:\n    raise ConfigurationError('x')\n",
        # Python drops what is raised in a destructor
        "class Slow:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGINT)\nSlow()\n",
    ],
    ids=["in a library", "in a destructor"],
)
def test_ctrl_c_is_ctrl_c(struck: str, tmp_path: Path) -> None:
    """Wherever it strikes."""
    write(tmp_path, {
        "papers.yaml": entry(),
        "mkdocs.yml": "site_name: X\ntheme: {name: material}\ndocs_dir: content\nplugins: [papershelf]\nhooks: [slow.py]\n",
        "content/about.md": "# X\n",
        "slow.py": f"import os, signal\nfrom mkdocs.exceptions import ConfigurationError\n{struck}",
    })  # fmt: skip
    done = subprocess.run(command(tmp_path, "build"), cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 130, done
    assert done.stderr == b"papershelf: interrupted; no file was left half-written\n"


@pytest.fixture(scope="module")
def built_shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A collection with its site, and how long the build took."""
    papers = "".join(entry(f"p{number:04}2024", f"Title {number}") for number in range(300))
    root = write(
        tmp_path_factory.mktemp("built") / "shelf",
        {
            "papers.yaml": papers,
            "mkdocs.yml": "site_name: X\ntheme: {name: material}\ndocs_dir: content\nplugins: [papershelf]\n",
            "content/about.md": "# X\n",
        },
    )
    begun = time.monotonic()
    run = command(root, "build", "--no-search")
    subprocess.run(run, cwd=ROOT, capture_output=True, check=True)
    return root, time.monotonic() - begun


@pytest.mark.parametrize("moment", [0.2, 0.5, 0.8])
def test_interrupted_with_ctrl_c(
    moment: float, built_shelf: tuple[Path, float], tmp_path: Path
) -> None:
    """A build ends at once, without a traceback, and leaves the last site whole."""
    shelf, took = built_shelf
    root = Path(shutil.copytree(shelf, tmp_path / "shelf"))
    run = command(root, "build", "--no-search")
    before = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    papers = (root / "papers.yaml").read_text()
    write(root, {"papers.yaml": papers.replace("Title", "Other")})
    started = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(took * moment)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=30)
    assert b"Traceback" not in errors, errors.decode()[-2000:]
    after = {path: path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}
    if started.returncode:
        # before the moment of publishing nothing is touched, after it everything is new
        # by the signal itself, if the machine is so busy that Python has not begun
        assert started.returncode in (1, 130, -signal.SIGINT), errors.decode()
        assert before == after or b"Title" not in b"".join(
            data for path, data in after.items() if path.suffix == ".bib"
        )


def test_two_additions_merge(tmp_path: Path) -> None:
    """Because entries are sorted, papers that two people add meet in one gap only by accident; at
    the end of the file they always do. `scripts/merges.py` runs 2,000 pairs on real data."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import merges
    finally:
        sys.path.pop(0)
    random_ = random.Random(3)
    names = [
        f"{random_.choice('abcdefghijklmnopqrstuvwxyz')}{random_.getrandbits(40):x}"
        for _ in range(583)
    ]
    text = normal_form.to_normal("".join(entry(name, f"Title {name}") for name in names[:503]))
    added = [(name, entry(name, f"Title {name}")) for name in names[503:]]
    placed, appended = merges.compare(text, added)
    assert placed >= 39 and appended == 0


def test_a_hook_of_git_does_not_mislead(tmp_path: Path) -> None:
    """In a hook git sets GIT_DIR: the collection's own repository counts all the same."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry()})
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "First")
    environment = os.environ | {"GIT_DIR": str(tmp_path / "elsewhere"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command(root, "check", "--since", "main"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and b"no problems in 1 entry\n" in done.stdout, done.stderr
