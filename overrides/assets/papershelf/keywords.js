// Keywords of a paper that others have, too, lead to all papers with them: a filter, which needs a script.

import { make } from "./dom.js";

const papers = new URL("../../papers/", import.meta.url).href;

for (const item of document.querySelectorAll(".ps-keywords [data-slug]")) {
  const query = new URLSearchParams({ keyword: item.dataset.slug });
  item.replaceChildren(make("a", { href: `${papers}?${query}` }, ...item.childNodes));
}
