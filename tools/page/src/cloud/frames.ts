// How long frames take, for tests to read.

declare global {
  interface Window {
    /** Milliseconds that each of the last frames of a cloud took to draw. */
    rowgradFrames?: number[];
  }
}

const KEPT = 240;

export function timed(draw: () => void): void {
  const started = performance.now();
  draw();
  const frames = (window.rowgradFrames ??= []);
  frames.push(performance.now() - started);
  if (frames.length > KEPT) frames.shift();
}
