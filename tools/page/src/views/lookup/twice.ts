// A word that stands twice: the gradients of its positions add up in its one row.
import { symbolText } from '../../charts/language';
import { h, nameText } from '../../dom';
import { numbersTable, type Cell } from '../../table';
import type { Chosen } from './trace';

const SHOWN = 6; // numbers of a row
const CLOSE = 1e-3;

export function twice({ input, gradient, table }: Chosen): HTMLElement[] {
  const id = input.ids.find((id, i) => input.ids.indexOf(id) < i);
  if (id === undefined)
    return [h('p', { class: 'note' }, 'Write a word twice to see how the gradients of its two places add up.')];
  const row = table?.rows.find((row) => row.row === id);
  if (!gradient || !row) return [];
  const positions = input.ids.flatMap((other, i) => (other === id ? [i] : []));
  const name = symbolText(input.names[positions[0]], 'before');
  const columns = ['place', ...row.gradient.slice(0, SHOWN).map((_, c) => `number ${c + 1}`)];
  const parts = positions.map((p): Cell[] => [`token ${p + 1}`, ...gradient[p].slice(0, SHOWN)]);
  const sum: Cell[] = [`row ${id} of the table`, ...row.gradient.slice(0, SHOWN)];
  const added = positions.reduce((total, p) => total + gradient[p][0], 0);
  // A table that is also used elsewhere, such as for the output, gets gradients from there too.
  const alone = Math.abs(added - row.gradient[0]) <= CLOSE * Math.max(Math.abs(added), Math.abs(row.gradient[0]));
  return [
    h('h3', {}, 'One row, several places'),
    h(
      'p',
      { dataset: { test: 'repeated', value: String(row.gradient[0]) } },
      nameText(name),
      ` stands ${positions.length} times. Its row gets the sum of what comes back to its places`,
      alone ? '.' : ', and of what comes back from other uses of the table.',
    ),
    numbersTable(`Gradients of ${name}: its places, then its row`, { columns, rows: [...parts, sum] }),
  ];
}
