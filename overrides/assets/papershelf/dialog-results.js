// Results of the search as links, and groups of other links below them.

import { make, papers as counted } from "./dom.js";
import { toTitle } from "./found.js";
import { ticks } from "./keep.js";
import { authors, forAddress, marked, read, sentence } from "./sentence.js";
import { toUrl } from "./site.js";
import { words } from "./words.js";

/** @typedef {import("./engine.js").PageData} PageData */
/** @typedef {import("./sentence.js").Reading} Reading */
/** @typedef {import("./engine.js").How} How */

/** What is said of results, by how they were found. @type {Record<How, (number: number) => string>} */
export const HOWS = {
  exact: () => "This is the paper with that identifier.",
  all: (number) => `${number.toLocaleString("en")} ${number === 1 ? "result" : "results"}`,
  most: () => "No paper has all of these words. These contain most of them.",
  some: () => "No paper has all of these words. These contain some of them.",
  none: () => "",
};
/** What is said before a question. */
export const HINT = "Type a title, an author, a word of the abstract, an arXiv id or a DOI.";

/** The keys of the dialog, for the eye. */
export function keysLine() {
  const key = (/** @type {string} */ sign) => make("kbd", {}, sign);
  return make(
    "p", { class: "ps-search__keys", "aria-hidden": "true" },
    make("span", {}, key("↑"), key("↓"), " choose"), make("span", {}, key("Enter"), " open"), make("span", {}, key("Esc"), " close"),
  );
}

/** Between two facts; no line begins with it. */
const DOT = "\u00a0· ";
/** @type {Record<string, string>} */
const KINDS = { topic: "Topic", course: "Course", digest: "Digest", page: "Page" };

/**
 * What is said of a page below its title: authors and date of a paper, the kind of another page.
 * @param {PageData["meta"]} meta
 * @param {Reading} page
 */
function factsOf({ kind, authors: names, date }, page) {
  const facts = make("small");
  if (kind === "paper") facts.append(authors(names, page.found), ...(names ? [DOT] : []), (date ?? "").replaceAll(" ", "\u00a0"));
  else facts.append(KINDS[kind] ?? KINDS.page);
  if (page.beside) facts.append(DOT, marked(page.beside, page.found));
  return facts;
}

/**
 * A button that keeps a paper, for a mouse or a finger alone, since a list box holds nothing but options: the
 * list of papers has the same for everybody.
 * @param {PageData["meta"]} meta
 */
function keepButton({ id, title }) {
  const keep = ticks(id, title, ["kept"]);
  keep.setAttribute("aria-hidden", "true");
  for (const button of keep.querySelectorAll("button")) button.tabIndex = -1;
  keep.addEventListener("pointerdown", (event) => event.preventDefault()); // the cursor stays in the field
  return keep;
}

/**
 * The item of a result.
 * @param {PageData} data
 * @param {string} query
 * @param {boolean} isExact found by its identifier: there are no words to mark on its page
 */
export async function toItem(data, query, isExact) {
  const page = read(data, words(query));
  const { meta } = data;
  const url = toUrl(data.url);
  const title = make("b", meta.language ? { lang: meta.language } : {}, marked(meta.title ?? data.url, page.found));
  if (meta.formulas) await toTitle(meta.id, title, (text) => marked(text, page.found));
  if (!isExact && page.found.size) url.searchParams.set("hl", forAddress(page));
  const link = make(
    "a",
    { href: url.pathname + url.search, role: "option", tabindex: "-1", "aria-selected": "false" },
    title,
    factsOf(meta, page),
    make("span", {}, sentence(page, meta)),
  );
  return make("li", { role: "presentation" }, link, ...(meta.kind === "paper" ? [keepButton(meta)] : []));
}

/**
 * A link to a page with its number of papers.
 * @param {{name: string, path: string, papers: number}} place
 */
export const toPageLink = ({ name, path, papers }) =>
  make("a", { href: toUrl(path).pathname }, name, " ", make("small", {}, counted(papers)));

/**
 * Links or buttons below a heading.
 * @param {string} heading
 * @param {Node[]} items
 */
export function group(heading, items) {
  return make(
    "section", { role: "group", "aria-label": heading }, // not a landmark: the page can have one of this name
    make("p", {}, heading),
    make("ul", {}, ...items.map((item) => make("li", {}, item))),
  );
}
