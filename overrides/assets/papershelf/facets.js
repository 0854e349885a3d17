// The filters beside the list of all papers: the links of the page become boxes to tick, each with
// its page behind a second, small link. Counts come from the table of all papers (table.js).

import { all, failure, get, make, papers as counted } from "./dom.js";
import { importer, once, toUrl } from "./site.js";

/**
 * A term of a filter; its element exists once it was seen.
 * @typedef {{slug: string, title: string, papers: number, initial: number, isChosen: boolean, hasPage: boolean, item?: HTMLElement}} Term
 */

/** Terms that are seen before the reader asks for the others, as in the page itself. */
const SHOWN = 10;
/** Of those whose name the reader looks for: one letter is in a thousand names. */
const MATCHES = 50;
/** Where the pages of a filter's terms are; some filters have none. @type {Record<string, string>} */
const PAGES = { topic: "topics", keyword: "keywords", year: "years", venue: "venues" };

const number = new Intl.NumberFormat("en");
/** How the search spells words, loaded once a reader looks for a name. @type {() => Promise<typeof import("./words.js")>} */
const importWords = once(importer(new URL("./words.js", import.meta.url)));
/** `Łódź` → `lodz`; also `Zürich` → `zuerich`. @type {((text: string) => string)[]} */
let spellings = [(text) => text.toLowerCase()];

export class Facet {
  /** By slug. @type {Map<string, Term>} */
  terms = new Map();
  isOpen = false;
  sought = "";
  more = make("button", { type: "button", class: "ps-others__button", "aria-expanded": "false" });
  /** What became of a name that the reader looks for. */
  state = make("div", { class: "ps-facet__state", role: "status" });

  /**
   * @param {HTMLElement} box
   * @param {() => void} onChange hears of ticks
   * @param {(facet: Facet) => Promise<void>} onSeek has the filter learn its terms, before the reader looks for one by name
   */
  constructor(box, onChange, onSeek) {
    this.box = box;
    this.name = box.dataset.facet ?? "";
    this.title = get("legend", box).textContent ?? "";
    this.onChange = onChange;
    this.onSeek = onSeek;
    this.list = get(".ps-choices", box);
    for (const item of all(".ps-choices li", box)) this.#adopt(item);
    this.more.addEventListener("click", () => {
      this.isOpen = !this.isOpen;
      this.#arrange();
    });
    const others = box.querySelector(".ps-others");
    if (others) others.replaceWith(this.more);
    else this.list.after(this.more);
    /** Where there are many terms. @type {HTMLInputElement | null} */
    const find = box.querySelector(".ps-facet__find");
    if (find) this.list.after(this.state);
    find?.addEventListener("focus", () => this.#seek());
    find?.addEventListener("input", () => this.#filter(find.value));
    this.#arrange();
    if (find?.value) this.#filter(find.value); // typed before this script came
  }

  /** Learns all terms: a reader who looks for a name looks among all, not among those of the page. */
  async #seek() {
    let error;
    const known = importWords().then(({ atLength, spelled, typed }) => (spellings = [spelled, atLength].map((spell) => (text) => spell(typed(text)))));
    await Promise.all([known, this.onSeek(this)]).catch((reason) => (error = reason));
    this.#arrange();
    if (!this.sought) return;
    if (error) this.state.replaceChildren("Not all names could be loaded.", failure(error, () => this.#seek()));
    else if (!this.list.querySelector("li:not([hidden])")) this.state.textContent = "No match.";
  }

  /** @param {string} text */
  #filter(text) {
    this.sought = text.trim();
    this.#arrange();
    this.#seek(); // again, where it failed
  }

  /** The slugs that are ticked. */
  get chosen() {
    return [...this.terms].filter(([, { isChosen }]) => isChosen).map(([slug]) => slug);
  }

  /**
   * Ticks these slugs and no others. One that the page does not hold waits for `learn`.
   * @param {string[]} slugs
   */
  choose(slugs) {
    for (const slug of slugs) if (!this.terms.has(slug)) this.#add(slug, slug);
    const wanted = new Set(slugs);
    for (const [slug, term] of this.terms) this.#tick(term, wanted.has(slug));
    this.#arrange();
  }

  /**
   * Adds the terms that the page does not hold; an earlier slug becomes the present one.
   * @param {Iterable<[string, {title: string, papers: number[], hasPage: boolean}]>} terms
   * @param {Record<string, string>} [moved] earlier slug → present one
   */
  learn(terms, moved = {}) {
    for (const [slug, { title, papers, hasPage }] of terms) {
      const term = this.terms.get(slug) ?? this.#add(slug, title, papers.length);
      term.initial = papers.length;
      if (term.title !== title || term.hasPage !== hasPage) {
        term.item?.remove(); // the address knew its slug alone
        Object.assign(term, { title, hasPage, item: undefined });
      }
    }
    for (const [old, slug] of Object.entries(moved)) {
      const term = this.terms.get(old);
      if (!term) continue;
      term.item?.remove();
      this.terms.delete(old);
      const present = this.terms.get(slug);
      if (term.isChosen && present) this.#tick(present, true);
    }
  }

  /** @param {string} slug */
  untick(slug) {
    const term = this.terms.get(slug);
    if (term) this.#tick(term, false);
  }

  /**
   * Shows how many papers each term would leave.
   * @param {Map<string, number>} counts by slug
   */
  count(counts) {
    for (const [slug, term] of this.terms) this.#number(term, counts.get(slug) ?? 0);
    this.#arrange();
  }

  /** Shows the numbers that the page came with. */
  reset() {
    for (const term of this.terms.values()) this.#number(term, term.initial);
    this.#arrange();
  }

  /**
   * Takes a term of the page over.
   * @param {HTMLElement} item
   */
  #adopt(item) {
    const title = get("a, span", item).textContent ?? "";
    const papers = Number(get(".ps-n", item).textContent?.replace(/\D/g, ""));
    this.#fill(this.#add(item.dataset.slug ?? "", title, papers, item.querySelector("a") !== null), item);
  }

  /**
   * @param {string} slug
   * @param {string} title
   */
  #add(slug, title, papers = 0, hasPage = false) {
    /** @type {Term} */
    const term = { slug, title, papers, initial: papers, isChosen: false, hasPage };
    this.terms.set(slug, term);
    return term;
  }

  /**
   * @param {Term} term
   * @param {boolean} isChosen
   */
  #tick(term, isChosen) {
    term.isChosen = isChosen;
    const box = term.item?.querySelector("input");
    if (box) box.checked = isChosen;
  }

  /**
   * @param {Term} term
   * @param {number} papers
   */
  #number(term, papers) {
    term.papers = papers;
    if (!term.item) return;
    get(".ps-n", term.item).textContent = number.format(papers);
    // readers who go from box to box with a screen reader hear it with the box
    get("input", term.item).setAttribute("aria-description", counted(papers));
  }

  /**
   * Fills the element of a term: a box, its number, and the way to its page.
   * @param {Term} term
   * @param {HTMLElement} item
   */
  #fill(term, item) {
    const { slug, title } = term;
    const input = make("input", { type: "checkbox", value: slug });
    input.checked = term.isChosen;
    input.addEventListener("change", () => {
      term.isChosen = input.checked;
      this.onChange();
    });
    const label = make("label", {}, input, make("span", {}, title));
    item.replaceChildren(label, " ", make("span", { class: "ps-n" }));
    const folder = PAGES[this.name];
    if (folder && term.hasPage) {
      const href = toUrl(`${folder}/${encodeURIComponent(slug)}/`).href;
      const name = `Page of ${title}`;
      item.append(" ", make("a", { class: "ps-goto", href, "aria-label": name, title: name }, "›"));
    }
    term.item = item;
    this.#number(term, term.papers);
  }

  /** Shows the first terms that would find something, the others on request. A term gets its element when it
      is shown: of a thousand venues few ever are. */
  #arrange() {
    const sought = spellings.map((spell) => spell(this.sought));
    const isSought = (/** @type {Term} */ { title }) => !this.sought || spellings.some((spell, at) => spell(title).includes(sought[at]));
    const useful = [...this.terms.values()].filter((term) => term.isChosen || (term.papers > 0 && isSought(term)));
    const most = this.sought ? MATCHES : SHOWN;
    const isAll = this.isOpen || useful.length <= most + 1; // nobody should have to ask for a single term
    this.state.replaceChildren();
    let seen = 0;
    const shown = new Set(useful.filter((term) => isAll || seen++ < most || term.isChosen));
    let next = this.list.firstElementChild;
    for (const term of this.terms.values()) {
      if (!term.item && shown.has(term)) this.#fill(term, make("li"));
      if (!term.item) continue;
      term.item.hidden = !shown.has(term);
      if (term.item === next) next = next.nextElementSibling;
      else this.list.insertBefore(term.item, next); // what is in its place stays: it can have the focus
    }
    this.box.hidden = !useful.length && !this.sought; // it could not narrow anything
    const hidden = useful.length - shown.size;
    this.more.hidden = !hidden && !(this.isOpen && useful.length > most + 1);
    this.more.textContent = this.isOpen ? "Fewer" : `${number.format(hidden)} more`;
    this.more.setAttribute("aria-expanded", String(this.isOpen));
    this.more.setAttribute("aria-label", `${this.more.textContent}: ${this.title.toLowerCase()}`);
  }
}

/**
 * Every filter of the page by its name.
 * @param {ParentNode} root
 * @param {() => void} onChange
 * @param {(facet: Facet) => Promise<void>} onSeek
 */
export function toFacets(root, onChange, onSeek) {
  const facets = all("[data-facet]", root).map((box) => new Facet(box, onChange, onSeek));
  return Object.fromEntries(facets.map((facet) => [facet.name, facet]));
}
