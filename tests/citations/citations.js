// What other programs make of our files: citeproc-js writes references, citation-js reads records.
// node citations.js apa STYLE < items.json   → {id: reference as HTML}
// node citations.js read < {name: text}      → {name: [CSL items]}
const fs = require("fs");
const path = require("path");

const modules = path.join(__dirname, "..", "..", ".venv", "tools", "node_modules");
const load = name => require(path.join(modules, ...name.split("/")));
const input = JSON.parse(fs.readFileSync(0, "utf8"));

function references(style) {
  const CSL = load("citeproc");
  const locales = load("@citation-js/plugin-csl/lib/locales.json");
  const items = Object.fromEntries(input.map(item => [item.id, item]));
  const sys = { retrieveLocale: () => locales["en-US"], retrieveItem: id => items[id] };
  const engine = new CSL.Engine(sys, fs.readFileSync(style, "utf8"), "en-US");
  return Object.fromEntries(input.map(item => {
    engine.updateItems([item.id]);  // alone, so that none gets a letter behind its year
    return [item.id, engine.makeBibliography()[1].join("").trim()];
  }));
}

function records() {
  const Cite = load("citation-js");  // with all its readers
  const form = { bib: "@bibtex/text", biblatex: "@biblatex/text", ris: "@ris/file", json: "@csl/list+object" };
  return Object.fromEntries(Object.entries(input).map(([name, text]) => {
    const data = name.endsWith("json") ? JSON.parse(text) : text;
    const options = { forceType: form[name.split(".").pop()], generateGraph: false };
    return [name, new Cite(data, options).data];
  }));
}

const [mode, style] = process.argv.slice(2);
process.stdout.write(JSON.stringify(mode === "apa" ? references(style) : records()));
