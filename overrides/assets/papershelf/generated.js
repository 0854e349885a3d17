// Tables of the generator, made by `make golden` (scripts/javascript.py): do not edit.

/** @typedef {"doi" | "arxiv" | "openreview" | "acl" | "pmid" | "pmcid" | "isbn" | "orcid"} Scheme */

/** Scheme → pattern of an identifier alone. @type {Record<Scheme, string>} */
export const PATTERNS = {
  doi: String.raw`10\.\d{4,9}(?:\.\d+)*/\S+`,
  arxiv: String.raw`(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})`,
  openreview: String.raw`[A-Za-z0-9_-]{4,40}`,
  acl: String.raw`(?:\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d{2}-\d{4,5})`,
  pmid: String.raw`[1-9]\d{0,7}`,
  pmcid: String.raw`PMC\d{1,9}`,
  isbn: String.raw`(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx]`,
  orcid: String.raw`\d{4}-\d{4}-\d{4}-\d{3}[\dX]`,
};

/** Scheme → patterns of what can precede it in an address. @type {Record<Scheme, string[]>} */
export const ADDRESSES = {
  doi: [String.raw`https?://(?:dx\.|www\.)?doi\.org/`, String.raw`doi:\s*`],
  arxiv: [String.raw`https?://(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print|ftp/arxiv/papers/\d{4})/`, String.raw`(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.`, String.raw`arxiv:\s*`],
  openreview: [String.raw`https?://(?:www\.)?openreview\.net/(?:forum|pdf|attachment|revisions)\?(?:[^#&\s]*&)*id=`],
  acl: [String.raw`https?://(?:www\.)?aclanthology\.org/`, String.raw`https?://(?:www\.)?aclweb\.org/anthology/(?:(?:papers/)?[A-Z]/[A-Z]\d\d/)?`],
  pmid: [String.raw`https?://pubmed\.ncbi\.nlm\.nih\.gov/`, String.raw`https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/`, String.raw`https?://(?:www\.)?europepmc\.org/(?:article|abstract)/MED/`, String.raw`(?:pubmed\s+)?pmid(?:\s*:\s*|\s+)`],
  pmcid: [String.raw`https?://pmc\.ncbi\.nlm\.nih\.gov/articles/`, String.raw`https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/`, String.raw`https?://(?:www\.)?europepmc\.org/(?:articles?|abstract)/(?:pmc/)?`, String.raw`pmcid:\s*`],
  isbn: [String.raw`(?:urn:)?isbn:\s*`],
  orcid: [String.raw`https?://(?:www\.)?orcid\.org/`],
};

/** Scheme → pattern of what can follow it in an address, before a query. @type {Partial<Record<Scheme, string>>} */
export const TAILS = {
  arxiv: String.raw`(?:\.pdf)?(?:v\d+)?(?:\.pdf)?/?`,
  acl: String.raw`(?:(?:v\d+)?\.pdf|\.bib|/)?`,
  pmid: String.raw`/?`,
  pmcid: String.raw`(?:/.*)?`,
};

/** Ends the addresses of Pagefind's scripts. */
export const FORMAT = "c883a25e";

/** Begins each part behind the text of a paper. */
export const SIGN = "⁂";

/** Words before a family name that are not part of it in the index. */
export const PARTICLES = new Set("'t af al an ap auf aus av bin bint da dal dalla das de degli dei del dela della den der des di do dos du e ed el et ibn la las le les lo los op st. ten ter tot und van vande vander vom von vor y zu zum zur ’t".split(" "));

/** Letters of scripts that put no blank between two words, for a class of a pattern. */
export const UNPARTED = String.raw`\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff`;

/** Letters that are not others with an accent → how the hidden words spell them. @type {Record<string, string>} */
export const LETTERS = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ħ: "h",
};

/** Letters that a keyboard lacks → how people type them. @type {Record<string, string>} */
export const AT_LENGTH = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  å: "aa",
  ø: "oe",
};

/** Signs that are a part of names → how the hidden words spell them. @type {Record<string, string>} */
export const SIGNS = {
  "+": "plus",
  "#": "sharp",
  "♯": "sharp",
  "*": "star",
  "√": "sqrt",
};

/** Letters of Arabic script that look alike → the one that the index has. @type {Record<string, string>} */
export const ALIKE = {
  ی: "ي",
  ى: "ي",
  ې: "ي",
  ک: "ك",
  ه: "ة",
  ھ: "ة",
  ہ: "ة",
  ە: "ة",
  ـ: "",
};

/** Names in a row before “and 3 more”. */
export const NAMES_SHOWN = 3;

/** Types whose editors are those of the whole that contains the paper. */
export const CONTAINED = new Set("article-journal article-magazine article-newspaper chapter entry entry-dictionary entry-encyclopedia paper-conference review review-book".split(" "));

/** Pattern of names that are written with the family name first and without a blank. */
export const EASTERN_NAME = "(?![\u30a0-\u30ff]+$)[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+";

/** Pattern of a letter that runs from right to left. */
export const LEFTWARD = "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\ud802\udc00-\ud803\udfff\ud83a\udc00-\ud83b\udfff]";
