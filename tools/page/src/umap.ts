// The page's side of the UMAP worker.
import UmapWorker from './umap.worker?worker&inline';
import type { UmapProgress, UmapTask } from './umap.worker';

export type { UmapTask } from './umap.worker';

/** Calls back a few times a second until done, and resolves to the last points; `signal` ends the work. */
export function umap(
  task: UmapTask,
  onProgress: (progress: UmapProgress) => void,
  signal: AbortSignal,
): Promise<Float32Array> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new UmapWorker();
    signal.addEventListener('abort', () => (worker.terminate(), reject(signal.reason)), { once: true });
    worker.addEventListener(
      'error',
      (event) => (worker.terminate(), reject(new Error(`UMAP failed: ${event.message}`))),
    );
    worker.addEventListener('message', ({ data }: MessageEvent<UmapProgress>) => {
      onProgress(data);
      if (data.share < 1) return;
      worker.terminate();
      resolve(data.points);
    });
    worker.postMessage(task);
  });
}
