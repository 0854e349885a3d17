// Pages of topics and authors for a search that asks for one by name. Authors come from small files, one
// for each letter with which a family name begins (generator/papershelf/outputs/data/people.py).

import { atLength, bare, spelled, words } from "./engine.js";
import { topics } from "./table.js";

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

/** Whether each word that is asked for begins a word of a name. */
function isNamed(asked, name) {
  const own = [...parts(name), ...parts(atLength(name))];
  return asked.every((word) => own.some((part) => part.startsWith(word)));
}

/** The authors of this name, those of most papers first. */
async function people(asked) {
  const letters = asked.filter((word) => word.length > 1).map((word) => /^[a-z]/.exec(bare(word))?.[0] ?? "_");
  const shelves = await Promise.all([...new Set(letters)].map(read));
  const found = new Map(shelves.flat().filter(([name]) => isNamed(asked, name)).map((author) => [author[1], author]));
  const most = [...found.values()].sort(([, , a], [, , b]) => b - a);
  return most.map(([name, slug, papers]) => ({ name, path: `authors/${slug}/`, papers }));
}

/** `{Topics, Authors}` by the name that a query is; authors where `hasPeople` says that papers have some. */
export async function named(query, hasPeople) {
  const asked = words(query).flatMap(parts);
  if (asked.length > MOST) return {};
  const [all, authors] = await Promise.all([topics(), hasPeople ? people(asked) : []]);
  const found = all.filter(([title]) => isNamed(asked, title)).map(([name, path, papers]) => ({ name, path, papers }));
  return { Topics: found.slice(0, SHOWN), Authors: authors.slice(0, SHOWN) };
}
