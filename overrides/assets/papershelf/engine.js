// Pagefind's index for whoever searches it: the dialog of each page, and the list of all papers.
// It is loaded once, when somebody is about to search, not before. What Pagefind cannot do is done
// here: identifiers in any spelling, initials of authors, letters that a keyboard lacks, a word too
// many. The hidden words it relies on are those of generator/papershelf/outputs/views/search_words.py.

const base = new URL("../../", import.meta.url);

/** Begins each part behind the text of a paper: what is beside it, identifiers, names. */
const SIGN = "⁂";
const PARTS = 4;
/** So many results are looked at for the paper of an identifier. */
const LOOKED_AT = 10;
/** Words that tell nothing; they stand in nearly every abstract. */
const EMPTY = new Set("a an and as at by for from in is of on or the to with".split(" "));
/** Words before a family name that are no part of it in the index. */
const PARTICLES = new Set("al da de del den der di du el la le ten ter van vom von zu".split(" "));
/** Letters that are no others with an accent, as the hidden words spell them. */
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h" };

const ARXIV = /^(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/i;

/** Letters of scripts that put no blank between two words, as finding.py has them. */
const UNPARTED =
  /[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}/g;

/** What addresses and prefixes say before an identifier, and what follows it there. */
const AROUND = [
  [/^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i, /[?#].*$/],
  [/^(?:doi|urn:doi|info:doi)[:/]\s*/i],
  [/^10\.48550\/arxiv\./i],
  [/^(?:https?:\/\/)?(?:www\.|export\.)?(?:arxiv\.org|alphaxiv\.org)\/(?:abs|pdf|html)\//i, /(?:\.pdf)?\/?(?:[?#].*)?$/],
  [/^(?:https?:\/\/)?(?:www\.)?huggingface\.co\/papers\//i, /[?#].*$/],
  [/^arxiv\s*[:\s]\s*/i, /\s*\[[\w.-]+\]$/],
  [/^(?:https?:\/\/)?(?:www\.)?openreview\.net\/(?:forum|pdf)\?id=/i, /[&#].*$/],
  [/^(?:https?:\/\/)?(?:www\.)?(?:aclanthology\.org|aclweb\.org\/anthology)\//i, /(?:\.pdf|\.bib)?\/?(?:[?#].*)?$/],
  [/^(?:https?:\/\/)?pubmed\.ncbi\.nlm\.nih\.gov\//i, /[/?#].*$/],
  [/^(?:openreview|acl|pmid|isbn)\s*:\s*/i],
];

/** Identifiers as people paste them → as the pages print them. */
export function normalise(query) {
  let text = query.trim();
  const own = new URL("papers/", base).href;
  if (text.startsWith(own)) text = text.slice(own.length).split(/[/?#]/)[0];
  for (const [before, after] of AROUND) {
    if (!before.test(text)) continue;
    text = text.replace(before, "");
    if (after) text = text.replace(after, "");
  }
  if (/^97[89][\d\s-]{10,14}$/.test(text)) text = text.replace(/[\s-]/g, "");
  const [, arxiv] = ARXIV.exec(text) ?? [];
  return arxiv ? arxiv.replace(/\.[a-z]{2}\//i, "/") : text;
}

/** A DOI as files of references have it: `10.1000%2Fabc`, `10.1000/a\_b`, `10.1000/a&lt;b` → as it is. */
export function unescaped(text) {
  if (!/^10\.\d{4,9}(?:\/|%2f|\\\/|&#)/i.test(text)) return text;
  const plain = text
    .replace(/&(amp|lt|gt|quot|#\d+|#x[\da-f]+);/gi, (all, name) => ENTITIES[name.toLowerCase()] ?? character(name))
    .replace(/\\(?=[^\p{L}\p{N}\s])/gu, "");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain; // a percent sign of its own
  }
}
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };
const character = (name) => {
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
};

let engine;
let starts = 0;
/** Pagefind, started once. */
export function start() {
  engine ??= (async () => {
    // a browser may keep a script that did not come: another address is asked for anew
    const pagefind = await import(new URL(`pagefind/pagefind.js${starts++ ? `?${starts}` : ""}`, base));
    await pagefind.options({ baseUrl: base.pathname });
    await pagefind.init();
    return pagefind;
  })();
  return engine;
}

/** After a failure: what is asked next begins anew, since Pagefind keeps what failed. */
export async function restart() {
  const failed = engine;
  engine = undefined;
  await failed?.then((pagefind) => pagefind.destroy?.()).catch(() => {});
}

/** Letters of Arabic script that look alike and are typed for each other, as finding.py has them. */
const ALIKE = { ی: "ي", ى: "ي", ې: "ي", ک: "ك", ه: "ة", ھ: "ة", ہ: "ة", ە: "ة", ـ: "" };

/** `Mårten` → `Marten`; letters of Arabic script that look alike as one. */
export const bare = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u0640-\u06d5]/g, (letter) => ALIKE[letter] ?? letter);

/** `Çakıcı` → `cakici`. */
export const spelled = (text) => bare(text.toLowerCase()).replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter);

/** How people type letters that their keyboard lacks, as finding.py has them: `Müller` → `mueller`. */
const LONG = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };
export const atLength = (text) => text.normalize("NFC").toLowerCase().replace(/[äöüåø]/g, (letter) => LONG[letter]);

/** The words that are searched for: `The (2018) paper of Thorne et al.` → 2018, paper, thorne. */
export function words(query) {
  const all = query
    .toLowerCase()
    .replace(/@\w+\s*\{[^,\s]*,|\b\w+\s*=\s*(?=[{"])/g, " ") // of an entry of BibTeX the values are left
    .replace(/\bet\s+al\b\.?/g, " ")
    .replace(/['’]s?\b/g, (end) => end.slice(1))
    .split(/[\s,;()[\]{}"“”«»&]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[.!?:…]+$/gu, ""))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const telling = all.filter((word) => !EMPTY.has(word));
  return telling.length ? telling : all;
}

/** Words with an initial beside a name → the word that the index has for both: `mullerj`. */
function withInitials(asked) {
  const at = asked.findIndex((word) => /^\p{L}$/u.test(word));
  if (at < 0 || asked.length < 2) return undefined;
  const isName = (word) => word.length > 1 && !/^\d+$/.test(word) && !PARTICLES.has(word);
  const family = asked.slice(at + 1).find(isName) ?? asked.slice(0, at).findLast(isName);
  if (!family) return undefined;
  const rest = asked.filter((word) => word.length > 1 && word !== family && !PARTICLES.has(word));
  return [spelled(family).replace(/[^a-z0-9]/g, "") + spelled(asked[at]), ...rest];
}

/** Words without blanks, which the index does not part, as it has them: `画像認識` → 画像, 像認, 認識. */
function inPairs(asked) {
  const parted = asked.flatMap((word) => {
    const runs = word.normalize("NFC").match(UNPARTED) ?? [];
    const pairs = runs.flatMap((run) => [...run.slice(1)].map((letter, at) => run[at] + letter));
    return pairs.length ? [...pairs, ...word.replace(UNPARTED, " ").split(" ").filter(Boolean)] : [word];
  });
  return parted.join() === asked.join() ? undefined : parted;
}

/** Words of Arabic script as the index has them beside each spelling. */
const alike = (asked) => (/[\u0640-\u06d5]/.test(asked.join()) ? asked.map(bare) : undefined);

/** Other ways to ask, for when the one before found nothing; each a list of words. */
function* otherwise(asked) {
  const long = asked.filter((word) => word.length > 1);
  if (long.length && long.length < asked.length) yield long;
  const plain = long.map(spelled);
  if (plain.join() !== long.map(bare).join()) yield plain;
}

/** Neighbours written as one: `dark gs` → `darkgs`. */
const joined = (asked) => asked.slice(1).map((word, at) => asked.toSpliced(at, 2, asked[at] + word));

/** A word without its ending: `running` → `run`. */
const root = (word) =>
  plainOf(word)
    .replace(/(?<=.{3})(?:ations?|ments?|ings?|it(?:y|ies)|ive(?:ly)?|e[rd]s?|ies|es|ly|al|[esy])$/, "")
    .replace(/([^aeiou])\1$/, "$1");
const plainOf = (word) => bare(word.toLowerCase()).replace(/[^\p{L}\p{N}]/gu, "");

/** The words that a result does not have. For a word that no page has, Pagefind takes the longest
 * one that it begins with (`leimkuhlers` is answered with `lei`), the same for every page. */
async function missing(asked, result, isStrict) {
  const data = await result.data();
  const all = wordsOf(data);
  const found = data.locations.map((at) => plainOf(all[at] ?? ""));
  const named = plainOf(Object.values(data.meta).join(" "));
  return asked.filter((word) => {
    const stem = root(word);
    return !named.includes(stem) && !found.some((other) => other.includes(stem) || (!isStrict && isKin(plainOf(word), other)));
  });
}

/** Whether two words begin with the same letters for most of the first: `detection`, `detecting`. */
function isKin(word, other) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  return same >= Math.max(4, Math.ceil(word.length * 0.6));
}

/** The words of a page as Pagefind counts them. */
export function wordsOf({ raw_content: raw, content }) {
  return raw.includes("\u200b") ? raw.split("\u200b") : content.split(/\s+/);
}

/** The results that are wanted. */
async function search(pagefind, text, isWanted) {
  const { results } = await pagefind.search(text);
  return results.filter(isWanted);
}

/** The pages that have these words: `{results, lost}`, lost are those that no page has; strictly, not
 * even with another ending. */
async function ask(pagefind, asked, isWanted, isStrict = false) {
  const results = await search(pagefind, asked.join(" "), isWanted);
  const lost = results.length ? await missing(asked, results[0], isStrict) : [];
  return { results, lost };
}

/** What most of the words find: each left out in turn, the best results of all first. */
async function most(pagefind, asked, isWanted) {
  const best = new Map();
  for (let at = 0; at < asked.length; at++) {
    const { results, lost } = await ask(pagefind, asked.toSpliced(at, 1), isWanted);
    if (lost.length) continue;
    for (const result of results) {
      if (result.score > (best.get(result.id)?.score ?? 0)) best.set(result.id, result);
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

/** What some of many words find, words in a row: of a whole reference those of the title, beside places
 * and pages that the index has not. The pages with most of such rows first. */
async function some(pagefind, asked, isWanted) {
  const found = new Map();
  const stride = Math.max(2, Math.ceil((asked.length - ROW) / (TRIED - 1)));
  for (let at = 0; at < asked.length; at += stride) {
    const { results, lost } = await ask(pagefind, asked.slice(Math.min(at, asked.length - ROW)).slice(0, ROW), isWanted);
    if (lost.length) continue;
    for (const result of results) {
      const { times = 0 } = found.get(result.id) ?? {};
      found.set(result.id, { result, times: times + 1 });
    }
  }
  const best = [...found.values()].sort((a, b) => b.times - a.times || b.result.score - a.result.score);
  return best.map(({ result }) => result);
}

/** So many words are left out in turn, or joined, and so many rows of them are tried: each is a search. */
const TRIED = 8;
/** Words that stand in a row in few pages. */
const ROW = 5;

/** Searches as people type, among the pages that are wanted: `{results, how}`, `exact` is a paper by
 * its identifier, which is first; `all` has every word, `most` all but one, `some` a few of many in a
 * row, `none` nothing. */
export async function find(query, isWanted = () => true) {
  const pagefind = await start();
  const text = normalise(query);
  for (const spelling of /\s/.test(text) ? [] : new Set([text, unescaped(text)])) {
    const found = await search(pagefind, spelling, isWanted);
    const exact = await named(spelling.toLowerCase(), found);
    if (exact) return { results: [exact, ...found.filter((result) => result !== exact)], how: "exact" };
  }
  const asked = words(text);
  for (const attempt of [withInitials(asked), inPairs(asked), alike(asked), asked, ...otherwise(asked)]) {
    if (!attempt) continue;
    const { results, lost } = await ask(pagefind, attempt, isWanted);
    if (results.length && !lost.length) return { results, how: "all" };
  }
  const long = asked.filter((word) => word.length > 1);
  if (long.length > TRIED) {
    const results = await some(pagefind, long, isWanted);
    return { results, how: results.length ? "some" : "none" };
  }
  for (const attempt of joined(long)) {
    const { results, lost } = await ask(pagefind, attempt, isWanted, true);
    if (results.length && !lost.length) return { results, how: "all" };
  }
  const results = long.length > 1 ? await most(pagefind, long, isWanted) : [];
  return { results, how: results.length ? "most" : "none" };
}

/** The result whose page has this identifier. */
async function named(identifier, results) {
  for (const result of results.slice(0, LOOKED_AT)) {
    if (identifiers((await result.data()).content).includes(identifier)) return result;
  }
  return undefined;
}

/** The identifiers that stand hidden in the text of a page. */
function identifiers(content) {
  const parts = content.split(` ${SIGN}`);
  return parts.length < PARTS ? [] : parts.at(-2).split(/\s+/);
}

/** Where the text of a page ends, and where what is beside it, as places of words. */
export function ends(all) {
  const signs = all.flatMap((word, at) => (word === SIGN ? [at] : [])).slice(1 - PARTS);
  return signs.length < PARTS - 1 ? [all.length, all.length] : signs;
}
