// Every paper with the terms of its filters, from browse/papers.json (generator/papershelf/outputs/data/browse.py): what is
// left by the filters, how many papers each term would leave, and orders. A paper is a number here,
// its place in the list of all.

const folder = new URL("../../browse/", import.meta.url);

/** A file of the generator. The one of a page from before must not meet an index of today: asked anew,
 * which costs nothing where it is the same. */
async function read(name) {
  const answer = await fetch(new URL(name, folder), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${name}`);
  return answer.json();
}

class Table {
  /** Filter → slug → `{title, papers}`, in the order in which terms are offered. */
  filters = {};
  #orders = {};

  constructor({ ids, filters, moved }) {
    this.ids = ids;
    /** Filter → the slug that a term had before → the present one. */
    this.moved = moved;
    this.numbers = new Map(ids.map((id, number) => [id, number]));
    for (const [name, terms] of Object.entries(filters)) {
      this.filters[name] = new Map(terms.map(([slug, title, gaps]) => {
        let last = 0;
        return [slug, { title, papers: gaps.map((gap) => (last += gap)) }];
      }));
    }
  }

  /** The numbers of what a search found; of all papers where none was made. */
  among(results) {
    return results ? results.map((result) => this.numbers.get(toId(result))) : [...this.ids.keys()];
  }

  /** Those of these numbers that have one of the chosen slugs in each filter, but for one left out. */
  narrow(numbers, chosen, without) {
    const names = Object.keys(chosen).filter((name) => name !== without && chosen[name].length);
    if (!names.length) return numbers;
    const met = new Uint8Array(this.ids.length);
    names.forEach((name, before) => {
      for (const slug of chosen[name]) {
        for (const number of this.filters[name]?.get(slug)?.papers ?? []) if (met[number] === before) met[number]++;
      }
    });
    return numbers.filter((number) => met[number] === names.length);
  }

  /** How many of these numbers each term of a filter has, by slug. */
  count(name, numbers) {
    const among = new Uint8Array(this.ids.length);
    for (const number of numbers) among[number] = 1;
    const counts = new Map();
    for (const [slug, { papers }] of this.filters[name] ?? []) {
      counts.set(slug, papers.reduce((sum, number) => sum + among[number], 0));
    }
    return counts;
  }

  /** These numbers in an order: `newest`, or one that the generator made. */
  async sort(numbers, order) {
    if (order === "newest") return numbers.toSorted((a, b) => a - b);
    this.#orders[order] ??= await read(`by-${order}.json`);
    const among = new Set(numbers);
    return this.#orders[order].filter((number) => among.has(number));
  }
}

/** The id of the paper that a result of Pagefind is, if it is one (generator/papershelf/outputs/search_index.py). */
export const toId = (result) => result.id.split("__")[1];

let table;
/** The table, loaded once. A failure may be tried again. */
export function load() {
  table ??= read("papers.json").then(
    (data) => new Table(data),
    (error) => {
      table = undefined;
      throw error;
    },
  );
  return table;
}

/** `[title, address, papers]` of each topic, the largest first; none where they cannot be had. */
export function topics() {
  largest ??= read("topics.json").catch(() => {
    largest = undefined; // may be asked for again
    return [];
  });
  return largest;
}
let largest;
