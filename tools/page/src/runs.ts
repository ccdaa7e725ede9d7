// The runs that the page is about.

export interface SplitFigures {
  loss?: number;
  accuracy?: number;
}

/** As `rowgrad runs --json` has it, with a number, a name and what can be shown. */
export interface Run {
  id: number;
  name: string;
  path: string;
  task: string;
  state: string; // "running", "finished", …
  problem?: string;
  epochs?: { done: number; planned: number };
  steps?: number;
  parameters?: number;
  seconds?: number;
  tokens_per_second?: number;
  train?: SplitFigures;
  dev?: SplitFigures;
  test?: SplitFigures;
  /** Ids of the views that this run has something to show in. */
  views: string[];
}

export interface RunsAnswer {
  runs: Run[];
}

/** Runs of equal names are told apart by where they are. */
export function distinct(runs: readonly Run[]): Run[] {
  const often = new Map<string, number>();
  for (const { name } of runs) often.set(name, (often.get(name) ?? 0) + 1);
  return runs.map((run) => ({
    ...run,
    views: run.views ?? [],
    name: often.get(run.name)! > 1 ? `${run.name} (${run.path})` : run.name,
  }));
}
