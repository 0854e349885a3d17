"""Convert chemical formulas and quantities of LaTeX packages.

In: the arguments of mhchem's `\\ce` and of siunitx's `\\SI`, `\\num` and others. Out: text, `H₂O`
and `5 km`, or None for anything more complex, which the caller then reads as any command.
"""

from __future__ import annotations

import re

from papershelf.importers.texts.scripts import to_unicode

#: Commands and their numbers of arguments.
ARGUMENTS = {"ce": 1, "num": 1, "si": 1, "unit": 1, "SI": 2, "qty": 2, "numrange": 2, "SIrange": 3,
             "qtyrange": 3}  # fmt: skip
_SIMPLE = re.compile(r"[\w\s()\[\]+.,^{}=<>·*-]*")
_SCRIPT = re.compile(
    r"\^\{?(?P<raised>[\d+-]+)\}?|_\{?(?P<lowered>\d+)\}?|(?<=[A-Za-z)\]])(?P<number>\d+)"
    r"|(?<=[A-Za-z\d)\]])(?P<sign>[+-])(?=\s|\Z)"
)
_PREFIXES = {
    "pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "kilo": "k",
    "mega": "M", "giga": "G", "tera": "T", "peta": "P", "femto": "f",
}  # fmt: skip
_UNITS = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K",
    "mole": "mol", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W",
    "volt": "V", "ohm": "Ω", "tesla": "T", "litre": "L", "liter": "L", "bar": "bar",
    "electronvolt": "eV", "percent": "%", "degree": "°", "celsius": "°C", "degreeCelsius": "°C",
    "minute": "min", "hour": "h", "day": "d", "bit": "bit", "byte": "B", "decibel": "dB",
    "angstrom": "Å", "kilogram": "kg", "tonne": "t",
} | {"per": "/", "squared": "²", "cubed": "³"}  # fmt: skip
_MACRO = re.compile(r"\\([A-Za-z]+)")


def read(name: str, arguments: list[str]) -> str | None:
    """Return the text of a command; None if this module is not sure."""
    if name == "ce":
        return _formula(arguments[0])
    has_unit = name not in ("num", "numrange")
    unit = _unit(arguments[-1]) if has_unit else ""
    numbers = arguments[: -1 if has_unit else None]
    if unit is None or "\\" in "".join(numbers):
        return None
    close = unit if unit[:1] in ("%", "°") and unit != "°C" else f" {unit}"
    return f"{'–'.join(numbers)}{close}".strip()


def _formula(text: str) -> str | None:
    """Convert `H2O` to `H₂O`, `SO4^{2-}` to `SO₄²⁻`."""
    if not _SIMPLE.fullmatch(text):
        return None
    shown = _SCRIPT.sub(_scripted, text).replace("<=>", "⇌").replace("->", "→")
    return None if re.search(r"[\^_{}]", shown) else shown


def _scripted(match: re.Match[str]) -> str:
    raised = match["raised"] or match["sign"]
    script = raised or match["lowered"] or match["number"]
    return to_unicode(script, is_raised=raised is not None) or match[0]


def _unit(text: str) -> str | None:
    """Convert `\\kilo\\metre\\per\\second` to `km/s`."""
    shown, before_unit = "", True
    for piece in re.findall(r"\\[A-Za-z]+|[^\\]+", text):
        macro = _MACRO.fullmatch(piece)
        if macro is None:
            shown += piece.strip()
            continue
        sign = _PREFIXES.get(macro[1]) or _UNITS.get(macro[1])
        if sign is None:
            return None
        # between two units, but not after a prefix or before a power
        is_apart = shown and macro[1] not in ("per", "squared", "cubed") and not before_unit
        shown += f" {sign}" if is_apart else sign
        before_unit = macro[1] in _PREFIXES or macro[1] == "per"
    return shown
