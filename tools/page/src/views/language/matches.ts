// Each score is the dot product of the hidden vector with a row of the output table, plus that row's bias.
import { symbolText, type Match, type Next } from '../../charts/language';
import { h, nameText, note } from '../../dom';
import { sortableTable, type Column } from '../../table';
import { number, percent } from '../../text';
import { value } from '../../value';

const SHOWN = 50;

export function matches({ matches: all }: Next): HTMLElement[] {
  if (!all || all.length === 0)
    return [note('This model has no output table to compare a hidden vector with: it looks its scores up.')];
  const biased = all.some(({ bias }) => bias !== undefined);
  const lines = all.slice(0, SHOWN).map((match, i) => ({ ...match, place: i + 1 }));
  type Line = Match & { place: number };
  const figure = (name: keyof Match, title: string): Column<Line> => ({
    name: title,
    value: (line) => line[name],
    show: (line) => value(`match-${name}-${line.place - 1}`, line[name] as number),
    number: true,
  });
  const columns: Column<Line>[] = [
    { name: 'Place', value: (line) => line.place },
    { name: 'Symbol', value: (line) => line.word, show: (line) => nameText(symbolText(line.word, 'after')) },
    figure('dot', 'Dot product'),
    ...(biased ? [figure('bias', 'Bias')] : []),
    figure('score', 'Score'),
    {
      name: 'Probability',
      value: (line) => line.probability,
      show: (line) => value(`match-probability-${line.place - 1}`, line.probability, (p) => percent(p, 2)),
      number: true,
    },
    figure('cosine', 'Cosine'),
    figure('cosine_rank', 'Place by cosine'),
  ];
  const shown = lines.length < all.length ? ` The first ${SHOWN} of ${number(all.length)} are shown.` : '';
  return [
    h(
      'p',
      {},
      `The model turns the text into one hidden vector. A symbol's score is the dot product of that vector with the symbol's row${biased ? ', plus a bias' : ''}; softmax makes probabilities of the scores. The temperature and the choice above do not change this table. Longer rows score higher, so the order by cosine may differ.${shown}`,
    ),
    h('div', { class: 'bounded' }, sortableTable('Scores of the symbols', columns, lines)),
  ];
}
