// One example through a classifier and back: what every layer computes, and the gradient that reaches every word.
import './gradient.css';
import { fieldOrChoice, select } from '../controls';
import { card, controls, h, nameText, note, problem } from '../dom';
import { OneAtATime } from '../one_at_a_time';
import { showBeside } from './gradient/beside';
import { Graph } from './gradient/graph';
import { Stepper } from './gradient/stepper';
import { stepsOf } from './gradient/steps';
import { withStripColours } from './gradient/strip';
import { tokensOf, type Trace } from './gradient/trace';
import { RATE, UpdatePart } from './gradient/update';
import type { Context, View } from './view';

export const gradient: View = {
  id: 'gradient',
  title: 'Gradient',
  blurb: 'One phrase through a classifier and back, step by step: what every layer computes, and what the loss tells every word.',
  needs: (run) => run.views.includes('gradient'),
  mount: async (el, ctx) => {
    const { labels } = await ctx.ask<{ labels: string[] }>('labels', { run: ctx.run.id });
    await new Gradient(el, ctx, labels).start();
  },
};

class Gradient {
  private text: string;
  private second: string;
  private label: string;
  private rate = RATE;
  private readonly texts: string[] | null;
  private readonly first = new OneAtATime<Trace>();
  private readonly other = new OneAtATime<Trace>();
  private readonly graph = new Graph();
  private readonly stepper: Stepper;
  private readonly update: UpdatePart;
  private readonly reading = h('p', { class: 'reading', 'data-test': 'reading' });
  private readonly trouble = h('div');
  private readonly otherTrouble = h('div');
  private readonly beside = h('div', { class: 'beside' });
  private readonly parts: HTMLElement[];
  private shown?: Trace;

  constructor(
    private readonly el: HTMLElement,
    private readonly ctx: Context,
    labels: readonly string[],
  ) {
    const asked = ctx.recorded('trace', { run: ctx.run.id });
    this.texts = ctx.live ? null : [...new Set(asked.map(({ text }) => text))];
    const offered = ctx.live ? labels : [...new Set(asked.map(({ label }) => label))];
    this.text = this.textFrom('text', 'not bad');
    this.second = this.textFrom('beside', 'bad not');
    const kept = ctx.kept('label');
    this.label = kept && offered.includes(kept) ? kept : offered.includes('positive') ? 'positive' : offered[0];

    this.stepper = new Stepper((at, moved) => this.graph.show(at, moved), ctx.announce, ctx.signal);
    this.update = new UpdatePart(ctx.live ? (rate) => this.setRate(rate) : undefined, RATE);
    const fields = controls(
      fieldOrChoice('Phrase', this.text, this.texts, (value) => this.set('text', value)),
      select('True label', offered, this.label, (value) => this.set('label', value)),
    );
    const otherField = fieldOrChoice('Second phrase', this.second, this.texts, (value) => this.set('beside', value));
    this.parts = [
      card('Step by step', this.stepper.element, this.graph.element),
      card('Apply the step', this.update.element),
      card('Beside', controls(otherField), this.otherTrouble, this.beside),
    ];
    el.classList.add('gradient-view');
    el.append(card('Example', fields, this.trouble, this.reading), ...this.parts);
    withStripColours(el, ctx.signal);
  }

  async start(): Promise<void> {
    if (this.texts?.length === 0) return this.el.replaceChildren(note('No phrase was recorded for this run.'));
    await Promise.all([this.ask(), this.askSecond()]);
  }

  private textFrom(name: string, usual: string): string {
    const wanted = this.ctx.kept(name) ?? usual;
    return !this.texts || this.texts.includes(wanted) ? wanted : (this.texts[0] ?? '');
  }

  private set(name: 'text' | 'beside' | 'label', value: string): void {
    this.ctx.keep(name, value);
    if (name === 'beside') this.second = value;
    else this[name] = value;
    if (name !== 'beside') void this.ask();
    if (name !== 'text') void this.askSecond();
  }

  private setRate(rate: number): void {
    this.rate = rate;
    void this.ask();
  }

  private trace(text: string, step?: number): Promise<Trace> {
    return this.ctx.ask<Trace>('trace', { run: this.ctx.run.id, text, label: this.label, step });
  }

  private async ask(): Promise<void> {
    const step = this.rate === RATE ? undefined : this.rate;
    await this.first.run(
      () => this.trace(this.text, step),
      (trace) => {
        this.trouble.replaceChildren();
        this.setParts(true);
        this.draw(trace);
      },
      (error) => {
        problem(this.trouble, error);
        this.setParts(false);
      },
    );
  }

  private setParts(visible: boolean): void {
    for (const part of [this.reading, ...this.parts]) part.hidden = !visible;
  }

  private draw(trace: Trace): void {
    const before = this.shown;
    this.shown = trace;
    this.update.show(trace);
    const sameExample = before?.text === trace.text && before.classifier?.labels[0] === trace.classifier?.labels[0];
    if (sameExample) return; // another learning rate only
    const steps = stepsOf(trace);
    this.graph.draw(steps, trace.classifier?.labels[0]);
    this.stepper.set(steps);
    this.showReading(trace);
    if (this.lastSecond) showBeside(this.beside, trace, this.lastSecond);
  }

  // Words that a vocabulary lacks are left out without a word; here they get one.
  private showReading(trace: Trace): void {
    const { names } = tokensOf(trace);
    const missing = trace.text.split(/\s+/).filter((word) => word && !names.includes(word) && !names.includes(word.toLowerCase()));
    this.reading.replaceChildren(
      `Read as ${names.length} ${names.length === 1 ? 'token' : 'tokens'}.`,
      ...(missing.length > 0 ? [' Not among them, because the model has no row of that name: ', nameText(missing.join(', ')), '.'] : []),
    );
  }

  private lastSecond?: Trace;

  private async askSecond(): Promise<void> {
    await this.other.run(
      () => this.trace(this.second),
      (trace) => {
        this.lastSecond = trace;
        this.otherTrouble.replaceChildren();
        this.beside.hidden = false;
        if (this.shown) showBeside(this.beside, this.shown, trace);
      },
      (error) => {
        this.lastSecond = undefined;
        this.beside.hidden = true;
        problem(this.otherTrouble, error);
      },
    );
  }
}
