// How far a classifier can be trusted: calibration, confusion, and the texts on which it is most wrong.
import { binsChart, calibrationChart, confusionChart, type Trust } from '../charts/trust';
import type { Drawing } from '../charts';
import { chart } from '../chart';
import { segmented } from '../controls';
import { card, controls, fill, grid, h, note } from '../dom';
import { AnswerPlace } from '../answer_place';
import type { Palette } from '../palette';
import { number, percent } from '../text';
import { value } from '../value';
import './trust.css';
import { mistakes } from './trust/mistakes';
import type { Context, View } from './view';

const HEIGHT = 340; // of the two charts side by side
const SPLITS = ['test', 'dev', 'train'] as const;

export const trust: View = {
  id: 'trust',
  title: 'Trust',
  blurb: 'Whether the model is as often right as it claims, what it takes for what, and where it is most wrong.',
  needs: (run) => run.views.includes('trust'),
  mount: async (el, ctx) => {
    const recorded = new Set(ctx.recorded('trust', { run: ctx.run.id }).map(({ split }) => split));
    const splits = SPLITS.filter((split) => (ctx.live ? ctx.run[split] !== undefined : recorded.has(split)));
    if (splits.length === 0) return void el.append(note('No split of this run has been evaluated.'));
    const place = h('div', { class: 'view trust' });
    const latest = new AnswerPlace(place);
    const show = (split: string) => {
      ctx.keep('split', split);
      return latest.show(ctx.ask<Trust>('trust', { run: ctx.run.id, split }), (answer) => draw(place, answer, ctx));
    };
    const start = splits.find((split) => split === ctx.kept('split')) ?? splits[0];
    el.append(controls(segmented('Split', splits, start, (split) => void show(split))), place);
    await show(start);
  },
};

function draw(place: HTMLElement, answer: Trust, ctx: Context): void {
  const picture = (title: string, of: (trust: Trust, palette: Palette, width: number) => Drawing, height?: number) =>
    chart(title, (palette, width) => of(answer, palette, width), { signal: ctx.signal, height }).element;
  fill(
    place,
    card(
      'As often right as it claims?',
      figures(answer),
      h(
        'p',
        { class: 'reading' },
        'Texts are put into bins by the probability of the predicted label. On the dashed diagonal that probability is the share that is right; below it the model claims too much, above it too little.',
      ),
      grid(
        picture('Accuracy over confidence', calibrationChart, HEIGHT),
        picture('Texts in each bin', binsChart, HEIGHT),
      ),
    ),
    card(
      'What is taken for what',
      answer.confusion
        ? note('Rows are true labels, columns predictions: what is right stands on the diagonal.')
        : note('There are too many labels for a matrix. These are the most frequent mistakes.'),
      picture(answer.confusion ? 'Confusion matrix' : 'Most frequent mistakes', confusionChart),
    ),
    card('Most wrong', ...mistakes(answer)),
  );
}

function figures({ count, accuracy, loss, calibration_error }: Trust): HTMLElement {
  const figure = (name: string, shown: HTMLElement) => h('div', {}, h('dt', {}, name), h('dd', {}, shown));
  return h(
    'dl',
    { class: 'figures' },
    figure('texts', value('count', count)),
    figure(
      'accuracy',
      value('accuracy', accuracy, (v) => percent(v, 2)),
    ),
    figure(
      'loss',
      value('loss', loss, (v) => number(v)),
    ),
    figure(
      'calibration error',
      value('calibration-error', calibration_error, (v) => percent(v, 2)),
    ),
  );
}
