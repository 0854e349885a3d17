// Rows of papers for whoever has found some: the same rows as in every list, which lie beside the
// pages as files, with the words that were found marked in them.

import { make } from "./dom.js";

const base = new URL("../../", import.meta.url);

/** The id of a paper from the address of its page. */
const toId = (url) => url.match(/\/papers\/([a-z0-9-]+)\/$/)?.[1];

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

/** A row without its file: the title alone. */
function bare(page) {
  const link = make("a", { href: page.url }, page.meta.title ?? page.url);
  return make("article", { class: "ps-row" }, make("h3", { class: "ps-row__title" }, link));
}

/** The row of one result of Pagefind. */
export async function toRow(result) {
  const page = await result.data();
  const id = toId(page.url);
  const answer = id ? await fetch(new URL(`rows/${id}.txt`, base)).catch(() => undefined) : undefined;
  if (!answer?.ok) return bare(page);
  // made by the generator from the template of all lists; parsed where nothing loads or runs
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const row = document.importNode(parsed.querySelector("article"), true);
  mark(row, toWords(page));
  return row;
}
