// What the loss tells the scores of a softmax: p − q, and how it comes from the Jacobian and the slope of the loss.
import './signal.css';
import { heatMap, lineChart, type Draw } from '../charts';
import { curvesChart, jacobianChart, LOWEST, markedLines, type CurvePoint, type Descent, type Signal } from '../charts/signal';
import { chart, type Chart } from '../chart';
import { button, segmented, select } from '../controls';
import { card, controls, fill, h, problem } from '../dom';
import { OneAtATime } from '../one_at_a_time';
import { number } from '../text';
import { Classes } from './signal/classes';
import { DescentPart } from './signal/descent';
import { FEWEST, MOST, State, type Preset } from './signal/state';
import type { Context, View } from './view';

const PAUSE = 30; // milliseconds between questions while a slider is dragged
const STEPS = 200;
const OWN = '-1'; // no preset

export const signal: View = {
  id: 'signal',
  title: 'Learning signal',
  blurb: 'Scores become probabilities, and the loss answers with p − q. Move the scores and see what each of them is told.',
  needs: () => true,
  mount: async (el, ctx) => {
    const [presets, curves] = await Promise.all([ctx.ask<Preset[]>('presets'), ctx.ask<CurvePoint[]>('curves')]);
    await new SignalView(el, ctx, presets, curves).ask();
  },
};

class SignalView {
  private readonly state: State;
  private readonly classes: Classes;
  private readonly descent: DescentPart;
  private readonly signals = new OneAtATime<Signal>(PAUSE);
  private readonly descents = new OneAtATime<Descent>(PAUSE);
  private rate = 1;
  private readonly preset: HTMLSelectElement;
  private readonly presetPlace: HTMLElement;
  private readonly labelPlace = h('div');
  private readonly trouble = h('div');
  private readonly sums = h('p', { 'data-test': 'sums' });
  private readonly atP = h('p', { 'data-test': 'at-p' });
  private readonly rowSums = h('p', { class: 'row-sums' });
  private readonly add = button('Add a class', () => this.resize(1));
  private readonly remove = button('Remove a class', () => this.resize(-1));
  private readonly curves: Chart;
  private jacobian?: Chart;
  private readonly jacobianPlace = h('div');

  constructor(
    el: HTMLElement,
    private readonly ctx: Context,
    presets: readonly Preset[],
    private readonly points: readonly CurvePoint[],
  ) {
    this.state = new State(ctx, presets[0]);
    this.classes = new Classes(this.state, ctx.live, () => this.changed());
    this.descent = new DescentPart(ctx.live ? (rate) => this.setRate(rate) : undefined, ctx.signal, ctx.announce);
    const choices = presets.map(({ name }, i) => ({ value: String(i), name }));
    const first = presets.findIndex(({ scores }) => scores.join() === this.state.scores.join());
    this.presetPlace = select(
      'Start from',
      ctx.live ? [...choices, { value: OWN, name: 'your own scores' }] : choices,
      String(first),
      (value) => {
        if (value !== OWN) this.take(presets[Number(value)]);
      },
    );
    this.preset = this.presetPlace.querySelector('select')!;
    this.add.dataset.test = 'add-class';
    this.remove.dataset.test = 'remove-class';
    this.curves = chart('Three curves over p', (palette) => lineChart(curvesChart(points), palette), { signal: ctx.signal });
    const [last] = points;
    el.classList.add('signal-view');
    el.append(
      card(
        'Scores',
        controls(this.presetPlace, ctx.live && this.targetKind(), this.labelPlace),
        this.trouble,
        this.classes.element,
        ctx.live && h('div', { class: 'controls sizes' }, this.add, this.remove),
        this.sums,
      ),
      h(
        'div',
        { class: 'pair' },
        card('How p moves with the scores', this.jacobianPlace, this.rowSums),
        card(
          'Why p − 1 is left',
          this.curves.element,
          this.atP,
          h(
            'p',
            { class: 'note' },
            `The axis ends at ${number(LOWEST)}: −1/p goes on to ${number(last.dloss_dp)} at p = ${number(last.p)}. The softmax multiplies it by p(1 − p), and p − 1 stays within 1.`,
          ),
        ),
      ),
      card('Follow the signal', this.descent.element),
    );
    this.redraw();
  }

  private targetKind(): HTMLElement {
    const kinds = [
      { value: 'label', name: 'True class' },
      { value: 'soft', name: 'Soft target' },
    ];
    return segmented('Target', kinds, 'label', (kind) => {
      this.state.soft = kind === 'soft';
      this.redraw();
      void this.ask();
    });
  }

  private take(preset: Preset): void {
    this.state.take(preset);
    this.redraw();
    void this.ask();
  }

  private resize(by: 1 | -1): void {
    const count = this.state.scores.length + by;
    if (count < FEWEST || count > MOST) return;
    if (by > 0) this.state.add();
    else this.state.remove();
    this.ctx.announce(`${count} classes`);
    this.redraw();
    this.changed();
  }

  private redraw(): void {
    const { state } = this;
    this.classes.draw();
    this.add.setAttribute('aria-disabled', String(state.scores.length >= MOST));
    this.remove.setAttribute('aria-disabled', String(state.scores.length <= FEWEST));
    const names = state.scores.map((_, i) => String(i));
    const label = segmented('True class', names, String(state.label), (value) => {
      state.label = Number(value);
      state.keep();
      void this.ask();
    });
    label.dataset.test = 'true-class';
    fill(this.labelPlace, !state.soft && label);
  }

  private changed(): void {
    this.preset.value = OWN;
    this.state.keep();
    void this.ask();
  }

  private setRate(rate: number): void {
    this.rate = rate;
    void this.askDescent();
  }

  async ask(): Promise<void> {
    await Promise.all([
      this.signals.run(
        () => this.ctx.ask<Signal>('signal', this.state.arguments('signal')),
        (answer) => this.show(answer),
        (error) => problem(this.trouble, error),
      ),
      this.askDescent(),
    ]);
  }

  private async askDescent(): Promise<void> {
    await this.descents.run(
      () => this.ctx.ask<Descent>('descent', this.state.arguments('descent', { step: this.rate, steps: STEPS })),
      (answer) => this.descent.show(answer),
      (error) => problem(this.trouble, error),
    );
  }

  private show(answer: Signal): void {
    this.trouble.replaceChildren();
    this.classes.show(answer);
    fill(
      this.sums,
      'Loss ',
      h('strong', { 'data-test': 'loss', 'data-value': answer.loss.value }, number(answer.loss.value)),
      `. p − q sums to ${number(answer.sum, 2)}. Jacobian times ∂L/∂p gives the same as p − q: the largest difference is ${number(answer.largest_difference, 2)}.`,
    );
    this.showJacobian(answer);
    this.showCurves(answer);
  }

  private showJacobian(answer: Signal): void {
    const draw: Draw = (palette, width) => heatMap(jacobianChart(answer), palette, width);
    if (this.jacobian) this.jacobian.update(draw);
    else {
      this.jacobian = chart('Jacobian ∂p/∂s, with the sum of every row', draw, { signal: this.ctx.signal });
      fill(this.jacobianPlace, this.jacobian.element);
    }
    fill(
      this.rowSums,
      'A score that rises gives one class what it takes from the others, so every row sums to zero, up to rounding: ',
      ...answer.row_sums.flatMap((sum, i) => [
        i > 0 ? ', ' : '',
        h('span', { 'data-test': `row-sum-${i}`, 'data-value': sum }, number(sum, 2)),
      ]),
      '.',
    );
  }

  private showCurves(answer: Signal): void {
    const data = curvesChart(this.points);
    const label = answer.target.indexOf(1);
    if (label < 0) {
      this.curves.update((palette) => lineChart(data, palette));
      this.atP.textContent = 'With a soft target there is no one true class to mark.';
      return;
    }
    const p = answer.probabilities[label];
    const at = [answer.jacobian[label][label], answer.dloss_dp[label], answer.signal[label]];
    this.curves.update((palette) => markedLines(data, p, at, palette));
    const [slope, pull, both] = at.map((value) => number(value));
    this.atP.textContent = `At p = ${number(p)}: p(1 − p) = ${slope}, −1/p = ${pull}, and their product p − 1 = ${both}.`;
  }
}
