// The gradient of the small table: which rows it reaches, and that a repeated id adds up.
import { h } from '../../dom';
import { number } from '../../text';
import { value } from '../../value';
import { matrix, reachOf } from './matrix';
import type { Lookup } from './small_table';

const list = (items: readonly (number | string)[]) => (items.length ? items.join(', ') : 'none');

export function gradient(answer: Lookup): HTMLElement {
  const touched = new Set(answer.rows_touched);
  const zero = answer.gradient.flatMap((row, r) => (row.every((v) => v === 0) ? [r] : []));
  const all = answer.gradient.map((_, r) => String(r));
  const reach = reachOf(answer.gradient);
  const differs = (row: number, column: number) => answer.gradient[row][column] !== answer.assigned[row][column];
  const lost = answer.gradient.some((row, r) => row.some((_, c) => differs(r, c)));
  const ofTable = (title: string, test: string, values: number[][], more = {}) =>
    matrix({ title, test, values, rowsName: 'row', rows: all, belongs: (row) => ({ row }), reach, ...more });
  return h(
    'div',
    { class: 'parts' },
    h('h3', {}, 'The gradient: only chosen rows get one'),
    h(
      'p',
      {},
      'Learning sends a gradient back to every row of the result. Each is added to the row that its id chose; no other row gets anything.',
    ),
    h(
      'div',
      { class: 'equation' },
      matrix({
        title: 'gradient of the result',
        test: 'upstream',
        values: answer.upstream,
        rowsName: 'id',
        rows: answer.ids.map(String),
        belongs: (position) => ({ position, of: answer.ids[position] }),
        reach,
      }),
      h('span', { class: 'operator', 'aria-hidden': 'true' }, '→'),
      ofTable('gradient of the table', 'gradient', answer.gradient, {
        notes: answer.gradient.map((_, r) => (touched.has(r) ? 'touched' : 'exactly 0')),
      }),
      h('span', { class: 'operator', 'aria-hidden': 'true' }, lost ? '≠' : '='),
      ofTable('if the last one overwrote', 'assigned', answer.assigned, { marked: differs }),
    ),
    h(
      'ul',
      { class: 'facts' },
      h(
        'li',
        {},
        value('rows-touched', touched.size),
        ` of ${all.length} rows touched: ${list([...touched].sort((a, b) => a - b))}`,
      ),
      h('li', {}, value('rows-zero', zero.length), ` of ${all.length} rows exactly zero: ${list(zero)}`),
      ...repeated(answer),
      answer.gradients_equal &&
        h(
          'li',
          { dataset: { test: 'gradients-equal', value: 'true' } },
          'The product has the same gradient, but computes all of it.',
        ),
    ),
  );
}

/** One sentence for each id that stands more than once, about the first column. */
function repeated({ ids, upstream, gradient, assigned }: Lookup): HTMLElement[] {
  const often = [...new Set(ids)].filter((id) => ids.indexOf(id) !== ids.lastIndexOf(id));
  if (often.length === 0) return [h('li', {}, 'No id stands twice, so nothing adds up and nothing would be lost.')];
  return often.map((id) => {
    const parts = ids.flatMap((other, p) => (other === id ? [number(upstream[p][0])] : []));
    return h(
      'li',
      {},
      `Id ${id} stands ${parts.length} times, and its gradients add up: ${parts.join(' + ')} = `,
      value(`summed-${id}`, gradient[id][0]),
      ' in column 1. If each overwrote the one before, only the last, ',
      value(`overwritten-${id}`, assigned[id][0]),
      ', would be left.',
    );
  });
}
