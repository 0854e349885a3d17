// Rows of papers for whoever has found some: the same rows as in every list, which lie beside the
// pages as files, with the words that were found marked in them.

import { make } from "./dom.js";

const base = new URL("../../", import.meta.url);

/** The words of a page's text at which it was found, without the signs around them. */
function toWords({ raw_content: text = "", locations = [] }) {
  const all = text.split(/\s+/);
  const strip = (word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return new Set(locations.map((at) => strip(all[at] ?? "")).filter((word) => word.length > 1));
}

/** Marks whole words in the texts below a node; formulas are left alone. */
function mark(root, words) {
  if (!words.size) return;
  const escaped = [...words].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${escaped.join("|")})(?![\\p{L}\\p{N}])`, "gu");
  for (const place of root.querySelectorAll(".ps-row__title a, .ps-abstract__text, .ps-meta span:first-child")) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("math, mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const parts = text.data.split(pattern); // every second one is a word
      if (parts.length > 1) text.replaceWith(...parts.map((part, at) => (at % 2 ? make("mark", {}, part) : part)));
    }
  }
}

/** A row without its file: a link alone. */
function bare(id, title) {
  const link = make("a", { href: new URL(`papers/${id}/`, base).href }, title);
  return make("article", { class: "ps-row" }, make("h3", { class: "ps-row__title" }, link));
}

/** The row of a paper, if it has a file; an error where it does not come: made by the generator from the template of all lists, and
 * parsed where nothing loads or runs. */
export async function read(id) {
  const answer = await fetch(new URL(`rows/${id}.txt`, base));
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${answer.status} rows/${id}.txt`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
}

/** Puts the title of a paper, as its row has it, in the place of one without formulas. */
export async function toTitle(id, place, toText = (text) => text) {
  const title = (await read(id).catch(() => undefined))?.querySelector(".ps-row__title a");
  if (!title) return;
  place.replaceChildren(...[...title.childNodes].map((node) =>
    node.nodeType === Node.TEXT_NODE ? toText(node.data) : document.importNode(node, true)));
}

/** The row of a paper, by its id; with what was found of its page, by Pagefind. */
export async function toRow(id, page) {
  const found = await read(id);
  if (!found) return bare(id, page?.meta.title ?? id);
  const row = document.importNode(found, true);
  if (page) mark(row, toWords(page));
  return row;
}

/** What Pagefind would tell of a paper's page, where it was not asked. */
export async function toPage(id) {
  const row = await read(id);
  const text = (selector) => row?.querySelector(selector)?.textContent.trim() ?? "";
  const content = text(".ps-abstract__text");
  return {
    url: `papers/${id}/`, content, raw_content: content, locations: [],
    meta: { id, kind: "paper", title: text("h3 a") || id, authors: text(".ps-meta span"), date: text(".ps-meta time") },
  };
}
