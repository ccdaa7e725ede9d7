// The ways that words have gone so far.
import type { Link } from '../../cloud';
import type { Motion } from './answers';

const MOST = 60; // words; the ways of more would cover the points

/** Of the words in `only`, or of the first ones. */
export function trails(
  { words, points: { data } }: Motion,
  position: number,
  only: readonly number[],
  categories: Uint8Array | undefined,
): Link[] {
  const count = words.length;
  const ids = only.length > 0 ? only : Array.from({ length: Math.min(count, MOST) }, (_, id) => id);
  const whole = Math.floor(position);
  const share = position - whole;
  const links: Link[] = [];
  for (const id of ids) {
    const colour = categories ? categories[id] : 0;
    const at = (frame: number) => [data[2 * (frame * count + id)], data[2 * (frame * count + id) + 1]];
    for (let frame = 0; frame < whole + (share > 0 ? 1 : 0); ++frame) {
      const [from, next] = [at(frame), at(frame + 1)];
      const part = frame === whole ? share : 1;
      const to = [from[0] + part * (next[0] - from[0]), from[1] + part * (next[1] - from[1])];
      links.push({ from, to, colour, opacity: 0.55, width: 1.5 });
    }
  }
  return links;
}
