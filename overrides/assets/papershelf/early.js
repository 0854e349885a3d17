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

  addEventListener("error", ({ target }) => {
    if (target instanceof HTMLScriptElement && target.type === "module") root.classList.replace("js", "no-js");
  }, true);

  // on a page opened from a folder, an address that ends in a slash names no file
  if (location.protocol === "file:") addEventListener("click", ({ target }) => {
    /** @type {HTMLAnchorElement | null | undefined} */
    const link = target instanceof Element ? target.closest("a[href]") : undefined;
    if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
