// What the UMAP worker needs, from the neighbours that the program found.
import type { UmapTask } from '../../umap';
import type { AllNeighbours, Space } from './answers';

const MOST = 15; // neighbours of a word
const MIN_DISTANCE = 0.1;

/**
 * Neighbours outside the first `count` words are left out. A word with too few has itself in their place, which UMAP
 * gives no weight. The distance is 1 − cosine.
 */
export function umapTask({ points }: Space, { ids, scores }: AllNeighbours, count: number, components: 2 | 3): UmapTask {
  const width = ids.shape[1];
  const k = Math.min(MOST, width, count - 1);
  const neighbours = new Uint32Array(count * k);
  const distances = new Float32Array(count * k);
  const start = new Float32Array(count * components);
  for (let row = 0; row < count; ++row) {
    let kept = 0;
    for (let i = row * width; i < (row + 1) * width && kept < k; ++i) {
      if (ids.data[i] >= count) continue;
      neighbours[row * k + kept] = ids.data[i];
      distances[row * k + kept] = Math.max(1 - scores.data[i], 0);
      ++kept;
    }
    const farthest = kept > 0 ? distances[row * k + kept - 1] : 1;
    neighbours.fill(row, row * k + kept, (row + 1) * k);
    distances.fill(farthest, row * k + kept, (row + 1) * k);
    for (let axis = 0; axis < components; ++axis) start[row * components + axis] = points.data[row * 3 + axis];
  }
  return { start, components, neighbours, distances, k, minDist: MIN_DISTANCE };
}
