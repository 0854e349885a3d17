// The list of all papers, narrowed by filters and words, in another order. What is asked stands in
// the address; an address that asks for nothing shows the list of the page itself.

import { normalise, start } from "./engine.js";
import { make } from "./dom.js";
import { toFacets } from "./facets.js";
import { toRow } from "./found.js";

/** Rows at first, and with each further wish. */
const FIRST = 10;
const STEP = 20;
/** Rows that an address can ask for at once. */
const MOST = 200;
/** Orders of the index, all ascending (generator/views/facets.py), and how they are told. */
const ORDERS = {
  newest: "newest first",
  relevance: "best first",
  published: "newest publication first",
  title: "by title",
  discussed: "most discussed first",
};

const form = document.querySelector("[data-ps-browse]");
const panel = document.querySelector(".ps-narrow");
const heading = document.querySelector("h2.ps-day");
const own = document.querySelector(".ps-rows");
const input = form.elements.text;
const order = form.elements.sort;
const initial = [...heading.childNodes];
const total = heading.firstChild.textContent.trim();
const counter = panel.querySelector(".ps-narrow__set");

const facets = toFacets(panel, () => ask("push"));
const list = make("div", { class: "ps-rows", hidden: "" });
const more = make("button", { type: "button", class: "ps-again", hidden: "" }, "More papers");
const state = make("p", { class: "ps-sr", role: "status" });
const set = make("div", { class: "ps-set", role: "group", "aria-label": "Filters that are set", hidden: "" });
const done = make("button", { type: "button", class: "ps-narrow__done" }, `Show ${total}`);
own.after(list, more);
form.after(set, state);
panel.append(done);
heading.tabIndex = -1;
// on a wide screen the filters are in sight: assistive technology must not be told that they are closed
panel.open = matchMedia("(min-width: 960px)").matches;

const papers = (count) => `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;
/** The order where none was chosen: words ask for the best first. */
const usual = () => (input.value.trim() ? "relevance" : "newest");
let ordered = ""; // what was chosen, or nothing
const isAsked = () => Boolean(input.value.trim() || ordered || chosen().length);
const chosen = () => Object.values(facets).flatMap((facet) => facet.chosen.map((slug) => [facet, slug]));

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
  input.value = query.get("text") ?? "";
  ordered = query.get("sort") in ORDERS ? query.get("sort") : "";
  for (const facet of Object.values(facets)) facet.choose(query.getAll(facet.name));
  return Math.min(Math.max(Number(query.get("show")) || 0, FIRST), MOST);
}

// --- the question -------------------------------------------------------------------------------

/** What the index is asked for: any term of a filter, every filter, but for one that is left out. */
function toFilters(without) {
  const filters = {};
  for (const facet of Object.values(facets)) {
    if (facet !== without && facet.values.length) filters[facet.name] = { any: facet.values };
  }
  // papers alone have a year, and one filter has to say that nothing but papers is wanted
  if (!Object.keys(filters).length) filters.year = { any: [...facets.year.terms.keys()] };
  return filters;
}

let seen = location.search; // what the list stands for
let results = [];
let shown = 0;
let round = 0;

/** Asks the index; the address changes as `mode` says: `push`, `replace`, or not. */
async function ask(mode, wanted = FIRST) {
  const mine = ++round;
  tell();
  if (mode) history[`${mode}State`](null, "", toAddress());
  seen = location.search;
  if (!isAsked()) return showOwn();
  own.setAttribute("aria-busy", "true");
  list.setAttribute("aria-busy", "true");
  try {
    const words = normalise(input.value) || null;
    const pagefind = await start();
    if (Object.values(facets).some((facet) => facet.isVague)) await learn(pagefind);
    if (mine !== round) return;
    tell(); // terms of the address have their titles now
    const wish = order.value;
    const sort = wish === "relevance" ? {} : { [wish]: "asc" };
    const found = await pagefind.search(words, { filters: toFilters(), sort });
    if (mine !== round) return;
    results = found.results;
    const rows = await take(results.slice(0, wanted));
    if (mine !== round) return;
    show(rows, wish);
    count(mine, pagefind, words).catch(console.error); // the list stands without them
  } catch (error) {
    if (mine !== round) return;
    showOwn();
    state.textContent = "The filters could not be loaded. The topics lead to the papers, too.";
    state.classList.remove("ps-sr");
    console.error(error);
  }
}

const take = (part) => Promise.all(part.map(toRow));

/** Terms that the page does not hold. */
async function learn(pagefind) {
  const known = await pagefind.filters();
  for (const facet of Object.values(facets)) facet.learn(known[facet.name] ?? {});
}

/** Counts of each filter as the others are set, once the list stands. */
async function count(mine, pagefind, words) {
  await learn(pagefind);
  const counts = await countWithout(pagefind, words);
  for (const facet of Object.values(facets)) {
    const own = facet.values.length ? await countWithout(pagefind, words, facet) : counts;
    if (mine !== round) return;
    facet.count(own[facet.name] ?? {});
  }
  tell();
}

async function countWithout(pagefind, words, facet) {
  const { filters } = await pagefind.search(words, { filters: toFilters(facet) });
  return filters;
}

// --- what is seen -------------------------------------------------------------------------------

function showOwn() {
  results = [];
  own.hidden = false;
  list.hidden = true;
  more.hidden = true;
  list.replaceChildren();
  heading.replaceChildren(...initial);
  own.removeAttribute("aria-busy");
  for (const facet of Object.values(facets)) facet.reset();
  done.textContent = `Show ${total}`;
  state.textContent = "";
}

function show(rows, wish) {
  const counted = papers(results.length);
  own.hidden = true;
  list.hidden = false;
  own.removeAttribute("aria-busy");
  list.removeAttribute("aria-busy");
  const told = rows.length ? `of ${total}, ${ORDERS[wish]}` : `of ${total}`;
  heading.replaceChildren(counted, " ", make("span", {}, told));
  state.classList.add("ps-sr");
  state.textContent = results.length ? `${counted} found` : "Nothing found";
  done.textContent = `Show ${counted}`;
  list.replaceChildren(...(rows.length ? rows : [nothing()]));
  shown = rows.length;
  settle();
  if (heading.getBoundingClientRect().top < 0) heading.scrollIntoView();
}

function nothing() {
  const hint = chosen().length ? "Nothing found. Take a filter away" : "Nothing found. Try fewer words";
  return make("p", { class: "ps-empty" }, `${hint}, or look at the topics.`);
}

/** Rows have come: others decorate them. */
function settle() {
  more.hidden = shown >= results.length;
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
    const { title } = [...facet.terms.values()].find((term) => term.slug === slug);
    const attributes = { type: "button", "data-name": facet.name, "data-slug": slug, "aria-label": `Without ${title}` };
    return make("button", attributes, title);
  });
  const focused = [...set.children].indexOf(document.activeElement);
  const clear = make("button", { type: "button", class: "ps-clear" }, "Clear all");
  set.replaceChildren(...chips, ...(isAsked() ? [clear] : []));
  set.hidden = !set.children.length;
  counter.textContent = all.length ? `· ${all.length}` : "";
  if (focused >= 0) (set.children[Math.min(focused, set.children.length - 1)] ?? input).focus();
}

// --- what readers do ----------------------------------------------------------------------------

let waiting;
let isTyping = false;
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    ask(isTyping ? "replace" : "push"); // one step back undoes a whole question
    isTyping = true;
  }, 150);
});
input.addEventListener("blur", () => (isTyping = false));
input.addEventListener("focus", () => start().catch(() => undefined));
order.addEventListener("change", () => {
  ordered = order.value === usual() ? "" : order.value;
  ask("push");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  ask("replace");
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
  const rows = await take(results.slice(shown, shown + STEP));
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
  if (location.search !== seen) ask("", fromAddress()); // not where a link to a heading was followed
});

const wanted = fromAddress();
tell();
if (isAsked()) ask("", wanted);
