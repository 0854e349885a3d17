// Every paper with the terms of its filters, from browse/papers.json
// (generator/papershelf/outputs/data/browse.py): what the filters leave, how many papers each term would
// leave, and orders. A paper is a number here, its place in the list of all.

import { LoadError, PRESENT, loadJson, once } from "./site.js";

/** @typedef {{title: string, papers: number[], hasPage: boolean}} Term */
/** @typedef {Map<string, Term>} Terms slug → term, in the order in which terms are offered */
/** @typedef {Record<string, string[]>} Wishes filter → slugs that were chosen */
/** @typedef {[title: string, path: string, papers: number]} Topic */
/** @typedef {{ids: string[], filters: Record<string, [string, string, number[], 1?][]>, moved: Record<string, Record<string, string>>}} TableFile */

/** A file of the generator. @param {string} name */
const read = (name) => loadJson(`browse/${name}`, PRESENT);

export class Table {
  /** @param {TableFile} file */
  constructor({ ids, filters, moved }) {
    this.ids = ids;
    /** Filter → the slug that a term had before → the present one. */
    this.moved = moved;
    this.numbers = new Map(ids.map((id, number) => [id, number]));
    /** @type {Record<string, Terms>} */
    this.filters = {};
    for (const [name, terms] of Object.entries(filters)) {
      this.filters[name] = new Map(terms.map(([slug, title, gaps, page]) => {
        let last = 0;
        const hasPage = name !== "keyword" || page === 1; // of the others, every term
        return [slug, { title, papers: gaps.map((gap) => (last += gap)), hasPage }];
      }));
    }
  }

  /** The papers in an order that the generator made. */
  #order = once((/** @type {string} */ order) => read(`by-${order}.json`));

  /**
   * The numbers of what a search found; of all papers where none was made.
   * @param {{id: string}[]} [results]
   */
  among(results) {
    if (!results) return [...this.ids.keys()];
    return results.flatMap((result) => this.numberOf(result) ?? []);
  }

  /** @param {{id: string}} result */
  numberOf(result) {
    return this.numbers.get(toId(result));
  }

  /**
   * Those of these numbers that have one of the chosen slugs in each filter, but for one left out.
   * @param {number[]} numbers
   * @param {Wishes} chosen
   * @param {string} [without]
   */
  narrow(numbers, chosen, without) {
    const names = Object.keys(chosen).filter((name) => name !== without && chosen[name].length);
    if (!names.length) return numbers;
    const met = new Uint8Array(this.ids.length);
    names.forEach((name, before) => {
      for (const slug of chosen[name]) {
        for (const number of this.filters[name]?.get(slug)?.papers ?? []) if (met[number] === before) met[number]++;
      }
    });
    return numbers.filter((number) => met[number] === names.length);
  }

  /**
   * How many of these numbers each term of a filter has, by slug.
   * @param {string} name
   * @param {number[]} numbers
   */
  count(name, numbers) {
    const among = new Uint8Array(this.ids.length);
    for (const number of numbers) among[number] = 1;
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const [slug, { papers }] of this.filters[name] ?? []) {
      counts.set(slug, papers.reduce((sum, number) => sum + among[number], 0));
    }
    return counts;
  }

  /**
   * These numbers in an order: `newest`, or one that the generator made.
   * @param {number[]} numbers
   * @param {string} order
   */
  async sort(numbers, order) {
    if (order === "newest") return [...numbers].sort((a, b) => a - b);
    const among = new Set(numbers);
    /** @type {number[]} */
    const ordered = await this.#order(order);
    if (ordered.length !== this.ids.length) throw new LoadError("missing", order); // that of this table
    return ordered.filter((number) => among.has(number));
  }
}

/**
 * The id of the paper that a result of Pagefind is, if it is one (generator/papershelf/outputs/search_index.py).
 * @param {{id: string}} result
 */
export const toId = (result) => result.id.split("__")[1];

/** The table, loaded once. */
export const load = once(async () => new Table(await read("papers.json")));

const largest = once(() => read("topics.json"));

/**
 * The topics, the largest first; none where they cannot be loaded, since they are an extra everywhere.
 * @returns {Promise<Topic[]>}
 */
export const topics = () => largest().catch(() => []);
