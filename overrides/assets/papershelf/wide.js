// Formulas that are wider than their place get the focus, so that arrow keys scroll them: Safari gives it to
// nothing that scrolls.

import { onRows } from "./dom.js";

const FOCUS = { tabindex: "0", role: "group", "aria-label": "Formula" };
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    for (const [name, value] of Object.entries(FOCUS)) {
      if (target.scrollWidth > target.clientWidth + 1) target.setAttribute(name, value);
      else target.removeAttribute(name);
    }
  }
});

/** @param {ParentNode} root */
function watch(root) {
  for (const formula of root.querySelectorAll(".ps-content :is(.ps-long, .ps-display)")) widths.observe(formula);
}
watch(document);
onRows(watch);
