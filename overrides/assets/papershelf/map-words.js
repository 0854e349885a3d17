// What the map knows beyond its points: titles, authors and years, loaded where a reader looks.

import { loadJson, once } from "./site.js";

/** @typedef {{id: string, title: string, authors: string, year: number}} Paper */
/** @typedef {{id: string[], title: string[], authors: string[], year: number[]}} Columns of a file */

export class Words {
  /** Columns that are loaded, by the number of their file. @type {Map<number, Columns>} */
  #ready = new Map();
  #load = once(async (/** @type {number} */ file) => {
    const columns = await loadJson(`map/papers-${file + 1}.json`);
    this.#ready.set(file, columns);
    return columns;
  });

  /** @param {number} part papers of a file */
  constructor(part) {
    this.part = part;
  }

  /**
   * The words of a point, if they are loaded.
   * @param {number} point
   */
  now(point) {
    const columns = this.#ready.get(Math.floor(point / this.part));
    return columns && pick(columns, point % this.part);
  }

  /**
   * The words of a point, loaded where they are not yet.
   * @param {number} point
   */
  async of(point) {
    return pick(await this.#load(Math.floor(point / this.part)), point % this.part);
  }
}

/**
 * @param {Columns} columns
 * @param {number} at
 * @returns {Paper}
 */
const pick = (columns, at) => ({
  id: columns.id[at], title: columns.title[at], authors: columns.authors[at], year: columns.year[at],
});

/**
 * `Ada Lovelace · 1843`
 * @param {Paper} paper
 */
export const factsOf = ({ authors, year }) => [authors, year].filter(Boolean).join(" · ");
