// From positions in space to pixels: move, turn (in three dimensions), scale. Parallel projection, so that distances
// that look equal are equal.

export interface Box {
  width: number;
  height: number;
}

const CLOSEST = 4000; // times the scale at which everything fits
const STEEPEST = Math.PI / 2;

export class Camera {
  /** Where points came to lie by project(), in pixels, and how far behind, about −1 (near) to 1 (far). */
  x = new Float32Array(0);
  y = new Float32Array(0);
  depth = new Float32Array(0);

  private centre = [0, 0, 0];
  private reach = 1; // half of the cloud's largest extent
  private scale = 1; // pixels per unit of space
  private fitted = 1;
  private yaw = 0;
  private pitch = 0;
  private shiftX = 0; // pixels from the middle
  private shiftY = 0;

  constructor(private dimensions: 2 | 3 = 2) {}

  setDimensions(dimensions: 2 | 3): void {
    this.dimensions = dimensions;
    this.yaw = dimensions === 3 ? 0.5 : 0;
    this.pitch = dimensions === 3 ? 0.35 : 0;
  }

  /** Shows all points in `box`. */
  fit(points: Float32Array, stride: number, box: Box): void {
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < points.length; ++i) {
      const axis = i % stride;
      const value = points[i];
      if (value < low[axis]) low[axis] = value;
      if (value > high[axis]) high[axis] = value;
    }
    const extent = [0, 1, 2].map((axis) => (high[axis] >= low[axis] ? high[axis] - low[axis] : 0));
    this.centre = [0, 1, 2].map((axis) => (high[axis] >= low[axis] ? (high[axis] + low[axis]) / 2 : 0));
    this.reach = Math.max(...extent, 1e-9) / 2;
    const [w, h] = [Math.max(box.width, 40), Math.max(box.height, 40)];
    const flat = Math.min(w / Math.max(extent[0], 1e-9), h / Math.max(extent[1], 1e-9));
    const round = Math.min(w, h) / Math.max(Math.hypot(...extent), 1e-9);
    this.scale = this.fitted = Math.min(0.9 * (this.dimensions === 3 ? round * 1.5 : flat), 1e12);
    this.shiftX = this.shiftY = 0;
  }

  move(dx: number, dy: number): void {
    this.shiftX += dx;
    this.shiftY += dy;
  }

  /** Keeps what lies `dx`, `dy` pixels from the middle where it is. */
  zoom(factor: number, dx = 0, dy = 0): void {
    const next = Math.min(Math.max(this.scale * factor, this.fitted / 5), this.fitted * CLOSEST);
    const real = next / this.scale;
    this.scale = next;
    this.shiftX = dx + (this.shiftX - dx) * real;
    this.shiftY = dy + (this.shiftY - dy) * real;
  }

  turn(yaw: number, pitch: number): void {
    if (this.dimensions === 2) return;
    this.yaw += yaw;
    this.pitch = Math.min(Math.max(this.pitch + pitch, -STEEPEST), STEEPEST);
  }

  /** How much closer than at first, 1 where everything fits. */
  get closeness(): number {
    return this.scale / this.fitted;
  }

  // screen = scale · turned + shift; the y axis of space points up.
  private rows(): number[] {
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)];
    return [cy, 0, sy, sy * sp, cp, -cy * sp, -sy * cp, sp, cy * cp];
  }

  /** Fills x, y and depth. */
  project(points: Float32Array, stride: number, box: Box): void {
    const count = points.length / stride;
    if (this.x.length !== count)
      [this.x, this.y, this.depth] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
    const { x, y, depth, scale } = this;
    const [cx, cy, cz] = this.centre;
    const left = box.width / 2 + this.shiftX;
    const top = box.height / 2 + this.shiftY;
    if (this.dimensions === 2 || stride === 2) {
      for (let i = 0, at = 0; i < count; ++i, at += stride) {
        x[i] = left + scale * (points[at] - cx);
        y[i] = top - scale * (points[at + 1] - cy);
      }
      return;
    }
    const [a, b, c, d, e, f, g, h, k] = this.rows();
    const behind = -1 / (this.reach * 1.2);
    for (let i = 0, at = 0; i < count; ++i, at += 3) {
      const px = points[at] - cx;
      const py = points[at + 1] - cy;
      const pz = points[at + 2] - cz;
      x[i] = left + scale * (a * px + b * py + c * pz);
      y[i] = top - scale * (d * px + e * py + f * pz);
      depth[i] = behind * (g * px + h * py + k * pz);
    }
  }

  /**
   * The point whose place by the last project() is nearest to `x`, `y`, if it is within `reach` pixels, or −1.
   * Looks at all: a fifth of a millisecond for 100,000, and no index has to follow turns and moves.
   */
  nearest(x: number, y: number, reach: number): number {
    let best = -1;
    let closest = reach ** 2;
    for (let i = 0; i < this.x.length; ++i) {
      const distance = (this.x[i] - x) ** 2 + (this.y[i] - y) ** 2;
      if (!(distance < closest)) continue; // a hidden point is nowhere: NaN
      closest = distance;
      best = i;
    }
    return best;
  }

  /** One place that need not be a point, in pixels. */
  place(at: readonly number[], box: Box): [number, number] {
    const [px, py, pz] = [at[0] - this.centre[0], at[1] - this.centre[1], (at[2] ?? this.centre[2]) - this.centre[2]];
    const [a, b, c, d, e, f] = this.rows();
    return [
      box.width / 2 + this.shiftX + this.scale * (a * px + b * py + c * pz),
      box.height / 2 + this.shiftY - this.scale * (d * px + e * py + f * pz),
    ];
  }

  /** Brings the place that lies at `x`, `y` pixels to the middle. */
  centreOn(x: number, y: number, box: Box): void {
    this.move(box.width / 2 - x, box.height / 2 - y);
  }
}
