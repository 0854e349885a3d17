// Making elements, and the words that they share. Texts become text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; strings become text nodes. */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** What to do where a file could not be loaded: try again, or reload the page where the site was updated
 * since, so that files of before are gone. The message of such an error begins with 404. */
export function failure(error, again) {
  const isGone = /^404\b/.test(error?.message);
  const button = make("button", { type: "button", class: "ps-retry" }, isGone ? "Reload the page" : "Try again");
  button.addEventListener("click", isGone ? () => location.reload() : again);
  return make("p", { class: "ps-failed" }, ...(isGone ? ["This site was updated since you opened the page. "] : []), button);
}

/** `1 paper`, `1,200 papers`. */
export const papers = (count) => `${count.toLocaleString("en")} ${count === 1 ? "paper" : "papers"}`;

/** An icon from one path on a square of that size; a word beside it says the same. */
export function draw(path, size = 24) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", path);
  return svg;
}
