// What the map knows beyond its points: titles, authors and years, loaded where somebody looks.

const base = new URL("../../", import.meta.url);

/** A file of the site, as data. */
export async function loaded(path) {
  const response = await fetch(new URL(path, base));
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
}

/** Titles, authors and years of points, in parts; one that did not come is asked for again. */
export function wordsOf({ part }) {
  const parts = new Map();
  const ready = new Map();
  const pick = (columns, at) => ({
    id: columns.id[at], title: columns.title[at], authors: columns.authors[at], year: columns.year[at],
  });
  return {
    now(point) {
      const columns = ready.get(Math.floor(point / part));
      return columns && pick(columns, point % part);
    },
    async of(point) {
      const at = Math.floor(point / part);
      if (!parts.has(at)) {
        parts.set(at, loaded(`map/papers-${at + 1}.json`).then((columns) => {
          ready.set(at, columns);
          return columns;
        }).catch((error) => {
          parts.delete(at);
          throw error;
        }));
      }
      return pick(await parts.get(at), point % part);
    },
  };
}
