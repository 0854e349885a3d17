// Dates as everywhere on the site: 23 Dec 2025.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * `2024, 7, 15` → `15 Jul 2024`; parts that are not known are left out.
 * @param {number} [year]
 * @param {number} [month] from 1
 * @param {number} [day]
 */
export const toDate = (year, month, day) => [day, month && MONTHS[month - 1], year].filter(Boolean).join(" ");
