// What the page of kept papers says was done, with a way back.

import { make } from "./dom.js";
import * as memory from "./memory.js";

/**
 * @param {string} words
 * @param {() => void} act
 * @param {Record<string, string>} [attributes]
 */
export function button(words, act, attributes = {}) {
  const made = make("button", { type: "button", class: "ps-button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
}

export class Message {
  state = make("p", { class: "ps-basket__state", role: "status" });
  /** Where a text is shown that could not be copied. */
  shown = make("div");

  /** @param {HTMLElement} top where the focus goes when the element that had it is removed */
  constructor(top) {
    this.top = top;
    top.tabIndex = -1;
  }

  /**
   * @param {string} words
   * @param {...(Node | string)} back
   */
  say(words, ...back) {
    this.state.replaceChildren(words, ...back);
    this.shown.replaceChildren();
  }

  /**
   * Does what changes the memory and says what was done, with a button that takes it back.
   * @param {() => string} act returns the words for it
   */
  change(act) {
    const before = memory.snapshot();
    const words = act();
    const after = memory.snapshot();
    const undo = () => {
      memory.takeBack(before, after);
      this.say("Undone.");
      this.top.focus({ preventScroll: true });
    };
    this.say(words, " ", button("Undo", undo, { class: "ps-quiet" }));
  }
}

/**
 * What could not be kept, in words.
 * @param {number} left
 */
export const unfit = (left) =>
  left ? ` ${left.toLocaleString("en")} did not fit: you can keep ${memory.MOST.kept.toLocaleString("en")}.` : "";
