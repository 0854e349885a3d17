// Stands before all scripts of a page that the server of reader.py hands out, and tells that server
// of whatever goes wrong.
const tell = (...words) => navigator.sendBeacon("/wrong", words.join(" "));
const print = console.error;
console.error = (...words) => {
  tell("console:", ...words);
  print.apply(console, words);
};
addEventListener("error", ({ message, target }) => tell("error:", message ?? target.outerHTML), true);
addEventListener("unhandledrejection", ({ reason }) => tell("rejection:", reason));
addEventListener("securitypolicyviolation", (event) => tell("policy:", event.violatedDirective, event.blockedURI));
