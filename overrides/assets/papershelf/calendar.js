// A calendar of whole days in the form of RFC 5545. The generator writes those of editions
// (generator/papershelf/outputs/calendars.py).

/** @typedef {{uid: string, day: number, summary: string, description: string, url: string}} Day an event; `day` in milliseconds since 1970, in UTC */

export const DAY = 86_400_000;
/** The most octets of a line (section 3.1). */
const LONGEST = 75;
const encoder = new TextEncoder();

/**
 * A text as a value (section 3.3.11).
 * @param {string} text
 */
const escaped = (text) =>
  text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n").replace(/\p{Cc}/gu, "");

/**
 * A line in several, each of which but the first begins with a space.
 * @param {string} line
 */
function folded(line) {
  const lines = [""];
  let octets = 0;
  for (const char of line) {
    const size = encoder.encode(char).length;
    if (octets + size > LONGEST) {
      lines.push(" ");
      octets = 1;
    }
    lines[lines.length - 1] += char;
    octets += size;
  }
  return lines.join("\r\n");
}

/** @param {number} day */
const written = (day) => new Date(day).toISOString().slice(0, 10).replaceAll("-", "");

/**
 * @param {Day} event
 * @param {string} stamp
 */
const toEvent = ({ uid, day, summary, description, url }, stamp) => [
  "BEGIN:VEVENT",
  `UID:${escaped(uid)}`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${written(day)}`,
  `DTEND;VALUE=DATE:${written(day + DAY)}`,
  `SUMMARY:${escaped(summary)}`,
  `DESCRIPTION:${escaped(description)}`,
  `URL:${url}`,
  "TRANSP:TRANSPARENT",
  "END:VEVENT",
];

/**
 * The file of a calendar; `now` tells programs which of two files is newer.
 * @param {string} name
 * @param {Day[]} events
 * @param {Date} now
 */
export function toCalendar(name, events, now) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Papershelf//Papershelf//EN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => toEvent(event, stamp)),
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
