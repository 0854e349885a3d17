"""Two commands at once: the second waits, and says so."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.storage import locks
from support.command import run
from support.helpers import ROOT, entry, write
from support.skipped import unix

pytestmark = unix


def holder(root: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock until it is killed."""
    code = (
        "import sys, time, pathlib\nfrom papershelf.storage import locks\n"
        "with locks.hold(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", code, str(root)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert started.stdout and started.stdout.readline() == b"held\n"
    yield started
    started.kill()
    started.wait()
    started.stdout.close()


@pytest.mark.slow
def test_the_second_command_waits(tmp_path: Path) -> None:
    """For a build, and for whatever changes the catalogue, and says so once; a check and a dry run
    go on. A killed holder blocks nobody."""
    root = write(tmp_path / "shelf", {"papers.yaml": entry("b2024") + entry("a2024")})
    for other in holder(root):
        assert run("-C", root, "check").exit_code == 0
        assert run("-C", root, "fmt", "--check").exit_code == 1
        command = [sys.executable, "-m", "papershelf", "-C", str(root)]
        waiting = [
            subprocess.Popen(
                [*command, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            for words in (["fmt"], ["build", "--no-search"])
        ]
        said = f"papershelf: waiting for another command to finish in {root}\n".encode()
        assert [each.stderr.readline() for each in waiting if each.stderr] == [said, said]
        assert [each.poll() for each in waiting] == [None, None]
        assert (root / "papers.yaml").read_text().startswith("- id: b2024")
        assert not (root / "build").exists()
        other.kill()
        told = [each.communicate(timeout=60)[1] for each in waiting]
        assert [each.returncode for each in waiting] == [0, 0]
        assert not any(b"waiting" in text for text in told), told
    assert (root / "papers.yaml").read_text().startswith("- id: a2024")
    assert (root / "site/papers/a2024/index.html").exists()


@pytest.mark.parametrize(("patience", "number"), [(0.01, 1), (30, 0)])
def test_a_long_wait_is_announced(
    patience: float,
    number: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Once, and not where the other command ends soon."""
    monkeypatch.setattr(locks, "PATIENCE", patience)
    held = threading.Event()

    def wait() -> None:
        with locks.hold(tmp_path):
            held.set()

    second = threading.Thread(target=wait)
    with locks.hold(tmp_path):
        second.start()
        assert not held.wait(0.2)
    second.join(30)
    assert held.is_set()
    told = f"papershelf: waiting for another command to finish in {tmp_path}"
    assert caplog.messages == [told] * number


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    """Also where nobody may write, and after an error."""
    tmp_path.chmod(0o500)
    with pytest.raises(ValueError), locks.hold(tmp_path):
        raise ValueError
    with locks.hold(tmp_path):
        assert list(tmp_path.iterdir()) == []
    tmp_path.chmod(0o700)
