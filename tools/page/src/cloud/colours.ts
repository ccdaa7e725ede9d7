// The colours of categories: the series' eight, then the same ones mixed with the ink, so that sixteen differ.
import { seriesColour, type Palette } from '../palette';

const SHARE = 0.5; // of the series' colour in the second eight
const COUNT = 16;

/** What the canvas paints with. Index 255 is a point without a category. */
export function categoryColour(palette: Palette, index: number): string {
  if (index === 255) return palette.quiet;
  const series = seriesColour(palette, index);
  return index % COUNT < palette.series.length ? series : between(palette.ink, series, SHARE);
}

/** The same colour in CSS, which follows the theme by itself. */
export function categoryVariable(index: number): string {
  if (index === 255) return 'var(--quiet)';
  const series = `var(--series-${index % 8})`;
  return index % COUNT < 8 ? series : `color-mix(in srgb, ${series} ${100 * SHARE}%, var(--ink))`;
}

function between(a: string, b: string, share: number): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(channel(a, at) * (1 - share) + channel(b, at) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
