// The files beside each paper, for many papers at once. The generator wrote each format; here files are
// joined as it joins entries (generator/papershelf/citations), and nothing is rewritten.

import { LoadError, absolute, loadText, toUrl, unlessMissing } from "./site.js";

const AT_ONCE = 6;

/**
 * Formats in which papers can be downloaded.
 * @type {Record<string, {suffix: string, type: string, join: (files: string[]) => string}>}
 */
export const FORMATS = {
  BibTeX: { suffix: "bib", type: "application/x-bibtex", join: (files) => files.join("\n") },
  RIS: { suffix: "ris", type: "application/x-research-info-systems", join: (files) => files.join("\r\n") },
  "CSL-JSON": {
    suffix: "json",
    type: "application/vnd.citationstyles.csl+json",
    // each file is a list of one item: "[\n", the item in its line, "\n]\n"
    join: (files) => `[\n${files.map((file) => file.slice(2, -3)).join(",\n")}\n]\n`,
  },
};

/**
 * The page of a paper.
 * @param {string} id
 */
export const page = (id) => toUrl(`papers/${id}/`);

/**
 * Suffix → what a whole file is: browsers do not always notice that a file was cut on its way.
 * @type {Record<string, RegExp>}
 */
const WHOLE = { bib: /\}\n$/, ris: /ER {2}- \r\n$/, json: /^\[\n.*\n\]\n$/s, md: /\n## Reference\n.*\n- .*\n$/s };

/**
 * One file of a paper; a LoadError where it did not come whole.
 * @param {string} id
 * @param {string} suffix
 */
export async function loadWhole(id, suffix) {
  const path = `papers/${id}.${suffix}`;
  const text = await loadText(path);
  if (!WHOLE[suffix].test(text)) throw new LoadError("malformed", path);
  return text;
}

/**
 * The same, or `undefined` where there is none.
 * @param {string} id
 * @param {string} suffix
 */
export const loadFile = (id, suffix) => loadWhole(id, suffix).catch(unlessMissing);

/**
 * Does `work` for each item, a few at a time.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => Promise<void>} work
 */
export async function each(items, work) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}

/**
 * What `load` returns for each of these papers, in their order, and the ids of those that do not exist or did
 * not come.
 * @template Part
 * @param {string[]} ids
 * @param {(id: string) => Promise<Part | undefined>} load
 */
export async function collect(ids, load) {
  /** @type {Map<string, Part | undefined>} */
  const found = new Map();
  await each(ids, async (id) => {
    found.set(id, await load(id).catch(() => undefined));
  });
  const parts = ids.map((id) => found.get(id)).filter((part) => part !== undefined);
  return { parts, missing: ids.filter((id) => found.get(id) === undefined) };
}

/**
 * The files of these papers, in their order, and the ids of those that do not exist or did not come.
 * @param {string[]} ids
 * @param {string} suffix
 */
export async function gather(ids, suffix) {
  const { parts, missing } = await collect(ids, (id) => loadFile(id, suffix));
  return { files: parts, missing };
}

/**
 * The line of Markdown in the file of a paper: the one item below its last heading, which no text of a
 * catalogue can be.
 * @param {string} file
 */
export function markdownLine(file) {
  const reference = file.slice(file.lastIndexOf("\n## Reference\n"));
  return absolute(reference.split("\n").find((text) => text.startsWith("- ")) ?? "");
}
