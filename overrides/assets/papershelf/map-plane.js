// Where the papers of the map are on the screen: which part of the map is in view, and which paper is at a
// place. Places on the map are whole numbers below GRID in both directions.

/**
 * The columns of map/points.json (generator/papershelf/outputs/map_layout.py): of each paper its place, its
 * colour and its topics; the topics; their former slugs; names of regions, for each step of zooming; papers of a file of words.
 * @typedef {{
 *   x: number[], y: number[], hue: number[], of: number[][], part: number, version: string,
 *   topics: [slug: string, title: string, level: number, papers: number][], moved: Record<string, string>,
 *   regions: [name: string | number, x: number, y: number][][],
 * }} Points
 */

export const GRID = 10_000;
const CELLS = 48;
const MOST = 80; // times nearer than the whole map
const MARGIN = 26;

export class Plane {
  width = 0;
  height = 0;
  ratio = 0;
  /** The radius of a point where the whole map is seen. */
  base = 0;

  /** @param {Points} points */
  constructor(points) {
    this.points = points;
    this.count = points.x.length;
    this.view = { zoom: 1, x: GRID / 2, y: GRID / 2 };
    /** Whether each point takes part: 1 or 0. */
    this.shown = new Uint8Array(this.count).fill(1);
    this.cells = index(points);
  }

  /** Pixels of a unit of the map, across and down. @returns {[number, number]} */
  get scale() {
    const { zoom } = this.view;
    const inner = (/** @type {number} */ size) => Math.max(40, size - 2 * MARGIN);
    return [(inner(this.width) * zoom) / GRID, (inner(this.height) * zoom) / GRID];
  }

  /**
   * @param {number} point
   * @returns {[number, number]}
   */
  toScreen(point) {
    const [across, down] = this.scale;
    const { x, y } = this.points;
    return [(x[point] - this.view.x) * across + this.width / 2, (y[point] - this.view.y) * down + this.height / 2];
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  toMap(x, y) {
    const [across, down] = this.scale;
    return [this.view.x + (x - this.width / 2) / across, this.view.y + (y - this.height / 2) / down];
  }

  /**
   * Moves the view, which never leaves the map.
   * @param {number} zoom
   * @param {number} x
   * @param {number} y
   */
  look(zoom, x, y) {
    this.view.zoom = Math.max(1, Math.min(MOST, zoom));
    const half = GRID / 2 / this.view.zoom;
    this.view.x = Math.max(half, Math.min(GRID - half, x));
    this.view.y = Math.max(half, Math.min(GRID - half, y));
  }

  /**
   * Zooms so that what is at a place of the screen stays there.
   * @param {number} factor
   * @param {number} x
   * @param {number} y
   */
  zoomAt(factor, x, y) {
    const [mapX, mapY] = this.toMap(x, y);
    const zoom = Math.max(1, Math.min(MOST, this.view.zoom * factor));
    const real = zoom / this.view.zoom;
    this.look(zoom, mapX + (this.view.x - mapX) / real, mapY + (this.view.y - mapY) / real);
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   */
  pan(x, y) {
    const [across, down] = this.scale;
    this.look(this.view.zoom, this.view.x - x / across, this.view.y - y / down);
  }

  get radius() {
    return Math.min(11, this.base * this.view.zoom ** 0.45);
  }

  /**
   * Points within a box of the screen: those that take part, or all.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
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

  /**
   * The point at a place of the screen, or -1.
   * @param {number} x
   * @param {number} y
   * @param {number} reach pixels around a point
   */
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

  /**
   * The points in view, those nearest to a place of the screen first.
   * @param {number} x
   * @param {number} y
   * @param {number} number
   */
  nearest(x, y, number) {
    /** @type {[distance: number, point: number][]} */
    const found = [];
    for (const point of this.within(0, 0, this.width, this.height)) {
      const [px, py] = this.toScreen(point);
      found.push([(px - x) ** 2 + (py - y) ** 2, point]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, number).map((pair) => pair[1]);
  }

  /**
   * The next point in a direction of the screen, or -1: near, and not far aside.
   * @param {number} from
   * @param {number} dx
   * @param {number} dy
   */
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
}

const cell = (/** @type {number} */ place) => Math.max(0, Math.min(CELLS - 1, Math.floor((place * CELLS) / GRID)));

/**
 * The points of each cell of a grid over the map.
 * @param {Points} points
 */
function index({ x, y }) {
  /** @type {number[][]} */
  const cells = Array.from({ length: CELLS * CELLS }, () => []);
  for (let point = 0; point < x.length; point++) cells[cell(y[point]) * CELLS + cell(x[point])].push(point);
  return cells;
}
