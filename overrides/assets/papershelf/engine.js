// Pagefind's index, for the dialog of each page and for the list of all papers. It is loaded once, when
// a reader is about to search. What Pagefind cannot do is done here: identifiers in any spelling, initials,
// letters that a keyboard lacks, a word too many. It relies on the hidden words of
// generator/papershelf/outputs/views/search_words.py.

import { FORMAT, SIGN } from "./generated.js";
import { meant, normalise, unescaped } from "./pasted.js";
import { LoadError, base, importer, toFailure, toUrl } from "./site.js";
import { attempts, isKin, joined, plainOf, stemOf, typed, withoutBlanks, withoutElisions, words } from "./words.js";

/**
 * What Pagefind knows of a page.
 * @typedef {{url: string, content: string, raw_content: string, locations: number[], meta: Record<string, string>}} PageData
 */
/** @typedef {{id: string, score: number, data: () => Promise<PageData>}} Result */
/**
 * How results were found: `exact` is a paper by its identifier, which is first; `all` has every word,
 * `most` all but one, `some` a few of many in a row, `none` nothing.
 * @typedef {"exact" | "all" | "most" | "some" | "none"} How
 */
/** @typedef {(result: Result) => boolean} Wanted */
/** @typedef {{search: (text: string) => Promise<{results: Result[]}>, destroy?: () => Promise<void>}} Pagefind */

/** The text of a paper, and what SIGN begins: what is beside it, identifiers, names. */
const PARTS = 4;
/** So many results are looked at for the paper of an identifier. */
const LOOKED_AT = 10;
/** So many words are left out in turn, or joined, and so many rows of them are tried: each is a search. */
const TRIED = 8;
/** Words in a row that few pages share. */
const ROW = 5;

/**
 * An error of Pagefind as one of site.js. It comes out of a worker as a text: `404 https://…`, as
 * outputs/search_index.py has Pagefind say.
 * @param {unknown} error
 * @returns {never}
 */
function rethrow(error) {
  const [, status, address] = (error instanceof Error && /^(\d{3}) (\S+)$/.exec(error.message)) || [];
  throw status ? new LoadError(toFailure(Number(status)), address, error) : error;
}

const importPagefind = importer(toUrl(`pagefind/pagefind.js?${FORMAT}`));

async function begin() {
  const pagefind = await importPagefind();
  await pagefind.options({ baseUrl: base.pathname });
  await pagefind.init();
  return pagefind;
}

/** @type {Promise<Pagefind> | undefined} */
let engine;

/**
 * Pagefind, started once. It is started again where that failed, perhaps long before the reader asks.
 * @returns {Promise<Pagefind>}
 */
export function start() {
  if (engine) return engine;
  const mine = begin();
  mine.catch(() => {
    if (engine === mine) engine = undefined;
  });
  return (engine = mine);
}

/** Makes the next search load Pagefind again after a failure, since Pagefind keeps failed requests. */
export async function restart() {
  const failed = engine;
  engine = undefined;
  await failed?.then((pagefind) => pagefind.destroy?.()).catch(() => {});
}

/**
 * The words of a page as Pagefind counts them.
 * @param {{raw_content: string, content: string}} data
 */
export function wordsOf({ raw_content: raw, content }) {
  return raw.includes("\u200b") ? raw.split("\u200b") : content.split(/\s+/);
}

/**
 * The words that a result does not have. For a word that no page has, Pagefind takes the longest one that
 * it begins with (`leimkuhlers` is answered with `lei`), the same for every page.
 * @param {string[]} asked
 * @param {Result} result
 * @param {boolean} isStrict not even with another ending
 */
async function missing(asked, result, isStrict) {
  const data = await result.data();
  const all = wordsOf(data);
  const found = data.locations.map((at) => plainOf(all[at] ?? ""));
  const named = plainOf(Object.values(data.meta).join(" "));
  return asked.filter((word) => {
    const stem = stemOf(word);
    return !named.includes(stem) && !found.some((other) => other.includes(stem) || (!isStrict && isKin(plainOf(word), other)));
  });
}

/** One search among the pages that are wanted. */
class Search {
  /**
   * @param {Pagefind} pagefind
   * @param {Wanted} isWanted
   */
  constructor(pagefind, isWanted) {
    this.pagefind = pagefind;
    this.isWanted = isWanted;
  }

  /** @param {string} text */
  async run(text) {
    const { results } = await this.pagefind.search(text).catch(rethrow);
    return results.filter(this.isWanted).map((result) => ({
      id: result.id, score: result.score, data: () => result.data().catch(rethrow),
    }));
  }

  /**
   * The pages that have all of these words; none where no page has one of them.
   * @param {string[]} asked
   */
  async ask(asked, isStrict = false) {
    // the index has letters and digits: what else Pagefind leaves in a word ends it there
    const results = await this.run(asked.map((word) => word.replace(/[^\p{L}\p{N}\p{M}'’.-]+/gu, "")).join(" "));
    const lost = results.length ? await missing(asked, results[0], isStrict) : [];
    return lost.length ? [] : results;
  }

  /**
   * The paper of an identifier, and what else has that text.
   * @param {string} text
   * @returns {Promise<Result[] | undefined>}
   */
  async exact(text) {
    for (const spelling of new Set([text, unescaped(text)])) {
      const found = await this.run(spelling);
      const exact = await pageOf(spelling.toLowerCase(), found);
      if (exact) return [exact, ...found.filter((result) => result !== exact)];
    }
    return undefined;
  }

  /**
   * The first answer to one of several ways to ask.
   * @param {string[][]} ways
   */
  async first(ways, isStrict = false) {
    for (const way of ways) {
      const results = await this.ask(way, isStrict);
      if (results.length) return results;
    }
    return [];
  }

  /**
   * What most of the words find: each left out in turn, the best results of all first.
   * @param {string[]} asked
   */
  async most(asked) {
    /** @type {Map<string, Result>} */
    const best = new Map();
    for (let at = 0; at < asked.length; at++) {
      for (const result of await this.ask(asked.filter((_, place) => place !== at))) {
        if (result.score > (best.get(result.id)?.score ?? 0)) best.set(result.id, result);
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score);
  }

  /**
   * What a few of many words in a row find: of a whole reference, the words of the title beside places and
   * pages that the index does not have. The pages with most of such rows first.
   * @param {string[]} asked
   */
  async some(asked) {
    /** @type {Map<string, {result: Result, times: number}>} */
    const found = new Map();
    const stride = Math.max(2, Math.ceil((asked.length - ROW) / (TRIED - 1)));
    for (let at = 0; at < asked.length; at += stride) {
      for (const result of await this.ask(asked.slice(Math.min(at, asked.length - ROW)).slice(0, ROW))) {
        const { times = 0 } = found.get(result.id) ?? {};
        found.set(result.id, { result, times: times + 1 });
      }
    }
    const best = [...found.values()].sort((a, b) => b.times - a.times || b.result.score - a.result.score);
    return best.map(({ result }) => result);
  }
}

/**
 * Searches as people type, among the pages that are wanted.
 * @param {string} query
 * @param {Wanted} [isWanted]
 * @returns {Promise<{results: Result[], how: How}>}
 */
export async function find(query, isWanted = () => true) {
  const search = new Search(await start().catch(rethrow), isWanted);
  for (const identifier of meant(query)) {
    const exact = await search.exact(identifier);
    if (exact) return { results: exact, how: "exact" };
  }
  const text = normalise(query);
  const asked = words(text);
  const spellings = new Set([withoutBlanks(text), text, text.replace(/[&<>≤≥=]+/g, " "), withoutElisions(text), typed(text)]);
  const whole = await search.first([...spellings].flatMap((spelling) => attempts(words(spelling))));
  if (whole.length) return { results: whole, how: "all" };
  const long = asked.filter((word) => word.length > 1);
  if (long.length > TRIED) return orNone(await search.some(long), "some");
  const asOne = await search.first(joined(long), true);
  if (asOne.length) return { results: asOne, how: "all" };
  return orNone(long.length > 1 ? await search.most(long) : [], "most");
}

/**
 * @param {Result[]} results
 * @param {How} how
 * @returns {{results: Result[], how: How}}
 */
const orNone = (results, how) => ({ results, how: results.length ? how : "none" });

/**
 * The result whose page has this identifier.
 * @param {string} identifier
 * @param {Result[]} results
 */
async function pageOf(identifier, results) {
  for (const result of results.slice(0, LOOKED_AT)) {
    if (identifiers((await result.data()).content).includes(identifier)) return result;
  }
  return undefined;
}

/**
 * The identifiers that are hidden in the text of a page.
 * @param {string} content
 */
function identifiers(content) {
  const parts = content.split(` ${SIGN}`);
  return parts.length < PARTS ? [] : parts[parts.length - 2].split(/\s+/);
}

/**
 * Where the text of a page ends, and where what is beside it, as places of words.
 * @param {string[]} all
 */
export function ends(all) {
  const signs = all.flatMap((word, at) => (word === SIGN ? [at] : [])).slice(1 - PARTS);
  return signs.length < PARTS - 1 ? [all.length, all.length] : signs;
}
