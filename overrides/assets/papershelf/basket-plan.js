// A plan for reading kept papers: one paper on each of the days of the week that a reader chooses,
// as a calendar.

import { save } from "./basket-away.js";
import { DAY, toCalendar } from "./calendar.js";
import { toDate } from "./dates.js";
import { make, papers } from "./dom.js";
import { toFacts } from "./facts.js";
import { gather, page } from "./gather.js";
import { onChange } from "./memory.js";
import { toUrl } from "./site.js";

/** @typedef {import("./basket-message.js").Message} Message */
/** @typedef {import("./facts.js").Facts} Facts */

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** The days that are chosen at first: two papers a week. */
const CHOSEN = ["Mon", "Thu"];

/** The last first day of a plan: years have four digits. */
const LAST = "2999-12-31";

/**
 * The first days from `start` on that are days of the week in `chosen`; Monday is 0.
 * @param {number} start
 * @param {number[]} chosen
 * @param {number} count
 */
function daysFrom(start, chosen, count) {
  const found = [];
  for (let day = start; chosen.length && found.length < count; day += DAY) {
    if (chosen.includes((new Date(day).getUTCDay() + 6) % 7)) found.push(day);
  }
  return found;
}

/** @param {number} day */
function shown(day) {
  const date = new Date(day);
  return toDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/**
 * An event for each paper. Its UID depends on the paper alone: a new plan moves the events of the last one.
 * @param {Facts} facts
 * @param {number} day
 */
function toEvent({ id, title, who, address }, day) {
  const url = page(id).href;
  const place = toUrl("plan/");
  const description = [who, url, address].filter(Boolean).join("\n");
  return { uid: `${place.pathname}${id}@${place.hostname}`, day, summary: `Read: ${title}`, description, url };
}

/** The day of the reader's clock, `2026-10-05`. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/**
 * The form; `ids` returns the papers of the list.
 * @param {() => string[]} ids
 * @param {Message} message
 */
export function plan(ids, message) {
  const start = make("input", { type: "date", required: "", max: LAST });
  start.value = today();
  const boxes = WEEK.map((name) => {
    const box = make("input", { type: "checkbox", value: name });
    box.checked = CHOSEN.includes(name);
    return box;
  });
  const when = make("output", { class: "ps-plan__when" });
  const planned = () => {
    const chosen = boxes.flatMap((box, at) => (box.checked ? [at] : []));
    return daysFrom(start.valueAsNumber, start.validity.valid ? chosen : [], ids().length);
  };
  const update = () => {
    const days = planned();
    const last = days.at(-1);
    when.textContent = last === undefined ? "Choose a first day, and at least one day of the week." : `${papers(days.length)}, the last on ${shown(last)}.`;
  };
  const form = make(
    "form", { class: "ps-plan" },
    make("label", {}, "From ", start),
    make("fieldset", {}, make("legend", {}, "A paper on each"), ...boxes.map((box) => make("label", {}, box, make("span", {}, box.value)))),
    make("button", { type: "submit", class: "ps-button" }, "Download calendar"),
    when,
  );
  form.addEventListener("input", update);
  onChange(update); // one paper more or less
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    download(ids(), planned(), message);
  });
  const box = make("details", { class: "ps-unfold" }, make("summary", {}, "Plan when to read them"), form);
  box.addEventListener("toggle", update);
  return box;
}

/**
 * @param {string[]} ids
 * @param {number[]} days
 * @param {Message} message
 */
async function download(ids, days, message) {
  if (!days.length) return message.say("Choose at least one day of the week.");
  message.say(`Collecting ${papers(ids.length)}…`);
  const { files, missing } = await gather(ids, "json");
  const found = ids.filter((id) => !missing.includes(id));
  const facts = files.map((file, at) => toFacts(JSON.parse(file), found[at])).filter((each) => each !== undefined);
  const events = facts.map((each, at) => toEvent(each, days[at]));
  if (events.length) save("reading-plan.ics", "text/calendar", toCalendar("Reading plan", events, new Date()));
  const left = missing.length ? ` ${papers(missing.length)} could not be loaded.` : "";
  message.say(`${events.length ? `A calendar with ${papers(events.length)}.` : "Nothing to save."}${left}`);
}
