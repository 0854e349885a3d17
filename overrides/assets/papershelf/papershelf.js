// What a page gains where scripts run: "new" marks that expire, a button that copies BibTeX.
// Without it every page is complete.

import "./frame.js";

/** What a page needs beyond this module: a script is loaded where an element asks for it. */
const PARTS = {
  "[data-ps-search]": "search.js",
};
for (const [selector, file] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) import(new URL(file, import.meta.url));
}

const find = document.querySelector(".ps-find");
const days = Number(find?.dataset.newDays ?? 0);

for (const mark of document.querySelectorAll(".ps-new[data-added]")) {
  const age = (Date.now() - Date.parse(`${mark.dataset.added}T00:00:00Z`)) / 86_400_000;
  mark.hidden = !(age >= -1 && age < days);
}

for (const box of document.querySelectorAll(".ps-bibtex")) {
  if (!navigator.clipboard) break; // not on plain http
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ps-copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(`${box.querySelector("code").textContent}\n`);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(box.querySelector("code"));
      button.textContent = "Selected: press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), 2500);
  });
  box.append(button);
}

// Material takes each <link rel="alternate"> for another language and would load the sitemap beside it,
// for every feed on every page. It looks once, when the document is ready, which is after this.
const feeds = document.head.querySelectorAll('link[rel="alternate"]:not([hreflang])');
for (const feed of feeds) feed.rel = "alternate feed";
addEventListener("load", () => {
  for (const feed of feeds) feed.rel = "alternate";
});
