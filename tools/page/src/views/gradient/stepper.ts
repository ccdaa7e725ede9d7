// Where in the steps the reader is: buttons, a slider, and the step in words.
import { button, slider, type Slider } from '../../controls';
import { fill, h } from '../../dom';
import { still } from '../../theme';
import type { Step } from './steps';

const PAUSE = 1100; // milliseconds between steps that play

export class Stepper {
  readonly element = h('div', { class: 'stepper' });
  private steps: readonly Step[] = [];
  private at = 0;
  private timer = 0;
  private slider?: Slider;
  private readonly text = h('p', { class: 'step-text', 'data-test': 'step-text' });
  private readonly back = button('Back', () => this.go(this.at - 1));
  private readonly next = button('Next', () => this.go(this.at + 1), { primary: true });
  private readonly play = button('Play', () => this.toggle());
  private readonly sliderPlace = h('div', { class: 'step-slider' });

  constructor(
    private readonly onShow: (at: number, moved: boolean) => void,
    private readonly say: (text: string) => void,
    signal: AbortSignal,
  ) {
    fill(this.element, h('div', { class: 'controls' }, this.back, this.next, this.play, this.sliderPlace), this.text);
    this.back.dataset.test = 'step-back';
    this.next.dataset.test = 'step-next';
    this.play.dataset.test = 'step-play';
    signal.addEventListener('abort', () => this.pause(), { once: true });
  }

  /** New steps; a reader at the end stays at the end. */
  set(steps: readonly Step[]): void {
    const atEnd = this.steps.length === 0 || this.at === this.steps.length - 1;
    if (steps.length !== this.steps.length) {
      const show = (value: number) => `${value + 1} of ${steps.length}`;
      const range = { min: 0, max: steps.length - 1, step: 1, show };
      this.slider = slider('Step', range, 0, (value) => this.go(value));
      fill(this.sliderPlace, this.slider);
    }
    this.steps = steps;
    this.play.hidden = still();
    this.show(atEnd ? steps.length - 1 : Math.min(this.at, steps.length - 1), false);
  }

  private go(to: number): void {
    this.pause();
    this.show(to, true);
    this.say(this.text.textContent ?? '');
  }

  private show(to: number, moved: boolean): void {
    this.at = Math.max(0, Math.min(this.steps.length - 1, to));
    const { way, title, formula, kind } = this.steps[this.at];
    this.slider?.set(this.at);
    // A button that has the keyboard's place keeps it at both ends.
    this.back.setAttribute('aria-disabled', String(this.at === 0));
    this.next.setAttribute('aria-disabled', String(this.at === this.steps.length - 1));
    fill(this.text, `${way === 'forward' ? 'Forward' : 'Backward'}, step ${this.at + 1}: `, h('code', {}, formula || `${title}: ${kind}`));
    this.onShow(this.at, moved);
  }

  private toggle(): void {
    if (this.timer) return this.pause();
    if (still()) return this.go(this.steps.length - 1);
    this.show(this.at === this.steps.length - 1 ? 0 : this.at + 1, true);
    this.play.textContent = 'Pause';
    this.timer = window.setInterval(() => {
      if (this.at === this.steps.length - 1) return this.pause();
      this.show(this.at + 1, true);
    }, PAUSE);
  }

  private pause(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.play.textContent = 'Play';
  }
}
