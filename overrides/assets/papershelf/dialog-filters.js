// The filters of the search: topic, year and venue, one of each. A choice that would leave nothing is not
// offered.

import { make } from "./dom.js";
import { toPage } from "./found.js";
import { load } from "./table.js";

/** @typedef {import("./engine.js").PageData} PageData */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {{data: () => Promise<PageData>}} Found */
/** @typedef {import("./table.js").Terms} Terms */

/** @type {Record<string, string>} */
const FILTERS = { topic: "Topic", year: "Year", venue: "Venue" };

export class Filters {
  /** @type {Record<string, HTMLSelectElement>} */
  selects = {};
  row = make("div", { class: "ps-filters", id: "ps-filters", hidden: "" });
  toggle = make("button", { type: "button", class: "ps-search__toggle", "aria-expanded": "false", "aria-controls": "ps-filters" }, "Filter");

  /** @param {() => void} onChange */
  constructor(onChange) {
    for (const [name, label] of Object.entries(FILTERS)) {
      const select = make("select", { "data-filter": name });
      select.addEventListener("change", onChange);
      this.selects[name] = select;
      this.row.append(make("label", {}, label, select));
    }
    this.toggle.addEventListener("click", () => {
      this.#open(Boolean(this.row.hidden));
      if (!this.row.hidden) onChange();
    });
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.row.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
  }

  /** Filter → slug, where one is chosen. */
  get chosen() {
    return Object.entries(this.selects).flatMap(([name, { value }]) => (value ? [/** @type {const} */ ([name, value])] : []));
  }

  /**
   * Chooses what the reader had chosen; the titles come with the table.
   * @param {Record<string, string>} chosen
   */
  restore(chosen) {
    for (const [name, value] of Object.entries(chosen)) {
      if (!this.selects[name]) continue;
      this.selects[name].replaceChildren(make("option", { value, selected: "" }, value));
      this.#open(true);
    }
  }

  /**
   * What the filters leave; each choice counts what it would leave. Without words all papers are narrowed,
   * without a filter nothing is.
   * @param {Result[] | undefined} found
   * @param {() => boolean} isMine whether no later question was asked
   * @returns {Promise<Found[] | undefined>}
   */
  async narrow(found, isMine) {
    const number = this.chosen.length;
    this.toggle.textContent = number ? `Filter · ${number}` : "Filter"; // its fields can be out of sight
    if (!number && this.row.hidden) return found;
    const table = await load();
    if (!isMine()) return found; // its counts would stay where the later question was faster
    const wishes = Object.fromEntries(Object.entries(this.selects).map(([name, { value }]) => [name, value ? [value] : []]));
    const among = table.among(found);
    for (const [name, select] of Object.entries(this.selects)) {
      fill(select, table.filters[name], table.count(name, table.narrow(among, wishes, name)));
    }
    if (!number) return found;
    const left = table.narrow(among, wishes);
    if (!found) return left.map((place) => ({ data: () => toPage(table.ids[place]) }));
    const isLeft = new Set(left);
    return found.filter((result) => isLeft.has(table.numberOf(result) ?? -1));
  }
}

/**
 * Fills a filter with its choices by their titles; years from the last one.
 * @param {HTMLSelectElement} select
 * @param {Terms} terms
 * @param {Map<string, number>} counts
 */
function fill(select, terms, counts) {
  const chosen = select.value;
  const known = [...terms].filter(([slug]) => counts.get(slug) || slug === chosen);
  if (select.dataset.filter !== "year") known.sort(([, a], [, b]) => a.title.localeCompare(b.title));
  select.replaceChildren(
    make("option", { value: "" }, "Any"),
    ...known.map(([slug, { title }]) => make("option", { value: slug }, `${title} (${counts.get(slug)})`)),
  );
  select.value = chosen;
  if (select.parentElement) select.parentElement.hidden = terms.size === 0;
}
