// One frame of the cloud: dots into pixels, then lines, rings and words on the canvas.
import { FONT } from '../charts/drawing';
import type { Palette } from '../palette';
import type { Camera } from './camera';
import { categoryColour } from './colours';
import { mixed, pixel, stamp, type Pixels } from './dots';
import type { Label } from './labels';

/** A point's id, or a place in space that need not be a point. */
export type Place = number | readonly number[];

export interface Link {
  from: Place;
  to: Place;
  arrow?: boolean;
  dashed?: boolean;
  /** Index of a category's colour; otherwise the ink's. */
  colour?: number;
  width?: number;
  /** Pixels to the right of the way, so that two links between the same points can be told apart. */
  beside?: number;
  /** 0 to 1, by default 1. */
  opacity?: number;
}

export interface Scene {
  count: number;
  categories?: ArrayLike<number>;
  colour: number;
  hollowFrom: number; // ids from here on are rings
  deep: boolean; // three dimensions
  lit: ReadonlySet<number>; // highlighted ids
}

const SHADES = 16; // of depth
const NONE = 255; // no category

/** Dots, the farthest first. */
export function paintDots(pixels: Pixels, camera: Camera, scene: Scene, palette: Palette, ratio: number): void {
  const paper = pixel(palette.surface);
  const dimmed = scene.lit.size > 0;
  const colours = Array.from({ length: NONE + 1 }, (_, index) => pixel(categoryColour(palette, index)));
  const crowd = scene.count > 20000 ? 1.5 : scene.count > 2000 ? 2.1 : 3.2;
  const radius = crowd * ratio * Math.min(Math.max(camera.closeness ** 0.25, 0.8), 2);
  const shape = stamp(radius);
  const hole = stamp(Math.max(radius - 1.6 * ratio, 0.5));
  const strength = dimmed ? 70 : scene.count > 20000 ? 190 : 225;
  pixels.clear(paper);

  const colourOf = (id: number): number => {
    return colours[scene.categories ? scene.categories[id] : scene.colour];
  };
  if (!scene.deep) {
    for (let id = 0; id < scene.count; ++id) {
      pixels.dot(camera.x[id], camera.y[id], colourOf(id), strength, shape);
      if (id >= scene.hollowFrom) pixels.dot(camera.x[id], camera.y[id], paper, 256, hole);
    }
    return;
  }
  const order = farthestFirst(camera.depth, scene.count);
  for (const id of order) {
    const away = Math.min(Math.max((camera.depth[id] + 1) / 2, 0), 1);
    pixels.dot(camera.x[id], camera.y[id], mixed(colourOf(id), paper, 1 - 0.7 * away), strength, shape);
  }
}

// Sorted into a few shades, in time proportional to the count.
function farthestFirst(depth: Float32Array, count: number): Uint32Array {
  const shade = (id: number) => SHADES - 1 - Math.min(Math.max(((depth[id] + 1) * 0.5 * SHADES) | 0, 0), SHADES - 1);
  const starts = new Uint32Array(SHADES + 1);
  for (let id = 0; id < count; ++id) ++starts[shade(id) + 1];
  for (let s = 0; s < SHADES; ++s) starts[s + 1] += starts[s];
  const order = new Uint32Array(count);
  for (let id = 0; id < count; ++id) order[starts[shade(id)]++] = id;
  return order;
}

export function paintLink(
  context: CanvasRenderingContext2D,
  start: [number, number],
  end: [number, number],
  link: Link,
  palette: Palette,
): void {
  const colour = link.colour === undefined ? palette.ink : categoryColour(palette, link.colour);
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  if (!(length > 1)) return;
  const aside = (link.beside ?? 0) / length;
  const [dx, dy] = [-aside * (end[1] - start[1]), aside * (end[0] - start[0])];
  const from: [number, number] = [start[0] + dx, start[1] + dy];
  const to: [number, number] = [end[0] + dx, end[1] + dy];
  context.strokeStyle = context.fillStyle = colour;
  context.globalAlpha = link.opacity ?? 1;
  context.lineWidth = link.width ?? 1.75;
  context.setLineDash(link.dashed ? [5, 4] : []);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.setLineDash([]);
  if (link.arrow) paintHead(context, from, to, length);
  context.globalAlpha = 1;
}

function paintHead(
  context: CanvasRenderingContext2D,
  from: [number, number],
  to: [number, number],
  length: number,
): void {
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const head = Math.min(10, length / 2);
  context.beginPath();
  context.moveTo(...to);
  context.lineTo(to[0] - head * ux + head * 0.45 * uy, to[1] - head * uy - head * 0.45 * ux);
  context.lineTo(to[0] - head * ux - head * 0.45 * uy, to[1] - head * uy + head * 0.45 * ux);
  context.fill();
}

export function paintRing(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  fill: string,
  palette: Palette,
  hollow = false,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = hollow ? palette.surface : fill;
  context.fill();
  context.lineWidth = hollow ? 2 : 1.5;
  context.strokeStyle = hollow ? fill : palette.ink;
  context.stroke();
}

/** Words with a halo of the surface's colour, so that they can be read over dots. */
export function paintLabels(
  context: CanvasRenderingContext2D,
  labels: readonly Label[],
  strong: ReadonlySet<number>,
  palette: Palette,
): void {
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = palette.surface;
  for (const { id, x, y, text } of labels) {
    context.font = labelFont(strong.has(id));
    context.strokeText(text, x, y);
    context.fillStyle = strong.size > 0 && !strong.has(id) ? palette.muted : palette.ink;
    context.fillText(text, x, y);
  }
}

export const labelFont = (strong: boolean): string => `${strong ? 600 : 400} 12px ${FONT}`;
