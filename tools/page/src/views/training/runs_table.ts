// All runs with their figures; the checkbox in each row puts the run into the curves.
import { h, nameText } from '../../dom';
import type { Run } from '../../runs';
import { sortableTable, type Column, type SortableTable } from '../../table';
import { clipped, duration, number, percent } from '../../text';

export function runsTable(
  runs: readonly Run[],
  shown: Set<number>,
  canShow: (run: Run) => boolean,
  onToggle: () => void,
): SortableTable<Run> {
  const boxes = new Map<number, HTMLElement>();
  // Kept between drawings, so that a table that is sorted again while it is used keeps the keyboard's place.
  const box = (run: Run): HTMLElement => {
    const known = boxes.get(run.id);
    if (known) return known;
    const input = h('input', {
      type: 'checkbox',
      checked: shown.has(run.id),
      disabled: !canShow(run),
      'aria-label': `Show ${clipped(run.name, 80)} in the curves`,
    });
    input.addEventListener('change', () => {
      if (input.checked) shown.add(run.id);
      else shown.delete(run.id);
      onToggle();
    });
    boxes.set(run.id, input);
    return input;
  };
  const swatch = (run: Run) =>
    h('span', { class: 'swatch line', style: { '--colour': `var(--series-${run.id % 8})` }, 'aria-hidden': 'true' });
  const split = (run: Run, name: 'train' | 'dev' | 'test') => run[name] ?? {};
  const has = (value: (run: Run) => unknown) => runs.some((run) => typeof value(run) === 'number');

  const columns: Column<Run>[] = [
    { name: 'Shown', value: (run) => (shown.has(run.id) ? 0 : 1), show: box, number: false },
    {
      name: 'Run',
      value: (run) => run.name,
      show: (run) => h('span', { class: 'named' }, swatch(run), nameText(run.name)),
    },
    { name: 'Task', value: (run) => run.task },
    { name: 'State', value: (run) => run.state },
    {
      name: 'Epochs',
      value: (run) => run.epochs?.done,
      show: (run) => (run.epochs ? `${number(run.epochs.done)} of ${number(run.epochs.planned)}` : ''),
      number: true,
    },
    { name: 'Steps', value: (run) => run.steps, number: true },
  ];
  const optional: Column<Run>[] = [
    { name: 'Train loss', value: (run) => split(run, 'train').loss, number: true },
    { name: 'Dev loss', value: (run) => split(run, 'dev').loss, number: true },
    {
      name: 'Dev accuracy',
      value: (run) => split(run, 'dev').accuracy,
      show: (run) => percent(split(run, 'dev').accuracy),
      number: true,
    },
    {
      name: 'Test accuracy',
      value: (run) => split(run, 'test').accuracy,
      show: (run) => percent(split(run, 'test').accuracy),
      number: true,
    },
    { name: 'Parameters', value: (run) => run.parameters, number: true },
    { name: 'Time', value: (run) => run.seconds, show: (run) => duration(run.seconds), number: true },
    {
      name: 'Tokens per second',
      value: (run) => run.tokens_per_second,
      show: (run) => number(run.tokens_per_second && Math.round(run.tokens_per_second)),
      number: true,
    },
  ];
  const figures = optional.filter((column) => has(column.value));
  return sortableTable('Runs', [...columns, ...figures], runs);
}
