// A list of references in APA style, as word processors take it from the clipboard. Each reference is the one
// on the page of its paper; here they are put in order.

import { inOrder } from "./apa-order.js";
import { without } from "./basket-away.js";
import { copy } from "./copy.js";
import { make, papers } from "./dom.js";
import { collect } from "./gather.js";
import { loadTextIfAny } from "./site.js";

/** @typedef {import("./apa-order.js").Reference} Reference */
/** @typedef {{say: (words: string) => void, shown: Element}} Teller what says how far something is, and where a list is shown */

/** A hanging indent of half an inch and double spacing (APA 9.43), as Word and Google Docs keep them. */
const STYLE = "margin: 0 0 0 36pt; text-indent: -36pt; line-height: 2";
/**
 * The reference on the page of a paper, or `undefined` where there is none.
 * @param {string} id
 * @returns {Promise<Reference | undefined>}
 */
async function load(id) {
  const page = await loadTextIfAny(`papers/${id}/`);
  const found = new DOMParser().parseFromString(page ?? "", "text/html").querySelector(".ps-apa");
  // nothing behind it: the page was cut on its way, perhaps within the reference
  return found?.nextElementSibling ? { text: found.textContent.trim(), html: found.innerHTML.trim() } : undefined;
}

/** @param {string[]} ids */
async function toList(ids) {
  const { parts, missing } = await collect(ids, load);
  if (!parts.length) throw new Error("none");
  const list = inOrder(parts);
  return {
    list,
    missing,
    text: list.map(({ text }) => `${text}\n`).join(""),
    html: list.map(({ html }) => `<p style="${STYLE}">${html}</p>\n`).join(""),
  };
}

/**
 * Shows references in `place`, selected, with their italics.
 * @param {Element} place
 * @param {Reference[]} list
 */
function select(place, list) {
  const nodes = list.map(({ html }) => make("p", {}, ...new DOMParser().parseFromString(html, "text/html").body.childNodes));
  const shown = make("div", { class: "ps-references", tabindex: "-1" }, ...nodes);
  place.replaceChildren(shown);
  shown.focus();
  getSelection()?.selectAllChildren(shown);
}

/**
 * Copies papers as a list in APA style, with its format, or shows it selected where the browser does not copy.
 * @param {string[]} ids
 * @param {Teller} message
 */
export async function copyReferences(ids, message) {
  message.say(`Collecting ${papers(ids.length)}…`);
  const made = toList(ids);
  const [text, html] = [made.then((list) => list.text), made.then((list) => list.html)];
  for (const promise of [text, html]) promise.catch(() => {}); // where there is no clipboard, nobody waits for them
  const isCopied = await copy(text, html);
  try {
    const { list, missing } = await made;
    const words = isCopied ? "copied as an APA list" : "selected as an APA list. Copy it with Ctrl+C or ⌘C";
    message.say(`${papers(list.length)} ${words}.${without(missing)}`);
    if (!isCopied) select(message.shown, list);
  } catch {
    message.say("Nothing to copy: no reference could be loaded.");
  }
}
