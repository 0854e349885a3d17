"""The search index: what Pagefind makes of pages, made smaller and reproducible.

In: pages by address. Out: the files of the folder `pagefind/`, the same bytes for the same pages,
with suggestions for searches without results in `pagefind/near/`.
Knows nothing about papers: `data-pagefind-*` attributes in the HTML say what is indexed. A page
with an `id` in its metadata becomes a result of that name, which scripts compare with their lists.
"""

from __future__ import annotations

import hashlib
import json
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import cbor2

from papershelf.outputs import joined_index, near_words, pagefind
from papershelf.outputs.each import Each

T = TypeVar("T")
FOLDER = "pagefind"
#: The files that browsers load; the others are user interfaces that the site does not use.
_KEPT = re.compile(
    r"pagefind(-worker|-alone)?\.js|pagefind-entry\.json|wasm\.[\w-]+\.pagefind|.*\.pf_\w+|near/.*",
    re.ASCII,
)
#: What a page loads, what it starts as a worker, and what takes its place where that fails.
_SCRIPT, _WORKER, _ALONE = "pagefind.js", "pagefind-worker.js", "pagefind-alone.js"
#: Name of a page that has an id; Pagefind's own names have a single underscore.
_NAMED = re.compile(r"[a-z-]+__[a-z0-9-]+", re.ASCII)
_FRAGMENT = re.compile(r"fragment/(.+)\.pf_fragment")
#: Files for what browsers show of pages, at most. Pagefind makes one for each page, and hosts limit
#: the number of files. A prime number spreads the names evenly.
SHELVES = 8191
#: Numbers of words of pages are multiples of this: exact ones take 4 KB more, which every reader
#: loads who searches 10,000 papers. The order of results depends on them only a little.
_WORDS = 8
_DIGITS = string.digits + string.ascii_lowercase
#: What a page needs of Pagefind's script begins so. Before, there is the same as in the worker.
_PAGE = "var hasWorkerSupport="
_OWN = "const __publicField=(self,name,value)=>{self[name]=value;};"
#: Replacements in Pagefind 1.5. It looks for one file for each page. It accepts any response of a
#: server as a file, and continues without a file that failed to load: every later search then finds
#: nothing. The new error message begins with the status, which engine.js reads.
_FIXES = (
    (  # as `path_of`; a cached file may be older than the index, and lack a new page
        "let compressed_resp=await this.throttledFetch("
        "`${this.basePath}fragment/${hash}.pf_fragment`);"
        "let compressed_fragment=await compressed_resp.arrayBuffer();let fragment=this.decompress("
        "new Uint8Array(compressed_fragment),`Fragment ${hash}`);"
        "return JSON.parse(new TextDecoder().decode(fragment));",
        f"const shelf=[...hash].reduce((sum,sign)=>(31*sum+sign.charCodeAt(0))%{SHELVES},0);"
        "const url=`${this.basePath}fragment/${shelf}.pf_fragment`;"
        'for(const cache of["default","reload"]){'
        "const answer=await this.throttledFetch(new Request(url,{cache}));"
        "const data=this.decompress(new Uint8Array(await answer.arrayBuffer()),`Fragment ${hash}`);"
        "const page=JSON.parse(new TextDecoder().decode(data))[hash];if(page)return page;}"
        "throw new Error(`404 ${url}`);",
    ),
    (
        "queued.resolve(await fetch(queued.input));",
        "const answer=await fetch(queued.input);"
        "if(!answer.ok)throw new Error(`${answer.status} ${answer.url}`);queued.resolve(answer);",
    ),
    (  # what `_folded` returned, as the CBOR that it was made from
        'this.searchMeta=this.decompress(new Uint8Array(compressed_meta),"Pagefind metadata");',
        "const[version,ends,sizes,...more]=JSON.parse(this.decoder.decode(this.decompress("
        'new Uint8Array(compressed_meta),"Pagefind metadata")));let name="";'
        "const pages=ends.split(' ').map((end,at)=>[name=name.slice(0,parseInt(end[0],36))"
        f"+end.slice(1),{_WORDS}*sizes[at]]);const encoder=new TextEncoder();"
        "const begin=(kind,number)=>number<24?[kind<<5|number]:[kind<<5|26,number>>>24,"
        "number>>>16&255,number>>>8&255,number&255];const packed=(value)=>{"
        'if(typeof value==="number")return begin(0,value);if(typeof value==="string"){'
        "const text=encoder.encode(value);return[...begin(3,text.length),...text];}"
        "return[...begin(4,value.length),...value.flatMap(packed)];};"
        "this.searchMeta=packed([version,pages,...more]);",
    ),
    ("console.error(`Failed to load the meta index:\n${e?.toString()}`);", "throw e;"),
    ("console.error(`Failed to load the index chunk ${url}:\n${e?.toString()}`);", "throw e;"),
    (
        "console.error(`Failed to load Pagefind metadata:\n${e?.toString()}`);"
        'throw new Error("Failed to load Pagefind metadata");',
        "throw e;",
    ),
    (  # each search throws it
        "this.initError=e instanceof Error?e:new Error(String(e));throw e;",
        "this.initError=e instanceof Error?e:new Error(String(e));",
    ),
)
#: Ends the addresses of scripts: a browser may have those that read an index of another form.
FORMAT = hashlib.sha256(repr(_FIXES).encode()).hexdigest()[:8]
#: Replacements after `_PAGE`: all of the script, 11 KB by gzip, is loaded only where workers fail.
_LATER = (
    ("`${basePath}pagefind-worker.js`", f"`${{basePath}}{_WORKER}?{FORMAT}`"),
    (
        "this.fallback=new Pagefind(this.initOptions);",
        f'this.fallback=import("./{_ALONE}?{FORMAT}").then((alone)=>'
        "alone.createInstance({...this.initOptions,noWorker:true}));",
    ),
    (
        "if(this.fallback){const fn=this.fallback[method];",
        "if(this.fallback){const fn=(await this.fallback)[method];",
    ),
)
#: What scripts use of a page, and what Pagefind also needs.
_USED = ("url", "content", "meta")
_NEEDED: dict[str, Any] = {"anchors": []}
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: Parts of a paper's page that say nothing about the paper.
_IGNORED = ".ps-kind-paper h2, .headerlink"

#: Files that one process reads or packs at a time.
PART = 1000


class Looked(NamedTuple):
    """What is in Pagefind's files of some pages."""

    ids: list[str]
    """The id of each page, empty if it has none."""
    texts: list[str]
    """What our scripts use of each page, as JSON."""
    often: Counter[str]
    """On how many of them each word is."""


def files(
    pages: Iterable[tuple[str, str]], language: str = "en", each: Each = map
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of the index of pages, pairs of dest_uri and what
    `pagefind.indexed` returned. All count as one language, as Pagefind searches only one per page.
    `each` may do our own work in several processes. Raise `pagefind.SearchFailed`."""
    options = {"force_language": language.lower(), "exclude_selectors": [_IGNORED]}
    made = joined_index.join(pagefind.run(pages, **options), each)
    found = {
        match[1]: made.pop(name) for name in sorted(made) if (match := _FRAGMENT.fullmatch(name))
    }
    looked = list(each(_look, _parts(found.values())))
    names = _names(found, [page_id for part in looked for page_id in part.ids])
    shelves: dict[str, list[str]] = defaultdict(list)
    texts = (text for part in looked for text in part.texts)
    for name, text in zip(names.values(), texts, strict=True):
        shelves[path_of(name)].append(f"{_encode(name)}:{text}")
    for packed in each(_pack_shelves, _parts(sorted(shelves.items()))):
        made |= packed
    script = made[_SCRIPT].decode()
    made[_ALONE] = _changed(script, _FIXES)
    made[_WORKER] = _changed(made[_WORKER].decode(), _FIXES)
    made[_SCRIPT] = _changed(_OWN + "".join(script.partition(_PAGE)[1:]), _LATER)
    _rewrite_entry(made, names)
    often = Counter[str]()
    for part in looked:
        often.update(part.often)
    made |= {f"near/{name}": data for name, data in near_words.files(often)}
    for name, data in made.items():
        if _KEPT.fullmatch(name):
            yield f"{FOLDER}/{name}", data


def _parts(items: Iterable[T]) -> list[list[T]]:
    left = list(items)
    return [left[start : start + PART] for start in range(0, len(left), PART)]


def _look(fragments: list[bytes]) -> Looked:
    found = [json.loads(pagefind.unpack(data)) for data in fragments]
    ids = [page["meta"].get("id", "") for page in found]
    texts = [_encode({key: page[key] for key in _USED} | _NEEDED) for page in found]
    return Looked(ids, texts, near_words.count(page["content"] for page in found))


def _names(old: Iterable[str], ids: Sequence[str]) -> dict[str, str]:
    """Return new names of pages by Pagefind's. Those are made from the content, so they change with
    every word of a page and are of no use to scripts."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name, page_id in zip(old, ids, strict=True):
        new = f"{name.partition('_')[0]}__{page_id}"
        is_new = bool(_NAMED.fullmatch(new)) and new not in taken
        names[name] = new if is_new else name
        taken.add(new)
    return names


def path_of(name: str) -> str:
    """Return the file in which browsers look for a page, after the first of _FIXES."""
    number = 0
    for sign in name:
        number = (31 * number + ord(sign)) % SHELVES
    return f"fragment/{number}.pf_fragment"


def _pack_shelves(shelves: list[tuple[str, list[str]]]) -> dict[str, bytes]:
    """Return each file: an object in JSON, whose members are its pages by name."""
    made = {}
    for path, pages in shelves:
        text = f"{{{','.join(pages)}}}"
        made[path] = pagefind.pack(text.encode("utf-8", "replace"))
    return made


def _changed(text: str, changes: Iterable[tuple[str, str]]) -> bytes:
    """Return a script of Pagefind with replacements, each of a text that is there once."""
    for old, new in changes:
        if text.count(old) != 1:
            raise pagefind.SearchFailed(f"unsupported version of Pagefind: {old} in its scripts")
        text = text.replace(old, new)
    return text.encode()


def _rewrite_entry(made: dict[str, bytes], names: Mapping[str, str]) -> None:
    """Sort the metadata, which Pagefind 1.5 writes in the order of a hash map, and name the pages.
    The file is renamed after its new content, and its new name goes into the entry file."""
    entry: dict[str, Any] = json.loads(made[joined_index.ENTRY])
    for known in entry["languages"].values():
        meta = made.pop(f"pagefind.{known['hash']}.pf_meta")
        data = _folded(cbor2.loads(pagefind.unpack(meta)), names)
        digest = hashlib.sha256(data).hexdigest()[:10]
        known["hash"] = f"{known['hash'].partition('_')[0]}_{digest}"
        made[f"pagefind.{known['hash']}.pf_meta"] = pagefind.pack(data)
    entry["languages"] = dict(sorted(entry["languages"].items()))
    made[joined_index.ENTRY] = json.dumps(entry, separators=(",", ":"), sort_keys=True).encode()


def _folded(meta: list[Any], names: Mapping[str, str]) -> bytes:
    """Return sorted metadata as JSON, from `[version, pages, index chunks, …]`. A page is `[name,
    words]`. Names are in one text. Of each, only the end is there, after a digit of base 36: how
    many letters of the name before come first. So names take half the bytes."""
    version, pages, *rest = meta
    ends, before = [], ""
    for old, _ in pages:
        name = names[old]
        same = min(joined_index.same_letters(before, name), len(_DIGITS) - 1)
        ends.append(f"{_DIGITS[same]}{name[same:]}")
        before = name
    words = [-(-number // _WORDS) for _, number in pages]
    found = [version, " ".join(ends), words]
    return _encode(found + [sorted(part) if _is_pairs(part) else part for part in rest]).encode()


def _is_pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, list) and item and isinstance(item[0], str) for item in value
    )
