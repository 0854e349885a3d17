// Words as the index has them, and other spellings of them: accents, letters that a keyboard lacks,
// initials of authors, scripts without blanks.

import { ALIKE, AT_LENGTH, LETTERS, PARTICLES, SIGNS, UNPARTED } from "./generated.js";

/** Words that say little; nearly every abstract has them. */
const EMPTY = new Set("a an and as at by for from in is of on or the to with".split(" "));
const RUN = new RegExp(`[${UNPARTED}]{2,}`, "g");
const TYPED_AT_LENGTH = new RegExp(`[${Object.keys(AT_LENGTH).join("")}]`, "g");

/**
 * `Mårten` → `Marten`; letters of Arabic script that look alike as one.
 * @param {string} text
 */
export const bare = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u0640-\u06d5]/g, (letter) => ALIKE[letter] ?? letter);

/**
 * `Çakıcı` → `cakici`.
 * @param {string} text
 */
export const spelled = (text) => bare(text.toLowerCase()).replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter);

/**
 * `Müller` → `mueller`.
 * @param {string} text
 */
export const atLength = (text) => text.normalize("NFC").toLowerCase().replace(TYPED_AT_LENGTH, (letter) => AT_LENGTH[letter]);

/**
 * The words to search for: `The (2018) paper of Thorne et al.` → 2018, paper, thorne.
 * @param {string} query
 */
export function words(query) {
  const all = query
    .toLowerCase()
    .replace(/@\w+\s*\{[^,\s]*,|\b\w+\s*=\s*(?=[{"])/g, " ") // of a BibTeX entry, only the values are left
    .replace(/\bet\s+al\b\.?/g, " ")
    .replace(/['’]s?\b/g, (end) => end.slice(1))
    .split(/[\s,;()[\]{}"“”«»]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+|[.!?:…]+$/gu, ""))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const telling = all.filter((word) => !EMPTY.has(word));
  return telling.length ? telling : all;
}

/**
 * Words with an initial beside a name → the word that the index has for both: `mullerj`.
 * @param {string[]} asked
 */
function withInitials(asked) {
  const at = asked.findIndex((word) => /^\p{L}$/u.test(word));
  if (at < 0 || asked.length < 2) return undefined;
  const isName = (/** @type {string} */ word) => word.length > 1 && !/^[\d.]+$/.test(word) && !PARTICLES.has(word);
  const family = asked.slice(at + 1).find(isName) ?? asked.slice(0, at).reverse().find(isName);
  if (!family) return undefined;
  const rest = asked.filter((word) => word.length > 1 && word !== family && !PARTICLES.has(word));
  return [spelled(family).replace(/[^a-z0-9]/g, "") + spelled(asked[at]), ...rest];
}

/**
 * Words of scripts without blanks in pairs of letters, as the index has them: `画像認識` → 画像, 像認, 認識.
 * @param {string[]} asked
 */
function inPairs(asked) {
  const parted = asked.flatMap((word) => {
    const runs = word.normalize("NFC").match(RUN) ?? [];
    const pairs = runs.flatMap((run) => [...run.slice(1)].map((letter, at) => run[at] + letter));
    return pairs.length ? [...pairs, ...word.replace(RUN, " ").split(" ").filter(Boolean)] : [word];
  });
  return parted.join() === asked.join() ? undefined : parted;
}

/**
 * Words of Arabic script as the index has them beside each spelling.
 * @param {string[]} asked
 */
const alike = (asked) => (/[\u0640-\u06d5]/.test(asked.join()) ? asked.map(bare) : undefined);

/**
 * Names with the signs that are a part of them: `c++17` → `cplusplus17`, `a*` → `astar`.
 * @param {string[]} asked
 */
function withSigns(asked) {
  const spelt = asked.map((word) => (/^[a-z]{1,5}(?:\+{1,2}|[#♯*])\d*$/.test(word) ? word.replace(/[+#♯*]/g, (sign) => SIGNS[sign]) : word));
  return spelt.join() === asked.join() ? undefined : spelt;
}

/**
 * A query with what the index can have as one word: `3 × 3` → `3x3`, `√n` → `sqrtn`.
 * @param {string} query
 */
export const withoutBlanks = (query) =>
  query
    .replace(/(?<=\d)\s*[x×]\s*(?=\d)/gi, "x")
    .replace(/(?:√|\bsqrt\b(?!\s+\w\w))[\s({]*(?=[\p{L}\p{N}])/giu, SIGNS["√"]);

/**
 * A query without articles and the like before an apostrophe: `l'écriture` → `écriture`, `D’Arcy` → `Arcy`.
 * @param {string} query
 */
export const withoutElisions = (query) => query.replace(/(?<!\p{L})\p{L}{1,4}['’](?=\p{L}{3})/gu, "");

/**
 * A query in the letters of keyboards: `ﬁeld`, as PDFs have it, → `field`, `ＡＩ` → `AI`, without signs that
 * nobody sees.
 * @param {string} query
 */
export const typed = (query) => query.normalize("NFKC").replace(/\p{Cf}/gu, "");

/**
 * The ways to ask for these words, the best first, each a list of words. Each further one is for when
 * those before found nothing.
 * @param {string[]} asked
 */
export function attempts(asked) {
  const long = asked.filter((word) => word.length > 1);
  const plain = long.map(spelled);
  const all = [
    withSigns(asked),
    withInitials(asked),
    inPairs(asked),
    alike(asked),
    asked,
    long.length && long.length < asked.length ? long : undefined,
    plain.join() === long.map(bare).join() ? undefined : plain,
  ];
  return all.filter((attempt) => attempt !== undefined);
}

/**
 * Each pair of neighbours written as one word: `dark gs` → `darkgs`.
 * @param {string[]} asked
 */
export const joined = (asked) => asked.slice(1).map((word, at) => [...asked.slice(0, at), asked[at] + word, ...asked.slice(at + 2)]);

/**
 * A word in letters and digits alone, without accents.
 * @param {string} word
 */
export const plainOf = (word) => bare(word.toLowerCase()).replace(/[^\p{L}\p{N}]/gu, "");

/**
 * A word without its ending: `running` → `run`.
 * @param {string} word
 */
export const stemOf = (word) =>
  plainOf(word)
    .replace(/(?<=.{3})(?:ations?|ments?|ings?|it(?:y|ies)|ive(?:ly)?|e[rd]s?|ies|es|ly|al|[esy])$/, "")
    .replace(/([^aeiou])\1$/, "$1");

/**
 * Whether two words begin with the same letters for most of the first: `detection`, `detecting`.
 * @param {string} word
 * @param {string} other
 */
export function isKin(word, other) {
  let same = 0;
  while (same < word.length && word[same] === other[same]) same++;
  return same >= Math.max(4, Math.ceil(word.length * 0.6));
}
