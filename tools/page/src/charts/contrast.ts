// How bright a colour is, so that text on it can be read.

/** Red, green and blue of "#rrggbb", 0 to 255. */
export const channels = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** The colour at `share` (0 to 1) of a scale with equal steps. */
export function between(scale: readonly string[], share: number): number[] {
  const at = Math.min(Math.max(share, 0), 1) * (scale.length - 1);
  const below = Math.min(Math.floor(at), scale.length - 2);
  const [from, to] = [channels(scale[below]), channels(scale[below + 1])];
  return from.map((channel, i) => channel + (at - below) * (to[i] - channel));
}

/** Relative luminance as WCAG has it: 0 is black, 1 is white. */
export function luminance(colour: readonly number[]): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
