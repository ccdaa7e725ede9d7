// UMAP (McInnes, Healy and Melville 2018) of points whose nearest neighbours are known, away from the page's thread.
import { UMAP } from 'umap-js';

export interface UmapTask {
  /** Where points start, n × components: from the first principal components, pictures resemble each other. */
  start: Float32Array;
  components: 2 | 3;
  /** n × k: the nearest neighbours of each point in the full space, itself left out, and how far away they are. */
  neighbours: Uint32Array;
  distances: Float32Array;
  k: number;
  minDist: number;
}

export interface UmapProgress {
  share: number; // of the work done
  points: Float32Array; // n × components
}

const SHOWN_EVERY = 100; // milliseconds
const START_REACH = 10; // as umap-js's own start

// The same numbers every time: mulberry32.
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// umap-js counts each point as its own first neighbour.
function rows(values: Uint32Array | Float32Array, k: number, first: (row: number) => number): number[][] {
  return Array.from({ length: values.length / k }, (_, row) => [
    first(row),
    ...values.subarray(row * k, (row + 1) * k),
  ]);
}

function flat(embedding: number[][], components: number): Float32Array {
  const out = new Float32Array(embedding.length * components);
  embedding.forEach((point, row) => out.set(point, row * components));
  return out;
}

function run(task: UmapTask): void {
  const { components, k } = task;
  const count = task.start.length / components;
  const umap = new UMAP({ nComponents: components, nNeighbors: k + 1, minDist: task.minDist, random: seeded(1) });
  umap.setPrecomputedKNN(
    rows(task.neighbours, k, (row) => row),
    rows(task.distances, k, () => 0),
  );
  const start = Array.from({ length: count }, (_, row) => [
    ...task.start.subarray(row * components, (row + 1) * components),
  ]);
  const epochs = umap.initializeFit(start);

  const most = task.start.reduce((m, value) => Math.max(m, Math.abs(value)), 1e-9);
  const embedding = umap.getEmbedding(); // the array that step() changes
  embedding.forEach((point, row) => start[row].forEach((value, axis) => (point[axis] = (value / most) * START_REACH)));

  let shown = 0;
  for (let epoch = 1; epoch <= epochs; ++epoch) {
    umap.step();
    if (epoch < epochs && performance.now() - shown < SHOWN_EVERY) continue;
    shown = performance.now();
    const points = flat(umap.getEmbedding(), components);
    postMessage({ share: epoch / epochs, points } satisfies UmapProgress, { transfer: [points.buffer] });
  }
}

self.addEventListener('message', (event: MessageEvent<UmapTask>) => run(event.data));
