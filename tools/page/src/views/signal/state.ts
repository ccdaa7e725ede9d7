// The scores and the target that the reader chose, and the questions about them.
import type { Arguments } from '../../ask';
import type { Context } from '../view';

export interface Preset {
  name: string;
  scores: number[];
  label: number;
}

export const FEWEST = 2;
export const MOST = 8;
const REACH = 10; // of a score

export class State {
  scores: number[];
  label: number;
  soft = false;
  /** Probabilities, one for every class; asked for while `soft`. */
  target: number[];

  constructor(
    private readonly ctx: Context,
    preset: Preset,
  ) {
    [this.scores, this.label] = [[...preset.scores], preset.label];
    const scores = (ctx.kept('scores') ?? '').split(',').map(Number);
    const usable = scores.every((score) => Math.abs(score) <= REACH) && ctx.kept('scores') !== '';
    if (ctx.live && usable && scores.length >= FEWEST && scores.length <= MOST) {
      this.scores = scores;
      const label = Number(ctx.kept('label') ?? 0);
      this.label = Number.isInteger(label) && label >= 0 && label < scores.length ? label : 0;
    }
    this.target = oneHot(this.scores.length, this.label);
  }

  take({ scores, label }: Preset): void {
    this.scores = [...scores];
    this.label = label;
    this.target = oneHot(scores.length, label);
    this.keep();
  }

  add(): void {
    this.scores.push(0);
    this.target.push(0);
    this.keep();
  }

  remove(): void {
    this.scores.pop();
    this.label = Math.min(this.label, this.scores.length - 1);
    this.target.pop();
    this.normalise();
    this.keep();
  }

  /** The others keep their proportions and give way, so that the sum stays 1. */
  setTarget(index: number, share: number): void {
    const others = this.target.reduce((sum, value, i) => (i === index ? sum : sum + value), 0);
    const count = this.target.length - 1;
    this.target = this.target.map((value, i) =>
      i === index ? share : others > 0 ? (value * (1 - share)) / others : (1 - share) / count,
    );
    this.normalise();
  }

  private normalise(): void {
    const sum = this.target.reduce((a, b) => a + b, 0);
    this.target = sum > 0 ? this.target.map((value) => value / sum) : oneHot(this.target.length, this.label);
  }

  keep(): void {
    this.ctx.keep('scores', this.scores.join(','));
    this.ctx.keep('label', String(this.label));
  }

  /** Arguments of "signal" and of "descent"; a report has its own way to write the same numbers. */
  arguments(name: 'signal' | 'descent', more: Arguments = {}): Arguments {
    if (!this.ctx.live) {
      const same = (scores: string) => scores.split(',').map(Number).join() === this.scores.join();
      return this.ctx.recorded(name, { label: this.label }).find((args) => same(args.scores)) ?? {};
    }
    const target = this.soft ? { target: this.target.join(',') } : { label: this.label };
    return { scores: this.scores.join(','), ...target, ...more };
  }
}

const oneHot = (count: number, at: number) => Array.from({ length: count }, (_, i) => (i === at ? 1 : 0));
