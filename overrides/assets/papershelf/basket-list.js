// Which papers the page of kept papers shows, the reader's own or those of a shared address, and their rows in order.
// A row is made from the CSL-JSON beside its paper, about 1 KB each on the way: with 10,000 papers the files
// of the whole catalogue would be 15 MB.

import { failedRow, lostRow, paperRow } from "./basket-rows.js";
import { make } from "./dom.js";
import { toFacts } from "./facts.js";
import { read } from "./found.js";
import { each, loadFile } from "./gather.js";
import { refresh } from "./keep.js";
import * as memory from "./memory.js";

/** @typedef {import("./basket-message.js").Message} Message */

/** The ids of a shared address, `#papers=a,b`; nothing where this is none. */
function shared() {
  const written = /^#papers=(.*)$/s.exec(location.hash)?.[1];
  if (written === undefined) return undefined;
  /** @type {string[]} */
  let names = [];
  try {
    // programs take a full stop or a bracket behind an address for a part of it, or add parameters
    names = decodeURIComponent(written).split(",").map((name) => name.trim().replace(/[\s.)\]>"'”’»;!?&].*$/s, ""));
  } catch {} // an address that was cut
  return memory.ids(names, memory.MOST.kept);
}

export class List {
  rows = make("ol", { class: "ps-rows ps-basket__rows" });
  /** @type {string[]} */
  ids = [];
  isShared = false;
  /** Called when other papers are shown. */
  onChoose = () => {};
  /** Old name → the present one, as far as files have said. @type {Map<string, string>} */
  #renamed = new Map();
  /** Id → its row, made once. @type {Map<string, HTMLElement>} */
  #made = new Map();
  /** @type {Set<string>} */
  #loading = new Set();
  #placed = 0; // rows that are in the page, from the first

  /** @param {Message} message */
  constructor(message) {
    this.message = message;
    this.rows.addEventListener("click", (event) => this.#press(event));
    memory.onChange(() => {
      if (this.isShared) return this.choose();
      if (memory.list("kept").join() !== this.ids.join()) this.fill();
    });
  }

  /** Those of a shared list that the reader has not kept. */
  get fresh() {
    const mine = new Set(memory.list("kept"));
    return this.ids.filter((id) => !mine.has(id));
  }

  /** @param {string[]} all */
  #present(all) {
    return memory.ids(all.map((id) => this.#renamed.get(id) ?? id), memory.MOST.kept);
  }

  /** Finds out which papers to show. */
  choose() {
    const given = shared();
    this.isShared = given !== undefined;
    this.ids = this.#present(given ?? memory.list("kept"));
    this.onChoose();
  }

  /** Shows the papers, and loads those that are new. */
  async fill() {
    this.choose();
    this.#arrange();
    const asked = this.ids.filter((id) => !this.#made.has(id) && !this.#loading.has(id));
    asked.forEach((id) => this.#loading.add(id));
    await each(asked, async (id) => {
      await this.#load(id);
      this.#loading.delete(id);
    });
    this.#arrange();
    document.dispatchEvent(new Event("ZoteroItemUpdated")); // Zotero looks for papers again
  }

  /** @param {string} id */
  async #load(id) {
    let facts;
    try {
      const text = await loadFile(id, "json");
      facts = text === undefined ? undefined : toFacts(JSON.parse(text), id);
      if (!facts) this.#made.set(id, lostRow(id, this.isShared));
      else if (!this.#made.has(facts.id)) {
        const listed = await read(facts.id).catch(() => undefined); // an extra
        this.#made.set(facts.id, paperRow(facts, this.isShared, listed));
      }
    } catch {
      this.#made.set(id, failedRow(id, () => this.#again(id)));
    }
    if (facts && facts.id !== id) this.#rename(id, facts.id);
    this.#place();
  }

  /** @param {string} id */
  #again(id) {
    this.#made.delete(id);
    this.fill();
  }

  /**
   * Follows a paper to its new name, which the browser then remembers.
   * @param {string} old
   * @param {string} id
   */
  #rename(old, id) {
    this.#renamed.set(old, id);
    memory.rename([old], id);
    this.choose();
    this.#arrange();
  }

  /** Adds the rows that are made, up to the first that is not, so that no row moves. */
  #place() {
    for (let row; this.#placed < this.ids.length && (row = this.#made.get(this.ids[this.#placed])); this.#placed++) this.rows.append(row);
    this.rows.setAttribute("aria-busy", String(this.#placed < this.ids.length));
  }

  /** Puts all rows in order. */
  #arrange() {
    const focused = document.activeElement; // a row that is taken out loses it
    this.rows.replaceChildren();
    this.#placed = 0;
    this.#place();
    [...this.rows.children].forEach((row, at) => {
      row.querySelector("[data-move='-1']")?.setAttribute("aria-disabled", String(at === 0));
      row.querySelector("[data-move='1']")?.setAttribute("aria-disabled", String(at === this.ids.length - 1));
    });
    refresh(this.rows);
    if (focused instanceof HTMLElement && this.rows.contains(focused)) focused.focus();
  }

  /** @param {MouseEvent} event */
  #press(event) {
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    /** @type {HTMLElement | null | undefined} */
    const row = pressed?.closest("[data-row]");
    const id = row?.dataset.row;
    if (!pressed || id === undefined) return;
    if (pressed.dataset.move) this.#move(id, Number(pressed.dataset.move));
    // the second click of two would hit the paper that comes up in the place of the first
    else if ("remove" in pressed.dataset && event.detail < 2) this.#remove(id);
  }

  /**
   * @param {string} id
   * @param {number} step
   */
  #move(id, step) {
    const from = this.ids.indexOf(id);
    const to = from + step;
    if (from < 0 || to < 0 || to >= this.ids.length) return;
    const order = [...this.ids];
    [order[from], order[to]] = [order[to], order[from]];
    memory.replace("kept", order);
    this.message.say(`Now ${to + 1} of ${this.ids.length}.`);
  }

  /** @param {string} id */
  #remove(id) {
    const at = this.ids.indexOf(id);
    this.message.change(() => {
      memory.mark("kept", id, false);
      return "Removed.";
    });
    /** @type {HTMLElement | null | undefined} */
    const next = this.rows.children[Math.min(at, this.ids.length - 1)]?.querySelector("[data-remove]");
    (next ?? this.message.top).focus();
  }
}
