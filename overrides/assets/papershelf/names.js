// The people of a paper in one line, as rows of lists have it (generator/papershelf/outputs/views/rows.py).

import { CONTAINED, EASTERN_NAME, LEFTWARD, NAMES_SHOWN } from "./generated.js";

const EASTERN = new RegExp(`^${EASTERN_NAME}$`);
const RUNS_LEFT = new RegExp(LEFTWARD, "u");
/** What can follow names: how many are not named, and that they are editors. */
const END = /^(.*?)(?: and ([\d,]+) more)?( \(eds?\.\))?$/s;

/**
 * `A, B, C and 3 more (eds.)`. Names beyond the first are shown if `isWanted`.
 * @param {string[]} names
 * @param {number} total with those that are not in `names`
 * @param {string} role
 * @param {(name: string) => boolean} [isWanted]
 */
function line(names, total, role, isWanted = () => false) {
  const shown = names.filter((name, at) => at < NAMES_SHOWN || isWanted(name));
  const more = total - shown.length;
  // a mark keeps what follows a name in its place
  return shown.map((name) => (RUNS_LEFT.test(name) ? `${name}\u200e` : name)).join(", ") + (more > 0 ? ` and ${more.toLocaleString("en")} more` : "") + role;
}

/**
 * The line of a page's own text, shortened, with the names that were searched for.
 * @param {string} text
 * @param {(name: string) => boolean} isWanted
 */
export function shorten(text, isWanted) {
  const [, all, more = "", role = ""] = END.exec(text) ?? [];
  const names = all.split(", ").filter(Boolean);
  return line(names, names.length + Number(more.replaceAll(",", "")), role, isWanted);
}

/** @param {Record<string, unknown>} person a name of CSL-JSON */
function nameOf({ literal, given, family, suffix, ...rest }) {
  if (given && EASTERN.test(`${family}${given}`)) return `${family}${given}`;
  return String(literal ?? [given, rest["non-dropping-particle"], family, suffix].filter(Boolean).join(" "));
}

/**
 * The line of an item of CSL-JSON; `5 authors` where none is named, and nothing where nobody is known.
 * @param {{type: string, author?: Record<string, unknown>[], editor?: Record<string, unknown>[]}} item
 * @param {unknown} count of authors, if some are not named
 */
export function namesOf({ type, author = [], editor = [] }, count) {
  const total = Number(count) || author.length;
  if (!author.length && total) return `${total.toLocaleString("en")} ${total === 1 ? "author" : "authors"}`;
  if (author.length) return line(author.map(nameOf), total, "");
  return editor.length && !CONTAINED.has(type) ? line(editor.map(nameOf), editor.length, editor.length === 1 ? " (ed.)" : " (eds.)") : "";
}
