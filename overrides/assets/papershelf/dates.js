// Dates as everywhere on the site: 23 Dec 2025.

const MONTH = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/**
 * `2024, 7, 15` → `15 Jul 2024`; parts that are not known are left out.
 * @param {number} [year]
 * @param {number} [month] from 1
 * @param {number} [day]
 */
export const toDate = (year, month, day) =>
  [day, month && MONTH.format(Date.UTC(2000, month - 1)), year].filter(Boolean).join(" ");
