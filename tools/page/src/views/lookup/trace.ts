// What this view reads of a trace (`rowgrad trace --json`).

export interface TracedInput {
  name: string;
  ids: number[];
  names: string[];
}

export interface TracedParameter {
  name: string;
  shape: [rows: number, columns: number];
  trainable: boolean;
  /** Those that a gradient reached. */
  rows: { row: number; name: string; gradient: number[]; before: number[] }[];
}

export interface TracedUpdate {
  optimizer: string;
  lr: number;
  parameters: { name: string; rows_moved: number; after: number[][] }[];
}

export interface Trace {
  text: string;
  inputs: TracedInput[];
  forward: { name: string; layer: string; inputs: string[]; values: number[][] }[];
  backward?: { name: string; gradient: number[][] }[];
  parameters?: TracedParameter[];
  updates?: TracedUpdate[];
}

/** The first table that ids choose rows of: its input, the rows chosen, and the gradient of each. */
export interface Chosen {
  input: TracedInput;
  rows: number[][];
  gradient?: number[][];
  table?: TracedParameter;
}

export function chosenRows(trace: Trace): Chosen | null {
  for (const layer of trace.forward) {
    if (layer.layer !== 'Embedding') continue;
    const input = trace.inputs.find(({ name }) => name === layer.inputs[0]);
    if (!input || input.ids.length === 0) continue;
    return {
      input,
      rows: layer.values,
      gradient: trace.backward?.find(({ name }) => name === layer.name)?.gradient,
      table: trace.parameters?.find(({ name }) => name === `${layer.name}.weight`) ?? trace.parameters?.[0],
    };
  }
  return null;
}
