// The readings of a course as an APA list, on the clipboard.

import { copyReferences } from "./apa-list.js";
import { all, get, make } from "./dom.js";

const place = get("[data-ps-references]");
const ids = new Set(all(".ps-readings .ps-row[data-id]").map((row) => row.dataset.id ?? ""));
const state = make("span", { class: "ps-take__state", role: "status" });
const shown = make("div");
const message = { say: (/** @type {string} */ words) => state.replaceChildren(words), shown };

const button = make("button", { type: "button", class: "ps-take" }, "Copy as APA list");
button.addEventListener("click", () => {
  shown.replaceChildren();
  copyReferences([...ids], message);
});
place.append(button, " ", state, shown);
