// Keywords that other papers have too link to all papers with them. That is a filter, which needs a script.

import { all, make } from "./dom.js";
import { toUrl } from "./site.js";

for (const item of all(".ps-keywords [data-slug]")) {
  const query = new URLSearchParams({ keyword: item.dataset.slug ?? "" });
  const name = `${item.textContent?.trim()} (keyword)`; // topics and links of a paper can have the same words
  item.replaceChildren(make("a", { href: `${toUrl("papers/")}?${query}`, "aria-label": name }, ...item.childNodes));
}
