// The map as a picture: how points and names are drawn. No events, and no text of a paper except titles.

import { Labels } from "./map-labels.js";
import { Pixels } from "./map-pixels.js";
import { Plane } from "./map-plane.js";

/** @typedef {import("./map-plane.js").Points} Points */
/** @typedef {{hues: string[], ink: string, soft: string, paper: string, rule: string, sans: string}} Colours of the theme */

const CROWD = 2000; // among so many small points there is no room for a name
const SMALL = 3; // pixels of a radius below which points are drawn by pixels
export const TITLES = 60; // so many points in view have room for titles

/** @param {HTMLCanvasElement} canvas */
function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw");
  return context;
}

export class Picture extends Plane {
  /** The point that the reader points at, or -1. */
  at = -1;
  /** @type {Map<string, HTMLCanvasElement>} */
  sprites = new Map();
  pixels = new Pixels(1, 1);
  /** @type {Colours} */
  colours = { hues: [], ink: "", soft: "", paper: "", rule: "", sans: "" };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Points} points
   * @param {(point: number) => string | undefined} titleOf knows the titles that are loaded
   */
  constructor(canvas, points, titleOf) {
    super(points);
    this.canvas = canvas;
    this.context = contextOf(canvas);
    this.labels = new Labels(this, titleOf);
  }

  /** Takes the size of its element; returns whether that has changed. */
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

  get isCrowded() {
    return this.count > CROWD && this.radius < SMALL;
  }

  /** @param {Colours} colours */
  dress(colours) {
    this.colours = colours;
    this.sprites.clear();
  }

  /**
   * -1 is the colour of points that take no part.
   * @param {number} hue
   */
  colourOf(hue) {
    return hue < 0 ? this.colours.rule : this.colours.hues[hue];
  }

  /**
   * A shape of a colour as a picture of its own, which is copied for each point.
   * @param {number} hue
   * @param {number} radius
   */
  sprite(hue, radius) {
    const key = `${hue} ${radius}`;
    const known = this.sprites.get(key);
    if (known) return known;
    const size = Math.ceil(radius * 2 + 4);
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = size;
    const context = contextOf(sprite);
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

  /** Draws all that is in view; returns the points of it that take part. */
  draw() {
    const { context, points, width, height, ratio, shown, labels } = this;
    const [across, down] = this.scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const radius = Math.round(this.radius * ratio * 2) / 2;
    const reach = radius / ratio;
    const seen = [];
    /** @type {number[][]} */
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
    labels.begin();
    labels.regions();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const isSmall = radius < SMALL * ratio;
    /** @type {(places: number[], hue: number, size: number) => void} */
    const stamp = (places, hue, size) =>
      isSmall ? this.pixels.stamp(places, shapeOf(hue), this.colourOf(hue), size) : this.stamp(places, hue, size);
    stamp(byHue.pop() ?? [], -1, Math.max(1.5, radius * 0.7));
    byHue.forEach((places, hue) => stamp(places, hue, radius));
    if (isSmall) this.pixels.show(context);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (seen.length <= TITLES) labels.titles(seen);
    if (this.at >= 0) this.ring();
    return seen;
  }

  /**
   * Points of one colour, as pictures.
   * @param {number[]} places pairs of x and y
   * @param {number} hue
   * @param {number} radius
   */
  stamp(places, hue, radius) {
    const { context } = this;
    const sprite = this.sprite(hue, radius);
    const half = sprite.width / 2;
    for (let at = 0; at < places.length; at += 2) {
      context.drawImage(sprite, Math.round(places[at] - half), Math.round(places[at + 1] - half));
    }
  }

  /** Marks the point that the reader points at. */
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

const shapeOf = (/** @type {number} */ hue) => (hue < 1 ? 0 : (hue - 1) % 4);

/**
 * The same shapes as in the legend (generator/papershelf/outputs/render.py), for a circle of this radius.
 * @param {CanvasRenderingContext2D} context
 * @param {number} number
 * @param {number} radius
 */
function shape(context, number, radius) {
  const unit = radius / 4.5;
  const corners = [null, [-4, -4, 4, -4, 4, 4, -4, 4], [0, -5, 5, 4, -5, 4], [0, -5.5, 5.5, 0, 0, 5.5, -5.5, 0]][number];
  context.beginPath();
  if (!corners) context.arc(0, 0, radius, 0, 2 * Math.PI);
  else for (let at = 0; at < corners.length; at += 2) context.lineTo(corners[at] * unit, corners[at + 1] * unit);
  context.closePath();
}
