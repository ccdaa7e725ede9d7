// Which words to write beside their points: the most frequent in view whose places are free.
import { canvasText } from '../text';
import type { Camera, Box } from './camera';

export interface Label {
  id: number;
  x: number;
  y: number;
  text: string;
}

const CELL = 16; // pixels; places are kept free by cells
const HEIGHT = 16;
const LOOKED_AT = 6000; // most frequent points in view that are tried
const AREA_PER_LABEL = 11000; // square pixels
const GAP = 6;

export class Labels {
  private readonly widths = new Map<string, number>();
  private readonly texts = new Map<number, string>();

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly words: readonly string[],
    /** Ids, the most frequent first. */
    private readonly order: Uint32Array,
  ) {}

  text(id: number): string {
    let text = this.texts.get(id);
    if (text === undefined) this.texts.set(id, (text = canvasText(this.words[id] ?? '', 24)));
    return text;
  }

  width(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) this.widths.set(text, (width = this.context.measureText(text).width));
    return width;
  }

  /** Labels in CSS pixels; `first` are placed before all others. The camera's places are in pixels of the device. */
  place(camera: Camera, box: Box, ratio: number, first: Iterable<number>): Label[] {
    const columns = Math.ceil(box.width / CELL) + 1;
    const taken = new Uint8Array(columns * (Math.ceil(box.height / CELL) + 1));
    const placed: Label[] = [];
    const done = new Set<number>();

    const put = (id: number): void => {
      if (done.has(id)) return;
      const x = camera.x[id] / ratio;
      const y = camera.y[id] / ratio;
      if (!(x >= 0 && y >= 0 && x < box.width && y < box.height)) return;
      const text = this.text(id);
      const width = this.width(text);
      // At the right of its point, or at the left where something else is written.
      const sides = [x + GAP, x - GAP - width].filter((side) => side >= 0 && side + width <= box.width);
      const left = sides.find((side) => free(side, y - HEIGHT / 2, width));
      if (left === undefined) return;
      done.add(id);
      placed.push({ id, x: left, y, text });
    };
    const free = (left: number, top: number, width: number): boolean => {
      const [c0, c1] = [Math.floor(left / CELL), Math.floor((left + width) / CELL)];
      const [r0, r1] = [Math.floor(Math.max(top, 0) / CELL), Math.floor(Math.min(top + HEIGHT, box.height - 1) / CELL)];
      for (let r = r0; r <= r1; ++r) for (let c = c0; c <= c1; ++c) if (taken[r * columns + c]) return false;
      for (let r = r0; r <= r1; ++r) for (let c = c0; c <= c1; ++c) taken[r * columns + c] = 1;
      return true;
    };

    for (const id of first) put(id);
    const most = placed.length + Math.floor((box.width * box.height) / AREA_PER_LABEL);
    for (let i = 0, seen = 0; i < this.order.length && seen < LOOKED_AT && placed.length < most; ++i) {
      const id = this.order[i];
      const x = camera.x[id];
      const y = camera.y[id];
      if (x < 0 || y < 0 || x > box.width * ratio || y > box.height * ratio) continue;
      ++seen;
      put(id);
    }
    return placed;
  }
}
