// How a result looks: title, authors and sentence, with the words that were found marked. What comes
// out of the index is inserted as text, never as markup.

import { ends, wordsOf } from "./engine.js";
import { make } from "./dom.js";
import { shorten } from "./names.js";
import { atLength, bare, spelled } from "./words.js";

/** @typedef {import("./engine.js").PageData} PageData */
/**
 * What the data of a page says about a query: the words of the page, the places of those that were found,
 * these words in plain letters, the topics and keywords where nothing else was found, and what is between
 * two words.
 * @typedef {{words: string[], places: number[], found: Set<string>, beside: string, glue: string}} Reading
 */

const WORDS = 36;
/** So many words are named in the address of a result. */
const NAMED = 12;

/** Splits text so that each second part is a word. */
const WORD = /([\p{L}\p{N}](?:[^\s]*[\p{L}\p{N}\p{M}])?)/u;
const clean = (/** @type {string} */ word) => bare(word.toLowerCase()).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/**
 * Reads the data of a page. Words that were asked for and are in the text count as found, too: a name that
 * was found by its initial.
 * @param {PageData} data
 * @param {string[]} asked
 * @returns {Reading}
 */
export function read(data, asked) {
  const all = wordsOf(data);
  const [end, hidden] = ends(all);
  const places = [...new Set(data.locations)].filter((at) => at < hidden).sort((a, b) => a - b);
  const found = new Set(places.map((at) => clean(all[at])).filter(Boolean));
  const shown = new Set(all.slice(0, end).map(clean));
  const wanted = new Set(asked.map(clean).filter((word) => word.length > 1));
  for (const word of wanted) if (shown.has(word)) found.add(word);
  for (const word of all.slice(0, end)) {
    if (/[^\0-\x7f]/.test(word) && [word, atLength(word)].some((spelling) => wanted.has(clean(spelled(spelling))))) found.add(clean(word));
  }
  const isBeside = places.some((at) => at > end) && !places.some((at) => at < end);
  const beside = isBeside ? [...new Set(places.map((at) => all[at].replace(/[,.;]$/, "")))].join(" ") : "";
  return { words: all.slice(0, end), places, found, beside, glue: data.raw_content.includes("\u200b") ? "" : " " };
}

/**
 * The words for the address of a result, to be marked on its page.
 * @param {Reading} reading
 */
export const forAddress = ({ found }) => [...found].slice(0, NAMED).join(" ");

/**
 * Text with the found words in <mark>.
 * @param {string} text
 * @param {Set<string>} found
 */
export function marked(text, found) {
  const out = document.createDocumentFragment();
  for (const [at, part] of text.split(WORD).entries()) {
    out.append(at % 2 && found.has(clean(part)) ? make("mark", {}, part) : part);
  }
  out.normalize();
  return out;
}

/**
 * The first authors, and those that were searched for.
 * @param {string | undefined} text
 * @param {Set<string>} found
 */
export function authors(text = "", found) {
  const isWanted = (/** @type {string} */ name) => name.split(/[\s-]+/).some((word) => found.has(clean(word)));
  return marked(shorten(text, isWanted), found);
}

/**
 * Where the text of a page begins: on the page of a paper, after title, authors and dates.
 * @param {string[]} words
 * @param {PageData["meta"]} meta
 */
function start(words, meta) {
  if (meta.kind !== "paper" || !meta.date) return 0;
  const date = meta.date.split(" ");
  const at = words.findIndex((word, place) =>
    word === "Published" && date.every((part, n) => words[place + 1 + n]?.replace(/,$/, "") === part));
  if (at < 0) return 0;
  let from = at + 1 + date.length;
  if (words[from] === "added") while (from < words.length && !/^\d{4}\.?$/.test(words[from++]));
  if (words[from] === "·") while (from < words.length && !/^comments?$|^Discussion$/.test(words[from++]));
  return from;
}

/**
 * Sentences as pairs of places, [from, to).
 * @param {string[]} words
 * @param {number} from
 */
function sentences(words, from) {
  /** @type {[number, number][]} */
  const out = [];
  let begin = from;
  for (let at = from; at < words.length; at++) {
    const isEnd = /[.!?]["”’)]*$/.test(words[at]) && !/^(?:e\.g|i\.e|al|vs|cf|etc|Fig)\.$/.test(words[at]);
    if ((isEnd && /^["“‘(]*[\p{Lu}\p{N}]/u.test(words[at + 1] ?? "A")) || at === words.length - 1) {
      out.push([begin, at + 1]);
      begin = at + 1;
    }
  }
  return out;
}

/**
 * The sentence that has most of the words. Where the text has none of them: the curator's, or the first.
 * @param {Reading} reading
 * @param {PageData["meta"]} meta
 */
export function sentence({ words, places, found, glue }, meta) {
  const from = start(words, meta);
  const all = sentences(words, from);
  /** @param {[number, number]} sentence */
  const score = ([a, b]) => new Set(places.filter((at) => at >= a && at < b).map((at) => clean(words[at]))).size;
  const best = all.reduce((top, next) => (score(next) > score(top) ? next : top), all[0] ?? [from, from]);
  const has = score(best);
  if (!has && meta.summary) return marked(meta.summary, found);
  let [a, b] = best;
  if (b - a > WORDS) {
    const first = (has ? places.find((at) => at >= a && at < b) : undefined) ?? a;
    const lead = Math.max(a, Math.min(first - 8, b - WORDS));
    [a, b] = [lead, Math.min(b, lead + WORDS)];
  }
  const text = words.slice(a, b).join(glue);
  return marked(`${a > best[0] ? "… " : ""}${text}${b < best[1] ? " …" : ""}`, found);
}
