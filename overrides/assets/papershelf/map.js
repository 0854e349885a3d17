// The map of all papers: moving in it, pointing at papers, choosing topics. map-view.js draws it; the same
// papers are in a list below it.

import { failure, get, make, papers as counted } from "./dom.js";
import { listen } from "./map-input.js";
import { Near } from "./map-near.js";
import { Topics } from "./map-topics.js";
import { View } from "./map-view.js";
import { LoadError, PRESENT, loadJson, replaceState } from "./site.js";

const HOW = "Drag to move. Use the wheel, pinch, + and − to zoom, 0 for the whole map. Arrow keys go from paper to paper, Enter opens one.";

const root = get("[data-ps-map]");
const total = Number(root.dataset.psMap);
const canvas = make("canvas", {
  tabindex: "0", role: "application", "aria-label": `Map of ${counted(total)}`, "aria-describedby": "ps-map-how",
});
const tip = make("div", { class: "ps-map__tip" });
tip.hidden = true;
const said = make("p", { class: "ps-sr", role: "status" });
const stage = make("div", { class: "ps-map__stage" }, canvas, tip);
const how = make("p", { class: "ps-map__how", id: "ps-map-how" }, HOW);
const buttons = make("div", { class: "ps-map__buttons", role: "group", "aria-label": "Zoom" });
const bar = make("div", { class: "ps-map__bar" }, how, buttons);
root.append(stage, bar, said);

try {
  await begin();
} catch (error) {
  stage.hidden = true;
  how.textContent = "The map could not be loaded. The list of all papers has the same papers.";
  bar.after(failure(error, () => location.reload()));
}

async function begin() {
  const view = new View({ canvas, stage, tip, said }, await loadJson("map/points.json", PRESENT));
  const near = new Near(view, get(".ps-map__frame"));
  view.onRest = async () => {
    const map = view.picture.view;
    // pointing at a paper and a change of theme draw the map, too
    const isMoved = JSON.stringify(map) !== JSON.stringify(history.state?.map);
    if (isMoved) replaceState({ ...history.state, map }); // Back from a paper leads to the same place
    if (await near.show()) how.textContent = HOW;
  };
  // the points are there, their titles did not come: said once, and loaded again with the next point
  view.onLack = (error) => {
    near.lack();
    const isUpdated = error instanceof LoadError && error.kind === "missing";
    how.textContent = isUpdated ? "This site was updated since you opened the page. Reload it to see the current papers."
      : "Titles could not be loaded. Point at a paper to try again, or use the list of all papers.";
  };
  listen(view, buttons);
  const dress = () => view.dress();
  new ResizeObserver(() => view.draw()).observe(canvas);
  new MutationObserver(dress).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
  view.picture.fit();
  const before = history.state?.map;
  if (before) view.picture.look(before.zoom, before.x, before.y);
  dress();
  new Topics(view, get(".ps-map__side"), total);
}
