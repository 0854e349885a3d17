// From the page of a day to the days around it by the arrow keys, as its links say (aria-keyshortcuts).

import { around, get } from "./dom.js";

const links = get("[data-ps-turn]");
/** What uses the arrows itself: fields, what scrolls sideways, what is open above the page. */
const OWNERS = "input, textarea, select, [contenteditable], [role], math, pre, dialog";

addEventListener("keydown", (event) => {
  const { key, defaultPrevented, repeat, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (defaultPrevented || repeat || altKey || ctrlKey || metaKey || shiftKey || around(event, OWNERS)) return;
  /** @type {HTMLAnchorElement | null} */
  const link = links.querySelector(`a[aria-keyshortcuts="${CSS.escape(key)}"]`);
  link?.click();
});
