// Pagefind's index for whoever searches it: the dialog of each page, and the list of all papers.
// It is loaded once, when somebody is about to search, not before.

const base = new URL("../../", import.meta.url);

/** Identifiers as people paste them → as the pages print them. */
export function normalise(query) {
  return query
    .trim()
    .replace(/^https?:\/\/(?:dx\.|www\.)?doi\.org\//i, "")
    .replace(/^doi:\s*/i, "")
    .replace(/^10\.48550\/arxiv\./i, "")
    .replace(/^https?:\/\/(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\//i, "")
    .replace(/^arxiv:\s*/i, "")
    .replace(/^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/i, "$1");
}

let starting;
/** Pagefind without its filters, which are loaded when they are used. A failure may be tried again. */
export function start() {
  starting ??= (async () => {
    try {
      const pagefind = await import(new URL("pagefind/pagefind.js", base));
      await pagefind.options({ baseUrl: base.pathname, excerptLength: 28 });
      await pagefind.init();
      return pagefind;
    } catch (error) {
      starting = undefined;
      throw error;
    }
  })();
  return starting;
}

let engine;
/** Loads Pagefind once; every filter with how many papers it has. A failure may be tried again. */
export function load() {
  engine ??= (async () => {
    try {
      const pagefind = await start();
      return { pagefind, filters: await pagefind.filters() };
    } catch (error) {
      engine = undefined;
      throw error;
    }
  })();
  return engine;
}
