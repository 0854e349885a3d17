"""Parse single names of authors.

In: a name as the catalogue writes it. Out: its parts, as in CSL, and its display form. Never
decides who a person is; other modules distinguish people of the same name. `authors` reads names of
other programs, with marks and several people in one text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from papershelf.text import eastern

#: Words before the family name that belong to it (CSL: non-dropping particles).
PARTICLES = frozenset(
    "af al an ap auf aus av bin bint da dal dalla das de degli dei del dela della den der des di do"
    " dos du e ed el et ibn la las le les lo los op st. ten ter 't ’t tot und van vande vander vom"
    " von vor y zu zum zur".split()
)
#: Words at the end of a group's name that are not family names.
GROUP_WORDS = frozenset(
    "academies academy administration agency alliance association authorities authority authors"
    " center centre club collaboration collaborations collaborators collective commission committee"
    " community company conference consortia consortium contributors corp corp. corporation council"
    " department developers federation foundation gmbh group groups inc inc. initiative institute"
    " institutes institution international investigators lab laboratories laboratory labs llc llp"
    " ltd ltd. ministry network organisation organization parliament partnership plc program"
    " programme project school secretariat services society subcommittee survey taskforce team"
    " teams university workgroup".split()
)
#: Words that no person's name contains: `Department of Health`. `William of Loom` has no parts.
_PROSE = frozenset("for für of on the".split())
#: Words of institutions in other languages, and words that only names of institutions begin with.
_INSTITUTION = re.compile(
    r"minist(?:erium|[eè]re|[eé]rio)|anstalt|(?:bundes|landes)\w*(?:agentur|amt|anstalt|archiv"
    r"|bank|beh[oö]rde|gericht|institut|kammer|ministerium|rat|regierung|tag|verband|vereinigung"
    r"|zentrale)|universit\w+"
    r"|universidad\w*|institut[oe]?|[\w-]+-institut|istituto|acad[eé]mi[ea]|academia|akademie"
    r"|aso?ciaci[oó]n|associa(?:tion|ção|zione)|soci[eé]t[eé]|sociedad[e]?|gesellschaft"
    r"|\w+gemeinschaft|stiftung|fundaci[oó]n|fundação|fondation|fondazione|comisi[oó]n|comissão"
    r"|centre|centro|comit[eé]|consejo|conselho|conseil|organi[sz]aci[oó]n|organização",
    re.IGNORECASE,
)
_FIRST_WORDS = frozenset(
    "african american asian australian british canadian centers centres deutsche deutsches european"
    " federal international national united world".split()
)
#: Institutions of two words that no word of the lists above or below shows.
_INSTITUTIONS = frozenset(
    ("african union", "british library", "british museum", "deutsche bahn", "deutsche bank",
     "european union", "federal reserve", "united nations", "world bank")
)  # fmt: skip
#: Legal forms after a comma: `Loom Works, Inc.`
_COMPANIES = frozenset("corp corporation gmbh inc incorporated limited llc llp ltd plc".split())
#: Capital words that are not initials, and names before such words that are not family names.
_ACRONYMS = frozenset("AI AR EU GPU HPC IBM IT LLM ML MIT NLP UK UN US USA VR".split())
_GROUPS_BEFORE = frozenset(
    "amazon apple baidu bytedance collaboration consortium deepmind facebook google group huawei"
    " intel meta microsoft nvidia project salesforce team the".split()
)
#: Family names that some write in capitals after the given name, `Bo LI`, and that could be
#: initials.
_SHORT_FAMILIES = frozenset(
    "AN AU BAI BAO BO BUI CAI CAO CHO CHU CUI DAI DAO DO DU FAN FU GAO GE GU GUO HA HAN HE HO HU"
    " HUA HUO JI JIA JIN JO KE KIM KO LAI LAM LAU LE LEE LEI LI LIM LIN LIU LO LU LUO LY MA MAI MAO"
    " MEI MIN MO NA NG NGO NI NIE OH PAN PEI QI QIN QIU RAO REN SHA SHI SO SU SUN TAN TAO TO TU VO"
    " VU WAN WEI WEN WU XIA XIE XIN XU XUE YAN YAO YE YI YIN YOO YU YUN ZHU ZOU".split()
)
#: Degrees that cannot be initials, and those that can.
DEGREES = frozenset(
    "phd bsc dphil dsc drph edd msc mphil mba mph mbbs frcp frcs facs facp pharmd psyd".split()
)
MAYBE_DEGREES = frozenset("md ms ba bs rn dds dvm jd mpp".split())
_SUFFIX = re.compile(
    r"(?:jr|sr|jnr|snr)\.?|jun\.|sen\.|III|II|IV|VII|VIII|2nd|3rd|4th|5th"
    r"|X(?:II|III|IV|VI|VII|VIII|IX|XI{1,3})",  # of popes and kings; `XI` and `XV` are initials
    re.IGNORECASE,
)
#: Words that join two family names: `Ortega y Gasset`, `Costa e Silva`.
JOINING = frozenset({"y", "e"})
#: Words that are never a whole family name: `Collaboration, ATLAS` is a group.
_NO_FAMILIES = GROUP_WORDS - frozenset("center centre club company council lab labs school".split())
#: A single word that is not a family name; `McKay`, `DeVries` and `O'Neil` are.
_GROUP = re.compile(r"\d|[a-z][A-Z]{2}|^(?!Mac|Le|La|Van|Ten)[A-Z]?[a-z]{3,}[A-Z]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.[-‐]?){1,6}")
_PLAIN = re.compile(r"[^\W\d_](?:[-‐]?[^\W\d_]){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """An author as printed on one paper."""

    given: str = ""
    """`Ludwig`"""
    family: str = ""
    """Including particles: `van Beethoven`."""
    suffix: str = ""
    """`Jr.`, `III`"""
    literal: str = ""
    """A group, or a name without parts: `ATLAS Collaboration`."""
    orcid: str = ""
    """16 digits in groups of four: `0000-0002-1825-0097`."""
    affiliation: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """The name as on a title page: `Ludwig van Beethoven Jr.`, `山田太郎`."""
        if self.given and eastern.is_name(self.family, self.given):
            return f"{self.family}{self.given}"
        return self.literal or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """The name with the family name first: `van Beethoven, Jr., Ludwig`."""
        return ", ".join(filter(None, (self.family, self.suffix, self.given)))

    @property
    def parts(self) -> dict[str, str]:
        """The parts that are not empty, by name."""
        return {part: text for part in self.__slots__ if (text := getattr(self, part))}

    @property
    def sort_key(self) -> str:
        """The name for sorting: family name first, in lower case."""
        return (self.literal or f"{self.family}, {self.given}").casefold()


@lru_cache(maxsize=50_000)  # one object for all papers of an author, found by identity
def parse(text: str) -> Name:
    """Return the parts of `Given Family Suffix`, `Family Initials` or `Family, Suffix, Given`.

    The suffix may be in any position. Raise ValueError.
    """
    text = " ".join(text.split())
    if "," in text:
        return _with_commas(text)
    words = text.split(" ")
    if len(words) == 2 and eastern.is_name(*words):
        return _eastern(*words)
    return _without_commas(words, is_initials) if len(words) > 1 else Name(family=text)


def parse_family_first(text: str) -> Name:
    """Return the parts of a name without commas in a list whose other names are `Family
    Initials`."""
    return _without_commas(text.split(), is_initials_or_family)


def parse_as_printed(text: str) -> Name:
    """Return the parts of a name in a list whose other names are `Given Family`: then so is `Weinan
    E`."""
    words = text.split()
    return _given_family(words, "") if is_one_letter(words) else parse(text)


def _without_commas(words: list[str], is_last: Callable[[Sequence[str]], bool]) -> Name:
    suffix, last = "", words[-1]
    if last.lower() in GROUP_WORDS or is_institution(words):
        return Name(literal=" ".join(words))
    if words[0].isupper() and is_family_in_capitals(words):
        return Name(family=words[0], given=" ".join(words[1:]))
    if (
        len(last) > 5 and last[-1] != "."
    ):  # nearly every name; initials and suffixes are never so long
        return _given_family(words, "")
    if is_suffix(last) and not is_last(words):
        suffix = words.pop()
    start = _initials_start(words, is_last)
    if start:
        family, last = _cut_suffix(" ".join(words[:start]))
        return Name(family=family, given=_with_dots(words[start:]), suffix=suffix or last)
    return _given_family(words, suffix)


def _given_family(words: list[str], suffix: str) -> Name:
    if len(words) == 1:
        return Name(family=words[0], suffix=suffix)
    # as in BibTeX and BibLaTeX: the family name begins with the first particle
    particles = (place for place in range(1, len(words) - 1) if words[place] in PARTICLES)
    start = next(particles, len(words) - 1)
    if start > 1 and words[start] in JOINING:
        start -= 1
    if start == 1 and len(words) > 2 and words[0] in PARTICLES:
        return Name(family=" ".join(words), suffix=suffix)
    return Name(given=" ".join(words[:start]), family=" ".join(words[start:]), suffix=suffix)


def _with_commas(text: str) -> Name:
    parts = [part.strip() for part in text.split(",")]
    if parts[0] and is_company(parts[-1]):
        return Name(literal=text)
    if len(parts) > 3 or not parts[0] or not parts[-1]:
        raise ValueError("a name has at most two commas, with text around each")
    if len(parts) == 2 and is_suffix(parts[1]):  # `Ada Byron, Jr.`; but `Byron, IV` is I. V. Byron
        words = parts[0].split(" ")
        is_whole = len(words) > 1 and words[0] not in PARTICLES
        if is_whole or not parts[1].isupper():
            return _without_commas([*words, parts[1]], is_initials)
    suffix = parts[1] if len(parts) == 3 else ""
    given = parts[-1]
    if len(parts) == 3 and is_suffix(given) and not is_suffix(suffix):
        given, suffix = suffix, given
    return tidied(given, parts[0], suffix)


def tidied(given: str, family: str, suffix: str) -> Name:
    """Return a name with a separate suffix, even if another program left it in another part:
    `{family: Byron Jr., given: Ada}`; particles there belong to the family name: `Oss, van den,
    Ada`."""
    if not suffix and is_suffix(family) and " " in given:  # `{given: Ada Byron, family: Jr.}`
        return parse(f"{given} {family}")
    if suffix and are_particles(suffix):
        family, suffix = f"{suffix} {family}", ""
    if not suffix:
        family, suffix = _cut_suffix(family)
    if not suffix:
        given, suffix = _cut_suffix(given)
    is_group = family.rpartition(" ")[2].lower() in _NO_FAMILIES
    if is_group and given and not looks_like_initials(given):
        return Name(literal=f"{given} {family}")
    return Name(given=given, family=family, suffix=suffix)


def with_particle(particle: str, family: str) -> str:
    """Return a family name with a particle, which some programs say twice: `d'Alembert`."""
    start = particle if particle.endswith(("'", "’", "-")) else f"{particle} "
    return family if family.lower().startswith(start.lower()) else f"{start}{family}".strip()


def _cut_suffix(text: str) -> tuple[str, str]:
    """Return a part of a name without the suffix at its end, and the suffix."""
    before, _, last = text.rpartition(" ")
    return (before.rstrip(" ,"), last) if before.rstrip(" ,") and is_suffix(last) else (text, "")


def _eastern(first: str, last: str) -> Name:
    """Return the name of two words. Some databases write the family name last, `小明 张`, which
    only a known family name shows."""
    if last in eastern.FAMILIES and first not in eastern.FAMILIES:
        first, last = last, first
    return Name(family=first, given=last)


def is_suffix(word: str) -> bool:
    """Return whether a word is a suffix: `Jr.`, `III`, `2nd`. `I` and `V` are initials."""
    if not 1 < len(word) < 6:
        return False
    return bool(_SUFFIX.fullmatch(word)) and (word[0].lower() not in "ivx" or word.isupper())


def are_particles(text: str) -> bool:
    """Return whether a text has only words that come before a family name: `van den`."""
    return PARTICLES.issuperset(text.split())


def is_company(text: str) -> bool:
    """Return whether the text after a comma is a legal form: `Inc.`, `Pty Ltd`."""
    return text.rpartition(" ")[2].rstrip(".").lower() in _COMPANIES


def is_institution(words: Sequence[str]) -> bool:
    """Return whether words are the name of an institution, or the beginning of one: `Centers for
    Disease Control`, `Universidad de Loom`, `World Bank`."""
    if len(words) < 2:
        return False
    if has_prose(words):
        return True
    if _is_of_institutions(words[0]):  # `Conseil D`, `Centro J. M.` are people
        return not all(_is_letter(word) or (len(word) < 3 and word.isupper()) for word in words[1:])
    # other words than the first two would take 0.06 s for 30,000 names, twice as long
    is_second = _is_of_institutions(words[1])
    is_first = words[0].lower() in _FIRST_WORDS
    if len(words) == 2:  # `José Centro` and `Asian Khan` are people
        return (is_first and is_second) or " ".join(words).lower() in _INSTITUTIONS
    return (is_first or is_second) and not any(map(_is_letter, words))


def has_prose(words: Sequence[str]) -> bool:
    """Return whether a name has a word inside it that no person's name contains."""
    return not _PROSE.isdisjoint(words[1:-1])


def _is_of_institutions(word: str) -> bool:
    return len(word) > 5 and _INSTITUTION.fullmatch(word) is not None


def is_group(text: str) -> bool:
    """Return whether a text is a group: `ATLAS Collaboration`, `Google AI`, `OpenAI`, `WHO`,
    `H1`."""
    words = text.split()
    if len(words) > 1:
        if is_institution(words):
            return True
        is_named = words[-1] in _ACRONYMS or words[0].lower() in _GROUPS_BEFORE
        return is_named or words[-1].lower() in GROUP_WORDS
    return bool(_GROUP.search(text)) or (len(text) > 1 and text.isupper() and text.isascii())


def is_in_capitals(word: str) -> bool:
    """Return whether a family name is in capitals: `BYRON`; shorter ones may be initials."""
    return len(word) > 3 and word.isupper() and word.replace("-", "").isalpha()


def is_family_in_capitals(words: Sequence[str]) -> bool:
    """Return whether the first word of a name is the family name, because it is in capitals: `BYRON
    Ada`."""
    others = words[1:]
    is_name = is_in_capitals(words[0]) and words[0] not in _ACRONYMS
    return is_name and bool(others) and all(word.istitle() and len(word) > 1 for word in others)


# --- initials after the family name ------------------------------------------------------------


def looks_like_initials(text: str) -> bool:
    """Return whether a text consists of initials: `A.`, `B.C.`, `R. D.`, `RD`, `RD.`, `J-P`."""
    words = text.split()
    plain = text.removesuffix(".")
    if len(words) == 1 and _PLAIN.fullmatch(plain):
        return plain.isupper() and plain not in _ACRONYMS
    return bool(words) and all(_is_letter(word) for word in words)


def _is_letter(word: str) -> bool:
    """Return whether a word is initials: `A.`, `B.C.`, `J.-P.`, `A`."""
    if len(word) == 1:
        return word.isupper()
    return bool(_DOTTED.fullmatch(word)) and word.upper() == word


def is_initials(words: Sequence[str]) -> bool:
    """Return whether the last word of a name is initials and cannot be anything else."""
    last, before = words[-1], words[-2]
    if _is_letter(last):
        return True
    if last[-1] == "." and is_suffix(last):
        return False
    last = last.removesuffix(".")  # `Riley RD.` at the end of a list
    if not (_PLAIN.fullmatch(last) and last.isupper()):
        return False
    if last in _ACRONYMS or last in _SHORT_FAMILIES or words[0].lower() in _GROUPS_BEFORE:
        return False
    if is_suffix(last):  # `Byron JR` is J. R. Byron, `Ada B. Byron JR` is not
        return last[:1] in "JS" and len(words) == 2
    if last.lower() in MAYBE_DEGREES and len(words) > 2 and words[0] not in PARTICLES:
        return False
    if before.isupper() and len(before) > 1:  # all of the name is in capitals
        return len(last) < 3 < len(before)
    return before[:1].isupper()


def is_initials_or_family(words: Sequence[str]) -> bool:
    """Return whether the last word is initials if those of the other names are."""
    last = words[-1]
    if _is_letter(last):
        return True
    last = last if is_suffix(last) else last.removesuffix(".")
    is_number = is_suffix(last) and (len(words) > 2 or last == "III" or last[0] == "X")
    return bool(_PLAIN.fullmatch(last)) and last.isupper() and not is_number


def is_one_letter(words: Sequence[str]) -> bool:
    """Return whether a name ends with one letter without a period, which can be a family name."""
    return (
        len(words) > 1
        and len(words[-1]) == 1
        and words[-1].isupper()
        and not any(_is_letter(word) for word in words[:-1])
    )


def is_family_first(words: Sequence[str]) -> bool:
    """Return whether a name without commas certainly is `Family Initials`, also before a suffix:
    `Byron A Jr`."""
    is_longer = len(words) > 2 and is_suffix(words[-1])
    return _initials_start(words[:-1] if is_longer else words, is_initials) > 0


_INVERTED = re.compile(r"\s*[^\s,]+\s*,[^,]+")


def is_inverted(text: str) -> bool:
    """Return whether a text has one word before its only comma: `Byron, Ada`."""
    return _INVERTED.fullmatch(text) is not None


def may_be_initials(name: Name) -> bool:
    """Return whether what was read as a suffix may be initials: `Ilyin II`, `Byron IV`."""
    return name.suffix in ("II", "IV") and not name.given


def _initials_start(words: Sequence[str], is_last: Callable[[Sequence[str]], bool]) -> int:
    """Return the index of the first of the initials at the end of a name; 0 if there are none."""
    if len(words) < 2 or not is_last(words):
        return 0
    start = len(words) - 1
    while start > 1 and _is_letter(words[start]) and _is_letter(words[start - 1]):
        start -= 1
    # `J. P. Serre S.` is something else
    return 0 if any(_is_letter(word) for word in words[:start]) else start


def _with_dots(words: Sequence[str]) -> str:
    """Return initials as printed before a family name: `RD` gives `R. D.`, `J-P` gives `J.-P.`."""
    return " ".join(
        word if "." in word and _is_letter(word) else _dotted(word.removesuffix("."))
        for word in words
    )


def _dotted(word: str) -> str:
    return (
        re.sub(r"([^\W\d_])(?=[^\W\d_])", r"\1. ", re.sub("[-‐]", "-", word)).replace("-", ".-")
        + "."
    )
