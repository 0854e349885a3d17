// The map as a picture: which part is seen, what stands there, and how it is drawn. No event, no text of
// a paper but titles that are drawn as such. Places are whole numbers below GRID in both directions.

import { Pixels } from "./map-pixels.js";

export const GRID = 10_000;
const CELLS = 48;
const MOST = 80; // times nearer than the whole map
const MARGIN = 26;
const CROWD = 2000; // among so many small points there is no room for a name
const SMALL = 3; // pixels of a radius below which points are drawn by pixels
const TITLES = 60; // so many points in view have room for titles
/** Where the name of a region may stand, in pixels from its densest place, the nearest first. In a crowd
    few of them are tried. */
const STEPS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8];
const PLACES = STEPS.flatMap((down) => STEPS.map((across) => [across * 18, down * 11]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
const FEW = 9;

export class Picture {
  /** `points` are the columns of points.json; `titleOf` knows the titles that are loaded. */
  constructor(canvas, points, titleOf) {
    this.canvas = canvas;
    this.points = points;
    this.titleOf = titleOf;
    this.context = canvas.getContext("2d");
    this.count = points.x.length;
    this.view = { zoom: 1, x: GRID / 2, y: GRID / 2 };
    this.shown = new Uint8Array(this.count).fill(1);
    this.at = -1;
    this.cells = index(points);
    this.sprites = new Map();
  }

  /** Takes the size of its element; true if that has changed. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = Math.min(3, devicePixelRatio || 1);
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.pixels = new Pixels(this.canvas.width, this.canvas.height);
    this.base = Math.max(1.7, Math.min(9, Math.sqrt((width * height) / Math.max(1, this.count)) * 0.125));
    return true;
  }

  /** Pixels of a unit of the map, across and down. */
  get scale() {
    const { zoom } = this.view;
    const inner = (size) => Math.max(40, size - 2 * MARGIN);
    return [(inner(this.width) * zoom) / GRID, (inner(this.height) * zoom) / GRID];
  }

  toScreen(point) {
    const [across, down] = this.scale;
    const { x, y } = this.points;
    return [(x[point] - this.view.x) * across + this.width / 2, (y[point] - this.view.y) * down + this.height / 2];
  }

  toMap(x, y) {
    const [across, down] = this.scale;
    return [this.view.x + (x - this.width / 2) / across, this.view.y + (y - this.height / 2) / down];
  }

  /** Moves the view, which never leaves the map. */
  look(zoom, x, y) {
    this.view.zoom = Math.max(1, Math.min(MOST, zoom));
    const half = GRID / 2 / this.view.zoom;
    this.view.x = Math.max(half, Math.min(GRID - half, x));
    this.view.y = Math.max(half, Math.min(GRID - half, y));
  }

  /** Zooms so that what stands at a place of the screen stays there. */
  zoomAt(factor, x, y) {
    const [mapX, mapY] = this.toMap(x, y);
    const zoom = Math.max(1, Math.min(MOST, this.view.zoom * factor));
    const real = zoom / this.view.zoom;
    this.look(zoom, mapX + (this.view.x - mapX) / real, mapY + (this.view.y - mapY) / real);
  }

  pan(x, y) {
    const [across, down] = this.scale;
    this.look(this.view.zoom, this.view.x - x / across, this.view.y - y / down);
  }

  get radius() {
    return Math.min(11, this.base * this.view.zoom ** 0.45);
  }

  get isCrowded() {
    return this.count > CROWD && this.radius < SMALL;
  }

  /** Points within a box of the screen: those that take part, or all. */
  *within(left, top, right, bottom, all = false) {
    const [x0, y0] = this.toMap(left, top);
    const [x1, y1] = this.toMap(right, bottom);
    const { x, y } = this.points;
    for (let row = cell(y0); row <= cell(y1); row++) {
      for (let column = cell(x0); column <= cell(x1); column++) {
        for (const point of this.cells[row * CELLS + column]) {
          if ((all || this.shown[point]) && x[point] >= x0 && x[point] <= x1 && y[point] >= y0 && y[point] <= y1) yield point;
        }
      }
    }
  }

  /** The point at a place of the screen, or -1. */
  pick(x, y, reach) {
    let best = -1;
    let least = (this.radius + reach) ** 2;
    const far = this.radius + reach;
    for (const point of this.within(x - far, y - far, x + far, y + far)) {
      const [px, py] = this.toScreen(point);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  }

  /** The points in view, those nearest to a place of the screen first. */
  nearest(x, y, number) {
    const found = [];
    for (const point of this.within(0, 0, this.width, this.height)) {
      const [px, py] = this.toScreen(point);
      found.push([(px - x) ** 2 + (py - y) ** 2, point]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, number).map((pair) => pair[1]);
  }

  /** The next point in a direction of the screen, or -1: near, and not far aside. */
  next(from, dx, dy) {
    const [x, y] = this.toScreen(from);
    let best = -1;
    let least = Infinity;
    for (let point = 0; point < this.count; point++) {
      if (!this.shown[point] || point === from) continue;
      const [px, py] = this.toScreen(point);
      const ahead = (px - x) * dx + (py - y) * dy;
      const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
      const cost = ahead + 2 * aside;
      if (ahead > 0 && aside <= 2 * ahead && cost < least) [best, least] = [point, cost];
    }
    return best;
  }

  /** Colours of the theme: `hues` from 0, `ink`, `soft`, `paper`, `rule`, `accent`. */
  dress(colours) {
    this.colours = colours;
    this.sprites.clear();
  }

  /** -1 is the colour of points that take no part. */
  colourOf(hue) {
    return hue < 0 ? this.colours.rule : this.colours.hues[hue];
  }

  /** A shape of a colour as a picture of its own, which is copied for each point. */
  sprite(hue, radius) {
    const key = `${hue} ${radius}`;
    if (this.sprites.has(key)) return this.sprites.get(key);
    const size = Math.ceil(radius * 2 + 4);
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = size;
    const context = sprite.getContext("2d");
    context.translate(size / 2, size / 2);
    shape(context, shapeOf(hue), radius);
    context.lineWidth = Math.max(1, radius / 4);
    context.strokeStyle = this.colours.paper;
    if (radius > 4) context.stroke();
    context.fillStyle = this.colourOf(hue);
    context.fill();
    this.sprites.set(key, sprite);
    return sprite;
  }

  /** Draws all that is seen; the points of it that take part. */
  draw() {
    const { context, points, width, height, ratio, shown } = this;
    const [across, down] = this.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const radius = Math.round(this.radius * ratio * 2) / 2;
    const reach = radius / ratio;
    const seen = [];
    const byHue = [...this.colours.hues.map(() => []), []]; // the last are those aside
    for (let point = 0; point < this.count; point++) {
      const x = (points.x[point] - this.view.x) * across + width / 2;
      const y = (points.y[point] - this.view.y) * down + height / 2;
      if (x < -reach || y < -reach || x > width + reach || y > height + reach) continue;
      byHue[shown[point] ? points.hue[point] : byHue.length - 1].push(x * ratio, y * ratio);
      if (shown[point]) seen.push(point);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const taken = this.name();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const isSmall = radius < SMALL * ratio;
    const stamp = (places, hue, size) =>
      isSmall ? this.pixels.stamp(places, shapeOf(hue), this.colourOf(hue), size) : this.stamp(places, hue, size);
    stamp(byHue.pop(), -1, Math.max(1.5, radius * 0.7));
    byHue.forEach((places, hue) => stamp(places, hue, radius));
    if (isSmall) this.pixels.show(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (seen.length <= TITLES) this.title(seen, taken);
    if (this.at >= 0) this.ring();
    return seen;
  }

  /** Points of one colour, as pictures. */
  stamp(places, hue, radius) {
    const { context } = this;
    const sprite = this.sprite(hue, radius);
    const half = sprite.width / 2;
    for (let at = 0; at < places.length; at += 2) {
      context.drawImage(sprite, Math.round(places[at] - half), Math.round(places[at + 1] - half));
    }
  }

  /** Names of the regions in view, on the ground, so that no point is covered: each as near to its
      densest place as there is room between the points. Returns what they take up. */
  name() {
    const { context, colours, points, view } = this;
    const steps = points.regions;
    const step = steps[Math.min(steps.length - 1, Math.round(Math.log2(view.zoom)))] ?? [];
    const [across, down] = this.scale;
    const places = step.map(([name, x, y]) => ({
      name, x: (x - view.x) * across + this.width / 2, y: (y - view.y) * down + this.height / 2,
    }));
    const seen = places.filter(({ x, y }) => x > 0 && y > 0 && x < this.width && y < this.height);
    const far = ({ x, y }) => Math.hypot(x - this.width / 2, y - this.height / 2);
    // between two regions the nearer one says where this is
    const size = this.isCrowded ? 17 : 14; // read between many points
    const shown = seen.length ? seen : places.sort((a, b) => far(a) - far(b)).slice(0, 1);
    const taken = [];
    for (const { name, x, y } of shown) {
      const isTopic = typeof name === "number";
      context.font = `${isTopic ? 600 : 500} ${size}px ${colours.sans}`;
      const text = shorten(isTopic ? points.topics[name][1] : name, this.width < 600 ? 28 : 40);
      const wide = context.measureText(text).width;
      const place = this.free(x, y, wide, taken);
      if (place) this.text(text, ...place, wide, taken, isTopic ? colours.ink : colours.soft, 0);
    }
    return taken;
  }

  /** Left and middle of the nearest place for a name that is not taken and covers no point; in a crowd,
      where points are drawn above names, the one with the fewest. */
  free(x, y, wide, taken) {
    let best;
    let least = Infinity;
    for (const [aside, above] of this.isCrowded ? PLACES.slice(0, FEW) : PLACES) {
      const left = Math.max(6, Math.min(this.width - wide - 6, x - wide / 2 + aside));
      const middle = Math.max(14, Math.min(this.height - 14, y + above));
      if (!isFree(toBox(left, middle, wide), taken)) continue;
      let met = 0;
      const reach = this.radius + 2;
      for (const _ of this.within(left - reach, middle - 8 - reach, left + wide + reach, middle + 8 + reach, true)) {
        if (++met >= least) break;
      }
      if (met < least) [best, least] = [[left, middle], met];
      if (!met) break;
    }
    return this.isCrowded || !least ? best : undefined;
  }

  /** Titles beside, below or above points, where there is room for them. */
  title(seen, taken) {
    const { context, colours, radius } = this;
    context.font = `500 12.5px ${colours.sans}`;
    const places = seen.map((point) => this.toScreen(point));
    for (const [x, y] of places) taken.push([x - radius, y - radius, x + radius, y + radius]);
    places.forEach(([x, y], at) => {
      const title = this.titleOf(seen[at]);
      if (!title) return;
      const text = shorten(title, this.width < 600 ? 32 : 48);
      const wide = context.measureText(text).width;
      const [aside, above] = [radius + 5, radius + 11];
      const beside = [[x + aside, y], [x - aside - wide, y], [x - wide / 2, y + above], [x - wide / 2, y - above]];
      const place = beside.find(([left, middle]) => {
        const box = toBox(left, middle, wide);
        return box[0] >= 0 && box[2] <= this.width && isFree(box, taken);
      });
      if (place) this.text(text, ...place, wide, taken, colours.soft, 3);
    });
  }

  text(text, left, y, wide, taken, colour, halo) {
    taken.push(toBox(left, y, wide));
    const { context } = this;
    context.textAlign = "left";
    context.lineWidth = halo;
    context.strokeStyle = this.colours.paper;
    if (halo) context.strokeText(text, left, y);
    context.fillStyle = colour;
    context.fillText(text, left, y);
  }

  ring() {
    const { context } = this;
    const [x, y] = this.toScreen(this.at);
    context.beginPath();
    context.arc(x, y, this.radius + 5, 0, 2 * Math.PI);
    context.lineWidth = 2.5;
    context.strokeStyle = this.colours.ink;
    context.stroke();
  }
}

const cell = (place) => Math.max(0, Math.min(CELLS - 1, Math.floor((place * CELLS) / GRID)));

const shapeOf = (hue) => (hue < 1 ? 0 : (hue - 1) % 4);

/** The box of a line of letters: left, top, right, bottom. */
const toBox = (left, y, wide) => [left - 3, y - 9, left + wide + 3, y + 9];

const isFree = (box, taken) =>
  !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);

function index({ x, y }) {
  const cells = Array.from({ length: CELLS * CELLS }, () => []);
  for (let point = 0; point < x.length; point++) cells[cell(y[point]) * CELLS + cell(x[point])].push(point);
  return cells;
}

/** The same shapes as in the legend (generator/papershelf/outputs/render.py), for a circle of this radius. */
function shape(context, number, radius) {
  const unit = radius / 4.5;
  const corners = [null, [-4, -4, 4, -4, 4, 4, -4, 4], [0, -5, 5, 4, -5, 4], [0, -5.5, 5.5, 0, 0, 5.5, -5.5, 0]][number];
  context.beginPath();
  if (!corners) context.arc(0, 0, radius, 0, 2 * Math.PI);
  else for (let at = 0; at < corners.length; at += 2) context.lineTo(corners[at] * unit, corners[at + 1] * unit);
  context.closePath();
}

/** As much of a title as has room beside its point, by whole characters. */
function shorten(title, most) {
  const letters = [...title];
  return letters.length > most ? `${letters.slice(0, most - 2).join("").trimEnd()}…` : title;
}
