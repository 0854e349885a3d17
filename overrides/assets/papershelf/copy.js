// Texts on the clipboard. Plain http has none: there the text is shown and selected.

import { make } from "./dom.js";

/** Puts a text, or the promise of one, on the clipboard, perhaps with its HTML; whether it is there.
    A promise is handed over at once: Safari asks for that within the click. */
export async function copy(text, html) {
  if (!navigator.clipboard) return false;
  const blob = async (promise, type) => new Blob([await promise], { type });
  try {
    if (typeof text === "string" && !html) {
      await navigator.clipboard.writeText(text);
    } else {
      const forms = { "text/plain": blob(text, "text/plain") };
      if (html) forms["text/html"] = blob(html, "text/html");
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

/** Shows a text in `place`, selected. */
export function select(place, label, text) {
  const area = make("textarea", { class: "ps-select", readonly: "", rows: "6", "aria-label": label });
  area.value = text;
  place.replaceChildren(area);
  area.focus();
  area.select();
}
