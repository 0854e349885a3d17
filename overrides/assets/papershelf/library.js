// Leads readings that may need a library through the reader's own, which this browser remembers: the marks of
// the readings, and the form beside the course.

import { all, get, make } from "./dom.js";
import { FORMS } from "./library-forms.js";
import { isMade, recognise, toLink } from "./library-links.js";
import * as memory from "./memory.js";

const box = get("[data-ps-library]");
const readings = all(".ps-access[data-url]").map((mark) => ({
  mark,
  title: mark.closest(".ps-reading")?.querySelector(".ps-row__title > a")?.textContent ?? "",
  doi: mark.dataset.doi ?? "",
  url: mark.dataset.url ?? "",
}));
const place = make("div", { class: "ps-library" });
const state = make("p", { class: "ps-library__state", role: "status" });

/** The form of the reader's library; empty without one. */
function library() {
  const made = memory.library();
  return isMade(made) ? made : "";
}

/** An example of where a reading leads. @param {string} made */
const example = (made) => readings.map((reading) => toLink(made, reading)).find(Boolean) ?? "";

function markReadings() {
  const made = library();
  for (const { mark, title, ...paper } of readings) {
    const link = toLink(made, paper);
    const words = link ? "Read through your library" : "May need a library";
    mark.replaceChildren(make("a", { href: link || "#ps-library", class: "ps-access__way", "aria-label": `${words}: ${title}` }, words));
  }
}

/** The addresses of libraries that are recognised, each with examples. */
function toExamples() {
  const names = new Set(FORMS.map(({ name }) => name));
  const of = (/** @type {string} */ wanted) => FORMS.filter(({ name }) => name === wanted);
  const rows = [...names].flatMap((name) => [
    make("dt", {}, name),
    ...of(name).map((form) => make("dd", { class: "ps-library__address" }, form.example)),
  ]);
  const summary = make("summary", {}, "Addresses that work");
  return make("details", { class: "ps-unfold ps-library__forms" }, summary, make("dl", {}, ...rows));
}

/** The form in which the reader pastes an address. */
function toForm() {
  const input = make("input", { id: "ps-library-address", type: "text", inputmode: "url", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "ps-library-hint" });
  const form = make(
    "form", {},
    make("label", { for: input.id }, "Proxy or link resolver"),
    make("p", { id: "ps-library-hint", class: "ps-box__note" }, "Paste its address, or the address of any article that you opened through it. Only this browser stores it, and no request is made."),
    make("span", { class: "ps-library__line" }, input, make("button", { type: "submit", class: "ps-button" }, "Use it")),
  );
  const read = () => {
    try {
      return recognise(input.value);
    } catch (error) {
      state.textContent = error instanceof Error ? error.message : String(error);
      return undefined;
    }
  };
  input.addEventListener("input", () => {
    const found = input.value.trim() ? read() : undefined;
    if (found) state.replaceChildren(`${found.name}, for example: `, make("span", { class: "ps-library__address" }, example(found.made)));
    else if (!input.value.trim()) state.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = read();
    if (!found) return input.focus();
    memory.setLibrary(found.made);
    state.textContent = memory.isLasting() ? "Saved in this browser." : "This browser can't save it; it will be lost when you leave this page.";
    get("button", place).focus();
  });
  return form;
}

/** What is remembered, and a way to forget it. @param {string} made */
function toSummary(made) {
  const forget = make("button", { type: "button", class: "ps-button" }, "Forget it");
  forget.addEventListener("click", () => {
    memory.setLibrary("");
    state.textContent = "Forgotten.";
    get("input", place).focus();
  });
  const link = example(made);
  const words = `Links go through ${new URL(link || made).host}`;
  const about = link ? [`${words}, for example: `, make("span", { class: "ps-library__address" }, link)] : [`${words}.`];
  return [make("p", { class: "ps-box__note" }, ...about), forget];
}

let shown = /** @type {string | undefined} */ (undefined);

function show() {
  const made = library();
  if (made === shown) return; // a paper was kept, perhaps while the reader types
  shown = made;
  state.textContent = "";
  markReadings();
  place.replaceChildren(...(made ? toSummary(made) : [toForm(), toExamples()]));
}

if (readings.length) {
  box.append(place, state);
  show();
  memory.onChange(show);
}
