// What a view is, and what it is given.
import type { Arguments } from '../ask';
import type { Run } from '../runs';

export interface Context {
  /** ask() that ends with the view. Rejects with AskError. */
  ask<T>(name: string, args?: Arguments): Promise<T>;
  /** Arguments for which the report holds an answer that agree with `fixed`; empty on a live page. */
  recorded(name: string, fixed?: Arguments): Record<string, string>[];
  /** Whether any question can be asked; in a report offer what is recorded only. */
  live: boolean;
  runs: readonly Run[];
  /** The selected run. */
  run: Run;
  setRun(id: number): void;
  /** Asks for the runs again, for a state that changed. */
  refresh(): Promise<readonly Run[]>;
  /** Tells a screen reader what changed. */
  announce(text: string): void;
  /** Aborted when the view is left: for charts, clouds, timers, listeners. */
  signal: AbortSignal;
  /** What the view keeps in the address, so that a link shows the same: "table" → "embed.weight". */
  kept(name: string): string | null;
  keep(name: string, value: string | null): void;
}

export type Cleanup = () => void;

export interface View {
  id: string; // in the address and in a run's `views`
  title: string;
  /** One sentence under the title. */
  blurb: string;
  needs(run: Run): boolean;
  /** Draws into `el`. A rejection becomes a message in its place. */
  mount(el: HTMLElement, ctx: Context): Cleanup | void | Promise<Cleanup | void>;
}
