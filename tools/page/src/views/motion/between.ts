// Where points are between two frames.

/** Fills `out` with the points at `position` of `frames` (frame by frame, out.length numbers each), on straight ways. */
export function between(frames: Float32Array, position: number, out: Float32Array): void {
  const last = frames.length / out.length - 1;
  const frame = Math.min(Math.max(Math.floor(position), 0), last);
  const share = frame < last ? position - frame : 0;
  const from = frame * out.length;
  const to = share > 0 ? from + out.length : from;
  for (let i = 0; i < out.length; ++i) out[i] = frames[from + i] + share * (frames[to + i] - frames[from + i]);
}
