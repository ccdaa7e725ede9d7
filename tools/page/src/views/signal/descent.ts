// "Follow the signal": the scores go down their gradient, step by step.
import { barList, type ValueBar } from '../../bars';
import { className, lossWay, probabilityWay, type Descent } from '../../charts/signal';
import type { Draw } from '../../charts';
import { chart, type Chart } from '../../chart';
import { button, slider, type Slider } from '../../controls';
import { controls, fill, grid, h } from '../../dom';
import { still } from '../../theme';
import { number } from '../../text';

const FRAME = 120; // milliseconds between steps while it converges

export class DescentPart {
  readonly element = h('div', { class: 'descent' });
  private at = 0;
  private timer = 0;
  private descent?: Descent;
  private scrubber?: Slider;
  private charts?: { loss: Chart; p: Chart };
  private bars: ValueBar[] = [];
  private readonly step = button('One step', () => this.go(this.at + 1), { primary: true });
  private readonly scrubberPlace = h('div');
  private readonly barsPlace = h('div');
  private readonly text = h('p', { 'data-test': 'descent-text' });
  private readonly verdict = h('p', { class: 'fact', 'data-test': 'descent-falls' });
  private readonly chartsPlace = h('div');

  /** `onRate` asks for another rate; without it the rate is the recorded one. */
  constructor(
    onRate: ((rate: number) => void) | undefined,
    private readonly signal: AbortSignal,
    private readonly say: (text: string) => void,
  ) {
    const converge = button('Converge', () => this.converge());
    const again = button('Start again', () => this.go(0));
    for (const [name, control] of Object.entries({ step: this.step, converge, again })) control.dataset.test = `descent-${name}`;
    const power = { min: -2, max: 1.5, step: 0.05, show: (value: number) => number(rateAt(value)) };
    const rate = onRate && slider('Learning rate', power, 0, (value) => onRate(rateAt(value)));
    fill(
      this.element,
      controls(this.step, converge, again, rate, this.scrubberPlace),
      this.text,
      this.barsPlace,
      this.chartsPlace,
      this.verdict,
    );
    signal.addEventListener('abort', () => clearInterval(this.timer), { once: true });
  }

  show(descent: Descent): void {
    clearInterval(this.timer);
    const classes = descent.way[0].probabilities.length;
    const noted = ({ way }: Descent) => way.map(({ step }) => step).join();
    if (!this.descent || noted(this.descent) !== noted(descent)) {
      const { way, steps } = descent;
      const show = (place: number) => `${number(way[place].step)} of ${number(steps)}`;
      this.scrubber = slider('Steps taken', { min: 0, max: way.length - 1, step: 1, show }, 0, (value) => this.go(value));
      this.scrubber.dataset.test = 'descent-scrubber';
      fill(this.scrubberPlace, this.scrubber);
    }
    if (this.bars.length !== classes) {
      const rows = descent.way[0].probabilities.map((value, i) => ({
        name: className(i),
        value,
        test: `descent-probability-${i}`,
        colour: i,
      }));
      fill(this.barsPlace, barList('Probabilities after these steps', rows));
      this.bars = [...this.barsPlace.querySelectorAll<ValueBar>('.value-bar')];
    }
    this.descent = descent;
    this.verdict.dataset.value = String(descent.falls);
    this.verdict.textContent = descent.falls
      ? `With rate ${number(descent.lr)} the loss falls at every one of ${descent.steps} steps. The largest |p − q| at the end is ${number(descent.largest_gap)}.`
      : `With rate ${number(descent.lr)} the loss rises at step ${number(descent.first_rise)}: the rate is too large to follow the slope.`;
    this.draw(0);
  }

  private draw(to: number): void {
    const { descent } = this;
    if (!descent) return;
    this.at = Math.max(0, Math.min(descent.way.length - 1, to));
    const now = descent.way[this.at];
    this.scrubber?.set(this.at);
    const next = descent.way[this.at + 1]?.step;
    this.step.textContent = next === undefined || next === now.step + 1 ? 'One step' : `To step ${number(next)}`;
    this.step.setAttribute('aria-disabled', String(next === undefined));
    this.bars.forEach((bar, i) => bar.set(now.probabilities[i]));
    const scores = now.scores.map((score) => number(score, 3)).join(', ');
    fill(
      this.text,
      `After ${number(now.step)} ${now.step === 1 ? 'step' : 'steps'}: loss `,
      h('strong', { 'data-test': 'descent-loss', 'data-value': now.loss }, number(now.loss)),
      `, scores ${scores}.`,
    );
    const loss: Draw = (palette) => lossWay(descent, this.at, palette);
    const p: Draw = (palette) => probabilityWay(descent, this.at, palette);
    if (this.charts) return void (this.charts.loss.update(loss), this.charts.p.update(p));
    const options = { signal: this.signal, height: 240 };
    this.charts = { loss: chart('Loss, step by step', loss, options), p: chart('Probabilities, step by step', p, options) };
    fill(this.chartsPlace, grid(this.charts.loss.element, this.charts.p.element));
  }

  private go(to: number): void {
    clearInterval(this.timer);
    this.draw(to);
    this.say(this.text.textContent ?? '');
  }

  private converge(): void {
    const end = (this.descent?.way.length ?? 1) - 1;
    if (still()) return this.go(end);
    clearInterval(this.timer);
    this.timer = window.setInterval(() => {
      if (this.at + 1 >= end) return this.go(end);
      this.draw(this.at + 1);
    }, FRAME);
  }
}

const rateAt = (power: number) => Number((10 ** power).toPrecision(2));
