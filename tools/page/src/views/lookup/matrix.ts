// A small matrix as a table whose cells are coloured by sign and size: blue below zero, orange above.
import { h, nameText, type Child } from '../../dom';
import { scrolling } from '../../table';
import { number } from '../../text';

export interface Matrix {
  title: string;
  /** For tests: cells become NAME-row-column. */
  test: string;
  values: readonly (readonly number[])[];
  rowsName: string;
  rows: readonly string[];
  columns?: readonly string[];
  /** What a row belongs to: an id's row of the table, or a position of the text with its id. */
  belongs: (row: number) => { row: number } | { position: number; of: number };
  /** Whether column c is about the table's row c. */
  columnsAreRows?: boolean;
  /** Said behind each row. */
  notes?: readonly Child[];
  /** Colours are the same in matrices of the same reach. */
  reach?: number;
  marked?: (row: number, column: number) => boolean;
}

const STRONGEST = 45; // per cent of the colour: text keeps its contrast

function cell(value: number, reach: number, test: string, marked: boolean): HTMLElement {
  const share = reach > 0 ? Math.min(1, Math.abs(value) / reach) : 0;
  const hue = value < 0 ? 0 : 1;
  const background = `color-mix(in srgb, var(--series-${hue}) ${(STRONGEST * share).toFixed(1)}%, var(--surface))`;
  const style = value === 0 ? undefined : { background };
  const classes = ['number', value === 0 ? 'zero' : '', marked ? 'marked' : ''].filter(Boolean).join(' ');
  return h('td', { class: classes, style, dataset: { test, value: String(value) } }, number(value, 3));
}

export const reachOf = (values: readonly (readonly number[])[]): number =>
  values.reduce((most, row) => row.reduce((m, v) => Math.max(m, Math.abs(v)), most), 0);

export function matrix(data: Matrix): HTMLElement {
  const reach = data.reach ?? reachOf(data.values);
  const width = data.values[0]?.length ?? 0;
  const names = data.columns ?? Array.from({ length: width }, (_, c) => String(c + 1));
  const head = names.map((name, c) =>
    h('th', { scope: 'col', class: 'number', dataset: data.columnsAreRows ? { row: String(c) } : undefined }, name),
  );
  const body = data.values.map((row, r) => {
    const key = Object.fromEntries(Object.entries(data.belongs(r)).map(([k, v]) => [k, String(v)]));
    return h(
      'tr',
      { dataset: { ...key, test: `${data.test}-${r}` } },
      h('th', { scope: 'row' }, nameText(data.rows[r], 16)),
      ...row.map((value, c) => cell(value, reach, `${data.test}-${r}-${c}`, data.marked?.(r, c) === true)),
      data.notes && h('td', { class: 'said' }, data.notes[r]),
    );
  });
  const table = h(
    'table',
    {},
    h('caption', {}, data.title),
    h(
      'thead',
      {},
      h('tr', {}, h('th', { scope: 'col' }, data.rowsName), ...head, data.notes && h('th', { scope: 'col' }, 'what')),
    ),
    h('tbody', {}, ...body),
  );
  return h('figure', { class: 'matrix' }, h('figcaption', {}, data.title), scrolling(data.title, table));
}
