// Citation files of a list that has none beside it, made from the files beside its papers.

import { download } from "./basket-away.js";
import { all, get, make } from "./dom.js";
import { FORMATS } from "./gather.js";

const place = get("[data-ps-take]");
const ids = all(".ps-rows .ps-row[data-id]").map((row) => row.dataset.id ?? "");
const [file = "papers"] = location.pathname.split("/").filter((part) => part && part !== "index.html").slice(-1);
const state = make("span", { class: "ps-take__state", role: "status" });
const message = { say: (/** @type {string} */ words) => state.replaceChildren(words) };

const buttons = Object.keys(FORMATS).flatMap((name) => {
  const button = make("button", { type: "button", class: "ps-take" }, name);
  button.addEventListener("click", () => download(ids, name, message, file));
  return [button, ", "];
});
place.replaceChildren("All papers as ", ...buttons.slice(0, -1), " ", state);
