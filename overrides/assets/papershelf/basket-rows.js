// Rows of kept papers. Texts go in as text nodes alone.

import { button } from "./basket-message.js";
import { make } from "./dom.js";
import { page } from "./gather.js";
import { ticks } from "./keep.js";

/** @typedef {import("./facts.js").Facts} Facts */

/**
 * @param {string} id
 * @param {...Node} children
 */
const toRow = (id, ...children) => make("li", { "data-row": id }, ...children);

/**
 * Buttons of the reader's own list; a shared one stays in the order in which it was shared.
 * @param {string} title
 */
function controls(title) {
  const tick = (/** @type {string} */ words, /** @type {Record<string, string>} */ attributes) =>
    make("button", { type: "button", class: "ps-tick ps-tick--own", "aria-label": `${words}: ${title}`, ...attributes }, words);
  return [tick("Up", { "data-move": "-1" }), tick("Down", { "data-move": "1" }), tick("Remove", { "data-remove": "" })];
}

/**
 * The line of facts. On paper it has all authors and the address that other lists print; `line` is theirs.
 * @param {Facts} facts
 * @param {string} target
 * @param {HTMLElement | null | undefined} line
 */
function meta({ who, where, when }, target, line) {
  const names = line?.querySelector("[data-rest]") ?? who;
  const facts = [names, where, when].filter(Boolean).map((fact) => (fact instanceof Element ? fact : make("span", {}, fact)));
  return make("p", { class: "ps-meta", "data-home": line?.dataset.home ?? target }, ...facts.flatMap((fact) => [fact, " "]));
}

/**
 * The row of a paper. `listed` is its row in other lists, which has formulas in the title, and data for Zotero.
 * @param {Facts} facts
 * @param {boolean} isShared
 * @param {Element | null | undefined} listed
 */
export function paperRow(facts, isShared, listed) {
  const { id, title, language, status, address } = facts;
  const link = make("a", { href: page(id).pathname }, title);
  const named = make("h3", { class: "ps-row__title", ...(language && { lang: language }) }, link);
  if (status) named.append(" ", make("span", { class: "ps-status" }, status));
  const target = address || page(id).href;
  const article = make(
    "article", { class: "ps-row", "data-id": id },
    named,
    meta(facts, target, listed?.querySelector(".ps-meta")),
    make("p", { class: "ps-address" }, make("a", { href: target }, target)),
    make("p", { class: "ps-acts" }, ...(isShared ? [] : controls(title)), ticks(id, title, isShared ? undefined : ["read"])),
  );
  const formatted = listed?.querySelector(".ps-row__title a");
  if (formatted?.querySelector("math")) link.replaceChildren(...formatted.cloneNode(true).childNodes);
  const context = listed?.querySelector(".Z3988");
  if (context) article.append(context);
  return toRow(id, article);
}

/**
 * The row of an id that the site does not have.
 * @param {string} id
 * @param {boolean} isShared
 */
export const lostRow = (id, isShared) =>
  toRow(id, make(
    "div", { class: "ps-row" },
    make("p", { class: "ps-meta" }, make("code", {}, id), " is not in this collection, or no longer."),
    make("p", { class: "ps-acts" }, ...(isShared ? [] : controls(id).slice(2))),
  ));

/**
 * The row of a paper whose file did not come.
 * @param {string} id
 * @param {() => void} again
 */
export const failedRow = (id, again) =>
  toRow(id, make(
    "div", { class: "ps-row" },
    make("p", { class: "ps-meta" }, make("code", {}, id), " could not be loaded."),
    make("p", { class: "ps-acts" }, button("Try again", again, { class: "ps-tick" })),
  ));
