// On the page that a result leads to: the words that were found are marked, and the parameter that named
// them is removed from the address. Text nodes are split; nothing is parsed as markup.

import { get, make } from "./dom.js";
import { textsBelow } from "./found.js";
import { replaceState } from "./site.js";

const MOST = 200;
const bare = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const address = new URL(location.href);
const asked = new Set((address.searchParams.get("hl") ?? "").split(" ").map(bare).filter(Boolean));
address.searchParams.delete("hl");
replaceState(history.state, address);

/**
 * The words of a text node that were asked for become <mark>; returns how many.
 * @param {Text} node
 */
function markIn(node) {
  const parts = node.data.split(/([\p{L}\p{N}\p{M}]+(?:(?:['’.+/&@_-]|\+\+)[\p{L}\p{N}\p{M}]+)*)/u);
  if (!parts.some((part, at) => at % 2 && isAsked(part))) return 0;
  const nodes = parts.map((part, at) => (at % 2 && isAsked(part) ? make("mark", { class: "ps-hit" }, part) : part));
  node.replaceWith(...nodes.filter((part) => part !== ""));
  return nodes.filter((part) => typeof part !== "string").length;
}

/** @param {string} word */
function isAsked(word) {
  return asked.has(bare(word)) || word.split(/[^\p{L}\p{N}\p{M}]+/u).some((part) => asked.has(bare(part)));
}

const content = get(".ps-content");
let marked = 0;
for (const node of textsBelow(content, "math, pre, script, style, button, nav, .ps-related, .ps-apa")) {
  if (marked < MOST) marked += markIn(node);
}

const first = content.querySelector("mark.ps-hit");
if (first && !location.hash && first.getBoundingClientRect().bottom > innerHeight) {
  first.scrollIntoView({ block: "center" });
}
