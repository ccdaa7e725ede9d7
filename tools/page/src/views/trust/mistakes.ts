// The texts with the largest loss, with what each word speaks for.
import type { Mistake, Trust } from '../../charts/trust';
import { h, nameText, note } from '../../dom';
import { numbersTable } from '../../table';
import { clipped, number, percent } from '../../text';
import { value } from '../../value';

export function mistakes({ worst }: Trust): HTMLElement[] {
  if (worst.length === 0) return [note('There is no text to show.')];
  return [
    h(
      'p',
      { class: 'reading' },
      'Gradient × input: how much each word moves the score of the rival against that of the true label. Colours are as strong as a word is within its text.',
    ),
    h(
      'ul',
      { class: 'legend' },
      h('li', {}, h('span', { class: 'word rival', style: { '--share': '60%' } }, 'word'), 'speaks for the rival'),
      h('li', {}, h('span', { class: 'word truly', style: { '--share': '60%' } }, 'word'), 'speaks for the true label'),
    ),
    h('ol', { class: 'mistakes' }, ...worst.map(mistake)),
  ];
}

function mistake(example: Mistake, place: number): HTMLElement {
  const { label, predicted, rival, probability, loss, number: line } = example;
  const wrong = label !== predicted;
  const title = `Text ${line + 1}`;
  return h(
    'li',
    { dataset: { test: `mistake-${place}` } },
    words(example),
    h(
      'p',
      { class: 'said' },
      `${title}: truly `,
      h('strong', {}, nameText(label)),
      wrong ? ', taken for ' : ', and taken for it; the rival is ',
      h('strong', {}, nameText(wrong ? predicted : rival)),
      '. Probability of the true label ',
      value(`mistake-${place}-probability`, probability, (p) => percent(p, 2)),
      ', loss ',
      value(`mistake-${place}-loss`, loss),
    ),
    wordTable(example, title),
  );
}

/** The words in order, then what has a weight but no place of its own, such as n-grams. */
function words(example: Mistake): HTMLElement {
  const most = example.words.reduce((m, { weight }) => Math.max(m, Math.abs(weight)), 0);
  const inText = example.text.split(' ').filter(Boolean).length;
  const marks = example.words.flatMap(({ word, weight }, i) => [
    i === inText ? h('span', { class: 'quiet' }, ' and ') : i > 0 && ' ',
    h(
      'span',
      {
        class: `word ${weight > 0 ? 'rival' : weight < 0 ? 'truly' : ''}`,
        style: { '--share': `${most > 0 ? Math.round((100 * Math.abs(weight)) / most) : 0}%` },
        title: number(weight),
        dataset: { test: 'weight', value: String(weight) },
      },
      nameText(word),
    ),
  ]);
  return h('p', { class: 'text' }, ...(marks.length ? marks : [nameText(example.text || '(no known word)', 400)]));
}

function wordTable({ words: all, label, rival }: Mistake, title: string): HTMLElement {
  const details = h(
    'details',
    { class: 'numbers' },
    h('summary', {}, `Show weights`, h('span', { class: 'unseen' }, ` of ${title}`)),
  );
  details.addEventListener('toggle', () => {
    details.querySelector('.scrolling')?.remove();
    if (!details.open) return;
    const side = (weight: number) => (weight > 0 ? clipped(rival) : weight < 0 ? clipped(label) : 'neither');
    const rows = all.map(({ word, weight }) => [word, weight, side(weight)]);
    details.append(numbersTable(`Weights of ${title}`, { columns: ['word', 'weight', 'speaks for'], rows }));
  });
  return details;
}
