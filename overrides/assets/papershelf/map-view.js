// The map in motion: drawing when something has changed, flying to a place, and pointing at a paper.

import { make } from "./dom.js";
import { GRID } from "./map-plane.js";
import { Picture, TITLES } from "./map-canvas.js";
import { Words, factsOf } from "./map-words.js";
import { toUrl } from "./site.js";

/** @typedef {import("./map-plane.js").Points} Points */
/** @typedef {import("./map-words.js").Paper} Paper */
/**
 * The elements of the map: the canvas in its stage, the box beside a point, and what screen readers hear.
 * @typedef {{canvas: HTMLCanvasElement, stage: HTMLElement, tip: HTMLElement, said: HTMLElement}} Elements
 */

const HUES = 9;
const REST = 160; // ms without a change, after which the map has come to rest
const FLIGHT = 200; // ms

/**
 * The page of a paper.
 * @param {Paper} paper
 */
export const address = ({ id }) => toUrl(`papers/${encodeURIComponent(id)}/`).href;

export class View {
  /** Called when the map has come to rest. @type {() => Promise<void>} */
  onRest = async () => {};
  /** Called with the error when titles could not be loaded. @type {(error: unknown) => void} */
  onLack = () => {};
  #frame = 0;
  #flight = 0;
  #settling = 0;
  #still = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {Elements} elements
   * @param {Points} points
   */
  constructor(elements, points) {
    this.elements = elements;
    this.points = points;
    this.words = new Words(points.part, points.version);
    this.picture = new Picture(elements.canvas, points, (point) => this.words.now(point)?.title);
  }

  /** Draws with the next frame. */
  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (!this.elements.canvas.clientWidth) return; // not shown, as on paper: a picture of no pixels is an error
      this.picture.fit();
      const seen = this.picture.draw();
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#settle(seen), REST);
    });
  }

  /**
   * What follows when the map has come to rest: titles of few points, and what others do.
   * @param {number[]} seen
   */
  async #settle(seen) {
    try {
      if (seen.length <= TITLES && seen.some((point) => !this.words.now(point))) {
        await Promise.all(seen.map((point) => this.words.of(point)));
        this.draw();
      }
      await this.onRest();
    } catch (error) {
      this.onLack(error);
    }
  }

  /** Takes the colours of the theme. */
  dress() {
    const { canvas, stage } = this.elements;
    const probe = (/** @type {string} */ colour) => {
      const mark = make("i");
      mark.style.color = `var(${colour})`;
      stage.append(mark);
      const found = getComputedStyle(mark).color;
      mark.remove();
      return found;
    };
    const hues = Array.from({ length: HUES }, (_, hue) => probe(`--ps-hue-${hue}`));
    this.picture.dress({
      hues, ink: probe("--ps-ink"), soft: probe("--ps-soft"), rule: probe("--ps-rule"),
      sans: getComputedStyle(canvas).fontFamily,
      paper: getComputedStyle(stage).backgroundColor, // with forced colours, not the one behind all letters
    });
    this.draw();
  }

  // --- moving ---

  /** Stops a flight: the reader moves the map. */
  stop() {
    cancelAnimationFrame(this.#flight);
  }

  /**
   * Takes the view there, in a moment, or at once where the reader prefers no motion.
   * @param {number} zoom
   * @param {number} x
   * @param {number} y
   */
  fly(zoom, x, y) {
    this.stop();
    const from = { ...this.picture.view };
    const begun = performance.now();
    const step = (/** @type {number} */ time) => {
      const part = this.#still.matches ? 1 : Math.min(1, Math.max(0, time - begun) / FLIGHT);
      const eased = 1 - (1 - part) ** 3;
      this.picture.look(from.zoom * (zoom / from.zoom) ** eased, from.x + (x - from.x) * eased, from.y + (y - from.y) * eased);
      this.draw();
      if (part < 1) this.#flight = requestAnimationFrame(step);
    };
    step(begun);
  }

  /**
   * Zooms to the paper that the reader points at, or to the middle.
   * @param {number} factor
   */
  zoom(factor) {
    const { at, view } = this.picture;
    const to = at >= 0 ? { x: this.points.x[at], y: this.points.y[at] } : view;
    this.fly(view.zoom * factor, to.x, to.y);
  }

  /** Shows the whole map. */
  showAll() {
    this.fly(1, GRID / 2, GRID / 2);
  }

  // --- pointing ---

  /**
   * The words of a point; where they cannot be loaded, the page says so.
   * @param {number} at
   */
  #wordsOf(at) {
    return this.words.of(at).catch((error) => this.onLack(error));
  }

  /**
   * Marks a point and shows what it is, beside it; -1 for none.
   * @param {number} at
   * @param {{isAloud?: boolean, isTouched?: boolean}} [how] `isAloud`: screen readers say it; `isTouched`:
   *   with a link, since another touch on glass is not precise
   */
  async point(at, { isAloud = false, isTouched = false } = {}) {
    const { canvas, tip, said } = this.elements;
    this.picture.at = at;
    canvas.classList.toggle("ps-on", at >= 0);
    this.draw();
    if (at < 0) {
      tip.hidden = true;
      return;
    }
    const paper = await this.#wordsOf(at);
    if (!paper || this.picture.at !== at) return; // the pointer has moved to another point
    const facts = factsOf(paper);
    const topics = this.points.of[at].map((topic) => this.points.topics[topic][1]).join(", ");
    tip.replaceChildren(make("b", {}, paper.title), make("span", {}, facts), make("span", {}, topics));
    if (isTouched) tip.append(make("a", { href: address(paper) }, "Open this paper"));
    tip.hidden = false;
    this.place();
    if (isAloud) said.textContent = `${paper.title}. ${facts}`;
  }

  /** Puts the box beside its point. */
  place() {
    const { picture } = this;
    const { tip } = this.elements;
    if (picture.at < 0 || tip.hidden) return;
    const [x, y] = picture.toScreen(picture.at);
    const gap = picture.radius + 10;
    const left = Math.max(6, Math.min(picture.width - tip.offsetWidth - 6, x - tip.offsetWidth / 2));
    const above = y - tip.offsetHeight - gap;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(above > 6 ? above : y + gap)}px)`;
  }

  /**
   * Opens the page of a paper.
   * @param {number} at
   * @param {boolean} [isBeside] in another tab
   */
  async open(at, isBeside) {
    const paper = await this.#wordsOf(at);
    if (!paper) return;
    if (isBeside) window.open(address(paper), "_blank", "noopener");
    else location.assign(address(paper));
  }
}
