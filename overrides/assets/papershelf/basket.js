// The page of kept papers, the reader's own or a list that somebody shared: seen, ordered, taken away.
// A row is made from the CSL-JSON beside its paper, about 1 KB each on the way: with 10,000 papers the
// files of the whole catalogue would be 15 MB. Texts go in as text nodes alone.

import { copy, select } from "./copy.js";
import { make, papers } from "./dom.js";
import { FORMATS, each, fetchFile, gather, markdownLine, page } from "./gather.js";
import { refresh, ticks } from "./keep.js";
import * as memory from "./memory.js";
import { toFacts } from "./facts.js";
import { read } from "./found.js";

const root = document.querySelector("[data-ps-basket]");

function button(words, act, attributes = {}) {
  const made = make("button", { type: "button", class: "ps-button", ...attributes }, words);
  made.addEventListener("click", act);
  return made;
}

// --- the frame ---

const state = make("p", { class: "ps-basket__state", role: "status" });
const shown = make("div");
const intro = make("div", { class: "ps-basket__intro" });
const heading = make("h2", { class: "ps-day" });
const top = document.querySelector("h1");
top.tabIndex = -1; // where the focus goes when what had it is gone
const rows = make("ol", { class: "ps-rows ps-basket__rows" });
/** Buttons of one kind, which stay together on a narrow screen; a screen reader hears it with each. */
const group = (words, ...buttons) =>
  make("div", { class: "ps-basket__group" }, make("span", { "aria-hidden": "true" }, words), ...buttons);
const tools = make(
  "div", { class: "ps-basket__tools" },
  group("Download", ...Object.keys(FORMATS).map((name) =>
    button(name, () => download(name), { "aria-label": `Download ${name}` }))),
  group(
    "Copy",
    button("Markdown", copyMarkdown, { "aria-label": "Copy as Markdown" }),
    button("Address", copyAddress, { "aria-label": "Copy the address of this list, to share it" }),
  ),
  button("Print", () => print()),
);
const empty = button("Empty the basket", () => {
  change(() => {
    memory.replace("kept", []);
    return "The basket is empty.";
  });
  top.focus();
});
const file = make("input", { type: "file", accept: ".json,application/json", class: "ps-sr" });
const slash = make("input", { type: "checkbox" });
slash.checked = memory.hasSlash();
const own = make(
  "section", { class: "ps-basket__own" },
  make("h2", {}, "What this browser remembers"),
  make("p", {}, "Kept papers, papers marked as read, and the day of your last visit, in this browser alone. A file takes all of it to another browser; what is there already stays. Safari forgets it after seven days of use without a visit here."), // webkit.org/tracking-prevention
  make(
    "p", { class: "ps-basket__tools" },
    button("Save to a file", () => save("basket.json", "application/json", memory.toFile())),
    make("label", { class: "ps-button" }, "Add from a file", file),
    button("Forget everything", () => {
      change(() => {
        memory.forget();
        return "All is forgotten.";
      });
      top.focus();
    }),
  ),
  make("label", { class: "ps-basket__choice" }, slash, " Open the search with the / key"),
);
slash.addEventListener("change", () => memory.setSlash(slash.checked));
memory.onChange(() => (slash.checked = memory.hasSlash()));
root.replaceChildren(intro, heading, tools, state, shown, rows, own);

/** Tells what was done, perhaps with a way back. */
function say(words, ...back) {
  state.replaceChildren(words, ...back);
  shown.replaceChildren();
}

/** Does what changes the memory, which returns the words for it, and tells them with a way back. */
function change(act) {
  const before = memory.snapshot();
  const words = act();
  const after = memory.snapshot();
  const undo = () => {
    memory.takeBack(before, after);
    say("Undone.");
    top.focus({ preventScroll: true });
  };
  say(words, " ", button("Undo", undo, { class: "ps-quiet" }));
}

// --- which papers ---

/** The ids of a shared address, `#papers=a,b`; nothing where this is none. */
function shared() {
  const written = /^#papers=(.*)$/s.exec(location.hash)?.[1];
  if (written === undefined) return undefined;
  let names;
  try {
    names = decodeURIComponent(written).split(",");
  } catch {
    names = [];
  }
  return memory.ids(names, memory.MOST.kept);
}

/** Old name → the present one, as far as files have told. */
const renamed = new Map();
const present = (all) => memory.ids(all.map((id) => renamed.get(id) ?? id), memory.MOST.kept);

let ids = [];
let isShared = false;
let placed = 0; // rows that stand in the page, from the first
/** Id → its row, made once. */
const made = new Map();
const loading = new Set();

function choose() {
  const given = shared();
  isShared = given !== undefined;
  ids = present(given ?? memory.list("kept"));
  const mine = new Set(memory.list("kept"));
  const fresh = ids.filter((id) => !mine.has(id));
  heading.textContent = papers(ids.length);
  heading.hidden = tools.hidden = ids.length === 0;
  own.hidden = isShared;
  root.classList.toggle("ps-basket--shared", isShared);
  if (!isShared && ids.length) tools.append(empty);
  else empty.remove();
  intro.replaceChildren(...(isShared ? sharedIntro(fresh, mine.size) : ids.length ? [] : emptyIntro()));
}

const unfit = (left) =>
  left ? ` ${left.toLocaleString("en")} did not fit: a basket holds ${memory.MOST.kept.toLocaleString("en")}.` : "";

function sharedIntro(fresh, number) {
  const words = ids.length
    ? `This is a list that somebody shared. Your own basket, ${papers(number)}, stays as it is.`
    : "This address names no paper.";
  const add = () => {
    change(() => {
      const { added, left } = memory.add("kept", fresh);
      return `Added ${papers(added)} to your basket.${unfit(left)}`;
    });
    top.focus();
  };
  const told = fresh.length === ids.length ? "Add to mine" : `Add ${fresh.length} to mine`;
  return [
    make("p", {}, words),
    make(
      "p", { class: "ps-buttons" },
      ...(fresh.length ? [button(told, add, { class: "ps-button ps-button--main" }), " "] : []),
      make("a", { class: "ps-button", href: location.pathname }, "Show mine"),
    ),
  ];
}

const emptyIntro = () => [
  make("p", { class: "ps-empty" }, "Nothing is kept yet. Every paper has a “Keep” button, in lists and on its own page. What you keep can be arranged, shared, cited and printed from here."),
  make("p", { class: "ps-buttons" }, make("a", { class: "ps-button ps-button--main", href: new URL("../papers/", location).pathname }, "Browse all papers")),
];

// --- rows ---

/** Adds the rows that are made, up to the first that is not: nothing moves that stands already. */
function place() {
  while (placed < ids.length && made.has(ids[placed])) rows.append(made.get(ids[placed++]));
  rows.setAttribute("aria-busy", String(placed < ids.length));
}

function arrange() {
  const focused = document.activeElement; // a row that is taken out loses it
  rows.replaceChildren();
  placed = 0;
  place();
  [...rows.children].forEach((row, at) => {
    row.querySelector("[data-move='-1']")?.setAttribute("aria-disabled", String(at === 0));
    row.querySelector("[data-move='1']")?.setAttribute("aria-disabled", String(at === ids.length - 1));
  });
  refresh(rows);
  if (rows.contains(focused)) focused.focus();
}

/** What is kept under an old name is kept under the new one from now on. */
function rename(old, id) {
  renamed.set(old, id);
  const mine = memory.list("kept");
  if (mine.includes(old)) memory.replace("kept", present(mine));
  choose();
  arrange();
}

async function load(id) {
  let facts;
  try {
    const text = await fetchFile(id, "json");
    facts = text === undefined ? undefined : toFacts(JSON.parse(text), id);
    if (!facts) made.set(id, lost(id));
    else if (!made.has(facts.id)) made.set(facts.id, complete(paper(facts), await read(facts.id).catch(() => undefined)));
  } catch {
    made.set(id, failed(id));
  }
  if (facts && facts.id !== id) rename(id, facts.id);
  place();
}

async function fill() {
  choose();
  arrange();
  const asked = ids.filter((id) => !made.has(id) && !loading.has(id));
  asked.forEach((id) => loading.add(id));
  await each(asked, async (id) => {
    await load(id);
    loading.delete(id);
  });
  arrange();
  document.dispatchEvent(new Event("ZoteroItemUpdated")); // it looks for papers again
}

const row = (id, ...children) => make("li", { "data-row": id }, ...children);

function paper({ id, title, language, who, where, when, status, address }) {
  const link = make("a", { href: page(id).pathname }, title);
  const named = make("h3", { class: "ps-row__title", ...(language && { lang: language }) }, link);
  if (status) named.append(" ", make("span", { class: "ps-status" }, status));
  const facts = [who, where, when].filter(Boolean).map((text) => make("span", {}, text));
  const target = address || page(id).href;
  return row(
    id,
    make(
      "article", { class: "ps-row", "data-id": id },
      named,
      make("p", { class: "ps-meta" }, ...facts.flatMap((fact) => [fact, " "])),
      make("p", { class: "ps-address" }, make("a", { href: target, rel: "noopener" }, target)),
      make("p", { class: "ps-acts" }, ...controls(id, title), ticks(id, title, isShared ? undefined : ["read"])),
    ),
  );
}

/** Adds what the row in other lists has: formulas in the title, and the data for Zotero. */
function complete(item, listed) {
  const title = listed?.querySelector(".ps-row__title a");
  if (title?.querySelector("math")) item.querySelector(".ps-row__title a").replaceChildren(...title.cloneNode(true).childNodes);
  const context = listed?.querySelector(".Z3988");
  if (context) item.querySelector("article").append(context);
  return item;
}

/** Buttons of one's own list; a shared one stays in the order in which it was shared. */
function controls(id, title) {
  const tick = (words, attributes) =>
    make("button", { type: "button", class: "ps-tick ps-tick--own", "aria-label": `${words}: ${title}`, ...attributes }, words);
  return isShared ? [] : [
    tick("Up", { "data-move": "-1" }), tick("Down", { "data-move": "1" }), tick("Remove", { "data-remove": "" }),
  ];
}

const lost = (id) =>
  row(id, make(
    "div", { class: "ps-row" },
    make("p", { class: "ps-meta" }, make("code", {}, id), " is not in this collection, or not any more."),
    make("p", { class: "ps-acts" }, ...(isShared ? [] : controls(id, id).slice(2))),
  ));

function failed(id) {
  const again = button("Try again", () => {
    made.delete(id);
    fill();
  }, { class: "ps-tick" });
  return row(id, make(
    "div", { class: "ps-row" },
    make("p", { class: "ps-meta" }, make("code", {}, id), " could not be loaded."),
    make("p", { class: "ps-acts" }, again),
  ));
}

rows.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const id = pressed?.closest("[data-row]")?.dataset.row;
  if (pressed?.dataset.move) move(pressed, id, Number(pressed.dataset.move));
  // the second click of two would hit the paper that comes up in the place of the first
  else if (pressed && "remove" in pressed.dataset && event.detail < 2) remove(id);
});

function move(pressed, id, step) {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= ids.length) return;
  const order = [...ids];
  [order[from], order[to]] = [order[to], order[from]];
  memory.replace("kept", order);
  say(`Now ${to + 1} of ${ids.length}.`);
}

function remove(id) {
  const at = ids.indexOf(id);
  change(() => {
    memory.mark("kept", id, false);
    return "Removed from the basket.";
  });
  (rows.children[Math.min(at, ids.length - 1)]?.querySelector("[data-remove]") ?? top).focus();
}

// --- away from here ---

function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What could not be had, in words. */
const without = (missing) =>
  missing.length ? ` Without ${missing.slice(0, 10).join(", ")}${missing.length > 10 ? ", …" : ""}: not there, or nobody answered.` : "";

async function download(name) {
  const { suffix, type, join } = FORMATS[name];
  say(`Gathering ${papers(ids.length)} …`);
  const { files, missing } = await gather(ids, suffix);
  if (files.length) save(`basket.${suffix}`, type, join(files));
  say(files.length ? `${papers(files.length)} as ${name}.${without(missing)}` : `Nothing to save.${without(missing)}`);
}

async function give(name, text, done) {
  if (await copy(text)) return say(done());
  try {
    const words = await text;
    say(`${name} is selected: copy it with Ctrl+C or ⌘C.`);
    select(shown, name, words);
  } catch {
    say(`Nothing to copy.`);
  }
}

async function copyMarkdown() {
  let told = "";
  const text = gather(ids, "md").then(({ files, missing }) => {
    if (!files.length) throw new Error("none");
    told = `${papers(files.length)} copied as Markdown.${without(missing)}`;
    return `${files.map(markdownLine).join("\n")}\n`;
  });
  await give("The list", text, () => told);
}

async function copyAddress() {
  const address = `${new URL(location.pathname, location).href}#papers=${ids.join(",")}`;
  await give("The address", address, () => "The address of this list is copied: whoever opens it sees these papers.");
}

file.addEventListener("change", async () => {
  const [chosen] = file.files;
  if (!chosen) return;
  try {
    if (chosen.size > 5_000_000) throw new Error("This file is too large to be that of a basket.");
    const text = await chosen.text();
    change(() => {
      const { kept, read, isOther } = memory.fromFile(text);
      const from = isOther ? " The file comes from another address: some papers may not be here." : "";
      return `Added ${papers(kept.added)} and ${read.added} marked as read.${unfit(kept.left)}${from}`;
    });
  } catch (error) {
    say(error.message);
  }
  file.value = "";
});

memory.onChange(() => {
  if (isShared) return choose();
  const kept = memory.list("kept");
  if (kept.join() !== ids.join()) fill();
});
addEventListener("hashchange", () => location.reload()); // rows of one's own list have other buttons
fill();
