// The way to the search: a button in the header, `/` where the reader has not switched it off, Ctrl+K and `?q=` open its dialog. What the
// dialog does is loaded when it is opened first; letters typed meanwhile are kept.

import { failure, make } from "./dom.js";
import { hasSlash, onChange } from "./memory.js";

const root = document.querySelector("[data-ps-search]");
const label = `Search ${root.dataset.papers}`;
const parameters = new URLSearchParams(location.search);

const icon = root.querySelector("svg").cloneNode(true);
icon.setAttribute("aria-hidden", "true");
const keys = make("kbd", { "aria-hidden": "true" });
const button = make("button", { type: "button", class: "ps-find__open", "aria-haspopup": "dialog" }, icon, make("span", {}, label), keys);
function tellKeys() {
  keys.textContent = hasSlash() ? "/" : "Ctrl K";
  button.setAttribute("aria-keyshortcuts", hasSlash() ? "/ Control+K" : "Control+K");
}
tellKeys();
onChange(tellKeys);
root.replaceChildren(button);

const input = make("input", {
  type: "search", id: "ps-q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  enterkeyhint: "search", placeholder: label, "aria-label": label, maxlength: "300",
});
const close = make("button", { type: "button", class: "ps-search__close" }, "Close");
const field = make("div", { class: "ps-search__field" }, icon.cloneNode(true), input, close);
const dialog = make("dialog", { class: "ps-search", "aria-label": "Search" }, field);

const script = new URL("./dialog.js", import.meta.url);
let attempts = 0;
let part;
let panel; // what the dialog does, once it is there
let early; // Enter, pressed before
/** A browser may keep a script that did not come, so that the second attempt has another address. */
function prepare() {
  part ??= import(attempts++ ? `${script}?${attempts}` : script).then((loaded) => loaded.furnish({ dialog, field, input }));
  return part;
}
/** A script behind it did not come: the page has to. It opens with the question. */
function reload() {
  history.replaceState({ ...history.state, asked: input.value }, "");
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
    part = undefined; // may be tried again
    dialog.querySelector(".ps-search__failed")?.remove();
    const isGone = await fetch(script, { method: "HEAD" }).then(({ status }) => status === 404, () => false);
    const told = make("p", { role: "alert" }, "The search could not be loaded.");
    field.after(make("div", { class: "ps-search__failed" }, told, failure(isGone ? new Error("404") : error, attempts > 1 ? reload : open)));
  }
  early = undefined;
}

button.addEventListener("click", open);
button.addEventListener("pointerenter", () => prepare().catch(() => (part = undefined)), { once: true });
input.addEventListener("input", () => (early = undefined));
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing && !panel) early = event;
  if (event.key !== "Escape" || event.isComposing) return;
  event.preventDefault(); // a field of this type would be emptied first
  dialog.close();
});
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("pointerdown", (event) => event.target === dialog && dialog.close()); // beside it

document.addEventListener(
  "keydown",
  (event) => { // one that fills a form in for the reader has no key
    const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const slash = event.key === "/" && hasSlash() && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !palette) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  },
  true,
);

// `?q=` opens the search with a question: what other programs link to. Back from a result opens it as it was.
const question = history.state?.asked ?? parameters.get("q");
if (question) {
  input.value = question.slice(0, input.maxLength);
  open();
}
// Whoever comes from a result gets its words marked.
if (parameters.has("hl")) import("./mark.js");
