// Where nothing is found: words of the index that are spelled nearly so. They come from small files
// that generator/papershelf/outputs/near_words.py makes beside the index, and that are loaded only here.

import { bare } from "./engine.js";

const folder = new URL("../../pagefind/near/", import.meta.url);
const SHOWN = 4;

const files = new Map();
/** A file, once; nothing where there is none. */
function read(name) {
  if (!files.has(name)) {
    const loading = fetch(new URL(name, folder)).then((answer) => (answer.ok ? answer.text() : ""));
    const lack = () => files.delete(name) && ""; // it may be asked for again
    files.set(name, loading.catch(lack));
  }
  return files.get(name);
}

/** `a.txt` for words that begin with a; a letter too many or swapped may stand first. */
function shelves(word) {
  const letters = [...word].slice(0, 2).map((letter) => (/[a-z]/.test(letter) ? letter : "_"));
  return [...new Set(letters)].map((letter) => `${letter}.txt`);
}

/** How many letters are wrong, missing, too many or swapped; `most` + 1 where it is more than that. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
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

/** Words of the index within one or two letters of a word; ten times as many pages make up for a letter,
 * since a rare word near to it may be as mistyped. */
export async function nearWords(word) {
  const asked = bare(word.toLowerCase());
  const most = asked.length < 7 ? 1 : 2;
  const texts = await Promise.all(shelves(asked).map(read));
  const near = [];
  for (const line of texts.flatMap((text) => text.split("\n"))) {
    const [known, pages = 1] = line.split(" ");
    const off = distance(asked, bare(known), most);
    if (off === 0) return []; // it is spelled well
    if (off <= most) near.push({ known, far: off - Math.log10(pages) });
  }
  const nearest = Math.min(...near.map(({ far }) => far));
  const kin = near.filter(({ far }) => far < nearest + 1).sort((a, b) => a.far - b.far);
  return kin.slice(0, SHOWN).map(({ known }) => known);
}

/** The query with words that no page has in a spelling that some have. */
export async function corrections(query, words) {
  const near = new Map();
  for (const word of words.filter((each) => each.length > 2 && !/\d{3}/.test(each))) {
    const found = await nearWords(word);
    if (found.length) near.set(word, found);
  }
  const typed = query.trim().toLowerCase();
  const replace = (text, word, other) => text.replace(word, () => other);
  const best = [...near].reduce((text, [word, [first]]) => replace(text, word, first), typed);
  const others = [...near].flatMap(([word, found]) =>
    found.map((other) => [...near].reduce((text, [each, [first]]) => replace(text, each, each === word ? other : first), typed)));
  return [...new Set([best, ...others])].filter((text) => text !== typed).slice(0, SHOWN);
}
