// Where the site is, and how its files are loaded: the only module that knows the base address, the only
// one that fetches, and the only one that writes to the history.

/** The root of the site, which can be below a path of its host. */
export const base = new URL("../../", import.meta.url);

/**
 * The address of a page or file of the site.
 * @param {string} path relative to the root, `papers/`
 */
export const toUrl = (path) => new URL(path, base);

/**
 * A line of Markdown with its first link to a page of the site made whole: a site that does not know its
 * address writes the way from the page, `](../../papers/`.
 * @param {string} line
 */
export const absolute = (line) => line.replace(/(?<!\\)\]\((?:\.\.\/)+/, () => `](${base.href}`);

/**
 * Lets the page go on where the browser refuses to write to the history: Safari does after about 100 times in
 * 10 to 30 seconds, with an error. The state and the address then stay the previous ones.
 * @param {() => void} write
 */
function unlessRefused(write) {
  try {
    write();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "SecurityError")) throw error;
  }
}

/**
 * Changes the state, and the address, of the page in the history.
 * @param {unknown} state
 * @param {string | URL} [address] the same where it is left out
 */
export const replaceState = (state, address) => unlessRefused(() => history.replaceState(state, "", address));

/**
 * Adds a step to the history, for the back button.
 * @param {unknown} state
 * @param {string | URL} address
 */
export const pushState = (state, address) => unlessRefused(() => history.pushState(state, "", address));

/**
 * Why a file did not come: the server does not have it, answered with another error, did not answer, or
 * answered with something that is not such a file, as sign-in pages of networks do.
 * @typedef {"missing" | "refused" | "unreachable" | "malformed"} Failure
 */

/** A file that could not be loaded. */
export class LoadError extends Error {
  /**
   * @param {Failure} kind
   * @param {string} path
   * @param {unknown} [cause]
   */
  constructor(kind, path, cause) {
    super(`${path} could not be loaded (${kind})`, { cause });
    this.name = "LoadError";
    this.kind = kind;
  }
}

/**
 * What an answer that is not a file says.
 * @param {number} status of HTTP
 * @returns {Failure}
 */
export const toFailure = (status) => (status === 404 ? "missing" : "refused");

/**
 * The answer of the server; a LoadError where there is none, or no good one.
 * @param {string | URL} path
 * @param {RequestInit} [options]
 */
async function load(path, options) {
  let answer;
  try {
    answer = await fetch(new URL(path, base), options);
  } catch (cause) {
    throw new LoadError("unreachable", String(path), cause);
  }
  if (!answer.ok) throw new LoadError(toFailure(answer.status), String(path));
  return answer;
}

/**
 * The text of a file, or of a page whose address ends in a slash.
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function loadText(path, options) {
  const answer = await load(path, options);
  const isPage = /^text\/html\b/i.test(answer.headers.get("content-type") ?? "");
  if (isPage && !path.endsWith("/")) throw new LoadError("malformed", path);
  return answer.text().catch((cause) => {
    throw new LoadError("unreachable", path, cause); // the connection broke on the way
  });
}

/**
 * For files that must be of one version of the site: a browser keeps files for some minutes, so the server is
 * asked whether they are the same, which costs next to nothing where they are.
 * @type {RequestInit}
 */
export const PRESENT = { cache: "no-cache" };

/**
 * The data of a JSON file.
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export async function loadJson(path, options) {
  const text = await loadText(path, options);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LoadError("malformed", path, cause);
  }
}

/**
 * The text of a file, or `undefined` where the site has no such file. Every other failure stays an error:
 * a file that did not come is not a file that does not exist.
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export const loadTextIfAny = (path) => loadText(path).catch(unlessMissing);

/**
 * `undefined` for a file that the site does not have.
 * @param {any} error
 * @returns {undefined}
 */
export function unlessMissing(error) {
  if (error.kind !== "missing") throw error;
}

/**
 * Whether the site has a page at an address. Some hosts show the page of wrong addresses with status 200.
 * @param {URL} url
 */
export const exists = (url) => loadText(url.href).then((text) => !text.includes("ps-kind-404"), () => false);

/**
 * A function that imports a module. Browsers remember a module that did not come, so each further try asks
 * for another address.
 * @param {URL} url
 * @returns {() => Promise<any>}
 */
export function importer(url) {
  let tries = 0;
  return async () => {
    const address = tries++ ? `${url}${url.search ? "&" : "?"}${tries}` : url.href;
    try {
      return await import(address);
    } catch (cause) {
      await load(url, { method: "HEAD" }); // says why
      throw new LoadError("unreachable", url.pathname, cause);
    }
  };
}

/**
 * Runs a script of another host, which finds its settings in the attributes of its element.
 * @param {string} url
 * @param {Record<string, string>} attributes
 * @param {Element} place where the element belongs
 * @returns {Promise<void>}
 */
export function runScript(url, attributes, place) {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
  script.src = url;
  script.crossOrigin = "anonymous";
  return new Promise((resolve, reject) => {
    script.addEventListener("load", () => resolve());
    script.addEventListener("error", () => {
      script.remove();
      reject(new LoadError("unreachable", url));
    });
    place.append(script);
  });
}

/**
 * Remembers what was loaded for each key. A failure is not remembered, so it can be tried again.
 * @template Value
 * @template [Key=void]
 * @param {(key: Key) => Promise<Value>} loadFor
 * @returns {(key: Key) => Promise<Value>}
 */
export function once(loadFor) {
  /** @type {Map<Key, Promise<Value>>} */
  const known = new Map();
  return (key) => {
    const found = known.get(key);
    if (found) return found;
    const loading = loadFor(key);
    known.set(key, loading);
    loading.catch(() => known.delete(key));
    return loading;
  };
}
