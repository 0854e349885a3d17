// Only on the 404 page: an address below /doi/ or /arxiv/ that no file answers may still name a paper
// of this site, in another spelling. The script asks whether the normal spelling is there and goes
// there; the names are those of generator/papershelf/outputs/resolvers.py. It never leaves the site.

const root = new URL("../../", import.meta.url);
const LONGEST = 200;
const LONGEST_PATH = 400;
const UNSAFE = /[^A-Za-z0-9._;()-]/gu;
const TAKEN = /^(?:\.|index\.html$|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))/i;
const ARXIV = /^(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?\/\d{7})$/;

/** Letters of ASCII alone, as DOIs have it. */
const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** As many percent signs as can be decoded are. */
export function decode(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

const hex = (text) =>
  [...new TextEncoder().encode(text)].map((byte) => `~${byte.toString(16).padStart(2, "0")}`).join("");

/** One segment as the name of a folder: `a<b` → `a~3cb`, `..` → `~2e~2e`, nothing → `~`. */
function encode(segment) {
  if (!segment) return "~";
  let coded = segment.replace(UNSAFE, hex);
  if (TAKEN.test(segment)) coded = hex(segment[0]) + coded.slice(1);
  return coded.endsWith(".") ? coded.slice(0, -1) + hex(".") : coded;
}

/** An identifier in the one spelling that has a file, or nothing. */
export function toPath(identifier) {
  const segments = lower(identifier).split("/").map(encode);
  const path = segments.join("/");
  return path.length <= LONGEST_PATH && segments.every((segment) => segment.length <= LONGEST) ? path : "";
}

/** What an identifier may mean: paths relative to the root of the site, the likeliest first. */
export function meanings(kind, asked) {
  const bare = lower(asked.trim())
    .replace(/^https?:\/+(?:(?:dx|www)\.)?doi\.org\/+/, "")
    .replace(/^https?:\/+(?:(?:www|export)\.)?arxiv\.org\/+(?:abs|pdf|html)\/+/, "arxiv:")
    .replace(/^(?:urn:doi:|info:doi\/|doi:)\s*/, "");
  const preprint = bare
    .replace(/^10\.48550\/(?=arxiv\.)/, "")
    .replace(/^arxiv[:.]\s*/, "")
    .replace(/(?:\.pdf)?(?:v\d+)?(?:\.pdf)?\/?$/, "");
  const found = [];
  if (/^10\.\d{4,9}(?:\.\d+)*\/./s.test(bare)) {
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

/** The identifiers that somebody may have meant by an address of this site, most of it first. */
export function asked(address) {
  const { pathname, search, hash } = new URL(address);
  if (!pathname.startsWith(root.pathname)) return undefined;
  const [, kind, path] = /^(doi|arxiv)(?:\/(.*))?$/is.exec(pathname.slice(root.pathname.length)) ?? [];
  if (!kind) return undefined;
  const rest = path ?? "";
  // a DOI may hold ? and #, which end the path of an address; .. and // survive behind a ? alone
  const written = rest ? [rest + search + hash, rest + search, rest] : [search.slice(1), hash.slice(1)];
  const texts = written.flatMap((text) => [decode(text), text]);
  const all = texts.flatMap((text) => (text.endsWith("/") ? [text.slice(0, -1), text] : [text]));
  return { kind: lower(kind), texts: [...new Set(all)].filter(Boolean) };
}

async function isThere(url) {
  try {
    return (await fetch(url, { method: "HEAD" })).ok;
  } catch {
    return false;
  }
}

async function resolve() {
  const question = asked(location.href);
  if (!question || !question.texts.length) return;
  const paths = new Set(question.texts.flatMap((text) => meanings(question.kind, text)));
  for (const path of paths) {
    const url = new URL(path.split("/").map(encodeURIComponent).join("/"), root);
    if (url.origin !== location.origin || !url.pathname.startsWith(root.pathname)) continue;
    if (url.pathname === location.pathname || !(await isThere(url))) continue;
    location.replace(url);
    return;
  }
  const told = document.querySelector(".ps-kind-404 .ps-summary");
  const name = question.kind === "doi" ? "DOI" : "arXiv id";
  const text = question.texts.at(-1).replace(/\/$/, "");
  if (told) told.textContent = `No paper of this collection has the ${name} ${text}.`;
}

resolve();
