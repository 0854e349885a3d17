// Taking kept papers away: as a file, on the clipboard, as an address.

import { copy, select } from "./copy.js";
import { make, papers } from "./dom.js";
import { FORMATS, gather, markdownLine } from "./gather.js";

/** @typedef {import("./basket-message.js").Message} Message */
/** @typedef {{say: (words: string) => void}} Teller what says how far something is */

/**
 * Downloads a text as a file.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/**
 * What could not be loaded, in words.
 * @param {string[]} missing
 */
export const without = (missing) =>
  missing.length ? ` Without ${missing.slice(0, 10).join(", ")}${missing.length > 10 ? ", …" : ""}: not found, or not loaded.` : "";

/**
 * Downloads the papers in a format.
 * @param {string[]} ids
 * @param {string} name
 * @param {Teller} message
 * @param {string} [file] the name of the file
 */
export async function download(ids, name, message, file = "kept-papers") {
  const { suffix, type, join } = FORMATS[name];
  message.say(`Collecting ${papers(ids.length)}…`);
  const { files, missing } = await gather(ids, suffix);
  if (files.length) save(`${file}.${suffix}`, type, join(files));
  message.say(files.length ? `${papers(files.length)} as ${name}.${without(missing)}` : `Nothing to save.${without(missing)}`);
}

/**
 * Copies a text, or shows it selected where the browser does not copy.
 * @param {string} name
 * @param {string | Promise<string>} text
 * @param {() => string} done the words where it was copied
 * @param {Message} message
 */
async function give(name, text, done, message) {
  if (await copy(text)) return message.say(done());
  try {
    const words = await text;
    message.say(`${name} is selected. Copy it with Ctrl+C or ⌘C.`);
    select(message.shown, name, words);
  } catch {
    message.say("Nothing to copy.");
  }
}

/**
 * Copies the papers as a list in Markdown.
 * @param {string[]} ids
 * @param {Message} message
 */
export async function copyMarkdown(ids, message) {
  let words = "";
  const text = gather(ids, "md").then(({ files, missing }) => {
    if (!files.length) throw new Error("none");
    words = `${papers(files.length)} copied as Markdown.${without(missing)}`;
    return `${files.map(markdownLine).join("\n")}\n`;
  });
  await give("The list", text, () => words, message);
}

/**
 * Copies an address that shows these papers.
 * @param {string[]} ids
 * @param {Message} message
 */
export async function copyAddress(ids, message) {
  const address = `${new URL(location.pathname, location.href).href}#papers=${ids.join(",")}`;
  await give("The address", address, () => "The address of this list is copied. Anyone who opens it sees these papers.", message);
}
