// Buttons that keep papers and mark them as read, on every row and on the page of a paper, and the number
// of kept ones in the header. The state is this browser's; other tabs follow at once.

import { all, around, draw, make, onRows } from "./dom.js";
import { MOST, isLasting, list, mark, onChange, rename } from "./memory.js";

/** @typedef {import("./memory.js").ListName} ListName */

/** @type {Record<ListName, {word: string, done: string, path: string}>} */
const TICKS = {
  kept: { word: "Keep", done: "Kept", path: "M7 4h10v16l-5-3.5L7 20z" },
  read: { word: "Mark read", done: "Read", path: "M5 12.5l4.5 4.5L19.5 7" },
};

/** Papers outside of rows: what to start with, what is related, what is near on the map. */
const BESIDE = ".ps-start > li, .ps-related li, .ps-map__near-list li";

/**
 * Buttons for one paper; its title distinguishes them from those of others. When one is pressed, its text and
 * its accessible name change together, so that speech input works with the text (WCAG 2.5.3).
 * @param {string} id
 * @param {string} title
 * @param {ListName[]} [names]
 * @param {string} [look]
 */
export function ticks(id, title, names = ["kept", "read"], look = "ps-tick") {
  const buttons = names.map((name) => {
    const { word, done, path } = TICKS[name];
    const label = title ? `${word}: ${title}` : word;
    return make("button", {
      type: "button", class: look, "data-tick": name, "data-id": id, "aria-label": label, "aria-pressed": "false",
    }, draw(path), make("span", { class: "ps-tick__off" }, word), make("span", { class: "ps-tick__on" }, done));
  });
  return make("span", { class: "ps-ticks" }, ...buttons);
}

/**
 * Shows what is remembered, on every button below `root`.
 * @param {ParentNode} [root]
 */
export function refresh(root = document) {
  const marked = { kept: new Set(list("kept")), read: new Set(list("read")) };
  for (const button of all("button[data-tick]", root)) {
    const { tick, id } = namesOf(button);
    const isOn = marked[tick].has(id);
    const { word, done } = TICKS[tick];
    const title = button.getAttribute("aria-label")?.replace(/^[^:]*/, "") ?? "";
    button.setAttribute("aria-label", (isOn ? done : word) + title);
    button.setAttribute("aria-pressed", String(isOn));
  }
  for (const row of all(`[data-id]:is(.ps-row, ${BESIDE})`, root)) {
    row.classList.toggle("ps-is-read", marked.read.has(row.dataset.id ?? ""));
  }
  for (const link of all("[data-ps-kept]")) {
    for (const number of all(".ps-kept__n", link)) number.textContent = String(marked.kept.size);
    link.classList.toggle("ps-kept--some", marked.kept.size > 0);
  }
}

/**
 * The list and the paper of a button.
 * @param {HTMLElement} button
 */
const namesOf = ({ dataset }) => ({ tick: /** @type {ListName} */ (dataset.tick), id: dataset.id ?? "" });

const text = (/** @type {Element | null} */ node) => node?.textContent?.trim().replace(/\s+/g, " ") ?? "";

/**
 * Has papers that were renamed keep what is remembered of them.
 * @param {ParentNode} root
 */
function follow(root) {
  for (const { dataset } of all("[data-was]", root)) rename(dataset.was?.split(" ") ?? [], dataset.id ?? "");
}

/** @param {ParentNode} root */
function decorate(root) {
  follow(root);
  for (const row of all("article.ps-row[data-id]", root)) {
    const acts = row.querySelector(".ps-acts");
    if (!acts || acts.querySelector(".ps-ticks")) continue;
    acts.append(ticks(row.dataset.id ?? "", text(row.querySelector(".ps-row__title a"))));
  }
  const [head] = all(".ps-head[data-id]", root);
  const buttons = head?.querySelector(".ps-buttons");
  if (buttons && !buttons.querySelector(".ps-ticks")) {
    buttons.append(ticks(head.dataset.id ?? "", "", undefined, "ps-button"));
  }
  for (const item of all(BESIDE, root)) {
    const link = item.querySelector("a");
    const id = /\/papers\/([^/]+)\/$/.exec(link?.href ?? "")?.[1];
    if (!id || item.querySelector(".ps-ticks")) continue;
    item.dataset.id = id;
    item.append(ticks(id, text(link), ["kept"]));
  }
  refresh(root);
}

/** In the page from the start: screen readers can miss what a new region says. */
const message = make("p", { class: "ps-toast", role: "status" });
document.body.append(message);

/** What is said where the browser stores nothing. */
export const passing = () => (isLasting() ? "" : "This browser can't save it. It will be lost when you leave this page.");

let timer = 0;
/**
 * Says what went wrong, in a corner and to screen readers.
 * @param {string} words
 */
function say(words) {
  message.textContent = words;
  clearTimeout(timer);
  timer = setTimeout(() => (message.textContent = ""), 8000);
}

document.addEventListener("click", (event) => {
  const button = around(event, "button[data-tick]");
  if (!button) return;
  const { tick, id } = namesOf(button);
  const isOn = button.getAttribute("aria-pressed") !== "true";
  if (!mark(tick, id, isOn)) say(`The list is full: it holds ${MOST[tick].toLocaleString("en")} papers.`);
  else if (passing()) say(passing());
});
onRows(decorate);
onChange(() => refresh());
decorate(document);
