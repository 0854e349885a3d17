// Pages of topics and authors for a search that asks for one by name. Authors come from small files, one
// for each letter with which a family name begins (generator/papershelf/outputs/data/people.py).

import { loadJson, once } from "./site.js";
import { topics } from "./table.js";
import { atLength, bare, spelled, words } from "./words.js";

/** @typedef {{name: string, path: string, papers: number}} Place a page of a topic or an author */
/** @typedef {[name: string, slug: string, papers: number]} Author */

const SHOWN = 4;
/** Maximum number of words in a name. */
const MOST = 4;

/** The authors of a letter. */
const read = once((/** @type {string} */ letter) => loadJson(`browse/authors/${letter}.json`));

const parts = (/** @type {string} */ text) => text.split(/[\s-]+/).map(spelled).filter(Boolean);

/**
 * Whether each word that is asked for begins a word of a name.
 * @param {string[]} asked
 * @param {string} name
 */
function isNamed(asked, name) {
  const own = [...parts(name), ...parts(atLength(name))];
  return asked.every((word) => own.some((part) => part.startsWith(word)));
}

/**
 * The authors of this name, those of most papers first.
 * @param {string[]} asked
 * @returns {Promise<Place[]>}
 */
async function people(asked) {
  const letters = asked.filter((word) => word.length > 1).map((word) => /^[a-z]/.exec(bare(word))?.[0] ?? "_");
  // pages to offer are an extra: without them the answer is complete
  const shelves = await Promise.all([...new Set(letters)].map((letter) => read(letter).catch(() => [])));
  /** @type {Author[]} */
  const authors = shelves.flat().filter(([name]) => isNamed(asked, name));
  const found = new Map(authors.map((author) => [author[1], author]));
  const most = [...found.values()].sort(([, , a], [, , b]) => b - a);
  return most.map(([name, slug, papers]) => ({ name, path: `authors/${slug}/`, papers }));
}

/**
 * Topics and authors by the name that a query is.
 * @param {string} query
 * @param {boolean} hasPeople whether papers with such an author were found
 * @returns {Promise<Record<string, Place[]>>}
 */
export async function named(query, hasPeople) {
  const asked = words(query).flatMap(parts);
  if (asked.length > MOST) return {};
  const [all, authors] = await Promise.all([topics(), hasPeople ? people(asked) : []]);
  const found = all.filter(([title]) => isNamed(asked, title)).map(([name, path, papers]) => ({ name, path, papers }));
  return { Topics: found.slice(0, SHOWN), Authors: authors.slice(0, SHOWN) };
}
