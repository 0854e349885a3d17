// The button that keeps all papers of a filtered list, beside their number.

import { Message, button, unfit } from "./basket-message.js";
import { make, papers } from "./dom.js";
import { passing } from "./keep.js";
import * as memory from "./memory.js";

export class KeepAll {
  /** @type {string[]} */
  #ids = [];
  #button = button("", () => this.#keep(), { class: "ps-quiet" });
  #message;

  /** @param {HTMLElement} heading the number of papers; it gets the focus when the button goes */
  constructor(heading) {
    this.#message = new Message(heading);
    const line = make("div", { class: "ps-found" });
    heading.before(line);
    line.append(heading, this.#button, this.#message.state);
    memory.onChange(() => this.#show());
    this.#show();
  }

  /**
   * Offers to keep these papers. What was said about others goes.
   * @param {string[]} ids
   */
  offer(ids) {
    this.#ids = ids;
    this.#message.say("");
    this.#show();
  }

  /** One paper has a button of its own, and more than a reader can keep can only be kept in parts. */
  #show() {
    const { length } = this.#ids;
    const mine = new Set(memory.list("kept"));
    this.#button.textContent = `Keep these ${papers(length)}`;
    this.#button.hidden = length < 2 || length > memory.MOST.kept || this.#ids.every((id) => mine.has(id));
  }

  #keep() {
    this.#message.change(() => {
      const { added, left } = memory.add("kept", this.#ids);
      const before = this.#ids.length - added - left;
      const others = before ? ` You had kept ${papers(before)} before.` : "";
      return `Kept ${papers(added)}.${others}${unfit(left)} ${passing()}`.trimEnd();
    });
    if (this.#button.hidden) this.#message.top.focus();
  }
}
