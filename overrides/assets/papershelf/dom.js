// Making and finding elements, and words that several modules share. Texts become text nodes, never markup.

import { LoadError } from "./site.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children; strings become text nodes.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/**
 * The first match for a selector that the page always has.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function get(selector, root = document) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`The page has no ${selector}`);
  return found;
}

/**
 * Every match for a selector.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]}
 */
export const all = (selector, root = document) => [...root.querySelectorAll(selector)].filter((node) => node instanceof HTMLElement);

/**
 * The closest element around the target of an event that matches.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const around = ({ target }, selector) => (target instanceof Element ? target.closest(selector) : null);

/**
 * Whether a key belongs to an input method, as Enter does that accepts a word. Safari says so by its number alone.
 * @param {KeyboardEvent} event
 */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/**
 * What to do where a file could not be loaded: try again, or reload the page if the site was updated
 * since the page was opened, so that the file has another name now.
 * @param {unknown} error
 * @param {() => void} again
 */
export function failure(error, again) {
  const isUpdated = error instanceof LoadError && error.kind === "missing";
  const button = make("button", { type: "button", class: "ps-retry" }, isUpdated ? "Reload the page" : "Try again");
  button.addEventListener("click", isUpdated ? () => location.reload() : again);
  return make("p", { class: "ps-failed" }, ...(isUpdated ? ["This site was updated since you opened the page. "] : []), button);
}

/**
 * `1 paper`, `1,200 papers`.
 * @param {number} count
 */
export const papers = (count) => `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;

/**
 * An icon from one path on a square of that size; a word beside it says the same.
 * @param {string} path
 */
export function draw(path, size = 24) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * Announces rows of papers that a script has put into the page, so that they get buttons and marks.
 * @param {ParentNode} root
 */
export const announceRows = (root) => document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root } }));

/**
 * Calls `listener` with the element around such rows.
 * @param {(root: ParentNode) => void} listener
 */
export const onRows = (listener) =>
  document.addEventListener("ps:rows", (event) => listener((event instanceof CustomEvent && event.detail?.root) || document));
