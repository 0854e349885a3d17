// The order of references in APA style, and the letters of works of one year. Reads nothing but the references.

/** @typedef {{text: string, html: string}} Reference */

/** `Lovelace, A., & Hopper, G. (2024, April 27). The title`: authors, year, what follows. */
const PARTS = /^(.*?) \((\d+)[^)]*\)\. ?(.*)$/s;
const SUFFIXES = "abcdefghijklmnopqrstuvwxyz";
const ARTICLES = /^\W*(?:an?|the) /i;
const { compare } = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true, numeric: true });

/** The words of a text without the article that it begins with. @param {string} text */
const words = (text) => text.replace(ARTICLES, "").replaceAll("&", " ").split(/\s+/).filter(Boolean);

/**
 * By what a reference is ordered: the names and initials in it, the year, the title (APA 9.44 to 9.49). A work
 * without authors begins with its title.
 * @param {Reference} reference
 */
function toKey({ text }) {
  const [, who = text, year = "", title = ""] = PARTS.exec(text) ?? [];
  return { who, year, names: who.split(",").map(words), title: words(title) };
}

/** @typedef {ReturnType<typeof toKey>} Key */

/**
 * Nothing precedes something: `Brown, J.` is before `Browning, A.`, and `López, M.` before `López de Molina, G.`
 * @template Part
 * @param {Part[]} one
 * @param {Part[]} other
 * @param {(one: Part, other: Part) => number} compareParts
 */
function compareLists(one, other, compareParts) {
  for (const [at, part] of one.entries()) {
    if (at >= other.length) return 1;
    const order = compareParts(part, other[at]);
    if (order) return order;
  }
  return one.length - other.length;
}

/** @param {string[]} one @param {string[]} other */
const compareWords = (one, other) => compareLists(one, other, compare);

/** @param {Key} one @param {Key} other */
const compareKeys = (one, other) =>
  compareLists(one.names, other.names, compareWords) || Number(one.year) - Number(other.year) || compareWords(one.title, other.title);

/**
 * The references in the order of APA. Works of the same authors and year get letters: `(2019a)`.
 * @param {Reference[]} references
 */
export function inOrder(references) {
  const rows = references.map((reference) => ({ ...reference, key: toKey(reference) }));
  rows.sort((one, other) => compareKeys(one.key, other.key));
  return rows.map(({ text, html, key }, at) => {
    const alike = rows.filter((row) => row.key.who === key.who && row.key.year === key.year);
    const letter = alike.length > 1 && key.year ? (SUFFIXES[alike.indexOf(rows[at])] ?? "") : "";
    const lettered = (/** @type {string} */ written) => written.replace(`(${key.year}`, (year) => year + letter);
    return { text: lettered(text), html: lettered(html) };
  });
}
