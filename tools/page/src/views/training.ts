// How one or several runs went, or go: loss and metrics, learning rate, speed, rows touched, and what differs.
import type { RunLog } from '../charts/training';
import { segmented } from '../controls';
import { card, controls, every, h, note, problem } from '../dom';
import type { Run } from '../runs';
import { Curves, type Choices } from './training/curves';
import { showDifferences, type Differences } from './training/differences';
import { Follower } from './training/follower';
import { runsTable } from './training/runs_table';
import type { Context, View } from './view';

const COLOURS = 8; // so many runs are shown at first
const POLL = 2000; // milliseconds

export const training: View = {
  id: 'training',
  title: 'Training',
  blurb: 'Loss, metrics, learning rate and speed, and how few rows of each table a step touches.',
  needs: (run) => run.views.includes('training'),
  mount: (el, ctx) => new Training(el, ctx).start(),
};

function shownAtFirst(ctx: Context): Set<number> {
  const kept = ctx
    .kept('shown')
    ?.split(',')
    .map(Number)
    .filter((id) => ctx.runs.some((run) => run.id === id));
  const first = kept?.length
    ? kept
    : ctx.runs
        .filter((run) => training.needs(run))
        .slice(0, COLOURS)
        .map((run) => run.id);
  return new Set([...first, ctx.run.id]);
}

class Training {
  private readonly shown: Set<number>;
  private readonly followers = new Map<number, Follower>();
  private readonly curves: Curves;
  private readonly choices: Choices;
  private readonly problemPlace = h('div');
  private readonly curvesPlace = h('div');
  private readonly differencesPlace = h('div');
  private differences?: Differences;

  constructor(
    private readonly el: HTMLElement,
    private readonly ctx: Context,
  ) {
    this.shown = shownAtFirst(ctx);
    this.curves = new Curves(ctx.signal);
    this.choices = {
      over: ctx.kept('over') === 'seconds' ? 'seconds' : 'step',
      logLoss: ctx.kept('loss') === 'log',
      shareOfRows: ctx.kept('rows') === 'share',
    };
  }

  async start(): Promise<void> {
    const { ctx } = this;
    const table = runsTable(ctx.runs, this.shown, training.needs, () => void this.toggled());
    this.el.append(card('Curves', this.controls(), this.problemPlace, this.curvesPlace), card('Runs', table));
    if (ctx.runs.length > 1) {
      this.el.append(card('What differs', this.differencesPlace));
      void ctx.ask<Differences>('differences').then(
        (differences) => {
          this.differences = differences;
          this.showDifferences();
        },
        (error: unknown) => problem(this.differencesPlace, error),
      );
    }
    await this.readAndShow();
    every(
      POLL,
      async () => {
        const before = [...this.followers.values()].filter(({ running }) => running);
        const changed = await Promise.all(before.map((follower) => follower.read()));
        if (changed.some(Boolean)) this.showCurves();
        const ended = before.filter(({ running }) => !running);
        if (changed.some(Boolean)) table.set(await ctx.refresh());
        for (const { run } of ended) ctx.announce(`${run.name} has stopped training`);
        return ctx.live && ctx.runs.some((run) => run.state === 'running');
      },
      ctx.signal,
    );
  }

  private controls(): HTMLElement {
    const { choices, ctx } = this;
    const change = (name: string, set: (value: string) => void) => (value: string) => {
      set(value);
      ctx.keep(name, value);
      this.showCurves();
    };
    return controls(
      segmented(
        'Over',
        [
          { value: 'step', name: 'Steps' },
          { value: 'seconds', name: 'Time' },
        ],
        choices.over,
        change('over', (v) => (choices.over = v === 'seconds' ? 'seconds' : 'step')),
      ),
      segmented(
        'Loss axis',
        [
          { value: 'linear', name: 'Linear' },
          { value: 'log', name: 'Logarithmic' },
        ],
        choices.logLoss ? 'log' : 'linear',
        change('loss', (v) => (choices.logLoss = v === 'log')),
      ),
      segmented(
        'Rows touched',
        [
          { value: 'absolute', name: 'Count' },
          { value: 'share', name: 'Share of table' },
        ],
        choices.shareOfRows ? 'share' : 'absolute',
        change('rows', (v) => (choices.shareOfRows = v === 'share')),
      ),
    );
  }

  private shownRuns(): Run[] {
    return this.ctx.runs.filter((run) => this.shown.has(run.id));
  }

  private async toggled(): Promise<void> {
    this.ctx.keep('shown', [...this.shown].join(',') || null);
    this.showDifferences();
    await this.readAndShow();
  }

  private async readAndShow(): Promise<void> {
    const fresh = this.shownRuns().filter((run) => !this.followers.has(run.id));
    for (const run of fresh) this.followers.set(run.id, new Follower(run, this.ctx));
    const read = await Promise.allSettled(fresh.map((run) => this.followers.get(run.id)!.read()));
    this.problemPlace.replaceChildren();
    read.forEach((result, i) => {
      if (result.status === 'fulfilled') return;
      this.followers.delete(fresh[i].id); // asked again when it is shown again
      problem(this.problemPlace, result.reason);
    });
    this.showCurves();
  }

  private showCurves(): void {
    const logs = this.shownRuns().map((run): RunLog => ({
      name: run.name,
      colour: run.id,
      lines: this.followers.get(run.id)?.lines ?? [],
    }));
    const empty = logs.every(({ lines }) => lines.length === 0);
    const message = logs.length === 0 ? 'Choose a run below.' : 'Nothing is logged yet.';
    const content = empty ? note(message) : this.curves.element;
    if (!empty) this.curves.show(logs, this.choices);
    if (this.curvesPlace.firstChild !== content) this.curvesPlace.replaceChildren(content);
  }

  private showDifferences(): void {
    if (this.differences) showDifferences(this.differencesPlace, this.differences, this.ctx.runs, this.shownRuns());
  }
}
