// A vector as a strip of coloured cells: blue below zero, orange above, on one scale for all strips of a box.
import { h } from '../../dom';
import { palette, onTheme } from '../../theme';
import { number } from '../../text';

const COLOURS = 7;
const CELLS = 512; // more cannot be told apart

/** Gives the strips in `element` the colours of the theme. */
export function withStripColours<E extends HTMLElement>(element: E, signal: AbortSignal): E {
  const apply = () =>
    palette().diverging.forEach((colour, i) => element.style.setProperty(`--diverging-${i}`, colour));
  apply();
  onTheme(apply, signal);
  return element;
}

/** Between the two colours of the palette that are next to `share`, which is from −1 to 1. */
function colour(share: number): string {
  const place = ((Math.max(-1, Math.min(1, share)) + 1) / 2) * (COLOURS - 1);
  const below = Math.min(COLOURS - 2, Math.floor(place));
  const percent = ((place - below) * 100).toFixed(1);
  return `color-mix(in srgb, var(--diverging-${below + 1}) ${percent}%, var(--diverging-${below}))`;
}

export const reach = (rows: readonly (readonly number[])[]): number =>
  rows.reduce((most, row) => row.reduce((m, value) => Math.max(m, Math.abs(value)), most), 0);

export function strip(name: string, values: readonly number[], most: number): HTMLElement {
  const cells = values.slice(0, CELLS);
  const stops = cells.map((value, i) => {
    const [from, to] = [(100 * i) / cells.length, (100 * (i + 1)) / cells.length];
    return `${colour(value / (most || 1))} ${from.toFixed(3)}% ${to.toFixed(3)}%`;
  });
  const first = values.slice(0, 4).map((value) => number(value, 3));
  const label = `${name}: ${values.length} numbers, ${first.join(', ')}${values.length > first.length ? ', …' : ''}`;
  return h('span', {
    class: cells.length <= 128 ? 'strip ruled' : 'strip',
    role: 'img',
    'aria-label': label,
    style: { 'background-image': `linear-gradient(90deg, ${stops.join(', ')})`, '--cells': String(cells.length) },
  });
}
