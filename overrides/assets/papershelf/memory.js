// What this browser remembers of its reader: kept papers, read papers, the last visit. The only module
// that touches localStorage. Whatever comes out of it, or out of a file, is held to its form first:
// anybody's script on this host may have written there.

const base = new URL("../../", import.meta.url);
/** Two sites on one host lie at two paths, and remember apart. */
const PREFIX = `papershelf ${base.pathname} `;
const VERSION = 1;
const ID = /^[a-z0-9][a-z0-9-]{1,79}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Ids in each list, so that no hostile file or address makes a page that never ends. */
export const MOST = { kept: 1000, read: 20_000 };
/** Ids of one day that a visit remembers. */
const MOST_OF_A_DAY = 200;

/** What could not be stored, until the page is left: a private window, or no room. */
const passing = new Map();
const listeners = new Set();

function get(name) {
  if (passing.has(name)) return passing.get(name);
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}

function set(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    passing.delete(name);
  } catch {
    passing.set(name, value);
  }
  tell();
}

const tell = () => listeners.forEach((listener) => listener());

/** Calls `listener` whenever a list has changed, in this tab or another. */
export function onChange(listener) {
  listeners.add(listener);
}
addEventListener("storage", ({ key }) => {
  if (key === null || key.startsWith(PREFIX)) tell();
});
addEventListener("pageshow", ({ persisted }) => persisted && tell()); // it slept while others changed

/** Whether what is marked outlives this page. */
export const isLasting = () => passing.size === 0;

/** The ids in anything at all, each once. */
export function ids(value, most = Infinity) {
  if (!Array.isArray(value)) return [];
  const found = value.filter((id) => typeof id === "string" && ID.test(id));
  return [...new Set(found)].slice(0, most);
}

/** The ids of a list, `kept` in the reader's order, `read`. */
export const list = (name) => ids(get(name), MOST[name]);

export const replace = (name, value) => set(name, ids(value, MOST[name]));

/** Puts an id on a list or takes it off; false where the list is full. */
export function mark(name, id, isOn) {
  const others = list(name).filter((other) => other !== id);
  if (isOn && others.length >= MOST[name]) return false;
  replace(name, isOn ? [...others, id] : others);
  return true;
}

/** Puts ids behind those of a list: how many are new, and how many of those were left out as too many. */
export function add(name, more) {
  const before = list(name);
  const all = ids([...before, ...more]);
  replace(name, all);
  const fresh = all.length - before.length;
  const left = Math.max(0, all.length - MOST[name]);
  return { added: fresh - left, left };
}

// --- keys ---

/** Whether `/` opens the search: somebody who speaks to the computer, or leans on keys, may want none to. */
export const hasSlash = () => get("slash") !== "off";
export const setSlash = (isOn) => set("slash", isOn ? null : "off");

// --- visits ---

/** Which papers were there: the newest day, and those of that day where all of them are known. */
function seen(value) {
  if (typeof value?.day !== "string" || !DAY.test(value.day)) return null;
  return { day: value.day, ids: value.ids ? ids(value.ids, MOST_OF_A_DAY) : null };
}

const time = (value) => (Number.isFinite(value) && value > 0 ? value : 0);

function toVisit(value) {
  const since = seen(value?.since);
  return {
    at: time(value?.at),
    seen: seen(value?.seen),
    since: since && { ...since, at: time(value.since.at) },
  };
}

/** `at`: when the reader was last here, in milliseconds; `seen`: what was there then; `since`: what
    was there at the end of the visit before this one. */
export const visit = () => toVisit(get("visit"));
export const setVisit = (value) => set("visit", toVisit(value));

// --- everything, as a file and back ---

export function toFile() {
  const all = { papershelf: VERSION, site: base.href, kept: list("kept"), read: list("read"), visit: visit() };
  return `${JSON.stringify(all, null, 1)}\n`;
}

/** Adds what a file holds to what is here; what `add` tells of each list. Throws an Error with words for people. */
export function fromFile(text) {
  let all;
  try {
    all = JSON.parse(text);
  } catch {
    throw new Error("This is no file of a basket: it is not JSON.");
  }
  if (!Number.isInteger(all?.papershelf)) throw new Error("This is no file of a basket.");
  if (all.papershelf > VERSION) throw new Error("This file was written by a newer version of the site.");
  const [kept, read] = ["kept", "read"].map((name) => add(name, ids(all[name])));
  const [mine, theirs] = [visit(), toVisit(all.visit)];
  // a first visit with this browser goes on from where the other one was
  if (!mine.since && theirs.seen) setVisit({ ...mine, since: { ...theirs.seen, at: theirs.at } });
  return { kept, read, isOther: typeof all.site === "string" && all.site !== base.href };
}

/** Everything there is, for `takeBack`. */
export const snapshot = () => ({ kept: list("kept"), read: list("read"), visit: visit() });

export function forget() {
  for (const name of Object.keys(MOST)) replace(name, []);
  setVisit({});
  setSlash(true);
}

/** Takes back what made `after` of `before`, and leaves what was done since, perhaps in another tab. */
export function takeBack(before, after) {
  for (const name of Object.keys(MOST)) {
    const [was, became, now] = [before[name], after[name], list(name)].map((found) => new Set(found));
    const back = [...was].filter((id) => now.has(id) || !became.has(id));
    replace(name, [...back, ...[...now].filter((id) => !was.has(id) && !became.has(id))]);
  }
  if (JSON.stringify(before.visit) !== JSON.stringify(after.visit)) {
    setVisit({ ...before.visit, at: Math.max(before.visit.at, visit().at) });
  }
}
