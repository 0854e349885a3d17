// The filters beside the list of all papers: the links of the page become boxes to tick, each with
// its page behind a second, small link. Counts come from whoever asks the index (browse.js).

import { make } from "./dom.js";
import { toTerm } from "./terms.js";

/** Terms that are seen before the others are asked for, as in the page itself. */
const SHOWN = 10;
/** Where the pages of a filter's terms are; what is there with a paper has none. */
const PAGES = { topic: "topics", year: "years", venue: "venues" };

const base = new URL("../../", import.meta.url);
const number = new Intl.NumberFormat("en");

class Facet {
  constructor(box, onChange) {
    this.box = box;
    this.name = box.dataset.facet;
    this.title = box.querySelector("legend").textContent;
    this.onChange = onChange;
    this.terms = new Map(); // value → its element and what it holds
    this.isOpen = false;
    this.isVague = false;
    this.sought = "";
    this.list = box.querySelector(".ps-choices");
    for (const item of box.querySelectorAll(".ps-choices li")) this.#adopt(item);
    this.more = make("button", { type: "button", class: "ps-others__button", "aria-expanded": "false" });
    this.more.addEventListener("click", () => {
      this.isOpen = !this.isOpen;
      this.#arrange();
    });
    const others = box.querySelector(".ps-others");
    if (others) others.replaceWith(this.more);
    else this.list.after(this.more);
    const find = box.querySelector(".ps-facet__find"); // where there are many
    find?.addEventListener("input", () => {
      this.sought = find.value.trim().toLowerCase();
      this.#arrange();
    });
    this.#arrange();
  }

  get chosen() {
    return [...this.terms.values()].filter(({ input }) => input.checked).map(({ slug }) => slug);
  }

  /** The values in the index of the terms that are ticked. */
  get values() {
    return [...this.terms].filter(([, { input }]) => input.checked).map(([value]) => value);
  }

  /** Ticks these slugs and no others. One that the page does not hold waits for `learn`. */
  choose(slugs) {
    const open = new Set(slugs);
    for (const term of this.terms.values()) term.input.checked = open.delete(term.slug);
    for (const slug of open) this.#add(slug).input.checked = true;
    this.isVague = open.size > 0;
    this.#arrange();
  }

  /** Terms that only the index holds, with their titles, the most used first. */
  learn(counts) {
    const unknown = Object.entries(counts).filter(([value]) => !this.terms.has(value));
    for (const [value] of unknown.sort(([, a], [, b]) => b - a)) this.#add(value);
    this.isVague = false;
  }

  untick(slug) {
    for (const term of this.terms.values()) if (term.slug === slug) term.input.checked = false;
  }

  /** Papers of each term, by value. */
  count(counts) {
    for (const [value, term] of this.terms) {
      term.papers = counts[value] ?? 0;
      term.number.textContent = number.format(term.papers);
    }
    this.#arrange();
  }

  /** As the page came: nothing is asked. */
  reset() {
    for (const term of this.terms.values()) {
      term.papers = term.initial;
      term.number.textContent = number.format(term.papers);
    }
    this.#arrange();
  }

  #adopt(item) {
    const { value } = item.dataset;
    const link = item.querySelector("a");
    this.terms.set(value, this.#fill(item, value, item.querySelector(".ps-n"), link?.href));
  }

  #add(value) {
    const { slug } = toTerm(value);
    const vague = this.terms.get(slug); // of the address, when its title was not known
    vague?.item.remove();
    this.terms.delete(slug);
    const item = make("li");
    const folder = PAGES[this.name];
    const page = folder && new URL(`${folder}/${toTerm(value).slug}/`, base).href;
    const term = this.#fill(item, value, make("span", { class: "ps-n" }, "0"), page);
    term.input.checked = vague?.input.checked ?? false;
    this.terms.set(value, term);
    this.list.append(item);
    return term;
  }

  #fill(item, value, count, page) {
    const { slug, title } = toTerm(value);
    const input = make("input", { type: "checkbox", value: slug });
    input.addEventListener("change", () => this.onChange(this));
    const label = make("label", {}, input, make("span", {}, title));
    item.replaceChildren(label, " ", count);
    if (page) {
      const name = `Page of ${title}`;
      item.append(" ", make("a", { class: "ps-goto", href: page, "aria-label": name, title: name }, "›"));
    }
    const papers = Number(count.textContent.replace(/\D/g, ""));
    return { item, input, number: count, slug, title, papers, initial: papers };
  }

  /** Shows the first terms that would find something, the others on request. */
  #arrange() {
    let hidden = 0;
    let seen = 0;
    for (const { item, input, title, papers } of this.terms.values()) {
      if (item.parentNode !== this.list) this.list.append(item); // out of the list of others
      const isSought = !this.sought || title.toLowerCase().includes(this.sought);
      const isUseful = input.checked || (papers > 0 && isSought);
      const fits = input.checked || this.isOpen || this.sought || seen < SHOWN;
      item.hidden = !(isUseful && fits);
      if (isUseful && fits) seen += 1;
      else if (isUseful) hidden += 1;
    }
    if (hidden === 1 && !this.isOpen) {
      // nobody has to ask for a single term
      for (const { item, papers } of this.terms.values()) item.hidden &&= !papers;
      hidden = 0;
    }
    this.more.hidden = !hidden && !(this.isOpen && seen > SHOWN);
    this.more.textContent = this.isOpen ? "Fewer" : `${number.format(hidden)} more`;
    this.more.setAttribute("aria-expanded", String(this.isOpen));
    this.more.setAttribute("aria-label", `${this.more.textContent}: ${this.title.toLowerCase()}`);
  }
}

/** Every filter of the page by its name. */
export function toFacets(root, onChange) {
  const boxes = [...root.querySelectorAll("[data-facet]")];
  return Object.fromEntries(boxes.map((box) => [box.dataset.facet, new Facet(box, onChange)]));
}
