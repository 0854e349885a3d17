// The dialog of the search, after the ARIA practices for a combobox with a list: the cursor stays in the
// field, arrows choose, Enter opens, Escape closes. Results are links, so that they can be opened in
// another tab.

import { Filters } from "./dialog-filters.js";
import { HINT, HOWS, group, keysLine, toItem, toPageLink } from "./dialog-results.js";
import { failure, isComposing, make } from "./dom.js";
import { find, restart, start } from "./engine.js";
import { refresh } from "./keep.js";
import { named } from "./named.js";
import { corrections } from "./near.js";
import { replaceState, toUrl } from "./site.js";
import { topics } from "./table.js";
import { words } from "./words.js";

/** @typedef {import("./engine.js").How} How */
/** @typedef {import("./dialog-filters.js").Found} Found */
/** @typedef {{dialog: HTMLDialogElement, field: HTMLElement, input: HTMLInputElement}} Parts */

const STEP = 10;
const OFFERED = 12; // topics where nothing is found, the largest
const WAIT = 120; // ms after a key: typing asks once for a word, not for each letter
const LONG = 500; // ms without an answer, after which the dialog says that it searches
class Panel {
  state = make("p", { class: "ps-state", role: "status" });
  list = make("ol", { class: "ps-results", id: "ps-results", role: "listbox", "aria-label": "Results", hidden: "" });
  near = make("div", { class: "ps-near", hidden: "" });
  more = make("button", { type: "button", class: "ps-panel__more", hidden: "" }, "More results");
  whole = make("a", { class: "ps-search__whole", hidden: "" }, "Show as a list");
  filters = new Filters(() => this.search());
  /** @type {Found[]} */
  #results = [];
  /** @type {How} */
  #how = "none";
  #round = 0;
  #active = -1;
  #back = -1; // the result from which the reader comes back
  #isLost = false; // the last question got no answer
  #isPressed = false; // Enter came before the answer
  #slow = 0;
  #waiting = 0;

  /** @param {Parts} parts */
  constructor({ dialog, field, input }) {
    this.input = input;
    const { filters } = this;
    const bar = make("div", { class: "ps-search__bar" }, this.state, this.whole, filters.toggle);
    const panel = make("div", { class: "ps-panel", id: "ps-panel" }, filters.row, bar, this.near, this.list, this.more);
    field.after(panel, keysLine());
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": "ps-results", "aria-expanded": "false",
    })) input.setAttribute(name, value);
    this.#listen();
    this.#remember(dialog, panel);
  }

  #listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.#waiting);
      this.#round++; // what is on its way is out of date
      this.#back = -1;
      this.list.setAttribute("aria-busy", "true");
      this.#waiting = setTimeout(() => this.search(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.#press(event));
    this.more.addEventListener("click", async () => {
      const from = this.list.children.length;
      await this.#show();
      this.input.focus();
      this.#choose(from);
    });
  }

  /**
   * Makes the back button lead from a result to the previous state of the search, whether the browser
   * keeps the page or loads it again.
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} panel
   */
  #remember(dialog, panel) {
    panel.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const filters = Object.fromEntries(this.filters.chosen);
      replaceState({ ...history.state, asked: this.input.value, filters, at: this.#options.indexOf(link) });
    });
    dialog.addEventListener("close", () => {
      const [rest, address] = [{ ...history.state }, new URL(location.href)];
      for (const name of ["asked", "filters", "at"]) delete rest[name];
      if (address.searchParams.has("q")) address.searchParams.delete("q"); // a reload would ask again
      replaceState(rest, address);
    });
    this.filters.restore(history.state?.filters ?? {});
    this.#back = history.state?.at ?? -1;
  }

  /** The dialog was opened. */
  opened() {
    start().catch(() => {}); // said when the reader searches
    if (this.#isLost || this.list.dataset.query !== this.input.value) this.search();
  }

  // --- choosing ---

  get #options() {
    return [...this.list.querySelectorAll("a")];
  }

  /** @param {number} at -1, or a place beyond the list, for none: after Back the list can be shorter */
  #choose(at) {
    const all = this.#options;
    all[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at < all.length ? at : -1;
    const link = all[at];
    if (!link) return this.input.removeAttribute("aria-activedescendant");
    link.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", link.id);
    link.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  async #press(event) {
    const last = this.#options.length - 1;
    if (isComposing(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      return this.#enter(event);
    }
    if (event.key === "ArrowDown" && last >= 0) {
      if (this.#active === last && !this.more.hidden) await this.#show();
      this.#choose(Math.min(this.#active + 1, this.#options.length - 1));
    } else if (event.key === "ArrowUp" && last >= 0) {
      this.#choose(Math.max(this.#active - 1, -1));
    } else {
      return;
    }
    event.preventDefault();
  }

  /**
   * Opens what is chosen, after the answer where that is on its way.
   * @param {KeyboardEvent} event
   */
  async #enter(event) {
    const isAnswered = () => this.list.dataset.query === this.input.value;
    if (this.list.getAttribute("aria-busy") !== "true" && isAnswered()) return this.#open(event);
    if (this.#isPressed) return;
    this.#isPressed = true;
    clearTimeout(this.#waiting);
    await this.search();
    this.#isPressed = false;
    if (isAnswered()) this.#open(event);
  }

  /** @param {KeyboardEvent} event */
  #open(event) {
    // on a touch screen the key of the keyboard closes it, unless the reader asked for one paper
    if (this.#active < 0 && this.#how !== "exact" && matchMedia("(pointer: coarse)").matches) return this.input.blur();
    const link = this.#options[Math.max(this.#active, 0)];
    const { ctrlKey, metaKey, shiftKey } = event;
    link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  }

  // --- asking ---

  /** @param {string} message */
  #say(message) {
    clearTimeout(this.#slow);
    this.state.textContent = message;
  }

  #empty() {
    this.#choose(-1);
    this.#results = [];
    this.list.replaceChildren();
    this.near.replaceChildren();
    this.near.hidden = this.list.hidden = this.more.hidden = this.whole.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  /** Answers what is in the field. */
  async search() {
    const mine = ++this.#round;
    const asked = this.input.value;
    const isMine = () => mine === this.#round;
    this.list.setAttribute("aria-busy", "true");
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#say("Searching…"), LONG);
    try {
      await this.#answer(asked, isMine);
      this.#isLost = false;
    } catch (error) {
      await restart();
      if (isMine()) await this.#fail(error, isMine);
    }
    if (!isMine()) return;
    this.list.setAttribute("aria-busy", "false");
    this.list.dataset.query = asked;
  }

  /**
   * Says that there is no answer, with ways to go on.
   * @param {unknown} error
   * @param {() => boolean} isMine
   */
  async #fail(error, isMine) {
    this.#isLost = true;
    this.#empty();
    this.#say("The search could not be loaded.");
    await this.#offer("", isMine);
    if (isMine()) this.near.prepend(failure(error, () => this.search()));
  }

  /**
   * @param {string} asked
   * @param {() => boolean} isMine
   */
  async #answer(asked, isMine) {
    const isAsked = asked.trim() !== "";
    const { results: all, how } = isAsked ? await find(asked) : { results: undefined, how: /** @type {How} */ ("all") };
    const results = await this.filters.narrow(all, isMine);
    if (!isMine()) return;
    this.#empty();
    if (!results) return this.#say(HINT);
    this.#results = results;
    this.#how = how;
    if (!results.length) {
      const filters = ["", " with this filter"][this.filters.chosen.length] ?? " with these filters";
      this.#say(`Nothing found for “${asked.trim()}”${filters}.`);
      return this.#offer(asked, isMine);
    }
    this.#say(HOWS[how](results.length));
    await this.#show();
    if (!isMine() || how === "exact") return;
    this.whole.href = this.#listed(asked);
    this.whole.hidden = false;
    if (how !== "all") return this.#offer(asked, isMine, false);
    const pages = isAsked ? await named(asked, Boolean(this.list.querySelector("small mark"))) : {};
    if (!isMine()) return;
    const groups = Object.entries(pages).filter(([, places]) => places.length);
    this.#offerGroups(groups.map(([heading, places]) => group(heading, places.map(toPageLink))));
  }

  /**
   * The same question on the list of all papers, where results are kept, sorted and shared.
   * @param {string} asked
   */
  #listed(asked) {
    const url = toUrl("papers/");
    if (asked.trim()) url.searchParams.set("text", asked.trim());
    for (const [name, slug] of this.filters.chosen) url.searchParams.set(name, slug);
    return url.pathname + url.search;
  }

  /** Shows more of what was found, unless another question or another key was faster. */
  async #show() {
    const from = this.list.children.length;
    const mine = this.#results;
    const isExact = this.#how === "exact";
    const part = mine.slice(from, Math.max(from + STEP, this.#back + 1));
    const items = await Promise.all(part.map(async (result) => toItem(await result.data(), this.input.value, isExact)));
    if (mine !== this.#results || this.list.children.length !== from) return;
    items.forEach((item, at) => {
      for (const link of item.querySelectorAll("a")) link.id = `ps-result-${from + at}`;
      if (isExact && from + at === 0) item.classList.add("ps-results__exact");
    });
    this.list.append(...items);
    refresh(this.list);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.more.hidden = this.list.children.length >= mine.length;
    if (this.#back >= 0) this.#choose(this.#back);
    this.#back = -1;
  }

  // --- offering ---

  /** @param {HTMLElement[]} groups */
  #offerGroups(groups) {
    this.near.replaceChildren(...groups);
    this.near.hidden = !groups.length;
  }

  /**
   * Offers other spellings, and where to go on without the search.
   * @param {string} asked
   * @param {() => boolean} isMine
   */
  async #offer(asked, isMine, hasTopics = true) {
    const spellings = asked ? await corrections(asked, words(asked)) : [];
    const largest = hasTopics ? (await topics()).slice(0, OFFERED) : [];
    if (!isMine()) return;
    const groups = [];
    if (spellings.length) groups.push(group("Did you mean", spellings.map((text) => this.#spellingButton(text))));
    if (largest.length) {
      const links = largest.map(([title, path]) => make("a", { href: toUrl(path).pathname }, title));
      groups.push(group("Or browse a topic", links));
    } else if (hasTopics) {
      groups.push(group("Or browse", [make("a", { href: toUrl("papers/").pathname }, "All papers")]));
    }
    this.#offerGroups(groups);
  }

  /** @param {string} text */
  #spellingButton(text) {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      this.input.value = text;
      this.input.focus();
      this.search();
    });
    return button;
  }
}

/**
 * Puts everything below the field; `opened()` is called whenever the dialog is opened.
 * @param {Parts} parts
 */
export const furnish = (parts) => new Panel(parts);
