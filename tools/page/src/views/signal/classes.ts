// A row for every class: its score, its target, p and p − q.
import { valueBar, type ValueBar } from '../../bars';
import { className, type Signal } from '../../charts/signal';
import { slider, type Slider } from '../../controls';
import { fill, h } from '../../dom';
import { number } from '../../text';
import type { State } from './state';

interface Row {
  score?: Slider;
  target?: Slider;
  truth: HTMLElement;
  p: ValueBar;
  gap: ValueBar;
}

const percent = (value: number) => number(value, 3);

export class Classes {
  readonly element = h('ol', { class: 'classes', 'aria-label': 'Classes' });
  private rows: Row[] = [];

  constructor(
    private readonly state: State,
    private readonly live: boolean,
    private readonly onChange: () => void,
  ) {}

  /** Anew, after the number of classes or the kind of target changed. */
  draw(): void {
    const { state, live } = this;
    this.rows = state.scores.map((score, i): Row => ({
      score: live ? this.scoreSlider(i, score) : undefined,
      target: live && state.soft ? this.targetSlider(i) : undefined,
      truth: h('span', { class: 'true' }),
      p: valueBar(0, { test: `probability-${i}` }),
      gap: valueBar(0, { test: `signal-${i}`, signed: true }),
    }));
    fill(this.element, ...this.rows.map((row, i) => this.item(row, i)));
  }

  /** Numbers that the server gave. An answer to a row of another length has come too late. */
  show(answer: Signal): void {
    if (answer.scores.length !== this.rows.length) return;
    this.rows.forEach(({ p, gap, truth }, i) => {
      p.set(answer.probabilities[i]);
      gap.set(answer.p_minus_q[i]);
      truth.textContent = answer.target[i] === 1 ? 'true' : '';
    });
  }

  private item(row: Row, i: number): HTMLElement {
    const head = h('strong', {}, className(i), ' ', row.truth);
    const score = row.score ?? h('p', { class: 'fixed' }, `score ${number(this.state.scores[i])}`);
    const measure = (name: string, bar: HTMLElement) =>
      h('div', { class: 'measure' }, h('span', { class: 'what' }, name), bar);
    return h(
      'li',
      {},
      head,
      h('div', { class: 'dials' }, score, row.target),
      h('div', { class: 'measures' }, measure('p', row.p), measure('p − q', row.gap)),
    );
  }

  private scoreSlider(i: number, value: number): Slider {
    const { state } = this;
    const range = { min: -10, max: 10, step: 0.1, show: (v: number) => number(v, 3) };
    const control = slider(`Score of ${className(i)}`, range, value, (score) => {
      state.scores[i] = score;
      this.onChange();
    });
    control.dataset.test = `score-${i}`;
    return control;
  }

  private targetSlider(i: number): Slider {
    const { state } = this;
    const range = { min: 0, max: 1, step: 0.01, show: percent };
    const control = slider(`Target of ${className(i)}`, range, state.target[i], (share) => {
      state.setTarget(i, share);
      this.rows.forEach(({ target }, other) => target?.set(state.target[other]));
      this.onChange();
    });
    control.dataset.test = `target-${i}`;
    return control;
  }
}
