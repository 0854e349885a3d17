// The discussion of a paper on GitHub, shown by giscus (https://giscus.app). Nothing is asked of that host
// before the reader asks for the discussion.

import { failure, get, make } from "./dom.js";
import { base, runScript } from "./site.js";

const HOST = "https://giscus.app";
/** That the reader has opened a discussion in this tab: who signs in there comes back by way of GitHub. */
const OPENED = `papershelf ${base.pathname} thread`;

const box = get("[data-ps-thread]");
const button = /** @type {HTMLButtonElement} */ (get("button", box));
const note = get("#ps-thread-note", box);
const [label, what] = [button.textContent ?? "", note.textContent ?? ""];
const state = make("p", { class: "ps-thread__state", role: "status" });
const place = make("div", { class: "giscus" }); // where giscus puts its frame
const region = make("div", { id: "ps-thread", role: "region", "aria-label": "Discussion", tabindex: "-1", hidden: "" }, state, place);
box.append(region);
button.setAttribute("aria-controls", region.id);

const theme = () => (document.body.dataset.mdColorScheme === "slate" ? "dark" : "light");
const frame = () => place.querySelector("iframe");

/** Shows the theme of the page in the frame, which listens once it has loaded. */
function follow() {
  const shown = frame();
  if (!shown) return;
  const send = () => shown.contentWindow?.postMessage({ giscus: { setConfig: { theme: theme() } } }, HOST);
  if (shown.classList.contains("giscus-frame--loading")) shown.addEventListener("load", send, { once: true });
  else send();
}
new MutationObserver(follow).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

/** What giscus reads from the element of its script (its ADVANCED-USAGE.md). */
function settings() {
  const { repo, repoId, category, categoryId, term } = /** @type {Record<string, string>} */ (box.dataset);
  return {
    "data-repo": repo,
    "data-repo-id": repoId,
    "data-category": category,
    "data-category-id": categoryId,
    "data-mapping": "specific",
    "data-term": term,
    "data-strict": "1",
    "data-reactions-enabled": "1",
    "data-emit-metadata": "0",
    "data-input-position": "bottom",
    "data-theme": theme(),
    "data-lang": "en",
    "data-loading": "eager",
  };
}

/** The address of the paper, which a new discussion links to: without the words of a search. */
function linkBack() {
  /** @type {HTMLLinkElement | null} */
  const canonical = document.querySelector("link[rel=canonical]");
  if (!document.querySelector("meta[name='giscus:backlink']")) {
    document.head.append(make("meta", { name: "giscus:backlink", content: canonical?.href ?? location.origin + location.pathname }));
  }
}

let isLoaded = false;

async function load() {
  if (isLoaded) return;
  isLoaded = true;
  place.replaceChildren();
  state.textContent = "Loading the discussion from giscus.app…";
  linkBack();
  try {
    await runScript(`${HOST}/client.js`, settings(), region);
    if (!frame()) throw new Error("giscus.app sent another script");
    state.textContent = "";
  } catch (error) {
    isLoaded = false;
    state.textContent = "The discussion could not be loaded from giscus.app.";
    const again = failure(error, open);
    get("button", again).classList.add("ps-button");
    place.replaceChildren(again);
  }
}

/** Shows the discussion, and moves the focus to it. */
function open() {
  toggle(true);
  region.focus();
  load();
  try {
    sessionStorage.setItem(OPENED, "1");
  } catch {} // the reader opens it again after signing in
}

/** @param {boolean} isOpen */
function toggle(isOpen) {
  region.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
  button.textContent = isOpen ? label.replace("Show", "Hide") : label;
  note.textContent = isOpen ? "" : what;
}

button.addEventListener("click", () => (region.hidden ? open() : toggle(false)));
button.disabled = false; // a click before this would do nothing

/** Whether the reader comes back from signing in. */
function isBack() {
  try {
    return new URLSearchParams(location.search).has("giscus") && sessionStorage.getItem(OPENED) !== null;
  } catch {
    return false;
  }
}
if (isBack()) open();
