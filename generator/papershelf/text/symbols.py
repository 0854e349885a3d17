"""Convert a formula in TeX to Unicode text, `O(n \\log n)` to `O(n log n)`.

In: TeX without its dollars. Out: text for window titles, search and mail, which means the same: a
fraction, a root and a script of more than one sign have parentheses where they are needed. Unknown
commands stay as their names. Takes linear time, and never raises an error.
"""

from __future__ import annotations

import re
import unicodedata

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι"
    " kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ"
    " upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π"
    " Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω eps ε"
)
_SIGNS = (
    "times × cdot · div ÷ pm ± mp ∓ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃"
    " propto ∝ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ sqrt √ in ∈ notin ∉ subset ⊂ subseteq ⊆"
    " supset ⊃ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ neg ¬ land ∧ lor ∨ to → rightarrow →"
    " leftarrow ← Rightarrow ⇒ Leftarrow ⇐ leftrightarrow ↔ mapsto ↦ uparrow ↑ downarrow ↓ ldots …"
    " dots … cdots ⋯ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ circ ∘ bullet • star ⋆ ast ∗ oplus ⊕ otimes ⊗"
    " langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ mid | parallel ∥ perp ⊥ angle ∠ prime ′"
    " ll ≪ gg ≫ lesssim ≲ gtrsim ≳ degree ° dagger † deg ° odot ⊙ vdash ⊢ models ⊨ top ⊤ bot ⊥"
    " colon : lnot ¬ wedge ∧ vee ∨ leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧ cong ≅ asymp ≍ prec ≺ succ ≻"
    " preceq ⪯ succeq ⪰ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubseteq ⊑ setminus ∖ smallsetminus ∖"
    " varnothing ∅ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ coprod ∐ uplus ⊎"
    " sqcup ⊔ sqcap ⊓ ltimes ⋉ rtimes ⋊ boxtimes ⊠ boxplus ⊞ oint ∮ iint ∬ iff ⇔ Leftrightarrow ⇔"
    " implies ⇒ Longrightarrow ⟹ longrightarrow ⟶ longleftarrow ⟵ longmapsto ⟼ hookrightarrow ↪"
    " gets ← rightharpoonup ⇀ nearrow ↗ searrow ↘ nmid ∤ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ square □"
    " Box □ diamond ⋄ triangle △ bigstar ★ checkmark ✓ therefore ∴ because ∵ wp ℘ imath ı jmath ȷ"
    " lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ backslash \\ lbrace { rbrace }"
)
SYMBOLS: dict[str, str] = dict(zip(*[iter((_GREEK + " " + _SIGNS).split())] * 2))
#: Greek letters → their names, `β` → `beta`.
GREEK = {sign.lower(): name.removeprefix("var").lower() for name, sign in reversed(SYMBOLS.items())
         if sign in _GREEK}  # fmt: skip
#: Signs that belong to what follows them, without a space.
_PREFIXES = frozenset("∂∇√∑∏∫∮∬∀∃¬⟨⌈⌊{")
_BEFORE_LETTERS = _PREFIXES - {"{", "⟨", "⌈", "⌊"} | {"∛", "∜"}
_SPACES = frozenset({",", ";", ":", ">", "!", " ", "quad", "qquad", "\\"})
#: Commands of which only the argument counts, if they have one.
_SILENT = frozenset(
    "left right middle big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle scriptstyle"
    " limits nolimits rm bf it mathrm mathbf mathit mathcal mathsf mathtt mathfrak boldsymbol bm"
    " text textbf textit textrm textsc texttt emph mbox hbox underline ensuremath xspace"
    " textnormal textup textmd textsl textsf tiny scriptsize footnotesize small normalsize large sc"
    " sf cal frak mathscr mathop mathbin mathrel mathord / - @".split()
)
#: Commands whose first argument does not appear.
_WITH_SETTING = frozenset("begin end color textcolor hspace vspace phantom hphantom".split())
_FRACTIONS = frozenset("frac tfrac dfrac cfrac nicefrac sfrac".split())
_DOUBLE_STRUCK = frozenset("mathbb Bbb mathds mathbbm".split())
#: What a command adds to a single letter or sign.
_MARKS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "bar": "\u0304", "overline": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "not": "\u0338",
}  # fmt: skip
SUPERSCRIPTS = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"))
SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"))
_DOUBLE = dict(zip("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼"))
#: Endings of ordinal numbers, `19^{th}`.
_ORDINALS = ("st", "nd", "rd", "th")
_ROOTS = {"3": "∛", "4": "∜"}
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.|$)|\s+|.", re.DOTALL)
#: Arguments within arguments; deeper braces are left out.
_DEEPEST = 20
#: Where a space is needed between two letters: beside the name of a function.
_EDGE = "\0"
_EDGES = re.compile(f"{_EDGE}+")
#: A number, a name, a call `f(x)`: it needs no parentheses in a fraction.
_ATOM = re.compile(r"[\w.′°∂∇∞√⁺⁻⁼⁽⁾₊₋₌₍₎^]*(?:\([^()\s]*\))?")
_BRACKETED = re.compile(r"\([^()]*\)")
#: What a fraction binds more tightly than.
_LOOSE = re.compile(r"[-+±∓=<>≤≥,]")


def to_unicode(formula: str) -> str:
    """Return the formula as readable text."""
    return " ".join(_settled(_Reader(formula).text()).split())


class _Reader:
    """Reads the tokens of a formula from left to right."""

    def __init__(self, formula: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(formula.replace(_EDGE, ""))
        self.at = 0

    def text(self, depth: int = 0, stop: str = "") -> str:
        """Return the text up to a token, which is read, too."""
        out: list[str] = []
        while self.at < len(self.tokens):
            token = self._next()
            if token == stop:
                break
            if token in "^_":
                _add_script(out, token, self._argument(depth))
            elif token not in "{}" or (depth < _DEEPEST and token == "{"):
                out.append(self._item(token, depth))
        return "".join(out)

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _skip_space(self) -> bool:
        """Skip a space; return whether there is one."""
        is_space = self._peek().isspace()
        self.at += is_space
        return is_space

    def _argument(self, depth: int, stop: str = "") -> str:
        """Return the group, command or character that follows, or what is in brackets."""
        self._skip_space()
        if depth >= _DEEPEST or self._peek() in ("", "}", "^", "_"):
            return ""
        if stop:
            self.at += 1
            return self.text(depth + 1, stop)
        return self._item(self._next(), depth + 1)

    def _item(self, token: str, depth: int) -> str:
        if token == "{":
            return self.text(depth + 1, "}")
        if token[0] == "\\":
            return self._command(token[1:], depth)
        return " " if token == "~" else token

    def _command(self, name: str, depth: int) -> str:
        if name in _FRACTIONS:
            return _fraction(self._argument(depth), self._argument(depth))
        if name == "sqrt":
            self._skip_space()
            return _root(
                self._argument(depth, "]") if self._peek() == "[" else "", self._argument(depth)
            )
        if name in ("binom", "tbinom", "dbinom"):
            return f"({self._argument(depth).strip()} choose {self._argument(depth).strip()})"
        if name in _MARKS:
            return _marked(self._argument(depth), _MARKS[name])
        if name in _DOUBLE_STRUCK:
            return "".join([_DOUBLE.get(char, char) for char in self._argument(depth)])
        if name.rstrip("*") == "operatorname":
            return f"{_EDGE}{self._argument(depth)}{_EDGE}"
        if name in _WITH_SETTING:
            self._argument(depth)
            return ""
        return self._word(name, depth)

    def _word(self, name: str, depth: int) -> str:
        """Return a command that is a sign, a space or a name, or that only changes letters."""
        is_space = name.isalpha() and self._skip_space()
        if name in SYMBOLS:
            sign = SYMBOLS[name]
            return sign + " " * (is_space and not sign.isalpha() and sign not in _PREFIXES)
        if name in _SPACES:
            return " "
        if name in _SILENT:
            if name in ("left", "right") and self._peek() == ".":  # no bracket on this side
                self.at += 1
            return self._argument(depth) if self._peek() == "{" else ""
        if len(name) < 2:
            return "‖" if name == "|" else name
        return f"{_EDGE}{name}{_EDGE}" + " " * is_space


def _settled(text: str) -> str:
    """Return a text with a space at those edges of names that a letter touches."""

    def space(match: re.Match[str]) -> str:
        start, end = match.span()
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        is_after = before.isalnum() or before in (")", "]", "}")
        return " " if is_after and (after.isalnum() or after in _BEFORE_LETTERS) else ""

    return _EDGES.sub(space, text) if _EDGE in text else text


def _fraction(above: str, below: str) -> str:
    above, below = _settled(above).strip(), _settled(below).strip()
    if not below:
        return above
    if not _ATOM.fullmatch(above) and _LOOSE.search(above):
        above = f"({above})"
    return f"{_EDGE}{above}/{_operand(below)}{_EDGE}"


def _root(degree: str, radicand: str) -> str:
    degree, radicand = _settled(degree).strip(), _settled(radicand).strip()
    sign = _ROOTS.get(degree, "".join([SUPERSCRIPTS.get(char, char) for char in degree]) + "√")
    return f"{sign}{_operand(radicand)}{_EDGE}"


def _operand(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _marked(text: str, mark: str) -> str:
    """Return a single character with a mark; longer texts have no place for one."""
    bare = text.rstrip()
    if len(bare) != 1:
        return text
    return unicodedata.normalize("NFC", bare + mark) + text[1:]


def _add_script(out: list[str], sign: str, inside: str) -> None:
    """Add a script to what it belongs to, also if that is the name of a function."""
    edge = _EDGE if out and out[-1].endswith(_EDGE) else ""
    if edge:
        out[-1] = out[-1].rstrip(_EDGE)
    out.append(_script(sign, _settled(inside).strip()) + edge)


def _script(sign: str, inside: str) -> str:
    table = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
    if all(char in table for char in inside):
        return "".join([table[char] for char in inside])
    if sign == "^" and inside in ("∘", "°"):
        return "°"
    if sign == "^" and (inside in _ORDINALS or not inside.strip("′")):
        return inside
    is_short = len(inside) < 2 or _BRACKETED.fullmatch(inside)
    return f"{sign}{inside}" if is_short else f"{sign}({inside})"
