// What a row shows of a paper, from the CSL-JSON beside it (generator/papershelf/citations/csl.py).

import { toDate } from "./dates.js";
import { ids } from "./memory.js";
import { namesOf } from "./names.js";

/** @typedef {{id: string, title: string, language: string, who: string, where: string, when: string, status: string, address: string}} Facts */

const words = (/** @type {unknown} */ value) => (typeof value === "string" ? value : "");

/** @param {{DOI?: string, URL?: unknown}} item */
function addressOf(item) {
  const address = item.DOI ? `https://doi.org/${encodeURI(item.DOI)}` : words(item.URL);
  return /^https?:\/\//.test(address) ? address : "";
}

/**
 * Texts for one row; the id is the present one, which differs under an old name.
 * @param {any[]} file
 * @param {string} asked
 * @returns {Facts | undefined}
 */
export function toFacts([item], asked) {
  const own = item.custom?.papershelf ?? {};
  const [id] = ids([own.id ?? asked], 1);
  if (!id) return undefined;
  // a citation may have the year of the publication, and the list the date of the preprint
  const published = words(own.published).split("-").map(Number).filter(Boolean);
  /** @type {[number?, number?, number?]} */
  const [year, month, day] = published.length ? published : (item.issued?.["date-parts"]?.[0] ?? []);
  return {
    id,
    title: words(item.title) || id,
    language: words(item.language),
    who: namesOf(item, own.author_count),
    where: words(item["container-title"] ?? own.venue ?? item["collection-title"] ?? item.publisher) || (own.arxiv ? "arXiv" : ""),
    when: toDate(year, month, day),
    status: words(own.status),
    address: addressOf(item),
  };
}
