// The list of all papers, narrowed by filters and words, in another order. The query is kept in the address;
// an address without one shows the list of the page itself.

import { FIRST, ORDERS, Query } from "./browse-query.js";
import { Results } from "./browse-results.js";
import { get } from "./dom.js";
import { toRow } from "./found.js";
import { KeepAll } from "./keep-all.js";
import { importer, once, pushState, replaceState } from "./site.js";
import { load, toId } from "./table.js";

/** @typedef {import("./facets.js").Facet} Facet */
/** @typedef {import("./table.js").Table} Table */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {"push" | "replace" | ""} Mode how the address changes: a step for the back button, none, not at all */

/** Rows with each further click. */
const STEP = 20;
const WAIT = 150; // ms after a letter
/** The search, which most readers of this page do not need. @type {() => Promise<typeof import("./engine.js")>} */
const importEngine = once(importer(new URL("./engine.js", import.meta.url)));
/** What the heading says where no paper has all of the words. @type {Record<string, string>} */
const WITHOUT = { most: "with most of the words", some: "with some of the words" };

const form = get("[data-ps-browse]");
const panel = /** @type {HTMLDetailsElement} */ (get(".ps-narrow"));
const results = new Results();
const keepAll = new KeepAll(results.heading);
/** @type {(table: Table, facet: Facet) => void} */
const learn = (table, facet) => facet.learn(table.filters[facet.name] ?? [], table.moved[facet.name]);
/** @type {(facet: Facet) => Promise<void>} */
const seek = async (facet) => learn(await load(), facet);
const query = new Query(form, panel, (mode) => ask(mode), seek);
const facets = Object.values(query.facets);
form.after(query.set, results.state);
results.heading.after(query.printed);
panel.append(results.done);
// on a wide screen the filters are visible: assistive technology must not announce them as closed
panel.open ||= matchMedia("(min-width: 960px)").matches;

// --- the question ---

let seen = location.search; // the address that the list is for
/** @type {string[]} */
let ids = [];
/** Id → what the search knows of a paper, where words were asked for. @type {Map<string, Result>} */
let pages = new Map();
/** Once it is loaded. @type {typeof import("./engine.js") | undefined} */
let engine;
let round = 0;
let waiting = 0; // for the next letter

/**
 * Answers the query.
 * @param {Mode} mode
 */
async function ask(mode, wanted = FIRST) {
  const mine = ++round;
  clearTimeout(waiting); // what was typed is part of this question
  form.parentNode?.querySelector(".ps-failed")?.remove();
  query.show();
  toHistory(mode, query.toAddress());
  if (!query.isAsked) return showOwn();
  results.wait();
  try {
    await answer(mine, wanted);
    // a new question is read from the top; the browser scrolls for a reader who comes back
    const isNew = mode && mine === round;
    if (isNew && results.heading.getBoundingClientRect().top < 0) results.heading.scrollIntoView();
  } catch (error) {
    if (mine !== round) return;
    showOwn();
    results.fail(query.words ? "search" : "filters", error, () => ask("", wanted));
    console.error(error);
    if (query.words) engine?.restart();
  }
}

/**
 * @param {Mode} mode
 * @param {string} address
 */
function toHistory(mode, address) {
  if (address !== (location.search || location.pathname)) {
    if (mode === "push") pushState(null, address);
    if (mode === "replace") replaceState(null, address);
  }
  seen = location.search;
}

/**
 * Finds the papers and shows the first of them, unless the reader has asked something else by then.
 * @param {number} mine
 * @param {number} wanted
 */
async function answer(mine, wanted) {
  const table = await load();
  for (const facet of facets) learn(table, facet);
  const { found, how } = await find(table);
  if (mine !== round) return;
  query.show(); // terms of the address have their titles now, and the names of today
  const among = table.among(found);
  const order = query.order.value;
  let numbers = table.narrow(among, query.wishes);
  if (order !== "relevance") numbers = await table.sort(numbers, order);
  ids = numbers.map((number) => table.ids[number]);
  pages = new Map(found?.map((result) => [toId(result), result]));
  const rows = await take(ids.slice(0, wanted));
  if (mine !== round) return;
  const hint = query.hasFilters ? "Remove a filter" : "Try other words";
  results.show(rows, ids.length, WITHOUT[how] ?? ORDERS[order], hint);
  keepAll.offer(ids.length < table.ids.length ? ids : []);
  for (const facet of facets) {
    facet.count(table.count(facet.name, table.narrow(among, query.wishes, facet.name)));
  }
}

/**
 * What the words find among papers; without words, nothing has to be loaded for them.
 * @param {Table} table
 * @returns {Promise<{found?: Result[], how: string}>}
 */
async function find(table) {
  if (!query.words) return { how: "all" };
  engine = await importEngine();
  const { results: found, how } = await engine.find(query.words, (result) => table.numbers.has(toId(result)));
  return { found, how };
}

/**
 * Rows; without marks where the search does not say what it found in a page.
 * @param {string[]} part
 */
const take = (part) =>
  Promise.all(part.map(async (id) => toRow(id, await pages.get(id)?.data().catch(() => undefined))));

/** Shows more of what was found. */
async function addMore() {
  const mine = round;
  results.more.disabled = true;
  try {
    const rows = await take(ids.slice(results.shown, results.shown + STEP));
    if (mine !== round) return;
    results.add(rows);
    replaceState(null, query.toAddress(results.shown));
    seen = location.search;
  } catch (error) {
    if (mine === round) results.failMore(error, addMore);
  } finally {
    results.more.disabled = false;
  }
}

function showOwn() {
  ids = [];
  results.showOwn();
  keepAll.offer([]);
  for (const facet of facets) facet.reset();
}

// --- what readers do ---

let isTyping = false;
/** One step back undoes a whole question: its first letters make a step, those that follow none. */
function askWords() {
  ask(isTyping ? "replace" : "push");
  isTyping = true;
}
query.input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(askWords, WAIT);
});
query.input.addEventListener("blur", () => (isTyping = false));
query.input.addEventListener("focus", () => importEngine().then(({ start }) => start()).catch(() => undefined));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  askWords();
  if (matchMedia("(pointer: coarse)").matches) query.input.blur(); // the keyboard of a phone covers what is found
});
results.more.addEventListener("click", addMore);
results.done.addEventListener("click", () => {
  panel.open = false;
  results.heading.focus();
});
addEventListener("popstate", () => {
  isTyping = false;
  if (location.search !== seen) ask("", query.fromAddress()); // not where a link to a heading was followed
});

const isSet = query.isSet; // by a reader, before this script came
isTyping = isSet && document.activeElement === query.input;
const wanted = query.fromAddress(isSet);
query.show();
if (query.isAsked) ask(isSet ? "push" : "", wanted);
