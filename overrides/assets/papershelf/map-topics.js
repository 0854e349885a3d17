// Topics of the map: the legend becomes buttons, and a list holds the other topics. Papers of the chosen
// topics take part, all others step back. The choice is kept in the address.

import { get, make, papers as counted } from "./dom.js";
import { replaceState, toUrl } from "./site.js";

/** @typedef {import("./map-view.js").View} View */

const OTHERS = "-"; // in the address: papers of none of the coloured topics

export class Topics {
  /** The slugs that are chosen. @type {Set<string>} */
  #chosen = new Set();
  /** Slug → its button in the legend. @type {Map<string, HTMLButtonElement>} */
  #toggles = new Map();
  #state = make("p", { class: "ps-map__state", role: "status" });
  #select = make("select", { id: "ps-map-topic" }, make("option", { value: "" }, "Every topic"));

  /**
   * @param {View} view
   * @param {HTMLElement} side what is beside the map
   * @param {number} total papers of the map
   */
  constructor(view, side, total) {
    this.view = view;
    this.total = total;
    this.frame = get(".ps-map__frame");
    this.numberOf = new Map(view.points.topics.map(([slug], topic) => [slug, topic]));
    /** @type {NodeListOf<HTMLElement>} */
    const entries = side.querySelectorAll(".ps-map__legend :is(a, .ps-map__other)");
    for (const entry of entries) this.#adopt(entry);
    if (view.points.topics.length > this.#toggles.size) this.#addSelect(side);
    side.append(this.#state);
    for (const asked of new URLSearchParams(location.search).getAll("topic")) {
      const slug = view.points.moved[asked] ?? asked;
      if (this.numberOf.has(slug) || slug === OTHERS) this.#chosen.add(slug);
    }
    this.#apply();
  }

  /**
   * Makes a button of an entry of the legend.
   * @param {HTMLElement} entry
   */
  #adopt(entry) {
    const parts = entry instanceof HTMLAnchorElement ? new URL(entry.href).pathname.split("/") : [];
    const slug = parts.length ? decodeURIComponent(parts[parts.length - 2]) : OTHERS;
    const toggle = make("button", { type: "button", "aria-pressed": "false" }, ...entry.childNodes);
    toggle.addEventListener("click", () => {
      if (!this.#chosen.delete(slug)) this.#chosen.add(slug);
      this.#keep();
    });
    entry.replaceWith(toggle);
    this.#toggles.set(slug, toggle);
  }

  /**
   * Adds the list of all topics, where the legend does not hold all of them.
   * @param {HTMLElement} side
   */
  #addSelect(side) {
    for (const [slug, title, level, papers] of this.view.points.topics) {
      this.#select.append(make("option", { value: slug }, `${"  ".repeat(level)}${title} (${papers})`));
    }
    this.#select.addEventListener("change", () => {
      this.#chosen.clear();
      if (this.#select.value) this.#chosen.add(this.#select.value);
      this.#keep();
    });
    side.append(make("label", { for: this.#select.id }, "One topic"), this.#select);
  }

  /** Puts the choice into the address, and shows it. */
  #keep() {
    const url = new URL(location.href);
    url.searchParams.delete("topic");
    for (const slug of this.#chosen) url.searchParams.append("topic", slug);
    replaceState(history.state, url);
    this.#apply();
  }

  /** Shows the choice. */
  #apply() {
    const chosen = this.#chosen;
    const { picture } = this.view;
    const papers = this.#mark();
    for (const [slug, toggle] of this.#toggles) toggle.setAttribute("aria-pressed", String(chosen.has(slug)));
    this.frame.classList.toggle("ps-map--chosen", chosen.size > 0);
    const only = chosen.size === 1 ? [...chosen][0] : "";
    this.#select.value = only === OTHERS ? "" : only;
    this.#describe(papers, this.numberOf.get(only));
    if (picture.at >= 0 && !picture.shown[picture.at]) this.view.point(-1);
    this.view.draw();
  }

  /** Marks the papers that take part; returns how many. */
  #mark() {
    const { picture, points } = this.view;
    const topics = [...this.#chosen].flatMap((slug) => this.numberOf.get(slug) ?? []);
    let papers = 0;
    for (let at = 0; at < picture.count; at++) {
      const isShown = !this.#chosen.size || topics.some((topic) => points.of[at].includes(topic))
        || (this.#chosen.has(OTHERS) && !points.hue[at]);
      picture.shown[at] = Number(isShown);
      papers += Number(isShown);
    }
    return papers;
  }

  /**
   * Says how many papers were chosen, with the ways on from here.
   * @param {number} papers
   * @param {number} [topic]
   */
  #describe(papers, topic) {
    this.#state.replaceChildren(this.#chosen.size ? `${counted(papers)} of ${this.total.toLocaleString("en")}` : "");
    if (topic !== undefined) {
      const [slug, title] = this.view.points.topics[topic];
      const { href } = toUrl(`topics/${encodeURIComponent(slug)}/`);
      this.#state.append("\u00a0· ", make("a", { href }, `The topic ${title}`));
    }
    if (!this.#chosen.size) return;
    const all = make("button", { type: "button" }, "Show all");
    all.addEventListener("click", () => {
      this.#chosen.clear();
      this.#keep();
      (this.#toggles.values().next().value ?? this.view.elements.canvas).focus();
    });
    this.#state.append("\u00a0· ", all);
  }
}
