// Which papers were added since this reader's last visit, which ended thirty minutes after their last page.
// Only the browser remembers it.

import { toDate } from "./dates.js";
import { all, get, make, onRows } from "./dom.js";
import { onChange, setVisit, visit } from "./memory.js";
import { isRecent } from "./papershelf.js";

/** @typedef {import("./memory.js").Visit} Visit */
/** @typedef {import("./memory.js").Seen} Seen */

const IDLE = 30 * 60_000;

const newest = get("[data-newest]").dataset.newest ?? "";
const [place] = all("[data-ps-since]");

/** All papers of the newest day; more can be added on that day. Only the first page can know all of them,
    since it lists the newest first. */
function ofNewestDay() {
  const rows = all(".ps-row[data-id]").map((row) => ({
    id: row.dataset.id ?? "",
    day: all(".ps-new", row)[0]?.dataset.added,
  }));
  const isWhole = place && (rows.at(-1)?.day !== newest || !document.querySelector(".ps-all"));
  const found = rows.filter(({ day }) => day === newest).map(({ id }) => id);
  return isWhole && found.length <= 200 ? found : null;
}

/**
 * What the site has now, unless another page knew more of the same day.
 * @param {Seen | null} known
 * @returns {Seen}
 */
function present(known) {
  const found = ofNewestDay();
  return !found && known?.day === newest ? known : { day: newest, ids: found };
}

/** Records this visit: a new one begins where the last one has ended. */
function enter() {
  const now = Date.now();
  const last = visit();
  const at = Math.min(last.at, now); // a clock that was wrong ends no visit
  const hasEnded = now - at > IDLE;
  const since = last.seen && hasEnded ? { ...last.seen, at } : last.since;
  const seen = newest ? present(last.seen && hasEnded ? null : last.seen) : last.seen;
  setVisit({ at: now, seen, since });
}

/**
 * Whether a paper was not there at the end of the last visit.
 * @param {string} id
 * @param {string} added
 * @param {Seen} since
 */
const isUnseen = (id, added, since) =>
  added > since.day || (added === since.day && since.ids !== null && !since.ids.includes(id));

/** @param {number} milliseconds */
function short(milliseconds) {
  const day = new Date(milliseconds);
  const year = day.getFullYear();
  return toDate(year === new Date().getFullYear() ? undefined : year, day.getMonth() + 1, day.getDate());
}

/**
 * Marks the rows below `root`, and says on the first page how many there are.
 * @param {ParentNode} root
 */
function show(root) {
  const { since } = visit();
  for (const mark of all(".ps-new[data-added]", root)) {
    const { added = "" } = mark.dataset;
    /** @type {HTMLElement | null} */
    const row = mark.closest("[data-id]");
    const isMine = since !== null && isUnseen(row?.dataset.id ?? "", added, since);
    mark.textContent = isMine ? "New to you" : "New";
    mark.classList.toggle("ps-new--mine", isMine);
    mark.hidden = !isMine && !isRecent(added);
  }
  if (place) count(since);
}

/** @param {Visit["since"]} since */
function count(since) {
  const found = document.querySelectorAll(".ps-rows .ps-new--mine").length;
  if (!since || !found) return place.replaceChildren();
  const shown = document.querySelectorAll(".ps-rows .ps-row").length;
  const isMore = found === shown && document.querySelector(".ps-all");
  const clear = make("button", { type: "button", class: "ps-quiet" }, "Mark as seen");
  clear.addEventListener("click", () => {
    setVisit({ ...visit(), since: null });
    place.textContent = "Marked as seen.";
    place.tabIndex = -1;
    place.focus();
  });
  place.replaceChildren(`${isMore ? `More than ${found}` : found} new since ${short(since.at)}`, " ", clear);
}

let active = Date.now();

/** A reader who comes back to a page that stayed open begins a new visit, too. */
function stir() {
  if (Date.now() - active > IDLE) {
    enter();
    show(document);
  }
  active = Date.now();
}

enter();
show(document);
onChange(() => show(document));
onRows(show);
for (const type of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(type, stir, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return stir();
  const { at, ...rest } = visit(); // who reads one page for an hour was here until now
  setVisit({ ...rest, at: Math.max(active, at) });
});
