// Rows of papers that a search or a filter has found: the same rows as in every list, which the generator
// writes in shelves of a few rows, with the words that were found marked in them.

import { get, make } from "./dom.js";
import { LoadError, PRESENT, loadJson, once } from "./site.js";

/** @typedef {import("./engine.js").PageData} PageData */

/**
 * The words of a page's text at which it was found, without the signs around them.
 * @param {PageData} page
 */
function toWords({ raw_content: text = "", locations = [] }) {
  const all = text.split(/\s+/);
  const strip = (/** @type {string} */ word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return new Set(locations.map((at) => strip(all[at] ?? "")).filter((word) => word.length > 1));
}

/**
 * Marks whole words in the texts below a node; formulas are left alone.
 * @param {Element} root
 * @param {Set<string>} words
 */
function mark(root, words) {
  if (!words.size) return;
  const escaped = [...words].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  for (const place of root.querySelectorAll(".ps-row__title a, .ps-abstract__text, .ps-meta > span:first-child")) {
    for (const text of textsBelow(place, "math, mark")) {
      const parts = text.data.split(pattern); // every second one is a word
      if (parts.length > 1) text.replaceWith(...parts.map((part, at) => (at % 2 ? make("mark", {}, part) : part)));
    }
  }
}

/**
 * The text nodes below an element that are not within one of those that match.
 * @param {Element} root
 * @param {string} except
 */
export function textsBelow(root, except) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest(except) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  return texts;
}

/** The shelf of a row, as the generator computes it (generator/papershelf/outputs/render.py). @param {string} id */
function toShelf(id) {
  let number = 0;
  for (const char of id) number = (number * 31 + char.charCodeAt(0)) % 65_521;
  return number % Number(get(".ps-find").dataset.shelves);
}

/** The rows of a shelf, HTML by id. */
const load = once(async (/** @type {number} */ shelf) => new Map(Object.entries(await loadJson(`rows/${shelf}.json`, PRESENT))));

/**
 * The row of a paper: made by the generator from the template of all lists, and parsed where nothing loads or
 * runs. Where there is none, the site has other papers than when the page was opened.
 * @param {string} id
 * @returns {Promise<HTMLElement>}
 */
export async function read(id) {
  const text = (await load(toShelf(id))).get(id);
  const row = new DOMParser().parseFromString(text ?? "", "text/html").querySelector("article");
  if (!row) throw new LoadError("missing", id);
  return row;
}

/**
 * Replaces a title without formulas by the one that the row of the paper has.
 * @param {string} id
 * @param {Element} place
 * @param {(text: string) => Node | string} [toText]
 */
export async function toTitle(id, place, toText = (text) => text) {
  const row = await read(id).catch(() => undefined); // formulas stay as text then
  const title = row?.querySelector(".ps-row__title a");
  if (!title) return;
  place.replaceChildren(...[...title.childNodes].map((node) =>
    node instanceof Text ? toText(node.data) : document.importNode(node, true)));
}

/**
 * The row of a paper; with what was found of its page, by Pagefind.
 * @param {string} id
 * @param {PageData} [page]
 */
export async function toRow(id, page) {
  const row = document.importNode(await read(id), true);
  if (page) mark(row, toWords(page));
  return row;
}

/**
 * What Pagefind would say of a paper's page, where it was not asked.
 * @param {string} id
 * @returns {Promise<PageData>}
 */
export async function toPage(id) {
  const row = await read(id);
  const text = (/** @type {string} */ selector) => row.querySelector(selector)?.textContent?.trim() ?? "";
  const content = text(".ps-abstract__text");
  return {
    url: `papers/${id}/`, content, raw_content: content, locations: [],
    meta: { id, kind: "paper", title: text("h3 a"), authors: text(".ps-meta span"), date: text(".ps-meta time") },
  };
}
