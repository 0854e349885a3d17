// Names of regions and titles of papers on the map, and where there is room for them.

/** @typedef {import("./map-canvas.js").Picture} Picture */
/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

/** Where the name of a region can be, in pixels from its densest place, the nearest first. In a crowd few
    of them are tried. */
const STEPS = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8];
/** @type {[number, number][]} */
const PLACES = STEPS.flatMap((down) => STEPS.map((across) => /** @type {[number, number]} */ ([across * 18, down * 11])))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
const FEW = 9;

export class Labels {
  /** What names, titles and points take up. @type {Box[]} */
  taken = [];

  /**
   * @param {Picture} picture
   * @param {(point: number) => string | undefined} titleOf knows the titles that are loaded
   */
  constructor(picture, titleOf) {
    this.picture = picture;
    this.titleOf = titleOf;
  }

  /** Begins a new picture. */
  begin() {
    this.taken = [];
  }

  /** Names of the regions in view, below the points: each as near to its densest place as there is room
      between the points. */
  regions() {
    const { picture } = this;
    const { context, colours, points, view, width, height } = picture;
    const steps = points.regions;
    const step = steps[Math.min(steps.length - 1, Math.round(Math.log2(view.zoom)))] ?? [];
    const [across, down] = picture.scale;
    const places = step.map(([name, x, y]) => ({
      name, x: (x - view.x) * across + width / 2, y: (y - view.y) * down + height / 2,
    }));
    const seen = places.filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
    const far = (/** @type {{x: number, y: number}} */ { x, y }) => Math.hypot(x - width / 2, y - height / 2);
    // between two regions the nearer one says where this is
    const size = picture.isCrowded ? 17 : 14; // read between many points
    const shown = seen.length ? seen : places.sort((a, b) => far(a) - far(b)).slice(0, 1);
    for (const { name, x, y } of shown) {
      const isTopic = typeof name === "number";
      context.font = `${isTopic ? 600 : 500} ${size}px ${colours.sans}`;
      const text = shorten(isTopic ? points.topics[name][1] : name, width < 600 ? 28 : 40);
      const wide = context.measureText(text).width;
      const place = this.free(x, y, wide);
      if (place) this.text(text, ...place, wide, isTopic ? colours.ink : colours.soft, 0);
    }
  }

  /**
   * Left and middle of the nearest place for a name that is not taken and covers no point; in a crowd, where
   * points are drawn above names, the one with the fewest.
   * @param {number} x
   * @param {number} y
   * @param {number} wide
   */
  free(x, y, wide) {
    const { picture, taken } = this;
    const { isCrowded, width, height } = picture;
    /** @type {[number, number] | undefined} */
    let best;
    let least = Infinity;
    for (const [aside, above] of isCrowded ? PLACES.slice(0, FEW) : PLACES) {
      const left = Math.max(6, Math.min(width - wide - 6, x - wide / 2 + aside));
      const middle = Math.max(14, Math.min(height - 14, y + above));
      if (!isFree(toBox(left, middle, wide), taken)) continue;
      let met = 0;
      const reach = picture.radius + 2;
      for (const _ of picture.within(left - reach, middle - 8 - reach, left + wide + reach, middle + 8 + reach, true)) {
        if (++met >= least) break;
      }
      if (met < least) [best, least] = [[left, middle], met];
      if (!met) break;
    }
    return isCrowded || !least ? best : undefined;
  }

  /**
   * Titles beside, below or above points, where there is room for them.
   * @param {number[]} seen
   */
  titles(seen) {
    const { picture, taken } = this;
    const { context, colours, radius, width } = picture;
    context.font = `500 12.5px ${colours.sans}`;
    const places = seen.map((point) => picture.toScreen(point));
    for (const [x, y] of places) taken.push([x - radius, y - radius, x + radius, y + radius]);
    places.forEach(([x, y], at) => {
      const title = this.titleOf(seen[at]);
      if (!title) return;
      const text = shorten(title, width < 600 ? 32 : 48);
      const wide = context.measureText(text).width;
      const [aside, above] = [radius + 5, radius + 11];
      /** @type {[number, number][]} */
      const beside = [[x + aside, y], [x - aside - wide, y], [x - wide / 2, y + above], [x - wide / 2, y - above]];
      const place = beside.find(([left, middle]) => {
        const box = toBox(left, middle, wide);
        return box[0] >= 0 && box[2] <= width && isFree(box, taken);
      });
      if (place) this.text(text, ...place, wide, colours.soft, 3);
    });
  }

  /**
   * @param {string} text
   * @param {number} left
   * @param {number} y
   * @param {number} wide
   * @param {string} colour
   * @param {number} halo pixels around the letters
   */
  text(text, left, y, wide, colour, halo) {
    this.taken.push(toBox(left, y, wide));
    const { context, colours } = this.picture;
    context.textAlign = "left";
    context.lineWidth = halo;
    context.strokeStyle = colours.paper;
    if (halo) context.strokeText(text, left, y);
    context.fillStyle = colour;
    context.fillText(text, left, y);
  }
}

/**
 * The box of a line of letters.
 * @param {number} left
 * @param {number} y
 * @param {number} wide
 * @returns {Box}
 */
const toBox = (left, y, wide) => [left - 3, y - 9, left + wide + 3, y + 9];

/**
 * @param {Box} box
 * @param {Box[]} taken
 */
const isFree = (box, taken) =>
  !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);

/**
 * As much of a title as has room beside its point, by whole characters.
 * @param {string} title
 * @param {number} most
 */
function shorten(title, most) {
  const letters = [...title];
  return letters.length > most ? `${letters.slice(0, most - 2).join("").trimEnd()}…` : title;
}
