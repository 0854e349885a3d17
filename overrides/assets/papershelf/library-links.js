// Addresses through a library: what a reader pasted becomes a form with places for a paper, and that
// becomes the address of each reading. Makes no request.

import { FORMS, OF_OPENURL } from "./library-forms.js";
import { MOST_OF_LIBRARY } from "./memory.js";

const PLACE = /\{(url|encoded|doi)\}/g;
/** Parameters that sign someone in. */
const SIGN_IN = /[?&](?:user(?:name)?|pass(?:word)?|pwd|ticket|token|session_?id)=/i;
const ARTICLE = new RegExp(`^${OF_OPENURL}`, "i");

/**
 * An address if it is one of https without a password.
 * @param {string} text
 */
function parsed(text) {
  try {
    const url = new URL(text);
    return url.protocol === "https:" && !url.username && !url.password ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is an address with places for a paper. None of them may decide about the host.
 * @param {string} made
 */
export function isMade(made) {
  const [one, other] = ["a", "b"].map((filling) => parsed(made.replace(PLACE, filling)));
  return made.length <= MOST_OF_LIBRARY && made.search(PLACE) > 0 && one !== undefined && one.origin === other?.origin;
}

/** The parameters of an address that are not those of an article, each with what joins it to the next. @param {string} address */
function kept(address) {
  const query = /\?([^#]*)/.exec(address)?.[1] ?? "";
  return query.split("&").filter((part) => part && !ARTICLE.test(part)).map((part) => `${part}&`).join("");
}

/**
 * The form of a pasted address and its name. Throws an Error with a message for readers.
 * @param {string} text
 */
export function recognise(text) {
  const written = text.trim();
  const whole = /^[a-z][\w+.-]*:(?!\d)/i.test(written) ? written : `https://${written}`;
  if (whole.length > MOST_OF_LIBRARY) throw new Error("This address is too long.");
  if (/^http:/i.test(whole)) throw new Error("This address is not encrypted. Use the one that begins with https://.");
  if (/^https:\/\/[^/?#]*@/i.test(whole)) throw new Error("This address has a user name or a password in it. Remove them.");
  const url = parsed(whole);
  if (!url || /\s/.test(whole)) throw new Error("This is not an address that begins with https://.");
  const address = whole.search(PLACE) < 0 ? url.href : whole;
  for (const { name, pasted, made } of FORMS) {
    const match = new RegExp(`^${pasted}$`, "i").exec(address);
    if (!match) continue;
    const form = made.replace(/\$(\d)|\{kept\}/g, (_, group) => (group ? (match[Number(group)] ?? "") : kept(address)));
    if (!isMade(form)) continue;
    if (SIGN_IN.test(form)) throw new Error("This address signs someone in. Remove the name, the password or the ticket from it.");
    return { name, made: form };
  }
  throw new Error("This is not an address of a proxy or a link resolver. Open an article through your library and paste its address.");
}

/**
 * The address of a paper through the library; empty if the library needs what the paper does not have.
 * @param {string} made
 * @param {{doi: string, url: string}} paper
 */
export function toLink(made, { doi, url }) {
  if (!isMade(made) || !url || (made.includes("{doi}") && !doi)) return "";
  const values = { url: url.replaceAll("#", "%23"), encoded: encodeURIComponent(url), doi: encodeURIComponent(doi).replaceAll("%2F", "/") };
  return made.replace(PLACE, (_, /** @type {keyof typeof values} */ name) => values[name]);
}
