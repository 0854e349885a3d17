// What the frame of a page does: the theme that a reader chose, and the drawer of narrow screens.
// Material's own script does both, but only hand-written pages load it, where it has more to do (main.html).
// The theme is kept where Material keeps it; early.js sets it before the page is painted.

/** @typedef {{media?: string, scheme: string, primary: string, accent: string}} Colors */
/** Functions that early.js defines as Material does. @type {any} */
const material = window;

/** @type {HTMLElement | null} */
const button = document.querySelector(".ps-theme");
const system = matchMedia("(prefers-color-scheme: dark)");

/**
 * What a reader chose, as Material keeps it. Its function throws where the browser forbids storage, and
 * where something else than JSON is stored.
 * @returns {Colors | undefined}
 */
function remembered() {
  try {
    return material.__md_get("__palette")?.color;
  } catch {
    return undefined;
  }
}
/** What a reader chose, here or on another page. @type {Colors | undefined} */
let color;

/**
 * The colors of a theme, as the button has them.
 * @param {HTMLElement} themes
 * @param {boolean} isDark
 * @returns {Colors}
 */
function colorsOf({ dataset }, isDark) {
  const [scheme, primary, accent] = ((isDark ? dataset.dark : dataset.light) ?? "").split(" ");
  return { media: `(prefers-color-scheme: ${isDark ? "dark" : "light"})`, scheme, primary, accent };
}

/**
 * Shows one of the two themes. The body names the `media` only where the reader chose it.
 * @param {HTMLElement} themes
 * @param {boolean} isDark
 * @param {boolean} isChoice
 */
function show(themes, isDark, isChoice) {
  const { media, ...colors } = colorsOf(themes, isDark);
  for (const [name, value] of Object.entries(isChoice ? { media, ...colors } : colors)) {
    document.body.setAttribute(`data-md-color-${name}`, String(value));
  }
  themes.setAttribute("aria-pressed", String(isDark));
}

if (button) {
  const follow = () => {
    color = remembered() ?? color;
    show(button, color ? color.scheme === "slate" : system.matches, Boolean(color));
  };
  follow();
  system.addEventListener("change", follow);
  addEventListener("storage", follow); // another tab
  addEventListener("pageshow", ({ persisted }) => persisted && follow()); // a page that Back shows as it was left
  button.addEventListener("click", () => {
    const isDark = button.getAttribute("aria-pressed") !== "true";
    color = colorsOf(button, isDark);
    show(button, isDark, true);
    try {
      material.__md_set("__palette", { index: Number(isDark), color });
    } catch {} // the choice holds for this page
  });
}

/** @type {HTMLInputElement | null} */
const drawer = document.querySelector("#__drawer");
/** @type {HTMLElement | null} */
const menu = document.querySelector(".ps-header__menu");

/**
 * An element with properties and children: dom.js would come a step later than this module.
 * @param {string} tag
 * @param {Record<string, string | boolean>} properties
 * @param {Node[]} children
 */
function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** The drawer, with the links of the header and the footer in Material's frame. */
function makeDrawer() {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const found = document.querySelectorAll(".ps-header__links a, .ps-footer a:not(:first-child)");
  const items = [...found].map((link) => {
    const copy = /** @type {HTMLElement} */ (link.cloneNode(true));
    copy.className = `md-nav__link${link.getAttribute("aria-current") === "page" ? " md-nav__link--active" : ""}`;
    return make("li", { className: "md-nav__item" }, copy);
  });
  const title = make("p", { className: "md-nav__title", textContent: document.querySelector(".ps-header__name")?.textContent ?? "" });
  const nav = make("nav", { className: "md-nav md-nav--primary" }, title, make("ul", { className: "md-nav__list" }, ...items));
  nav.setAttribute("aria-label", "Menu");
  nav.dataset.mdLevel = "0";
  const inner = make("div", { className: "md-sidebar__inner" }, nav);
  return make("div", { className: "md-sidebar md-sidebar--primary", id: "ps-drawer", hidden: true },
    make("div", { className: "md-sidebar__scrollwrap" }, inner));
}

if (drawer && menu) {
  const panel = makeDrawer();
  document.querySelector(".md-main__inner")?.prepend(panel);
  menu.setAttribute("aria-controls", panel.id);
  /**
   * Opens the drawer and moves the focus into it, or closes it and moves the focus back.
   * @param {boolean} isOpen
   */
  const toggle = (isOpen) => {
    drawer.checked = isOpen;
    menu.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.querySelector("a")?.focus();
    else if (panel.contains(document.activeElement)) menu.focus();
  };
  menu.addEventListener("click", () => toggle(!drawer.checked));
  drawer.addEventListener("change", () => toggle(drawer.checked)); // the shade beside it is its label
  panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  panel.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !panel.contains(relatedTarget)) toggle(false);
  });
}
for (const detail of [".ps-header__menu", ".ps-theme"]) dispatchEvent(new CustomEvent("ps:ready", { detail })); // early.js

// the tab of a hand-written page that the address names
const tab = document.getElementById(location.hash.slice(1));
if (tab instanceof HTMLInputElement && tab.name.startsWith("__tabbed_")) tab.checked = true;
