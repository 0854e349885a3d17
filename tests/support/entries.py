"""Entries of a catalogue: one record, and those that Hypothesis draws."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.statuses import STATUSES
from papershelf.importers.draft import Draft
from papershelf.importers.values import to_values
from papershelf.text import dates
from papershelf.text.names import Name

#: Letters, blanks, everything that means something to YAML, and other scripts.
ALPHABET = "ab Z09 -:#,[]{}&*!|>'\"%@`?\\$~^_<=/.\t äß你ع👩‍🔬"
LINE = (
    st.text(ALPHABET, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
)
PROSE = st.lists(
    st.text(ALPHABET.replace("\t", ""), min_size=1, max_size=300).map(str.strip).filter(bool),
    min_size=1,
    max_size=3,
)
NAMES = st.one_of(
    st.builds(Name, given=st.sampled_from(["Ada", "Jean-Luc", "A. B."]), family=st.sampled_from(["Lovelace", "de la Cruz", "Ng"])),
    st.builds(Name, literal=LINE),
    st.builds(Name, given=LINE, family=LINE, suffix=st.sampled_from(["", "Jr."]), affiliation=LINE),
)  # fmt: skip
PLAIN: st.SearchStrategy[Any] = st.recursive(
    st.text(ALPHABET, max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab: #,'", min_size=1, max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
ENTRIES = st.fixed_dictionaries(
    {"id": st.from_regex(r"[a-z][a-z0-9-]{3,12}", fullmatch=True), "title": LINE,
     "published": st.builds(dates.PartialDate, st.integers(1000, 2100), st.just(0), st.just(0))},
    optional={
        "authors": st.lists(NAMES, min_size=1, max_size=9).map(tuple),
        "author_count": st.integers(20, 99),
        "added": st.builds(dates.PartialDate, st.just(2024), st.integers(1, 12), st.integers(1, 28)),
        "type": st.sampled_from(TYPES), "venue": LINE, "volume": LINE,
        "arxiv": st.just("2301.00010"), "doi": st.sampled_from(["10.1000/182", "10.1002/(SICI)1<1::AID>3.0.CO;2-#"]),
        "urls": st.dictionaries(st.sampled_from(list(LINKS)), st.just("https://example.org/a?b={c}&d#e"), min_size=1),
        "abstract": PROSE.map(lambda parts: "\n\n".join(" ".join(part.split("\n")) for part in parts)),
        "summary": LINE, "notes": st.sampled_from(["# a\n\n- b\n  - c", "word", "  x\n\ty"]).map(str.strip),
        "topics": st.just(("nlp", "x")), "keywords": st.lists(LINE, min_size=1, max_size=5, unique=True).map(tuple),
        "awards": st.lists(LINE, min_size=1, max_size=2).map(tuple), "status": st.sampled_from(list(STATUSES)),
        "discussion": st.just({"url": "https://example.org", "count": 3}),
        "extra": st.dictionaries(st.text("abc", min_size=1, max_size=4), PLAIN, min_size=1, max_size=3),
    },
)  # fmt: skip


def paper(**fields: Any) -> dict[str, Any]:
    """A record of a journal; fields replace its own, `None` removes one."""
    values = {"title": "Hives of the North", "authors": ["Quill, Ada", "Reed, Bo"], "published": "2020",
              "venue": "Hive Letters"} | fields  # fmt: skip
    kept = {name: value for name, value in values.items() if value is not None}
    return to_values(Draft(where="x", fields=kept, is_ours=True)).values
