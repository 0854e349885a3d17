"""Tables of LaTeX commands and what they mean in text.

In: nothing. Out: tables. Most symbols come from pylatexenc, whose tables are more complete than
ours; the tables here add to them and correct them.
"""

from __future__ import annotations

import re

from pylatexenc import latex2text
from pylatexenc.latexencode import get_builtin_conversion_rules

from papershelf.text.symbols import SYMBOLS as _FORMULA_SYMBOLS

#: Combining characters of accents, of LaTeX, and of mathematics where names use them.
ACCENTS = dict(
    zip(
        "` ' ^ ~ \" = . H c k d b u v r t h G U f newtie textcommabelow textogonekcentered ogonek"
        " cedilla ocirc grave acute hat tilde bar dot ddot check breve mathring overring"
        " textroundcap textdotbelow textmacronbelow textringbelow textsubring textsyllabic"
        " textsubarch textsubbridge".split(),
        "\u0300\u0301\u0302\u0303\u0308\u0304\u0307\u030b\u0327\u0328\u0323\u0331\u0306\u030c\u030a"
        "\u0361\u0309\u030f\u030e\u0311\u0361\u0326\u0328\u0328\u0327\u030a\u0300\u0301\u0302\u0303"
        "\u0304\u0307\u0308\u030c\u0306\u030a\u030a\u0311\u0323\u0331\u0325\u0325\u0329\u032f\u032a",
    )
)  # fmt: skip
#: Accents without a letter.
SPACING = dict(zip("`'^~\"=.Hckdbuvr", "`´^~¨¯˙˝¸˛.ˍ˘ˇ˚"))
#: What the other tables lack, or say otherwise.
_LETTERS = (
    "SS ẞ eng ŋ cprime ʹ Cprime ʹ cdprime ʺ Cdprime ʺ lasp ʿ rasp ʾ eth ð Eth Ð thorn þ Thorn Þ"
    " hbar ħ dbar đ schwa ə textbaru ʉ textbari ɨ textesh ʃ textezh ʒ textkra ĸ textlongs ſ"
    " texteng ŋ textturnv ʌ textopeno ɔ textopenE Ɛ textscripta ɑ textltailn ɲ textturna ɐ"
    " textturnr ɹ textinvscr ʁ textscr ʀ textscy ʏ textsci ɪ textbeltl ɬ textltailm ɱ textrtailt ʈ"
    " textrtaild ɖ textrtails ʂ textrtailz ʐ textrtailn ɳ textfishhookr ɾ textcommatailz ʑ"
    " textctc ɕ textctz ʑ textturnh ɥ textturnm ɯ textreve ɘ textrevepsilon ɜ textglotstopvari ʔ"
    " textrevglotstop ʕ textlengthmark ː textprimstress ˈ textsecstress ˌ"
)
_SIGNS = (
    'textless < textgreater > textbar | textbardbl ‖ textquotedbl " lq ‘ rq ’ textasciicircum ^'
    " textbraceleft { textbraceright } textunderscore _ textperiodcentered · degrees °"
    " textcelsius °C celsius °C textmu µ micro µ textohm Ω ohm Ω textminus − copyright © circledR ®"
    " S § P ¶ ddag ‡ ddagger ‡ pounds £ euro € EUR € texteurocurrency € yen ¥ cents ¢"
    " guillemetleft « guillemetright » glqq „ grqq “ glq ‚ grq ‘ flqq « frqq » flq ‹ frq › og «"
    " fg » permil ‰ textlangle ⟨ textrangle ⟩ textsurd √ textasteriskcentered ∗ female ♀ angstrom Å"
    " slash / hyphen - fshyp / bibrangedash – nobreakdash - textnobreakspace \u202f lbrack ["
    " rbrack ] ast * TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX"
    " pdfTeX pdfTeX AmS AMS MF METAFONT eg e.g. ie i.e. cf cf. etal et_al. trademark ™ textlquill ⁅"
    " textrquill ⁆ ier er iers ers iere re ieres res ieme e iemes es"
)
_CYRILLIC = (
    "a а b б v в g г d д e е yo ё zh ж z з i и ishrt й k к l л m м n н o о p п r р s с t т u у f ф"
    " h х c ц ch ч sh ш shch щ hrdsn ъ ery ы sftsn ь erev э yu ю ya я ie є ii і yi ї je ј gup ґ"
    " ushrt ў dje ђ tshe ћ lje љ nje њ dzhe џ dze ѕ ghcrs ғ kdsc қ ndsc ң otld ө y ү ycrs ұ hdsc ҳ"
    " shha һ schwa ә zdsc ҙ sdsc ҫ izh ѵ yat ѣ fita ѳ"
)
#: Commands for spacing and layout: they produce no text, and TeX takes the spaces after them.
SILENT = frozenset(
    "relax bf em it rm sl sc tt sf md up cal bfseries itshape mdseries rmfamily scshape sffamily"
    " slshape ttfamily upshape normalfont tiny scriptsize footnotesize small normalsize large Large"
    " LARGE huge Huge allowbreak nobreak noindent indent leavevmode boldmath unboldmath"
    " displaystyle textstyle scriptstyle smash bgroup egroup begingroup endgroup ignorespaces"
    " unskip nopunct limits nolimits left right big Big bigg Bigg bigl bigr Bigl Bigr centering"
    " raggedright sloppy selectfont nonumber null fi else"
    " newblock isdot strut textcompwordmark string cyrchar".split()
)
#: Commands whose argument is the text.
TRANSPARENT = frozenset(
    "protect text textbf textit textrm textsf texttt textsc textsl textup textmd textnormal textin"
    " textlf textsw textssc textulc mbox hbox fbox vbox makebox framebox emph underline uline"
    " uuline ul uwave sout hl mathrm mathit mathbf mathsf mathtt mathnormal operatorname"
    " boldsymbol bm textls textnohyphenation nohyphens mkbibemph mkbibitalic mkbibbold mkbibacro"
    " mkbibnamegiven mkbibnamefamily autocap bibstring bibnamefont bibfnamefont natexlab xspace"
    " textcyr textlatin ensuretext textquote noun citenamefont singleletter"
    " textsuperior caps smallcaps textdutch textenglish textfrench textgerman".split()
)
#: Commands whose first arguments, this many, are not text.
DROPPED = {
    "textcolor": 1, "color": 1, "foreignlanguage": 1, "selectlanguage": 1, "hspace": 1,
    "vspace": 1, "noopsort": 1, "sortnoop": 1, "SortNoop": 1, "Noopsort": 1, "NOOP": 1, "noop": 1,
    "label": 1, "raisebox": 1, "scalebox": 1, "resizebox": 2, "parbox": 1, "fontsize": 2,
    "colorbox": 1, "fcolorbox": 2, "bibinfo": 1, "bibfield": 1, "phantom": 1, "hphantom": 1,
    "vphantom": 1, "hypertarget": 1, "rule": 2, "switchargs": 0, "otherlanguage": 1,
    "fontencoding": 1,
    "fontfamily": 1, "hyphenation": 1, "discretionary": 2, "index": 1, "bibrename": 1,
}  # fmt: skip
#: Commands with two arguments, of which the first is the text.
FIRST = frozenset({"texorpdfstring", "printfirst"})
#: Text before and after the argument of a command.
AROUND = {
    "enquote": ("“", "”"), "mkbibquote": ("“", "”"), "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"), "parentext": ("(", ")"), "brackettext": ("[", "]"),
}  # fmt: skip
#: Letters of `\\textgreek`, as Babel types them; a final sigma is `c` or the last `s` of a word.
GREEK = str.maketrans(
    "abgdezhjiklmnxoprstufqywcABGDEZHJIKLMNXOPRSTUFQYW",
    "αβγδεζηθικλμνξοπρστυφχψωςΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
)
#: As AROUND, but reported, because their meaning is lost in plain text.
NOTED = {
    "footnote": (" (", ")"), "thanks": (" (", ")"), "cite": ("[", "]"), "citep": ("[", "]"),
    "citet": ("[", "]"), "ref": ("[", "]"), "eqref": ("[", "]"), "marginpar": (" (", ")"),
}  # fmt: skip
#: Commands of mathematics that some write without dollars, and their numbers of arguments.
FORMULAS = {
    "frac": 2, "tfrac": 2, "dfrac": 2, "sqrt": 1, "mathcal": 1, "mathbb": 1, "mathfrak": 1,
    "mathscr": 1, "nicefrac": 2, "sfrac": 2, "textfrac": 2, "binom": 2, "vec": 1, "widehat": 1,
    "widetilde": 1, "overline": 1,
}  # fmt: skip
BLANKS = frozenset(
    "space quad qquad nobreakspace thinspace enspace enskip newline linebreak break hskip kern"
    " addspace addnbspace textvisible smallspace negthinspace hfill".split()
)
#: Commands that begin a paragraph.
PARAGRAPHS = frozenset("par smallskip medskip bigskip".split())
#: Commands that end a word: a space after them is text.
_ENDS = frozenset(
    "ldots dots textellipsis textquoteright textquotedblright rq grqq grq fg guillemotright"
    " guillemetright frqq texttrademark textregistered trademark TeX LaTeX LaTeXe BibTeX XeTeX"
    " LuaTeX pdfTeX AmS MF eg ie cf etal ier iers iere ieres ieme iemes".split()
)
#: Environments of text, those with an argument in braces or an option, then those of mathematics.
TEXTS = frozenset(
    "abstract center quote quotation document flushleft flushright itemize enumerate description"
    " otherlanguage otherlanguage* sloppypar small verse".split()
)
LANGUAGES = frozenset({"otherlanguage", "otherlanguage*"})
LISTS = frozenset({"itemize", "enumerate", "description"})
MATHS = {
    "equation": "", "equation*": "", "displaymath": "", "math": "", "align": "aligned",
    "align*": "aligned", "eqnarray": "aligned", "eqnarray*": "aligned", "gather": "gathered",
    "gather*": "gathered", "multline": "gathered", "multline*": "gathered",
}  # fmt: skip
_NAME = re.compile(r"\\([A-Za-z]+)")


def _pairs(text: str) -> dict[str, str]:
    words = [word.replace("_", " ") if len(word) > 1 else word for word in text.split(" ")]
    return dict(zip(words[::2], words[1::2], strict=True))


def _symbols() -> dict[str, str]:
    """Return characters by command: pylatexenc's tables, then ours."""
    found: dict[str, str] = {}
    for rule in get_builtin_conversion_rules("unicode-xml"):
        for number, command in rule.rule.items():
            if match := _NAME.fullmatch(command):
                found.setdefault(match[1], chr(number))
    for spec in latex2text.get_default_latex_context_db().iter_macro_specs():
        shown = spec.simplify_repl
        is_word = isinstance(shown, str) and shown.replace(" ", "").isalpha()
        if isinstance(shown, str) and (is_word or len(shown) == 1) and spec.macroname != "today":
            found[spec.macroname] = shown
    greek = {name: char for name, char in _FORMULA_SYMBOLS.items() if char.isalpha()}
    found |= _FORMULA_SYMBOLS | {f"text{name}": char for name, char in greek.items()}
    cyrillic = _pairs(_CYRILLIC)
    found |= {f"cyr{name}": char for name, char in cyrillic.items()}
    found |= {f"CYR{name.upper()}": char.upper() for name, char in cyrillic.items()}
    found |= _pairs(_SIGNS) | _pairs(_LETTERS)
    others = {
        *SILENT,
        *TRANSPARENT,
        *DROPPED,
        *FIRST,
        *AROUND,
        *NOTED,
        *FORMULAS,
        *BLANKS,
        *PARAGRAPHS,
        *ACCENTS,
    }
    return {name: char for name, char in found.items() if name not in others}


SYMBOLS = _symbols()


def takes_blank(name: str) -> bool:
    """Return whether the spaces after a command only end its name and are not text."""
    return name not in _ENDS and len(SYMBOLS.get(name, "")) <= 2
