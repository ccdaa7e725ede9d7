// The lookup and the product with one-hot vectors, one below the other, with the work of each.
import { h } from '../../dom';
import { number } from '../../text';
import { value } from '../../value';
import { matrix, reachOf } from './matrix';
import type { Lookup } from './small_table';

const operator = (sign: string) => h('span', { class: 'operator', 'aria-hidden': 'true' }, sign);

function ids({ ids, table }: Lookup): HTMLElement {
  const buttons = ids.map((id, position) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          dataset: { test: `id-${position}`, value: String(id), position: String(position), of: String(id) },
          'aria-label': `Id ${id}: row ${id} of the table is ${table[id].map((v) => number(v, 3)).join(', ')}`,
        },
        String(id),
      ),
    ),
  );
  return h('div', { class: 'ids' }, h('p', { class: 'title' }, 'ids'), h('ol', { 'aria-label': 'Ids' }, ...buttons));
}

export function product(answer: Lookup): HTMLElement {
  const reach = reachOf(answer.table);
  const all = answer.table.map((_, r) => String(r));
  const positions = answer.ids.map(String);
  const table = (test: string) =>
    matrix({
      title: 'table',
      test,
      values: answer.table,
      rowsName: 'row',
      rows: all,
      belongs: (row) => ({ row }),
      reach,
    });
  const ofIds = (title: string, test: string, values: number[][], more = {}) =>
    matrix({
      title,
      test,
      values,
      rowsName: 'id',
      rows: positions,
      belongs: (position) => ({ position, of: answer.ids[position] }),
      reach,
      ...more,
    });
  const oneHots = { columns: all, columnsAreRows: true, reach: 1 };
  return h(
    'div',
    { class: 'parts' },
    h('h3', {}, 'Lookup: copy the row'),
    h('p', {}, 'Point at an id, or move to it with the keyboard, and see which row it copies.'),
    h(
      'div',
      { class: 'equation' },
      ids(answer),
      operator('→'),
      table('table'),
      operator('='),
      ofIds('rows', 'lookup', answer.lookup),
    ),
    h('p', { class: 'work' }, h('strong', {}, value('lookup-multiplications', 0)), ' multiplications'),
    h('h3', {}, 'The same as a product'),
    h('p', {}, 'A one-hot vector is 1 at its id and 0 everywhere else. Times the table, it gives the same row.'),
    h(
      'div',
      { class: 'equation' },
      ofIds('one-hot vectors', 'one-hot', answer.one_hots, oneHots),
      operator('×'),
      table('product-table'),
      operator('='),
      ofIds('product', 'product', answer.product),
    ),
    h(
      'p',
      { class: 'work' },
      h('strong', {}, value('product-multiplications', answer.multiplications)),
      ' multiplications for each id: every number of the table',
    ),
    h(
      'p',
      { class: 'verdict', dataset: { test: 'equal', value: String(answer.equal) } },
      answer.equal ? '✓ Both results are equal, number for number.' : 'The results differ.',
    ),
  );
}
