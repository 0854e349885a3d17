"""Deciding whether two records describe the same work.

In: the typed values of two entries or records. Out: a verdict and its reason. The rule is strict: a
wrong merge is a wrong citation that looks correct, but two entries for one paper are only one line
of a report. Reads no files, makes no requests and changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from papershelf.catalogue.fields import CREATORS
from papershelf.catalogue.item_types import CONTAINED, IN_BOOKS, degree_of
from papershelf.catalogue.plain import from_value
from papershelf.catalogue.preprints import is_preprint
from papershelf.text import identifiers, tex
from papershelf.text.dates import PartialDate
from papershelf.text.identifiers import SCHEMES, to_key
from papershelf.text.names import PARTICLES, Name

Values: TypeAlias = Mapping[str, Any]

#: Identifiers of a single work, the most reliable first. A chapter has the ISBN of its book.
IDENTIFIERS = tuple(name for name in SCHEMES if name != "orcid")
#: Fields that say nothing new on their own.
MINOR = frozenset({"type", "language", "license"})


class Sameness(Enum):
    """How two records are related."""

    SAME = "the same work"
    LIKELY = "perhaps the same work"
    OTHER = "different works"


class Verdict(NamedTuple):
    """How two records are related, and the reason, as the end of a sentence."""

    kind: Sameness
    why: str = ""


_OTHER = Verdict(Sameness.OTHER)


def compare(one: Values, other: Values) -> Verdict:
    """Return whether two records describe the same work.

    They do if an identifier and the titles agree; or if title, all authors and year agree; or if
    one is the preprint of the other. Any evidence against it makes them different works.
    """
    shared = next(_shared_identifiers(one, other), "")
    if shared:
        against = next(_against(one, other), "")
        if not titles_agree(one, other):
            # every paper of one volume may have its ISBN
            is_volume = shared.startswith(SCHEMES["isbn"].label)
            return (
                _OTHER if is_volume else Verdict(Sameness.LIKELY, f"same {shared}, another title")
            )
        if against or _co_authors_differ(one, other):
            return Verdict(Sameness.LIKELY, f"same {shared}, but {against or 'other authors'}")
        return Verdict(Sameness.SAME, f"same {shared}")
    key = title_key(one)
    if not key or key != title_key(other):
        return _OTHER
    against = next(_against(one, other), "") or next(_against_titles(one, other), "")
    if against:
        return Verdict(Sameness.LIKELY, f"same title, but {against}")
    return _by_title(one, other)


def _by_title(one: Values, other: Values) -> Verdict:
    """Return the verdict on two records with one title and no common identifier."""
    if not (creators(one) and creators(other)):
        return Verdict(Sameness.LIKELY, "same title, authors unknown")
    if not _all_authors_agree(one, other):
        first = names_agree(creators(one)[0], creators(other)[0])
        return Verdict(Sameness.LIKELY if first else Sameness.OTHER, "same title and first author")
    early = [is_preprint(values) for values in (one, other)]
    if early[0] != early[1]:
        return Verdict(Sameness.SAME, "same title and authors, one is the preprint")
    if year_of(one) == year_of(other):
        return Verdict(Sameness.SAME, "same title, authors and year")
    return Verdict(Sameness.LIKELY, "same title and authors, another year")


def is_repeated(one: Values, other: Values) -> bool:
    """Return whether one record is a copy of a part of the other. Without authors, nothing else
    proves that two records are the same work."""
    own = {"id", "added", "topics", "related", "superseded_by"}
    repeats = says if creators(one) else same_value
    return all(
        name in own
        or (name in MINOR and not other.get(name))
        or (same_value if name in CREATORS else repeats)(other.get(name), value)
        for name, value in one.items()
    )


def says(old: Any, new: Any) -> bool:
    """Return whether the value of an entry says at least what the record says."""
    if isinstance(new, Mapping):
        return isinstance(old, Mapping) and new.items() <= old.items()
    if isinstance(new, PartialDate):
        return isinstance(old, PartialDate) and str(old).startswith(str(new))
    if type(new) is tuple:
        return all(any(same_value(item, each) for each in old or ()) for item in new)
    return same_value(old, new)


def same_value(one: Any, other: Any) -> bool:
    """Return whether two values of one field mean the same, regardless of spelling."""
    return one == other or (
        bool(one) and bool(other) and from_value(one, _bare) == from_value(other, _bare)
    )


def _bare(value: Any) -> str:
    """Return a text, name or date without case and signs."""
    text = value.shown if isinstance(value, Name) else str(value)
    apart = _BETWEEN_DIGITS.sub("\N{INFORMATION SEPARATOR ONE}", text)
    return _SIGNS_BUT_ONE.sub("", apart).casefold() or text


#: Only signs between two digits are significant: `1-9` is not `19`.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SIGNS_BUT_ONE = re.compile(r"[^\w\x1f]+|_+")


# --- identifiers ---------------------------------------------------------------------------------


def keys_of(values: Values) -> Iterator[tuple[str, str]]:
    """Yield scheme and normal form of each identifier; arXiv's own DOIs are arXiv ids."""
    return ((scheme, key) for _, scheme, key in named_keys(values))


def named_keys(values: Values) -> Iterator[tuple[str, str, str]]:
    """Yield field, scheme and normal form of each identifier: the fields `doi` and `arxiv` may
    hold one arXiv id."""
    for name in IDENTIFIERS:
        text = str(values.get(name) or "")
        if not text or (name == "isbn" and values.get("type") in IN_BOOKS):
            continue
        arxiv = identifiers.as_arxiv(identifiers.lower(text)) if name == "doi" else ""
        scheme, text = ("arxiv", arxiv) if arxiv else (name, text)
        yield name, scheme, to_key(SCHEMES[scheme], text)


#: Types with several works of one title, one per degree or per book.
_BY_PLACE = IN_BOOKS - {"paper-conference"} | {"thesis"}


def _shared_identifiers(one: Values, other: Values) -> Iterator[str]:
    """Yield the common identifiers in readable form: `DOI 10.1000/182`."""
    theirs = set(keys_of(other))
    for scheme, key in keys_of(one):
        if (scheme, key) in theirs:
            yield f"{SCHEMES[scheme].label} {key}"


# --- titles --------------------------------------------------------------------------------------

#: Warnings that publishers put before the title of a work.
_WARNING = re.compile(
    r"(?<!\W)\W*(?:retracted|withdrawn|removed|temporary removal)"  # each run is matched once
    r"(?: (?:article|paper|chapter|manuscript))?\W*[:\]]\W*(?=\w)",
    re.IGNORECASE,
)
#: Such warnings after the title: `Looms (Retracted article. See vol. 3, pg. 1, 2020)`.
WARNING_BEHIND = re.compile(
    r"[\[(](?P<word>retracted|withdrawn)"
    r"(?: (?:article|paper|chapter|manuscript|preprint)\b[^()\[\]]{0,200})?[\])]\.?$",
    re.IGNORECASE,
)
#: A word, a number with its points (`8.1` is not `81`), and the signs of `C++` and `C#`.
_WORDS = re.compile(r"\d+(?:\.\d+)+|\w[+#]+|\w")
_TELLING = re.compile(r"[.+#](?:(?<=\d\.)(?=\d)|(?<=\w[+#]))")
_SIGNS = re.compile(r"[\W_]+")
#: Where a subtitle begins.
_SUBTITLE = re.compile(r"\s*(?::|[.?!] |\s[-–—]+\s|[–—])\s*")
#: Text in a subtitle that names one of several parts.
_PART = re.compile(r"\d|\b(?:part|volume|vol|version|[ivx]+)\b", re.IGNORECASE)


def title_key(values: Values) -> str:
    """Return the letters and numbers of a title, which all its spellings have in common."""
    return _key_of_text(str(values.get("title") or ""))


def without_warning(title: str) -> str:
    """Return a title without the publisher's `RETRACTED:`."""
    lower = title.lower()
    if not ("retract" in lower or "drawn" in lower or "remov" in lower):
        return title
    return WARNING_BEHIND.sub("", _WARNING.sub("", title, count=1))


@lru_cache(maxsize=50_000)  # titles are compared repeatedly
def _key_of_text(title: str) -> str:
    bare = without_warning(title)
    plain = tex.to_plain(bare) if bare else ""
    letters = plain.replace("&", " and ")
    if not letters.isascii():
        folded = unicodedata.normalize("NFKD", letters)
        letters = "".join(char for char in folded if not unicodedata.combining(char))
    letters = letters.casefold()
    if not _TELLING.search(letters):  # nearly every title: 10,000 take 0.25 s instead of 0.36 s
        return _SIGNS.sub("", letters) or plain.strip()
    return "".join(_WORDS.findall(letters)).replace("_", "") or plain.strip()


def titles_agree(one: Values, other: Values) -> bool:
    """Return whether the titles of two records with one identifier agree: they have the same words,
    or only one has the subtitle."""
    keys = [title_key(values) for values in (one, other)]
    if keys[0] == keys[1]:
        return bool(keys[0])
    if not all(keys) or not _first_authors_agree(one, other):
        return False
    short, long = sorted((one, other), key=lambda values: len(str(values["title"])))
    title = str(long["title"])
    return title_key(long).startswith(title_key(short)) and any(
        _key_of_text(title[: match.start()]) == title_key(short)
        and not _PART.search(title[match.end() :])
        for match in _SUBTITLE.finditer(title)
    )


def creators(values: Values) -> tuple[Name, ...]:
    """Return who is named first: the authors, or the editors of a book that has no authors."""
    is_whole = _type(values) not in CONTAINED and not values.get("author_count")
    return values.get("authors") or (values.get("editors") or () if is_whole else ())


def _first_authors_agree(one: Values, other: Values) -> bool:
    mine, theirs = creators(one), creators(other)
    return bool(mine and theirs and names_agree(mine[0], theirs[0]))


# --- authors -------------------------------------------------------------------------------------


def names_agree(one: Name, other: Name) -> bool:
    """Return whether two names may belong to one person or group: the family names agree, and the
    given names as far as both have them."""
    if one.literal or other.literal:
        return _letters(one.shown) == _letters(other.shown)
    if family_key(one) != family_key(other):
        return False
    theirs = _given_parts(other.given)
    return all(mine.startswith(part) or part.startswith(mine)
               for mine, part in zip(_given_parts(one.given), theirs))  # fmt: skip


@lru_cache(maxsize=50_000)
def family_key(name: Name) -> str:
    """Return the family name without particles, accents and case; `ue` is `ü`."""
    words = (name.literal or name.family).split(" ")
    kept = [word for word in words if word.casefold() not in PARTICLES] or words
    return re.sub("(?<=[aou])e", "", _letters(" ".join(kept)))


@lru_cache(maxsize=50_000)
def _given_parts(given: str) -> tuple[str, ...]:
    """Return the given names in lower case; `GM` and `G.M.` are two names."""
    apart = re.sub(r"\b([A-Z]{2,3})\b", lambda match: " ".join(match[1]), given)
    return tuple(filter(None, map(_letters, re.split(r"[\s.\-‐‑]+", apart))))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, folded))


def _is_cut(values: Values) -> bool:
    """Return whether only the first authors are named."""
    return int(values.get("author_count") or 0) > len(creators(values))


def _all_authors_agree(one: Values, other: Values) -> bool:
    names = [creators(values) for values in (one, other)]
    if len(names[0]) != len(names[1]):
        short = min((one, other), key=lambda values: len(creators(values)))
        if not _is_cut(short):
            return False
    return all(
        names_agree(mine, theirs) and _suffix(mine) == _suffix(theirs)
        for mine, theirs in zip(*names)
    )


def _suffix(name: Name) -> str:
    """Return the generational suffix of a name: `jr`, `iii`."""
    return _letters(name.suffix)


def _co_authors_differ(one: Values, other: Values) -> bool:
    """Return whether fewer than half of the names in the shorter list are in the other: spellings
    vary, and some programs keep only the first names."""
    short, long = sorted(map(creators, (one, other)), key=len)
    keys = set(map(family_key, long))
    return 2 * sum(family_key(name) in keys for name in short) < len(short)


# --- what speaks against it ----------------------------------------------------------------------

#: Types of publications of one text: a preprint, a talk and an article with one title are one work
#: (the first row); a book, a thesis and a review with the same title are not.
_FORMS = (
    frozenset({"article", "article-journal", "article-magazine", "article-newspaper", "document",
               "manuscript", "paper-conference", "post", "post-weblog", "report", "speech",
               "webpage", ""}),
    frozenset({"book", "classic", "collection", "pamphlet", ""}),
    IN_BOOKS | {""},
    frozenset({"periodical", "article-magazine", "article-newspaper", "collection", ""}),
    frozenset({"dataset", "software", ""}),
    frozenset({"review", "review-book", "article-journal", ""}),
)  # fmt: skip
#: Types that do not contradict any other.
_UNSURE = frozenset({"", "article", "document", "manuscript", "webpage"})


def are_told_apart(one: Values, other: Values) -> bool:
    """Return whether the data of two publications with one title shows that they are different."""
    is_early = is_preprint(one) or is_preprint(other)
    return not is_early and (any(_against(one, other)) or any(_against_titles(one, other)))


def _type(values: Values) -> str:
    return str(values.get("type") or "")


def _against(one: Values, other: Values) -> Iterator[str]:
    """Yield evidence against the same work that always counts."""
    kinds = {_type(one), _type(other)}
    if len(kinds) > 1 and not any(kinds <= row for row in _FORMS):
        yield "another type"
    mine, theirs = dict(keys_of(one)), dict(keys_of(other))
    for scheme in IDENTIFIERS:
        if scheme in mine and scheme in theirs and mine[scheme] != theirs[scheme]:
            if scheme == "isbn" and not kinds <= {"book", "collection"}:
                continue  # hardcover, paperback and e-book of one proceedings volume
            yield f"another {SCHEMES[scheme].label}"
    if is_preprint(one) == is_preprint(other):  # `CoRR` also has volumes
        for name in ("volume", "edition"):
            if _differ(one, other, name):
                yield f"another {name}"


def _against_titles(one: Values, other: Values) -> Iterator[str]:
    """Yield evidence against the same work if no identifier agrees: editorials, columns and
    releases repeat a title every year."""
    kinds = {_type(one), _type(other)}
    if len(kinds) > 1 and not kinds & _UNSURE:
        yield "another type"
    if kinds == {"thesis"} and _degree(one) != _degree(other):
        yield "another degree"
    if kinds <= _BY_PLACE and _differ(one, other, "venue"):
        yield "another institution or degree" if kinds == {"thesis"} else "another book"
    early = [values for values in (one, other) if is_preprint(values)]
    if len(early) == 1 and early[0].get("venue"):
        return  # archives have pages of their own; a record without any may only lack its venue
    for name in ("issue", "number", "pages"):
        if _differ(one, other, name):
            yield "other pages" if name == "pages" else f"another {name}"


def _degree(values: Values) -> str:
    """Return the degree of a thesis; if unknown, it is most often a PhD."""
    extra = values.get("extra")
    genre = extra.get("genre", "") if isinstance(extra, Mapping) else ""
    return degree_of(str(genre)) or "phd"


def _differ(one: Values, other: Values, name: str) -> bool:
    """Return whether both have a field with different values; for pages, only the first counts."""
    texts = [str(values.get(name) or "") for values in (one, other)]
    if name == "pages":
        texts = [re.split(r"\s*[-–—,]", text)[0] for text in texts]
    return all(texts) and not same_value(*texts)


def year_of(values: Values) -> int:
    """Return the year of publication; 0 if unknown."""
    return values["published"].year if values.get("published") else 0
