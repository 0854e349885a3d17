// Many small points, pixel by pixel: ten thousand of them take a few milliseconds. As boxes or pictures of
// a canvas they take many times as long.

/** Circle, square, triangle and diamond on five by five pixels: left, top, width and height of boxes. */
const BOXES = [
  [[0, 1, 5, 3], [1, 0, 3, 5]], [[0, 0, 5, 5]], [[2, 0, 1, 1], [1, 1, 3, 2], [0, 3, 5, 2]],
  [[2, 0, 1, 5], [1, 1, 3, 3], [0, 2, 5, 1]],
];

export class Pixels {
  /** Colour of CSS → pixel. @type {Map<string, number>} */
  known = new Map();

  /**
   * @param {number} width
   * @param {number} height
   */
  constructor(width, height) {
    this.canvas = Object.assign(document.createElement("canvas"), { width, height });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    this.image = new ImageData(width, height);
    this.data = new Uint32Array(this.image.data.buffer);
  }

  /**
   * A colour of CSS as a pixel.
   * @param {string} colour
   */
  toPixel(colour) {
    const known = this.known.get(colour);
    if (known !== undefined) return known;
    this.context.fillStyle = colour;
    this.context.fillRect(0, 0, 1, 1);
    const [pixel] = new Uint32Array(this.context.getImageData(0, 0, 1, 1).data.buffer);
    this.known.set(colour, pixel);
    return pixel;
  }

  /**
   * Points of one shape and colour, of about this radius.
   * @param {number[]} places pairs of x and y
   * @param {number} shape
   * @param {string} colour
   * @param {number} radius
   */
  stamp(places, shape, colour, radius) {
    const { width, height } = this.canvas;
    const pixel = this.toPixel(colour);
    const unit = Math.max(1, Math.round(radius / 2.5));
    for (let point = 0; point < places.length; point += 2) {
      const x = Math.round(places[point] - 2.5 * unit);
      const y = Math.round(places[point + 1] - 2.5 * unit);
      for (const [left, top, wide, high] of BOXES[shape]) {
        const from = Math.max(0, x + left * unit);
        const to = Math.min(width, x + (left + wide) * unit);
        const last = Math.min(height, y + (top + high) * unit);
        for (let row = Math.max(0, y + top * unit); row < last && from < to; row++) {
          for (let at = row * width + from; at < row * width + to; at++) this.data[at] = pixel;
        }
      }
    }
  }

  /**
   * Draws all pixels on a canvas of the same size, and clears them.
   * @param {CanvasRenderingContext2D} context
   */
  show(context) {
    this.context.putImageData(this.image, 0, 0);
    context.drawImage(this.canvas, 0, 0);
    this.data.fill(0);
  }
}
