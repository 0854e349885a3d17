// What is asked of the list of all papers: words, ticks, an order. The query is kept in the address, and
// shown as buttons that remove its parts.

import { get, make } from "./dom.js";
import { toFacets } from "./facets.js";

/** @typedef {import("./facets.js").Facet} Facet */

/** Rows at first. */
export const FIRST = 10;
/** Rows that an address can ask for at once. */
const MOST = 200;
/** Orders (generator/papershelf/outputs/views/facets.py), in words. @type {Record<string, string>} */
export const ORDERS = {
  newest: "newest first",
  relevance: "best first",
  published: "newest publication first",
  title: "by title",
  discussed: "most discussed first",
};

export class Query {
  /** The filters and words that are set, each to be removed. */
  set = make("div", { class: "ps-set", role: "group", "aria-label": "Filters that are set", hidden: "" });
  /** On paper: what this list is a part of. */
  printed = make("p", { class: "ps-asked", "aria-hidden": "true" });
  /** The order that the reader chose, or nothing. */
  #ordered = "";

  /**
   * @param {HTMLElement} form
   * @param {HTMLElement} panel of the filters
   * @param {(mode: "push") => void} ask
   * @param {(facet: Facet) => Promise<void>} seek has a filter learn its terms
   */
  constructor(form, panel, ask, seek) {
    this.input = /** @type {HTMLInputElement} */ (get("[name=text]", form));
    this.order = /** @type {HTMLSelectElement} */ (get("[name=sort]", form));
    this.counter = get(".ps-narrow__set", panel);
    this.facets = toFacets(panel, () => ask("push"), seek);
    this.order.addEventListener("change", () => {
      this.#ordered = this.order.value === this.#usual ? "" : this.order.value;
      ask("push");
    });
    this.set.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLElement && this.#remove(target)) ask("push");
    });
  }

  get words() {
    return this.input.value.trim();
  }

  /** The order where none was chosen: words ask for the best first. */
  get #usual() {
    return this.words ? "relevance" : "newest";
  }

  /** @returns {[Facet, string][]} */
  get #chosen() {
    return Object.values(this.facets).flatMap((facet) => facet.chosen.map((slug) => /** @type {[Facet, string]} */ ([facet, slug])));
  }

  get hasFilters() {
    return this.#chosen.length > 0;
  }

  get isAsked() {
    return Boolean(this.words || this.#ordered || this.hasFilters);
  }

  /** Filter → the slugs that are chosen. */
  get wishes() {
    return Object.fromEntries(Object.values(this.facets).map((facet) => [facet.name, facet.chosen]));
  }

  /** The address that asks for this. */
  toAddress(shown = 0) {
    const query = new URLSearchParams();
    if (this.words) query.set("text", this.words);
    for (const [facet, slug] of this.#chosen) query.append(facet.name, slug);
    if (this.#ordered) query.set("sort", this.#ordered);
    if (shown > FIRST) query.set("show", String(shown));
    const text = query.toString();
    return text ? `?${text}` : location.pathname;
  }

  /** Whether words or an order are set in the form. */
  get isSet() {
    return Boolean(this.words) || this.order.selectedIndex > 0;
  }

  /** Sets everything as the address says, or as the form does; returns how many rows the address asks for. */
  fromAddress(isFormKept = false) {
    const query = new URLSearchParams(location.search);
    const [text, order] = isFormKept ? [this.input.value, this.order.value] : ["", ""];
    const sort = query.get("sort") ?? (order === "newest" ? "" : order);
    this.input.value = (query.get("text") ?? text).slice(0, this.input.maxLength);
    this.#ordered = Object.hasOwn(ORDERS, sort) ? sort : "";
    for (const facet of Object.values(this.facets)) facet.choose(query.getAll(facet.name).filter(Boolean));
    return Math.min(Math.max(Number(query.get("show")) || 0, FIRST), MOST);
  }

  /**
   * Does what a button of the set is for; returns whether it was one.
   * @param {HTMLElement} button
   */
  #remove(button) {
    const { name, slug } = button.dataset;
    if (name && slug) {
      this.facets[name].untick(slug);
      return true;
    }
    if (!button.classList.contains("ps-clear")) return false;
    this.input.value = "";
    this.#ordered = "";
    for (const facet of Object.values(this.facets)) facet.choose([]);
    return true;
  }

  /** Shows the order and the filters as they are. */
  show() {
    const { words } = this;
    const best = /** @type {HTMLOptionElement} */ (get("[value=relevance]", this.order));
    best.disabled = !words; // without words no paper is better than another
    if (!words && this.#ordered === "relevance") this.#ordered = "";
    this.order.value = this.#ordered || this.#usual;
    const chosen = this.#chosen.map(([facet, slug]) => ({ facet, slug, title: facet.terms.get(slug)?.title ?? slug }));
    const chips = chosen.map(({ facet, slug, title }) => {
      const attributes = { type: "button", "data-name": facet.name, "data-slug": slug, "aria-label": `Without ${title}` };
      return make("button", attributes, title);
    });
    const parts = chosen.map(({ facet, title }) => `${facet.title}: ${title}`);
    if (words) parts.unshift(`“${words}”`);
    this.printed.textContent = parts.length ? `Only papers with ${parts.join("; ")} · ${location.href}` : "";
    this.counter.textContent = chips.length ? `· ${chips.length}` : "";
    const focused = [...this.set.children].findIndex((child) => child === document.activeElement);
    const clear = make("button", { type: "button", class: "ps-clear" }, "Clear all");
    const buttons = this.isAsked ? [...chips, clear] : chips;
    this.set.replaceChildren(...buttons);
    this.set.hidden = !buttons.length;
    if (focused >= 0) (buttons[Math.min(focused, buttons.length - 1)] ?? this.input).focus();
  }
}
