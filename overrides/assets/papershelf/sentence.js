// How a result looks: title, authors and sentence, with the words that were found marked. What comes
// out of the index is inserted as text, never as markup.

import { bare, wordsOf } from "./engine.js";
import { make } from "./dom.js";

const AUTHORS = 3;
const WORDS = 36;
/** So many words are named in the address of a result. */
const NAMED = 12;

const clean = (word) => bare(word.toLowerCase()).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** What a page's data says about a query: its words, where they stand, which were found. */
export function read(data) {
  const all = wordsOf(data);
  const end = all.findIndex((word) => word === "⁂");
  const shown = end < 0 ? all : all.slice(0, end);
  const places = [...new Set(data.locations)].filter((at) => at < shown.length).sort((a, b) => a - b);
  const found = new Set(places.map((at) => clean(shown[at])).filter(Boolean));
  return { words: shown, places, found, glue: data.raw_content.includes("\u200b") ? "" : " " };
}

/** The words for the address of a result, to be marked on its page. */
export const forAddress = ({ found }) => [...found].slice(0, NAMED).join(" ");

/** Text with the found words in <mark>. */
export function marked(text, found) {
  const out = document.createDocumentFragment();
  for (const part of text.split(/(\s+)/)) {
    const isFound = found.has(clean(part)) && /\S/.test(part);
    out.append(isFound ? make("mark", {}, part) : part);
  }
  out.normalize();
  return out;
}

/** The first authors, and those that were searched for. */
export function authors(text, found) {
  const names = (text ?? "").split(", ").filter(Boolean);
  const wanted = (name) => name.split(/[\s-]+/).some((word) => found.has(clean(word)));
  const shown = names.filter((name, at) => names.length <= AUTHORS + 1 || at < AUTHORS || wanted(name));
  const more = names.length - shown.length;
  return marked(shown.join(", ") + (more > 0 ? ` and ${more} more` : ""), found);
}

/** Where the text of a page begins: on a paper's behind title, authors and dates. */
function start(words, meta) {
  if (meta.kind !== "paper" || !meta.date) return 0;
  const date = meta.date.split(" ");
  const at = words.findIndex((word, place) =>
    word === "Published" && date.every((part, n) => words[place + 1 + n]?.replace(/,$/, "") === part));
  if (at < 0) return 0;
  let from = at + 1 + date.length;
  if (words[from] === "added") while (from < words.length && !/^\d{4}$/.test(words[from++]));
  if (words[from] === "·") while (from < words.length && !/^comments?$|^Discussion$/.test(words[from++]));
  return from;
}

/** Sentences as pairs of places, [from, to). */
function sentences(words, from) {
  const out = [];
  for (let at = from; at < words.length; at++) {
    const isEnd = /[.!?]["”’)]*$/.test(words[at]) && !/^(?:e\.g|i\.e|al|vs|cf|etc|Fig)\.$/.test(words[at]);
    if ((isEnd && /^["“‘(]*[\p{Lu}\p{N}]/u.test(words[at + 1] ?? "A")) || at === words.length - 1) {
      out.push([from, at + 1]);
      from = at + 1;
    }
  }
  return out;
}

/** The sentence that has most of the words; where the text has none, the curator's, or its first. */
export function sentence({ words, places, found, glue }, meta) {
  const from = start(words, meta);
  const all = sentences(words, from);
  const score = ([a, b]) => new Set(places.filter((at) => at >= a && at < b).map((at) => clean(words[at]))).size;
  const best = all.reduce((top, next) => (score(next) > score(top) ? next : top), all[0] ?? [from, from]);
  const has = score(best);
  if (!has && meta.summary) return marked(meta.summary, found);
  let [a, b] = best;
  if (b - a > WORDS) {
    const first = has ? places.find((at) => at >= a && at < b) : a;
    const lead = Math.max(a, Math.min(first - 8, b - WORDS));
    [a, b] = [lead, Math.min(b, lead + WORDS)];
  }
  const text = words.slice(a, b).join(glue);
  return marked(`${a > best[0] ? "… " : ""}${text}${b < best[1] ? " …" : ""}`, found);
}

