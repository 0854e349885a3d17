// Pages of authors for a search that asks for a name. They come from small files, one for each letter
// with which a family name begins (generator/data/people.py).

import { bare, spelled, words } from "./engine.js";

const folder = new URL("../../browse/authors/", import.meta.url);
const SHOWN = 4;
/** Words of a name; more are no name. */
const MOST = 4;

const files = new Map();
/** `[name, slug, papers]` of each author on a shelf; none where they cannot be had. */
function read(letter) {
  if (!files.has(letter)) {
    const loading = fetch(new URL(`${letter}.json`, folder)).then((answer) => (answer.ok ? answer.json() : []));
    files.set(letter, loading.catch(() => files.delete(letter) && []));
  }
  return files.get(letter);
}

const parts = (text) => text.split(/[\s-]+/).map(spelled).filter(Boolean);

/** The authors in whose names all words of a query begin a word, those of most papers first. */
export async function people(query) {
  const asked = words(query).flatMap(parts);
  if (asked.length > MOST) return [];
  const letters = asked.filter((word) => word.length > 1).map((word) => /^[a-z]/.exec(bare(word))?.[0] ?? "_");
  const shelves = await Promise.all([...new Set(letters)].map(read));
  const found = new Map();
  for (const [name, slug, papers] of shelves.flat()) {
    const own = parts(name);
    if (asked.every((word) => own.some((part) => part.startsWith(word)))) found.set(slug, { name, path: `authors/${slug}/`, papers });
  }
  return [...found.values()].sort((a, b) => b.papers - a.papers).slice(0, SHOWN);
}
