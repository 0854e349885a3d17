// What the frame of a page does: the theme that a reader chose, and the drawer of narrow screens.
// Material's own script does both, but only hand-written pages load it, where it has more to do (main.html).
// The theme is kept where Material keeps it, since its script reads it before the page is painted.

const root = document.documentElement;
root.classList.replace("no-js", "js");

/** @typedef {{media?: string, scheme: string, primary: string, accent: string}} Colors */
/** Functions that a script of Material defines in the page. @type {any} */
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
let color = remembered();

/**
 * The colors of a theme, as the button has them.
 * @param {HTMLElement} themes
 * @param {boolean} isDark
 * @returns {Colors}
 */
const colorsOf = ({ dataset }, isDark) => JSON.parse((isDark ? dataset.dark : dataset.light) ?? "{}");

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
  show(button, color ? color.scheme === "slate" : system.matches, Boolean(color));
  system.addEventListener("change", () => color || show(button, system.matches, false));
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
/** @type {HTMLElement | null} */
const panel = document.querySelector("#ps-drawer");

if (drawer && menu && panel) {
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
