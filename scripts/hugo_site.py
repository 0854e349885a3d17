"""Write a Hugo site with the pages that Papershelf makes of a collection, for `bench_site.py`.

In: a collection, and the page of a paper that Papershelf built. Out: content and layouts for Hugo:
a page for each paper with its citation files, and numbered lists of the same authors, venues,
topics and years. The frame around Hugo's pages and the metadata in their heads are those of the
built page, so that both programs write pages of about the same weight.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from papershelf.catalogue.model import Collection
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.taxonomies import with_pages

TAXONOMIES = ("authors", "topics", "venues", "years")
CONFIG = """baseURL = "https://example.org/"
title = "Papers"
disableKinds = ["sitemap"]
ignoreLogs = ["warning-goldmark-raw-html"]
[taxonomies]
author = "authors"
topic = "topics"
venue = "venues"
year = "years"
[pagination]
pagerSize = 100
[mediaTypes."application/x-bibtex"]
suffixes = ["bib"]
[mediaTypes."application/x-ris"]
suffixes = ["ris"]
[outputFormats.bib]
mediaType = "application/x-bibtex"
isPlainText = true
[outputFormats.ris]
mediaType = "application/x-ris"
isPlainText = true
[outputFormats.csl]
mediaType = "application/json"
isPlainText = true
[outputs]
page = ["html", "bib", "ris", "csl"]
section = ["html", "rss"]
taxonomy = ["html"]
term = ["html"]
home = ["html", "rss"]
"""
BIBTEX = """@misc{ {{- .Params.id }},
  title = {{ "{" }}{{ .Title }}{{ "}" }},
  author = {{ "{" }}{{ delimit .Params.names " and " }}{{ "}" }},
  year = {{ .Date.Year }}
}
"""
PAPER = """{{ define "head" }}HEAD{{ end }}{{ define "main" }}<h1>{{ .Title }}</h1>
<p>{{ delimit .Params.names ", " }}</p>
<p>{{ range .GetTerms "venues" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
{{ .Date.Format "2 Jan 2006" }}</p>
<h2>Abstract</h2>{{ .Content }}
<ul>{{ range .GetTerms "topics" }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>
<h2>Cite</h2><pre><code>BIBTEX</code></pre>
{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ end }}
"""
LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>{{ $list := .Paginate .Pages }}{{ $whole := or
(in (slice "section" "home") .Kind) (eq .Type "topics") }}{{ range $list.Pages }}
<article><h3><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></h3>
<p>{{ with .Params.names }}{{ delimit (first 3 .) ", " }}{{ end }} {{ .Date.Format "2 Jan 2006" }}</p>
{{ if $whole }}{{ .Content }}{{ end }}</article>{{ end }}
{{ with $list.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }} {{ $list.PageNumber }}
{{ with $list.Next }}<a href="{{ .URL }}">Older</a>{{ end }}{{ end }}
"""
INDEX = """{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}
<li><a href="{{ .Page.RelPermalink }}">{{ .Page.LinkTitle }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
"""
RIS = """TY  - GEN
{{ range .Params.names }}AU  - {{ . }}
{{ end }}TI  - {{ .Title }}
PY  - {{ .Date.Year }}
AB  - {{ .Plain }}
ER  -
"""
CSL = """[{{ dict "id" .Params.id "title" .Title "author" .Params.names "abstract" .Plain | jsonify }}]
"""
_OF_PAPER = re.compile(r'<(?:meta|link|script type="application/ld\+json")[^\n]*(?:citation|og:|'
                       r'rel="(?:author|collection|cite-as|type|alternate)|ld\+json)[^\n]*\n')  # fmt: skip


def frame(page: str) -> tuple[str, str, str]:
    """Return what is before the content of a page, with TITLE as its title, the metadata of a paper
    in its head, and what is after the content."""
    before, _, rest = page.partition('<div class="ps-content')
    after = rest[rest.index("</article>") :]
    head = "".join(match[0] for match in _OF_PAPER.finditer(before))
    before = re.sub(r"<title>.*?</title>", "<title>TITLE</title>", _OF_PAPER.sub("", before))
    return before, head, after


def write(collection: Collection, page: str, folder: Path) -> None:
    """Write the site to a folder."""
    papers = folder / "content/papers"
    layouts = folder / "layouts/_default"
    papers.mkdir(parents=True)
    layouts.mkdir(parents=True)
    shown = {name: set(with_pages(name, collection, Settings())) for name in TAXONOMIES}
    for paper in collection.listed.values():
        front = {
            "title": paper.title,
            "date": f"{paper.published}-01-01"[:10],
            "id": paper.id,
            "names": [name.shown for name in paper.authors],
        } | {
            name: [slug for slug in collection.slugs[name][paper.id] if slug in shown[name]]
            for name in TAXONOMIES
        }
        text = f"{json.dumps(front, ensure_ascii=False)}\n\n{paper.abstract}\n"
        (papers / f"{paper.id}.md").write_text(text, encoding="utf-8")
    (papers / "_index.md").write_text("---\ntitle: Papers\n---\n")
    (folder / "hugo.toml").write_text(CONFIG)
    before, head, after = frame(page)
    before = before.replace("TITLE", "{{ .Title }}")
    before = before.replace("</head>", '{{ block "head" . }}{{ end }}</head>')
    files = {
        "baseof.html": f'{before}<div class="ps-content">{{{{ block "main" . }}}}{{{{ end }}}}</div>{after}',
        "single.html": PAPER.replace("HEAD", head).replace("BIBTEX", BIBTEX),
        "list.html": LIST,
        "taxonomy.html": INDEX,
        "single.bib": BIBTEX,
        "single.ris": RIS,
        "single.json": CSL,
    }
    for name, text in files.items():
        (layouts / name).write_text(text, encoding="utf-8")
