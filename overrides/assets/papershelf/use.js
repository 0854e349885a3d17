// Copies what is under “Use this in your course”: the address of the page and its embed code.

import { copy } from "./copy.js";
import { make } from "./dom.js";

/** @type {NodeListOf<HTMLTextAreaElement>} */
const fields = document.querySelectorAll("[data-ps-use] textarea");
for (const field of fields) {
  const state = make("span", { role: "status" });
  const button = make("button", { type: "button", class: "ps-tick", "aria-label": `Copy ${field.getAttribute("aria-label")}` }, "Copy");
  button.addEventListener("click", async () => {
    const isCopied = await copy(field.value);
    if (!isCopied) field.select();
    state.textContent = isCopied ? "Copied." : "Selected. Copy it with Ctrl+C or ⌘C.";
  });
  field.after(make("p", { class: "ps-use__copy" }, button, state));
}
