// Patterns of identifiers, made by `make golden` from generator/papershelf/text/identifiers.py: do not edit.

/** @typedef {"doi" | "arxiv" | "openreview" | "acl" | "pmid" | "isbn" | "orcid"} Scheme */

/** Scheme → pattern of an identifier alone. @type {Record<Scheme, string>} */
export const PATTERNS = {
  doi: String.raw`10\.\d{4,9}(?:\.\d+)*/\S+`,
  arxiv: String.raw`(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})`,
  openreview: String.raw`[A-Za-z0-9_-]{4,40}`,
  acl: String.raw`(?:\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d{2}-\d{4,5})`,
  pmid: String.raw`[1-9]\d{0,7}`,
  isbn: String.raw`(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx]`,
  orcid: String.raw`\d{4}-\d{4}-\d{4}-\d{3}[\dX]`,
};

/** Scheme → patterns of what can precede it in an address. @type {Record<Scheme, string[]>} */
export const ADDRESSES = {
  doi: [String.raw`https?://(?:dx\.|www\.)?doi\.org/`, String.raw`doi:\s*`],
  arxiv: [String.raw`https?://(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print)/`, String.raw`(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.`, String.raw`arxiv:\s*`],
  openreview: [String.raw`https?://(?:www\.)?openreview\.net/(?:forum|pdf|attachment|revisions)\?(?:[^#&\s]*&)*id=`],
  acl: [String.raw`https?://(?:www\.)?aclanthology\.org/`, String.raw`https?://(?:www\.)?aclweb\.org/anthology/(?:papers/[A-Z]/[A-Z]\d\d/)?`],
  pmid: [String.raw`https?://pubmed\.ncbi\.nlm\.nih\.gov/`, String.raw`https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/`, String.raw`pmid:\s*`],
  isbn: [String.raw`(?:urn:)?isbn:\s*`],
  orcid: [String.raw`https?://(?:www\.)?orcid\.org/`],
};

/** Scheme → pattern of what can follow it in an address, before a query. @type {Partial<Record<Scheme, string>>} */
export const TAILS = {
  arxiv: String.raw`(?:\.pdf)?(?:v\d+)?(?:\.pdf)?/?`,
  acl: String.raw`(?:\.pdf|\.bib|/)?`,
  pmid: String.raw`/?`,
};
