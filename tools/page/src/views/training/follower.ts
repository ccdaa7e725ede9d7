// The lines of one run's metrics, read on while it trains.
import type { LogLine } from '../../charts/training';
import type { Run } from '../../runs';
import type { Context } from '../view';

interface TrainingAnswer {
  running: boolean;
  anew: boolean; // the log was begun anew, and these lines are its first
  log: string; // which log that is
  next: number; // where to read on, in bytes
  lines: LogLine[];
}

export class Follower {
  lines: LogLine[] = [];
  state: string;
  private next?: number;
  private log?: string;

  constructor(
    readonly run: Run,
    private readonly ctx: Context,
  ) {
    this.state = run.state;
  }

  get running(): boolean {
    return this.ctx.live && this.state === 'running';
  }

  /** Reads what is new; returns whether anything is. */
  async read(): Promise<boolean> {
    const { running, anew, log, next, lines } = await this.ctx.ask<TrainingAnswer>('training', {
      run: this.run.id,
      from: this.next,
      log: this.next && this.log,
    });
    const state = running ? 'running' : this.state === 'running' ? 'ended' : this.state;
    const changed = anew || lines.length > 0 || state !== this.state;
    this.state = state;
    this.next = next || undefined;
    this.log = log;
    this.lines = anew ? lines : [...this.lines, ...lines];
    return changed;
  }

  /** The last value of a metric on a split. */
  last(split: string, metric: string): number | undefined {
    for (let i = this.lines.length - 1; i >= 0; --i) {
      const value = this.lines[i][metric];
      if (this.lines[i].split === split && typeof value === 'number') return value;
    }
    return undefined;
  }
}
