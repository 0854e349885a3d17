// Making elements. Texts become text nodes, never markup.

/** An element with attributes and children; strings become text nodes. */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
