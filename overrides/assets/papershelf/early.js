// What has to happen before a page is painted, in the head of every page: the only script of ours that is no
// module. A page looks as it does without scripts where this one did not load, or the modules did not.

{
  const root = document.documentElement;
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL("../../", script.src);
  root.classList.replace("no-js", "js");

  // Functions that Material defines in a script of each page (partials/javascripts/base.html).
  /** @type {any} */
  const material = window;
  material.__md_scope = scope;
  material.__md_hash = (/** @type {string} */ text) => [...text].reduce((sum, letter) => (sum << 5) - sum + letter.charCodeAt(0), 0);
  material.__md_get = (/** @type {string} */ key, storage = localStorage, at = scope) => JSON.parse(storage.getItem(`${at.pathname}.${key}`) ?? "null");
  material.__md_set = (/** @type {string} */ key, /** @type {unknown} */ value, storage = localStorage, at = scope) => {
    try {
      storage.setItem(`${at.pathname}.${key}`, JSON.stringify(value));
    } catch {} // the choice holds for this page
  };

  /** What the reader chose; nothing where the browser forbids storage. */
  const chosen = () => {
    try {
      return material.__md_get("__palette")?.color ?? {};
    } catch {
      return {};
    }
  };
  // the body comes after this script, and is not painted before its observer was called
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    for (const [name, value] of Object.entries(chosen())) document.body.setAttribute(`data-md-color-${name}`, String(value));
  }).observe(root, { childList: true });

  // On a slow connection, readers use the header before its scripts have come. What they did last is done again when
  // the scripts have come, or failed to: `ps:ready` names the element.
  const SEARCH = ".ps-find[data-ps-search]";
  const late = new Set([SEARCH, ".ps-header__menu", ".ps-theme"]);
  /** What the reader did last, and to which element. @type {{selector: string, act: () => void} | undefined} */
  let last;
  /** Returns what the reader did last, and forgets it. */
  const take = () => {
    const taken = last;
    last = undefined;
    if (taken) document.querySelector(taken.selector)?.removeAttribute("aria-busy");
    return taken;
  };
  /**
   * @param {string} selector
   * @param {Event} event
   * @param {() => void} act what does the same as the event
   */
  const remember = (selector, event, act) => {
    const place = document.querySelector(selector);
    if (!place || !late.has(selector)) return;
    event.preventDefault();
    take();
    place.setAttribute("aria-busy", "true");
    last = { selector, act };
  };
  const ready = (/** @type {string} */ selector) => {
    late.delete(selector);
    if (last?.selector === selector) take()?.act();
  };
  addEventListener("ps:ready", (event) => ready(/** @type {CustomEvent<string>} */ (event).detail));
  addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const selector of late) {
      const click = () => /** @type {HTMLElement | null} */ (document.querySelector(`${selector}:is(button), ${selector} :is(a, button)`))?.click();
      if (event.target.closest(selector)) remember(selector, event, click);
    }
  }, true);
  addEventListener("keydown", (event) => {
    const { target, key, code, ctrlKey, metaKey, shiftKey, altKey } = event;
    const isK = key === "k" || (code === "KeyK" && key > "~");
    // search.js knows whether the reader switched the key off, or is writing in a field
    const isAsked = key === "/" ? target === document.body : isK && (ctrlKey || metaKey) && !shiftKey && !altKey;
    if (isAsked) remember(SEARCH, event, () => target?.dispatchEvent(new KeyboardEvent("keydown", event)));
  }, true);

  // a module did not come, or an old browser cannot read it or run it to its end
  const folder = new URL(".", script.src).href;
  addEventListener("error", ({ target, filename }) => {
    const isOurs = late.has(".ps-header__menu") && filename?.startsWith(folder);
    if (target instanceof HTMLScriptElement ? target.type !== "module" : !isOurs) return;
    root.classList.replace("js", "no-js");
    late.forEach(ready);
  }, true);

  // on a page opened from a folder, an address that ends in a slash names no file
  if (location.protocol === "file:") addEventListener("click", ({ target }) => {
    /** @type {HTMLAnchorElement | null | undefined} */
    const link = target instanceof Element ? target.closest("a[href]") : undefined;
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
