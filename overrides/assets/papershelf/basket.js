// The page of kept papers, the reader's own or a list that somebody shared: the frame around the list, and
// what the reader can do with all of it.

import { copyReferences } from "./apa-list.js";
import { copyAddress, copyMarkdown, download, save } from "./basket-away.js";
import { List } from "./basket-list.js";
import { Message, button, unfit } from "./basket-message.js";
import { plan } from "./basket-plan.js";
import { get, make, papers } from "./dom.js";
import { FORMATS } from "./gather.js";
import { passing } from "./keep.js";
import * as memory from "./memory.js";
import { replaceState, toUrl } from "./site.js";

const MOST_OF_A_FILE = 5_000_000; // bytes

const root = get("[data-ps-basket]");
const top = get("h1");
const message = new Message(top);
const list = new List(message);

// --- what can be done with the list ---

/**
 * Buttons of one kind, which stay together on a narrow screen; a screen reader hears it with each.
 * @param {string} words
 * @param {...HTMLElement} buttons
 */
const group = (words, ...buttons) =>
  make("div", { class: "ps-basket__group" }, make("span", { "aria-hidden": "true" }, words), ...buttons);

const intro = make("div", { class: "ps-basket__intro" });
const heading = make("h2", { class: "ps-day" });
const tools = make(
  "div", { class: "ps-basket__tools" },
  group("Download", ...Object.keys(FORMATS).map((name) =>
    button(name, () => download(list.ids, name, message), { "aria-label": `Download ${name}` }))),
  group(
    "Copy",
    button("Markdown", () => copyMarkdown(list.ids, message), { "aria-label": "Copy as Markdown" }),
    button("APA list", () => copyReferences(list.ids, message), { "aria-label": "Copy as APA list" }),
    button("Address", () => copyAddress(list.ids, message), { "aria-label": "Copy the address of this list, to share it" }),
  ),
  button("Print", () => print()),
);
const planned = plan(() => list.ids, message);
const empty = button("Remove all", () => {
  message.change(() => {
    memory.replace("kept", []);
    return "All kept papers are removed.";
  });
  message.top.focus();
});

// --- what this browser remembers ---

function forget() {
  message.change(() => {
    memory.forget();
    return "Everything has been cleared.";
  });
  message.top.focus();
}

/** @param {HTMLInputElement} file */
async function addFrom(file) {
  const [chosen] = file.files ?? [];
  if (!chosen) return;
  try {
    if (chosen.size > MOST_OF_A_FILE) throw new Error("This file is too large for kept papers.");
    const text = await chosen.text();
    message.change(() => {
      const { kept, read, isOther } = memory.fromFile(text);
      const from = isOther ? " The file comes from another address: some papers may not be here." : "";
      return `Added ${papers(kept.added)} and ${read.added} marked as read.${unfit(kept.left)}${from}`;
    });
  } catch (error) {
    message.say(error instanceof Error ? error.message : String(error));
  }
  file.value = "";
}

/** The box that says whether `/` opens the search. */
function slashBox() {
  const box = make("input", { type: "checkbox" });
  box.checked = memory.hasSlash();
  box.addEventListener("change", () => memory.setSlash(box.checked));
  memory.onChange(() => (box.checked = memory.hasSlash()));
  return box;
}

const file = make("input", { type: "file", accept: ".json,application/json", class: "ps-sr" });
file.addEventListener("change", () => addFrom(file));
const own = make(
  "section", { class: "ps-basket__own" },
  make("h2", {}, "What this browser remembers"),
  // Safari: webkit.org/tracking-prevention
  make("p", {}, "Kept papers, papers marked as read, the day of your last visit, and the address of your library if you gave it, in this browser only. To take all of it to another browser, save it to a file and add the file there; anything already saved there is kept. The file does not contain your library. Safari deletes it after seven days of use without a visit here."),
  make(
    "p", { class: "ps-basket__tools" },
    button("Save to a file", () => save("remembered.json", "application/json", memory.toFile())),
    make("label", { class: "ps-button" }, "Add from a file", file),
    button("Forget everything", forget),
  ),
  make("label", { class: "ps-basket__choice" }, slashBox(), make("span", {}, "Open the search with the ", make("kbd", {}, "/"), " key")),
);

// --- what is above the list ---

function addShared() {
  message.change(() => {
    const { added, left } = memory.add("kept", list.fresh);
    return `Kept ${papers(added)}.${unfit(left)} ${passing()}`.trimEnd();
  });
  message.top.focus();
}

function sharedIntro() {
  const { ids, fresh } = list;
  const mine = memory.list("kept").length;
  const words = !ids.length ? "This address names no paper."
    : `Somebody shared this list with you.${mine ? ` What you have kept, ${papers(mine)}, stays as it is.` : ""}`;
  const which = fresh.length < ids.length ? "the other" : fresh.length === 1 ? "this" : "these";
  const label = `Keep ${which} ${fresh.length === 1 ? "paper" : papers(fresh.length)}`;
  return [
    make("p", {}, words),
    make(
      "p", { class: "ps-buttons" },
      ...(fresh.length ? [button(label, addShared, { class: "ps-button ps-button--main" }), " "] : []),
      make("a", { class: "ps-button", href: location.pathname }, "Show what I kept"),
    ),
  ];
}

const emptyIntro = () => [
  make("p", { class: "ps-empty" }, "You have not kept any papers yet. Use “Keep” next to any paper, in lists and on its own page. Here you can sort, share, cite and print what you keep."),
  make("p", { class: "ps-buttons" }, make("a", { class: "ps-button ps-button--main", href: toUrl("papers/").pathname }, "Browse all papers")),
];

list.onChoose = () => {
  const { ids, isShared } = list;
  heading.textContent = papers(ids.length);
  heading.hidden = tools.hidden = planned.hidden = ids.length === 0;
  own.hidden = isShared;
  top.textContent = isShared ? "Shared list" : "Kept papers";
  root.classList.toggle("ps-basket--shared", isShared);
  if (!isShared && ids.length) tools.append(empty);
  else empty.remove();
  intro.replaceChildren(...(isShared ? sharedIntro() : ids.length ? [] : emptyIntro()));
};

root.replaceChildren(intro, heading, tools, planned, message.state, message.shown, list.rows, own);
addEventListener("hashchange", ({ oldURL }) => {
  // “Skip to content” leads to a place on the page, and must not replace the address of a list
  const isPlace = document.getElementById(location.hash.slice(1)) !== null;
  if (isPlace && list.isShared) replaceState(history.state, oldURL);
  else if (list.isShared || location.hash.startsWith("#papers=")) location.reload(); // its rows have other buttons
});
list.fill();
