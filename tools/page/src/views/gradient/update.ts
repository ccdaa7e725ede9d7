// "Apply the step": the same example before and after the optimizer moved the rows.
import { barList } from '../../bars';
import { segmented, slider } from '../../controls';
import { controls, fill, grid, h, nameText } from '../../dom';
import { scrolling } from '../../table';
import { number } from '../../text';
import type { Trace, Update } from './trace';

export const RATE = 0.1; // what the server takes where none is asked for

export class UpdatePart {
  readonly element = h('div');
  private readonly results = h('div', { class: 'apply' });
  private rule = 0;
  private rules = '';
  private trace?: Trace;

  /** `onRate` asks for another learning rate of plain SGD; without it the rate is fixed. */
  constructor(
    private readonly onRate: ((rate: number) => void) | undefined,
    private rate: number,
  ) {}

  show(trace: Trace): void {
    this.trace = trace;
    const updates = trace.updates ?? [];
    this.rule = Math.min(this.rule, Math.max(0, updates.length - 1));
    const rules = updates.map(({ optimizer }, i) => ({
      value: String(i),
      name: i === 0 && updates.length > 1 ? optimizer : `${optimizer}, the run’s own`,
    }));
    if (JSON.stringify(rules) !== this.rules) {
      this.rules = JSON.stringify(rules);
      this.drawControls(rules);
    }
    this.draw();
  }

  private drawControls(rules: { value: string; name: string }[]): void {
    const choice = segmented('Rule', rules, String(this.rule), (value) => {
      this.rule = Number(value);
      this.draw();
    });
    const power = { min: -3, max: 1, step: 0.05, show: (value: number) => number(rateAt(value)) };
    const rate = this.onRate
      ? slider('Learning rate of SGD', power, Math.log10(this.rate), (value) => {
          this.rate = rateAt(value);
          this.onRate!(this.rate);
        })
      : h('p', { class: 'note' }, `SGD has learning rate ${number(this.trace?.updates?.[0]?.lr)}.`);
    fill(this.element, controls(rules.length > 0 && choice, rate), this.results);
  }

  private draw(): void {
    const { trace } = this;
    const update = trace?.updates?.[this.rule];
    if (!trace || !update) return fill(this.results, h('p', { class: 'note' }, 'Nothing here is trainable.'));
    fill(this.results, formula(update), ...beforeAndAfter(trace, update), rows(trace, update));
  }
}

const rateAt = (power: number) => Number((10 ** power).toPrecision(2));

function formula({ optimizer, lr }: Update): HTMLElement {
  const text = optimizer === 'SGD' ? `row ← row − ${number(lr)} · ∂L/∂row` : `row ← row − ${optimizer}(∂L/∂row), rate ${number(lr)}`;
  return h('p', {}, h('code', { 'data-test': 'rule' }, text));
}

function beforeAndAfter(trace: Trace, update: Update): (HTMLElement | null)[] {
  const { classifier } = trace;
  const side = (title: string, test: string, values: readonly number[]) => {
    const list = values.map((value, i) => ({
      name: nameText(classifier!.names[i], 24),
      value,
      test: `${test}-${classifier!.names[i]}`,
      colour: title === 'Before' ? 0 : 2,
    }));
    return h('div', {}, h('h3', {}, title), barList(`Probabilities ${title.toLowerCase()} the step`, list.slice(0, 20)));
  };
  const sides =
    classifier && update.probabilities
      ? grid(
          side('Before', 'before-probability', classifier.probabilities[0]),
          side('After', 'after-probability', update.probabilities[0]),
        )
      : null;
  const losses = Object.entries(trace.loss ?? {}).map(([name, [before]]) => {
    const after = update.loss[name]?.[0];
    return h(
      'p',
      { class: 'loss-change' },
      'Loss of this example: ',
      h('strong', { 'data-test': 'loss-before', 'data-value': before }, number(before)),
      ' before, ',
      h('strong', { 'data-test': 'loss-after', 'data-value': after }, number(after)),
      ' after.',
    );
  });
  return [sides, ...losses];
}

function rows(trace: Trace, update: Update): HTMLElement {
  const head = ['Parameter', 'Rows', 'Numbers in a row', 'Rows with a gradient', 'Rows that moved'];
  const right = (i: number) => (i > 0 ? 'number' : undefined);
  const body = (trace.parameters ?? []).map((parameter) => {
    const moved = update.parameters.find(({ name }) => name === parameter.name)?.rows_moved;
    return h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'code' }, nameText(parameter.name)),
      ...[parameter.shape[0], parameter.shape[1], parameter.rows.length, moved].map((value) =>
        h('td', { class: 'number' }, number(value)),
      ),
    );
  });
  const label = 'Rows that the step reaches';
  return scrolling(
    label,
    h(
      'table',
      {},
      h('caption', {}, label),
      h('thead', {}, h('tr', {}, ...head.map((name, i) => h('th', { scope: 'col', class: right(i) }, name)))),
      h('tbody', {}, ...body),
    ),
  );
}
