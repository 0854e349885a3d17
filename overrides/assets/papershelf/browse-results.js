// What the list of all papers shows: the rows of the page itself, or those that were asked for.

import { announceRows, failure, get, make, papers } from "./dom.js";
import { toUrl } from "./site.js";

export class Results {
  list = make("div", { class: "ps-rows", hidden: "" });
  more = make("button", { type: "button", class: "ps-again", hidden: "" }, "More papers");
  state = make("p", { class: "ps-sr", role: "status" });
  /** Closes the filters of a narrow screen. */
  done = make("button", { type: "button", class: "ps-narrow__done" });
  heading = get("h2.ps-day");
  /** The rows of the page itself. */
  own = get(".ps-rows");
  /** How many papers were found, and how many of them are shown. */
  found = 0;
  shown = 0;
  #initial = [...this.heading.childNodes];
  /** `37 papers`: all of them. */
  #total = this.heading.firstChild?.textContent?.trim() ?? "";
  #hasTopics = document.querySelector("[data-facet=topic]") !== null;

  constructor() {
    this.own.after(this.list, this.more);
    this.heading.tabIndex = -1;
    this.done.textContent = `Show ${this.#total}`;
  }

  /** An answer is on its way. */
  wait() {
    this.own.setAttribute("aria-busy", "true");
    this.list.setAttribute("aria-busy", "true");
  }

  /** Shows the page as it came. */
  showOwn() {
    this.found = 0;
    if (!this.own.isConnected) this.list.before(this.own);
    announceRows(this.own);
    this.list.hidden = true;
    this.more.hidden = true;
    this.list.replaceChildren();
    this.heading.replaceChildren(...this.#initial);
    this.own.removeAttribute("aria-busy");
    this.done.textContent = `Show ${this.#total}`;
    this.state.textContent = "";
  }

  /**
   * Shows what was found.
   * @param {HTMLElement[]} rows the first ones
   * @param {number} found
   * @param {string} how the order, or what the papers lack
   * @param {string} hint where nothing was found
   */
  show(rows, found, how, hint) {
    const counted = papers(found);
    this.found = found;
    this.shown = rows.length;
    this.own.remove(); // out of the page: Zotero takes hidden papers for papers of this list
    this.list.hidden = false;
    this.own.removeAttribute("aria-busy");
    this.list.removeAttribute("aria-busy");
    this.heading.replaceChildren(counted, " ", make("span", {}, rows.length ? `of ${this.#total}, ${how}` : `of ${this.#total}`));
    this.state.classList.add("ps-sr");
    this.state.textContent = found ? `${counted} found` : "Nothing found";
    this.done.textContent = `Show ${counted}`;
    const topics = this.#hasTopics ? [", or ", make("a", { href: toUrl("topics/").pathname }, "browse the topics")] : [];
    this.list.replaceChildren(...(rows.length ? rows : [make("p", { class: "ps-empty" }, `Nothing found. ${hint}`, ...topics, ".")]));
    this.#settle();
  }

  /**
   * Shows more of what was found.
   * @param {HTMLElement[]} rows
   */
  add(rows) {
    this.list.append(...rows);
    this.shown += rows.length;
    this.#settle();
    rows[0]?.querySelector("a")?.focus();
  }

  /**
   * Says that more papers could not be loaded.
   * @param {unknown} error
   * @param {() => void} again
   */
  failMore(error, again) {
    this.more.hidden = true;
    this.state.textContent = "More papers could not be loaded.";
    const failed = failure(error, () => {
      failed.remove();
      again();
    });
    failed.prepend("More papers could not be loaded. ");
    this.list.after(failed);
    failed.querySelector("button")?.focus();
  }

  /** Rows have come: others add buttons and marks. */
  #settle() {
    this.more.hidden = this.shown >= this.found;
    announceRows(this.list);
  }

  /**
   * Says that the answer could not be loaded; the page is shown as it came.
   * @param {string} what
   * @param {unknown} error
   * @param {() => void} again
   */
  fail(what, error, again) {
    this.state.textContent = `The ${what} could not be loaded.${this.#hasTopics ? " You can also find the papers through the topics." : ""}`;
    this.state.classList.remove("ps-sr");
    this.state.after(failure(error, again));
  }
}
