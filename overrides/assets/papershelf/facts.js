// What a row shows of a paper, from the CSL-JSON beside it (generator/papershelf/citations/csl.py).

import { ids } from "./memory.js";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NAMES_SHOWN = 3;

const words = (value) => (typeof value === "string" ? value : "");

function name(author) {
  const parts = [author.given, author["non-dropping-particle"], author.family, author.suffix];
  return words(author.literal) || parts.filter(Boolean).join(" ");
}

/** `A, B, C and 3 more`, `5 authors`, or nothing. */
function names(authors, count) {
  const total = Math.max(authors.length, Number(count) || 0);
  if (!authors.length) return total ? `${total} ${total === 1 ? "author" : "authors"}` : "";
  const shown = authors.slice(0, NAMES_SHOWN).map(name);
  return shown.join(", ") + (total > shown.length ? ` and ${total - shown.length} more` : "");
}

/** `[2024, 7, 15]` → `15 Jul 2024`, as far as it is known. */
const date = ([year, month, day] = []) => [day, MONTHS[month - 1], year].filter(Boolean).join(" ");

/** Texts for one row; the id is the present one, which differs under an old name. */
export function toFacts([item], asked) {
  const own = item.custom?.papershelf ?? {};
  const [id] = ids([own.id ?? asked], 1);
  if (!id) return undefined;
  const address = item.DOI ? `https://doi.org/${encodeURI(item.DOI)}` : words(item.URL);
  return {
    id,
    title: words(item.title) || id,
    language: words(item.language),
    who: names(item.author ?? [], own.author_count),
    where: words(item["container-title"] ?? own.venue ?? item.publisher) || (own.arxiv ? "arXiv" : ""),
    when: date(item.issued?.["date-parts"]?.[0]),
    status: words(own.status),
    address: /^https?:\/\//.test(address) ? address : "",
  };
}
