// Texts on the clipboard. Pages over plain http have none: there the text is shown and selected.

import { make } from "./dom.js";

/** @typedef {string | Promise<string>} Text */

/**
 * @param {Text} text
 * @param {string} type
 */
const toBlob = async (text, type) => new Blob([await text], { type });

/**
 * Puts a text, or the promise of one, on the clipboard, with its HTML if there is some; returns whether that
 * worked. A promise is handed over at once: Safari allows writing only within the click.
 * @param {Text} text
 * @param {Text} [html]
 */
export async function copy(text, html) {
  if (!navigator.clipboard) return false;
  try {
    if (typeof text === "string" && !html) {
      await navigator.clipboard.writeText(text);
    } else {
      /** @type {Record<string, Promise<Blob>>} */
      const forms = { "text/plain": toBlob(text, "text/plain") };
      if (html) forms["text/html"] = toBlob(html, "text/html");
      await navigator.clipboard.write([new ClipboardItem(forms)]);
    }
    return true;
  } catch {
    try {
      await navigator.clipboard.writeText(await text);
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * Shows a text in `place`, selected.
 * @param {Element} place
 * @param {string} label
 * @param {string} text
 */
export function select(place, label, text) {
  const area = make("textarea", { class: "ps-select", readonly: "", rows: "6", "aria-label": label });
  area.value = text;
  place.replaceChildren(area);
  area.focus();
  area.select();
}
