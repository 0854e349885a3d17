"""Write an Eleventy site with the pages that Papershelf makes of a collection, for `bench_site.py`.

In: a collection, and the page of a paper that Papershelf built. Out: data, layouts and settings for
Eleventy: a page for each paper with its citation files, and numbered lists of the same authors,
venues, topics and years, in the frame of the built page.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

from hugo_site import TAXONOMIES, frame
from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.taxonomies import with_pages

#: Rows on a page of a list.
_ROWS = 100
_PAPER = """---
pagination: {data: papers, size: 1, alias: paper}
permalink: "papers/{{ paper.id }}/index.html"
---
BEFORE<h1>{{ paper.title }}</h1><p>{{ paper.names | join: ", " }}</p>
<p><a href="../../venues/{{ paper.venue }}/">{{ paper.venue }}</a> {{ paper.date }}</p>
<h2>Abstract</h2><p>{{ paper.abstract }}</p>
<ul>{% for topic in paper.topics %}
<li><a href="../../topics/{{ topic }}/">{{ topic }}</a></li>{% endfor %}</ul>
<h2>Cite</h2><pre><code>BIBTEX</code></pre>AFTER
"""
_BIBTEX = """@misc{ {{- paper.id }},
  title = { {{- paper.title -}} },
  author = { {{- paper.names | join: " and " -}} },
  year = {{ paper.date }}
}
"""
_LIST = """---
pagination: {data: lists, size: 1, alias: list}
permalink: "{{ list.url }}index.html"
---
BEFORE<h1>{{ list.title }}</h1>{% for row in list.rows %}
<article><h3><a href="/papers/{{ row.id }}/">{{ row.title }}</a></h3>
<p>{{ row.names }} {{ row.date }}</p>{{ row.abstract }}</article>{% endfor %}AFTER
"""
_FILE = """---
pagination: {data: papers, size: 1, alias: paper}
permalink: "papers/{{ paper.id }}.SUFFIX"
---
"""
_RIS = """TY  - GEN
{% for name in paper.names %}AU  - {{ name }}
{% endfor %}TI  - {{ paper.title }}
PY  - {{ paper.date }}
AB  - {{ paper.abstract }}
ER  -
"""
_CSL = """[{{ paper | json }}]
"""
_SETTINGS = """export default function (config) {
  config.addFilter("json", (value) => JSON.stringify(value));
  return { dir: { input: "src", output: "public" } };
}
"""


def write(collection: Collection, page: str, folder: Path) -> None:
    """Write the site to a folder."""
    before, head, after = frame(page)
    source = folder / "src"
    (source / "_data").mkdir(parents=True)
    of_paper = _raw(before.replace("</head>", f"{head}</head>"))
    texts = {
        "paper.liquid": _PAPER.replace("BIBTEX", _BIBTEX).replace("BEFORE", of_paper),
        "list.liquid": _LIST.replace("BEFORE", _raw(before)),
        "bib.liquid": _FILE.replace("SUFFIX", "bib") + _BIBTEX,
        "ris.liquid": _FILE.replace("SUFFIX", "ris") + _RIS,
        "csl.liquid": _FILE.replace("SUFFIX", "json") + _CSL,
        "_data/papers.json": json.dumps([_data(paper) for paper in collection.listed.values()]),
        "_data/lists.json": json.dumps(list(_lists(collection))),
    }
    for name, text in texts.items():
        whole = text.replace("AFTER", _raw(after)) if name.endswith(".liquid") else text
        (source / name).write_text(whole, encoding="utf-8")
    (folder / "eleventy.config.js").write_text(_SETTINGS)
    (folder / "package.json").write_text('{"type": "module"}')


def _raw(text: str) -> str:
    """Return a text that Liquid prints as it is."""
    return f"{{% raw %}}{text}{{% endraw %}}"


def _data(paper: Paper) -> dict[str, object]:
    return {
        "id": paper.id,
        "title": html.escape(paper.title),
        "names": [name.shown for name in paper.authors],
        "date": str(paper.published),
        "venue": html.escape(paper.venue),
        "topics": paper.topics,
        "abstract": html.escape(paper.abstract),
    }


def _lists(collection: Collection) -> Iterator[dict[str, object]]:
    listed = collection.listed
    yield from _list("papers", "Papers", list(listed), listed, is_whole=True)
    for name in TAXONOMIES:
        for slug in with_pages(name, collection, Settings()):
            term = collection.terms[name][slug]
            ids = [each for each in term.ids if each in listed]
            yield from _list(f"{name}/{slug}", slug, ids, listed, is_whole=name == "topics")


def _list(
    url: str, title: str, ids: list[str], listed: dict[str, Paper], *, is_whole: bool
) -> Iterator[dict[str, object]]:
    for start in range(0, len(ids), _ROWS):
        number = start // _ROWS + 1
        rows = [
            {
                "id": paper.id,
                "title": html.escape(paper.title),
                "names": ", ".join(name.shown for name in paper.authors[:3]),
                "date": str(paper.published),
                "abstract": html.escape(paper.abstract) if is_whole else "",
            }
            for paper in map(listed.__getitem__, ids[start : start + _ROWS])
        ]
        yield {"url": f"{url}/p/{number}/" if start else f"{url}/", "title": title, "rows": rows}
