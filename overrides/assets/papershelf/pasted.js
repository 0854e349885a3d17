// The identifier that a reader means by what they paste or type. Patterns come from the generator
// (generated.js); text/pasted.py does the same for curators.

import { ADDRESSES, PATTERNS, TAILS } from "./generated.js";
import { toUrl } from "./site.js";

/** Spellings that the search accepts in addition to the addresses of a scheme. @type {Record<string, string[]>} */
const MORE = {
  doi: ["(?:urn:|info:)?doi(?::|/)\\s*"],
  arxiv: ["arxiv\\s*[:\\s]\\s*"],
  openreview: ["openreview\\s*:\\s*"],
  acl: ["acl\\s*:\\s*"],
  isbn: [`isbn(?:-1[03])?\\s*:?\\s*(?=${PATTERNS.isbn})`],
};

/**
 * What can precede an identifier: addresses and names of its scheme, also several of them. Slashes can be
 * doubled, or joined by a server.
 * @param {keyof typeof ADDRESSES} scheme
 * @param {{isShort?: boolean}} [options] `isShort`: also without `https://`, as browsers show addresses
 */
export function before(scheme, { isShort = false } = {}) {
  const sources = [...ADDRESSES[scheme], ...(MORE[scheme] ?? [])].map((source) => {
    const joined = source.replace(/\/+/g, "/+");
    return isShort ? joined.replaceAll("https?:/+", "(?:https?:/+)?") : joined;
  });
  return new RegExp(`^(?:${sources.join("|")})+`, "i");
}

/** In the order in which they are tried: a DOI can hold an arXiv id. @type {(keyof typeof ADDRESSES)[]} */
const SCHEMES = ["doi", "arxiv", "openreview", "acl", "pmid", "pmcid", "isbn"];

/** What can follow an identifier in an address. PubMed has more pages about one paper. @type {Record<string, string>} */
const ENDS = { ...TAILS, pmid: "(?:/.*)?" };
const AROUND = SCHEMES.map((scheme) => ({
  before: before(scheme, { isShort: true }),
  after: new RegExp(scheme === "doi" ? "[?#].*$" : `(?:${ENDS[scheme] ?? "/?"})(?:[?&#].*)?$`, "i"),
}));
/** The stamp on a paper of arXiv ends in its subject: `arXiv:1706.03762v7 [cs.CL]`. */
const SUBJECT = /\s*\[[\w.-]+\]$/;

const ARXIV = new RegExp(`^(${PATTERNS.arxiv})(?:v\\d+)?(?:\\.pdf)?$`, "i");
const ISBN = new RegExp(`^${PATTERNS.isbn}$`);

/**
 * An identifier as people paste it → as the pages print it. Every other text stays as it is.
 * @param {string} query
 */
export function normalise(query) {
  let text = query.trim();
  const own = toUrl("papers/").href;
  if (text.startsWith(own)) text = text.slice(own.length).split(/[/?#]/)[0];
  const isNamed = /^(?:urn:)?isbn/i.test(text);
  for (const around of AROUND) {
    const [start] = around.before.exec(text) ?? [];
    if (!start) continue;
    // what ends an identifier in an address, as ? and #, can be a part of one alone
    const after = start.includes(".") ? around.after : SUBJECT;
    text = text.slice(start.length).replace(after, "");
  }
  // ten digits in groups can be years or other numbers
  const isGroups = /^\d[\d\s-]*\s[\d\s-]*$/.test(text) && text.replace(/\D/g, "").length === 10;
  if (ISBN.test(text) && (isNamed || !isGroups)) text = text.replace(/[\s-]/g, "");
  const [, arxiv] = ARXIV.exec(text) ?? [];
  return arxiv ? arxiv.replace(/\.[a-z]{2}\//i, "/") : text;
}

/** A DOI in a reference, in BibTeX or in the address of a publisher. */
const DOI_WITHIN = new RegExp(PATTERNS.doi.replace("/", "(?:/|%2f)"), "i");
/** Identifiers among other words. A number that can be anything needs the name of its scheme before it. */
const WITHIN = [
  `(?<![\\d.])(${PATTERNS.arxiv})(?!\\d)`,
  `(?<!\\w)(${PATTERNS.pmcid})(?!\\w)`,
  `(?:pmid|pubmed)(?:\\W*id\\b)?(?:\\W*|\\S*?[/=])(${PATTERNS.pmid})(?!\\w)`,
  `(?:isbn\\D{0,9}(?:1[03]\\D{1,9})?|(?<![\\w-])(?=97[89]))(${PATTERNS.isbn})(?![\\d-])`,
].map((pattern) => new RegExp(pattern, "i"));
/** The last address in a text, or in another address. */
const ADDRESS_WITHIN = /https?:\/\/(?!.*https?:\/\/)[^\s{}"<>]*[\p{L}\p{N}]/iu;
/** What publishers add to a DOI in their addresses, as in text/pasted.py. */
const BEHIND = /(?:(?<=\d)v\d+)?(?:[./](?:full|e?pdf|abstract|meta|html?|full-?text))*\/?$/i;

/**
 * The identifiers that a query can mean, the likeliest first: the whole query, or what is in it.
 * @param {string} query
 */
export function meant(query) {
  const text = query.replace(/\p{Cf}/gu, "").replace(/[\u2010-\u2015]/g, "-");
  const [doi = ""] = DOI_WITHIN.exec(text) ?? [];
  const ended = doi.replace(/(?:[?#&"]|\]\().*$/, "").replace(/[^\p{L}\p{N}]+$/u, "");
  const [address = ""] = ADDRESS_WITHIN.exec(text) ?? [];
  const rest = text.replace(doi, " "); // a DOI can contain an ISBN
  const found = WITHIN.map((pattern) => pattern.exec(rest)?.[1] ?? "");
  const bare = text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const within = [doi, ended.includes("(") ? `${ended})` : "", ended, ended.replace(BEHIND, ""), address, ...found, bare];
  return [...new Set([query, ...within].map(normalise))].filter((each) => each && !/\s/.test(each));
}

/** @type {Record<string, string>} */
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** @param {string} name of a numeric entity, `#x3c` */
function toCharacter(name) {
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/**
 * A DOI as reference files write it: `10.1000%2Fabc`, `10.1000/a\_b`, `10.1000/a&lt;b` → as it is.
 * @param {string} text
 */
export function unescaped(text) {
  if (!/^10\.\d{4,9}(?:\/|%2f|\\\/|&#)/i.test(text)) return text;
  const plain = text
    .replace(/&(amp|lt|gt|quot|#\d+|#x[\da-f]+);/gi, (_, name) => ENTITIES[name.toLowerCase()] ?? toCharacter(name))
    .replace(/\\(?=[^\p{L}\p{N}\s])/gu, "");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain; // a percent sign of its own
  }
}
