// What a page gains where scripts run. Without them every page is complete.

import "./frame.js";

/** What a page needs beyond this module: a script is loaded where an element asks for it. */
const PARTS = {
  "[data-ps-search]": "search.js",
  "[data-ps-map]": "map.js",
  "[data-ps-kept]": "keep.js",
  "[data-newest]": "visit.js",
  "[data-ps-cite]": "cite.js",
  "[data-ps-thread]": "thread.js",
  "[data-ps-basket]": "basket.js",
  "[data-ps-take]": "take.js",
  "[data-ps-use]": "use.js",
  "[data-ps-library]": "library.js",
  "[data-ps-references]": "references.js",
  "[data-ps-turn]": "turn.js",
  ".ps-long, .ps-display, [data-ps-browse]": "wide.js",
};
/** The same on a site with a search. */
const SEARCHED = {
  ".ps-keywords [data-slug]": "keywords.js",
  "[data-ps-browse]": "browse.js",
};
/** What a page says in place of a part that did not come, where nothing else would. @type {Record<string, string>} */
const LOST = {
  "basket.js": "Your kept papers could not be loaded.",
  "browse.js": "Filters and search could not be loaded. This list has all papers.",
};

/**
 * Says that a part did not come. Its script can have come, and one that it imports not; dom.js is one of those.
 * @param {Element} place
 * @param {string} words
 */
function say(place, words) {
  const line = Object.assign(document.createElement("p"), { className: "ps-failed", role: "alert", textContent: words });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ps-retry", textContent: "Reload the page" });
  button.addEventListener("click", () => location.reload());
  line.append(button);
  place.replaceChildren(line);
}

/**
 * Loads a part.
 * @param {Element} place
 * @param {string} file
 */
async function load(place, file) {
  try {
    await import(new URL(file, import.meta.url).href);
  } catch (error) {
    if (LOST[file]) say(place, LOST[file]);
    throw error;
  } finally {
    if (file === "search.js") dispatchEvent(new CustomEvent("ps:ready", { detail: ".ps-find[data-ps-search]" })); // early.js
  }
}
const hasSearch = document.querySelector("[data-ps-search]") !== null; // Firefox has had :has() since 121 alone
for (const [selector, file] of Object.entries(hasSearch ? { ...PARTS, ...SEARCHED } : PARTS)) {
  const place = document.querySelector(selector);
  if (place) load(place, file);
}

/** @type {HTMLElement | null} */
const find = document.querySelector(".ps-find");
const days = Number(find?.dataset.newDays ?? 0);

/**
 * Whether a paper is new to everybody.
 * @param {string} added `2025-12-23`
 */
export function isRecent(added) {
  const age = (Date.now() - Date.parse(`${added}T00:00:00Z`)) / 86_400_000;
  return age >= -1 && age < days;
}

/** @param {ParentNode} root */
function showNew(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const marks = root.querySelectorAll(".ps-new[data-added]");
  for (const mark of marks) mark.hidden = !isRecent(mark.dataset.added ?? "");
}
showNew(document);

/**
 * Names the controls of rows after their papers: screen readers also list them without the rows.
 * @param {ParentNode} root
 */
function nameControls(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const controls = root.querySelectorAll(":is(.ps-row :is(.ps-acts > a, .ps-meta a, .ps-abstract summary), .ps-access > a):not([data-named])");
  for (const control of controls) {
    const title = control.closest(".ps-row, .ps-rows")?.querySelector(".ps-row__title > a")?.textContent;
    control.dataset.named = "";
    if (control.localName === "a") control.setAttribute("aria-label", `${control.textContent}: ${title}`);
    else control.append(Object.assign(document.createElement("span"), { className: "ps-sr", textContent: `: ${title}` }));
  }
}
nameControls(document);
// rows that a script has put into the page (dom.js, which would come a step later than this module)
document.addEventListener("ps:rows", (event) => {
  const { root } = /** @type {CustomEvent} */ (event).detail;
  showNew(root);
  nameControls(root);
  document.dispatchEvent(new Event("ZoteroItemUpdated")); // Zotero looks for papers again
});

const TITLES = ".ps-row__title, .ps-start__title, .ps-reading__title";

/** On paper each paper has an address: without one of its own, that of its page here. */
function address() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const found = document.querySelectorAll(`:is(${TITLES}):not(.ps-basket *) > a`);
  for (const link of found) {
    const title = /** @type {HTMLElement} */ (link.parentElement);
    /** @type {HTMLElement} */
    const line = title.parentElement?.querySelector(":scope > .ps-meta") ?? title;
    line.dataset.home ||= link.href;
  }
}

/** Gives the margins of printed pages the title (print.css): only the root element can pass a text to them. */
function titleMargins() {
  const title = document.title.replace(/[\\"]/g, "\\$&").replace(/\s+/g, " ");
  document.documentElement.style.setProperty("--ps-title", `"${title}"`);
}
matchMedia("print").addEventListener("change", ({ matches }) => {
  if (!matches) return;
  address();
  titleMargins();
});

// Material takes each <link rel="alternate"> for another language and would load the sitemap beside it,
// for every feed on every page. It looks once, when the document is ready, which is after this.
/** @type {NodeListOf<HTMLLinkElement>} */
const feeds = document.head.querySelectorAll('link[rel="alternate"]:not([hreflang])');
for (const feed of feeds) feed.rel = "alternate feed";
addEventListener("load", () => {
  for (const feed of feeds) feed.rel = "alternate";
});
