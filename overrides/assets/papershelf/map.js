// The map of all papers: moving in it, pointing at papers, choosing topics. What is chosen stands in the
// address. The picture itself is drawn by map-canvas.js; the same papers stand in a list beside it.

import { failure, draw as icon, make, papers as counted } from "./dom.js";
import { Picture } from "./map-canvas.js";
import { loaded, wordsOf } from "./map-words.js";

const base = new URL("../../", import.meta.url);
const root = document.querySelector("[data-ps-map]");
const side = document.querySelector(".ps-map__side");
const number = Number(root.dataset.psMap);
const OTHERS = "-"; // in the address: papers of none of the coloured topics
const NEAR = 9;
const CLICK = 6; // pixels that a click may move

const canvas = make("canvas", {
  tabindex: "0", role: "application", "aria-label": `Map of ${counted(number)}`, "aria-describedby": "ps-map-how",
});
const tip = make("div", { class: "ps-map__tip" });
tip.hidden = true;
const said = make("p", { class: "ps-sr", role: "status" });
const stage = make("div", { class: "ps-map__stage" }, canvas, tip);
const HOW = "Drag to move; wheel, pinch, + and − to zoom, 0 for the whole map. Arrow keys walk from paper to paper, Enter opens one.";
const how = make("p", { class: "ps-map__how", id: "ps-map-how" }, HOW);
const buttons = make("div", { class: "ps-map__buttons", role: "group", "aria-label": "Zoom" });
const bar = make("div", { class: "ps-map__bar" }, how, buttons);
root.append(stage, bar, said);

try {
  await begin();
} catch (error) {
  stage.hidden = true;
  how.textContent = "The map could not be loaded. The list of all papers leads to the same papers.";
  bar.after(failure(error, () => location.reload()));
}

async function begin() {
  const points = await loaded("map/points.json");
  const words = wordsOf(points);
  const picture = new Picture(canvas, points, (point) => words.now(point)?.title);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let waiting = 0;
  let settling;

  /** Points stand, their titles did not come: told once, and asked for again with the next point. */
  function lack() {
    near.parentNode.hidden = !near.children.length;
    listed = "";
    how.textContent = "Titles could not be loaded. Point at a paper to try again; all of them stand in the list of papers.";
  }

  function draw() {
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      if (!canvas.clientWidth) return; // not shown, as on paper: a picture of no pixels is an error
      picture.fit();
      const seen = picture.draw();
      clearTimeout(settling);
      settling = setTimeout(() => settle(seen), 160);
    });
  }

  /** What follows when the map has come to rest: titles of few points, and the list beside. */
  async function settle(seen) {
    try {
      if (seen.length <= 60 && seen.some((point) => !words.now(point))) {
        await Promise.all(seen.map((point) => words.of(point)));
        draw();
      }
      await list();
    } catch {
      lack();
    }
  }

  // --- colours -----------------------------------------------------------------------------------

  function dress() {
    const style = getComputedStyle(canvas);
    const probe = (colour) => {
      const mark = make("i");
      mark.style.color = `var(${colour})`;
      stage.append(mark);
      const found = getComputedStyle(mark).color;
      mark.remove();
      return found;
    };
    const hues = Array.from({ length: 9 }, (_, hue) => probe(`--ps-hue-${hue}`));
    picture.dress({
      hues, ink: probe("--ps-ink"), soft: probe("--ps-soft"), rule: probe("--ps-rule"), sans: style.fontFamily,
      paper: getComputedStyle(stage).backgroundColor, // where colours are forced, not that of all letters
    });
    draw();
  }

  // --- moving ------------------------------------------------------------------------------------

  let flight = 0;
  /** Takes the view there, in a moment or at once where motion is not wanted. */
  function fly(zoom, x, y) {
    cancelAnimationFrame(flight);
    const from = { ...picture.view };
    const begun = performance.now();
    const step = (time) => {
      const part = still.matches ? 1 : Math.min(1, Math.max(0, time - begun) / 200);
      const eased = 1 - (1 - part) ** 3;
      picture.look(
        from.zoom * (zoom / from.zoom) ** eased, from.x + (x - from.x) * eased, from.y + (y - from.y) * eased,
      );
      draw();
      if (part < 1) flight = requestAnimationFrame(step);
    };
    step(begun);
  }

  const nearer = (factor) => {
    const to = picture.at >= 0 ? { x: points.x[picture.at], y: points.y[picture.at] } : picture.view;
    fly(picture.view.zoom * factor, to.x, to.y);
  };
  const whole = () => fly(1, 5000, 5000);

  // --- pointing ----------------------------------------------------------------------------------

  const address = ({ id }) => new URL(`papers/${encodeURIComponent(id)}/`, base).href;

  /** Marks a point and tells what it is, beside it; -1 for none. */
  async function point(at, { aloud = false, touched = false } = {}) {
    picture.at = at;
    canvas.classList.toggle("ps-on", at >= 0);
    draw();
    if (at < 0) {
      tip.hidden = true;
      return;
    }
    const paper = await words.of(at).catch(lack);
    if (!paper || picture.at !== at) return; // another one meanwhile
    const facts = [paper.authors, paper.year].filter(Boolean).join(" · ");
    const topics = points.of[at].map((topic) => points.topics[topic][1]).join(", ");
    tip.replaceChildren(make("b", {}, paper.title), make("span", {}, facts), make("span", {}, topics));
    if (touched) tip.append(make("a", { href: address(paper) }, "Open this paper"));
    tip.hidden = false;
    place();
    if (aloud) said.textContent = `${paper.title}. ${facts}`;
  }

  function place() {
    if (picture.at < 0 || tip.hidden) return;
    const [x, y] = picture.toScreen(picture.at);
    const gap = picture.radius + 10;
    const left = Math.max(6, Math.min(picture.width - tip.offsetWidth - 6, x - tip.offsetWidth / 2));
    const above = y - tip.offsetHeight - gap;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 6 ? above : y + gap)}px)`;
  }

  async function open(at, beside) {
    const paper = await words.of(at).catch(lack);
    if (!paper) return;
    const href = address(paper);
    if (beside) window.open(href, "_blank", "noopener");
    else location.assign(href);
  }

  const fingers = new Map();
  let moved = 0;
  const here = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button > 1) return;
    if (event.button === 1) event.preventDefault();
    moved = fingers.size ? Infinity : 0; // two fingers open nothing, however still they are
    fingers.set(event.pointerId, here(event));
    canvas.setPointerCapture(event.pointerId);
    cancelAnimationFrame(flight);
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = here(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      const at = picture.pick(x, y, 6);
      if (at !== picture.at) point(at);
      return;
    }
    moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    const others = [...fingers].filter(([id]) => id !== event.pointerId);
    if (others.length) {
      const [ox, oy] = others[0][1];
      const factor = Math.hypot(x - ox, y - oy) / Math.max(1, Math.hypot(before[0] - ox, before[1] - oy));
      picture.pan((x - before[0]) / 2, (y - before[1]) / 2);
      picture.zoomAt(factor, (x + ox) / 2, (y + oy) / 2);
    } else if (moved > CLICK) {
      picture.pan(x - before[0], y - before[1]);
    }
    fingers.set(event.pointerId, [x, y]);
    draw();
    place();
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!fingers.delete(event.pointerId) || moved > CLICK) return;
    const [x, y] = here(event);
    const touched = event.pointerType !== "mouse";
    const at = picture.pick(x, y, touched ? 16 : 6);
    if (at < 0) point(-1);
    else if (touched && at !== picture.at) point(at, { touched, aloud: true });
    else open(at, event.ctrlKey || event.metaKey || event.button === 1);
  });
  canvas.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !fingers.size) point(-1);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      cancelAnimationFrame(flight);
      const lines = event.deltaMode ? 30 : 1;
      picture.zoomAt(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) / 320), ...here(event));
      draw();
      place();
    },
    { passive: false },
  );

  // --- keys --------------------------------------------------------------------------------------

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function walk([dx, dy]) {
    const from = picture.at >= 0 ? picture.at : picture.nearest(picture.width / 2, picture.height / 2, 1)[0] ?? -1;
    const to = picture.at >= 0 ? picture.next(from, dx, dy) : from;
    if (to < 0) return;
    const [x, y] = picture.toScreen(to);
    if (x < 40 || y < 40 || x > picture.width - 40 || y > picture.height - 40) {
      picture.look(picture.view.zoom, points.x[to], points.y[to]);
    }
    point(to, { aloud: true });
  }
  const KEYS = {
    "+": () => nearer(1.6), "=": () => nearer(1.6), "-": () => nearer(1 / 1.6), 0: whole,
    Enter: () => picture.at >= 0 && open(picture.at), Escape: () => point(-1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) picture.pan(-80 * arrow[0], -80 * arrow[1]);
    else if (arrow) walk(arrow);
    else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
    draw();
    place();
  });
  canvas.addEventListener("blur", () => point(-1));

  for (const [name, path, act] of [
    ["Zoom in", "M10 4V16M4 10H16", () => nearer(1.6)],
    ["Zoom out", "M4 10H16", () => nearer(1 / 1.6)],
    ["Whole map", "M3 7V3H7M13 3H17V7M17 13V17H13M7 17H3V13", whole],
  ]) {
    const button = make("button", { type: "button", "aria-label": name, title: name }, icon(path, 20));
    button.addEventListener("click", act);
    buttons.append(button);
  }

  // --- topics ------------------------------------------------------------------------------------

  const numberOf = new Map(points.topics.map(([slug], topic) => [slug, topic]));
  const chosen = new Set();
  const state = make("p", { class: "ps-map__state", role: "status" });
  const select = make("select", { id: "ps-map-topic" }, make("option", { value: "" }, "Every topic"));
  const toggles = new Map();
  const legend = side.querySelector(".ps-map__legend");

  function choose() {
    const topics = [...chosen].filter((slug) => slug !== OTHERS).map((slug) => numberOf.get(slug));
    let papers = 0;
    for (let at = 0; at < picture.count; at++) {
      const is = !chosen.size || topics.some((topic) => points.of[at].includes(topic))
        || (chosen.has(OTHERS) && !points.hue[at]);
      picture.shown[at] = Number(is);
      papers += Number(is);
    }
    for (const [slug, toggle] of toggles) toggle.setAttribute("aria-pressed", String(chosen.has(slug)));
    side.closest(".ps-map__frame").classList.toggle("ps-map--chosen", chosen.size > 0);
    const only = chosen.size === 1 ? [...chosen][0] : "";
    select.value = only === OTHERS ? "" : only;
    tell(papers, numberOf.has(only) ? points.topics[numberOf.get(only)] : undefined);
    if (picture.at >= 0 && !picture.shown[picture.at]) point(-1);
    draw();
  }

  function tell(papers, topic) {
    state.replaceChildren(chosen.size ? `${counted(papers)} of ${number.toLocaleString("en")}` : "");
    if (topic) {
      const url = new URL(`topics/${encodeURIComponent(topic[0])}/`, base);
      state.append(" · ", make("a", { href: url.href }, `The topic ${topic[1]}`));
    }
    if (chosen.size) {
      const all = make("button", { type: "button" }, "Show all");
      all.addEventListener("click", () => {
        chosen.clear();
        keep();
        (toggles.values().next().value ?? canvas).focus();
      });
      state.append(" · ", all);
    }
  }

  /** What was chosen goes into the address, and shows. */
  function keep() {
    const url = new URL(location.href);
    url.searchParams.delete("topic");
    for (const slug of chosen) url.searchParams.append("topic", slug);
    history.replaceState(history.state, "", url);
    choose();
  }

  for (const old of legend?.querySelectorAll("a, .ps-map__other") ?? []) {
    const slug = old.href ? decodeURIComponent(new URL(old.href).pathname.split("/").at(-2)) : OTHERS;
    const toggle = make("button", { type: "button", "aria-pressed": "false" }, ...old.childNodes);
    toggle.addEventListener("click", () => {
      if (!chosen.delete(slug)) chosen.add(slug);
      keep();
    });
    old.replaceWith(toggle);
    toggles.set(slug, toggle);
  }
  if (points.topics.length > toggles.size) {
    for (const [slug, title, level, papers] of points.topics) {
      select.append(make("option", { value: slug }, `${"  ".repeat(level)}${title} (${papers})`));
    }
    select.addEventListener("change", () => {
      chosen.clear();
      if (select.value) chosen.add(select.value);
      keep();
    });
    side.append(make("label", { for: select.id }, "One topic"), select); // below what stands there
  }
  side.append(state);

  // --- the same papers as a list -------------------------------------------------------------------

  const near = make("ol", { class: "ps-map__near-list" });
  const heading = make("h2", {}, "In the middle of the map");
  side.closest(".ps-map__frame").after(make("section", { class: "ps-map__near" }, heading, near));
  let listed = "";
  async function list() {
    const middle = picture.nearest(picture.width / 2, picture.height / 2, NEAR);
    const key = middle.join();
    if (key === listed || near.querySelector(":focus-visible")) return; // not while somebody walks in it
    listed = key;
    const papers = await Promise.all(middle.map((at) => words.of(at)));
    if (key !== listed) return;
    near.parentNode.hidden = false;
    how.textContent = HOW;
    near.replaceChildren(
      ...papers.map((paper) =>
        make("li", {}, make("a", { href: address(paper) }, paper.title),
          make("span", {}, [paper.authors, paper.year].filter(Boolean).join(" · ")))),
    );
    document.dispatchEvent(new CustomEvent("ps:rows", { detail: { root: near } })); // they get their ticks
  }

  new ResizeObserver(draw).observe(canvas);
  new MutationObserver(dress).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dress);
  for (const slug of new URLSearchParams(location.search).getAll("topic")) {
    if (numberOf.has(slug) || slug === OTHERS) chosen.add(slug);
  }
  picture.fit();
  dress();
  choose();
}
