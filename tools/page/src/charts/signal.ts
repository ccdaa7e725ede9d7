// What a loss tells the scores of a softmax: p − q by class, the Jacobian ∂p/∂s, and the three curves over p.
import type { EChartsOption } from 'echarts';
import { seriesColour, type Palette } from '../palette';
import { number } from '../text';
import type { BarChart } from './bar';
import { showOf, type Drawing } from './drawing';
import type { HeatMap } from './heatmap';
import { lineChart, type LineChart } from './line';

export interface Signal {
  scores: number[];
  target: number[];
  loss: { name: string; value: number };
  probabilities: number[];
  dloss_dp: number[];
  jacobian: number[][]; // a row for every score, a column for every probability
  row_sums: number[];
  signal: number[];
  p_minus_q: number[];
  largest_difference: number; // between the product of Jacobian and ∂L/∂p, and p − q
  sum: number;
}

export interface CurvePoint {
  p: number;
  dp_ds: number;
  dloss_dp: number;
  product: number;
  p_minus_1: number;
}

export interface Descent {
  lr: number;
  steps: number;
  falls: boolean;
  first_rise: number | null;
  largest_gap: number;
  way: { step: number; loss: number; scores: number[]; probabilities: number[]; signal: number[] }[];
}

export const className = (index: number): string => `class ${index}`;

export function signalChart({ scores, target, p_minus_q }: Signal): BarChart {
  const names = scores.map((score, i) => `${i}: s = ${number(score, 3)}`); // short enough for an axis
  return {
    title: 'p − q, the gradient of the scores',
    categories: names.map((name, i) => (target[i] === 1 ? `${name}, true` : name)),
    value: { name: 'p − q' },
    bars: [{ name: 'p − q', values: p_minus_q }],
    lying: true,
    signed: true,
    written: true,
  };
}

/** The last column is the sum of the row. */
export function jacobianChart({ jacobian, row_sums }: Signal): HeatMap {
  return {
    title: 'Jacobian ∂p/∂s',
    rows: jacobian.map((_, i) => `s${i}`),
    columns: [...jacobian.map((_, i) => `p${i}`), 'row sum'],
    values: jacobian.map((row, i) => [...row, row_sums[i]]),
    rowsName: 'score',
    columnsName: 'probability',
    valueName: '∂p/∂s',
    signed: true,
  };
}

export const LOWEST = -5; // where the axis of the curves ends: −1/p goes on without end

export function curvesChart(points: readonly CurvePoint[]): LineChart {
  return {
    title: 'p(1 − p), −1/p and p − 1',
    x: { name: 'p of the true class', min: 0, max: 1 },
    y: { name: `derivative (axis ends at ${number(LOWEST)})`, min: LOWEST, max: 0.5 },
    lines: [
      { name: 'p(1 − p), softmax: ∂p/∂s', points: points.map(({ p, dp_ds }) => [p, dp_ds]), stroke: 'dashed' },
      { name: '−1/p, loss: ∂L/∂p', points: points.map(({ p, dloss_dp }) => [p, dloss_dp]), stroke: 'dotted' },
      { name: 'p − 1, both: ∂L/∂s', points: points.map(({ p, product }) => [p, product]) },
    ],
  };
}

/** Noted are the first ten steps and then fewer and fewer: the axis has a place for every noted one. */
const noted = ({ way }: Descent) => ({
  name: 'step (noted ones in equal distances)',
  min: 0,
  max: way.length - 1,
  show: (place: number) => (way[place] ? number(way[place].step) : ''),
});

/** The loss at every noted step, with a mark at place `at` of the way. */
export function lossWay(descent: Descent, at: number, palette: Palette): Drawing {
  const { way } = descent;
  const data: LineChart = {
    title: 'Loss, step by step',
    x: noted(descent),
    y: { name: 'loss', min: 0 },
    lines: [{ name: 'loss', points: way.map(({ loss }, place) => [place, loss]), area: true }],
  };
  const rows = way.map(({ step, loss }) => [step, loss]);
  return { ...markedLines(data, at, [way[at].loss], palette), numbers: () => ({ columns: ['step', 'loss'], rows }), legend: [] };
}

export function probabilityWay(descent: Descent, at: number, palette: Palette): Drawing {
  const { way } = descent;
  const names = way[0].probabilities.map((_, c) => className(c));
  const data: LineChart = {
    title: 'Probabilities, step by step',
    x: noted(descent),
    y: { name: 'p', min: 0, max: 1 },
    lines: names.map((name, c) => ({ name, points: way.map(({ probabilities }, place) => [place, probabilities[c]]) })),
  };
  const rows = way.map(({ step, probabilities }) => [step, ...probabilities]);
  const numbers = () => ({ columns: ['step', ...names], rows });
  return { ...markedLines(data, at, way[at].probabilities, palette), numbers };
}

/** A line chart with a mark at x and a dot on every curve there. `ys` has what the curves are at x. */
export function markedLines(data: LineChart, x: number, ys: readonly number[], palette: Palette): Drawing {
  const drawing = lineChart(data, palette);
  const { option } = drawing;
  const lines = (option.series ?? []) as object[];
  const { formatter, ...tip } = option.tooltip as { formatter: (hovered: unknown) => unknown };
  const marked = {
    ...option,
    // The dots are no lines: the text of the lines' tooltip leaves them out.
    tooltip: {
      ...tip,
      formatter: (hovered: unknown) =>
        formatter((hovered as { seriesIndex: number }[]).filter(({ seriesIndex }) => seriesIndex < lines.length)),
    },
    series: [
      ...lines,
      ...ys.map((y, i) => ({
        id: `mark-${i}`,
        type: 'scatter',
        data: [[x, y]],
        symbolSize: 10,
        z: 5,
        animation: false,
        itemStyle: {
          color: seriesColour(palette, data.lines[i].colour ?? i),
          borderColor: palette.surface,
          borderWidth: 2,
        },
        markLine:
          i > 0
            ? undefined
            : {
                silent: true,
                symbol: 'none',
                animation: false,
                lineStyle: { color: palette.muted, type: 'solid', width: 1 },
                label: { show: false },
                data: [{ xAxis: x }],
              },
      })),
    ],
  } as EChartsOption;
  return { ...drawing, option: marked, summary: `${drawing.summary} Marked: ${data.x.name} ${showOf(data.x)(x)}.` };
}
