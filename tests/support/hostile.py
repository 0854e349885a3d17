"""Texts that ran script, broke a page or walked out of a format somewhere: every place that shows
text of a catalogue meets all of them. None of it may run, load, or look different from what it is.
"""

from __future__ import annotations

import json

RUN = "window.pwned=1"
ELSEWHERE = "https://elsewhere.invalid"

HOSTILE = (
    f"A</title><script>{RUN}</script>",
    f'"><script>{RUN}</script>',
    f"'><img src=x onerror={RUN}>",
    f"<img src={ELSEWHERE}/a.png onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"[x](javascript:{RUN})",
    f"[x]: javascript:{RUN}",
    f"![x]({ELSEWHERE}/b.png)",
    f"<{ELSEWHERE}/c>",
    f"<javascript:{RUN}>",
    f"# Hi {{onclick={RUN}}}",
    f'{{: onclick="{RUN}" }}',
    f"*a*{{: onmouseover={RUN} }}",
    f"$\\text{{<script>{RUN}</script>}}$",
    f"$\\href{{javascript:{RUN}}}{{x}}$",
    f"$</math><script>{RUN}</script>$",
    f"$x$<img src=x onerror={RUN}>$y$",
    "{{ 7*7 }} {% include 'main.html' %} {# note #} ${7*7}",
    "<!-- --> --!> <![CDATA[ ]]> <?php ?>",
    "</pre></code></div></article></aside></span><plaintext>",
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}></style></mglyph></math>",
    f"<style>@import url({ELSEWHERE}/d.css)</style>",
    f"<base href={ELSEWHERE}/>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}/'>",
    "**bold** _em_ `code` ~~del~~ ==mark== ^^ins^^ H~2~O ^up^",
    "*[HTML]: words [^1] [^1]: note [TOC] [[toc]]",
    '--8<-- "papers.yaml" :smile: :material-home:',
    "!!! danger ??? note === tab /// html",
    "1. one 2) two - three + four * five > six | seven | # eight",
    "---",
    "title: x",
    "&lt;b&gt; &amp; &#60;script&#62; &copy;",
    "wzxhzdk:0 klzzwxh:0001 \\* \\< \\\\ \\",
    "100% of $5 and $10 #1 ~x ^y _z {brace} }{ @article{a, b}",
    "\N{NO-BREAK SPACE}wide \N{IDEOGRAPHIC SPACE} end",
    f"${' + '.join(f'x_{{{place}}}^2' for place in range(16))} = y$ {'Nonstop' * 9}",
    f"{'a_b' * 20} {ELSEWHERE}/{'path/' * 9} {'字' * 40}",
    "مرحبا שלום 你好 Ünïcödé 👩\N{ZERO WIDTH JOINER}🔬 𝔘",
)


def catalogue() -> str:
    """Return two entries for each text, a paper with an old name and a tombstone. The text is in
    every field that is shown."""
    return "\n".join(_entry(number, text) for number, text in enumerate(HOSTILE))


def _entry(number: int, text: str) -> str:
    value = json.dumps(text, ensure_ascii=False)
    return f"""- id: hostile-{number:02}
  title: {value}
  authors: [{{literal: {value}, affiliation: {value}}}, {{family: {value}, given: {value}}}]
  author_count: 7
  published: 2024-04-27
  added: 2025-12-23
  type: article-journal
  venue: {value}
  publisher: {value}
  volume: {value}
  issue: {value}
  pages: {value}
  edition: {value}
  abstract: {value}
  summary: {value}
  notes: {value}
  topics: [hostile]
  keywords: [{value}]
  awards: [{value}]
  license: {value}
  related: [hostile-{(number + 2) % len(HOSTILE):02}]
  doi: {json.dumps(f'10.1000/{number}"><script>{RUN}</script>/../../x'.replace(" ", ""))}
  urls: {{code: {json.dumps(f"https://example.org/{number}?a=%22'><script>&b#)]")}}}
  discussion: {{url: "https://example.org/d?x='><b>", count: 3}}
  aliases: [hostile-old-{number:02}]
- id: hostile-gone-{number:02}
  title: {value}
  authors: [{{literal: {value}}}]
  published: 2023
  added: 2025-12-23
  venue: {value}
  topics: [hostile]
  status: retracted
  status_note: {value}
  superseded_by: hostile-{number:02}
"""


def files() -> dict[str, str]:
    """A collection that is hostile wherever it may be."""
    title = json.dumps(HOSTILE[0])
    about = json.dumps(HOSTILE[1])
    start = ", ".join(f"hostile-{number:02}" for number in range(len(HOSTILE)))
    return {
        "content/courses/hostile.md": course(),
        "content/courses/hostile/2024.md": course("starts: 2024-04-27\n"),
        "content/digests/2025-12-23.md": digest(),
        "papers.yaml": catalogue(),
        **{f"metrics/2026-W{week}.csv": numbers(day, week) for week, day in ((47, 22), (48, 29))},
        "content/index.md": f"---\ntitle: {title}\ndescription: {about}\n---\n\nWords.\n",
        "content/about.md": f"---\ntitle: {title}\ndescription: {about}\n---\n\n[@hostile-00], [@hostile-17]\n",
        "content/topics/hostile.md": f"---\ntitle: {title}\ndescription: {about}\naliases: [hostile-old]\nstart: [{start}]\n---\n\nSee [@hostile-01].\n",
        "content/people.yaml": f"- slug: hostile-person\n  name: {title}\n  names: [{about}]\n  aliases: [old-person]\n  url: https://example.org/x?%22'><b>\n",
        "content/keywords.yaml": f"- slug: hostile-keyword\n  name: {title}\n  names: [{about}]\n  aliases: [old-keyword]\n",
    }


def numbers(day: int, value: int) -> str:
    """A snapshot in which every paper has the same number of each kind."""
    rows = (f"hostile-{n:02},2026-11-{day},{value},{value},{value}\n" for n in range(len(HOSTILE)))
    return "id,date,comments,stars,citations\n" + "".join(rows)


def course(more: str = "", *, has_notes: bool = False) -> str:
    """A course that reads every hostile paper and a tombstone; its notes may be hostile, too, where
    they are shown through the allow-list: the file beside the page has them as they are written."""
    title = json.dumps(HOSTILE[0])
    about = json.dumps(HOSTILE[1])
    return f"""---
title: {title}
description: {about}
instructors: [{title}, {about}]
provider: {title}
url: https://example.org/x?%22'><b>
aliases: [old-course]
{more}---

Words.

{readings(has_notes=has_notes)}- [@hostile-gone-00]
"""


def digest(*, has_notes: bool = False) -> str:
    """A digest of every hostile paper and a tombstone."""
    return f"""---
title: {json.dumps(HOSTILE[0])}
description: {json.dumps(HOSTILE[1])}
from: 2025-12-17
to: 2025-12-23
aliases: [old-digest]
---

<!-- {HOSTILE[2].replace("-->", "")} -->

Words.

{readings(has_notes=has_notes)}- [@hostile-gone-00]
"""


def readings(*, has_notes: bool) -> str:
    """Every hostile paper with a note."""
    return "".join(
        f"- [@hostile-{number:02}] {text if has_notes else 'Why.'}\n"
        for number, text in enumerate(HOSTILE)
    )
