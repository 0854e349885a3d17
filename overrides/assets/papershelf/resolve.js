// Only on the 404 page: an address below /doi/ or /arxiv/ that no file answers can still name a paper of
// this site, in another spelling. The script asks whether the site has the normal spelling, and goes there;
// the names are those of generator/papershelf/outputs/resolvers.py. It never leaves the site.

import { PATTERNS, TAILS } from "./generated.js";
import { before } from "./pasted.js";
import { base, exists } from "./site.js";

const LONGEST = 200;
const LONGEST_PATH = 400;
const UNSAFE = /[^A-Za-z0-9._;()-]/gu;
const TAKEN = /^(?:\.|index\.html$|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))/i;
const ARXIV = new RegExp(`^${PATTERNS.arxiv}$`, "i");
const DOI = new RegExp(`^${PATTERNS.doi}`);
const BEFORE_DOI = before("doi");
const BEFORE_ARXIV = before("arxiv");
const AFTER_ARXIV = new RegExp(`${TAILS.arxiv}$`);

/**
 * Letters of ASCII alone in lower case, as DOIs have them.
 * @param {string} text
 */
const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * A text with every percent sign decoded that can be.
 * @param {string} text
 */
export function decode(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const hex = (/** @type {string} */ text) =>
  [...new TextEncoder().encode(text)].map((byte) => `~${byte.toString(16).padStart(2, "0")}`).join("");

/**
 * One segment as the name of a folder: `a<b` → `a~3cb`, `..` → `~2e~2e`, nothing → `~`.
 * @param {string} segment
 */
function encode(segment) {
  if (!segment) return "~";
  let coded = segment.replace(UNSAFE, hex);
  if (TAKEN.test(segment)) coded = hex(segment[0]) + coded.slice(1);
  return coded.endsWith(".") ? coded.slice(0, -1) + hex(".") : coded;
}

/**
 * An identifier in the one spelling that has a file, or nothing.
 * @param {string} identifier
 */
export function toPath(identifier) {
  const segments = lower(identifier).split("/").map(encode);
  const path = segments.join("/");
  return path.length <= LONGEST_PATH && segments.every((segment) => segment.length <= LONGEST) ? path : "";
}

/**
 * What an identifier can mean: paths relative to the root of the site, the likeliest first.
 * @param {string} kind `doi` or `arxiv`
 * @param {string} text
 */
export function meanings(kind, text) {
  const bare = lower(text.trim()).replace(BEFORE_DOI, "");
  const preprint = bare.replace(BEFORE_ARXIV, "").replace(/^arxiv\.\s*/, "").replace(AFTER_ARXIV, "");
  const found = [];
  if (DOI.test(bare)) {
    found.push(bare);
    if (bare.endsWith("/")) found.push(bare.slice(0, -1));
  }
  const paths = found.map((doi) => toPath(doi)).filter(Boolean).map((path) => `doi/${path}/`);
  if (ARXIV.test(preprint) && (kind === "arxiv" || preprint !== bare)) {
    paths.push(`arxiv/${toPath(preprint)}/`);
    const general = preprint.replace(/\.[a-z]{2}\//, "/"); // math.gt/0309136 is math/0309136
    if (general !== preprint) paths.push(`arxiv/${toPath(general)}/`);
  }
  return paths;
}

/**
 * The identifiers that an address of this site can stand for, the longest first, and the fragment behind them.
 * @param {string} address
 */
export function asked(address) {
  const { pathname, search, hash } = new URL(address);
  if (!pathname.startsWith(base.pathname)) return undefined;
  const [, kind, path] = /^(doi|arxiv)(?:\/(.*))?$/is.exec(pathname.slice(base.pathname.length)) ?? [];
  if (!kind) return undefined;
  const rest = path ?? "";
  // a DOI can hold ? and #, which end the path of an address; .. and // survive behind a ? alone
  const written = rest ? [rest + search + hash, rest + search, rest] : [search.slice(1), hash.slice(1)];
  const texts = written.flatMap((text) => [decode(text), text]);
  const all = texts.flatMap((text) => (text.endsWith("/") ? [text.slice(0, -1), text] : [text]));
  return { kind: lower(kind), texts: [...new Set(all)].filter(Boolean), fragment: rest && hash };
}

/** Goes to the paper that the address of this page stands for, or says that there is none. */
async function resolve() {
  const question = asked(location.href);
  if (!question || !question.texts.length) return;
  const paths = new Set(question.texts.flatMap((text) => meanings(question.kind, text)));
  for (const path of paths) {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), base);
    if (url.origin !== location.origin || !url.pathname.startsWith(base.pathname)) continue;
    if (url.pathname === location.pathname || !(await exists(url))) continue;
    url.hash = question.fragment;
    location.replace(url);
    return;
  }
  const summary = document.querySelector(".ps-kind-404 .ps-summary");
  const name = question.kind === "doi" ? "DOI" : "arXiv id";
  const text = question.texts[question.texts.length - 1].replace(/\/$/, "");
  if (summary) summary.textContent = `No paper of this collection has the ${name} ${text}.`;
}

resolve();
