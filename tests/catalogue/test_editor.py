"""The schema in an editor: what the YAML language server, which most editors use, makes of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.command import run
from support.helpers import ROOT
from support.skipped import NO_TOOL

SERVER = ROOT / ".venv/tools/node_modules/yaml-language-server/bin/yaml-language-server"
TEXT = """\
# yaml-language-server: $schema=./schema/papers.schema.json
- id: ada2024
  title: T
  published: 2024
  doi: nonsense
  topics: [weaving, wrong]
  type: artcle
  """


class Editor:
    """As much of an editor as it takes: requests and answers of the language server protocol."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0
        self.seen: list[dict[str, Any]] = []
        self.uri = (root / "papers.yaml").as_uri()
        folder = root.as_uri()
        hover = {"hover": {"contentFormat": ["markdown"]}, "completion": {}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": folder, "capabilities": {"textDocument": hover},
             "workspaceFolders": [{"uri": folder, "name": "shelf"}]},
        )  # fmt: skip
        self.send({"method": "initialized", "params": {}})
        settings = {
            "validate": True,
            "hover": True,
            "completion": True,
            "schemaStore": {"enable": False},
        }
        self.send(
            {
                "method": "workspace/didChangeConfiguration",
                "params": {"settings": {"yaml": settings}},
            }
        )
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": TEXT}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.startswith(b"Content-Length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:  # it asks the editor for something
            items = message.get("params", {}).get("items", [])
            self.send({"id": message["id"], "result": [None for _ in items]})
        self.seen.append(message)
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        for _ in range(50):
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message["result"]
        raise AssertionError(f"no answer to {method}")

    def at(self, method: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": self.uri}, "position": position})

    def diagnostics(self) -> list[tuple[int, str]]:
        for _ in range(50):
            for message in self.seen:
                found = message.get("params", {}).get("diagnostics")
                if found:
                    return [(one["range"]["start"]["line"] + 1, one["message"]) for one in found]
            self.receive()
        raise AssertionError("no diagnostics")


@pytest.mark.slow
def test_an_editor_completes_explains_and_underlines(tmp_path: Path) -> None:
    """Fields and topics of this site, the sentence of a field, and what the check would refuse."""
    if not SERVER.is_file() or not shutil.which("node"):
        pytest.skip(NO_TOOL.format("the YAML language server or node"))
    run("-C", tmp_path, "init", "shelf", "--topic", "Weaving")
    editor = Editor(tmp_path / "shelf")
    try:
        assert [line for line, _ in sorted(editor.diagnostics())] == [5, 6, 7]
        fields = editor.at("textDocument/completion", 7, 2)
        labels = {item["label"] for item in fields.get("items", fields)}
        assert {"authors", "abstract", "urls", "added"} <= labels and "title" not in labels
        topics = editor.at("textDocument/completion", 5, 20)
        assert [item["label"] for item in topics.get("items", topics)] == ["weaving"]
        hover = editor.at("textDocument/hover", 4, 3)["contents"]["value"]
        assert "DOI, bare; an address is accepted." in hover
    finally:
        editor.process.kill()
        editor.process.communicate(timeout=10)
