// The way to the search: a button in the header, `/`, Ctrl+K and `?q=` open its dialog. What the
// dialog does is loaded when it is opened first; letters typed meanwhile are kept.

import { make } from "./dom.js";

const root = document.querySelector("[data-ps-search]");
const label = `Search ${root.dataset.papers}`;
const parameters = new URLSearchParams(location.search);

const icon = root.querySelector("svg").cloneNode(true);
icon.setAttribute("aria-hidden", "true");
const keys = make("kbd", { "aria-hidden": "true" }, "/");
const button = make(
  "button",
  { type: "button", class: "ps-find__open", "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K" },
  icon, make("span", {}, label), keys,
);
root.replaceChildren(button);

const input = make("input", {
  type: "search", id: "ps-q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  enterkeyhint: "go", placeholder: label, "aria-label": label, maxlength: "300",
});
const close = make("button", { type: "button", class: "ps-search__close" }, "Close");
const field = make("div", { class: "ps-search__field" }, icon.cloneNode(true), input, close);
const dialog = make("dialog", { class: "ps-search", "aria-label": "Search" }, field);

let part;
let panel; // what the dialog does, once it is there
let early; // Enter, pressed before
const prepare = () => (part ??= import("./dialog.js").then((loaded) => loaded.furnish({ dialog, field, input })));

async function open() {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  try {
    panel = await prepare();
    panel.opened();
    if (early) input.dispatchEvent(new KeyboardEvent(early.type, early));
  } catch {
    part = undefined; // may be tried again
    dialog.querySelector(".ps-search__failed")?.remove();
    field.after(make("p", { class: "ps-search__failed", role: "alert" }, "The search could not be loaded."));
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
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !palette) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  },
  true,
);

// `?q=` opens the search with a question: what other programs link to.
const question = parameters.get("q");
if (question) {
  input.value = question.slice(0, input.maxLength);
  open();
}
// Whoever comes from a result gets its words marked.
if (parameters.has("hl")) import("./mark.js");
