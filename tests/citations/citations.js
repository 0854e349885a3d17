// What other programs make of our files: citeproc-js writes references, citation-js reads records.
// node citations.js apa STYLE < items.json   → {id: reference as HTML}
// node citations.js list STYLE MODULE < {items, references} → [the whole list, ours by the module of the pages]
// node citations.js read < {name: text}      → {name: [CSL items]}
const fs = require("fs");
const path = require("path");

const modules = path.join(__dirname, "..", "..", ".venv", "tools", "node_modules");
const load = name => require(path.join(modules, ...name.split("/")));
const input = JSON.parse(fs.readFileSync(0, "utf8"));

function processor(style, list) {
  const CSL = load("citeproc");
  const locales = load("@citation-js/plugin-csl/lib/locales.json");
  const items = Object.fromEntries(list.map(item => [item.id, item]));
  const sys = { retrieveLocale: () => locales["en-US"], retrieveItem: id => items[id] };
  return new CSL.Engine(sys, fs.readFileSync(style, "utf8"), "en-US");
}

function references(style) {
  const engine = processor(style, input);
  return Object.fromEntries(input.map(item => {
    engine.updateItems([item.id]);  // alone, so that none gets a letter behind its year
    return [item.id, engine.makeBibliography()[1].join("").trim()];
  }));
}

async function lists(style, module) {
  const engine = processor(style, input.items);
  engine.updateItems(input.items.map(item => item.id));
  const source = fs.readFileSync(module).toString("base64"); // a module, whatever node takes the file for
  const { inOrder } = await import(`data:text/javascript;base64,${source}`);
  return [engine.makeBibliography()[1].map(entry => entry.trim()), inOrder(input.references).map(({ html }) => html)];
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

const [mode, ...files] = process.argv.slice(2);
const modes = { apa: references, list: lists, read: records };
Promise.resolve(modes[mode](...files)).then(answer => process.stdout.write(JSON.stringify(answer)));
