// What the frame of a page does: the theme that a reader chose, the drawer of narrow screens.
// Material's own script does both on hand-written pages only, where it has more to do (main.html);
// its memory of the theme is kept, so that the script which it runs before painting finds it.

const root = document.documentElement;
root.classList.replace("no-js", "js");

const button = document.querySelector(".ps-theme");
const system = matchMedia("(prefers-color-scheme: dark)");
/** What a reader chose, as Material keeps it; nothing where the browser forbids storage, or anybody
    wrote there what is no JSON: its functions throw then. */
function remembered() {
  try {
    return __md_get("__palette")?.color;
  } catch {
    return undefined;
  }
}
let color = remembered();

/** Shows one of the two themes; `media` stands on the body only where somebody chose it. */
function show(isDark, isChoice) {
  const { media, ...colors } = JSON.parse(isDark ? button.dataset.dark : button.dataset.light);
  for (const [name, value] of Object.entries(isChoice ? { media, ...colors } : colors)) {
    document.body.setAttribute(`data-md-color-${name}`, value);
  }
  button.setAttribute("aria-pressed", String(isDark));
}

if (button) {
  show(color ? color.scheme === "slate" : system.matches, Boolean(color));
  system.addEventListener("change", () => color || show(system.matches, false));
  button.addEventListener("click", () => {
    const isDark = button.getAttribute("aria-pressed") !== "true";
    const { media, ...colors } = JSON.parse(isDark ? button.dataset.dark : button.dataset.light);
    color = { media, ...colors };
    show(isDark, true);
    try {
      __md_set("__palette", { index: Number(isDark), color });
    } catch {} // it lasts for this page
  });
}

const drawer = document.getElementById("__drawer");
const menu = document.querySelector(".ps-header__menu");
const panel = document.getElementById("ps-drawer");

/** Opens the drawer with the keyboard inside of it, and closes it with the keyboard back. */
function toggle(isOpen) {
  drawer.checked = isOpen;
  menu.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) panel.querySelector("a")?.focus();
  else if (panel.contains(document.activeElement)) menu.focus();
}

if (drawer && menu && panel) {
  menu.addEventListener("click", () => toggle(!drawer.checked));
  drawer.addEventListener("change", () => toggle(drawer.checked)); // the shade beside it is its label
  panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) toggle(false);
  });
}
