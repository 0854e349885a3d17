"""Firefox and WebKit for tests: what a reader does in a window, as commands of W3C WebDriver.

Both take the same commands (https://www.w3.org/TR/webdriver2/): WebKit over HTTP from its driver,
Firefox over its own socket, Marionette, which spares a program that Debian does not have.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

#: What carries a command and its parameters to a browser, and its value back.
Wire = Callable[[str, dict[str, Any]], Any]

#: Command → method and path below the session, for the driver that speaks HTTP.
PATHS = {
    "Navigate": ("POST", "url"), "GetCurrentURL": ("GET", "url"), "Back": ("POST", "back"),
    "Refresh": ("POST", "refresh"), "ExecuteScript": ("POST", "execute/sync"),
    "ElementClick": ("POST", "element/{id}/click"), "ElementSendKeys": ("POST", "element/{id}/value"),
    "PerformActions": ("POST", "actions"), "TakeScreenshot": ("GET", "screenshot"),
    "SetWindowRect": ("POST", "window/rect"), "DeleteSession": ("DELETE", ""),
    "SwitchToFrame": ("POST", "frame"), "SwitchToParentFrame": ("POST", "frame/parent"),
    "GetWindowHandle": ("GET", "window"), "GetWindowHandles": ("GET", "window/handles"), "SwitchToWindow": ("POST", "window"),
    "CloseWindow": ("DELETE", "window"),
}  # fmt: skip
#: The key under which an element is handed over.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
#: Keys other than letters.
KEYS = {"Enter": "\ue007", "Control": "\ue009", "Escape": "\ue00c", "ArrowUp": "\ue013", "ArrowDown": "\ue015",
        "ArrowLeft": "\ue012", "ArrowRight": "\ue014"}  # fmt: skip
#: Seconds for what a page has to bring.
PATIENCE = 10.0


class Refused(AssertionError):
    """What a browser did not do, or a page did not bring."""


def until(condition: Callable[[], Any], what: object, patience: float = PATIENCE) -> Any:
    """The first value of `condition` that is not false; an error names `what` did not come."""
    end = time.monotonic() + patience
    while not (value := condition()):
        if time.monotonic() > end:
            raise Refused(f"did not come: {what}")
        time.sleep(0.02)
    return value


class Window:
    """A window of a browser, by what a reader does in it."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.opener = ""
        """Handle of the tab from which the current one was opened."""

    def go(self, url: str) -> None:
        self.wire("Navigate", {"url": url})

    def back(self) -> None:
        self.wire("Back", {})

    def reload(self) -> None:
        self.wire("Refresh", {})

    @property
    def url(self) -> str:
        return str(self.wire("GetCurrentURL", {}))

    def size(self, width: int, height: int) -> None:
        """Outer pixels; a browser has a least width."""
        self.wire("SetWindowRect", {"width": width, "height": height})

    def run(self, script: str, *arguments: object) -> Any:
        """What the body of a function returns."""
        return self.wire("ExecuteScript", {"script": script, "args": list(arguments)})

    def get(self, expression: str) -> Any:
        return self.run(f"return {expression}")

    def see(self, expression: str) -> Any:
        """The value of an expression, once it is not false."""

        def look() -> Any:
            try:
                return self.get(expression)
            except Refused:  # a page is being left, or has not all that the expression names
                return None

        return until(look, expression)

    def find(self, selector: str, words: str = "") -> dict[str, Any]:
        """The first element in sight with these words in its text or its name."""
        script = """const [selector, words] = arguments;
            return [...document.querySelectorAll(selector)].find((node) =>
              node.checkVisibility() && `${node.ariaLabel ?? ""} ${node.textContent}`.includes(words));"""
        found = until(lambda: self.run(script, selector, words), f"{selector} {words}")
        # at once: a page that scrolls smoothly would move below the click
        self.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", found)
        self._wait_in_place(found)
        return {"id": found[ELEMENT]}

    def _wait_in_place(self, found: dict[str, Any]) -> None:
        """Wait until an element stays where it is: a browser clicks at the place that it had."""
        looks: list[Any] = []
        place = "const { x, y } = arguments[0].getBoundingClientRect(); return [x, y]"

        def stays() -> bool:
            looks.append(self.run(place, found))
            return looks[-1:] == looks[-2:-1]

        until(stays, "an element that stays in its place")

    def click(self, selector: str, words: str = "") -> None:
        self.wire("ElementClick", self.find(selector, words))

    def write(self, selector: str, text: str) -> None:
        """Letters into a field, or the path of a file."""
        self.wire("ElementSendKeys", {**self.find(selector), "text": text, "value": list(text)})

    def choose(self, selector: str, value: str) -> None:
        """An option of a list."""
        self.run(
            "const list = document.querySelector(arguments[0]); list.value = arguments[1];"
            " list.dispatchEvent(new Event('change', { bubbles: true }));",
            selector,
            value,
        )

    def press(self, *keys: str) -> None:
        """Keys by their names, one after the other; `Control+v` are two at a time."""
        actions = []
        for key in keys:
            pressed = [KEYS.get(part, part) for part in (key.split("+") if len(key) > 1 else [key])]
            actions += [{"type": "keyDown", "value": part} for part in pressed]
            actions += [{"type": "keyUp", "value": part} for part in reversed(pressed)]
        self.wire(
            "PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]}
        )

    def frame(self, name: str) -> None:
        """Into a frame, until `leave`."""
        found = until(lambda: self.get(f"document.getElementById({json.dumps(name)})"), name)
        self.wire("SwitchToFrame", {"id": found})

    def leave(self) -> None:
        self.wire("SwitchToParentFrame", {})

    def tabs(self) -> list[str]:
        """The handles of all tabs."""
        return list(self.wire("GetWindowHandles", {}))

    def next_tab(self) -> None:
        """To the tab that was opened from this one."""
        self.opener = str(self.wire("GetWindowHandle", {}))
        others = until(lambda: [each for each in self.tabs() if each != self.opener], "another tab")
        self.wire("SwitchToWindow", {"handle": others[0], "name": others[0]})

    def close_tab(self) -> None:
        """Back to the tab from which this one was opened."""
        self.wire("CloseWindow", {})
        self.wire("SwitchToWindow", {"handle": self.opener, "name": self.opener})

    def mouse(self, x: float, y: float, *buttons: str) -> None:
        """The mouse to a place in the window, and perhaps `pointerDown`, `pointerUp` there."""
        move: dict[str, Any] = {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0}
        actions = [move, *({"type": name, "button": 0} for name in buttons)]
        source = {
            "type": "pointer",
            "id": "mouse",
            "parameters": {"pointerType": "mouse"},
            "actions": actions,
        }
        self.wire("PerformActions", {"actions": [source]})

    def picture(self) -> bytes:
        """What is in sight, as PNG; to be looked at."""
        return base64.b64decode(self.wire("TakeScreenshot", {"full": False}))


# --- both are started for one run, and leave nothing behind ---


@contextmanager
def running(*command: str, **options: Any) -> Iterator[None]:
    """A program, ended with the block."""
    path = shutil.which(command[0])
    assert path, f"no {command[0]}: scripts/engines tells how to get it"
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    with subprocess.Popen([path, *command[1:]], **quiet, **options) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def screen() -> Iterator[str]:
    """The name of a screen in memory; its server chooses a number that is free."""
    read, write = os.pipe()
    with os.fdopen(read) as told, os.fdopen(write, "w") as number:
        command = (
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
        )
        with running(*command, pass_fds=(write,)):
            number.close()  # the server's end alone is left: nothing comes where it fails
            display = told.readline().strip()
            assert display, "Xvfb did not start"
            yield f":{display}"


@contextmanager
def webkit(downloads: Path) -> Iterator[Window]:
    """WebKitGTK's own small browser behind its driver."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (home / ".config").mkdir()
        (home / ".config/user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{downloads}"\n')
        display = stack.enter_context(screen())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "HOME": str(home),
            "NO_AT_BRIDGE": "1",
        }
        stack.enter_context(running("WebKitWebDriver", f"--port={port}", env=environment))
        http = stack.enter_context(requests.Session())
        http.trust_env = False  # no proxy on the way to this machine itself

        def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
            answer = http.request(method, f"http://127.0.0.1:{port}/{path}", json=body, timeout=60)
            value = answer.json()["value"]
            if answer.status_code != 200:
                raise Refused(f"{path}: {value['error']}: {value['message']}")
            return value

        def is_ready() -> bool:
            try:
                return bool(ask("GET", "status")["ready"])
            except requests.ConnectionError:
                return False

        until(is_ready, "WebKitWebDriver")
        session = f"session/{ask('POST', 'session', {'capabilities': {}})['sessionId']}"

        def wire(command: str, parameters: dict[str, Any]) -> Any:
            method, path = PATHS[command]
            whole = f"{session}/{path.format(**parameters)}".rstrip("/")
            return ask(method, whole, parameters if method == "POST" else None)

        yield Window(wire)
        wire("DeleteSession", {})


@contextmanager
def firefox(downloads: Path) -> Iterator[Window]:
    """Firefox without a window, with a profile of its own."""
    with ExitStack() as stack:
        profile = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {
            "marionette.port": 0,
            "browser.download.dir": str(downloads),
            "browser.download.folderList": 2,
        }
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in settings.items()
        ]
        (profile / "user.js").write_text("\n".join(lines))
        name = "firefox-esr" if shutil.which("firefox-esr") else "firefox"
        command = (name, "--headless", "--marionette", "--no-remote", "--profile", str(profile))
        stack.enter_context(running(*command, env={**os.environ, "HOME": str(profile)}))
        told = profile / "MarionetteActivePort"
        port = int(until(lambda: told.is_file() and told.read_text(), "Marionette", 60))
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 60))
        stream = stack.enter_context(connection.makefile("rb"))

        def read() -> Any:
            """A message: its length in bytes, a colon, JSON."""
            length = b""
            while (digit := stream.read(1)) != b":":
                assert digit, "Firefox is gone"
                length += digit
            return json.loads(stream.read(int(length)))

        def wire(command: str, parameters: dict[str, Any]) -> Any:
            body = json.dumps([0, 1, f"WebDriver:{command}", parameters]).encode()
            connection.sendall(b"%d:%s" % (len(body), body))
            _, _, error, value = read()
            if error:
                raise Refused(f"{command}: {error['error']}: {error['message']}")
            return value.get("value") if isinstance(value, dict) else value

        read()  # it says what it is
        wire("NewSession", {})
        yield Window(wire)
