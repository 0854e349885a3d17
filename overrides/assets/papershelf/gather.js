// The files that stand beside each paper, for many papers at once. Each format was written by the
// generator; here files are joined as it joins entries (generator/papershelf/citations), and nothing is rewritten.

const base = new URL("../../", import.meta.url);
const AT_ONCE = 6;

/** Formats in which a basket can be taken away. */
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

export const page = (id) => new URL(`papers/${id}/`, base);

/** One file; `undefined` where there is none, an error where nobody answers. */
export async function fetchFile(id, suffix) {
  const answer = await fetch(new URL(`papers/${id}.${suffix}`, base));
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

/** Does `work` for each item, a few at a time. */
export async function each(items, work) {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
}

/** The files of these papers, in their order, and the ids of which there is none. */
export async function gather(ids, suffix) {
  const found = new Map();
  await each(ids, async (id) => {
    try {
      found.set(id, await fetchFile(id, suffix));
    } catch {
      found.set(id, undefined);
    }
  });
  const files = ids.map((id) => found.get(id)).filter((file) => file !== undefined);
  return { files, missing: ids.filter((id) => found.get(id) === undefined) };
}

/** The line of Markdown in the file of a paper: the one item below its last heading, which no text of
    a catalogue can be. Addresses that lead from the file are made whole. */
export function markdownLine(file) {
  const reference = file.slice(file.lastIndexOf("\n## Reference\n"));
  const line = reference.split("\n").find((text) => text.startsWith("- ")) ?? "";
  return line.replace(/(?<!\\)\]\((?:\.\.\/)+/, () => `](${base.href}`);
}
