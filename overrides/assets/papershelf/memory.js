// What this browser remembers of its reader: kept papers, read papers, the last visit. The only module
// that touches localStorage. Everything that comes out of it, or out of a file, is checked first: any
// script on this host can have written it.

import { base } from "./site.js";

/** @typedef {"kept" | "read"} ListName */
/** @typedef {{day: string, ids: string[] | null}} Seen the newest day, and its papers where all are known */
/**
 * `at`: when the reader was last here, in milliseconds; `seen`: what was there then; `since`: what was there
 * at the end of the visit before this one.
 * @typedef {{at: number, seen: Seen | null, since: Seen & {at: number} | null}} Visit
 */
/** @typedef {{kept: string[], read: string[], visit: Visit, library: string}} Snapshot */

/** Two sites on one host have two paths, and remember separately. */
const PREFIX = `papershelf ${base.pathname} `;
const VERSION = 1;
const ID = /^[a-z0-9][a-z0-9-]{1,79}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Ids in each list, so that no hostile file or address makes a page that never ends. @type {Record<ListName, number>} */
export const MOST = { kept: 1000, read: 20_000 };
/** Ids of one day that a visit remembers. */
const MOST_OF_A_DAY = 200;

/** What could not be stored, until the reader leaves the page: a private window, or no room. @type {Map<string, unknown>} */
const passing = new Map();
/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {ListName[]} */
const LISTS = ["kept", "read"];

/**
 * @param {string} name
 * @returns {any}
 */
function get(name) {
  if (passing.has(name)) return passing.get(name);
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function set(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    passing.delete(name);
  } catch {
    passing.set(name, value);
  }
  notify();
}

const notify = () => listeners.forEach((listener) => listener());

/**
 * Calls `listener` whenever a list has changed, in this tab or another.
 * @param {() => void} listener
 */
export function onChange(listener) {
  listeners.add(listener);
}
addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(PREFIX)) notify();
});
addEventListener("pageshow", ({ persisted }) => persisted && notify()); // another tab may have changed it

/** Whether what the reader marks outlives this page. */
export const isLasting = () => passing.size === 0;

/**
 * The ids in any value, each once.
 * @param {unknown} value
 */
export function ids(value, most = Infinity) {
  if (!Array.isArray(value)) return [];
  const found = value.filter((id) => typeof id === "string" && ID.test(id));
  return [...new Set(found)].slice(0, most);
}

/**
 * The ids of a list, in the reader's order.
 * @param {ListName} name
 */
export const list = (name) => ids(get(name), MOST[name]);

/**
 * @param {ListName} name
 * @param {unknown} value
 */
export const replace = (name, value) => set(name, ids(value, MOST[name]));

/**
 * Puts an id on a list or removes it; false where the list is full.
 * @param {ListName} name
 * @param {string} id
 * @param {boolean} isOn
 */
export function mark(name, id, isOn) {
  const others = list(name).filter((other) => other !== id);
  if (isOn && others.length >= MOST[name]) return false;
  replace(name, isOn ? [...others, id] : others);
  return true;
}

/**
 * What is on a list under an id that a paper had before is there under the present one from now on.
 * @param {string[]} former
 * @param {string} id
 */
export function rename(former, id) {
  for (const name of LISTS) {
    const before = list(name);
    if (before.some((each) => former.includes(each))) replace(name, before.map((each) => (former.includes(each) ? id : each)));
  }
}

/**
 * Appends ids to a list; returns how many were added, and how many were left out because the list is full.
 * @param {ListName} name
 * @param {string[]} more
 */
export function add(name, more) {
  const before = list(name);
  const all = ids([...before, ...more]);
  replace(name, all);
  const fresh = all.length - before.length;
  const left = Math.max(0, all.length - MOST[name]);
  return { added: fresh - left, left };
}

// --- keys ---

/** Whether `/` opens the search. People who use speech input, or press keys by accident, can switch it off. */
export const hasSlash = () => get("slash") !== "off";
export const setSlash = (/** @type {boolean} */ isOn) => set("slash", isOn ? null : "off");

// --- the library ---

/** Characters of an address of a library. */
export const MOST_OF_LIBRARY = 1000;

/**
 * @param {unknown} value
 * @returns {string}
 */
const toLibrary = (value) => (typeof value === "string" && value.length <= MOST_OF_LIBRARY ? value : "");

/** How a paper is reached through the reader's library (library-links.js); empty without one. */
export const library = () => toLibrary(get("library"));
export const setLibrary = (/** @type {unknown} */ made) => set("library", toLibrary(made) || null);

// --- visits ---

/**
 * @param {any} value
 * @returns {Seen | null}
 */
function toSeen(value) {
  if (typeof value?.day !== "string" || !DAY.test(value.day)) return null;
  return { day: value.day, ids: value.ids ? ids(value.ids, MOST_OF_A_DAY) : null };
}

const time = (/** @type {any} */ value) => (Number.isFinite(value) && value > 0 ? Number(value) : 0);

/**
 * @param {any} value
 * @returns {Visit}
 */
function toVisit(value) {
  const since = toSeen(value?.since);
  return {
    at: time(value?.at),
    seen: toSeen(value?.seen),
    since: since && { ...since, at: time(value.since.at) },
  };
}

export const visit = () => toVisit(get("visit"));
export const setVisit = (/** @type {Partial<Visit>} */ value) => set("visit", toVisit(value));

// --- everything, as a file and back ---

/** The text of a file with everything that is remembered. */
export function toFile() {
  // not the library: a file may come from anyone, and every reading would lead through theirs
  const { library: _, ...rest } = snapshot();
  const all = { papershelf: VERSION, site: base.href, ...rest };
  return `${JSON.stringify(all, null, 1)}\n`;
}

/**
 * Adds what a file holds to what is here; returns what `add` returns for each list. Throws an Error with a
 * message for readers.
 * @param {string} text
 */
export function fromFile(text) {
  let all;
  try {
    all = JSON.parse(text);
  } catch {
    throw new Error("This is not a file of kept papers: it is not JSON.");
  }
  if (!Number.isInteger(all?.papershelf)) throw new Error("This is not a file of kept papers.");
  if (all.papershelf > VERSION) throw new Error("This file was written by a newer version of the site.");
  const [kept, read] = LISTS.map((name) => add(name, ids(all[name])));
  const [mine, theirs] = [visit(), toVisit(all.visit)];
  // a first visit with this browser continues where the other one was
  if (!mine.since && theirs.seen) setVisit({ ...mine, since: { ...theirs.seen, at: theirs.at } });
  return { kept, read, isOther: typeof all.site === "string" && all.site !== base.href };
}

/** Everything that is remembered of papers, for files and for `takeBack`. @returns {Snapshot} */
export const snapshot = () => ({ kept: list("kept"), read: list("read"), visit: visit(), library: library() });

/** Clears everything. */
export function forget() {
  for (const name of LISTS) replace(name, []);
  setVisit({});
  setLibrary("");
  setSlash(true);
}

/**
 * Takes back what made `after` of `before`, and leaves what was done since, perhaps in another tab.
 * @param {Snapshot} before
 * @param {Snapshot} after
 */
export function takeBack(before, after) {
  for (const name of LISTS) {
    const [was, became, now] = [before[name], after[name], list(name)].map((found) => new Set(found));
    const back = [...was].filter((id) => now.has(id) || !became.has(id));
    replace(name, [...back, ...[...now].filter((id) => !was.has(id) && !became.has(id))]);
  }
  if (JSON.stringify(before.visit) !== JSON.stringify(after.visit)) {
    setVisit({ ...before.visit, at: Math.max(before.visit.at, visit().at) });
  }
  if (before.library !== after.library) setLibrary(before.library);
}
