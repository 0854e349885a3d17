// What a reader does on the map: with a mouse, with fingers, with the keyboard, with the buttons.

import { draw as icon, make } from "./dom.js";

/** @typedef {import("./map-view.js").View} View */
/** @typedef {[x: number, y: number]} Place on the canvas, in pixels */

const CLICK = 6; // pixels that a click can move
const REACH = 6; // pixels around a point that count as it
const REACH_OF_FINGER = 16;
const STEP = 1.6; // times nearer, with a key or a button
const EDGE = 40; // pixels from the edge, where the map follows the walk

/** Fingers and mouse: a press that moves drags the map, two fingers zoom it, a click opens a paper. */
class Hand {
  /** Where each pressed pointer is. @type {Map<number, Place>} */
  #pressed = new Map();
  #moved = 0;

  /** @param {View} view */
  constructor(view) {
    this.view = view;
    const { canvas } = view.elements;
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#lift(event));
    canvas.addEventListener("pointercancel", (event) => this.#pressed.delete(event.pointerId));
    canvas.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !this.#pressed.size) view.point(-1);
    });
    canvas.addEventListener("wheel", (event) => this.#turn(event), { passive: false });
  }

  /**
   * @param {MouseEvent} event
   * @returns {Place}
   */
  #placeOf(event) {
    const box = this.view.elements.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.pointerType === "mouse" && event.button > 1) return;
    if (event.button === 1) event.preventDefault();
    this.#moved = this.#pressed.size ? Infinity : 0; // two fingers open nothing, however still they are
    this.#pressed.set(event.pointerId, this.#placeOf(event));
    this.view.elements.canvas.setPointerCapture(event.pointerId);
    this.view.stop();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { picture } = this.view;
    const [x, y] = this.#placeOf(event);
    const before = this.#pressed.get(event.pointerId);
    if (!before) {
      const at = picture.pick(x, y, REACH);
      if (at !== picture.at) this.view.point(at);
      return;
    }
    this.#moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    const [other] = [...this.#pressed].filter(([id]) => id !== event.pointerId);
    if (other) this.#pinch([x, y], before, other[1]);
    else if (this.#moved > CLICK) picture.pan(x - before[0], y - before[1]);
    this.#pressed.set(event.pointerId, [x, y]);
    this.view.draw();
    this.view.place();
  }

  /**
   * One of two fingers moves.
   * @param {Place} to
   * @param {Place} from
   * @param {Place} other
   */
  #pinch([x, y], [fromX, fromY], [otherX, otherY]) {
    const { picture } = this.view;
    const factor = Math.hypot(x - otherX, y - otherY) / Math.max(1, Math.hypot(fromX - otherX, fromY - otherY));
    picture.pan((x - fromX) / 2, (y - fromY) / 2);
    picture.zoomAt(factor, (x + otherX) / 2, (y + otherY) / 2);
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    if (!this.#pressed.delete(event.pointerId) || this.#moved > CLICK) return;
    const { view } = this;
    const isTouched = event.pointerType !== "mouse";
    const at = view.picture.pick(...this.#placeOf(event), isTouched ? REACH_OF_FINGER : REACH);
    if (at < 0) view.point(-1);
    else if (isTouched && at !== view.picture.at) view.point(at, { isTouched, isAloud: true });
    else view.open(at, event.ctrlKey || event.metaKey || event.button === 1);
  }

  /** @param {WheelEvent} event */
  #turn(event) {
    event.preventDefault();
    this.view.stop();
    const pixels = event.deltaY * (event.deltaMode ? 30 : 1); // else lines
    this.view.picture.zoomAt(Math.exp(-Math.max(-240, Math.min(240, pixels)) / 320), ...this.#placeOf(event));
    this.view.draw();
    this.view.place();
  }
}

/** @type {Record<string, [dx: number, dy: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Goes to the next paper in a direction, from the one in the middle.
 * @param {View} view
 * @param {[dx: number, dy: number]} direction
 */
function walk(view, [dx, dy]) {
  const { picture, points } = view;
  const from = picture.at >= 0 ? picture.at : picture.nearest(picture.width / 2, picture.height / 2, 1)[0] ?? -1;
  const to = picture.at >= 0 ? picture.next(from, dx, dy) : from;
  if (to < 0) return;
  const [x, y] = picture.toScreen(to);
  if (x < EDGE || y < EDGE || x > picture.width - EDGE || y > picture.height - EDGE) {
    picture.look(picture.view.zoom, points.x[to], points.y[to]);
  }
  view.point(to, { isAloud: true });
}

/** @param {View} view */
function listenToKeys(view) {
  const { picture } = view;
  /** @type {Record<string, () => unknown>} */
  const acts = {
    "+": () => view.zoom(STEP), "=": () => view.zoom(STEP), "-": () => view.zoom(1 / STEP), 0: () => view.showAll(),
    Enter: () => picture.at >= 0 && view.open(picture.at), Escape: () => view.point(-1),
  };
  view.elements.canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) picture.pan(-80 * arrow[0], -80 * arrow[1]);
    else if (arrow) walk(view, arrow);
    else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
    view.draw();
    view.place();
  });
  view.elements.canvas.addEventListener("blur", () => view.point(-1));
}

/**
 * @param {View} view
 * @param {Element} place for the buttons
 */
function addButtons(view, place) {
  /** @type {[name: string, path: string, act: () => void][]} */
  const buttons = [
    ["Zoom in", "M10 4V16M4 10H16", () => view.zoom(STEP)],
    ["Zoom out", "M4 10H16", () => view.zoom(1 / STEP)],
    ["Whole map", "M3 7V3H7M13 3H17V7M17 13V17H13M7 17H3V13", () => view.showAll()],
  ];
  for (const [name, path, act] of buttons) {
    const button = make("button", { type: "button", "aria-label": name, title: name }, icon(path, 20));
    button.addEventListener("click", act);
    place.append(button);
  }
}

/**
 * Connects the map with its reader.
 * @param {View} view
 * @param {Element} buttons
 */
export function listen(view, buttons) {
  new Hand(view);
  listenToKeys(view);
  addButtons(view, buttons);
}
