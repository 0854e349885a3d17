// Ticks by which papers are kept and marked as read, on every row and on the page of a paper, and the
// number of kept ones in the header. The state is this browser's; each other tab follows at once.

import { draw, make } from "./dom.js";
import { MOST, isLasting, list, mark, onChange } from "./memory.js";

const TICKS = {
  kept: { word: "Keep", done: "Kept", path: "M7 4h10v16l-5-3.5L7 20z" },
  read: { word: "Mark read", done: "Read", path: "M5 12.5l4.5 4.5L19.5 7" },
};

/** Papers that are named outside of the rows: what to start with, what is related, what is near on the map. */
const BESIDE = ".ps-start > li, .ps-related li, .ps-map__near-list li";

/** Buttons for one paper; they are told apart by its title. What the eye reads changes when one is
    pressed, and its name with it: who speaks to the computer says what is read (WCAG 2.5.3). */
export function ticks(id, title, names = Object.keys(TICKS), look = "ps-tick") {
  const buttons = names.map((name) => {
    const { word, done, path } = TICKS[name];
    const label = title ? `${word}: ${title}` : word;
    return make("button", {
      type: "button", class: look, "data-tick": name, "data-id": id, "aria-label": label, "aria-pressed": "false",
    }, draw(path), make("span", { class: "ps-tick__off" }, word), make("span", { class: "ps-tick__on" }, done));
  });
  return make("span", { class: "ps-ticks" }, ...buttons);
}

/** Shows what is remembered, on every tick below `root`. */
export function refresh(root = document) {
  const marked = { kept: new Set(list("kept")), read: new Set(list("read")) };
  for (const button of root.querySelectorAll("button[data-tick]")) {
    const isOn = marked[button.dataset.tick].has(button.dataset.id);
    const { word, done } = TICKS[button.dataset.tick];
    const title = button.getAttribute("aria-label").replace(/^[^:]*/, "");
    button.setAttribute("aria-label", (isOn ? done : word) + title);
    button.setAttribute("aria-pressed", String(isOn));
  }
  for (const row of root.querySelectorAll(`[data-id]:is(.ps-row, ${BESIDE})`)) {
    row.classList.toggle("ps-is-read", marked.read.has(row.dataset.id));
  }
  for (const link of document.querySelectorAll("[data-ps-kept]")) {
    link.querySelector(".ps-kept__n").textContent = marked.kept.size;
    link.classList.toggle("ps-kept--some", marked.kept.size > 0);
  }
}

const text = (node) => node?.textContent.trim().replace(/\s+/g, " ") ?? "";

function decorate(root) {
  for (const row of root.querySelectorAll("article.ps-row[data-id]")) {
    const acts = row.querySelector(".ps-acts");
    if (!acts || acts.querySelector(".ps-ticks")) continue;
    acts.append(ticks(row.dataset.id, text(row.querySelector(".ps-row__title a"))));
  }
  const buttons = root.querySelector(".ps-head[data-id] .ps-buttons");
  if (buttons && !buttons.querySelector(".ps-ticks")) {
    buttons.append(ticks(buttons.closest("[data-id]").dataset.id, "", undefined, "ps-button"));
  }
  for (const item of root.querySelectorAll(BESIDE)) {
    const link = item.querySelector("a");
    const id = /\/papers\/([^/]+)\/$/.exec(link?.href ?? "")?.[1];
    if (!id || item.querySelector(".ps-ticks")) continue;
    item.dataset.id = id;
    item.append(ticks(id, text(link), ["kept"]));
  }
  refresh(root);
}

/** In the page from the start: a screen reader may not hear what a region said that has just come. */
const told = make("p", { class: "ps-told", role: "status" });
document.body.append(told);

/** Says what went wrong, in a corner and to screen readers. */
function say(words) {
  told.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (told.textContent = ""), 8000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-tick]");
  if (!button) return;
  const { tick, id } = button.dataset;
  const isOn = button.getAttribute("aria-pressed") !== "true";
  if (!mark(tick, id, isOn)) say(`The list is full: it holds ${MOST[tick].toLocaleString("en")} papers.`);
  else if (!isLasting()) say("This browser does not store it: it is gone when you leave the page.");
});
document.addEventListener("ps:rows", (event) => decorate(event.detail?.root ?? document));
onChange(refresh.bind(null, document));
decorate(document);
