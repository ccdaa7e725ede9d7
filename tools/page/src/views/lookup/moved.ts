// After one step on this text alone: how many rows of each table moved, and how many are exactly as they were.
import { symbolText } from '../../charts/language';
import { h, nameText, note, type Child } from '../../dom';
import { sortableTable, type Column } from '../../table';
import { canvasText, number } from '../../text';
import { value } from '../../value';
import type { Chosen, Trace, TracedParameter, TracedUpdate } from './trace';

interface Line {
  parameter: TracedParameter;
  moved: (number | undefined)[]; // by rule
}

/** The run's own rule is the last; SGD comes first. */
const ruleName = (updates: readonly TracedUpdate[], i: number) =>
  i === updates.length - 1 && i > 0 ? `${updates[i].optimizer}, this run's rule` : updates[i].optimizer;

const ofTable = (update: TracedUpdate, name: string) => update.parameters.find((p) => p.name === name);

export function moved(trace: Trace, { table }: Chosen): HTMLElement[] {
  const updates = trace.updates ?? [];
  if (updates.length === 0 || !table) return [note('Without a label there is nothing to learn, and no step.')];
  const rules = updates.map((update, i) => rule(updates, i, update, table));
  const lines = (trace.parameters ?? [])
    .filter(({ trainable }) => trainable)
    .map((parameter): Line => ({ parameter, moved: updates.map((u) => ofTable(u, parameter.name)?.rows_moved) }));
  const columns: Column<Line>[] = [
    { name: 'Parameter', value: (line) => line.parameter.name },
    { name: 'Rows', value: (line) => line.parameter.shape[0] },
    ...updates.map((_, i): Column<Line> => ({
      name: `Moved by ${ruleName(updates, i)}`,
      value: (line) => line.moved[i],
      number: true,
    })),
  ];
  return [
    h('h3', {}, 'One step on this text alone'),
    h('div', { class: 'rules' }, ...rules),
    h('p', {}, 'The rows that moved: ', ...movedNames(updates, table)),
    h('div', { class: 'bounded' }, sortableTable('Rows moved, by parameter', columns, lines)),
  ];
}

function rule(updates: readonly TracedUpdate[], i: number, update: TracedUpdate, table: TracedParameter): HTMLElement {
  const count = ofTable(update, table.name)?.rows_moved ?? 0;
  const test = i === 0 ? 'sgd' : 'own';
  return h(
    'div',
    { class: 'rule' },
    h('p', {}, `${ruleName(updates, i)}, learning rate ${number(update.lr)}`),
    h(
      'p',
      {},
      h('strong', {}, value(`moved-${test}`, count)),
      ` of ${number(table.shape[0])} rows of ${canvasText(table.name, 40)} moved`,
    ),
    h('p', {}, h('strong', {}, value(`still-${test}`, table.shape[0] - count)), ' are exactly as they were'),
  );
}

const SHOWN = 40;

/** Names of the rows that any rule moved. */
function movedNames(updates: readonly TracedUpdate[], table: TracedParameter): Child[] {
  const changed = table.rows.filter((row, r) =>
    updates.some((u) => ofTable(u, table.name)?.after[r]?.some((v, c) => v !== row.before[c])),
  );
  const names = changed
    .slice(0, SHOWN)
    .flatMap((row, i) => [
      i > 0 && ', ',
      h(
        'span',
        { dataset: { test: 'moved-row', value: String(row.row) } },
        nameText(row.name ? symbolText(row.name, 'before') : `row ${row.row}`),
      ),
    ]);
  if (changed.length > SHOWN) names.push(h('span', {}, ` and ${changed.length - SHOWN} more`));
  return names.length ? names : [h('span', {}, 'none')];
}
