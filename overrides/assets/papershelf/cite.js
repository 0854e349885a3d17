// Copies the citation of a paper with one click. Each text is the one that the page or the file beside
// it has; none is made here.

import { copy, select } from "./copy.js";
import { get, make } from "./dom.js";
import { loadWhole, markdownLine } from "./gather.js";

const box = get("[data-ps-cite]");
const { id = "" } = get(".ps-head[data-id]").dataset;
const reference = get(".ps-apa");

/** Form → its text, and its HTML if it has some. @type {Record<string, () => [text: string | Promise<string>, html?: string]>} */
const FORMS = {
  BibTeX: () => [`${get(".ps-bibtex code").textContent}\n`],
  RIS: () => [loadWhole(id, "ris")],
  APA: () => [reference.textContent ?? "", reference.innerHTML],
  Markdown: () => [loadWhole(id, "md").then((file) => markdownLine(file).replace("- ", ""))],
};

const state = make("p", { class: "ps-cites__state", role: "status" });
const shown = make("div");

/** @param {string} name */
async function take(name) {
  const [text, html] = FORMS[name]();
  shown.replaceChildren();
  state.textContent = "";
  if (await copy(text, html)) {
    state.textContent = `${name} copied.`;
    return;
  }
  try {
    select(shown, name, await text);
    state.textContent = `${name} is selected. Copy it with Ctrl+C or ⌘C.`;
  } catch {
    state.textContent = `${name} could not be loaded. Try again, or download the file below.`;
  }
}

const buttons = Object.keys(FORMS).map((name) => {
  const button = make("button", { type: "button", class: "ps-tick", "aria-label": `Copy ${name}` }, name);
  button.addEventListener("click", () => take(name));
  return button;
});
box.replaceChildren(
  make("div", { class: "ps-cites__row" }, make("span", { "aria-hidden": "true" }, "Copy"), ...buttons),
  state,
  shown,
);
