// The server of reader.py inserts this before all other scripts of a page; it reports every error to
// that server.
const tell = (...words) => navigator.sendBeacon("/wrong", words.join(" "));
const print = console.error;
console.error = (...words) => {
  tell("console:", ...words);
  print.apply(console, words);
};
addEventListener("error", ({ message, target }) => tell("error:", message ?? target.outerHTML), true);
addEventListener("unhandledrejection", ({ reason }) => tell("rejection:", reason));
addEventListener("securitypolicyviolation", (event) => tell("policy:", event.violatedDirective, event.blockedURI));
