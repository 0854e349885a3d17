// Copies the citation of a paper with one click. Each text is the one that the page or the file beside
// it has; none is made here.

import { copy, select } from "./copy.js";
import { make } from "./dom.js";

const base = new URL("../../", import.meta.url);
const box = document.querySelector("[data-ps-cite]");
const { id } = document.querySelector(".ps-head[data-id]").dataset;
const reference = document.querySelector(".ps-apa");

async function fetched(suffix) {
  const answer = await fetch(new URL(`papers/${id}.${suffix}`, base));
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
}

/** A site that does not know its address writes the way from the page. */
const absolute = (line) => line.replace(/(?<!\\)\]\((?:\.\.\/)+/, () => `](${base.href}`);

const FORMS = {
  BibTeX: () => [`${document.querySelector(".ps-bibtex code").textContent}\n`],
  RIS: () => [fetched("ris")],
  APA: () => [reference.textContent, reference.innerHTML],
  Markdown: () => [absolute(box.dataset.markdown)],
};

const state = make("p", { class: "ps-cites__state", role: "status" });
const shown = make("div");

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
    state.textContent = `${name} is selected: copy it with Ctrl+C or ⌘C.`;
  } catch {
    state.textContent = `${name} could not be loaded. Try again, or take the file below.`;
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
