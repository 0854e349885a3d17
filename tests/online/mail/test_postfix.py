"""Mail through Debian's Postfix on loopback, read back from the mailbox: `make test-large`."""

from __future__ import annotations

import email
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from support.command import run
from support.helpers import write
from support.mailing import SECRET, SHELF

POSTFIX = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = [
    pytest.mark.large,
    pytest.mark.skipif(
        not POSTFIX or os.name != "posix" or os.geteuid() != 0,
        reason="needs root and Postfix (apt-get install postfix)",
    ),
]

MAIN = """compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = {root}/log/mail
maillog_file_prefixes = {root}/log
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.org
virtual_mailbox_base = {root}
virtual_mailbox_maps = static:mailbox/
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
virtual_mailbox_limit = 0
message_size_limit = 1000000
queue_run_delay = 1s
minimal_backoff_time = 1s
in_flow_delay = 0
smtpd_client_connection_rate_limit = 0
smtpd_recipient_restrictions = check_recipient_access inline:{{nobody@example.org=REJECT}}, permit_mynetworks, reject
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
trace unix - - n - 0 bounce
postlog unix-dgram n - n - 1 postlogd
"""


@pytest.fixture(scope="module")
def postfix() -> Iterator[tuple[int, Path]]:
    """Its port, and the mailbox in which everything for example.org lands."""
    with tempfile.TemporaryDirectory(prefix="papershelf-postfix-", dir="/var/tmp") as folder:
        yield from serving(Path(folder))


def serving(root: Path) -> Iterator[tuple[int, Path]]:
    # Postfix's processes are of another user, and pytest closes its own folders to others
    root.chmod(0o755)
    user = pwd.getpwnam("postfix")
    for name in ("queue", "data", "log", "mailbox", "config"):
        (root / name).mkdir()
    for name in ("data", "mailbox"):
        os.chown(root / name, user.pw_uid, user.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values = {"root": root, "user": user.pw_uid, "group": user.pw_gid, "port": port}
    (root / "config/main.cf").write_text(MAIN.format(**values))
    (root / "config/master.cf").write_text(MASTER.format(**values))
    command = [str(POSTFIX), "-c", str(root / "config")]
    subprocess.run([*command, "start"], check=True, capture_output=True, timeout=30)
    try:
        yield port, root / "mailbox"
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True, timeout=30)


def delivered(mailbox: Path, number: int) -> list[EmailMessage]:
    """The messages of a mailbox, once so many are there."""
    latest = time.monotonic() + 60
    paths: list[Path] = []
    while len(paths) < number and time.monotonic() < latest:
        time.sleep(0.1)
        paths = list((mailbox / "new").glob("*")) if (mailbox / "new").is_dir() else []
    messages = [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]
    return [message for message in messages if isinstance(message, EmailMessage)]


def test_mail_arrives_whole(
    postfix: tuple[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long lines, all scripts and the headers for unsubscribing. One address is refused, and each of the
    other two hundred gets one message."""
    port, mailbox = postfix
    papers = SHELF["papers.yaml"].replace("Rings", "Σχέση of «rings» 研究 كتاب")
    root = write(tmp_path / "shelf", SHELF | {"papers.yaml": papers})
    people = [f"reader{number}@example.org" for number in range(200)]
    monkeypatch.setenv("PAPERSHELF_SMTP", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("PAPERSHELF_MAIL_SECRET", SECRET)
    monkeypatch.setenv(
        "PAPERSHELF_SUBSCRIBERS", "\n".join(["address", "nobody@example.org", *people])
    )
    done = run("-C", root, "send")
    assert done.exit_code == 1
    assert (
        done.stdout.startswith("200 messages sent\n")
        and "the server refused it (554)" in done.stdout
    )
    messages = delivered(mailbox, 200)
    assert sorted(str(each["Delivered-To"]) for each in messages) == sorted(people)
    assert len({each["Message-ID"] for each in messages}) == 200
    for message in messages[:5]:
        text, html = message.iter_parts()
        assert "* Σχέση of «rings» 研究 كتاب" in text.get_content()
        assert "&#931;&#967;" in html.get_content()
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
