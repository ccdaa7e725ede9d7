// The curves of one or several runs' metrics.jsonl.
import type { Axis } from './drawing';
import type { Line, LineChart } from './line';
import { duration, number, percent } from '../text';

export interface LogLine {
  step: number;
  epoch: number;
  split: string;
  loss: number;
  seconds: number;
  // of lines within an epoch only:
  lr?: number;
  rows_touched?: number;
  batches?: number; // 1 if absent
  tables?: Record<string, { rows_touched: number; rows: number }>; // summed over the batches
  [metric: string]: unknown;
}

export interface RunLog {
  name: string;
  colour: number;
  lines: readonly LogLine[];
}

export type Over = 'step' | 'seconds';

const KNOWN = new Set(['step', 'epoch', 'split', 'loss', 'seconds', 'lr', 'rows_touched', 'batches', 'tables']);
const STROKES = ['line', 'dashed', 'dotted'] as const;
const SPEED_POINTS = 60;

const xAxis = (over: Over): Axis =>
  over === 'step' ? { name: 'steps', min: 0 } : { name: 'seconds of training', min: 0, show: duration };

type Points = [number, number][];

function pointsOf(lines: readonly LogLine[], over: Over, value: (line: LogLine) => unknown): Points {
  const points: Points = [];
  for (const line of lines) {
    const y = value(line);
    if (typeof y === 'number') points.push([line[over], y]);
  }
  return points;
}

const nonEmpty = (lines: Line[]) => lines.filter((line) => line.points.length > 0);

/** One line per run and split: train is solid, dev dashed, others dotted. */
function bySplit(logs: readonly RunLog[], over: Over, value: (line: LogLine) => unknown): Line[] {
  return nonEmpty(
    logs.flatMap((log) =>
      [...new Set(log.lines.map((line) => line.split))].map((split): Line => ({
        name: `${log.name} · ${split}`,
        colour: log.colour,
        stroke: split === 'train' ? 'line' : split === 'dev' ? 'dashed' : 'dotted',
        points: pointsOf(
          log.lines.filter((line) => line.split === split),
          over,
          value,
        ),
      })),
    ),
  );
}

export function lossChart(logs: readonly RunLog[], over: Over, log: boolean): LineChart {
  return { title: 'Loss', x: xAxis(over), y: { name: 'loss', log }, lines: bySplit(logs, over, (line) => line.loss) };
}

/** Names of metrics other than the loss. */
export function metricNames(logs: readonly RunLog[]): string[] {
  const names = new Set<string>();
  for (const log of logs)
    for (const line of log.lines)
      for (const name in line) if (!KNOWN.has(name) && typeof line[name] === 'number') names.add(name);
  return [...names];
}

export function metricChart(logs: readonly RunLog[], over: Over, name: string): LineChart {
  const y: Axis = name === 'accuracy' ? { name, show: (value) => percent(value), max: 1 } : { name };
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return { title, x: xAxis(over), y, lines: bySplit(logs, over, (line) => line[name]) };
}

export function learningRateChart(logs: readonly RunLog[], over: Over): LineChart {
  const lines = logs.map((log): Line => ({
    name: log.name,
    colour: log.colour,
    points: pointsOf(log.lines, over, (line) => line.lr),
  }));
  return { title: 'Learning rate', x: xAxis(over), y: { name: 'learning rate', min: 0 }, lines: nonEmpty(lines) };
}

export function speedChart(logs: readonly RunLog[], over: Over): LineChart {
  const lines = logs.map((log): Line => ({ name: log.name, colour: log.colour, points: speeds(log.lines, over) }));
  return {
    title: 'Speed',
    x: xAxis(over),
    y: { name: 'steps per second', min: 0, show: (v) => number(v, 3) },
    lines: nonEmpty(lines),
  };
}

// Over at least a sixtieth of the run each: single steps are too short to time.
function speeds(lines: readonly LogLine[], over: Over): Points {
  const train = lines.filter((line) => line.split === 'train');
  const window = (train[train.length - 1]?.seconds ?? 0) / SPEED_POINTS;
  const points: Points = [];
  let before = train[0];
  for (const line of train) {
    const [steps, seconds] = [line.step - before.step, line.seconds - before.seconds];
    if (steps <= 0 || seconds <= 0 || seconds < window) continue;
    points.push([line[over], steps / seconds]);
    before = line;
  }
  return points;
}

/** Rows that got a gradient in a batch, by table; as a share of the table's rows if `share`. */
export function rowsChart(logs: readonly RunLog[], over: Over, share: boolean): LineChart {
  const lines = logs.flatMap((log) => {
    const tables = [...new Set(log.lines.flatMap((line) => Object.keys(line.tables ?? {})))];
    return tables.map((table, i): Line => ({
      name: logs.length > 1 ? `${log.name} · ${table}` : table,
      colour: logs.length > 1 ? log.colour : i,
      stroke: logs.length > 1 ? STROKES[i % STROKES.length] : 'line',
      points: pointsOf(log.lines, over, (line) => touched(line, table, share)),
    }));
  });
  const y: Axis = share
    ? { name: 'share of the table per batch', min: 0, show: (v) => percent(v) }
    : { name: 'rows per batch', min: 0 };
  return { title: 'Rows touched', x: xAxis(over), y, lines: nonEmpty(lines) };
}

function touched(line: LogLine, name: string, share: boolean): number | undefined {
  const table = line.tables?.[name];
  if (!table) return undefined;
  const perBatch = table.rows_touched / (line.batches ?? 1);
  return share ? perBatch / table.rows : perBatch;
}
