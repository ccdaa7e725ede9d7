// What the answer "trace" holds: one text through a model and back.

export type Rows = readonly (readonly number[])[];

export interface Trace {
  text: string;
  inputs: { name: string; ids: number[]; names: string[] }[];
  forward: { name: string; layer: string; inputs: string[]; domain: string; values: Rows }[];
  /** `gap` is the layer whose gradient is p − q, if there is one. */
  classifier?: { logits: string; labels: string[]; names: string[]; probabilities: Rows; gap?: string };
  loss?: Record<string, number[]>;
  backward?: { name: string; gradient: Rows }[];
  parameters?: { name: string; shape: [number, number]; trainable: boolean; rows: TouchedRow[] }[];
  updates?: Update[];
}

interface TouchedRow {
  row: number;
  name: string;
  gradient: number[];
  before: number[];
}

export interface Update {
  optimizer: string;
  lr: number;
  parameters: { name: string; rows_moved: number; after: Rows }[];
  loss: Record<string, number[]>;
  probabilities?: Rows;
}

/** To the last bit: the numbers are the model's floats, written so that reading gives them back. */
export function sameRow(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

export const sameRows = (a: Rows, b: Rows): boolean => a.length === b.length && a.every((row, i) => sameRow(row, b[i]));

/** Whether every row is the first one. */
export const allTheSame = (rows: Rows): boolean => rows.every((row) => sameRow(row, rows[0]));

export const tokensOf = (trace: Trace) => trace.inputs.find(({ name }) => name === 'tokens') ?? trace.inputs[0];

export const valuesOf = (trace: Trace, name: string): Rows =>
  trace.forward.find((output) => output.name === name)?.values ?? [];
