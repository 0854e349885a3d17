// The way to the search: a button in the header, `/` unless the reader has switched it off, Ctrl+K and
// `?q=` open its dialog. What the dialog does is loaded when it is first opened; letters typed until then
// are kept.

import { failure, get, isComposing, make } from "./dom.js";
import { hasSlash, onChange } from "./memory.js";
import { importer, replaceState } from "./site.js";

const root = get("[data-ps-search]");
const label = `Search ${root.dataset.papers}`;
const parameters = new URLSearchParams(location.search);

const keys = make("kbd", { "aria-hidden": "true" });
const button = make(
  "button", { type: "button", class: "ps-find__open", "aria-haspopup": "dialog", "aria-label": label },
  make("span", {}, `Search ${root.dataset.papers?.replace(" ", "\u00a0")}`), keys, // the number in one piece, or not at all
);
function showKeys() {
  keys.textContent = hasSlash() ? "/" : "Ctrl K";
  button.setAttribute("aria-keyshortcuts", hasSlash() ? "/ Control+K" : "Control+K");
}
showKeys();
onChange(showKeys);
root.replaceChildren(button);

const input = make("input", {
  type: "search", id: "ps-q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  enterkeyhint: "search", placeholder: label, "aria-label": label, maxlength: "300",
});
const close = make("button", { type: "button", class: "ps-search__close" }, "Close");
const field = make("div", { class: "ps-search__field" }, input, close);
const dialog = make("dialog", { class: "ps-search", "aria-label": "Search" }, field);

const importDialog = importer(new URL("./dialog.js", import.meta.url));
let failures = 0;
/** @type {Promise<{opened: () => void}> | undefined} */
let part;
/** What the dialog does, once it is loaded. @type {{opened: () => void} | undefined} */
let panel;
/** Enter, pressed before. @type {KeyboardEvent | undefined} */
let early;

function prepare() {
  part ??= importDialog().then((loaded) => loaded.furnish({ dialog, field, input }));
  part.catch(() => (part = undefined)); // can be tried again
  return part;
}

/** Trying again was no use, so that a script behind it can be what is missing: the page opens with the question. */
function reload() {
  replaceState({ ...history.state, asked: input.value });
  location.reload();
}

async function open() {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  try {
    panel = await prepare();
    panel.opened();
    if (early) input.dispatchEvent(new KeyboardEvent(early.type, early));
    dialog.querySelector(".ps-search__failed")?.remove();
  } catch (error) {
    dialog.querySelector(".ps-search__failed")?.remove();
    const message = make("p", { role: "alert" }, "The search could not be loaded.");
    field.after(make("div", { class: "ps-search__failed" }, message, failure(error, failures++ ? reload : open)));
  }
  early = undefined;
}

button.addEventListener("click", open);
button.addEventListener("pointerenter", () => prepare().catch(() => {}), { once: true });
input.addEventListener("input", () => (early = undefined));
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !isComposing(event) && !panel) early = event;
  if (event.key !== "Escape" || isComposing(event)) return;
  event.preventDefault(); // a field of this type would be emptied first
  dialog.close();
});
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("pointerdown", (event) => event.target === dialog && dialog.close()); // beside it

/**
 * Whether these are Ctrl+K or ⌘K, as in early.js: with Shift or Alt they open Firefox's console.
 * @param {KeyboardEvent} event
 */
function isPalette({ key, code, ctrlKey, metaKey, shiftKey, altKey }) {
  const isK = key?.toLowerCase() === "k" || (code === "KeyK" && key > "~"); // keyboards of other scripts have another letter there
  return isK && (ctrlKey || metaKey) && !shiftKey && !altKey;
}

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
document.addEventListener(
  "keydown",
  (event) => {
    // events without a key exist: browsers send them when they fill in a form
    const owner = event.target instanceof Element && event.target.closest(FIELDS);
    // a field of a dialog that was closed may have the focus for one more frame
    const isTyping = owner && owner.getClientRects().length > 0;
    const isSlash = event.key === "/" && hasSlash() && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isSlash && !isPalette(event)) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  },
  true,
);

// `?q=` opens the search with a question, for links from other programs. The back button opens it as it was.
const question = history.state?.asked ?? parameters.get("q");
if (question) {
  input.value = question.slice(0, input.maxLength);
  open();
}
// a result links to its page with the words that were found
if (parameters.has("hl")) import("./mark.js");
