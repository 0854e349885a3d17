// The map as a picture: which part is seen, what stands there, and how it is drawn. No event, no text of
// a paper but titles that are drawn as such. Places are whole numbers below GRID in both directions.

export const GRID = 10_000;
const CELLS = 48;
const MOST = 80; // times nearer than the whole map
const MARGIN = 26;
const SHAPELESS = 3; // pixels of a radius that shows no shape
const TITLES = 60; // so many points in view have room for titles
const LABELS_UNTIL = 2.5;

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
    this.labels = [];
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
    this.base = Math.max(1.7, Math.min(7, Math.sqrt((width * height) / Math.max(1, this.count)) * 0.13));
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

  /** Points that take part within a box of the screen. */
  *within(left, top, right, bottom) {
    const [x0, y0] = this.toMap(left, top);
    const [x1, y1] = this.toMap(right, bottom);
    const { x, y } = this.points;
    for (let row = cell(y0); row <= cell(y1); row++) {
      for (let column = cell(x0); column <= cell(x1); column++) {
        for (const point of this.cells[row * CELLS + column]) {
          if (this.shown[point] && x[point] >= x0 && x[point] <= x1 && y[point] >= y0 && y[point] <= y1) yield point;
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

  /** A shape of a colour as a picture of its own, which is copied for each point. */
  sprite(hue, radius) {
    const key = `${hue} ${radius}`;
    if (this.sprites.has(key)) return this.sprites.get(key);
    const size = Math.ceil(radius * 2 + 4);
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = size;
    const context = sprite.getContext("2d");
    context.translate(size / 2, size / 2);
    shape(context, hue < 1 ? 0 : (hue - 1) % 4, radius);
    context.lineWidth = Math.max(1, radius / 4);
    context.strokeStyle = this.colours.paper;
    if (radius > 4) context.stroke();
    context.fillStyle = hue < 0 ? this.colours.rule : this.colours.hues[hue];
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
    this.stamp(byHue.pop(), -1, Math.max(1.5, radius * 0.7));
    byHue.forEach((places, hue) => this.stamp(places, hue, radius));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.write(seen);
    if (this.at >= 0) this.ring();
    return seen;
  }

  /** Points of one colour. Where they are too small to have a shape they are squares: ten thousand of
      them take 4 ms, as pictures 20 ms. */
  stamp(places, hue, radius) {
    const { context } = this;
    if (radius < SHAPELESS * this.ratio) {
      const side = Math.max(2, Math.round(radius * 1.7));
      context.fillStyle = hue < 0 ? this.colours.rule : this.colours.hues[hue];
      for (let at = 0; at < places.length; at += 2) {
        context.fillRect(Math.round(places[at] - side / 2), Math.round(places[at + 1] - side / 2), side, side);
      }
      return;
    }
    const sprite = this.sprite(hue, radius);
    const half = sprite.width / 2;
    for (let at = 0; at < places.length; at += 2) {
      context.drawImage(sprite, Math.round(places[at] - half), Math.round(places[at + 1] - half));
    }
  }

  /** Names of topics on the whole map, titles where there is room for them. */
  write(seen) {
    const { context, colours, radius } = this;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const taken = [];
    if (seen.length <= TITLES) {
      context.font = `500 12.5px ${colours.sans}`;
      const places = seen.map((point) => this.toScreen(point));
      for (const [x, y] of places) taken.push([x - radius, y - radius, x + radius, y + radius]);
      places.forEach(([x, y], at) => {
        const title = this.titleOf(seen[at]);
        if (!title) return;
        const text = shorten(title);
        const wide = context.measureText(text).width;
        const sides = [x + radius + 5, x - radius - 5 - wide];
        sides.some((left) => this.text(text, left, y, wide, taken, colours.soft, 3));
      });
    } else if (this.view.zoom <= LABELS_UNTIL) {
      context.font = `600 14px ${colours.sans}`;
      const [across, down] = this.scale;
      for (const { text, x, y } of this.labels) {
        const wide = context.measureText(text).width;
        const middle = (x - this.view.x) * across + this.width / 2;
        const left = Math.max(6, Math.min(this.width - wide - 6, middle - wide / 2));
        this.text(text, left, (y - this.view.y) * down + this.height / 2, wide, taken, colours.ink, 5);
      }
    }
  }

  /** Writes where nothing else stands; whether it did. */
  text(text, left, y, wide, taken, colour, halo) {
    const box = [left - 3, y - 9, left + wide + 3, y + 9];
    if (box[0] < 0 || box[2] > this.width) return false;
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return false;
    taken.push(box);
    const { context } = this;
    context.textAlign = "left";
    context.lineWidth = halo;
    context.strokeStyle = this.colours.paper;
    context.strokeText(text, left, y);
    context.fillStyle = colour;
    context.fillText(text, left, y);
    return true;
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

function index({ x, y }) {
  const cells = Array.from({ length: CELLS * CELLS }, () => []);
  for (let point = 0; point < x.length; point++) cells[cell(y[point]) * CELLS + cell(x[point])].push(point);
  return cells;
}

/** The same shapes as in the legend (generator/render.py), for a circle of this radius. */
function shape(context, number, radius) {
  const unit = radius / 4.5;
  const corners = [null, [-4, -4, 4, -4, 4, 4, -4, 4], [0, -5, 5, 4, -5, 4], [0, -5.5, 5.5, 0, 0, 5.5, -5.5, 0]][number];
  context.beginPath();
  if (!corners) context.arc(0, 0, radius, 0, 2 * Math.PI);
  else for (let at = 0; at < corners.length; at += 2) context.lineTo(corners[at] * unit, corners[at + 1] * unit);
  context.closePath();
}

/** As much of a title as has room beside its point, by whole characters. */
function shorten(title) {
  const letters = [...title];
  return letters.length > 38 ? `${letters.slice(0, 36).join("").trimEnd()}…` : title;
}
