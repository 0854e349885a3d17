"""Reading mkdocs.yml, and the files that it inherits, before MkDocs does.

In: the path of a file of settings. Out: nothing, or Unusable with the place of the mistake and what
to do: MkDocs and its YAML loader say less, or end with a traceback.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from papershelf.catalogue import conflicts, syntax
from papershelf.catalogue.compose import Composer
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar, iter_scalars
from papershelf.catalogue.nodes import Sequence as List
from papershelf.catalogue.recover import recover
from papershelf.catalogue.report import nearest
from papershelf.plugin import inert, options
from papershelf.plugin.places import Unusable
from papershelf.problems import SourceText, visible
from papershelf.storage import bounds
from papershelf.text import characters

#: What YAML 1.1 reads as a date.
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt \t].*)?", re.ASCII)


#: Types of the theme's settings; with others, MkDocs and the templates end with a traceback, or
#: read a text letter by letter. Material looks for the name of a feature in a list or in a text.
_THEME: dict[str, tuple[Any, str]] = {
    "name": (str, "material"),
    "custom_dir": (str, "the path of a folder"),
    "language": (str, "a code such as en"),
    "features": (list | str | None, "a list"),
    "static_templates": (list, "a list"),
    "palette": (list | dict | None, "scheme: default, or a list of such mappings"),
}
#: Settings that are lists of names, each of which may have settings of its own.
_LISTS = ("plugins", "markdown_extensions")
#: Settings that MkDocs takes apart, which fails for `https://[::1`.
_URLS = ("site_url", "repo_url")


def require_readable(settings: Path) -> None:
    """Raise Unusable for a file of settings that cannot be read, or that MkDocs fails with."""
    seen: list[Path] = []
    path: Path | None = settings
    while path:
        if path.resolve() in seen:
            raise Unusable(f"{settings.name}: INHERIT leads back to this file")
        seen.append(path.resolve())
        path = _inherited(path, settings)


def _inherited(path: Path, settings: Path) -> Path | None:
    """Return the file that a file inherits; None without one, or if MkDocs says what is wrong."""
    wrong = f"{settings.name}: INHERIT must be the path of a file with settings, key: value"
    if path != settings and not path.is_file():
        raise Unusable(wrong)
    try:
        values = _values(path)
    except UnicodeDecodeError:
        raise Unusable(f"{path.name}: not valid UTF-8 text; save the file as UTF-8") from None
    if not isinstance(values, dict):
        raise Unusable(wrong if path != settings else f"{path.name}: write settings, key: value")
    theme = values.get("theme")
    for key, value in theme.items() if isinstance(theme, dict) else ():
        kinds, words = _THEME.get(key, (object, ""))
        if value is not inert.stand_in and not isinstance(value, kinds):
            raise Unusable(f"{place(path, ('theme', key))}: theme: {key}: write {words}")
    for key in _LISTS:
        _require_indented(path, key, values.get(key))
    for key in _URLS:
        require_url(values.get(key), f"{place(path, (key,))}: {key}")
    parent = values.get("INHERIT")
    if "INHERIT" in values and not (parent and isinstance(parent, str)):
        raise Unusable(wrong)
    if not parent or not (found := _named(path, parent)).exists():
        return None
    if found.is_file():
        _require_near(settings, found)
    return found


def _require_indented(path: Path, key: str, items: object) -> None:
    """Raise Unusable for settings that are beside the name which they belong to, or a list: each
    item of these lists is one name."""
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict) or not item:
            continue
        name, *others = map(str, item)
        if others:
            what = f'"{others[0]}" is beside "{name}"'
            hint = "indent it, and what else belongs there, by two more spaces"
            raise Unusable(f"{place(path, (key, others[0]))}: {key}: {visible(what)}; {hint}")
        if isinstance(item.get(name), list):
            what = f"{name}: settings are not a list"
            hint = "remove the dashes in front of them"
            raise Unusable(f"{place(path, (key, name))}: {key}: {visible(what)}; {hint}")


def _named(path: Path, parent: str) -> Path:
    """Return the file that a file inherits by this name. MkDocs does not follow links before `..`,
    either."""
    return Path(os.path.normpath(path.parent / parent))


def _require_near(settings: Path, found: Path) -> None:
    """Raise Unusable or Refused unless an inherited file is in the repository, or without one in
    the collection: messages quote it. Collections may be links, or in a hidden folder."""
    folder = settings.parent.resolve()
    top = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
    real = found.parent.resolve() / found.name
    relative = bounds.relative_to(folder, real) or bounds.relative_to(top, real)
    if not relative or any(part.startswith(".") for part in relative.split("/")):
        where = f"{settings.name}: INHERIT: {visible(str(found))}"
        raise Unusable(f"{where} is outside of the repository, or hidden; use a path inside")
    bounds.source(top, real)


def require_url(value: object, what: str) -> None:
    """Raise Unusable for a URL that Python cannot take apart; MkDocs checks all else."""
    try:
        urlsplit(value if isinstance(value, str) else "")
    except ValueError:
        shown = visible(str(value))
        hint = "is not a URL such as https://example.org/papers/"
        raise Unusable(f'{what}: "{shown}" {hint}') from None


def _values(path: Path) -> Any:
    """Return the values of one file. Raise Unusable for a mistake in its YAML."""
    text = path.read_text(encoding="utf-8-sig")
    if odd := yaml.reader.Reader.NON_PRINTABLE.search(text):
        span = SourceText(path.name, text).span(odd.start(), odd.end())
        what = f"YAML cannot contain {characters.name_of(odd[0])}; remove it"
        raise Unusable(f"{path.name}:{span.line}:{span.column}: {what}")
    try:
        values = inert.values(text)
    except MkDocsException as error:
        raise Unusable(_mistake(path, text, error.__context__)) from None
    except (ValueError, RecursionError):  # of the constructors of values
        raise Unusable(_mistake(path, text, None)) from None
    if twice := [each for each in _findings(text) if each.rule == "duplicate-key"]:
        raise Unusable(_told(path, text, twice))  # PyYAML takes the last one
    return values


def _findings(text: str) -> list[Finding]:
    composer = Composer(text, 0)
    composer.run()
    return composer.findings


def _told(path: Path, text: str, findings: Iterable[Finding]) -> str:
    """Return what is wrong in a file, each with its place and what to do."""
    source = SourceText(path.name, text)
    spans = ((source.span(each.start, each.end), each) for each in findings)
    lines = (
        f"{path.name}:{at.line}:{at.column}: {each.message}; {each.hint}" for at, each in spans
    )
    return "; ".join(lines)


def _mistake(path: Path, text: str, error: BaseException | None) -> str:
    """Return what is wrong in a file, where, and what to do."""
    source = SourceText(path.name, text)
    _, found = conflicts.masked(text)
    composer = Composer(text, 0)
    composer.run()
    found += [each for each in composer.findings if each.rule in ("syntax", "too-deep")]
    if found:
        return _told(path, text, _advised(text, found[0]))
    for node in (each for root in composer.roots for each in iter_scalars(root)):
        if not node.style and not _is_possible(node):
            span = source.span(node.start, node.end)
            what = f'"{visible(node.text)}" is not a date; put it in quotes'
            return f"{path.name}:{span.line}:{span.column}: {what}"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        mark = error.problem_mark
        message, hint = syntax.explain(f"{error.context or ''}: {error.problem}".lstrip(": "))
        where = f"{path.name}:{mark.line + 1}:{mark.column + 1}"
        return f"{where}: {message}; {hint}".rstrip("; ")
    return f"{path.name}: not readable as YAML; put texts in quotes"


#: MkDocs' settings that are a text.
_TEXTS = (
    "site_name site_description site_author site_url copyright repo_name repo_url docs_dir site_dir"
    " edit_uri remote_name remote_branch dev_addr"
).split()
_TEXT = re.compile(rf"^(?:{'|'.join(_TEXTS)})[ \t]*:.*$(?!\n[ \t]+\S)", re.MULTILINE)
#: A name without a colon above what is indented further.
_UNENDED = re.compile(
    r"^(?P<margin> *)(?P<name>(?:- *)?[\w.-]+)[ \t]*\n(?P=margin) +(?!-)\S+:", re.MULTILINE
)


def _advised(text: str, first: Finding) -> list[Finding]:
    """Return the first mistake in the YAML of a file, with a hint for its line, and those in texts
    of one line, which are read separately."""
    found: list[Finding] = []
    for line in _TEXT.finditer(text):
        recovered = recover(dict.fromkeys(_TEXTS, "text"), text, line.start(), line.end())
        found += recovered[1][:1] if recovered else []
    start = text.rfind("\n", 0, first.start) + 1
    end = text.find("\n", first.start)
    if any(start <= each.start and (end < 0 or each.start < end) for each in found):
        return found
    for name in _UNENDED.finditer(text):
        if text.count("\n", 0, name.end()) == text.count("\n", 0, first.start):
            at, what = name.start("name"), "a name with settings below it ends with a colon"
            first = Finding("syntax", at, name.end("name"), what, f"write {name['name']}:")
    return sorted((first, *found), key=lambda each: each.start)


def _is_possible(node: Scalar) -> bool:
    """Return whether PyYAML can make a value of a plain text: it ends with dates such as
    2024-02-30."""
    match = _DATE.fullmatch(node.text)
    try:
        return not match or bool(date(*map(int, match.groups())))
    except ValueError:
        return False


# --- values ------------------------------------------------------------------------------------

_VALUE = re.compile(r"Config value '([^']+)': (.*)", re.DOTALL)
_OPTION = re.compile(r"Plugin '(\w+)' option '([^']+)': (?:Sub-option '([^']+)': )?(.*)", re.DOTALL)
#: Of a plugin, MkDocs reports each in a line.
_LINES = re.compile(r"\n(?=Plugin '|Sub-option ')")
_UNKNOWN = re.compile(r"Unrecognised configuration name: (.*)")
_CLASS = re.compile(r"(?:\ba )?<class '([\w.]+)'>")
_NO_MAPPING = (
    "The configuration is invalid. Expected a key-value mapping (dict)", "Expected type: a mapping",
)  # fmt: skip
_CHOICE = re.compile(r"Expected one of: [(\[](.*)[)\]] but received: (.*)", re.DOTALL)
#: Types of Python in words.
_TYPES = {
    "int": "a whole number", "float": "a number", "str": "text", "bool": "true or false",
    "list": "a list", "dict": "a mapping", "NoneType": "nothing", "datetime.date": "a date",
    "datetime.datetime": "a time",
}  # fmt: skip


def explain(settings: Path, message: str) -> str:
    """Return a message of MkDocs about a value, or several about those of a plugin, with their
    places and without names of Python."""
    found = _VALUE.fullmatch(message)
    if not found:
        return message
    said, above = [], ""
    for line in _LINES.split(found[2]):
        line = f"{above}{line}" if line.startswith("Sub-option") else line
        above = line.partition("Sub-option")[0]
        said.append(_explained(settings, found[1], line))
    return "; ".join(said)


def _explained(settings: Path, key: str, what: str) -> str:
    keys = [key]
    if option := _OPTION.fullmatch(what):
        keys = ["plugins", *filter(None, option.groups()[:3])]
        what = option[4]
    if unknown := _UNKNOWN.fullmatch(what):
        keys += [unknown[1]] if keys[-1] != unknown[1] else []
        what = f"unknown setting; {_nearest(keys)}".rstrip("; ")
    what = what.replace(*_NO_MAPPING)
    what = _CLASS.sub(lambda match: _TYPES.get(match[1], match[1]), what).removesuffix(".")
    what = _CHOICE.sub(_choice, what)
    return f"{place(settings, keys)}: {': '.join(keys)}: {what}"


def _nearest(keys: Sequence[str]) -> str:
    """Return the hint for an unknown setting of MkDocs or of our plugin."""
    groups = options.groups() | {"papershelf": options.PapershelfConfig}
    *above, name = keys
    kind = groups.get(above[-1]) if above[:2] == ["plugins", "papershelf"] else None
    known = kind or (None if above else MkDocsConfig)
    return nearest(name, known()) if known else ""


def _choice(match: re.Match[str]) -> str:
    """Return the options of MkDocs' message, without False, which YAML reads for `off`."""
    options = re.findall("'([^']*)'", match[1])
    given = match[2].strip("'")
    return f'use one of {", ".join(options)}, not "{given}"'


def place(settings: Path, keys: Sequence[str]) -> str:
    """Return the place of a value, `mkdocs.yml:9:16`, or `base.yml:9:16` if that file is inherited;
    where it has none, that of the value above it, and without one only the name of the file."""
    deepest, found = 0, settings.name
    for path, text, root in chain(settings):
        depth, at = _find(root, keys)
        if depth > deepest:
            span = SourceText(path.name, text).span(at, at)
            deepest, found = depth, f"{path.name}:{span.line}:{span.column}"
    return found


def chain(settings: Path) -> Iterator[tuple[Path, str, Mapping]]:
    """Yield a file of settings and those that it inherits, with their texts and values. Unreadable
    files are left out."""
    path, seen = settings, set[Path]()
    while path.is_file() and path.resolve() not in seen:
        seen.add(path.resolve())
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        composer = Composer(text, 0)
        composer.run()
        root = composer.roots[0] if composer.roots else None
        if type(root) is not Mapping:
            return
        yield path, text, root
        parent = root.value("INHERIT")
        if type(parent) is not Scalar:
            return
        path = _named(path, parent.text)


def _find(root: Mapping, keys: Sequence[str]) -> tuple[int, int]:
    """Return how many of the keys lead to a value, one in the other, and the offset of the last."""
    at = 0
    nodes: Iterable[Node] = (root,)
    for depth, key in enumerate(keys):
        pairs = [each.pairs[key] for each in nodes if type(each) is Mapping and key in each.pairs]
        if not pairs:
            return depth, at
        name, value = pairs[0]
        at = value.start if value.start > name.end else name.start
        nodes = value.items if type(value) is List else (value,)
    return len(keys), at
