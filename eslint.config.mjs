// Rules for the scripts of the pages, in addition to types, which tsc checks (jsconfig.json).
// Run by tests/test_scripts.py, where `make tools` has fetched both.

export default [
  {
    files: ["overrides/assets/papershelf/*.js"],
    languageOptions: { ecmaVersion: "latest", sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // a reader of the code sees a whole function at once, and finds a module by its name
      "max-lines-per-function": ["error", { max: 60 }],
      "max-lines": ["error", { max: 320 }],
      complexity: ["error", { max: 15 }],
      // what nobody uses misleads
      "no-unused-vars": ["error", { varsIgnorePattern: "^_$", caughtErrors: "none" }],
      "no-useless-assignment": "error",
      // mistakes that types do not show
      eqeqeq: "error",
      "no-shadow": ["error", { builtinGlobals: false }],
      "no-var": "error",
      "prefer-const": "error",
      "no-promise-executor-return": "error",
      // texts from a catalogue become text nodes, never markup
      "no-restricted-syntax": [
        "error",
        {
          selector: ":matches(AssignmentExpression > MemberExpression.left, CallExpression > MemberExpression.callee)[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|write)$/]:not([object.property.name=clipboard])",
          message: "Make elements with dom.js.",
        },
      ],
      // one module knows where the site is and loads its files
      "no-restricted-globals": ["error", { name: "fetch", message: "Load files with site.js." }],
      // a browser may refuse to write to the history, which must not stop the page
      "no-restricted-properties": [
        "error",
        ...["pushState", "replaceState"].map((property) => ({ property, message: "Use the function of site.js." })),
      ],
    },
  },
  {
    files: ["overrides/assets/papershelf/site.js"],
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },
];
