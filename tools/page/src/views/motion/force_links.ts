// What acts on one row of skip-gram, as lines: each positive pair pulls it towards a context row, each negative pushes.
import type { Link } from '../../cloud';
import type { Forces } from './answers';

const PULL = 0; // colours
const PUSH = 1;

export interface WordForces extends Forces {
  id: number;
  words: number;
  largest: number; // coefficient over all frames
  largestNet: number; // over all frames
}

const WIDEST = 7; // pixels
const SEEN = 0.01; // of the largest: lines thinner than that are left out
const MOST = 40;

export function wordForces(forces: Forces, id: number): WordForces {
  const words = forces.pulls.data.length / forces.frames;
  const largest = [...forces.pulls.data, ...forces.pushes.data].reduce((most, value) => Math.max(most, value), 1e-12);
  return { ...forces, id, words, largest, largestNet: Math.max(...forces.net, 1e-12) };
}

/** Σ (pull − push) · v of one frame: which way the arrow points. */
export function netForce({ words, pulls, pushes }: WordForces, frame: number, context: Float32Array): [number, number] {
  let [x, y] = [0, 0];
  for (let i = frame * words; i < (frame + 1) * words; ++i) {
    const coefficient = pulls.data[i] - pushes.data[i];
    x += coefficient * context[2 * i];
    y += coefficient * context[2 * i + 1];
  }
  return [x, y];
}

export function forceLinks(forces: WordForces, frame: number, from: readonly number[], rings: Float32Array): Link[] {
  const { words, largest } = forces;
  const links: (Link & { size: number })[] = [];
  const add = (size: number, id: number, pushes: boolean) => {
    if (size < SEEN * largest) return;
    const to = [rings[2 * id], rings[2 * id + 1]];
    const width = 1 + ((WIDEST - 1) * size) / largest;
    const beside = (pushes ? 1 : -1) * (width / 2 + 1);
    links.push({ from, to, dashed: pushes, colour: pushes ? PUSH : PULL, width, beside, opacity: 0.85, size });
  };
  for (let id = 0; id < words; ++id) add(forces.pulls.data[frame * words + id], id, false);
  for (let id = 0; id < words; ++id) add(forces.pushes.data[frame * words + id], id, true);
  return links.sort((a, b) => b.size - a.size).slice(0, MOST);
}
