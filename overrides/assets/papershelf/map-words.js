// What the map knows beyond its points: titles, authors and years, loaded where a reader looks.

import { LoadError, PRESENT, loadJson, once } from "./site.js";

/** @typedef {{id: string, title: string, authors: string, year: number}} Paper */
/** @typedef {{version: string, id: string[], title: string[], authors: string[], year: number[]}} Columns of a file */

export class Words {
  /** Columns that are loaded, by the number of their file. @type {Map<number, Columns>} */
  #ready = new Map();
  #load = once(async (/** @type {number} */ file) => {
    const path = `map/papers-${file + 1}.json`;
    const columns = await loadJson(path, PRESENT);
    if (columns.version !== this.version) throw new LoadError("missing", path); // of these points
    this.#ready.set(file, columns);
    return columns;
  });

  /**
   * @param {number} part papers of a file
   * @param {string} version of the points
   */
  constructor(part, version) {
    this.part = part;
    this.version = version;
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
export const factsOf = ({ authors, year }) => [authors, year].filter(Boolean).join("\u00a0· ");
