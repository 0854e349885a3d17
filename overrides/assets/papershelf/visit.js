// Which papers came in since this reader's last visit, which ended thirty minutes after their last
// page. The browser alone remembers it.

import { make } from "./dom.js";
import { onChange, setVisit, visit } from "./memory.js";
import { isRecent } from "./papershelf.js";

const IDLE = 30 * 60_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const { newest } = document.querySelector("[data-newest]").dataset;
const place = document.querySelector("[data-ps-since]");

/** All papers of the newest day: others may come in later on it. The first page alone can know them,
    since it lists the newest first. */
function ofNewestDay() {
  const rows = [...document.querySelectorAll(".ps-row[data-id]")].map((row) => ({
    id: row.dataset.id,
    day: row.querySelector(".ps-new")?.dataset.added,
  }));
  const isWhole = place && (rows.at(-1)?.day !== newest || !document.querySelector(".ps-all"));
  const found = rows.filter(({ day }) => day === newest).map(({ id }) => id);
  return isWhole && found.length <= 200 ? found : null;
}

/** What is there now, unless more is known of the same day from another page. */
function present(known) {
  const found = ofNewestDay();
  return !found && known?.day === newest ? known : { day: newest, ids: found };
}

/** This visit: a new one begins where the last one has ended. */
function enter() {
  const now = Date.now();
  const last = visit();
  const at = Math.min(last.at, now); // a clock that was wrong ends no visit
  const hasEnded = last.seen && now - at > IDLE;
  const since = hasEnded ? { ...last.seen, at } : last.since;
  const seen = newest ? present(hasEnded ? null : last.seen) : last.seen;
  setVisit({ at: now, seen, since });
}

const isUnseen = (id, added, since) =>
  added > since.day || (added === since.day && since.ids !== null && !since.ids.includes(id));

const short = (milliseconds) => {
  const day = new Date(milliseconds);
  const year = day.getFullYear() === new Date().getFullYear() ? "" : ` ${day.getFullYear()}`;
  return `${day.getDate()} ${MONTHS[day.getMonth()]}${year}`;
};

/** Marks the rows below `root`, and tells on the first page how many there are. */
function show(root = document) {
  const { since } = visit();
  for (const mark of root.querySelectorAll(".ps-new[data-added]")) {
    const { added } = mark.dataset;
    const id = mark.closest("[data-id]")?.dataset.id;
    const isMine = since !== null && isUnseen(id, added, since);
    mark.textContent = isMine ? "New to you" : "New";
    mark.classList.toggle("ps-new--mine", isMine);
    mark.hidden = !isMine && !isRecent(added);
  }
  if (place) tell(since);
}

function tell(since) {
  const found = document.querySelectorAll(".ps-rows .ps-new--mine").length;
  if (!found) return place.replaceChildren();
  const shown = document.querySelectorAll(".ps-rows .ps-row").length;
  const isMore = found === shown && document.querySelector(".ps-all");
  const count = isMore ? `More than ${found}` : String(found);
  const clear = make("button", { type: "button", class: "ps-quiet" }, "Mark as seen");
  clear.addEventListener("click", () => {
    setVisit({ ...visit(), since: null });
    place.textContent = "Marked as seen.";
    place.tabIndex = -1;
    place.focus();
  });
  place.replaceChildren(`${count} new since ${short(since.at)}`, " ", clear);
}

let active = Date.now();

/** Whoever comes back to a page that lay open begins a new visit, too. */
function stir() {
  if (Date.now() - active > IDLE) {
    enter();
    show();
  }
  active = Date.now();
}

enter();
show();
onChange(() => show());
document.addEventListener("ps:rows", (event) => show(event.detail?.root));
for (const type of ["pointerdown", "keydown", "scroll"]) {
  addEventListener(type, stir, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return stir();
  const { at, ...rest } = visit(); // who reads one page for an hour was here until now
  setVisit({ ...rest, at: Math.max(active, at) });
});
