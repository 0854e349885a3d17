"""Convert a formula in TeX to Unicode text, `O(n \\log n)` to `O(n log n)`.

In: TeX without its dollars. Out: text for window titles, search and mail. Uses only string
operations and a small table: unknown commands stay as their names. Never raises an error.
"""

from __future__ import annotations

import re

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
)
SYMBOLS: dict[str, str] = dict(zip(*[iter((_GREEK + " " + _SIGNS).split())] * 2))
_SPACES = {",", ";", ":", "!", " ", "quad", "qquad", "\\"}
_SILENT = frozenset(
    "left right big Big bigg Bigg displaystyle textstyle limits nolimits rm bf it mathrm mathbf"
    " mathit mathcal mathsf mathtt mathfrak boldsymbol bm text textbf textit textrm textsc texttt"
    " emph operatorname operatorname* mbox hbox hat tilde bar vec dot ddot widehat widetilde"
    " overline underline ensuremath xspace textnormal textup textmd textsl textsf tiny scriptsize"
    " footnotesize small normalsize large sc sf cal mathbb mathscr mathop mathbin"
    " mathrel frac tfrac dfrac".split()
)
_UPPER = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"))
_LOWER = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"))
_DOUBLE = dict(zip("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼"))
_FRAC = re.compile(r"\\[td]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_DOUBLE_STRUCK = re.compile(r"\\mathbb\s*\{?([A-Z])\}?")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s{}\\]))")
_COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)\s*", re.DOTALL)


def to_unicode(formula: str) -> str:
    """Return the formula as readable text."""
    text = _DOUBLE_STRUCK.sub(lambda match: _DOUBLE.get(match[1], match[1]), formula)
    for _ in range(4):  # nested fractions; deeper ones keep their commands
        shorter = _FRAC.sub(r"\1/\2", text)
        if shorter == text:
            break
        text = shorter
    text = _COMMAND.sub(_command, text)
    text = _SCRIPT.sub(_script, text)
    return " ".join(text.replace("{", "").replace("}", "").replace("~", " ").split())


def _command(match: re.Match[str]) -> str:
    name = match[1]
    if name in SYMBOLS:
        tail = " " if match[0][-1:].isspace() and not SYMBOLS[name].isalpha() else ""
        return SYMBOLS[name] + tail
    if name in _SPACES:
        return " "
    if name in _SILENT:
        return ""
    if not name.isalpha() and name != "operatorname*":
        return name
    return f" {name} " if len(name) > 1 else name


def _script(match: re.Match[str]) -> str:
    sign, inside = match[1], (match[2] if match[2] is not None else match[3])
    table = _UPPER if sign == "^" else _LOWER
    if inside and all(char in table for char in inside):
        return "".join(table[char] for char in inside)
    if inside in ("∘", "°"):
        return "°"
    return f"{sign}{inside}" if len(inside) < 2 else f"{sign}({inside})"
