// One step's value, drawn as its kind asks for.
import { barList } from '../../bars';
import { h, nameText } from '../../dom';
import { numbersTable } from '../../table';
import { number } from '../../text';
import type { Step } from './steps';
import { reach, strip } from './strip';

const STRIPS = 24; // rows

export function valuesOfStep(step: Step, truth: string | undefined): HTMLElement {
  switch (step.as) {
    case 'tokens':
      return tokens(step);
    case 'number':
      return h('p', { class: 'single', 'data-test': testName(step), 'data-value': step.rows[0][0] }, number(step.rows[0][0], 6));
    case 'probabilities':
    case 'bars':
      return bars(step, truth);
    default:
      return strips(step);
  }
}

const testName = ({ way, name }: Step) => (way === 'forward' ? name : `gradient-${name}`);

function tokens({ rows, rowNames }: Step): HTMLElement {
  if (rows.length === 0) return h('p', { class: 'note' }, 'None: the phrase has no word that the model knows.');
  const items = rowNames.map((name, i) =>
    h('li', { 'data-test': `token-${i}` }, nameText(name), h('span', { class: 'id' }, `row ${rows[i][0]}`)),
  );
  return h('ol', { class: 'word-ids', 'aria-label': 'Tokens' }, ...items);
}

function bars(step: Step, truth: string | undefined): HTMLElement {
  const signed = step.as === 'bars';
  const prefix = step.as === 'probabilities' ? 'probability' : testName(step);
  const rows = step.rows[0].map((value, i) => {
    const name = step.columnNames[i];
    const shown = name === truth ? h('span', {}, nameText(name), h('span', { class: 'true' }, ' true')) : nameText(name);
    return { name: shown, value, test: `${prefix}-${name}` };
  });
  return barList(step.title, rows, { signed, most: signed ? reach(step.rows) : 1 });
}

function strips(step: Step): HTMLElement {
  const { rows, rowNames } = step;
  const most = reach(rows);
  const shown = rows.slice(0, STRIPS).map((row, i) => {
    const name = rowNames[i] ? nameText(rowNames[i], 16) : null;
    return h('li', { class: name ? 'named' : undefined }, name, strip(rowNames[i] || step.title, row, most));
  });
  const left = rows.length - STRIPS;
  return h(
    'div',
    {},
    h('ul', { class: 'strips', 'aria-label': step.title }, ...shown),
    left > 0 && h('p', { class: 'scale' }, `and ${left} more rows, in the numbers`),
    h('p', { class: 'scale' }, `${rows[0]?.length ?? 0} numbers in a row, from `, key('−', most), ' to ', key('', most)),
    numbers(step),
  );
}

function key(sign: string, most: number): HTMLElement {
  const end = sign ? 0 : 6;
  return h(
    'span',
    { class: 'key' },
    h('i', { style: { background: `var(--diverging-${end})` }, 'aria-hidden': 'true' }),
    `${sign}${number(most, 3)}`,
  );
}

// A column per row of the matrix: vectors are long, and there are few of them.
function numbers(step: Step): HTMLElement {
  const details = h(
    'details',
    { class: 'numbers' },
    h('summary', {}, 'Show numbers', h('span', { class: 'unseen' }, ` of ${step.title}`)),
  );
  details.addEventListener('toggle', () => {
    if (!details.open || details.querySelector('table')) return;
    const shown = step.rows.slice(0, STRIPS);
    const columns = ['number', ...shown.map((_, i) => step.rowNames[i] || step.title)];
    const rows = (shown[0] ?? []).map((_, k) => [step.columnNames[k] ?? k + 1, ...shown.map((row) => row[k])]);
    details.append(numbersTable(`Numbers of ${step.title}`, { columns, rows }));
  });
  return details;
}
