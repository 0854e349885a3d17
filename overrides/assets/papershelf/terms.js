// Values of the filters, as the index has them (generator/views/facets.py).

/** A value of a filter: `neurips|NeurIPS`, or one word that is slug and title. */
export function toTerm(value) {
  const at = value.indexOf("|");
  return at < 0 ? { slug: value, title: value } : { slug: value.slice(0, at), title: value.slice(at + 1) };
}
