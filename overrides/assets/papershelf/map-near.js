// The papers in the middle of the map, as a list below it.

import { announceRows, make } from "./dom.js";
import { address } from "./map-view.js";
import { factsOf } from "./map-words.js";

/** @typedef {import("./map-view.js").View} View */

const SHOWN = 9;

export class Near {
  #list = make("ol", { class: "ps-map__near-list" });
  #section = make("section", { class: "ps-map__near" }, make("h2", {}, "In the middle of the map"), this.#list);
  /** The points that are listed, in one text. */
  #listed = "";

  /**
   * @param {View} view
   * @param {Element} frame of the map
   */
  constructor(view, frame) {
    this.view = view;
    frame.after(this.#section);
  }

  /** Lists what is in the middle now; returns whether it could. */
  async show() {
    const { picture, words } = this.view;
    const middle = picture.nearest(picture.width / 2, picture.height / 2, SHOWN);
    const key = middle.join();
    // not while a reader walks through the list
    if (key === this.#listed || this.#list.querySelector(":focus-visible")) return false;
    this.#listed = key;
    const papers = await Promise.all(middle.map((at) => words.of(at)));
    if (key !== this.#listed) return false;
    this.#section.hidden = false;
    this.#list.replaceChildren(
      ...papers.map((paper) => make("li", {}, make("a", { href: address(paper) }, paper.title), make("span", {}, factsOf(paper)))),
    );
    announceRows(this.#list);
    return true;
  }

  /** Titles could not be loaded: an empty list is not shown, and the next one is loaded again. */
  lack() {
    this.#section.hidden = !this.#list.children.length;
    this.#listed = "";
  }
}
