// The search over Pagefind's index. Whatever comes out of the index is inserted as text, never as
// markup; the index itself is loaded when somebody is about to search, not before.

import { load, normalise } from "./engine.js";
import { make } from "./dom.js";

const root = document.querySelector("[data-ps-search]");
const FILTERS = { topic: "Topic", year: "Year", venue: "Venue" };
const STEP = 10;

/** Pagefind's excerpt: marked-up words in escaped text → text nodes and <mark>. */
function excerpt(markup) {
  const parsed = new DOMParser().parseFromString(markup, "text/html"); // inert: nothing loads or runs
  const out = document.createDocumentFragment();
  for (const node of parsed.body.childNodes) {
    out.append(node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent);
  }
  return out;
}

/** What is shown below a title: the words that were found, unless they only repeat the lines above. */
function lines({ excerpt: markup, meta }) {
  const found = excerpt(markup);
  const repeats = [meta.authors?.slice(0, 24), meta.date && `Published ${meta.date}`];
  const isRepeat = repeats.some((text) => text && found.textContent.includes(text));
  return isRepeat && meta.summary ? meta.summary : found;
}

const icon = root.querySelector("svg").cloneNode(true);
icon.setAttribute("aria-hidden", "true");
const input = make("input", {
  type: "search", id: "ps-q", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  enterkeyhint: "search", placeholder: `Search ${root.dataset.papers}`,
  "aria-label": `Search ${root.dataset.papers}`, "aria-controls": "ps-panel",
});
const close = make("button", { type: "button", class: "ps-find__close" }, "Close");
const selects = Object.fromEntries(
  Object.keys(FILTERS).map((name) => [name, make("select", { "data-filter": name })]),
);
const filterRow = make(
  "div", { class: "ps-filters" },
  ...Object.entries(FILTERS).map(([name, label]) => make("label", {}, label, selects[name])),
);
const state = make("p", { class: "ps-state", role: "status" });
const list = make("ol", { class: "ps-results" });
const more = make("button", { type: "button", class: "ps-panel__more", hidden: "" }, "More results");
const panel = make("div", { class: "ps-panel", id: "ps-panel", hidden: "" }, filterRow, state, list, more);
root.setAttribute("role", "search");
root.replaceChildren(
  make("div", { class: "ps-find__field" }, icon, input, make("kbd", { "aria-hidden": "true" }, "/")),
  close,
  panel,
);

/** The choices of each filter; one that is set offers what would be found with another choice. */
function fill(counts, all = counts) {
  for (const [name, select] of Object.entries(selects)) {
    const chosen = select.value;
    const known = Object.entries((chosen ? all : counts)[name] ?? {});
    known.sort(name === "year" ? ([a], [b]) => b.localeCompare(a) : ([a], [b]) => a.localeCompare(b));
    select.replaceChildren(
      make("option", { value: "" }, "Any"),
      ...known
        .filter(([value, count]) => count || value === chosen)
        .map(([value, count]) => make("option", { value }, `${value} (${count})`)),
    );
    select.value = chosen;
    select.parentElement.hidden = known.length === 0;
  }
}

let results = [];
let round = 0;

async function search() {
  const mine = ++round;
  const asked = input.value;
  list.setAttribute("aria-busy", "true");
  await answer(mine);
  if (mine !== round) return;
  list.setAttribute("aria-busy", "false");
  list.dataset.query = asked;
}

async function answer(mine) {
  const query = normalise(input.value);
  const filters = {};
  for (const [name, select] of Object.entries(selects)) if (select.value) filters[name] = select.value;
  let loaded;
  try {
    loaded = await load();
  } catch {
    state.textContent = "The search could not be loaded. Browse the topics instead.";
    return;
  }
  if (mine !== round) return;
  if (!query && !Object.keys(filters).length) {
    fill(loaded.filters);
    results = [];
    list.replaceChildren();
    more.hidden = true;
    state.textContent = "Type a word, an author, an arXiv id or a DOI.";
    return;
  }
  const found = await loaded.pagefind.search(query || null, { filters });
  if (mine !== round) return;
  fill(found.filters, found.totalFilters);
  results = found.results;
  list.replaceChildren();
  const words = `${results.length} ${results.length === 1 ? "result" : "results"}`;
  state.textContent = results.length ? words : "Nothing found. Try fewer words, or another filter.";
  await show(mine);
}

async function show(mine) {
  const from = list.children.length;
  const data = await Promise.all(results.slice(from, from + STEP).map((result) => result.data()));
  if (mine !== round) return;
  for (const page of data) {
    const { title, authors, date, kind } = page.meta;
    const facts = kind === "paper" ? [authors, date] : [kind === "topic" ? "Topic" : "Page"];
    const link = make(
      "a", { href: page.url },
      make("b", {}, title ?? page.url),
      make("small", {}, facts.filter(Boolean).map(short).join(" · ")),
      make("span", {}, lines(page)),
    );
    list.append(make("li", {}, link));
  }
  more.hidden = list.children.length >= results.length;
}

/** The first few of many authors. */
function short(text) {
  const names = text.split(", ");
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : text;
}

function open() {
  if (!panel.hidden) return;
  panel.hidden = false;
  root.classList.add("ps-find--open");
  search();
}

function shut() {
  panel.hidden = true;
  root.classList.remove("ps-find--open");
}

let waiting;
input.addEventListener("focus", open);
input.addEventListener("input", () => {
  open();
  clearTimeout(waiting);
  waiting = setTimeout(search, 90);
});
for (const select of Object.values(selects)) select.addEventListener("change", search);
more.addEventListener("click", () => show(round));
close.addEventListener("click", () => {
  shut();
  input.blur();
});
root.addEventListener("focusout", (event) => {
  if (event.relatedTarget && !root.contains(event.relatedTarget)) shut();
});
document.addEventListener("pointerdown", (event) => {
  if (!root.contains(event.target)) shut();
});

root.addEventListener("keydown", (event) => {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    if (input.value && document.activeElement === input) {
      input.value = "";
      search();
    } else {
      shut();
      input.blur();
      document.activeElement?.blur();
    }
  } else if (event.key === "ArrowDown" && at < links.length - 1 && event.target.tagName !== "SELECT") {
    links[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    (links[at - 1] ?? input).focus();
  } else if (event.key === "Enter" && event.target === input && links.length) {
    links[0].click();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener(
  "keydown",
  (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !palette) return;
    event.preventDefault();
    event.stopPropagation();
    input.focus();
    input.select();
  },
  true,
);

// `?q=` opens the search with a question: what other programs link to.
const question = new URLSearchParams(location.search).get("q");
if (question) {
  input.value = question;
  input.focus();
}
