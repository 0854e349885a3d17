// Where nothing is found: words of the index that are spelled nearly so. They come from small files
// that generator/papershelf/outputs/near_words.py makes beside the index, and that are loaded only here.

import { loadTextIfAny, once } from "./site.js";
import { bare } from "./words.js";

const SHOWN = 4;

/** A file, or nothing where there is none. */
const read = once((/** @type {string} */ name) => loadTextIfAny(`pagefind/near/${name}`));

/**
 * `a.txt` for words that begin with a. The second letter counts, too: the first may be one too many, or swapped.
 * @param {string} word
 */
function shelves(word) {
  const letters = [...word].slice(0, 2).map((letter) => (/[a-z]/.test(letter) ? letter : "_"));
  return [...new Set(letters)].map((letter) => `${letter}.txt`);
}

/**
 * How many letters are wrong, missing, too many or swapped; `most` + 1 where it is more than that.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

/**
 * Words of the index within one or two letters of a word. Ten times as many pages make up for a letter,
 * since a rare word near to it may be as mistyped.
 * @param {string} word
 */
export async function nearWords(word) {
  const asked = bare(word.toLowerCase());
  const most = asked.length < 7 ? 1 : 2;
  // suggestions are an extra: without them the answer is complete
  const texts = await Promise.all(shelves(asked).map((name) => read(name).catch(() => "")));
  const near = [];
  for (const line of texts.flatMap((text = "") => text.split("\n"))) {
    const [known, pages = 1] = line.split(" ");
    const off = distance(asked, bare(known), most);
    if (off === 0) return []; // it is spelled well
    if (off <= most) near.push({ known, far: off - Math.log10(Number(pages)) });
  }
  const nearest = Math.min(...near.map(({ far }) => far));
  const kin = near.filter(({ far }) => far < nearest + 1).sort((a, b) => a.far - b.far);
  return kin.slice(0, SHOWN).map(({ known }) => known);
}

/**
 * The query with words that no page has in a spelling that some have.
 * @param {string} query
 * @param {string[]} words
 */
export async function corrections(query, words) {
  /** @type {Map<string, string[]>} */
  const near = new Map();
  for (const word of words.filter((each) => each.length > 2 && !/\d{3}/.test(each))) {
    const found = await nearWords(word);
    if (found.length) near.set(word, found);
  }
  const typed = query.trim().toLowerCase();
  /** The query with the first spelling of each word, but for one word. @type {(word?: string, other?: string) => string} */
  const spell = (word, other) =>
    [...near].reduce((text, [each, [first]]) => text.replace(each, () => (each === word && other ? other : first)), typed);
  const others = [...near].flatMap(([word, found]) => found.map((other) => spell(word, other)));
  return [...new Set([spell(), ...others])].filter((text) => text !== typed).slice(0, SHOWN);
}
