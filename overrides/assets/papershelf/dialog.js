// The dialog of the search, after the ARIA practices for a combobox with a list: the cursor stays in
// the field, arrows choose, Enter opens, Escape closes. Results are links, so that they can be opened
// in another tab.

import { find, restart, start, words } from "./engine.js";
import { failure, make, papers as counted } from "./dom.js";
import { toPage, toTitle } from "./found.js";
import { refresh, ticks } from "./keep.js";
import { corrections } from "./near.js";
import { named } from "./named.js";
import { authors, forAddress, marked, read, sentence } from "./sentence.js";
import { load, toId, topics } from "./table.js";

const base = new URL("../../", import.meta.url);
const FILTERS = { topic: "Topic", year: "Year", venue: "Venue" };
const KINDS = { topic: "Topic", course: "Course", page: "Page" };
const STEP = 10;
const OFFERED = 12; // topics where nothing is found, the largest
const WAIT = 120; // ms after a key: typing asks once for a word, not for each letter
const LONG = 500; // ms without an answer, after which it is told that one is looked for
const HOWS = {
  exact: () => "This is the paper with that identifier.",
  all: (number) => `${number.toLocaleString("en")} ${number === 1 ? "result" : "results"}`,
  most: () => "No paper has all of these words. These have most of them.",
  some: () => "No paper has all of these words. These have some of them together.",
};
const HINT = "Type a title, an author, a word of the abstract, an arXiv id or a DOI.";

/** Puts everything below the field; `opened()` is called whenever the dialog was opened. */
export function furnish({ dialog, field, input }) {
  const state = make("p", { class: "ps-state", role: "status" });
  const list = make("ol", { class: "ps-results", id: "ps-results", role: "listbox", "aria-label": "Results", hidden: "" });
  const near = make("div", { class: "ps-near", hidden: "" });
  const more = make("button", { type: "button", class: "ps-panel__more", hidden: "" }, "More results");
  const toggle = make("button", { type: "button", class: "ps-search__toggle", "aria-expanded": "false", "aria-controls": "ps-filters" }, "Filter");
  const { filterRow, selects } = filterFields();
  const whole = make("a", { class: "ps-search__whole", hidden: "" }, "Show as a list");
  const bar = make("div", { class: "ps-search__bar" }, state, whole, toggle);
  const panel = make("div", { class: "ps-panel", id: "ps-panel" }, filterRow, bar, near, list, more);
  field.after(panel, keysLine());
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": "ps-results", "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let results = [];
  let how = "none";
  let round = 0;
  let active = -1;
  let isLost = false; // the last question got no answer

  const chosen = () => Object.values(selects).filter(({ value }) => value);
  const options = () => [...list.querySelectorAll("a")];

  function choose(at) {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = at;
    const link = all[at];
    if (!link) return input.removeAttribute("aria-activedescendant");
    link.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", link.id);
    link.scrollIntoView({ block: "nearest" });
  }

  function empty() {
    choose(-1);
    results = [];
    list.replaceChildren();
    near.replaceChildren();
    near.hidden = list.hidden = more.hidden = whole.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  let slow;
  function tell(words) {
    clearTimeout(slow);
    state.textContent = words;
  }

  async function search() {
    const mine = ++round;
    const asked = input.value;
    const isMine = () => mine === round;
    list.setAttribute("aria-busy", "true");
    clearTimeout(slow);
    slow = setTimeout(tell, LONG, "Searching …");
    try {
      await answer(asked, isMine);
      isLost = false;
    } catch (error) {
      await restart();
      if (isMine()) {
        isLost = true;
        empty();
        tell("The search could not be loaded.");
        await offer("", isMine);
        if (isMine()) near.prepend(failure(error, search));
      }
    }
    if (!isMine()) return;
    list.setAttribute("aria-busy", "false");
    list.dataset.query = asked;
  }

  async function answer(asked, isMine) {
    const found = asked.trim() ? await find(asked) : { how: "all" };
    found.results = await narrow(found.results, isMine);
    if (!isMine()) return;
    empty();
    if (!found.results) {
      tell(HINT);
      return;
    }
    ({ results, how } = found);
    if (!results.length) {
      const filters = ["", " with this filter"][chosen().length] ?? " with these filters";
      tell(`Nothing found for “${asked.trim()}”${filters}.`);
      return offer(asked, isMine);
    }
    tell(HOWS[how](results.length));
    await show();
    if (!isMine() || how === "exact") return;
    whole.href = listed(asked);
    whole.hidden = false;
    if (how !== "all") return offer(asked, isMine, false);
    const pages = asked.trim() ? await named(asked, Boolean(list.querySelector("small mark"))) : {};
    if (!isMine()) return;
    const groups = Object.entries(pages).filter(([, all]) => all.length).map(([heading, all]) => group(heading, all.map(toPageLink)));
    near.replaceChildren(...groups);
    near.hidden = !groups.length;
  }

  /** The same question on the list of all papers, where results are kept, sorted and shared. */
  function listed(asked) {
    const url = new URL("papers/", base);
    if (asked.trim()) url.searchParams.set("text", asked.trim());
    for (const { dataset, value } of chosen()) url.searchParams.set(dataset.filter, value);
    return url.pathname + url.search;
  }

  /** What the filters leave; each choice counts what it would leave. Without words all papers are
   * narrowed, without a filter nothing is. */
  async function narrow(found, isMine) {
    const wishes = Object.fromEntries(Object.entries(selects).map(([name, { value }]) => [name, value ? [value] : []]));
    const isNarrowed = chosen().length > 0;
    toggle.textContent = isNarrowed ? `Filter · ${chosen().length}` : "Filter"; // its fields may be out of sight
    if (!isNarrowed && filterRow.hidden) return found;
    const table = await load();
    if (!isMine()) return found; // its counts would stand for good where the later question was faster
    const number = (result) => table.numbers.get(toId(result));
    const among = table.among(found?.filter((result) => number(result) !== undefined));
    for (const [name, select] of Object.entries(selects)) {
      fill(select, table.filters[name], table.count(name, table.narrow(among, wishes, name)));
    }
    if (!isNarrowed) return found;
    const left = table.narrow(among, wishes);
    if (!found) return left.map((place) => ({ data: () => toPage(table.ids[place]) }));
    const isLeft = new Set(left);
    return found.filter((result) => isLeft.has(number(result)));
  }

  /** More of what was found, unless another question or another key was faster. */
  async function show() {
    const from = list.children.length;
    const mine = results;
    const part = mine.slice(from, from + STEP);
    const pages = await Promise.all(part.map(async (result) => toItem(await result.data())));
    if (mine !== results || list.children.length !== from) return;
    for (const item of pages) {
      const link = item.querySelector("a");
      link.id = `ps-result-${list.children.length}`;
      list.append(item);
    }
    refresh(list);
    if (how === "exact" && from === 0) list.firstChild.classList.add("ps-results__exact");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    more.hidden = list.children.length >= results.length;
  }

  async function toItem(data) {
    const page = read(data, words(input.value));
    const { title, authors: names, date, kind } = data.meta;
    const url = new URL(data.url, base);
    const named = make("b", {}, marked(title ?? data.url, page.found));
    if (data.meta.formulas) await toTitle(data.meta.id, named, (text) => marked(text, page.found));
    if (how !== "exact" && page.found.size) url.searchParams.set("hl", forAddress(page));
    const facts = make("small");
    if (kind === "paper") facts.append(authors(names, page.found), ...(names ? [" · "] : []), date ?? "");
    else facts.append(KINDS[kind] ?? KINDS.page);
    if (page.beside) facts.append(" · ", marked(page.beside, page.found));
    const link = make(
      "a",
      { href: url.pathname + url.search, role: "option", tabindex: "-1", "aria-selected": "false" },
      named,
      facts,
      make("span", {}, sentence(page, data.meta)),
    );
    if (kind !== "paper") return make("li", { role: "presentation" }, link);
    // for hands alone, since a list box holds nothing but options: the list of papers has the same for all
    const keep = ticks(data.meta.id, title, ["kept"]);
    keep.ariaHidden = "true";
    keep.firstChild.tabIndex = -1;
    keep.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays in the field
    return make("li", { role: "presentation" }, link, keep);
  }

  /** Other spellings, and where to go on without the search. */
  async function offer(asked, isMine, hasTopics = true) {
    const spellings = asked ? await corrections(asked, words(asked)) : [];
    const largest = hasTopics ? (await topics()).slice(0, OFFERED) : [];
    if (!isMine()) return;
    const parts = [];
    if (spellings.length) {
      const buttons = spellings.map((text) => {
        const button = make("button", { type: "button" }, text);
        button.addEventListener("click", () => ask(text));
        return button;
      });
      parts.push(group("Did you mean", buttons));
    }
    if (largest.length) {
      const links = largest.map(([title, path]) => make("a", { href: new URL(path, base).pathname }, title));
      parts.push(group("Or browse a topic", links));
    } else if (hasTopics) {
      parts.push(group("Or browse", [make("a", { href: new URL("papers/", base).pathname }, "All papers")]));
    }
    near.replaceChildren(...parts);
    near.hidden = !parts.length;
  }

  function ask(text) {
    input.value = text;
    input.focus();
    search();
  }

  /** The key of a keyboard on glass puts it away, unless the one paper was named. */
  const isPutAway = () => active < 0 && how !== "exact" && matchMedia("(pointer: coarse)").matches;

  function openChosen(event) {
    if (isPutAway()) return input.blur();
    const link = options()[Math.max(active, 0)];
    const { ctrlKey, metaKey, shiftKey } = event;
    link?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  }

  let waiting;
  let pressed = false; // Enter came before the answer
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    round++; // what is on its way is out of date
    list.setAttribute("aria-busy", "true");
    waiting = setTimeout(search, WAIT);
  });
  input.addEventListener("keydown", async (event) => {
    const last = options().length - 1;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && last >= 0) {
      if (active === last && !more.hidden) await show();
      choose(Math.min(active + 1, options().length - 1));
    } else if (event.key === "ArrowUp" && last >= 0) {
      choose(Math.max(active - 1, -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.ariaBusy !== "true" && list.dataset.query === input.value) return openChosen(event);
      if (pressed) return;
      pressed = true;
      clearTimeout(waiting);
      await search();
      pressed = false;
      if (list.dataset.query === input.value) openChosen(event);
      return;
    } else {
      return;
    }
    event.preventDefault();
  });
  more.addEventListener("click", async () => {
    const from = list.children.length;
    await show();
    input.focus();
    choose(from);
  });
  // Back from a result leads to the search as it was: the page may be kept as it is, or be loaded anew.
  panel.addEventListener("click", (event) => {
    if (!event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const filters = Object.fromEntries(chosen().map(({ dataset, value }) => [dataset.filter, value]));
    history.replaceState({ ...history.state, asked: input.value, filters }, "");
  });
  dialog.addEventListener("close", () => {
    const { asked, filters, ...rest } = history.state ?? {};
    if (asked !== undefined) history.replaceState(rest, "");
  });
  for (const [name, value] of Object.entries(history.state?.filters ?? {})) {
    if (!selects[name]) continue;
    selects[name].replaceChildren(make("option", { value, selected: "" }, value)); // its title comes with the table
    filterRow.hidden = false;
    toggle.setAttribute("aria-expanded", "true");
  }
  toggle.addEventListener("click", () => {
    filterRow.hidden = !filterRow.hidden;
    toggle.setAttribute("aria-expanded", String(!filterRow.hidden));
    if (!filterRow.hidden) search();
  });
  for (const select of Object.values(selects)) select.addEventListener("change", search);

  return {
    opened() {
      start().catch(() => {}); // told when somebody asks
      if (isLost || list.dataset.query !== input.value) search();
    },
  };
}

const toPageLink = ({ name, path, papers }) =>
  make("a", { href: new URL(path, base).pathname }, name, " ", make("small", {}, counted(papers)));

function group(heading, items) {
  return make(
    "section", { role: "group", "aria-label": heading }, // no landmark: the page may have one of this name
    make("p", {}, heading),
    make("ul", {}, ...items.map((item) => make("li", {}, item))),
  );
}

function keysLine() {
  const key = (sign) => make("kbd", {}, sign);
  return make(
    "p", { class: "ps-search__keys", "aria-hidden": "true" },
    make("span", {}, key("↑"), key("↓"), " choose"), make("span", {}, key("Enter"), " open"), make("span", {}, key("Esc"), " close"),
  );
}

function filterFields() {
  const selects = Object.fromEntries(
    Object.keys(FILTERS).map((name) => [name, make("select", { "data-filter": name })]),
  );
  const filterRow = make(
    "div", { class: "ps-filters", id: "ps-filters", hidden: "" },
    ...Object.entries(FILTERS).map(([name, label]) => make("label", {}, label, selects[name])),
  );
  return { filterRow, selects };
}

/** The choices of a filter by their titles, years from the last one; what would leave nothing is no
 * choice. */
function fill(select, terms, counts) {
  const chosen = select.value;
  const known = [...terms].filter(([slug]) => counts.get(slug) || slug === chosen);
  if (select.dataset.filter !== "year") known.sort(([, a], [, b]) => a.title.localeCompare(b.title));
  select.replaceChildren(
    make("option", { value: "" }, "Any"),
    ...known.map(([slug, { title }]) => make("option", { value: slug }, `${title} (${counts.get(slug)})`)),
  );
  select.value = chosen;
  select.parentElement.hidden = terms.size === 0;
}
