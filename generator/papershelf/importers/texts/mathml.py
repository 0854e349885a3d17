"""Convert MathML to TeX, or to plain text if that is equivalent.

In: the tree of a `<math>` element. Out: text, `10⁻³` or `MoS₂`, or a marked formula. Format: MathML
3, presentation markup. An unknown element keeps its content and is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from papershelf.importers.texts import formulas, scripts
from papershelf.importers.texts.elements import Node
from papershelf.importers.texts.scripts import FUNCTIONS
from papershelf.text.symbols import SYMBOLS

#: Characters with a TeX command, and those that need one.
_COMMANDS = {char: f"\\{name}" for name, char in reversed(SYMBOLS.items()) if ord(char) > 127} | {
    "φ": r"\varphi", "ϕ": r"\phi", "ε": r"\varepsilon", "ϵ": r"\epsilon", "−": "-", "∣": r"\mid",
    "‖": r"\|", "*": "*", "∗": "*", "|": "|", "′": "'", "″": "''", "‴": "'''", "'": "'", "%": r"\%",
    "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}", "\\": r"\backslash",
    "~": r"\sim", "^": r"\wedge", "°": r"^\circ", "\u00a0": r"\ ", "⋅": r"\cdot", "∙": r"\cdot",
    "⁡": "", "⁢": "", "⁣": "", "⁤": "", "\u200b": "", "µ": r"\mu", "〈": r"\langle", "〉": r"\rangle",
    "∆": r"\Delta", "∧": r"\wedge", "∨": r"\vee",
}  # fmt: skip
_VARIANTS = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb",
    "script": "mathcal", "bold-script": "mathcal", "fraktur": "mathfrak", "sans-serif": "mathsf",
    "bold-fraktur": "mathfrak", "bold-sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
#: Words in the Unicode names of mathematical letters, and the command for each alphabet.
_ALPHABETS = {"DOUBLE-STRUCK": "mathbb", "SCRIPT": "mathcal", "FRAKTUR": "mathfrak",
              "BLACK-LETTER": "mathfrak", "SANS-SERIF": "mathsf", "MONOSPACE": "mathtt",
              "BOLD": "mathbf"}  # fmt: skip
#: Characters over a base, and the command for each.
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "̂": "hat", "~": "tilde", "˜": "tilde", "∼": "tilde", "̃": "tilde",
    "¯": "bar", "‾": "bar", "̄": "bar", "-": "bar", "−": "bar", "_": "bar", "→": "vec", "⃗": "vec",
    "⇀": "vec", "˙": "dot", ".": "dot", "̇": "dot", "¨": "ddot", "̈": "ddot", "ˇ": "check",
    "˘": "breve",
    "´": "acute", "`": "grave", "⏞": "overbrace", "︷": "overbrace",
}  # fmt: skip
_WIDE = {"hat": "widehat", "tilde": "widetilde", "bar": "overline", "vec": "overrightarrow"}
_UNDER = {"_": "underline", "̲": "underline", "¯": "underline", "‾": "underline", "⏟": "underbrace",
          "︸": "underbrace"}  # fmt: skip
#: Operators whose scripts are limits.
_LARGE = frozenset(
    r"\sum \prod \int \lim \max \min \sup \inf \limsup \liminf \bigcup \bigcap".split()
)
_LEADING = frozenset("-−+±∓~∼≈<>≤≥=")
_TRAILING = frozenset("%°×‰")
#: Elements of which only the content counts.
_ROWS = frozenset("math mrow mstyle mpadded merror maction semantics mtd".split())


def to_text(node: Node, odd: list[str]) -> str:
    """Return a `<math>` element as plain text if it is simple, otherwise as a marked formula."""
    if source := _annotated(node):
        return formulas.marked(source)
    if (plain := _plain(node)) is not None:
        return " ".join(plain.split())
    return formulas.marked(_row(node.children, odd))


def _annotated(node: Node) -> str:
    """Return the TeX annotation of a MathML element."""
    for child in node.elements:
        encoding = child.attributes.get("encoding", "").lower()
        if child.name == "annotation" and "tex" in encoding and child.text.strip():
            return formulas.bare(child.text)
        if child.name in _ROWS and (found := _annotated(child)):
            return found
    return ""


# --- plain text
# ------------------------------------------------------------------------------------


def _plain(node: Node) -> str | None:
    """Return numbers, units, words and their scripts as text; None if that would lose a variable,
    an operation or a fraction."""
    if node.name in _ROWS:
        return None if _has_loose_text(node) else _plain_row(node)
    text = " ".join(node.text.split())
    if node.name in ("mn", "mtext", "ms"):
        return text if "$" not in text else None
    if node.name == "mspace":
        return " "
    if node.name == "mi":
        is_upright = node.attributes.get("mathvariant") == "normal" or len(text) > 1
        return text if is_upright and text not in FUNCTIONS and text.isalpha() else None
    if node.name in ("msub", "msup") and len(node.elements) == 2 and not _has_loose_text(node):
        base, script = node.elements
        shown = _plain(base)
        number = _plain_script(script)
        raised = scripts.to_unicode(number, is_raised=node.name == "msup") if number else ""
        return f"{shown}{raised}" if shown and raised else None
    return None


def _plain_row(node: Node) -> str | None:
    """Return a row of plain parts, in which a sign may only be first or last."""
    shown: list[str] = []
    children = [child for child in node.elements if child.name != "annotation"]
    for place, child in enumerate(children):
        text = " ".join(child.text.split())
        if child.name == "mo" and not (
            (place == 0 and text in _LEADING and len(children) > 1)
            or (place == len(children) - 1 and text in _TRAILING and place)
        ):
            return None
        part = text if child.name == "mo" else _plain(child)
        if part is None:
            return None
        shown.append(part)
    return "".join(shown) or None


def _plain_script(node: Node) -> str:
    """Return a script of digits and signs."""
    text = "".join(node.text.split())
    is_simple = all(child.name in ("mn", "mo") for child in node.elements)
    return text if is_simple and re.fullmatch(r"[-−+]?\d*", text) else ""


# --- TeX ------------------------------------------------------------------------------------------


def _row(children: Sequence[Node | str], odd: list[str]) -> str:
    """Return elements side by side."""
    parts = [_tex(child, odd) if isinstance(child, Node) else _loose(child) for child in children]
    return _beside(parts).strip()


def _beside(parts: Iterable[str]) -> str:
    """Return parts side by side, with a space where a command would run into a letter."""
    shown: list[str] = []
    for part in filter(None, parts):
        if shown and part[0].isalpha() and _COMMAND.search(shown[-1][-30:]):
            shown.append(" ")
        shown.append(part)
    return "".join(shown)


_COMMAND = re.compile(r"\\[A-Za-z]+\Z")


def _loose(text: str) -> str:
    """Return text outside of token elements."""
    return rf"\text{{{_quoted(text.strip())}}}" if text.strip() else ""


def _tex(node: Node, odd: list[str]) -> str:
    """Return one element in TeX."""
    if node.name in _TOKENS:
        return _TOKENS[node.name](node)
    if node.name in _ROWS:
        return _row([c for c in node.children if not _is_annotation(c)], odd)
    number, build = _BUILT.get(node.name, (0, None))
    is_whole = not number or len(node.elements) == number
    if build is not None and is_whole and not _has_loose_text(node):
        return build(node, [_row([child], odd) for child in node.elements])
    odd.append(f"<{node.name}>")
    return _row(node.children, odd)


def _has_loose_text(node: Node) -> bool:
    """Return whether an element contains text next to its child elements."""
    return any(isinstance(child, str) and child.strip() for child in node.children)


def _is_annotation(child: Node | str) -> bool:
    return isinstance(child, Node) and child.name.startswith("annotation")


def _braced(text: str) -> str:
    """Return a part of a formula as an argument, without braces if it is one character."""
    return text if re.fullmatch(r"[A-Za-z0-9]|\\[A-Za-z]+", text) else f"{{{text}}}"


def _base(text: str) -> str:
    """Return the base of a script, in a group if it has more than one token."""
    if re.fullmatch(r"(?:[^\\{}^_'\s]|\\[A-Za-z]+|\d+|\\[a-z]+\{[^{}]*\})", text):
        return text
    return f"{{{text}}}"


def _characters(text: str) -> str:
    """Return characters in TeX, with a command for each that needs one."""
    return _beside(_COMMANDS[char] if char in _COMMANDS else _letter(char) for char in text)


def _letter(char: str) -> str:
    """Return a mathematical letter as a letter of an alphabet: 𝒪 → `\\mathcal{O}`."""
    if char.isascii():
        return char
    name = unicodedata.name(char, "")
    plain = unicodedata.normalize("NFKC", char)
    if (
        len(plain) != 1
        or plain == char
        or not (name.startswith("MATHEMATICAL") or "CAPITAL" in name)
    ):
        return char
    command = next((command for word, command in _ALPHABETS.items() if word in name), "")
    plain = _COMMANDS.get(plain, plain)
    return rf"\{command}{{{plain}}}" if command else plain


def _quoted(text: str) -> str:
    return re.sub(r"([%#&_{}$])", r"\\\1", text.replace("\\", r"\textbackslash "))


def _identifier(node: Node) -> str:
    text = "".join(node.text.split())
    variant = node.attributes.get("mathvariant", "").lower()
    shown = _characters(text)
    if text in FUNCTIONS:
        return f"\\{text}"
    if variant in _VARIANTS:
        return rf"\{_VARIANTS[variant]}{{{shown}}}" if shown else ""
    return rf"\mathrm{{{shown}}}" if len(text) > 1 and text.isalnum() and text.isascii() else shown


def _number(node: Node) -> str:
    text = " ".join(node.text.split())
    variant = _VARIANTS.get(node.attributes.get("mathvariant", "").lower(), "")
    shown = _characters(text).replace(" ", r"\ ")
    return rf"\{variant}{{{shown}}}" if variant not in ("", "mathrm") else shown


def _operator(node: Node) -> str:
    text = "".join(node.text.split())
    if text in FUNCTIONS:
        return f"\\{text}"
    if len(text) > 1 and text.isalpha():
        return rf"\operatorname{{{text}}}"
    return _characters(text)


def _words(node: Node) -> str:
    text = node.text.replace("\u00a0", " ")
    inner = " ".join(text.split())
    if not inner:
        return r"\ " if text else ""
    before, behind = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return rf"\text{{{before}{_quoted(inner)}{behind}}}"


def _space(node: Node) -> str:
    match = re.match(r"\s*(-?[\d.]*)\s*(em|ex|px|pt|)", node.attributes.get("width", ""))
    number, unit = (match[1], match[2]) if match else ("", "")
    try:
        width = float(number) * {"em": 1.0, "ex": 0.45, "px": 0.06, "pt": 0.1}.get(unit, 1.0)
    except ValueError:
        named = {"thinmathspace": 0.16, "verythickmathspace": 0.4}
        width = named.get(node.attributes.get("width", ""), 0.0)
    steps = ((-0.01, r"\!"), (0.05, ""), (0.24, r"\,"), (0.75, r"\ "), (1.6, r"\quad "))
    return next((sign for most, sign in steps if width <= most), r"\qquad ")


_TOKENS: dict[str, Callable[[Node], str]] = {
    "mi": _identifier, "mn": _number, "mo": _operator, "mtext": _words, "ms": _words,
    "mspace": _space, "none": lambda _: "", "mprescripts": lambda _: "",
    "maligngroup": lambda _: "", "malignmark": lambda _: "",
}  # fmt: skip


def _script(sign: str) -> Callable[[Node, list[str]], str]:
    def build(_: Node, parts: list[str]) -> str:
        base, script = parts[:2]
        if sign == "^" and script and not script.strip("'"):  # a prime is a superscript already
            return f"{_base(base)}{script}"
        if sign == "^" and script == r"^\circ":
            script = r"\circ"
        return f"{_base(base)}{sign}{_braced(script)}"

    return build


def _both(_: Node, parts: list[str]) -> str:
    base, low, high = parts[:3]
    return f"{_base(base)}_{_braced(low)}^{_braced(high)}"


def _fraction(node: Node, parts: list[str]) -> str:
    above, below = parts[:2]
    if re.fullmatch(r"0\w*", node.attributes.get("linethickness", "")):
        return rf"{{{above} \atop {below}}}"
    if node.attributes.get("bevelled") == "true":
        return f"{_base(above)}/{_base(below)}"
    return rf"\frac{{{above}}}{{{below}}}"


def _over(node: Node, parts: list[str]) -> str:
    base, over = parts[:2]
    sign = "".join(node.elements[1].text.split())
    if sign in _ACCENTS:
        command = _ACCENTS[sign]
        letters = re.findall(r"\\[A-Za-z]+|[^\s{}]", re.sub(r"\\(?:math\w+|boldsymbol)", "", base))
        is_wide = len(letters) > 1 and command in _WIDE
        return rf"\{_WIDE[command] if is_wide else command}{{{base}}}"
    return f"{base}^{_braced(over)}" if base in _LARGE else rf"\overset{{{over}}}{{{base}}}"


def _under(node: Node, parts: list[str]) -> str:
    base, under = parts[:2]
    sign = "".join(node.elements[1].text.split())
    if sign in _UNDER:
        return rf"\{_UNDER[sign]}{{{base}}}"
    return f"{base}_{_braced(under)}" if base in _LARGE else rf"\underset{{{under}}}{{{base}}}"


def _under_over(_: Node, parts: list[str]) -> str:
    base, under, over = parts[:3]
    if base in _LARGE:
        return f"{base}_{_braced(under)}^{_braced(over)}"
    return rf"\overset{{{over}}}{{\underset{{{under}}}{{{base}}}}}"


def _fenced(node: Node, parts: list[str]) -> str:
    start = _characters(node.attributes.get("open", "("))
    end = _characters(node.attributes.get("close", ")"))
    signs = "".join(node.attributes.get("separators", ",").split())
    shown = parts[:1]
    for place, part in enumerate(parts[1:]):
        sign = signs[min(place, len(signs) - 1)] if signs else ""
        shown += [_characters(sign), part]
    return f"{start}{''.join(shown)}{end}"


def _multiscripts(node: Node, parts: list[str]) -> str:
    """Return a base with scripts before and after it, which come in pairs of sub and super."""
    names = [child.name for child in node.elements]
    middle = names.index("mprescripts") if "mprescripts" in names else len(parts)
    behind, before = parts[1:middle], parts[middle + 1 :]

    def pairs(found: list[str]) -> str:
        low, high = "".join(found[::2]), "".join(found[1::2])
        return (f"_{_braced(low)}" if low else "") + (f"^{_braced(high)}" if high else "")

    front = pairs(before)
    base = _base(parts[0]) if parts else "{}"
    return (f"{{}}{front}" if front else "") + base + pairs(behind)


_Build: TypeAlias = Callable[[Node, list[str]], str]
#: Elements with their number of children, 0 for any, and the function that builds their TeX.
_BUILT: dict[str, tuple[int, _Build]] = {
    "msup": (2, _script("^")), "msub": (2, _script("_")), "msubsup": (3, _both),
    "mfrac": (2, _fraction), "mover": (2, _over), "munder": (2, _under),
    "munderover": (3, _under_over), "mroot": (2, lambda _, p: rf"\sqrt[{p[1]}]{{{p[0]}}}"),
    "msqrt": (0, lambda _, p: rf"\sqrt{{{_beside(p)}}}"),
    "mphantom": (0, lambda _, p: rf"\phantom{{{_beside(p)}}}"),
    "mfenced": (0, _fenced), "mmultiscripts": (0, _multiscripts),
    "mtable": (0, lambda _, p: r"\begin{matrix}" + r" \\ ".join(p) + r"\end{matrix}"),
    "mtr": (0, lambda _, p: " & ".join(p)), "mlabeledtr": (0, lambda _, p: " & ".join(p[1:])),
}  # fmt: skip
