// The filters beside the list of all papers: the links of the page become boxes to tick, each with
// its page behind a second, small link. Counts come from the table of all papers (table.js).

import { make, papers as counted } from "./dom.js";

/** Terms that are seen before the others are asked for, as in the page itself. */
const SHOWN = 10;
/** Where the pages of a filter's terms are; what is there with a paper has none. */
const PAGES = { topic: "topics", year: "years", venue: "venues" };

const base = new URL("../../", import.meta.url);
const number = new Intl.NumberFormat("en");

class Facet {
  constructor(box, onChange, onSeek) {
    this.box = box;
    this.name = box.dataset.facet;
    this.title = box.querySelector("legend").textContent;
    this.onChange = onChange;
    this.terms = new Map(); // slug → title, papers, and its element once it was seen
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
    const seek = async () => {
      await onSeek(this); // who looks for a name looks among all, not among those of the page
      this.#arrange();
    };
    const filter = () => {
      this.sought = find.value.trim().toLowerCase();
      this.#arrange();
    };
    const type = () => {
      filter();
      seek(); // again, where it failed
    };
    find?.addEventListener("focus", seek);
    find?.addEventListener("input", type);
    this.#arrange();
    if (find?.value) type(); // before this script came
  }

  /** The slugs that are ticked. */
  get chosen() {
    return [...this.terms].filter(([, { isChosen }]) => isChosen).map(([slug]) => slug);
  }

  /** Ticks these slugs and no others. One that the page does not hold waits for `learn`. */
  choose(slugs) {
    for (const slug of slugs) if (!this.terms.has(slug)) this.#add(slug, slug);
    const wanted = new Set(slugs);
    for (const [slug, term] of this.terms) this.#tick(term, wanted.has(slug));
    this.#arrange();
  }

  /** The terms that the page does not hold, from slug → `{title, papers}`; a slug of before becomes the
   * present one. */
  learn(terms, moved = {}) {
    for (const [slug, { title, papers }] of terms) {
      const term = this.terms.get(slug) ?? this.#add(slug, title, papers.length);
      term.initial = papers.length;
      if (term.title !== title) {
        term.item?.remove(); // the address knew its slug alone
        Object.assign(term, { title, item: undefined });
      }
    }
    for (const [old, slug] of Object.entries(moved)) {
      const term = this.terms.get(old);
      if (!term) continue;
      term.item?.remove();
      this.terms.delete(old);
      if (term.isChosen && this.terms.has(slug)) this.#tick(this.terms.get(slug), true);
    }
  }

  untick(slug) {
    this.#tick(this.terms.get(slug), false);
  }

  /** Papers of each term, by slug. */
  count(counts) {
    for (const [slug, term] of this.terms) this.#number(term, counts.get(slug) ?? 0);
    this.#arrange();
  }

  /** As the page came: nothing is asked. */
  reset() {
    for (const term of this.terms.values()) this.#number(term, term.initial);
    this.#arrange();
  }

  #adopt(item) {
    const title = item.querySelector("a, span").textContent;
    const papers = Number(item.querySelector(".ps-n").textContent.replace(/\D/g, ""));
    this.#fill(this.#add(item.dataset.slug, title, papers), item);
  }

  #add(slug, title, papers = 0) {
    const term = { slug, title, papers, initial: papers, isChosen: false };
    this.terms.set(slug, term);
    return term;
  }

  #tick(term, isChosen) {
    term.isChosen = isChosen;
    if (term.item) term.item.querySelector("input").checked = isChosen;
  }

  #number(term, papers) {
    term.papers = papers;
    if (!term.item) return;
    term.item.querySelector(".ps-n").textContent = number.format(papers);
    // who steps from box to box with a screen reader hears it with its box
    term.item.querySelector("input").setAttribute("aria-description", counted(papers));
  }

  /** The element of a term: a box, its number, and the way to its page. */
  #fill(term, item) {
    const { slug, title } = term;
    const input = make("input", { type: "checkbox", value: slug });
    input.checked = term.isChosen;
    input.addEventListener("change", () => {
      term.isChosen = input.checked;
      this.onChange(this);
    });
    const label = make("label", {}, input, make("span", {}, title));
    item.replaceChildren(label, " ", make("span", { class: "ps-n" }));
    const folder = PAGES[this.name];
    if (folder) {
      const href = new URL(`${folder}/${encodeURIComponent(slug)}/`, base).href;
      const name = `Page of ${title}`;
      item.append(" ", make("a", { class: "ps-goto", href, "aria-label": name, title: name }, "›"));
    }
    term.item = item;
    this.#number(term, term.papers);
  }

  /** Shows the first terms that would find something, the others on request. A term gets its element
   * when it is shown: of a thousand venues few ever are. */
  #arrange() {
    const isSought = ({ title }) => !this.sought || title.toLowerCase().includes(this.sought);
    const useful = [...this.terms.values()].filter((term) => term.isChosen || (term.papers > 0 && isSought(term)));
    const isAll = this.isOpen || this.sought || useful.length <= SHOWN + 1; // nobody has to ask for a single term
    let seen = 0;
    const shown = new Set(useful.filter((term) => isAll || seen++ < SHOWN || term.isChosen));
    let next = this.list.firstElementChild;
    for (const term of this.terms.values()) {
      if (!term.item && shown.has(term)) this.#fill(term, make("li"));
      if (!term.item) continue;
      term.item.hidden = !shown.has(term);
      if (term.item === next) next = next.nextElementSibling;
      else this.list.insertBefore(term.item, next); // what is in its place stays: it may have the focus
    }
    this.box.hidden = !useful.length && !this.sought; // it could not narrow anything
    const hidden = useful.length - shown.size;
    this.more.hidden = !hidden && !(this.isOpen && useful.length > SHOWN + 1);
    this.more.textContent = this.isOpen ? "Fewer" : `${number.format(hidden)} more`;
    this.more.setAttribute("aria-expanded", String(this.isOpen));
    this.more.setAttribute("aria-label", `${this.more.textContent}: ${this.title.toLowerCase()}`);
  }
}

/** Every filter of the page by its name. `onChange` hears of ticks; `onSeek` has a filter learn its
 * terms before one is looked for by name. */
export function toFacets(root, onChange, onSeek) {
  const boxes = [...root.querySelectorAll("[data-facet]")];
  return Object.fromEntries(boxes.map((box) => [box.dataset.facet, new Facet(box, onChange, onSeek)]));
}
