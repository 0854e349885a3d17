"""A whole build behind a preview, in a process of its own with a lower priority.

In: the folder of a collection, and a working folder. Out: all files of its site, then the search
index. The preview makes only the pages that a browser asks for, and ends this process at the next
edit.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import mkdocs.commands.build

from papershelf.outputs import search_index
from papershelf.plugin import defaults, site
from papershelf.plugin.hooks import CheckFailed

#: The folder of the search index, in the working folder.
SEARCH = f"new/{search_index.FOLDER}"


class Behind:
    """The process, as the preview sees it."""

    def __init__(
        self, root: Path, work: Path, url: str, notice: Callable[[str, str], None]
    ) -> None:
        """Begin. `notice` is called, in another thread, with the kind and the text of each message:
        `warning`, `files` and `search` when these are ready, and `end`."""
        self.work = work
        self.has_files = self.has_ended = False
        code = f"import sys; from {__name__} import main; main(*sys.argv[1:])"
        command = [sys.executable, "-c", code, str(root), str(work), url]
        environment = dict(os.environ)
        if defaults.environment()[0] is None:  # otherwise this process has set it for its own build
            environment.pop("SOURCE_DATE_EPOCH", None)
        # a group of its own, so that Pagefind and other processes end with it
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, start_new_session=True
        )
        self.notice = notice
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def pause(self) -> None:
        """Leave the processors to the preview, which reads an edit."""
        self._signal("SIGSTOP")

    def go_on(self) -> None:
        """Go on after a pause."""
        self._signal("SIGCONT")

    def end(self) -> None:
        """End the process, and all that it began."""
        self._signal("SIGKILL")
        self.process.kill()
        self.process.wait()
        self.listener.join()

    def _signal(self, name: str) -> None:
        """Send a signal to all processes of the group, on systems that have groups."""
        if os.name == "posix" and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.Signals[name])

    def find(self, name: str) -> Path | None:
        """Return where a file of the site is, once it has all files."""
        path = self.work / "site" / name
        return path if path.is_file() else None

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                if not line.endswith(b"\n"):  # it was ended
                    break
                kind, text = json.loads(line)
                self.has_files = self.has_files or kind == "files"
                self.notice(kind, text)
        self.has_ended = True
        self.notice("end", "")


def build(root: Path, work: Path, url: str, say: Callable[[str, str], None]) -> None:
    """Build a site for a preview at an address: all files, then the search index."""
    config = site.load(root, work, site_dir=str(work / "new"))
    config.site_url = url
    plugin = site.plugin_of(config)
    plugin.work, plugin.is_preview, plugin.has_index = work, True, False
    plugin.published = work / "site"  # that of the edit before, if any
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs.commands.build.build(config, serve_url=url)
    assert plugin.outputs
    plugin.outputs.draft.publish(plugin.published)
    say("files", "")
    plugin.index(config)
    say("search", "")


def main(root: str, work: str, url: str) -> None:
    """Build, and write messages to stdout, each a line of JSON."""

    def say(kind: str, text: str) -> None:
        sys.stdout.write(json.dumps([kind, text]) + "\n")
        sys.stdout.flush()

    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: say("warning", record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    if os.name == "posix":
        os.nice(10)
    try:
        build(Path(root), Path(work), url, say)
    except CheckFailed:  # of another edit, which the preview reports
        pass
    except Exception as error:
        say("warning", f"the search and files for programs are missing: {error}")
