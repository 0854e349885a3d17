// The filters beside the list of all papers: the links of the page become boxes to tick, each with
// its page behind a second, small link. Counts come from the table of all papers (table.js).

import { make } from "./dom.js";

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
    this.terms = new Map(); // slug → its element and what it holds
    this.isOpen = false;
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

  /** The slugs that are ticked. */
  get chosen() {
    return [...this.terms].filter(([, { input }]) => input.checked).map(([slug]) => slug);
  }

  /** Ticks these slugs and no others. One that the page does not hold waits for `learn`. */
  choose(slugs) {
    const open = new Set(slugs);
    for (const [slug, { input }] of this.terms) input.checked = open.delete(slug);
    for (const slug of open) this.#add(slug, slug).input.checked = true;
    this.#arrange();
  }

  /** The terms that the page does not hold, from slug → `{title}`. */
  learn(terms) {
    for (const [slug, { title }] of terms) {
      const term = this.terms.get(slug);
      if (!term) this.#add(slug, title);
      else if (term.title !== title) this.#name(term, title); // one of the address
    }
  }

  untick(slug) {
    this.terms.get(slug).input.checked = false;
  }

  /** Papers of each term, by slug. */
  count(counts) {
    for (const [slug, term] of this.terms) {
      term.papers = counts.get(slug) ?? 0;
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
    const { slug } = item.dataset;
    const link = item.querySelector("a");
    const title = (link ?? item.querySelector("span")).textContent;
    this.#fill(item, slug, title, item.querySelector(".ps-n"), link?.href);
  }

  #add(slug, title) {
    const item = make("li");
    const folder = PAGES[this.name];
    const page = folder && new URL(`${folder}/${slug}/`, base).href;
    this.list.append(item);
    return this.#fill(item, slug, title, make("span", { class: "ps-n" }, "0"), page);
  }

  #fill(item, slug, title, count, page) {
    const input = make("input", { type: "checkbox", value: slug });
    input.addEventListener("change", () => this.onChange(this));
    const label = make("label", {}, input, make("span"));
    const link = page && make("a", { class: "ps-goto", href: page }, "›");
    item.replaceChildren(label, " ", count, ...(link ? [" ", link] : []));
    const papers = Number(count.textContent.replace(/\D/g, ""));
    const term = { item, input, label, link, number: count, papers, initial: papers };
    this.#name(term, title);
    this.terms.set(slug, term);
    return term;
  }

  #name(term, title) {
    term.title = title;
    term.label.querySelector("span").textContent = title;
    const name = `Page of ${title}`;
    if (term.link) Object.assign(term.link, { title: name, ariaLabel: name });
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
