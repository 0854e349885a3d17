// What a page gains where scripts run. Without it every page is complete.

/** What a page needs beyond this module: a script is loaded where an element asks for it. */
const PARTS = {
  "[data-ps-search]": "search.js",
  "[data-ps-kept]": "keep.js",
  "[data-newest]": "visit.js",
  "[data-ps-cite]": "cite.js",
  "[data-ps-basket]": "basket.js",
};
for (const [selector, file] of Object.entries(PARTS)) {
  if (document.querySelector(selector)) import(new URL(file, import.meta.url));
}

// The label of the drawer is a button to everybody: Material makes it one for the mouse alone.
const drawer = document.getElementById("__drawer");
const menu = document.querySelector(".ps-header__menu");
if (drawer && menu) {
  menu.tabIndex = 0;
  const tell = () => menu.setAttribute("aria-expanded", String(drawer.checked));
  tell();
  drawer.addEventListener("change", tell);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      drawer.click();
    }
  });
}

// Material takes each <link rel="alternate"> for another language and would load the sitemap beside it,
// for every feed on every page. It looks once, when the document is ready, which is after this.
const feeds = document.head.querySelectorAll('link[rel="alternate"]:not([hreflang])');
for (const feed of feeds) feed.rel = "alternate feed";
addEventListener("load", () => {
  for (const feed of feeds) feed.rel = "alternate";
});
