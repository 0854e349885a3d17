// The list of all papers, narrowed by filters and words, in another order. What is asked stands in
// the address; an address that asks for nothing shows the list of the page itself.

import { failure, make, papers } from "./dom.js";
import { toFacets } from "./facets.js";
import { toRow } from "./found.js";
import { load, toId } from "./table.js";

/** Rows at first, and with each further wish. */
const FIRST = 10;
const STEP = 20;
/** Rows that an address can ask for at once. */
const MOST = 200;
/** Orders (generator/papershelf/outputs/views/facets.py), and how they are worded. */
const ORDERS = {
  newest: "newest first",
  relevance: "best first",
  published: "newest publication first",
  title: "by title",
  discussed: "most discussed first",
};

/** How it is told that no paper has all of the words. */
const WITHOUT = { most: "with most of the words", some: "with some of the words together" };

const form = document.querySelector("[data-ps-browse]");
const panel = document.querySelector(".ps-narrow");
const heading = document.querySelector("h2.ps-day");
const own = document.querySelector(".ps-rows");
const input = form.elements.text;
const order = form.elements.sort;
const initial = [...heading.childNodes];
const total = heading.firstChild.textContent.trim();
const counter = panel.querySelector(".ps-narrow__set");

const learn = (table, facet) => facet.learn(table.filters[facet.name] ?? [], table.moved[facet.name]);
const seek = (facet) => load().then((table) => learn(table, facet), () => undefined); // told when asked
const facets = toFacets(panel, () => ask("push"), seek);
const list = make("div", { class: "ps-rows", hidden: "" });
const more = make("button", { type: "button", class: "ps-again", hidden: "" }, "More papers");
const state = make("p", { class: "ps-sr", role: "status" });
const asked = make("p", { class: "ps-asked", "aria-hidden": "true" }); // on paper: what this list is a part of
const set = make("div", { class: "ps-set", role: "group", "aria-label": "Filters that are set", hidden: "" });
const done = make("button", { type: "button", class: "ps-narrow__done" }, `Show ${total}`);
own.after(list, more);
form.after(set, state);
heading.after(asked);
panel.append(done);
heading.tabIndex = -1;
// on a wide screen the filters are in sight: assistive technology must not be told that they are closed
panel.open = matchMedia("(min-width: 960px)").matches;

/** The order where none was chosen: words ask for the best first. */
const usual = () => (input.value.trim() ? "relevance" : "newest");
let ordered = ""; // what was chosen, or nothing
const isAsked = () => Boolean(input.value.trim() || ordered || chosen().length);
const chosen = () => Object.values(facets).flatMap((facet) => facet.chosen.map((slug) => [facet, slug]));
const wishes = () => Object.fromEntries(Object.values(facets).map((facet) => [facet.name, facet.chosen]));

// --- the address --------------------------------------------------------------------------------

function toAddress(shown = 0) {
  const query = new URLSearchParams();
  if (input.value.trim()) query.set("text", input.value.trim());
  for (const [facet, slug] of chosen()) query.append(facet.name, slug);
  if (ordered) query.set("sort", ordered);
  if (shown > FIRST) query.set("show", shown);
  return query.size ? `?${query}` : location.pathname;
}

/** Sets everything as the address says; returns how many rows it asks for. */
function fromAddress() {
  const query = new URLSearchParams(location.search);
  input.value = (query.get("text") ?? "").slice(0, input.maxLength);
  ordered = Object.hasOwn(ORDERS, query.get("sort")) ? query.get("sort") : "";
  for (const facet of Object.values(facets)) facet.choose(query.getAll(facet.name).filter(Boolean));
  return Math.min(Math.max(Number(query.get("show")) || 0, FIRST), MOST);
}

// --- the question -------------------------------------------------------------------------------

let seen = location.search; // what the list stands for
let ids = [];
let pages = new Map(); // id → what the search knows of a paper, where words were asked for
let shown = 0;
let round = 0;
let waiting; // for the next letter

/** Answers the question; the address changes as `mode` says: `push`, `replace`, or not. */
async function ask(mode, wanted = FIRST) {
  const mine = ++round;
  clearTimeout(waiting); // what was typed is part of this question
  form.parentNode.querySelector(".ps-failed")?.remove();
  tell();
  const address = toAddress();
  if (mode && address !== (location.search || location.pathname)) history[`${mode}State`](null, "", address);
  seen = location.search;
  if (!isAsked()) return showOwn();
  own.setAttribute("aria-busy", "true");
  list.setAttribute("aria-busy", "true");
  try {
    const table = await load();
    for (const facet of Object.values(facets)) learn(table, facet);
    const { results, how } = await find(table);
    if (mine !== round) return;
    tell(); // terms of the address have their titles now, and the names of today
    const among = table.among(results);
    const wish = order.value;
    let numbers = table.narrow(among, wishes());
    if (wish !== "relevance") numbers = await table.sort(numbers, wish);
    ids = numbers.map((number) => table.ids[number]);
    pages = new Map(results?.map((result) => [toId(result), result]));
    const rows = await take(ids.slice(0, wanted));
    if (mine !== round) return;
    show(rows, WITHOUT[how] ?? ORDERS[wish]);
    count(table, among);
    // a new question is read from the top; who comes back is where the browser takes them
    if (mode && heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
  } catch (error) {
    if (mine !== round) return;
    showOwn();
    const what = input.value.trim() ? "search" : "filters";
    state.textContent = `The ${what} could not be loaded. The topics lead to the papers, too.`;
    state.classList.remove("ps-sr");
    state.after(failure(error, () => ask("", wanted)));
    console.error(error);
    if (input.value.trim()) import("./engine.js").then(({ restart }) => restart()).catch(() => undefined);
  }
}

/** What the words find among papers; without words, nothing has to be loaded for them. */
async function find(table) {
  const text = input.value.trim();
  if (!text) return {};
  const engine = await import("./engine.js");
  return engine.find(text, (result) => table.numbers.has(toId(result)));
}

/** Rows; without marks where the search does not tell what it found in a page. */
const take = (part) =>
  Promise.all(part.map(async (id) => toRow(id, await pages.get(id)?.data().catch(() => undefined))));

/** Counts of each filter as the others are set. */
function count(table, among) {
  for (const facet of Object.values(facets)) {
    facet.count(table.count(facet.name, table.narrow(among, wishes(), facet.name)));
  }
}

// --- what is seen -------------------------------------------------------------------------------

function showOwn() {
  ids = [];
  if (!own.isConnected) list.before(own);
  document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root: own } }));
  list.hidden = true;
  more.hidden = true;
  list.replaceChildren();
  heading.replaceChildren(...initial);
  own.removeAttribute("aria-busy");
  for (const facet of Object.values(facets)) facet.reset();
  done.textContent = `Show ${total}`;
  state.textContent = "";
}

function show(rows, told) {
  const counted = papers(ids.length);
  own.remove(); // out of the page: Zotero takes what is hidden in it for papers of this list
  list.hidden = false;
  own.removeAttribute("aria-busy");
  list.removeAttribute("aria-busy");
  heading.replaceChildren(counted, " ", make("span", {}, rows.length ? `of ${total}, ${told}` : `of ${total}`));
  state.classList.add("ps-sr");
  state.textContent = ids.length ? `${counted} found` : "Nothing found";
  done.textContent = `Show ${counted}`;
  list.replaceChildren(...(rows.length ? rows : [nothing()]));
  shown = rows.length;
  settle();
}

function nothing() {
  const hint = chosen().length ? "Nothing found. Take a filter away" : "Nothing found. Try fewer words";
  return make("p", { class: "ps-empty" }, `${hint}, or look at the topics.`);
}

/** Rows have come: others decorate them. */
function settle() {
  more.hidden = shown >= ids.length;
  document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root: list } }));
}

/** The order as it is, and the filters that are set, each to be taken away. */
function tell() {
  const words = input.value.trim();
  order.querySelector("[value=relevance]").disabled = !words; // nothing is better than another then
  if (!words && ordered === "relevance") ordered = "";
  order.value = ordered || usual();
  const all = chosen();
  const chips = all.map(([facet, slug]) => {
    const { title } = facet.terms.get(slug);
    const attributes = { type: "button", "data-name": facet.name, "data-slug": slug, "aria-label": `Without ${title}` };
    return make("button", attributes, title);
  });
  const told = all.map(([facet, slug]) => `${facet.title}: ${facet.terms.get(slug).title}`);
  if (words) told.unshift(`“${words}”`);
  asked.textContent = told.length ? `Only papers with ${told.join("; ")} · ${location.href}` : "";
  const focused = [...set.children].indexOf(document.activeElement);
  const clear = make("button", { type: "button", class: "ps-clear" }, "Clear all");
  set.replaceChildren(...chips, ...(isAsked() ? [clear] : []));
  set.hidden = !set.children.length;
  counter.textContent = all.length ? `· ${all.length}` : "";
  if (focused >= 0) (set.children[Math.min(focused, set.children.length - 1)] ?? input).focus();
}

// --- what readers do ----------------------------------------------------------------------------

let isTyping = false;
/** One step back undoes a whole question: its first letters make a step, those that follow none. */
function askWords() {
  ask(isTyping ? "replace" : "push");
  isTyping = true;
}
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(askWords, 150);
});
input.addEventListener("blur", () => (isTyping = false));
input.addEventListener("focus", () => import("./engine.js").then(({ start }) => start()).catch(() => undefined));
order.addEventListener("change", () => {
  ordered = order.value === usual() ? "" : order.value;
  ask("push");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  askWords();
});
set.addEventListener("click", ({ target }) => {
  const { name, slug } = target.dataset;
  if (name) facets[name].untick(slug);
  else if (target.classList.contains("ps-clear")) {
    input.value = "";
    ordered = "";
    for (const facet of Object.values(facets)) facet.choose([]);
  } else return;
  ask("push");
});
more.addEventListener("click", async () => {
  const mine = round;
  more.disabled = true;
  const rows = await take(ids.slice(shown, shown + STEP));
  more.disabled = false;
  if (mine !== round) return;
  list.append(...rows);
  shown += rows.length;
  history.replaceState(null, "", toAddress(shown));
  seen = location.search;
  settle();
  rows[0]?.querySelector("a").focus();
});
done.addEventListener("click", () => {
  panel.open = false;
  heading.focus();
});
addEventListener("popstate", () => {
  isTyping = false;
  if (location.search !== seen) ask("", fromAddress()); // not where a link to a heading was followed
});

const wanted = fromAddress();
tell();
if (isAsked()) ask("", wanted);
