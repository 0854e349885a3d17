// The server of reader.py inserts this before all other scripts of a page; it reports every error to
// that server.
const tell = (...words) => navigator.sendBeacon("/wrong", words.join(" "));
const print = console.error;
console.error = (...words) => {
  tell("console:", ...words);
  print.apply(console, words);
};
addEventListener("error", ({ message, target }) => tell("error:", message ?? target.outerHTML), true);
// Firefox and WebKit give up on modules that are under way when a reader leaves.
let isLeft = false;
addEventListener("beforeunload", () => (isLeft = true));
addEventListener("pageshow", () => (isLeft = false));
addEventListener("unhandledrejection", ({ reason }) => {
  if (!isLeft || !/import/i.test(String(reason))) tell("rejection:", reason);
});
addEventListener("securitypolicyviolation", (event) => tell("policy:", event.violatedDirective, event.blockedURI));
