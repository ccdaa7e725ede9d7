// Writes round dots into a buffer of pixels. One fill per point through the canvas would take ten times as long.

/** Offsets and coverage (0 to 255) of the pixels of a dot, smooth at its edge. */
export interface Stamp {
  dx: Int16Array;
  dy: Int16Array;
  cover: Uint8Array;
  reach: number;
}

export function stamp(radius: number): Stamp {
  const reach = Math.ceil(radius + 0.5);
  const [dx, dy, cover]: number[][] = [[], [], []];
  for (let y = -reach; y <= reach; ++y) {
    for (let x = -reach; x <= reach; ++x) {
      const inside = Math.min(Math.max(radius + 0.5 - Math.hypot(x, y), 0), 1);
      if (inside < 0.06) continue;
      dx.push(x);
      dy.push(y);
      cover.push(Math.round(255 * inside));
    }
  }
  return { dx: Int16Array.from(dx), dy: Int16Array.from(dy), cover: Uint8Array.from(cover), reach };
}

/** "#rrggbb" as the pixel 0xAABBGGRR of a little-endian machine. All arithmetic on pixels stays within 32 bits. */
export function pixel(colour: string): number {
  const rgb = Number.parseInt(colour.slice(1, 7), 16);
  return (0xff << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16) | 0;
}

/** `share` of a over b, both pixels; two channels at a time. */
export function mixed(a: number, b: number, share: number): number {
  const s = Math.round(share * 256);
  const rb = ((Math.imul(a & 0xff00ff, s) + Math.imul(b & 0xff00ff, 256 - s)) >>> 8) & 0xff00ff;
  const g = ((Math.imul(a & 0xff00, s) + Math.imul(b & 0xff00, 256 - s)) >>> 8) & 0xff00;
  return 0xff000000 | rb | g;
}

export class Pixels {
  readonly image: ImageData;
  private readonly buffer: Int32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.image = new ImageData(width, height);
    this.buffer = new Int32Array(this.image.data.buffer);
  }

  clear(colour: number): void {
    this.buffer.fill(colour);
  }

  /** A dot of `shape` around x, y, `strength` of 256 opaque. */
  dot(x: number, y: number, colour: number, strength: number, shape: Stamp): void {
    const { width, height, buffer } = this;
    const { dx, dy, cover, reach } = shape;
    if (!(x >= -reach && y >= -reach && x < width + reach && y < height + reach)) return; // NaN too
    const left = (x + 0.5) | 0;
    const top = (y + 0.5) | 0;
    const within = left >= reach && top >= reach && left < width - reach && top < height - reach;
    const ownRb = colour & 0xff00ff;
    const ownG = colour & 0xff00;
    for (let k = 0; k < dx.length; ++k) {
      const px = left + dx[k];
      const py = top + dy[k];
      if (!within && (px < 0 || py < 0 || px >= width || py >= height)) continue;
      const at = py * width + px;
      const s = (cover[k] * strength) >> 8;
      const under = buffer[at];
      // Sums stay below 2^32; >>> reads them as unsigned.
      const rb = ((Math.imul(ownRb, s) + Math.imul(under & 0xff00ff, 256 - s)) >>> 8) & 0xff00ff;
      const g = ((Math.imul(ownG, s) + Math.imul(under & 0xff00, 256 - s)) >>> 8) & 0xff00;
      buffer[at] = 0xff000000 | rb | g;
    }
  }
}
